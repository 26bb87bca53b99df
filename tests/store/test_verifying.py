"""Verifying: a sound case is sound, and whatever was changed around the program is named."""

from __future__ import annotations

import gzip
import re
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.store.conftest import Filling

from habeas.domain.event import Event
from habeas.domain.link import Link
from habeas.domain.register import Actor, ClaimPlace, Place
from habeas.domain.voice import Role, Voice
from habeas.services import example
from habeas.store import findings, journal, keys, triggers, verifying
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.tables import JOURNALLED

OLD = Path(__file__).parents[1] / "files" / "cases" / "schema-1.habeas.gz"
PHRASE = "lentils on a blue roof"
TEXT = "On Monday the inmates of Peña Gris had no water. The director said it was the pump."


def grow(case):
    """At least one row in every journalled table, some history, an undo and a redo."""
    fill = Filling(case)
    source = fill.source(TEXT)
    fill.source("A second note, about Santa Brisa.", title="Second note")
    claim = fill.claim(source, "no water", summary="No water")
    other = fill.claim(source, "the pump", summary="The pump")
    with case.edit("Describe") as edit:
        place = edit.insert(Place(name="Peña Gris"))
        actor = edit.insert(Actor(name="The director"))
        edit.add("place_name", place=place, name="Gris", folded="gris")
        edit.add("actor_name", actor=actor, name="Director", folded="director")
        edit.insert(ClaimPlace(claim=claim, place=place))
        edit.insert(Voice(claim=claim, name="The director", actor=actor))
        edit.insert(Role(claim=claim, role="target", name="inmates"))
        event = edit.insert(Event(title="Water"))
        edit.update("claim", claim, event=event)
        edit.insert(Link(kind="repeats", from_claim=other, to_claim=claim))
        edit.add("rejection", source=source, key="k", kind="measure", type="measure/visits",
                 start=0, end=9, quote="On Monday")  # fmt: skip
        edit.add("term", scheme="types", name="x", label_en="X", label_es="X", definition="")
        edit.add("custody", source=source, act="captured", made=journal.now(), detail="{}")
        edit.add("purge", made=journal.now(), kinds="{}", reason="", count=0)
    with case.edit("Read again") as edit:
        capture = edit.row("SELECT capture FROM source_capture WHERE source = ?", source)["capture"]
        layer = edit.keep_layer(
            capture, TEXT + " Read again.", kind="ocr", metadata='[["Producer", "a scanner"]]',
            stretches=[("page", 0, 9, "1", 595.0, 842.0, b"words"),
                       ("heading", 0, 9, "2", None, None, None)],
        )  # fmt: skip
        edit.add("source_layer", source=source, layer=layer, how="ocr", added=journal.now(),
                 noted=edit.noted(capture, layer))  # fmt: skip
        edit.add("same_origin", one=source, other=source + 1, verdict="different", note="")
    with case.recording("Seal the case") as edit:
        row = edit.row("SELECT id, digest FROM edit WHERE open IS NULL ORDER BY id DESC LIMIT 1")
        edit.add("seal", edit=row["id"], digest=row["digest"], made=journal.now(), text="",
                 public_key="", signature="")  # fmt: skip
    with case.edit("Rename place") as edit:
        edit.update(Place, place, name="Peña Gris, the old one")
    case.undo()
    case.redo()
    with case.edit("Remove name") as edit:
        gone = edit.add("place_name", place=place, name="Old", folded="old")
    with case.edit("Remove name") as edit:
        edit.delete("place_name", gone)


@pytest.fixture(scope="module")
def grown(tmp_path_factory):
    path = tmp_path_factory.mktemp("grown") / "valdoria.habeas"
    with Case.create(path) as case:
        grow(case)
    return path


@pytest.fixture
def case(grown, tmp_path):
    path = tmp_path / "valdoria.habeas"
    shutil.copy(grown, path)
    with Case.open(path) as case:
        yield case


