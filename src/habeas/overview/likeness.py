"""Sources that may have one origin: a wire story in ten papers is one voice, not ten.

Texts are compared by their runs of five words: MinHash finds the pairs that may share many, and
these are counted.  Nothing is decided here: the user says whether two sources have one origin.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from habeas.store.reader import Reader

RUN = 5  # words
LEAST = 0.35  # of the runs of the shorter text
FEWEST = 12  # runs: shorter texts say too little
_LONGEST = 400_000  # letters of a text that are compared
_PERMUTATIONS, _ROWS, _SEED = 128, 3, 1  # a pair that shares a third is missed once in 20,000
_WORD = re.compile(r"\w+")
_CROWD = 200  # texts in one bucket that are compared with each other


@dataclass(frozen=True, slots=True)
class Alike:
    """Two sources whose texts share ``shared`` runs of words: ``of`` is what the shorter one has.

    ``one`` was added before ``other``.
    """

    one: int
    other: int
    shared: int
    of: int

    @property
    def share(self) -> float:
        """How much of the shorter text stands in the other, 0 to 1."""
        return self.shared / self.of if self.of else 0.0


def look(reader: Reader) -> Generator[tuple[int, int], None, list[Alike]]:
    """Pairs of sources that may have one origin, most alike first; yields (done, total).

    Each source stands in at most one pair with an earlier one, the most like it.  Pairs that the
    user has judged, and what came inside a source with that source, are left out.
    """
    layers = _layers(reader)
    signatures: dict[int, Sequence[int]] = {}
    for n, (source, layer) in enumerate(layers.items()):
        runs = runs_of(_text(reader, layer))
        if len(runs) >= FEWEST:
            signatures[source] = _signature(runs)
        yield n, len(layers)
    known = _known(reader)
    best: dict[int, Alike] = {}
    for one, other in sorted(_candidates(signatures)):
        yield len(layers), len(layers)
        if (one, other) not in known:
            alike = _compared(reader, one, other, layers=layers)
            if alike.share >= LEAST and (other not in best or best[other].share < alike.share):
                best[other] = alike
    return sorted(best.values(), key=lambda alike: (-alike.share, alike.one, alike.other))


def runs_of(text: str) -> set[str]:
    """The runs of five words of a text, whatever their case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", text[:_LONGEST].casefold())
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    return {" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)}


@dataclass(frozen=True, slots=True)
class Difference:
    """A stretch of each text (code points): the same words, or words that only one of them has."""

    same: bool
    one: tuple[int, int]
    other: tuple[int, int]


def differences(one: str, other: str) -> list[Difference]:
    """Where two texts say the same, word by word, and where they do not."""
    from rapidfuzz.distance import Indel

    mine, its = _words(one), _words(other)
    opcodes = Indel.opcodes([word for word, _s, _e in mine], [word for word, _s, _e in its])
    found: list[Difference] = []
    for code in opcodes:
        same = code.tag == "equal"
        stretch = (
            _stretch(mine, code.src_start, code.src_end),
            _stretch(its, code.dest_start, code.dest_end),
        )
        if found and not same and not found[-1].same:
            before = found.pop()
            stretch = _joined(before.one, stretch[0]), _joined(before.other, stretch[1])
        found.append(Difference(same, *stretch))
    return found


def _joined(one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int]:
    if one[0] == one[1] or other[0] == other[1]:
        return other if one[0] == one[1] else one
    return one[0], other[1]


def _words(text: str) -> list[tuple[str, int, int]]:
    return [(found[0].casefold(), found.start(), found.end()) for found in _WORD.finditer(text)]


def _stretch(words: Sequence[tuple[str, int, int]], first: int, last: int) -> tuple[int, int]:
    """Where words ``first`` to ``last`` stand; an empty stretch before word ``first``."""
    if first < last:
        return words[first][1], words[last - 1][2]
    at = words[first][1] if first < len(words) else (words[-1][2] if words else 0)
    return at, at


def _layers(reader: Reader) -> dict[int, str]:
    rows = reader.query("SELECT id, layer FROM source WHERE layer IS NOT NULL ORDER BY id")
    return {row["id"]: row["layer"] for row in rows}


def _text(reader: Reader, layer: str) -> str:
    rows = reader.query("SELECT substr(text, 1, ?) AS t FROM layer WHERE hash = ?", _LONGEST, layer)
    return str(rows[0]["t"]) if rows else ""


def _signature(runs: Iterable[str]) -> Sequence[int]:
    from rensa import RMinHash

    minhash = RMinHash(_PERMUTATIONS, _SEED)
    minhash.update(sorted(runs))
    return list(minhash.digest())


def _candidates(signatures: Mapping[int, Sequence[int]]) -> set[tuple[int, int]]:
    """Pairs that agree in one band of their signatures; a band at a time, to hold little."""
    found: set[tuple[int, int]] = set()
    for first in range(0, _PERMUTATIONS - _ROWS + 1, _ROWS):
        buckets: dict[tuple[int, ...], list[int]] = {}
        for source, signature in signatures.items():
            buckets.setdefault(tuple(signature[first : first + _ROWS]), []).append(source)
        for bucket in buckets.values():
            found.update(_pairs(bucket))
    return found


def _pairs(bucket: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Every pair of a bucket; of a crowd each with the first ones only."""
    few = bucket[: max(2, _CROWD * _CROWD // len(bucket))]
    for n, one in enumerate(few):
        for other in bucket[n + 1 :]:
            yield one, other


def _compared(reader: Reader, one: int, other: int, *, layers: Mapping[int, str]) -> Alike:
    mine, its = (runs_of(_text(reader, layers[source])) for source in (one, other))
    return Alike(one, other, len(mine & its), min(len(mine), len(its)))


def _known(reader: Reader) -> set[tuple[int, int]]:
    """Pairs that need no question: judged by the user, or one came inside the other."""
    rows = reader.query(
        "SELECT one, other FROM same_origin UNION SELECT within, source FROM source_capture "
        "WHERE within IS NOT NULL"
    )
    return {(min(row["one"], row["other"]), max(row["one"], row["other"])) for row in rows}
