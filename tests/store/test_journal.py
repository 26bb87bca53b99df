"""The journal: its digests, and undo and redo as the replay of former values."""

from __future__ import annotations

import hashlib
import json
import sqlite3

import pytest

from habeas.domain.register import Actor, Place
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.store.case import Case

ODD = [
    'it\'s "quoted" -- ; DROP TABLE place',
    "",
    "two\nlines\r\nand\ttab",
    "𝔥𝔞𝔟 🏛 e\u0301 \u2028 \U0010ffff",
    '{"json": [1, null]}',
    "null",
    "bell \x07 back\\slash \\u0041",
]


def chain(path):
    """The digests of a case by its own rules, written again from their description.

    One digest per Edit over the digest before, the Edit itself, and for each Entry the table, row,
    act and two commitments, SHA-256 of "nonce:value": to the former row and to the one after.
    """
    db = sqlite3.connect(path)
    db.row_factory = sqlite3.Row
    sha = lambda text: hashlib.sha256(text.encode()).hexdigest()  # noqa: E731
    entries = [dict(row) for row in db.execute("SELECT * FROM entry ORDER BY id DESC")]
    after = {}
    for entry in entries:
        key = entry["tbl"], entry["row"]
        if key not in after:
            row = db.execute(f"SELECT * FROM [{key[0]}] WHERE id = ?", [key[1]]).fetchone()
            after[key] = row and json.dumps(dict(row), ensure_ascii=False, separators=(",", ":"))
        entry["new"], after[key] = after[key], entry["former"]
    digests, previous = [], ""
    for edit in db.execute("SELECT * FROM edit ORDER BY id"):
        names = ["id", "label", "started", "finished", "act", "undoes", "schema"]
        names += ["who", "role", "program"] if edit["schema"] > 1 else []
        lines = [previous, json.dumps([edit[name] for name in names])]
        for entry in reversed(entries):
            if entry["edit"] == edit["id"]:
                commits = [
                    "" if entry[v] is None else sha(f"{entry[v + '_nonce']}:{entry[v]}")
                    for v in ("former", "new")
                ]
                lines.append(json.dumps([entry["tbl"], entry["row"], entry["act"], *commits]))
        previous = sha("\n".join(lines))
        digests.append(previous)
    stored = [tuple(row) for row in db.execute("SELECT previous, digest FROM edit ORDER BY id")]
    db.close()
    return digests, stored


@pytest.fixture
def written(tmp_path):
    """A closed case with acts, an undo and a redo."""
    path = tmp_path / "valdoria.habeas"
    with Case.create(path) as case:
        with case.edit("Add place") as edit:
            place = edit.insert(Place(name="Peña Gris"))
            edit.update(Place, place, note="twice in one Edit")
        with case.edit("Rename") as edit:
            edit.update(Place, place, name="Santa Brisa")
        with case.edit("Remove") as edit:
            edit.delete(Place, place)
        case.undo()
        case.redo()
        case.undo()
    return path


def test_the_digests_are_what_they_are_said_to_be(written):
    digests, stored = chain(written)
    assert [digest for _, digest in stored] == digests
    assert [previous for previous, _ in stored] == ["", *digests[:-1]]
    assert len(set(digests)) == 6


@pytest.mark.parametrize(
    "column",
    ["id", "label", "started", "finished", "act", "undoes", "schema", "who", "role", "program"],
)
def test_an_altered_edit_changes_its_digest_and_all_after_it(written, column):
    altered(written, "edit", 4, column)
    digests, stored = chain(written)
    same = [digest == kept for digest, (_, kept) in zip(digests, stored, strict=True)]
    assert same[:3] == [True] * 3
    assert not any(same[3:]), column


@pytest.mark.parametrize(
    "column", ["edit", "tbl", "row", "act", "former", "former_nonce", "new_nonce"]
)
def test_an_altered_entry_changes_the_digest(written, column):
    before = chain(written)[0]
    altered(written, "entry", 3, column)
    assert chain(written)[0] != before
    assert chain(written)[0][-1] != before[-1]


def test_an_altered_row_changes_the_digest(written):
    before = chain(written)[0]
    with sqlite3.connect(written) as db:
        for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type='trigger'").fetchall():
            db.execute(f"DROP TRIGGER [{name}]")
        db.execute("UPDATE place SET name = 'Other'")
    db.close()
    assert chain(written)[0] != before


def altered(path, table, ident, column):
    values = {"act": "act" if table == "edit" else "insert", "tbl": "actor", "edit": 1, "undoes": 1}
    value = values.get(column, 77 if column in ("id", "row", "schema") else "altered")
    if column == "former":
        value = '{"id":1,"name":"Other"}'
    with sqlite3.connect(path) as db:
        db.execute(f"UPDATE [{table}] SET [{column}] = ? WHERE id = ?", [value, ident])
        changed = db.execute("SELECT changes()").fetchone()[0]
    db.close()
    assert changed == 1


def test_the_same_value_is_committed_to_differently_each_time(case):
    for _ in range(2):
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Peña Gris"))
        case.undo()
    commits = [r["former_commit"] for r in case.query("SELECT * FROM entry WHERE act = 'delete'")]
    assert len(set(commits)) == 2