@contextmanager
def around(case):
    """Write to the file around the program: no trigger sees it, and they are back afterwards."""
    db = connect(case.path, writes=True, key=case.key)
    for pragma in ("foreign_keys=OFF", "synchronous=OFF", "ignore_check_constraints=ON"):
        db.execute(f"PRAGMA {pragma}")
    db.execute("BEGIN IMMEDIATE")
    kept = triggers.present(db)
    for name in kept:
        db.execute(f"DROP TRIGGER [{name}]")
    try:
        yield db
    finally:
        for sql in kept.values():
            db.execute(sql)
        db.execute("COMMIT")
        db.close()


def change(case, sql, *params):
    with around(case) as db:
        assert db.execute(sql, params).rowcount != 0


def named(case):
    """What verifying names: kind and table of each finding."""
    report = case.verify()
    assert report.ok == (not report.problems)
    assert all(found.text for found in report.problems)
    return {(found.kind, found.table) for found in report.problems}


def tables(case):
    return {table for _kind, table in named(case)}


def test_a_sound_case_is_sound(case):
    report = case.verify()
    assert report.problems == ()
    assert report.ok
    last = case.query("SELECT id, digest FROM edit ORDER BY id DESC LIMIT 1")[0]
    assert (report.edit, report.digest) == (last["id"], last["digest"])
    counts = {name: report.counts[name] for name in ("edits", "captures", "layers", "passages")}
    assert counts == {"edits": 12, "captures": 2, "layers": 3, "passages": 2}
    assert report.counts["bytes"] == len(TEXT.encode()) + 33
    assert report.said


def test_so_is_one_at_each_step_back_and_forth(case):
    for step in (case.undo, case.undo, case.undo, case.redo, case.redo, case.undo):
        assert step() is not None
        assert case.verify().ok


def test_so_is_an_empty_case(tmp_path):
    with Case.create(tmp_path / "empty.habeas") as case:
        report = case.verify()
        assert report.ok
        assert (report.edit, report.digest) == (0, "")


def test_so_is_the_example(tmp_path):
    with Case.create(tmp_path / "example.habeas") as case:
        example.build(case, "es")
        assert case.verify().problems == ()


def test_so_is_a_case_of_an_old_schema_that_was_brought_up_to_date(tmp_path):
    path = tmp_path / "old.habeas"
    with gzip.open(OLD) as packed, path.open("wb") as file:
        shutil.copyfileobj(packed, file)
    with Case.open(path) as case:
        assert case.verify().problems == ()
        change(case, "UPDATE edit SET who = 'somebody' WHERE schema = 1 AND id = 2")
        assert ("edit", "edit") in named(case)


def test_so_is_one_that_kept_bytes_alone_and_one_that_was_read_while_it_changed(case):
    with case.edit("Add file") as edit:
        edit.keep(b"", media_type="text/plain")
        edit.keep(b"x" * 3_000_000, media_type="video/mp4")
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))
    steps = verifying.verify(case)
    next(steps)
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Valdoria"))
    assert case.verify().ok
    steps.close()


def test_a_stop_at_any_place_leaves_nothing(case):
    import threading

    before = threading.active_count()
    for places in (1, 2):
        steps = verifying.verify(case)
        for _n in range(places):
            next(steps, None)
        steps.close()
    assert threading.active_count() == before
    with case.edit("Add place") as edit:
        edit.insert(Place(name="Valdoria"))


@pytest.mark.parametrize("table", JOURNALLED)
def test_a_changed_value_is_named(case, table):
    column = {"claim_passage": "position", "claim_place": "words", "purge": "reason",
              "custody": "detail", "seal": "text", "passage": "region", "voice": "words",
              "role": "words", "term": "definition", "rejection": "key", "place_name": "folded",
              "actor_name": "folded", "source_capture": "how",
              "source_layer": "how"}.get(table, "note")  # fmt: skip
    change(case, f"UPDATE [{table}] SET [{column}] = 7 WHERE id = (SELECT min(id) FROM [{table}])")
    found = [f for f in case.verify().problems if (f.kind, f.table) == ("row", table)]
    assert [f.row for f in found] == [1]
    last = case.query("SELECT max(edit) AS n FROM entry WHERE tbl = ? AND row = 1", table)
    assert found[0].edit == last[0]["n"]
    assert "around Habeas" in found[0].text


