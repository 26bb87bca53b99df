"""The controlled vocabulary as records: terms, how typed words find them, what units count."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

FALLBACK = "en"  # the language that speaks where another has no words
WITHOUT_SUBJECT = ("", "persons")  # counts that do not say what is counted about people


@dataclass(frozen=True, slots=True)
class Term:
    """One term; mappings are language -> words.  ``opposite`` and ``id`` are ids of one scheme.

    ``kind`` is the part of a type's id before the slash; ``counts`` names what a unit (or the
    people in a claim of a type) counts; ``plurals`` are for units, ``backward`` for links read
    from the other end, ``also`` other words under which people look for the term.
    """

    id: str
    labels: Mapping[str, str]
    definition: Mapping[str, str] = field(default_factory=dict)
    use_when: Mapping[str, str] = field(default_factory=dict)
    not_when: Mapping[str, str] = field(default_factory=dict)
    opposite: str = ""
    counts: str = ""
    plurals: Mapping[str, str] = field(default_factory=dict)
    backward: Mapping[str, str] = field(default_factory=dict)
    also: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """The kind a type belongs to; empty for terms of other schemes."""
        return self.id.partition("/")[0] if "/" in self.id else ""

    def label(self, language: str) -> str:
        """The label in ``language``, else in English, else the id tidied up."""
        return in_language(self.labels, language) or tidied(self.id)

    def names(self) -> list[str]:
        """Every name of the term in any language: labels, plurals and other words."""
        other = [word for words in self.also.values() for word in words]
        return [*self.labels.values(), *self.plurals.values(), *self.backward.values(), *other]


@dataclass(frozen=True)
class Vocabulary:
    """The terms of one scheme, in the order in which people should see them."""

    terms: tuple[Term, ...]

    @cached_property
    def _by_id(self) -> dict[str, Term]:
        return {term.id: term for term in self.terms}

    @cached_property
    def _by_name(self) -> dict[str, Term]:
        named = {folded(name): term for term in reversed(self.terms) for name in term.names()}
        return named | {folded(term.id): term for term in self.terms}

    def term(self, term_id: str) -> Term | None:
        """The term with this id, or None."""
        return self._by_id.get(term_id)

    def named(self, words: str) -> Term | None:
        """The term with this id or exactly this name in any language, accents or not, or None."""
        return self._by_name.get(folded(words))

    def joined(self, more: Iterable[Term]) -> Vocabulary:
        """These terms and ``more`` after them (a case's own); an id that is here already stays."""
        return Vocabulary(self.terms + tuple(t for t in more if t.id not in self._by_id))

    def search(self, typed: str, kind: str = "", *, language: str = FALLBACK) -> list[Term]:
        """Terms (of ``kind``, if given) that fit what was typed, best first; all if nothing was."""
        words = folded(typed).split()
        among = [term for term in self.terms if not kind or term.kind == kind]
        ranked = [(rank(term, words, language), at) for at, term in enumerate(among)]
        return [among[at] for found, at in sorted(ranked) if found < NOT_FOUND]


NOT_FOUND = 9


def rank(term: Term, words: list[str], language: str) -> int:
    """How well ``term`` fits folded ``words``: 0 is best, NOT_FOUND not at all.

    Label beginnings come first, the user's language before the others; then word beginnings in
    any name or the id; then words anywhere in the names; then in the definitions.
    """
    if not words:
        return 0
    phrase = " ".join(words)
    if folded(in_language(term.labels, language)).startswith(phrase):
        return 0
    names = [folded(name) for name in (*term.names(), term.id, tidied(term.id))]
    if any(name.startswith(phrase) for name in names):
        return 1
    every_word = " ".join(names)
    starts = every_word.replace("/", " ").replace("-", " ").split()
    if all(any(start.startswith(word) for start in starts) for word in words):
        return 2
    if all(word in every_word for word in words):
        return 3
    prose = " ".join([every_word, *map(folded, term.definition.values())])
    return 4 if all(word in prose for word in words) else NOT_FOUND


def folded(text: str) -> str:
    """``text`` without accents, case and outer or doubled space, for comparing what people type."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())


def tidied(term_id: str) -> str:
    """An id made readable, for terms that no vocabulary knows: ``measure/own-term``: Own term."""
    words = term_id.rpartition("/")[2].replace("-", " ").replace("_", " ").strip()
    return words[:1].upper() + words[1:]


def in_language(words: Mapping[str, str], language: str) -> str:
    """The words in ``language``, else in English, else nothing."""
    return words.get(language) or words.get(FALLBACK, "")


def counted(unit: str, units: Vocabulary, *, of: Term | None = None) -> str:
    """What ``unit`` counts, by its id or any of its names; an unknown unit counts itself.

    "People" and no unit at all count what the type ``of`` the claim says: 20 people, of a killing,
    are lives lost.
    """
    term = units.named(unit)
    counts = (term.counts or term.id) if term else folded(unit)
    return (of.counts or counts) if of and counts in WITHOUT_SUBJECT else counts
