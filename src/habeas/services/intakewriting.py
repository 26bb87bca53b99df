"""What was read, written by the hundred: in Edits that give way, without one file spoiling others.

An Edit that had to give way is done again, in smaller pieces; a file that cannot be kept is told
in its row of the queue.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby, islice

from habeas.capture.reading import Part, Reading
from habeas.domain.source import Source
from habeas.errors import NotWritten, Problem
from habeas.i18n import N_, _
from habeas.services import collecting, layering
from habeas.store import intake
from habeas.store.acting import GaveWay
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.intake import Settled, State, Waiting

ADD = N_("Add sources")
_DOZENS = 50  # files that are written between two looks whether somebody else wants to write
_QUIET = 0.005  # seconds between two looks whether others still want to write
_NOT_KEPT = N_("It could not be kept: what was read out of it does not fit into the case.")
_TAKEN_BACK = N_("It was taken back while it was being brought in.")
_NOT_ALL = N_("Something inside it could not be kept; it is still in the file, which is.")


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one Edit may hold: sources, bytes, and seconds since the first of them was read."""

    sources: int = 1_000
    bytes: int = 32_000_000
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Item:
    """A source to be kept: a whole file (``depth`` 0), or a part of what came before it.

    The last item of a file carries ``end``: what becomes of the file's row.
    """

    row: Waiting
    depth: int = 0
    reading: Reading | None = None
    part: Part | None = None
    end: Settled | None = None

    @property
    def size(self) -> int:
        """About how many bytes it adds."""
        return len(self.reading.data) + len(self.reading.text) if self.reading else 0


@dataclass(slots=True)
class Shelf:
    """What was read and is not written yet, and which source each depth of the last file is."""

    case: Case
    bounds: Bounds
    items: list[Item] = field(default_factory=list)
    within: tuple[int, ...] = ()
    is_new: bool = True  # whether the last file was not there before
    size: int = 0
    since: float = 0.0
    most: int = 0  # sources in an Edit; fewer after one had to give way
    edit: int = 0
    failed: int = 0  # the row of a file that cannot be kept: what is inside it is not either
    lost: int = 0  # the row of a file of which a part cannot be kept

    def put(self, item: Item) -> None:
        """One more, to be written with the next."""
        if not self.items:
            self.since = time.monotonic()
        self.items.append(item)
        self.size += item.size

    @property
    def is_full(self) -> bool:
        """Whether it is time to write."""
        return bool(self.items) and (
            len(self.items) >= self.most
            or self.size >= self.bounds.bytes
            or time.monotonic() - self.since > self.bounds.seconds
        )


def keep(
    edit: Edit, reading: Reading, part: Part | None, within: Sequence[int], how: str
) -> collecting.Added:
    """Keep a whole file, or a part of the last source in ``within``."""
    if part is None:
        return _read_at_last(edit, reading, collecting.add(edit, reading, how=how))
    return collecting.add_part(edit, part, within=within[-1], how=how)


def _read_at_last(edit: Edit, reading: Reading, added: collecting.Added) -> collecting.Added:
    """Bytes that are there without words, and can be read by now, are read."""
    if not added.new and reading.text.strip():
        blank = (
            "SELECT 1 FROM source s JOIN layer l ON l.hash = s.layer "
            "WHERE s.id = ? AND l.capture = ? AND trim(l.text) = ''"
        )
        if edit.query(blank, added.source, collecting.digest_of(reading)):
            layering.read_again(edit, reading, source=added.source)
    return added