@pytest.mark.parametrize("table", JOURNALLED)
def test_a_removed_row_is_named(case, table):
    change(case, f"DELETE FROM [{table}] WHERE id = 1")
    assert ("row", table) in named(case)


@pytest.mark.parametrize("table", JOURNALLED)
def test_a_row_that_no_edit_wrote_is_named(case, table):
    names = [name for name in triggers.columns(case.read, table) if name != "id"]
    listed = ", ".join(f"[{name}]" for name in names)
    change(
        case, f"INSERT INTO [{table}] (id, {listed}) SELECT 9999, {listed} FROM [{table}] LIMIT 1"
    )
    found = [f for f in case.verify().problems if (f.kind, f.table) == ("row", table)]
    assert [f.row for f in found] == [9999]


def test_a_removed_row_that_was_put_back_is_named(case):
    change(case, "INSERT INTO place_name (id, place, name, folded) VALUES (2, 1, 'Old', 'old')")
    assert ("row", "place_name") in named(case)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE capture SET media_type = 'text/html'",
        """UPDATE layer SET notes = '["Read with care."]'""",
    ],
)
def test_what_is_noted_beside_bytes_and_text_is_committed_to(case, sql):
    change(case, sql)
    assert ("capture", "capture") in named(case)


def test_a_row_changed_around_the_program_and_then_with_it_is_named(case):
    change(case, "UPDATE place SET note = 'planted'")
    with case.edit("Rename place") as edit:
        edit.update(Place, 1, name="Peña Gris")
    found = [f for f in case.verify().problems if f.kind == "row"]
    assert [(f.table, f.row) for f in found] == [("place", 1)]
    assert "after act" in found[0].text


ENTRY = {
    "former": ("UPDATE entry SET former = '{}' WHERE id = ?", "update"),
    "former nonce": ("UPDATE entry SET former_nonce = 'ab' WHERE id = ?", "update"),
    "former commitment": ("UPDATE entry SET former_commit = new_commit WHERE id = ?", "update"),
    "new nonce": ("UPDATE entry SET new_nonce = 'ab' WHERE id = ?", "update"),
    "new commitment": ("UPDATE entry SET new_commit = former_commit WHERE id = ?", "update"),
    "act": ("UPDATE entry SET act = 'delete' WHERE id = ?", "update"),
    "row": ("UPDATE entry SET row = 77 WHERE id = ?", "update"),
    "purged": ("UPDATE entry SET purged = 3 WHERE id = ?", "update"),
    "values taken away": ("UPDATE entry SET former = NULL, former_nonce = NULL, new_nonce = NULL, "
                          "purged = 3 WHERE id = ?", "update"),
    "removed": ("DELETE FROM entry WHERE id = ?", "update"),
    "an insert made an update": ("UPDATE entry SET act = 'update' WHERE id = ?", "insert"),
}  # fmt: skip


@pytest.mark.parametrize("how", ENTRY)
def test_a_changed_entry_is_named_with_its_edit(case, how):
    sql, act = ENTRY[how]
    entry = case.query("SELECT * FROM entry WHERE tbl = 'place' AND act = ?", act)[0]
    change(case, sql, entry["id"])
    report = case.verify()
    assert {f.table for f in report.problems} & {"place", "entry", "edit"}
    assert entry["edit"] in {f.edit for f in report.problems}


def test_an_entry_put_in_is_named(case):
    change(case, "INSERT INTO entry (edit, tbl, row, act) VALUES (2, 'place', 50, 'insert')")
    assert {("journal", "entry"), ("journal", "place")} <= named(case)


