"""The noun that a number counts, found without a dictionary of the language's nouns."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from habeas.suggest.lexicon import Lexicon, any_of

_FLAGS = re.IGNORECASE
_NOUN_WITHIN = 4  # words after the number among which its noun is looked for
_WORD = re.compile(r"(?:[ \t]+|[ \t]*\n[ \t]*)(?P<word>[^\W\d_]+(?:['’.-][^\W\d_]+)*)")


@dataclass(frozen=True, slots=True)
class Counted:
    """A counted noun: where it ends, its words, and how many words stand before it."""

    end: int
    unit: str
    modifiers: int = 0


def joined_unit(text: str, end: int, lexicon: Lexicon) -> Counted | None:
    """A percent sign, or a unit joined by a hyphen: "24-hour", "three-month", "30-year-old"."""
    percent = re.compile(r"\s?%").match(text, end)
    if percent:
        return Counted(percent.end(), "percent")
    units = any_of(lexicon.table("durations", "units"))
    old = any_of(lexicon.words("figures", "old"))
    joined = re.compile(rf"-(?P<unit>{units})(?:-{old})?\b", _FLAGS).match(text, end)
    if joined:
        unit = _key(joined["unit"])
        return Counted(joined.end(), unit if unit.endswith("s") else unit + "s")
    return None


@dataclass(frozen=True, slots=True)
class _Nouns:
    """What a language says about counted nouns, as sets."""

    plural: frozenset[str]
    singular: frozenset[str]
    states: frozenset[str]
    fillers: frozenset[str]
    never: frozenset[str]
    stops: frozenset[str]
    of_the: str


@cache
def _nouns(lexicon: Lexicon) -> _Nouns:
    def words(name: str) -> frozenset[str]:
        return frozenset(lexicon.words("figures", name))

    of, the = (any_of(lexicon.words("figures", name)) for name in ("of", "of_the"))
    return _Nouns(
        words("plural_nouns") | frozenset(lexicon.words("figures", "percent")),
        words("singular_nouns"),
        words("counted_states") | words("fillers"),
        words("fillers"),
        words("not_nouns"),
        words("stops"),
        rf"\s+{of}(?:\s+{the})*(?=\s)",
    )


def counted_noun(text: str, end: int, lexicon: Lexicon, *, singular: bool) -> Counted | None:
    """The noun that a number ending at ``end`` counts: the first plural within a few words.

    ``singular`` takes the nouns that are counted one by one.  A participle ("injured") counts those
    it happened to when no noun follows.
    """
    nouns = _nouns(lexicon)
    of_the = None if singular else re.compile(nouns.of_the, _FLAGS).match(text, end)
    words = list(_words_after(text, of_the.end() if of_the else end, nouns))
    for index, (word, stop) in enumerate(words[:_NOUN_WITHIN]):
        if (word in nouns.singular) if singular else _is_plural(word, nouns):
            last = index
            while not singular and last + 1 < len(words) and _is_plural(words[last + 1][0], nouns):
                last += (
                    1  # "police officers", "rights groups": a plural before a plural describes it
                )
            unit = " ".join(w for w, _ in words[index : last + 1] if w not in nouns.fillers)
            return Counted(words[last][1] if last > index else stop, unit, index)
    if words and words[0][0] in nouns.states:
        word, stop = words[0]
        return Counted(stop, "" if word in nouns.fillers else word)
    return None


def _words_after(text: str, end: int, nouns: _Nouns) -> Iterator[tuple[str, int]]:
    """The words after ``end`` in the same phrase, in lower case, each with where it ends."""
    while found := _WORD.match(text, end):
        word = found["word"].lower()
        if word in nouns.stops and word not in nouns.states:
            return
        end = found.end()
        yield word, end


def _is_plural(word: str, nouns: _Nouns) -> bool:
    if word in nouns.plural:
        return True
    ending = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return ending and len(word) > 3 and word not in nouns.never


def _key(text: str) -> str:
    return " ".join(text.lower().split())
