"""Finding the words of a passage again in another reading of the same source.

A quote is looked for as it stands; then with what readings differ in left aside (white space,
hyphens at line ends, ligatures, the shapes of quotation marks); then nearly the same.  What is
found twice, is short, or stood more than once in the former reading, of which one place may have
been misread, counts only if what surrounds it tells that it is meant: a passage is never moved by
guess.  (W3C Web Annotation, TextQuoteSelector: exact, prefix, suffix.)
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from habeas.domain.passage import Passage

EXACT, FOLDED = 1000, 990  # of 1000: found letter by letter, or but for what readings differ in
LEAST = 880  # of 1000: a quote that is less like it is not the same
_SHORTEST = 12  # letters: shorter quotes are not looked for by likeness
_CLEAR = 0.15  # by so much the surroundings of one place must fit better than those of another
_MOST = 200  # places of one quote that are weighed
_NEAR = 20_000  # letters of the text, to each side, in which a likeness is looked for
_DROPPED = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff\u200e\u200f"))
_SAME = str.maketrans("‘’‚‛“”„‟«»‹›–—‐‑−\u00a0", "''''\"\"\"\"\"\"''-----\u0020")
_HYPHEN = re.compile(r"(?<=\w)-\n(?=\w)")


@dataclass(frozen=True, slots=True)
class Place:
    """``start``..``end`` of a text, and how well it fits, in thousandths."""

    start: int
    end: int
    score: int


class Text:
    """A text in which quotes are looked for; what is worked out for one serves the next."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._folded: tuple[str, list[int]] | None = None

    @property
    def folded(self) -> tuple[str, list[int]]:
        """The text folded, and for each letter of that (and its end) where it stands."""
        if self._folded is None:
            self._folded = _fold(self.text)
        return self._folded

    def find(self, passage: Passage, *, former: str = "") -> Place | None:
        """Where the words of ``passage`` stand; None if they do not, or it cannot be told where.

        ``former`` is the whole text in which they were marked.
        """
        many = len(list(islice(_all(former, passage.quote), 2))) > 1
        alone = len(passage.quote) >= _SHORTEST and not many
        found = self._exact(passage, alone=alone)
        words = "" if found else _fold(passage.quote)[0].strip()
        if not words:
            return found
        found = self._but_for_shape(passage, words, alone=alone)
        if found or len(passage.quote) < _SHORTEST or words in self.folded[0]:
            return found  # what stands there, and is not meant, is not nearly meant either
        return self._alike(passage, words)

    def _exact(self, passage: Passage, *, alone: bool) -> Place | None:
        starts = list(_all(self.text, passage.quote))
        start = _meant(self.text, starts, passage, alone=alone)
        return None if start is None else Place(start, start + len(passage.quote), EXACT)

    def _but_for_shape(self, passage: Passage, words: str, *, alone: bool) -> Place | None:
        text, places = self.folded
        around = Passage(
            quote=words, prefix=_fold(passage.prefix)[0], suffix=_fold(passage.suffix)[0]
        )
        start = _meant(text, list(_all(text, words)), around, alone=alone)
        if start is None:
            return None
        return Place(places[start], places[start + len(words) - 1] + 1, FOLDED)

    def _alike(self, passage: Passage, words: str) -> Place | None:
        """The stretch that is most like the quote, near to where it stood."""
        from rapidfuzz import fuzz  # seldom needed

        text, places = self.folded
        low = max(0, passage.start - _NEAR)
        some = text[low : passage.end + _NEAR]
        found = fuzz.partial_ratio_alignment(words, some, score_cutoff=LEAST / 10)
        if found is None or found.dest_end <= found.dest_start or len(some) < len(words):
            return None
        start, end = _words(text, low + found.dest_start, low + found.dest_end)
        return Place(places[start], places[end - 1] + 1, min(int(found.score * 10), FOLDED - 1))


def _words(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch without blanks at its ends, and with the whole of words that it cuts."""
    while start < end - 1 and text[start].isspace():
        start += 1
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _all(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _meant(text: str, starts: list[int], passage: Passage, *, alone: bool) -> int | None:
    """Which place is meant, by what stands around it; None if that does not tell.

    ``alone``: the words are so many, and were there only once, that they tell it themselves.
    """
    if len(starts) < 2:
        known = alone or not passage.prefix + passage.suffix
        sure = starts and (known or _fit(text, starts[0], passage) >= _CLEAR)
        return starts[0] if sure else None
    if len(starts) > _MOST:
        starts = sorted(starts, key=lambda start: abs(start - passage.start))[:_MOST]
    fits = sorted(((_fit(text, start, passage), start) for start in starts), reverse=True)
    (best, start), (second, _other) = fits[0], fits[1]
    return start if best - second >= _CLEAR else None


def _fit(text: str, start: int, passage: Passage) -> float:
    """How much of the words before and after a quote stands there too, 0 to 1."""
    end = start + len(passage.quote)
    before = _shared(passage.prefix[::-1], text[max(0, start - len(passage.prefix)) : start][::-1])
    after = _shared(passage.suffix, text[end : end + len(passage.suffix)])
    wanted = len(passage.prefix) + len(passage.suffix)
    return (before + after) / wanted if wanted else 0.0


def _shared(one: str, other: str) -> int:
    """How many letters two texts have alike from their beginnings."""
    n = 0
    for mine, its in zip(one, other, strict=False):
        if mine != its:
            break
        n += 1
    return n


def _fold(text: str) -> tuple[str, list[int]]:
    """The text without what readings differ in; for each letter left, and the end, its place."""
    letters: list[str] = []
    places: list[int] = []
    skipped = {found.start() for found in _HYPHEN.finditer(text)}
    skipped |= {at + 1 for at in skipped}
    blank = True
    for at, char in enumerate(text):
        if at in skipped:
            continue
        for letter in _shape(char):
            if letter.isspace():
                if blank:
                    continue
                letter = " "
            blank = letter == " "
            letters.append(letter)
            places.append(at)
    places.append(len(text))
    return "".join(letters), places


@lru_cache(maxsize=4096)
def _shape(char: str) -> str:
    """A character as it is compared: compatible forms are one, marks that are not seen are gone."""
    return unicodedata.normalize("NFKC", char).translate(_DROPPED).translate(_SAME)
