"""Bringing in files by the thousand: from the queue, through processes that read, into the record.

``take`` is work for a lane: it reads what waits and writes Edits of many files each, and gives way
whenever somebody else wants to write.  Stopped, or ended by a crash, it has lost nothing and done
nothing twice: what became of a file is written down in the Edit that added it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

from habeas.capture import disk
from habeas.capture import original as originals
from habeas.capture.apart import sentences
from habeas.capture.apart.jobs import Busy, Job, Outcome
from habeas.capture.reading import Part, Reading
from habeas.capture.unread import unread
from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.services import collecting
from habeas.services.intakebelt import Belt
from habeas.store import intake
from habeas.store.acting import GaveWay
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.intake import Settled, State, Waiting

ADD = N_("Add sources")
_ENQUEUED = 1_000  # rows that are put into the queue at a time
_DEEPEST = 6  # how many sources may lie inside each other
_QUIET = 0.005  # seconds between two looks whether others still want to write
_CHANGED = N_("It was changed after it had been put on the list; it was read as it is now.")
_NOT_KEPT = N_("It could not be kept: what was read out of it does not fit into the case.")
_NOT_ALL = N_("Something inside it could not be kept; it is still in the file, which is.")


class Reads(Protocol):
    """What reads the files: ``capture.apart.pool.Pool``."""

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        """The outcome of each job as it is finished, and a Busy now and then."""
        ...


@dataclass(frozen=True, slots=True)
class Bounds:
    """How much one Edit may hold: sources, bytes, and seconds since the first of them was read."""

    sources: int = 500
    bytes: int = 32_000_000
    seconds: float = 1.0


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the work is: files ``done`` of ``total``, their ``bytes``, and ``edit``, the last."""

    done: int = 0
    total: int = 0
    bytes: int = 0
    edit: int = 0


@dataclass(frozen=True, slots=True)
class _Item:
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
class _Shelf:
    """What was read and is not written yet, and which source each depth of the last file is."""

    case: Case
    bounds: Bounds
    items: list[_Item] = field(default_factory=list)
    within: tuple[int, ...] = ()
    is_new: bool = True  # whether the last file was not there before
    size: int = 0
    since: float = 0.0
    most: int = 0  # sources in an Edit; fewer after one had to give way
    edit: int = 0
    failed: int = 0  # the row of a file that cannot be kept: what is inside it is not either
    lost: int = 0  # the row of a file of which a part cannot be kept

    def put(self, item: _Item) -> None:
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


def enqueue(case: Case, found: Iterable[intake.Found]) -> Generator[int, None, int]:
    """Put files into the queue, as one batch; yields how many there are, returns its number."""
    batch, some, total = intake.next_batch(case), [], 0
    for each in found:
        some.append(each)
        if len(some) >= _ENQUEUED:
            intake.put(case, batch, some)
            total += len(some)
            some = []
            yield total
    intake.put(case, batch, some)
    yield total + len(some)
    return batch


def take(case: Case, pool: Reads, *, bounds: Bounds | None = None) -> Generator[Pace, None, Pace]:
    """Read and keep everything that waits; each yield is progress and a place to stop.

    Problem if the case cannot be written to: then what was not written goes on waiting.
    """
    bounds = bounds or Bounds()
    shelf = _Shelf(case, bounds, most=bounds.sources)
    total, done, size = intake.counts(case)[State.WAITING], 0, 0
    belt = Belt(lambda: _read(case, pool), _weight)
    try:
        while not belt.is_over:
            item = belt.take()
            if item is not None:
                shelf.put(item)
            if shelf.is_full:
                for _again in _write(shelf):
                    yield Pace(done, total, size, shelf.edit)
            if item is not None and item.end is not None:
                done, size = done + 1, size + item.row.size
                yield Pace(done, max(done, total), size, shelf.edit)
            elif item is None:
                yield Pace(done, total, size, shelf.edit)
        for _again in _write(shelf):
            yield Pace(done, total, size, shelf.edit)
    finally:
        belt.close()
    return Pace(done, done, size, shelf.edit)


def _read(case: Case, pool: Reads) -> Iterator[_Item | None]:
    """What waits, as the sources that it makes; None while nothing is finished."""
    for outcome in pool.watch(_jobs(case)):
        if isinstance(outcome, Outcome):
            yield from _items(outcome)
        else:
            yield None


def _weight(item: _Item) -> int:
    return item.size


def add_outcome(edit: Edit, outcome: Outcome, *, how: str = "file") -> collecting.Added:
    """Keep what was read, with all that is inside it, in an Edit that is open."""
    assert outcome.reading is not None
    within: list[int] = []
    added: collecting.Added | None = None
    for depth, reading, part in _sources(outcome.reading):
        del within[depth:]
        one = _keep(edit, reading, part, within, how)
        within.append(one.source)
        added = added or one
    assert added is not None
    return added


def keep_unread(case: Case, ids: Sequence[int]) -> Generator[Pace, None, Pace]:
    """Keep the bytes of files that could not be read, without their text."""
    for n, ident in enumerate(ids):
        yield Pace(n, len(ids))
        row = intake.row(case, ident)
        path, why = intake.as_path(str(row["path"])), str(row["why"])
        try:
            original = originals.of_file(path)
            if not original.size:
                continue
            with case.edit(ADD) as edit:
                added = collecting.add(edit, unread(original, why), how=str(row["how"]))
                state = State.UNREAD if added.new else State.THERE
                intake.settle(edit.db, [Settled(ident, state, why, added.source)])
        except Problem as problem:
            intake.settle_beside(case, [Settled(ident, State.FAILED, str(problem))])
    return Pace(len(ids), len(ids), edit=case.last.edit)


