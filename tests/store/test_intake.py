"""The queue of files inside a case: it has no history, outlives the case's closing, and is safe."""

from __future__ import annotations

import os
import threading

import pytest

from habeas.domain.source import Source
from habeas.store import intake
from habeas.store.acting import GaveWay
from habeas.store.case import Case
from habeas.store.intake import Found, Settled, State


def queue(case, *names, state=State.WAITING):
    batch = intake.next_batch(case)
    intake.put(case, batch, [Found(f"/files/{name}", 10, 5, state=state) for name in names])
    return batch


def test_files_wait_in_their_order_and_are_there_again_when_the_case_is_opened(case):
    assert queue(case, "a", "b") == 1
    assert queue(case, "c") == 2
    path = case.path
    case.close()
    with Case.open(path) as again:
        assert [row.path for row in intake.all_waiting(again)] == [
            "/files/a",
            "/files/b",
            "/files/c",
        ]
        assert intake.bytes_waiting(again) == 30
        assert intake.counts(again, batch=2)[State.WAITING] == 1


def test_many_are_read_a_few_hundred_at_a_time_and_all_of_them(case):
    queue(case, *(f"{n}" for n in range(1_234)))
    assert len(list(intake.all_waiting(case))) == 1_234


def test_the_queue_leaves_no_trace_in_the_history(case):
    queue(case, "a", "b")
    intake.settle_beside(case, [Settled(1, State.FAILED, "It is empty.")])
    intake.move(case, [1], before=[State.FAILED], after=State.WAITING)
    intake.forget(case)
    assert case.last_edit() == 0
    assert intake.counts(case)[State.WAITING] == 2


def test_a_row_is_settled_with_the_edit_or_not_at_all(case):
    queue(case, "a")
    with pytest.raises(ZeroDivisionError):
        broken_off(case)
    assert intake.counts(case)[State.WAITING] == 1
    with case.edit("Add sources") as edit:
        source = edit.insert(Source(title="A"))
        intake.settle(edit.db, [Settled(1, State.ADDED, source=source)])
    assert intake.row(case, 1)["source"] == source
    assert intake.counts(case)[State.ADDED] == 1


def test_only_rows_in_the_states_that_are_meant_are_moved(case):
    queue(case, "a", "b", state=State.INBOX)
    intake.settle_beside(case, [Settled(2, State.ADDED, source=7)])
    assert intake.move(case, [1, 2], before=[State.INBOX], after=State.WAITING) == 1
    assert intake.row(case, 2)["state"] == "added"


def test_what_is_no_longer_wanted_is_cleared_and_what_waits_stays(case):
    queue(case, "a", "b", "c")
    intake.settle_beside(case, [Settled(1, State.ADDED), Settled(2, State.LEFT, "Hidden.")])
    intake.forget(case)
    assert [row.id for row in intake.all_waiting(case)] == [3]


@pytest.mark.parametrize("name", [b"/a/caf\xe9.txt", b"/a/two\nlines", "/a/ñandú".encode()])
def test_a_path_of_any_bytes_comes_back_as_it_was(case, name):
    text = intake.as_text(os.fsdecode(name))
    text.encode()
    intake.put(case, 1, [Found(text)])
    (row,) = intake.all_waiting(case)
    assert os.fsencode(intake.as_path(row.path)) == name


def test_a_case_that_says_nonsense_in_a_path_is_taken_at_its_word(case):
    assert str(intake.as_path("bytes:zz")) == "bytes:zz"


def test_the_last_row_of_a_path_says_how_it_was_when_it_came(case):
    queue(case, "a")
    intake.put(case, 2, [Found("/files/a", 20, 6, state=State.LEFT)])
    assert intake.known_paths(case, ["/files/a", "/files/b"]) == {"/files/a": (20, 6, State.LEFT)}


# giving way


def test_an_edit_that_gives_way_is_taken_back_when_another_thread_wants_to_write(case):
    done = threading.Event()
    begun = threading.Event()

    def other():
        begun.wait()
        with case.edit("By hand") as edit:
            edit.insert(Source(title="By hand"))
        done.set()

    thread = threading.Thread(target=other)
    thread.start()
    with pytest.raises(GaveWay):
        endless(case, begun)
    thread.join()
    assert done.is_set()
    assert [source.title for source in case.select(Source)] == ["By hand"]
    assert not case.is_wanted
    with case.edit_giving_way("Add sources") as edit:
        edit.insert(Source(title="One of many"))
    assert len(case.select(Source)) == 2


def endless(case, begun):
    """One of many sources, and then statements that take long, for ever."""
    long = "[" + "1," * 20_000 + "1]"
    with case.edit_giving_way("Add sources") as edit:
        edit.insert(Source(title="One of many"))
        begun.set()
        while True:
            edit.query("SELECT count(*) FROM json_each(?) a, json_each(?) b", long, long)


def broken_off(case):
    with case.edit("Add sources") as edit:
        source = edit.insert(Source(title="A"))
        intake.settle(edit.db, [Settled(1, State.ADDED, source=source)])
        raise ZeroDivisionError


def half_put(case):
    with case.beside() as db:
        db.execute("DELETE FROM intake")
        raise ZeroDivisionError


def test_an_edit_that_gives_way_goes_through_when_nobody_else_writes(case):
    with case.edit_giving_way("Add sources") as edit:
        edit.insert(Source(title="One of many"))
    assert case.last.label == "Add sources"
    assert case.steps()[0][-1].label == "Add sources"


def test_what_is_written_beside_the_record_is_whole_or_not_at_all(case):
    queue(case, "a")
    with pytest.raises(ZeroDivisionError):
        half_put(case)
    assert intake.counts(case)[State.WAITING] == 1
