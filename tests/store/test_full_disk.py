"""When the disk is full nothing half is kept, nothing earlier is lost, and work goes on."""

from __future__ import annotations

import pytest

from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.errors import Problem


def limited(case, more):
    """Let the file grow by ``more`` pages and no further, as a full disk would."""
    # The limit belongs to the one connection that writes, so there is no public way to it.
    pages = case._db.execute("PRAGMA page_count").fetchone()[0]
    case._db.execute(f"PRAGMA max_page_count={pages + more}").fetchall()


@pytest.fixture
def before(case, fill):
    fill.source("Cells were searched at Peña Gris.")
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    return {table: case.query(f"SELECT * FROM [{table}]") for table in ("place", "edit", "entry")}


def act_with_bytes(edit):
    edit.insert(Source(title="Film"))
    edit.keep(bytes(range(256)) * 20_000, media_type="video/mp4")


def act_with_text(edit):
    capture = edit.keep(b"x", media_type="text/plain")
    edit.keep_layer(capture, "many different words " + " ".join(map(str, range(50_000))))


def act_with_rows(edit):
    for n in range(5_000):
        edit.insert(Place(name=f"Cell {n}", note="x" * 100))


@pytest.mark.parametrize("act", [act_with_bytes, act_with_text, act_with_rows])
@pytest.mark.parametrize("more", [0, 3, 40])
def test_a_full_disk_takes_back_the_edit_and_no_more(case, before, act, more):
    limited(case, more)
    with (
        pytest.raises(Problem, match=r"The disk is full.*Everything from before is kept"),
        case.edit("Too much") as edit,
    ):
        act(edit)
    assert not case._db.conn.in_transaction
    assert {table: case.query(f"SELECT * FROM [{table}]") for table in before} == before
    assert case.query("SELECT * FROM source WHERE id > 1") == []
    assert len(case.query("SELECT * FROM capture")) == 1
    assert case.query("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert [step.label for step in case.steps()[0]] == ["Add source", "Add place"]

    limited(case, 1_000_000)
    with case.edit("Small") as edit:
        edit.insert(Place(name="Santa Brisa"))
    assert [place.name for place in case.select(Place)] == ["Peña Gris", "Santa Brisa"]
    case.undo()
    case.undo()
    assert case.select(Place) == []
    assert [hit.what for hit in case.search("searched")] == ["passage"]


def test_an_undo_on_a_full_disk_takes_nothing_back_and_can_be_done_later(case, before):
    with case.edit("Many") as edit:
        act_with_rows(edit)
    limited(case, 1)
    with pytest.raises(Problem, match="The disk is full"):
        case.undo()
    assert len(case.select(Place)) == 5_001
    limited(case, 1_000_000)
    assert case.undo().label == "Many"
    assert len(case.select(Place)) == 1
