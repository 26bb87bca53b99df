"""Files by the thousand: gone through, queued, read apart, kept in Edits of many, never twice."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import pytest

from habeas import capture
from habeas.capture.apart.jobs import Busy, Job, Outcome
from habeas.capture.apart.pool import Pool
from habeas.capture.reading import Part, Reading
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.services import intakewalk, intakewriting, intaking
from habeas.services.intakewriting import Bounds, Item
from habeas.store import intake
from habeas.store.case import Case
from habeas.store.intake import State
from making import whole


class Here:
    """Reads in this process, one file after the other; ``asked`` are the names of all."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        for job in jobs:
            assert job.path is not None
            self.asked.append(Path(job.path).name)
            try:
                yield Outcome(job, capture.read(job.path))
            except Problem as problem:
                yield Outcome(job, problem=str(problem))
            yield Busy(1)


def folder(tmp_path: Path, n: int = 12) -> Path:
    """A folder with notes in two folders."""
    made = tmp_path / "files"
    for k in range(n):
        place = made / f"part {k % 2}" / f"note {k}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(f"Note {k}: the visits of day {k} are suspended at Santa Brisa.")
    return made


def queued(case: Case, *paths: Path) -> int:
    return whole(intaking.enqueue(case, intakewalk.gather(paths, avoid=[case.path])))


def states(case: Case) -> dict[str, int]:
    return {state.value: n for state, n in intake.counts(case).items() if n}


def reasons(case: Case) -> dict[str, str]:
    rows = case.query("SELECT path, why FROM intake WHERE why <> ''")
    return {intake.as_path(row["path"]).name: row["why"] for row in rows}