def shown(path: str) -> str:
    """The name of a file of the queue as it may stand on the screen: one line, not too long."""
    return sentences.shown(intake.as_path(path).name or path)


def whole(path: str) -> str:
    """The whole path of a file of the queue in one line, as it may be copied elsewhere."""
    return " ".join(disk.spoken(str(intake.as_path(path))).split())


def _jobs(case: Case) -> Iterator[Job]:
    for row in intake.all_waiting(case):
        yield Job(intake.as_path(row.path), key=row)


def _row(outcome: Outcome) -> Waiting:
    assert isinstance(outcome.job.key, Waiting)
    return outcome.job.key


def _items(outcome: Outcome) -> Iterator[_Item]:
    """A file as the sources it makes, the last of which says what became of it."""
    row, why = _row(outcome), outcome.problem
    if outcome.reading is None:
        yield _Item(row, end=Settled(row.id, State.FAILED, why))
        return
    state = State.UNREAD if _has_no_words(outcome) else State.ADDED
    why = why or (" ".join(outcome.reading.notes) if state is State.UNREAD else _changed(row))
    last: _Item | None = None
    try:
        for depth, reading, part in _sources(outcome.reading):
            if last is not None:
                yield last
            last = _Item(row, depth, reading, part)
    except Problem as problem:  # not all of what is inside could be read
        why = str(problem)
    assert last is not None
    yield replace(last, end=Settled(row.id, state, why))


def _has_no_words(outcome: Outcome) -> bool:
    """Whether words are missing: of a picture or a recording nobody expects any."""
    reading = outcome.reading
    assert reading is not None
    wordless = reading.media_type.startswith(("image/", "audio/", "video/"))
    return not reading.text and bool(outcome.problem or (reading.notes and not wordless))


def _changed(row: Waiting) -> str:
    """Whether the file is no longer the one that was put on the list, as a sentence."""
    try:
        found = os.stat(intake.as_path(row.path))
    except (OSError, ValueError):
        return ""
    same = (found.st_size, found.st_mtime_ns) == (row.size, row.changed)
    return "" if same or not row.changed else _(_CHANGED)


def _sources(reading: Reading) -> Iterator[tuple[int, Reading, Part | None]]:
    """A reading and all that is inside it, depth first, as it comes."""
    yield 0, reading, None
    yield from _inside(reading.parts, 1)


def _inside(parts: Iterable[Part], depth: int) -> Iterator[tuple[int, Reading, Part | None]]:
    for part in parts:
        yield depth, part.reading, part
        if depth < _DEEPEST:
            yield from _inside(part.reading.parts, depth + 1)


def _keep(
    edit: Edit, reading: Reading, part: Part | None, within: Sequence[int], how: str
) -> collecting.Added:
    if part is None:
        return collecting.add(edit, reading, how=how)
    return collecting.add_part(edit, part, within=within[-1], how=how)


def _write(shelf: _Shelf) -> Iterator[None]:
    """Write what is on the shelf, in as many Edits as it takes; yields after each try."""
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
        except Exception as error:  # noqa: BLE001 - one file must not keep back ten thousand
            if len(some) > 1:
                shelf.most = 1  # to find the one that does not fit
                continue
            _leave_out(shelf, some[0], error)
        items = items[len(some) :]
        shelf.most = min(shelf.bounds.sources, shelf.most * 2)
        yield


def _leave_out(shelf: _Shelf, item: _Item, error: Exception) -> None:
    """Write down that this cannot be kept; raises if not even that can be written."""
    if item.depth:
        shelf.lost = item.row.id
        return
    why = str(error) if isinstance(error, Problem) else _(_NOT_KEPT)
    intake.settle_beside(shelf.case, [Settled(item.row.id, State.FAILED, why)])
    shelf.failed = item.row.id


def _write_some(shelf: _Shelf, items: Sequence[_Item]) -> None:
    """One Edit with all of these; GaveWay, and nothing done, if somebody else wants to write."""
    if all(item.reading is None for item in items):
        ends = [
            _ended(shelf, item.end, shelf.within, is_new=shelf.is_new) for item in items if item.end
        ]
        intake.settle_beside(shelf.case, ends)
        return
    within, is_new = list(shelf.within), shelf.is_new
    settled = []
    with shelf.case.edit_giving_way(ADD) as edit:
        for item in items:
            if shelf.case.is_wanted:
                raise GaveWay
            if item.reading is not None:
                del within[item.depth :]
                added = _keep(edit, item.reading, item.part, within, item.row.how)
                within.append(added.source)
                is_new = added.new if item.depth == 0 else is_new
            if item.end is not None:
                settled.append(_ended(shelf, item.end, within, is_new=is_new))
        intake.settle(edit.db, settled)
    shelf.within, shelf.is_new = tuple(within), is_new
    shelf.edit = shelf.case.last.edit or shelf.edit


def _ended(shelf: _Shelf, end: Settled, within: Sequence[int], *, is_new: bool) -> Settled:
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
