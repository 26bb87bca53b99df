"""A case of every schema that was released opens, whole, with its history, and can be worked on."""

from __future__ import annotations

import gzip
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from habeas.domain.claim import Claim
from habeas.domain.passage import Passage, holds
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.services import backedup
from habeas.services.collecting import layer_of
from habeas.store import backups, copying, migrations, triggers
from habeas.store.case import Case
from habeas.store.driver import connect
from making import whole

SAVED = sorted((Path(__file__).parents[1] / "files" / "cases").glob("schema-*.habeas.gz"))
STEP = "Bring the case up to date"
FIRST = [
    *("Add sources", "Correct source", "Accept claim", "Accept claim", "New event", "New event"),
    *("New event", "New event", "Withdraw claim", "Withdraw claim", STEP),
]
HISTORY = {
    "schema-1": [*FIRST, STEP],
    "schema-2": [
        *(*FIRST, "Add sources", "Correct source", "Add sources", "Purge", "Export a report"),
        *("Seal the case", STEP),
    ],
}


@pytest.fixture(params=SAVED, ids=lambda path: path.name)
def saved(request):
    """Which schema the old case has."""
    return request.param.name.removesuffix(".habeas.gz")


@pytest.fixture
def old(saved, tmp_path):
    path = tmp_path / "old.habeas"
    with gzip.open(SAVED[0].with_name(f"{saved}.habeas.gz")) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    return path


def test_there_is_one_for_every_schema_before_this():
    assert [path.name for path in SAVED] == [
        f"schema-{n}.habeas.gz" for n in range(1, migrations.SCHEMA)
    ]


def test_it_opens_with_its_history_and_a_step_of_its_own(old, saved):
    with Case.open(old) as case:
        assert [e["label"] for e in case.query("SELECT label FROM edit ORDER BY id")] == (
            HISTORY[saved]
        )
        assert case.query("PRAGMA user_version") == [{"user_version": migrations.SCHEMA}]
        assert triggers.sound(case.read)
        assert case.steps() == ([], [])  # undo stops where the schema changed
        for passage in case.select(Passage):
            assert holds(passage, case.text(passage.layer))
        previous = ""
        for edit in case.query("SELECT previous, digest FROM edit ORDER BY id"):
            assert edit["previous"] == previous
            previous = edit["digest"]


def test_it_is_kept_beside_as_it_was(old, saved):
    schema = old.read_bytes()[60:64]
    Case.open(old).close()
    beside = old.with_name(f"old.{saved}.habeas")
    assert sorted(p.name for p in old.parent.iterdir()) == [old.name, beside.name]
    assert beside.read_bytes()[60:64] == schema
    before = beside.read_bytes()
    Case.open(old).close()
    assert beside.read_bytes() == before
    with Case.open(beside) as case:
        assert [e["label"] for e in case.query("SELECT label FROM edit")] == HISTORY[saved]


def test_what_was_kept_beside_is_told_when_something_in_it_is_to_be_purged(old, saved):
    with Case.open(old) as case:
        source = case.query("SELECT min(id) AS n FROM source")[0]["n"]
        found = [backup for backup in backedup.beside(case, "source", source) if backup]
        assert [backup.path.name for backup in found] == [f"old.{saved}.habeas"]
        assert [backup.locked for backup in found] == [False]
        assert [one for one in backedup.beside(case, "source", source + 500) if one] == []
        backups.delete(found[0])
        assert list(backedup.beside(case, "source", source)) == []
    assert [path.name for path in old.parent.iterdir()] == [old.name]


def test_if_it_cannot_be_kept_nothing_is_changed(old, monkeypatch):
    def full(*_args, **_kept):
        raise Problem("The disk is full")
        yield

    before = old.read_bytes()
    monkeypatch.setattr(copying, "copy", full)
    with pytest.raises(Problem, match="disk is full"):
        Case.open(old)
    assert old.read_bytes() == before


def test_it_can_be_worked_on(old):
    with Case.open(old) as case:
        claim = case.select(Claim)[0]
        with case.edit("Correct claim") as edit:
            edit.update(Claim, claim.id, note="seen again")
        case.undo()
        assert case.get(Claim, claim.id) == claim


def test_it_has_the_tables_of_a_new_case(old, case):
    def schema(db):
        rows = db.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
        # A table that was renamed stands with its name quoted.
        return sorted((a, b, (c or "").replace('"edit"', "edit")) for a, b, c in rows)

    with Case.open(old) as opened:
        assert schema(opened.read) == schema(case.read)


def test_a_step_that_fails_leaves_the_file_as_it_was(old, saved, monkeypatch):
    before = old.read_bytes()
    broken = migrations._EVERY_SOURCE + "\nSELECT no_such();"
    monkeypatch.setattr(migrations, "_EVERY_SOURCE", broken)
    with pytest.raises(Exception, match=r"no_such|cannot be opened"):
        Case.open(old)
    db = connect(old, writes=False)
    # The steps before it are whole and stay.
    assert db.execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA - 1,)
    assert db.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    db.close()
    if saved == f"schema-{migrations.SCHEMA - 1}":
        assert len(old.read_bytes()) == len(before)


def test_it_verifies_and_what_it_was_before_the_step_can_be_read(old):
    with Case.open(old) as case:
        assert case.verify().problems == ()
        last = case.query("SELECT max(id) AS n FROM edit WHERE act <> 'migration'")[0]["n"]
        with whole(case.as_known(last)) as known:
            for source in case.select(Source):
                assert replace(known.get(Source, source.id), layer=source.layer) == source
                assert layer_of(known, source.id) == (source.layer or "")
            assert known.select(Passage) == case.select(Passage)