def test_the_last_entries_taken_away_are_named(case):
    with around(case) as db:
        db.execute("DELETE FROM entry WHERE edit = (SELECT max(id) FROM edit)")
        db.execute("DELETE FROM edit WHERE id = (SELECT max(id) FROM edit)")
    assert ("journal", "entry") in named(case)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE edit SET label = 'Other' WHERE id = 3",
        "UPDATE edit SET started = '2020-01-01T00:00:00Z' WHERE id = 3",
        "UPDATE edit SET finished = '2020-01-01T00:00:00Z' WHERE id = 3",
        "UPDATE edit SET who = 'Somebody' WHERE id = 3",
        "UPDATE edit SET undoes = 1 WHERE id = 3",
        "UPDATE edit SET digest = lower(hex(zeroblob(32))) WHERE id = 3",
        "UPDATE edit SET previous = '' WHERE id = 3",
        "UPDATE edit SET open = 1 WHERE id = 3",
        "DELETE FROM edit WHERE id = 3",
        "UPDATE edit SET id = 99 WHERE id = 3",
    ],
)
def test_a_changed_edit_is_named(case, sql):
    change(case, sql)
    found = [f for f in case.verify().problems if f.table in ("edit", "entry")]
    assert {3, 4, 99} & {f.edit for f in found}


def test_edits_that_changed_places_are_named(case):
    with around(case) as db:
        for old, new in ((2, 999), (3, 2), (999, 3)):
            db.execute("UPDATE edit SET id = ? WHERE id = ?", [new, old])
            db.execute("UPDATE entry SET edit = ? WHERE edit = ?", [new, old])
    assert {("edit", "edit"), ("journal", "entry")} <= named(case)


CAPTURE = {
    "a byte": "UPDATE chunk SET bytes = CAST('X' || substr(bytes, 2) AS BLOB)",
    "a missing chunk": "DELETE FROM chunk",
    "one chunk more": "INSERT INTO chunk SELECT sha256, 1, bytes FROM chunk",
    "a chunk of nothing more": "INSERT INTO chunk SELECT sha256, 1, x'' FROM chunk",
    "a chunk out of its place": "UPDATE chunk SET n = 1",
    "a chunk of nobody": "UPDATE chunk SET sha256 = 'f'",
    "more bytes than Habeas writes": "UPDATE chunk SET bytes = zeroblob(2000000)",
    "the size": "UPDATE capture SET size = size + 1",
    "the name": "UPDATE capture SET sha256 = 'ab' || substr(sha256, 3)",
}


@pytest.mark.parametrize("how", CAPTURE)
def test_a_changed_capture_is_named(case, how):
    digest = case.query("SELECT sha256 FROM capture ORDER BY sha256")[0]["sha256"]
    change(case, f"{CAPTURE[how]} WHERE sha256 = ?", digest)
    found = [f for f in case.verify().problems if f.kind == "capture"]
    assert found
    assert {f.name for f in found} & {digest, "f", "ab" + digest[2:]}


@pytest.mark.parametrize(
    "what",
    [
        "text = text || ' And more.'", "kind = 'ocr'", "extractor = 'other'", "version = '2'",
        "encoding = 'latin-1'", "notes = 'none'", "sameness = ''", "length = 1", "hash = 'ab'",
        "language = 'es'", "translates = hash",
    ],
)  # fmt: skip
def test_a_changed_text_is_named(case, what):
    change(case, f"UPDATE layer SET {what} WHERE id = 1")
    found = [f for f in case.verify().problems if (f.kind, f.table) == ("layer", "layer")]
    assert [f.row for f in found] == [1]


@pytest.mark.parametrize(
    "what", ["quote = 'no food'", "start = start + 1", "end = end + 1", "prefix = ''", "suffix=''"]
)
def test_a_displaced_passage_is_named_as_a_row_and_by_its_words(case, what):
    change(case, f"UPDATE passage SET {what} WHERE id = 1")
    assert {("row", "passage"), ("passage", "passage")} <= named(case)


def test_a_passage_that_was_written_wrong_by_an_edit_is_named(case):
    with case.edit("Move passage") as edit:
        edit.update("passage", 1, start=0, end=3)
    assert named(case) == {("passage", "passage")}


