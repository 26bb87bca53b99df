"""The vocabulary that ships with Habeas, read from resources/vocabulary, in the user's language."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from habeas import i18n, paths
from habeas.domain.vocabulary import Term, Vocabulary, counted, in_language, tidied


@cache
def schemes() -> tuple[str, ...]:
    """The names of all schemes: kinds, types, stages, units, ..."""
    return tuple(sorted(file.stem for file in _folder().glob("*.toml")))


@cache
def vocabulary(scheme: str) -> Vocabulary:
    """The terms of a scheme as one Vocabulary; KeyError if there is no such scheme."""
    if scheme not in schemes():
        raise KeyError(f"no vocabulary named {scheme!r}")
    with (_folder() / f"{scheme}.toml").open("rb") as file:
        return Vocabulary(tuple(_read(entry) for entry in tomllib.load(file)["term"]))


def terms(scheme: str) -> tuple[Term, ...]:
    """All terms of a scheme, in the order in which people should see them."""
    return vocabulary(scheme).terms


def term(scheme: str, term_id: str) -> Term | None:
    """The term with this id, or None (a case's own term, or a newer one)."""
    return vocabulary(scheme).term(term_id)


def label(scheme: str, term_id: str, *, language: str | None = None) -> str:
    """The label of a term in ``language`` (the user's if None); an unknown id is tidied up."""
    known = term(scheme, term_id)
    return known.label(language or i18n.language()) if known else tidied(term_id)


def backward_label(scheme: str, term_id: str, *, language: str | None = None) -> str:
    """The label of a link read from its other end ("includes" for part-of)."""
    known = term(scheme, term_id)
    words = in_language(known.backward, language or i18n.language()) if known else ""
    return words or label(scheme, term_id, language=language)


def unit_label(unit: str, many: int | None = None, *, language: str | None = None) -> str:
    """The unit as it stands after the number ``many`` (None: plural); unknown ones as written."""
    known = vocabulary("units").named(unit)
    if known is None:
        return unit
    speech = language or i18n.language()
    return known.label(speech) if many == 1 else in_language(known.plurals, speech)


def search(scheme: str, typed: str, *, kind: str = "") -> list[Term]:
    """Terms that fit what was typed, in either language, accents or not; the best first."""
    return vocabulary(scheme).search(typed, kind, language=i18n.language())


def comparable_units(a: str, b: str, *, type_a: str = "", type_b: str = "") -> bool:
    """Whether quantities in units ``a`` and ``b`` count the same thing, in claims of these types.

    A type tells what "people" are counted as: 20 people killed (``incident/killing``) and
    22 homicides are comparable; 20 people and 22 homicides, without the type, are not.
    """
    units = vocabulary("units")
    counted_a = counted(a, units, of=term("types", type_a))
    return counted_a == counted(b, units, of=term("types", type_b))


def _folder() -> Path:
    return paths.resources() / "vocabulary"


def _read(entry: Mapping[str, Any]) -> Term:
    """A term from its table; every sub-table is a language."""
    spoken = {name: words for name, words in entry.items() if isinstance(words, dict)}

    def in_each(name: str) -> dict[str, str]:
        return {language: words[name] for language, words in spoken.items() if name in words}

    return Term(
        id=entry["id"],
        labels=in_each("label"),
        definition=in_each("definition"),
        use_when=in_each("use_when"),
        not_when=in_each("not_when"),
        opposite=entry.get("opposite", ""),
        counts=entry.get("counts", ""),
        plurals=in_each("plural"),
        backward=in_each("backward"),
        also={language: tuple(words.get("also", ())) for language, words in spoken.items()},
    )
