"""Matching a list of literature with the sources of a case, and filling in what it knows more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from habeas.domain.reference import (
    PROBABLE,
    SHARED,
    Likeness,
    Reference,
    Why,
    doi,
    likeness,
    same_address,
    title_words,
)
from habeas.domain.source import Source
from habeas.services import collecting
from habeas.store.edit import Edit
from habeas.store.reader import Reader

FILLED = ("title", "author", "publisher", "published", "kind", "address", "language", "note")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A reference and the ``source`` that it is most like (0: none), with the reasons.

    ``score`` is from 0 to 1; where several sources are as like, ``doubtful`` says so.
    """

    reference: Reference
    source: int = 0
    score: float = 0.0
    why: tuple[Why, ...] = ()
    doubtful: bool = False


def proposals(reader: Reader, references: Iterable[Reference]) -> list[Proposal]:
    """For each reference the source that it is most like, in the order of the list."""
    sources = _Sources(reader.select(Source, "ORDER BY id"))
    return [_best(each, sources.like(each)) for each in references]


def missing(reader: Reader, proposal: Proposal) -> tuple[str, ...]:
    """The fields that the reference knows and the source does not give."""
    if not proposal.source:
        return ()
    return _missing(reader.get(Source, proposal.source), proposal.reference)


def fill(edit: Edit, proposal: Proposal, *, chosen: Iterable[str] = ()) -> tuple[str, ...]:
    """Fill the empty fields of the proposed source, and those ``chosen`` whatever stands there.

    Gives the fields that were changed; Refused as ``collecting.describe``.
    """
    if not proposal.source:
        return ()
    source = edit.get(Source, proposal.source)
    wanted = dict.fromkeys((*_missing(source, proposal.reference), *chosen))
    values = {
        name: value
        for name in FILLED
        if name in wanted
        and (value := getattr(proposal.reference, name))
        and value != getattr(source, name)
    }
    if values:
        collecting.describe(edit, source.id, **values)
    return tuple(values)


def _missing(source: Source, reference: Reference) -> tuple[str, ...]:
    return tuple(name for name in FILLED if getattr(reference, name) and not getattr(source, name))


def _best(reference: Reference, candidates: Iterable[Source]) -> Proposal:
    best: list[tuple[Likeness, Source]] = []
    for source in candidates:
        found = likeness(reference, source)
        if found.score < max(PROBABLE, best[0][0].score if best else 0):
            continue
        if best and found.score > best[0][0].score:
            best.clear()
        best.append((found, source))
    if not best:
        return Proposal(reference)
    found, source = best[0]
    return Proposal(reference, source.id, found.score, found.reasons, doubtful=len(best) > 1)


class _Sources:
    """The sources of a case by address, DOI and words of the title: to compare with few of them."""

    def __init__(self, sources: Iterable[Source]) -> None:
        self._certain: dict[str, list[Source]] = {}
        self._by_word: dict[str, list[Source]] = {}
        for source in sources:
            for name in (
                same_address(source.address),
                doi(f"{source.address} {source.note}").lower(),
            ):
                self._certain.setdefault(name, []).append(source)
            for word in set(title_words(source.title)):
                self._by_word.setdefault(word, []).append(source)

    def like(self, reference: Reference) -> list[Source]:
        """The sources that may be what the reference means: one of them, or those by title."""
        for name in (reference.doi.lower(), same_address(reference.address)):
            if name and name in self._certain:
                return self._certain[name]
        words = set(title_words(reference.title))
        shared = Counter(source.id for word in words for source in self._by_word.get(word, ()))
        found = {
            source.id: source
            for word in words
            for source in self._by_word.get(word, ())
            if shared[source.id] >= SHARED * len(words)
        }
        return [found[ident] for ident in sorted(found)]