def test_a_claim_without_a_passage_is_named(case):
    change(case, "DELETE FROM claim_passage WHERE claim = 1")
    assert {("claim", "claim"), ("row", "claim_passage")} <= named(case)


def test_a_reference_that_leads_nowhere_is_named(case):
    with around(case) as db:
        db.execute("DELETE FROM actor_name")
        db.execute("DELETE FROM actor")
    assert {("reference", "voice"), ("row", "actor")} <= named(case)


def test_a_seal_that_no_longer_fits_is_named(case):
    change(case, "UPDATE seal SET digest = 'ab'")
    assert {("seal", "seal"), ("row", "seal")} <= named(case)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE record_text SET text = 'else' WHERE rowid = (SELECT min(rowid) FROM record_text)",
        "DELETE FROM record_text WHERE rowid = (SELECT max(rowid) FROM record_text)",
        "INSERT INTO record_text (rowid, text) VALUES (8001, 'more')",
        "INSERT INTO record_text (rowid, text) VALUES (8007, 'more')",
        "UPDATE record_text_content SET c0 = 'else' WHERE id = 8",
    ],
)
def test_a_changed_index_of_records_is_named(case, sql):
    change(case, sql)
    assert "index" in {kind for kind, _table in named(case)}


def test_a_changed_index_of_texts_is_named(case):
    change(case, "INSERT INTO layer_text (layer_text, rowid, text) VALUES ('delete', 1, ?)", TEXT)
    assert named(case) == {("index", "layer_text")}
    change(case, "INSERT INTO layer_text (layer_text) VALUES ('rebuild')")
    assert case.verify().ok


def test_a_trigger_that_was_dropped_or_changed_is_named(case):
    db = connect(case.path, writes=True)
    sql = triggers.expected(db)["journal_claim_update"]
    db.execute("DROP TRIGGER journal_claim_update")
    found = case.verify().problems
    assert [(f.kind, f.name) for f in found] == [("trigger", "journal_claim_update")]
    db.execute(sql.replace("AFTER UPDATE", "AFTER UPDATE OF note"))
    assert [(f.kind, f.name) for f in case.verify().problems] == [
        ("trigger", "journal_claim_update")
    ]
    db.execute("DROP TRIGGER journal_claim_update")
    db.execute(sql)
    db.close()
    assert case.verify().ok


def test_what_does_not_belong_in_the_file_is_named(case):
    db = connect(case.path, writes=True)
    db.execute("CREATE VIEW extra AS SELECT 1")
    assert [(f.kind, f.name) for f in case.verify().problems] == [("schema", "extra")]
    db.execute("DROP VIEW extra")
    db.execute("DROP INDEX claim_kind")
    db.close()
    assert [(f.kind, f.name) for f in case.verify().problems] == [("schema", "claim_kind")]


def test_a_purge_is_accepted_and_one_that_never_was_is_not(case):
    entry = case.query("SELECT id FROM entry WHERE tbl = 'place' AND act = 'update'")[0]["id"]
    doomed = "former = NULL, former_nonce = NULL, new_nonce = NULL"
    with case._transaction("Purge", act="purge", undoes=None) as edit:
        edit.add("purge", made=journal.now(), kinds="{}", reason="asked for", count=1)
    change(case, f"UPDATE entry SET {doomed}, purged = ? WHERE id = ?", edit.number, entry)
    assert case.verify().ok
    change(case, "UPDATE entry SET purged = 2 WHERE id = ?", entry)
    assert ("journal", "place") in named(case)
    change(case, "UPDATE entry SET purged = ? WHERE id = ?", edit.number, entry)
    last = case.query("SELECT max(id) AS n FROM entry WHERE tbl = 'place'")[0]["n"]
    # A row that is there was not purged: it cannot be kept from being checked in that way.
    change(case, f"UPDATE entry SET {doomed}, purged = ? WHERE id = ?", edit.number, last)
    assert ("row", "place") in named(case)


