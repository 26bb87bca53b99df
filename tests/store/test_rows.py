"""Rows: a long list reads what is drawn, and no more."""

from __future__ import annotations

import pytest

from habeas.domain.register import Place
from habeas.store import rows
from habeas.store.case import Case

COUNT = 20_000


@pytest.fixture(scope="module")
def long_case(tmp_path_factory):
    with Case.create(tmp_path_factory.mktemp("rows") / "long.habeas") as case:
        with case.edit("Add places") as edit:
            for n in range(COUNT):
                edit.insert(Place(name=f"Cell {COUNT - n:05}", kind="cell" if n % 2 else "yard"))
        yield case


def listed(case, where="1", *params):
    return case.rows(
        find=f"SELECT id FROM place WHERE {where} ORDER BY name",
        show="SELECT id, name FROM place WHERE id",
        params=params,
    )


def test_all_rows_are_counted_in_order_and_few_are_read(long_case):
    asked = []
    with long_case.read.tracer(lambda sql, _params: asked.append(sql)):
        found = listed(long_case)
        assert len(found) == COUNT
        assert [found.row(n)["name"] for n in range(200)] == [f"Cell {n:05}" for n in range(1, 201)]
        assert found.row(COUNT - 1)["name"] == "Cell 20000"
        assert found.row(COUNT // 2)["name"] == "Cell 10001"
    assert len([sql for sql in asked if " IN (" in sql]) == 4


def test_scrolling_up_reads_pages_too(long_case):
    asked = []
    found = listed(long_case)
    with long_case.read.tracer(lambda sql, _params: asked.append(sql)):
        for n in reversed(range(1000)):
            assert found.row(n)["name"] == f"Cell {n + 1:05}"
    assert len([sql for sql in asked if " IN (" in sql]) < 40


def test_a_filter_has_parameters(long_case):
    found = listed(long_case, "kind = ? AND name < ?", "yard", "Cell 00010")
    assert [found.row(n)["name"] for n in range(len(found))] == [
        f"Cell {n:05}" for n in (2, 4, 6, 8)
    ]
    with pytest.raises(IndexError):
        found.row(4)
    assert len(listed(long_case, "kind = 'none'")) == 0


def test_where_an_id_stands(long_case):
    found = listed(long_case)
    assert found.index(1) == COUNT - 1
    assert found.index(COUNT) == 0
    assert found.index(COUNT + 1) == -1


def test_memory_stays_small(long_case):
    found = listed(long_case)
    for n in range(COUNT):
        found.row(n)
    assert len(found._cache) <= rows.KEPT


def test_a_forgotten_row_is_read_again_and_a_lost_one_is_empty(case):
    with case.edit("Add") as edit:
        for name in ("Peña Gris", "Santa Brisa", "Yard"):
            edit.insert(Place(name=name))
    found = listed(case)
    assert found.row(0)["name"] == "Peña Gris"
    with case.edit("Rename") as edit:
        edit.update(Place, 1, name="Peña Clara")
        edit.delete(Place, 3)
    assert found.row(0)["name"] == "Peña Gris"
    found.forget([1, 3, 99])
    assert found.row(0)["name"] == "Peña Clara"
    assert found.row(2) == {}
