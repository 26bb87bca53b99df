"""What happens to the case while files come in: a full disk, an undo, and nothing is lost of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from habeas import capture
from habeas.capture.apart.jobs import Busy, Job, Outcome
from habeas.capture.original import of_file
from habeas.capture.reading import Part
from habeas.capture.unread import unread
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.services import collecting, intakewalk, intaking
from habeas.services.intakewriting import Bounds
from habeas.store import intake
from habeas.store.case import Case
from making import whole

ROOM = 1_000_000  # pages


class Mailbox:
    """Reads every file as one with ``n`` letters inside."""

    def __init__(self, n: int) -> None:
        self.n = n

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        for job in jobs:
            assert job.path is not None
            reading = replace(capture.read(job.path), parts=tuple(map(_letter, range(self.n))))
            yield Outcome(job, reading)


def _letter(n: int) -> Part:
    words = " ".join(f"visit{n}x{k}" for k in range(2_000))
    return Part(capture.pasted(f"Letter {n} from Santa Brisa: {words}"), "mail")


def limited(case: Case, more: int) -> None:
    """Let the file grow by ``more`` pages and no further, as a full disk would."""
    pages = case._db.execute("PRAGMA page_count").fetchone()[0]
    case._db.execute(f"PRAGMA max_page_count={pages + more}").fetchall()


def queued(case: Case, tmp_path: Path) -> None:
    box = tmp_path / "letters.txt"
    box.write_text("A box of letters from Peña Gris.")
    whole(intaking.enqueue(case, intakewalk.gather([box], avoid=[case.path])))


def states(case: Case) -> dict[str, int]:
    return {state.value: n for state, n in intake.counts(case).items() if n}


@pytest.mark.parametrize("sources", [1, 3, 500])
def test_a_disk_that_fills_up_stops_the_queue_and_loses_no_letter(
    case: Case, tmp_path: Path, sources: int
) -> None:
    queued(case, tmp_path)
    limited(case, 100)
    with pytest.raises(Problem, match="The disk is full"):
        whole(intaking.take(case, Mailbox(30), bounds=Bounds(sources=sources)))
    assert states(case) == {"waiting": 1}
    limited(case, ROOM)
    whole(intaking.take(case, Mailbox(30), bounds=Bounds(sources=sources)))
    assert states(case).get("waiting") is None
    letters = {source.title[:10].strip() for source in case.select(Source) if source.id > 1}
    assert len(letters) == 30


def test_an_undo_in_the_middle_of_a_mailbox_is_told_in_its_row(case: Case, tmp_path: Path) -> None:
    queued(case, tmp_path)
    work = intaking.take(case, Mailbox(30), bounds=Bounds(sources=5))
    for _pace in work:
        if case.select(Source):
            break
    while case.undo():
        pass
    whole(work)
    row = case.query("SELECT state, why, source FROM intake")[0]
    assert (row["state"], row["source"]) == ("left", None)
    assert "taken back" in row["why"]
    assert case.select(Source) == []
    assert case.verify().ok


def test_a_mailbox_whose_last_letter_cannot_be_kept_is_brought_in_and_does_not_wait_for_ever(
    case: Case, tmp_path: Path
) -> None:
    class Odd(Mailbox):
        def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
            for outcome in super().watch(jobs):
                assert isinstance(outcome, Outcome)
                assert outcome.reading is not None
                last = replace(outcome.reading.parts[-1].reading, text="half \ud800", data=b"odd")
                parts = (*outcome.reading.parts[:-1], Part(last, "mail"))
                yield replace(outcome, reading=replace(outcome.reading, parts=parts))

    queued(case, tmp_path)
    whole(intaking.take(case, Odd(4)))
    row = case.query("SELECT state, why, source FROM intake")[0]
    assert (row["state"], row["source"]) == ("added", 1)
    assert "could not be kept" in row["why"]
    assert len(case.select(Source)) == 4


def test_a_file_that_was_kept_without_words_gets_them_when_it_can_be_read_later(
    case: Case, tmp_path: Path
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("The visits of Friday are suspended at Santa Brisa.")
    with case.edit("Add sources") as edit:
        kept = unread(of_file(note), "Reading it took too long.")
        source = collecting.add(edit, kept, how="file").source
    whole(intaking.enqueue(case, intakewalk.gather([note], avoid=[case.path])))
    whole(intaking.take(case, Mailbox(0)))
    assert states(case) == {"there": 1}
    assert [each.id for each in case.select(Source)] == [source]
    assert "visits of Friday" in case.text(collecting.layer_of(case, source))
    assert case.verify().ok