def count(case: Case, table: str) -> int:
    return int(case.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def test_a_folder_is_brought_in_in_edits_of_many_files(case: Case, tmp_path: Path) -> None:
    queued(case, folder(tmp_path))
    whole(intaking.take(case, Here(), bounds=Bounds(sources=5)))
    assert states(case) == {"added": 12}
    assert count(case, "source") == 12
    assert count(case, "edit") == 3
    labels = {row["label"] for row in case.query("SELECT label FROM edit")}
    assert labels == {"Add sources"}
    row = case.query("SELECT source, path FROM intake WHERE path LIKE '%note 3.txt'")[0]
    assert case.get(Source, row["source"]).title.startswith("Note 3")
    assert [hit.title for hit in case.search("day 7")] != []


def test_workers_read_what_waits(case: Case, tmp_path: Path) -> None:
    queued(case, folder(tmp_path, 6))
    with Pool(1) as pool:
        pace = whole(intaking.take(case, pool))
    assert (pace.done, pace.total) == (6, 6)
    assert states(case) == {"added": 6}


def test_stopped_it_keeps_what_is_done_and_goes_on_later_without_doing_anything_twice(
    case: Case, tmp_path: Path
) -> None:
    queued(case, folder(tmp_path))
    work = intaking.take(case, Here(), bounds=Bounds(sources=4))
    while not next(work).edit:
        pass
    work.close()
    assert states(case) == {"added": 4, "waiting": 8}
    path = case.path
    case.close()
    with Case.open(path) as again:
        reads = Here()
        whole(intaking.take(again, reads))
        assert len(reads.asked) == 8
        assert states(again) == {"added": 12}
        assert count(again, "source") == 12


def test_an_undo_takes_back_one_edit_of_the_batch(case: Case, tmp_path: Path) -> None:
    queued(case, folder(tmp_path))
    whole(intaking.take(case, Here(), bounds=Bounds(sources=5)))
    case.undo()
    assert count(case, "source") == 10


def test_the_same_words_are_there_already_and_it_is_said_where(case: Case, tmp_path: Path) -> None:
    made = folder(tmp_path, 2)
    (made / "a copy.txt").write_bytes((made / "part 0" / "note 0.txt").read_bytes() + b"\n")
    queued(case, made)
    whole(intaking.take(case, Here()))
    assert states(case) == {"added": 1 + 1, "there": 1}
    rows = case.query("SELECT DISTINCT source FROM intake WHERE path LIKE '%note 0.txt' "
                      "OR path LIKE '%copy.txt'")  # fmt: skip
    assert len(rows) == 1
    queued(case, made)
    whole(intaking.take(case, Here()))
    assert count(case, "source") == 2
    assert states(case) == {"added": 2, "there": 4}


def test_what_fails_has_its_sentence_can_be_tried_again_and_kept_without_text(
    case: Case, tmp_path: Path
) -> None:
    made = folder(tmp_path, 1)
    program = made / "tool.bin"
    program.write_bytes(b"\x7fELF" + bytes(range(256)))
    queued(case, made)
    whole(intaking.take(case, Here()))
    assert states(case) == {"added": 1, "failed": 1}
    assert "seems to be a program" in reasons(case)["tool.bin"]
    (row,) = case.query("SELECT id FROM intake WHERE state = 'failed'")
    intake.move(case, [row["id"]], before=[State.FAILED], after=State.WAITING)
    whole(intaking.take(case, Here()))
    assert states(case) == {"added": 1, "failed": 1}
    whole(intaking.keep_unread(case, [row["id"]]))
    assert states(case) == {"added": 1, "unread": 1}
    (capture_,) = case.query("SELECT capture FROM source_capture WHERE file_name = 'tool.bin'")
    assert case.original(capture_["capture"]) == program.read_bytes()


def test_files_that_are_gone_or_changed_since_are_told(case: Case, tmp_path: Path) -> None:
    made = folder(tmp_path, 2)
    queued(case, made)
    (made / "part 0" / "note 0.txt").unlink()
    (made / "part 1" / "note 1.txt").write_text("Visits at Peña Gris are allowed again.")
    whole(intaking.take(case, Here()))
    assert states(case) == {"added": 1, "failed": 1}
    told = reasons(case)
    assert "no longer there" in told["note 0.txt"]
    assert "was changed after" in told["note 1.txt"]
    assert "allowed again" in case.select(Source)[0].title


class Inside:
    """Reads every file as one with parts, one of which has a part of its own."""

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        for job in jobs:
            name = Path(str(job.path)).name
            yield Outcome(job, self._reading(name, parts=self._parts(name)))

    def _parts(self, name: str) -> Iterator[Part]:
        deep = Part(self._reading(f"deep in {name}"), "attachment")
        yield Part(self._reading(f"mail in {name}", parts=(deep,)), "mail")
        yield Part(self._reading(f"note in {name}"), "attachment")
        raise Problem("Not all that is inside could be read.")

    def _reading(self, name: str, *, parts: Iterable[Part] = ()) -> Reading:
        text = f"Words of {name}."
        return Reading(text.encode(), text, title=name, file_name=name, parts=parts)


@pytest.mark.parametrize("sources", [1, 2, 500])
def test_what_is_inside_a_file_knows_where_it_was_however_edits_are_cut(
    case: Case, tmp_path: Path, sources: int
) -> None:
    queued(case, folder(tmp_path, 3))
    whole(intaking.take(case, Inside(), bounds=Bounds(sources=sources)))
    within = {
        row["title"]: row["whole"]
        for row in case.query(
            "SELECT s.title, w.title AS whole FROM source_capture sc JOIN source s "
            "ON s.id = sc.source LEFT JOIN source w ON w.id = sc.within"
        )
    }
    assert len(within) == 12
    for n in range(3):
        assert within[f"note {n}.txt"] is None
        assert within[f"mail in note {n}.txt"] == f"note {n}.txt"
        assert within[f"deep in note {n}.txt"] == f"mail in note {n}.txt"
        assert within[f"note in note {n}.txt"] == f"note {n}.txt"
    assert states(case) == {"added": 3}
    assert set(reasons(case).values()) == {"Not all that is inside could be read."}


class Odd(Here):
    """One file comes with what no case can keep."""

    def watch(self, jobs: Iterable[Job]) -> Iterator[Outcome | Busy]:
        for each in super().watch(jobs):
            if isinstance(each, Outcome) and str(each.job.path).endswith("note 3.txt"):
                yield Outcome(each.job, Reading(b"x", "half \ud800", title="odd"))
            else:
                yield each


def test_a_mailbox_is_added_and_says_that_its_words_are_in_what_came_inside(
    case: Case, tmp_path: Path
) -> None:
    mail = "From a@b Fri May  9 21:14:00 2031\nFrom: a@b\nSubject: Yard {n}\n\nClosed, {n}.\n\n"
    box = tmp_path / "files" / "letters.mbox"
    box.parent.mkdir()
    box.write_text("".join(mail.format(n=n) for n in range(3)))
    queued(case, box.parent)
    whole(intaking.take(case, Here()))
    assert states(case) == {"added": 1}
    assert count(case, "source") == 4
    assert reasons(case)["letters.mbox"]


def test_one_file_that_cannot_be_kept_does_not_keep_back_the_others(
    case: Case, tmp_path: Path
) -> None:
    queued(case, folder(tmp_path))
    whole(intaking.take(case, Odd()))
    assert states(case) == {"added": 11, "failed": 1}
    assert "could not be kept" in reasons(case)["note 3.txt"]


def test_it_gives_way_to_whoever_wants_to_write_and_loses_nothing_by_it(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queued(case, folder(tmp_path, 40))
    wrote = threading.Event()
    asked = threading.Event()

    def click() -> None:
        asked.wait()
        with case.edit("Add source") as edit:
            edit.insert(Source(title="By hand"))
        wrote.set()

    thread = threading.Thread(target=click)
    thread.start()

    def slowly(
        items: Sequence[Item],
    ) -> Iterator[tuple[bool, Sequence[Item]]]:
        for item in items:
            asked.set()
            wrote.wait(0.001)
            yield False, [item]

    monkeypatch.setattr(intakewriting, "_runs", slowly)
    whole(intaking.take(case, Here(), bounds=Bounds(seconds=60)))
    thread.join()
    assert states(case) == {"added": 40}
    assert count(case, "source") == 41
    (hand,) = case.query("SELECT id FROM source WHERE title = 'By hand'")
    assert hand["id"] < 41  # it did not have to wait for all of them


# what is in folders


def test_litter_hidden_files_links_and_cases_are_left_with_the_reason(
    case: Case, tmp_path: Path
) -> None:
    made = folder(tmp_path, 2)
    outside = tmp_path / "outside.txt"
    outside.write_text("Not of this folder.")
    for name in ("Thumbs.db", ".DS_Store", "desktop.ini", "~$report.docx", ".secret", "a.part"):
        (made / name).write_text("x")
    Case.create(made / "other.habeas").close()
    (made / "out").symlink_to(outside)
    (made / "up").symlink_to(tmp_path, target_is_directory=True)
    (made / "in").symlink_to(made / "part 0")
    (made / "dead").symlink_to(made / "nothing")
    os.mkfifo(made / "pipe")
    queued(case, made)
    assert states(case) == {"waiting": 2, "left": 12}
    told = reasons(case)
    assert "belongs to the computer" in told["Thumbs.db"]
    assert "another program has a file open" in told["~$report.docx"]
    assert "hidden" in told[".secret"]
    assert "not complete" in told["a.part"]
    assert "case of Habeas" in told["other.habeas"]
    assert "leads out of the folder" in told["out"]
    assert told["up"] == told["out"]
    assert "in the same folder" in told["in"]
    assert "not there" in told["dead"]
    assert "not a file" in told["pipe"]


def test_the_case_itself_is_never_read_whatever_it_is_called(tmp_path: Path) -> None:
    made = folder(tmp_path, 1)
    with Case.create(made / "part 0" / "plain.txt") as case:
        queued(case, made)
        assert states(case)["waiting"] == 1
        assert "case of Habeas" in reasons(case)["plain.txt"]


def test_a_folder_that_may_not_be_opened_is_told(
    case: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = folder(tmp_path, 2)
    closed = str(made / "part 1")
    real = os.scandir

    def refused(path: str) -> object:
        if path == closed:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(intakewalk.os, "scandir", refused)
    queued(case, made)
    assert states(case) == {"waiting": 1, "failed": 1}
    assert "may not be opened" in reasons(case)["part 1"]


def test_names_of_any_bytes_are_kept_shown_in_one_line_and_read(case: Case, tmp_path: Path) -> None:
    made = tmp_path / "files"
    made.mkdir()
    names = [b"two\nlines.txt", b"caf\xe9.txt", "\u202etxt.exe".encode(), b"n" * 240 + b".txt"]
    for n, name in enumerate(names):
        path = os.path.join(os.fsencode(made), name)
        with open(path, "w", encoding="utf-8") as file:
            file.write(f"Note {n} of Peña Gris says that visits are suspended.")
    queued(case, made)
    whole(intaking.take(case, Here()))
    assert states(case) == {"added": 4}
    rows = case.query("SELECT path FROM intake")
    shown = [intaking.shown(row["path"]) for row in rows]
    assert not any("\n" in name or "\u202e" in name or len(name) > 80 for name in shown)
    assert "caf�.txt" in shown
    assert {os.fsencode(intake.as_path(row["path"]).name) for row in rows} == set(names)


def test_a_watched_folder_tells_new_and_changed_files_once(case: Case, tmp_path: Path) -> None:
    made = folder(tmp_path, 3)
    whole(intaking.enqueue(case, intakewalk.new_in(case, made)))
    assert states(case) == {"inbox": 3}
    assert list(intakewalk.new_in(case, made)) == []
    (made / "part 0" / "note 0.txt").write_text("It was written anew.")
    assert [Path(each.path).name for each in intakewalk.new_in(case, made)] == ["note 0.txt"]
