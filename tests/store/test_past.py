"""As known on: every table as it stood after any Edit, read with the queries of today."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.claim import Claim
from habeas.domain.register import Actor, Place
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.store import journal, past
from habeas.store.case import Case
from habeas.store.tables import JOURNALLED
from making import whole

TEXT = "Cells were searched at Peña Gris. Visits are suspended at Santa Brisa."


def rows(case):
    return {t: case.query(f"SELECT * FROM [{t}] ORDER BY id") for t in JOURNALLED}


@pytest.fixture
def worked(case, fill):
    """A case with acts of every sort, and what stood in it after each."""
    stood = {0: rows(case)}

    def keep():
        stood[case.last_edit()] = rows(case)

    source = fill.source(TEXT)
    keep()
    claim = fill.claim(source, "searched", summary="Search of cells")
    keep()
    with case.edit("Correct claim") as edit:
        edit.update(Claim, claim, summary="Search of every cell", note="'odd' \"words\"\n🏛")
        place = edit.insert(Place(name="Peña Gris"))
        edit.add("place_name", place=place, name="Peña Gris", folded="pena gris")
        edit.update(Place, place, note="twice in one Edit")
    keep()
    case.undo()
    keep()
    case.redo()
    keep()
    with case.edit("Remove") as edit:
        edit.delete(Place, place)
        edit.db.execute("DELETE FROM place_name")
    keep()
    fill.claim(source, "suspended", summary="Visits")
    keep()
    return case, stood


def test_every_table_stands_as_it_stood_after_each_edit(worked):
    case, stood = worked
    for edit, then in stood.items():
        with whole(case.as_known(edit)) as known:
            assert rows(known) == then, edit
            assert known.last_edit() == edit
    assert rows(case) == stood[max(stood)]


def test_words_are_found_that_stood_then_and_none_that_came_later(worked):
    case, _ = worked
    with whole(case.as_known(2)) as known:
        assert [hit.title for hit in known.search("search cells") if hit.what == "claim"] == [
            "Search of cells"
        ]
        assert not [h for h in known.search("every") + known.search("Peña") if h.what != "passage"]
        assert known.search("suspended")[0].what == "passage"  # the text was there
    with whole(case.as_known(3)) as known:
        assert [hit.what for hit in known.search("gris")] == ["place", "passage"]


def test_what_is_written_meanwhile_does_not_show(worked):
    case, stood = worked
    with whole(case.as_known(2)) as known:
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Later"))
            edit.insert(Actor(name="Later"))
        assert rows(known) == stood[2]


def test_nothing_can_be_written_into_the_past(worked):
    case, stood = worked
    last = case.last_edit()
    with whole(case.as_known(2)) as known:
        with pytest.raises(Problem, match="as it stood"), known.edit("Add place"):
            pass
        for act in (known.undo, known.redo):
            with pytest.raises(Problem, match="as it stood"):
                act()
        assert known.put("room", "claims")
    assert case.desk("room") is None
    assert case.last_edit() == last
    assert rows(case) == stood[last]


def test_stopping_half_way_leaves_no_connection(worked):
    case, _ = worked
    work = case.as_known(1)
    next(work)
    work.close()
    case.close()
    assert [p.name for p in case.path.parent.iterdir()] == [case.path.name]


def test_more_threads_than_were_prepared_for_read_the_same(worked):
    from concurrent.futures import ThreadPoolExecutor

    case, stood = worked
    with whole(case.as_known(2)) as known, ThreadPoolExecutor(past.CONNECTIONS + 2) as pool:
        found = list(pool.map(lambda _: rows(known), range(12)))
    assert all(one == stood[2] for one in found)


def test_a_moment_is_the_last_edit_that_was_finished(case, monkeypatch):
    start = datetime(2031, 5, 9, 12, 0, 0, tzinfo=UTC)
    # The clock is set back after the second Edit, and right again for the last.
    times = [
        start,
        start + timedelta(hours=5),
        start - timedelta(days=9),
        start + timedelta(days=1),
    ]
    for n, time in enumerate(times):
        monkeypatch.setattr(journal, "now", lambda time=time: time.strftime("%Y-%m-%dT%H:%M:%SZ"))
        with case.edit("Add place") as edit:
            edit.insert(Place(name=f"Place {n}"))
    for moment, known in (
        (start - timedelta(seconds=1), 0),
        (start, 1),
        (start + timedelta(hours=5), 3),
        (start - timedelta(days=9), 0),
        (start + timedelta(days=1), 4),
        (start + timedelta(days=400), 4),
    ):
        assert case.edit_at(moment) == known, moment


acts = st.lists(st.tuples(st.sampled_from("aurz"), st.integers(0, 5)), min_size=1, max_size=14)


@given(acts)
def test_whatever_was_done_the_past_stands_as_it_stood(tmp_path_factory, done):
    with Case.create(tmp_path_factory.mktemp("case") / "v.habeas") as case:
        stood = {0: rows(case)}
        for act, n in done:
            ids = [row["id"] for row in case.query("SELECT id FROM source ORDER BY id")]
            if act == "z":
                (case.undo if n < 4 else case.redo)()
            else:
                with case.edit("Work") as edit:
                    if act == "a" or not ids:
                        edit.insert(Source(title=f"Note {n}", publisher="p"))
                    elif act == "u":
                        edit.update(Source, ids[n % len(ids)], title=f"Changed {n}")
                    else:
                        edit.delete(Source, ids[n % len(ids)])
            stood[case.last_edit()] = rows(case)
        for edit, then in stood.items():
            with whole(case.as_known(edit)) as known:
                assert rows(known) == then
