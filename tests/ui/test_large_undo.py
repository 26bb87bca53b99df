"""Undo of an act that touched much: off the UI thread, to be stopped, with nothing half done."""

from __future__ import annotations

from habeas.domain.register import Place
from habeas.ui.desk import LARGE


def large(desk):
    with desk.edit("Add places") as edit:
        for n in range(LARGE * 8):
            edit.insert(Place(name=f"Place {n}"))


def count(desk):
    return desk.case.query("SELECT count(*) AS n FROM place")[0]["n"]


def test_a_large_act_is_undone_and_redone_in_the_writing_lane(desk, qtbot):
    large(desk)
    told = []
    desk.did_change.connect(told.append)
    desk.undo()
    assert desk.is_writing
    qtbot.waitUntil(lambda: bool(told))
    assert count(desk) == 0
    desk.redo()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert count(desk) == LARGE * 8
    qtbot.waitUntil(lambda: not desk.is_writing)


def test_stopped_it_leaves_everything_as_it_was(desk, qtbot):
    large(desk)
    last = desk.case.last_edit()
    jobs = []
    desk.did_progress.connect(jobs.append)
    desk.undo()
    jobs[0].stop()
    qtbot.waitUntil(lambda: not desk.is_writing)
    assert (count(desk), desk.case.last_edit()) == (LARGE * 8, last)
    assert desk.case.steps()[0][-1].edit == last


def test_a_small_act_is_undone_at_once(desk):
    with desk.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    desk.undo()
    assert count(desk) == 0
