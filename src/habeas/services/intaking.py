"""Bringing in files by the thousand: from the queue, through processes that read, into the record.

``take`` is work for a lane: it reads what waits and writes Edits of many files each, and gives way
whenever somebody else wants to write.  Stopped, or ended by a crash, it has lost nothing and done
nothing twice: what became of a file is written down in the Edit that added it.
"""

from __future__ import annotations

import os
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
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
from habeas.services.intakewriting import ADD, Bounds, Item, Shelf, keep, write
from habeas.store import intake
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.intake import Settled, State, Waiting

_ENQUEUED = 1_000  # rows that are put into the queue at a time
_DEEPEST = 6  # how many sources may lie inside each other
_CHANGED = N_("It was changed after it had been put on the list; it was read as it is now.")


class Reads(Protocol):
    """What reads the files: ``capture.apart.pool.Pool``."""

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        """The outcome of each job as it is finished, and a Busy now and then."""
        ...


@dataclass(frozen=True, slots=True)
class Pace:
    """How far the work is: files ``done`` of ``total``, their ``bytes``, and ``edit``, the last."""

    done: int = 0
    total: int = 0
    bytes: int = 0
    edit: int = 0


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
    shelf = Shelf(case, bounds, most=bounds.sources)
    total, done, size = intake.counts(case)[State.WAITING], 0, 0
    belt = Belt(lambda: _read(case, pool), _weight)
    try:
        while not belt.is_over:
            for item in belt.take():
                shelf.put(item)
                if item.end is not None:
                    done, size = done + 1, size + item.row.size
                if shelf.is_full:
                    for _again in write(shelf):
                        yield Pace(done, max(done, total), size, shelf.edit)
            if shelf.is_full:
                for _again in write(shelf):
                    yield Pace(done, max(done, total), size, shelf.edit)
            yield Pace(done, max(done, total), size, shelf.edit)
        for _again in write(shelf):
            yield Pace(done, total, size, shelf.edit)
    finally:
        belt.close()
    return Pace(done, done, size, shelf.edit)


def _read(case: Case, pool: Reads) -> Iterator[Item | None]:
    """What waits, as the sources that it makes; None while nothing is finished."""
    for outcome in pool.watch(_jobs(case)):
        if isinstance(outcome, Outcome):
            yield from _items(outcome)
        else:
            yield None


def _weight(item: Item) -> int:
    return item.size


def add_outcome(edit: Edit, outcome: Outcome, *, how: str = "file") -> collecting.Added:
    """Keep what was read, with all that is inside it, in an Edit that is open."""
    assert outcome.reading is not None
    within: list[int] = []
    added: collecting.Added | None = None
    for depth, reading, part in _sources(outcome.reading):
        del within[depth:]
        one = keep(edit, reading, part, within, how)
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
        yield Job(intake.as_name(row.path), key=row)


def _row(outcome: Outcome) -> Waiting:
    assert isinstance(outcome.job.key, Waiting)
    return outcome.job.key


def _items(outcome: Outcome) -> Iterator[Item]:
    """A file as the sources it makes, the last of which says what became of it."""
    row, why = _row(outcome), outcome.problem
    if outcome.reading is None:
        yield Item(row, end=Settled(row.id, State.FAILED, why))
        return
    state = State.UNREAD if _has_no_words(outcome) else State.ADDED
    said = state is State.UNREAD or bool(outcome.reading.parts)
    why = why or (" ".join(outcome.reading.notes) if said else _changed(row))
    if not outcome.reading.parts:  # as nearly all of ten thousand
        yield Item(row, 0, outcome.reading, None, Settled(row.id, state, why))
        return
    last: Item | None = None
    try:
        for depth, reading, part in _sources(outcome.reading):
            if last is not None:
                yield last
            last = Item(row, depth, reading, part)
    except Problem as problem:  # not all of what is inside could be read
        why = str(problem)
    assert last is not None
    yield replace(last, end=Settled(row.id, state, why))


def _has_no_words(outcome: Outcome) -> bool:
    """Whether words are missing: of a picture or a recording nobody expects any."""
    reading = outcome.reading
    assert reading is not None
    if reading.parts and not outcome.problem:  # a mailbox, an archive: its words came inside it
        return False
    wordless = reading.media_type.startswith(("image/", "audio/", "video/"))
    return not reading.text and bool(outcome.problem or (reading.notes and not wordless))


def _changed(row: Waiting) -> str:
    """Whether the file is no longer the one that was put on the list, as a sentence."""
    try:
        found = os.stat(intake.as_name(row.path))
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
