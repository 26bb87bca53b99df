"""Sealing a real case, and what the seal shows after the case was changed around the program."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import pytest

from habeas.domain.source import Source
from habeas.services import claiming, collecting, custody, sealing
from habeas.services.sealing import Seal
from habeas.store import sealing as texts
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.journal import User, digest_of, head, line
from making import draft, reading


@pytest.fixture
def held(case: Case) -> Case:
    """A case of three Edits by a user with a name."""
    case.user = User("Inés Arriola", "monitor")
    with case.edit("Add sources") as edit:
        source = collecting.add(edit, reading(), published="2031-05-12").source
    with case.edit("Accept claim") as edit:
        claiming.accept(edit, draft("Seven prisons are on alert"), source=source)
    with case.edit("Correct source") as edit:
        collecting.describe(edit, source, title="An alert")
    return case


def sealed(case: Case, *, sign: bool = False, who: str | None = None) -> Seal:
    with case.recording(sealing.SEAL) as edit:
        return sealing.seal(edit, sign=sign, who=who)


@contextmanager
def around(case: Case):
    """The case as somebody writes to it who has taken its triggers away."""
    db = connect(case.path, writes=True)
    kept = db.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for name, _sql in kept:
        db.execute(f"DROP TRIGGER [{name}]")
    yield db
    for _name, sql in kept:
        db.execute(sql)
    db.close()


def said(case: Case, seal: Seal) -> str:
    return " ".join(sealing.check(case, seal.text).sentences())


def test_a_seal_is_kept_in_the_history_and_undo_passes_it_by(held: Case) -> None:
    made = sealed(held)
    [kept] = sealing.seals(held)
    assert (kept.text, kept.edit) == (made.text, 3)
    assert held.query("SELECT act, label FROM edit WHERE id = 4") == [
        {"act": "record", "label": "Seal the case"}
    ]
    assert held.undo() is not None
    assert held.get(Source, 1).title != "An alert"
    assert sealing.seals(held) == [kept]


def test_the_case_holds_what_it_held_whatever_came_later(held: Case) -> None:
    made = sealed(held, sign=True)
    with held.edit("Correct source") as edit:
        collecting.describe(edit, 1, title="Another title")
    found = sealing.check(held, made.text)
    assert (found.verdict, found.holds, found.later, found.kept) == ("holds", True, 2, True)
    assert (found.signed, found.own_key) == (True, True)
    words = said(held, made)
    assert "history is still exactly what it was at this seal: act no. 3" in words
    assert "2 acts came after it." in words
    assert texts.in_groups(texts.fingerprint(made.key)) in words


def test_the_name_is_given_only_if_she_agrees(held: Case) -> None:
    assert "By: Inés Arriola\n" in sealed(held).text
    assert "By:\n" in sealed(held, who="").text
    assert [row["name"] for row in held.query("SELECT name FROM signing_key")] == []


@pytest.mark.parametrize(
    ("sql", "first"),
    [
        ("UPDATE entry SET new_commit = former_commit WHERE edit = 2", 2),
        ("UPDATE edit SET label = 'Nothing' WHERE id = 3", 3),
        ("UPDATE edit SET who = '' WHERE id = 2", 2),
        ("UPDATE edit SET digest = replace(digest, 'a', 'b') WHERE id = 2", 2),
        ("DELETE FROM entry WHERE edit = 3", 3),
        ("UPDATE entry SET row = row + 1 WHERE edit = 2", 2),
        ("DELETE FROM edit WHERE id = 2", 3),
        ("DELETE FROM edit WHERE id = 3", 3),
    ],
)
def test_the_first_edit_that_was_changed_is_named(held: Case, sql: str, first: int) -> None:
    made = sealed(held)
    with around(held) as db:
        db.execute("PRAGMA foreign_keys=OFF")
        db.execute(sql)
    found = sealing.check(held, made.text)
    assert (found.verdict, found.edit, found.holds) == ("differs", first, False)
    assert f"is no. {first}." in said(held, made)


def test_two_entries_that_were_made_to_look_like_one_are_seen(held: Case) -> None:
    made = sealed(held)
    rows = "SELECT id, tbl, row, act, former_commit, new_commit FROM entry WHERE edit = 2"
    with around(held) as db:
        one, two = db.execute(f"{rows} ORDER BY id LIMIT 2").fetchall()
        both = f'{one[5]}"]\n["{two[1]}", {two[2]}, "{two[3]}", "{two[4]}", "{two[5]}'
        db.execute("UPDATE entry SET new_commit = ? WHERE id = ?", [both, one[0]])
        db.execute("DELETE FROM entry WHERE id = ?", [two[0]])
    found = sealing.check(held, made.text)
    assert (found.verdict, found.edit, found.holds) == ("differs", 2, False)


def rewritten(case: Case, first: int) -> None:
    """Write the digests anew from Edit ``first`` on, as somebody would who knows the chain."""
    with around(case) as db:
        for (number,) in db.execute("SELECT id FROM edit WHERE id >= ?", [first]).fetchall():
            rows = db.execute(
                "SELECT tbl, row, act, former_commit, new_commit FROM entry WHERE edit = ? "
                "ORDER BY id",
                [number],
            ).fetchall()
            lines = [line(t, r, a, (f, n)) for t, r, a, f, n in rows]
            row = db.execute("SELECT digest FROM edit WHERE id = ?", [number - 1]).fetchone()
            before = row[0] if row else ""
            made = digest_of(before, head(db, number), lines)
            db.execute("UPDATE edit SET previous=?, digest=? WHERE id=?", [before, made, number])


def test_a_chain_written_anew_is_shown_by_a_seal_kept_elsewhere(held: Case) -> None:
    made = sealed(held)
    with around(held) as db:
        db.execute("UPDATE edit SET started = '2030-01-01T00:00:00Z' WHERE id = 2")
    rewritten(held, 2)
    found = sealing.check(held, made.text)
    assert (found.verdict, found.holds) == ("rewritten", False)
    assert "history up to act no. 3 was written anew" in said(held, made)


def test_a_chain_written_anew_from_the_first_edit_is_told_by_the_key(held: Case) -> None:
    made, unsigned = sealed(held, sign=True), sealed(held)
    with around(held) as db:
        db.execute("UPDATE edit SET label = 'Add source' WHERE id = 1")
    rewritten(held, 1)
    assert sealing.check(held, made.text).verdict == "other"
    assert "whole history of the case was probably written anew" in said(held, made)
    assert "a seal of another case" in said(held, unsigned)


def test_a_seal_of_another_case_is_told(held: Case, tmp_path: Path) -> None:
    made = sealed(held, sign=True)
    with Case.create(tmp_path / "other.habeas") as other:
        with other.edit("Add sources") as edit:
            collecting.add(edit, reading())
        found = sealing.check(other, made.text)
        assert (found.verdict, found.holds, found.own_key) == ("other", False, False)


def test_a_copy_made_earlier_ends_before_the_seal(held: Case, tmp_path: Path) -> None:
    held.copy_to(tmp_path / "copy.habeas")
    with held.edit("Correct source") as edit:
        collecting.describe(edit, 1, title="Later")
    made = sealed(held)
    with Case.open(tmp_path / "copy.habeas") as copy:
        assert sealing.check(copy, made.text).verdict == "short"
        assert "older copy" in said(copy, made)


def test_a_copy_made_later_holds_and_knows_the_key(held: Case, tmp_path: Path) -> None:
    made = sealed(held, sign=True)
    held.copy_to(tmp_path / "copy.habeas")
    with Case.open(tmp_path / "copy.habeas") as copy:
        found = sealing.check(copy, made.text)
        assert (found.verdict, found.own_key) == ("holds", True)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (lambda text: text.replace("Claims: 1", "Claims: 9"), "signature is wrong"),
        (lambda text: text.replace("By: Inés", "By: Inez"), "signature is wrong"),
    ],
)
def test_a_signed_text_that_was_changed_is_told(
    held: Case, change: Callable[[str], str], sentence: str
) -> None:
    made = sealed(held, sign=True)
    found = sealing.check(held, change(made.text))
    assert (found.verdict, found.signed, found.kept) == ("holds", False, False)
    assert not found.holds
    assert sentence in " ".join(found.sentences())


def test_an_unsigned_text_that_was_changed_differs_from_the_one_in_the_case(held: Case) -> None:
    made = sealed(held)
    found = sealing.check(held, made.text.replace("Claims: 1", "Claims: 9"))
    assert (found.kept, found.holds) == (False, False)
    assert "reads differently" in " ".join(found.sentences())


def test_purges_after_the_seal_are_told(held: Case) -> None:
    made = sealed(held)
    with held._transaction("Purge", act="purge", undoes=None) as edit:
        edit.add("purge", made="2031-06-02T00:00:00Z", kinds="[]", reason="", count=1)
    assert sealing.check(held, made.text).purges == 1
    assert "erased for good by one purge" in said(held, made)
    assert sealed(held).purges == 1


def test_the_check_can_be_stopped_anywhere(held: Case) -> None:
    steps = sealing.checking(held, sealed(held).text)
    assert next(steps).total == 3
    steps.close()


def test_an_export_is_written_down_for_each_source(held: Case) -> None:
    with held.recording(custody.WRITE) as edit:
        custody.exported(edit, {1}, how=custody.REPORT, file="spring.html", sha256="ab")
    [row] = held.query("SELECT * FROM custody")
    assert (row["source"], row["act"]) == (1, "exported")
    assert json.loads(row["detail"]) == {"how": "report", "file": "spring.html", "sha256": "ab"}