def test_more_findings_than_a_person_reads_are_counted(case):
    with around(case) as db:
        for n in range(findings.MOST + 5):
            db.execute("INSERT INTO place (name, kind, note) VALUES ('x', '', ?)", [str(n)])
    report = case.verify()
    assert len([f for f in report.problems if f.kind == "row"]) == findings.MOST
    assert "5 more" in findings.as_text(report, "valdoria") or report.more > 5


def test_the_report_can_be_read(case):
    said = findings.as_text(case.verify(), "valdoria")
    assert "Everything fits" in said
    assert "What this does not show" in said
    change(case, "UPDATE place SET name = 'Santa Brisa'")
    said = findings.as_text(case.verify(), "valdoria")
    assert re.search(r"– Place 1: changed around Habeas; it is not as act \d+ left it\.", said)


@pytest.fixture
def locked(tmp_path):
    with Case.create(tmp_path / "locked.habeas", PHRASE, cost=keys.CHEAP) as case:
        grow(case)
        yield case


def test_a_locked_case_is_verified_too(locked):
    assert locked.verify().problems == ()
    change(locked, "UPDATE claim SET note = 'planted' WHERE id = 1")
    assert ("row", "claim") in named(locked)


def test_a_damaged_page_of_a_locked_case_is_found(locked):
    path = locked.path
    locked.close()
    data = bytearray(path.read_bytes())
    data[len(data) * 2 // 3] ^= 1
    path.write_bytes(data)
    with Case.open(path, PHRASE) as case:
        assert "file" in {kind for kind, _table in named(case)}


# Cells in which nothing stands that anything vouches for, as the report says; and the numbers that
# SQLite and FTS5 keep for themselves.
SILENT = {
    ("entry", "former_nonce"), ("entry", "new_nonce"),  # of a value that there is not
}  # fmt: skip
LOOKED_AT = (
    *JOURNALLED,
    "edit",
    "entry",
    "capture",
    "chunk",
    "layer",
    "stretch",
    "record_text_content",
)
ALSO = {
    "entry": {*JOURNALLED, "edit"}, "chunk": {"capture"}, "edit": {"entry"},
    "layer": {"capture", "source_capture", "source_layer"}, "stretch": {"capture"},
    "record_text_content": {"record_text", "source", "claim", "event", "place", "actor"},
}  # fmt: skip


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.generate],  # an example is small as it is
    max_examples=20,
)
@given(
    table=st.sampled_from(LOOKED_AT), at=st.integers(0, 999), column=st.integers(0, 99),
    number=st.integers(1, 1000), word=st.text(st.characters(codec="utf-8"), min_size=1),
)  # fmt: skip
def test_any_cell_changed_around_the_program_is_found(
    grown, tmp_path, table, at, column, number, word
):
    path = tmp_path / "valdoria.habeas"
    shutil.copy(grown, path)
    with Case.open(path) as case:
        idents = case.query(f"SELECT rowid AS n FROM [{table}] ORDER BY 1")
        row = idents[at % len(idents)]["n"]
        named_columns = [n for n in triggers.columns(case.read, table) if (table, n) not in SILENT]
        name = named_columns[column % len(named_columns)]
        value = case.query(f"SELECT [{name}] AS v FROM [{table}] WHERE rowid = ?", row)[0]["v"]
        new = _other(value, number=number, word=word)
        with around(case) as db:
            try:
                db.execute(f"UPDATE [{table}] SET [{name}] = ? WHERE rowid = ?", [new, row])
            except Exception as error:  # noqa: BLE001 - a value that the table itself refuses
                assert "constraint" in str(error) or "datatype" in str(error)  # noqa: PT017
                return
        assert tables(case) & ({table} | ALSO.get(table, set()))


def _other(value, *, number, word):
    """Another value of the same sort."""
    if isinstance(value, bytes):
        return value + b"x"
    if isinstance(value, int):
        return value + number
    if isinstance(value, str):
        return value + word
    return number