def labels(case):
    return tuple([step.label for step in steps] for steps in case.steps())


def test_undo_and_redo_go_on_after_a_restart(tmp_path):
    path = tmp_path / "valdoria.habeas"
    with Case.create(path) as case:
        assert case.undo() is None
        assert case.redo() is None
        for n in range(4):
            with case.edit(f"Add place {n}") as edit:
                edit.insert(Place(name=str(n)))
        assert case.undo().rows == {"place": frozenset({4})}
        assert case.undo().label == "Add place 2"
    with Case.open(path) as case:
        assert labels(case) == (
            ["Add place 0", "Add place 1"],
            ["Add place 3", "Add place 2"],
        )
        assert case.redo().label == "Add place 2"
        assert [place.name for place in case.select(Place)] == ["0", "1", "2"]
        case.undo()
        case.redo()
        case.redo()
        assert labels(case) == ([f"Add place {n}" for n in range(4)], [])
    with Case.open(path) as case:
        assert labels(case) == ([f"Add place {n}" for n in range(4)], [])
        assert case.redo() is None
        for _ in range(4):
            case.undo()
        assert case.undo() is None
        assert case.select(Place) == []


def test_a_new_act_ends_what_could_be_redone(case):
    for name in "ab":
        with case.edit(name) as edit:
            edit.insert(Place(name=name))
    case.undo()
    with case.edit("c") as edit:
        edit.insert(Place(name="c"))
    assert labels(case) == (["a", "c"], [])
    assert case.redo() is None


def test_an_act_that_changed_nothing_can_still_be_followed_by_redo(case):
    with case.edit("a") as edit:
        edit.insert(Place(name="a"))
    case.undo()
    with case.edit("nothing"):
        pass
    assert labels(case) == ([], ["a"])


def test_the_steps_asked_for_during_an_edit_do_not_hide_it_afterwards(case):
    with case.edit("a") as edit:
        edit.insert(Place(name="a"))
        assert labels(case) == ([], [])
    assert labels(case) == (["a"], [])


def test_another_window_sees_the_same_steps(case):
    with Case.open(case.path, read_only=True) as other:
        with case.edit("a") as edit:
            edit.insert(Place(name="a"))
        assert labels(other) == (["a"], [])
        case.undo()
        assert labels(other) == ([], ["a"])


def test_odd_values_come_back_exactly(case):
    with case.edit("Add") as edit:
        idents = [edit.insert(Actor(name=odd, note=odd[::-1])) for odd in ODD]
        edit.insert(Place(name="top"))
    with case.edit("Change") as edit:
        for ident in idents:
            edit.update(Actor, ident, name="plain", note="plain")
        edit.update(Place, 1, parent=1)
    with case.edit("Remove") as edit:
        for ident in idents:
            edit.delete(Actor, ident)
    assert case.select(Actor) == []
    case.undo()
    case.undo()
    assert [actor.name for actor in case.select(Actor)] == ODD
    assert [actor.note for actor in case.select(Actor)] == [odd[::-1] for odd in ODD]
    assert case.get(Place, 1).parent is None
    case.redo()
    assert {actor.name for actor in case.select(Actor)} == {"plain"}
    assert case.get(Place, 1).parent == 1


@pytest.mark.parametrize("number", [2**63 - 1, -(2**63), 2**53 + 1, 0])
def test_big_numbers_come_back_exactly(case, fill, number):
    source = fill.source("a word")
    with case.edit("Add") as edit:
        ident = edit.add(
            "rejection", source=source, key="", kind="", type="", start=number, end=0, quote=""
        )
    with case.edit("Remove") as edit:
        edit.delete("rejection", ident)
    case.undo()
    assert case.query("SELECT start FROM rejection") == [{"start": number}]


def test_text_with_a_nul_comes_back_exactly(case):
    with case.edit("Add") as edit:
        edit.insert(Source(title="before\0after"))
    with case.edit("Remove") as edit:
        edit.delete(Source, 1)
    case.undo()
    assert case.get(Source, 1).title == "before\0after"


def test_undo_stops_at_what_a_case_begins_with(case):
    with case.beginning("Build the example") as edit:
        edit.insert(Place(name="Valdoria"))
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))
    assert case.undo() is not None
    assert case.undo() is None
    assert [place.name for place in case.select(Place)] == ["Valdoria"]
    assert case.redo() is not None


@pytest.mark.parametrize(
    ("tbl", "former"),
    [("sqlite_master", "{}"), ("place", '{"name] = 1 --": 1}')],
)
def test_no_text_of_the_journal_becomes_sql(case, tbl, former):
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Valdoria"))
    # What an attacker who can write the file would do; the program itself never writes so.
    case._db.execute("UPDATE entry SET tbl = ?, act = 'update', former = ?", [tbl, former])
    case._db.conn.commit()
    with pytest.raises(Problem, match="did not write"):
        case.undo()
    assert [place.name for place in case.select(Place)] == ["Valdoria"]