def write(shelf: Shelf) -> Iterator[None]:
    """Write what is on the shelf, in as many Edits as it takes; yields after each try.

    NotWritten if nothing can be written, whatever it is.
    """
    items, shelf.items, shelf.size = shelf.items, [], 0
    tries = 0
    while items := [item for item in items if item.row.id != shelf.failed]:
        some = items[: shelf.most]
        try:
            _write_some(shelf, some)
        except GaveWay:
            tries += 1
            shelf.most = max(1, len(some) // 2)
            yield
            _wait(shelf.case, tries)
            continue
        except NotWritten:
            raise  # it is not this file: what is not written goes on waiting
        except Exception as error:  # noqa: BLE001 - one file must not keep back ten thousand
            if len(some) > 1:
                shelf.most = 1  # to find the one that does not fit
                continue
            _leave_out(shelf, some[0], error)
        items = items[len(some) :]
        shelf.most = min(shelf.bounds.sources, shelf.most * 2)
        yield


def _leave_out(shelf: Shelf, item: Item, error: Exception) -> None:
    """Write down that this cannot be kept; raises if not even that can be written."""
    if not item.depth:
        why = str(error) if isinstance(error, Problem) else _(_NOT_KEPT)
        end = Settled(item.row.id, State.FAILED, why)
        shelf.failed = item.row.id
    elif not shelf.case.select(Source, "WHERE id = ?", shelf.within[0]):
        end = Settled(item.row.id, State.LEFT, _(_TAKEN_BACK))
        shelf.failed = item.row.id
    else:
        shelf.lost = item.row.id
        if item.end is None:
            return
        end = _ended(shelf, item.end, shelf.within, is_new=shelf.is_new)
    intake.settle_beside(shelf.case, [end])


def _write_some(shelf: Shelf, items: Sequence[Item]) -> None:
    """One Edit with all of these; GaveWay, and nothing done, if somebody else wants to write."""
    if all(item.reading is None for item in items):
        ends = [
            _ended(shelf, item.end, shelf.within, is_new=shelf.is_new) for item in items if item.end
        ]
        intake.settle_beside(shelf.case, ends)
        return
    writing = _Writing(shelf, list(shelf.within), shelf.is_new)
    with shelf.case.edit_giving_way(ADD) as edit:
        for simple, some in _runs(items):
            if shelf.case.is_wanted:
                raise GaveWay
            if simple:
                writing.put_many(edit, some)
            else:
                writing.put(edit, some[0])
        intake.settle(edit.db, writing.settled)
    shelf.within, shelf.is_new = tuple(writing.within), writing.is_new
    shelf.edit = shelf.case.last.edit or shelf.edit


@dataclass(slots=True)
class _Writing:
    """One Edit on its way: which source each depth of the last file is, and what is settled."""

    shelf: Shelf
    within: list[int]
    is_new: bool
    settled: list[Settled] = field(default_factory=list)

    def put(self, edit: Edit, item: Item) -> None:
        """Keep a source, wherever it was."""
        if item.reading is not None:
            del self.within[item.depth :]
            added = keep(edit, item.reading, item.part, self.within, item.row.how)
            self.within.append(added.source)
            self.is_new = added.new if item.depth == 0 else self.is_new
        if item.end is not None:
            self.settled.append(_ended(self.shelf, item.end, self.within, is_new=self.is_new))

    def put_many(self, edit: Edit, items: Sequence[Item]) -> None:
        """Keep files that have nothing inside."""
        readings = [item.reading for item in items if item.reading is not None]
        added = collecting.add_many(edit, readings, how=items[0].row.how)
        for item, reading, one in zip(items, readings, added, strict=True):
            assert item.end is not None
            _read_at_last(edit, reading, one)
            self.settled.append(_ended(self.shelf, item.end, [one.source], is_new=one.new))


def _runs(items: Sequence[Item]) -> Iterator[tuple[bool, Sequence[Item]]]:
    """The items by themselves, or (True) by the dozen where files have nothing inside."""

    def simple(item: Item) -> str:
        alone = item.reading is not None and item.depth == 0 and item.end is not None
        return f"{item.row.how}." if alone else ""

    for key, some in groupby(items, simple):
        if not key:
            yield from ((False, [item]) for item in some)
            continue
        while dozen := list(islice(some, _DOZENS)):
            yield True, dozen


def _ended(shelf: Shelf, end: Settled, within: Sequence[int], *, is_new: bool) -> Settled:
    """What is written down of a file whose source is known by now."""
    if end.state is State.FAILED:
        return end
    state = end.state if is_new else State.THERE
    why = _(_NOT_ALL) if shelf.lost == end.id else end.why
    return Settled(end.id, state, why, within[0] if within else None)


def _wait(case: Case, tries: int) -> None:
    """Until nobody else wants to write; longer, the more often that was so."""
    time.sleep(min(_QUIET * tries, 1.0))
    while case.is_wanted:
        time.sleep(_QUIET)
