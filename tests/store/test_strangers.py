"""A case file can come from anywhere: what is not ours is refused with a reason, unchanged.

Nothing of a stranger's file runs, no file of the user's is touched by it, and damage is told.
"""

from __future__ import annotations

import gzip
import json
import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

import mutants
from habeas import capture
from habeas.domain.claim import Claim
from habeas.domain.page import Page, Word
from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.services import collecting, custody, example
from habeas.store import damage, examining, intake, keys, known, migrations, opening, schema
from habeas.store.case import Case
from habeas.store.driver import OperationalError, connect

MUTANTS = {"plain": 130, "locked": 20}
SECONDS = 240  # for one such run, on a machine that does much else


@pytest.fixture
def closed(tmp_path):
    path = tmp_path / "valdoria.habeas"
    with Case.create(path) as case, case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    return path


@pytest.fixture(scope="module")
def bases(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bases")
    mutants.make_bases(folder)
    (folder / "victim.txt").write_text("not yours")
    return folder


@pytest.fixture
def filled(bases, tmp_path):
    path = tmp_path / "filled.habeas"
    path.write_bytes((bases / "plain.habeas").read_bytes())
    return path


def tamper(path: Path, *statements: str, writable: bool = False) -> None:
    """Change the file as another program would, without the triggers that would stop it."""
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA writable_schema={'ON' if writable else 'OFF'}")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def untriggered(path: Path, *statements: str) -> None:
    """Change rows, with the triggers as they were before and after."""
    with closing(sqlite3.connect(path)) as db:
        sql = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = db.execute(sql).fetchall()
    drop = [f"DROP TRIGGER [{name}]" for name, _sql in triggers]
    tamper(path, *drop, *statements, *(sql for _name, sql in triggers))


def refused(path: Path, passphrase: str | None = None) -> str:
    """The words in which a file is refused; it is as it was then, with nothing beside it."""
    before = {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()}
    with pytest.raises(Problem) as error:
        Case.open(path, passphrase)
    assert {p: p.read_bytes() for p in path.parent.iterdir() if p.is_file()} == before
    return str(error.value)


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        ("CREATE TABLE spy (a)", "the table “spy” in it is not from Habeas"),
        ("CREATE VIEW spy AS SELECT 1", "the view “spy” in it is not from Habeas"),
        (
            "CREATE VIEW spy AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) "
            "SELECT i FROM n",
            "the view “spy”",
        ),
        (
            "CREATE TRIGGER spy AFTER INSERT ON edit BEGIN DELETE FROM claim; END",
            "the trigger “spy” in it is not from Habeas",
        ),
        ("CREATE INDEX spy ON claim(length(hex(note)))", "the index “spy” in it is not from"),
        ("CREATE TABLE spy (a, b AS (hex(zeroblob(a))))", "the table “spy”"),
        ("CREATE VIRTUAL TABLE spy USING fts5(a, content='capture')", "“spy"),
        ("CREATE TABLE \"a\u202eb\nc\" (a)", "the table “a�b�c”"),
        ("ANALYZE", "the table “sqlite_stat"),
        ("ALTER TABLE claim ADD COLUMN spy TEXT", "the table “claim” in it is not as Habeas made"),
        ("DROP INDEX claim_kind", "the index “claim_kind” is missing in it"),
        ("DROP TABLE signing_key", "the table “signing_key” is missing in it"),
        ("DROP TRIGGER immutable_layer_update", "the trigger “immutable_layer_update” is missing"),
        ("DELETE FROM _sqlite_migrations", "the table “_sqlite_migrations” in it is not as"),
        ("UPDATE _sqlite_migrations SET name = 'x' WHERE id = 2", "“_sqlite_migrations”"),
        ("INSERT INTO layer_text_config VALUES ('rank', 'bm25(9)')", "“layer_text_config”"),
        ("UPDATE edit SET open = 1 WHERE id = 1", "the table “edit” in it is not as"),
        ("PRAGMA user_version=1", "the table “entry” in it is not as Habeas made it"),
        ("PRAGMA user_version=0", "is not a Habeas case"),
        ("PRAGMA user_version=-1", "made by a newer Habeas"),
    ],
)  # fmt: skip
def test_what_is_not_ours_is_refused_by_its_name_and_changes_nothing(closed, statement, named):
    tamper(closed, statement)
    assert named in refused(closed)


def test_a_locked_case_is_looked_at_as_closely(tmp_path):
    path = tmp_path / "locked.habeas"
    Case.create(path, "phrase", cost=keys.CHEAP).close()
    db = connect(path, writes=True, key=keys.derive("phrase", keys.salt_of(path)))
    db.execute("CREATE VIEW spy AS SELECT 1")
    db.close()
    assert "the view “spy” in it is not from Habeas" in refused(path, "phrase")


@pytest.mark.parametrize(
    "statement",
    [
        # A view in place of a table: whoever reads the table would run it.
        "UPDATE sqlite_master SET type = 'view', rootpage = 0, "
        "sql = 'CREATE VIEW term AS SELECT randomblob(1000000000)' WHERE name = 'term'",
        "UPDATE sqlite_master SET sql = replace(sql, 'definition TEXT NOT NULL', "
        "'definition TEXT NOT NULL AS (hex(randomblob(900000000)))') WHERE name = 'term'",
        "UPDATE sqlite_master SET sql = replace(sql, 'NOT NULL) STRICT', "
        "'NOT NULL CHECK (load_extension(note))) STRICT') WHERE name = 'actor'",
        "UPDATE sqlite_master SET sql = replace(sql, 'NOCASE', 'RTRIM') "
        "WHERE name = 'claim_summary'",
        "UPDATE sqlite_master SET sql = replace(sql, 'content=''layer''', 'content=''capture''') "
        "WHERE name = 'layer_text'",
        "UPDATE sqlite_master SET sql = replace(sql, 'unicode61', 'trigram') "
        "WHERE name = 'layer_text'",
        "UPDATE sqlite_master SET rootpage = 0 WHERE name = 'term'",
        "UPDATE sqlite_master SET rootpage = 1 WHERE name = 'term'",
        "UPDATE sqlite_master SET rootpage = 2000000000 WHERE name = 'term'",
        "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master "
        "WHERE name = 'place') WHERE name = 'term'",
        "UPDATE sqlite_master SET sql = 'CREATE TABLE term (' WHERE name = 'term'",
        "UPDATE sqlite_master SET sql = CAST(x'ff00ff' AS TEXT) WHERE name = 'term'",
        "INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = 'claim_kind'",
        "DELETE FROM sqlite_master WHERE name = 'term'",
    ],
)
def test_a_schema_that_was_written_by_hand_is_refused(closed, statement):
    tamper(closed, statement, writable=True)
    words = refused(closed)
    assert "was changed by another program" in words or "the file is damaged" in words


def test_of_a_strangers_file_nothing_but_its_schema_can_be_read_before_it_is_known(closed):
    from habeas.store import looking

    with closing(connect(closed, writes=False)) as db, looking.schema_alone(db):
        assert db.execute("PRAGMA user_version").fetchone() == (migrations.SCHEMA,)
        assert len(db.execute("SELECT name FROM sqlite_master").fetchall()) > 100
        for sql in ("SELECT * FROM place", "PRAGMA writable_schema=ON", "SELECT hex(1)",
                    "ATTACH '/etc/passwd' AS p", "DELETE FROM sqlite_master",
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i FROM n) SELECT i FROM n",
                    ):  # fmt: skip
            with pytest.raises(Exception, match=r"not authorized|prohibited|may not be"):
                db.execute(sql)


def test_a_look_that_takes_too_long_is_broken_off(closed):
    from habeas.store import looking

    endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n) SELECT max(i) FROM n"
    with (
        closing(connect(closed, writes=False)) as db,
        looking.timed(db, seconds=0.05),
        pytest.raises(OperationalError, match="interrupted"),
    ):
        db.execute(endless).fetchall()


def test_what_is_expected_is_what_a_case_has(closed):
    with closing(connect(closed, writes=False)) as db:
        found = db.execute("SELECT type, name, tbl_name FROM sqlite_master").fetchall()
    wanted = schema.expected(migrations.SCHEMA)
    assert {(kind, name): table for kind, name, table in found} == {
        thing: table for thing, (table, _sql) in wanted.items()
    }


def first_page(path):
    return path.read_bytes()[: mutants.PAGE]


@pytest.mark.parametrize("end", ["-journal", "-wal", "-shm"])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
def test_what_lies_beside_a_case_and_is_no_file_is_not_followed(closed, tmp_path, end, kind):
    victim = tmp_path / "victim.txt"
    victim.write_text("not yours")
    beside = Path(f"{closed}{end}")
    if kind == "link":
        beside.symlink_to(victim)
    elif kind == "pipe":
        os.mkfifo(beside)
    else:
        beside.mkdir()
    with pytest.raises(Problem, match="could do harm"):
        Case.open(closed)
    assert victim.read_text() == "not yours"


def test_a_journal_does_not_make_sqlite_delete_a_file_that_it_names(closed, tmp_path):
    """SQLite deletes the super-journal that a hot journal names once it has rolled back."""
    victim = tmp_path / "victim.txt"
    victim.write_text("not yours")
    page = first_page(closed)
    count = closed.stat().st_size // mutants.PAGE
    log = mutants.hot_journal([(1, page)], count=count, named=str(victim))
    Path(f"{closed}-journal").write_bytes(log)
    assert "“valdoria.habeas-journal” beside this case is not from Habeas" in refused(closed)
    assert victim.read_text() == "not yours"


def test_a_write_that_was_broken_off_is_still_undone(closed):
    page = first_page(closed)
    broken = bytearray(closed.read_bytes())
    broken[200:400] = bytes(200)  # in the middle of the schema
    closed.write_bytes(broken)
    log = mutants.hot_journal([(1, page)], count=len(broken) // mutants.PAGE)
    Path(f"{closed}-journal").write_bytes(log)
    with Case.open(closed) as case:
        assert case.get(Place, 1).name == "Peña Gris"


def test_what_is_no_file_is_refused_at_once(tmp_path):
    pipe, listening, loop = tmp_path / "pipe", tmp_path / "socket", tmp_path / "loop"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(listening))
        for path in (pipe, listening, Path("/dev/zero"), Path("/dev/null"), Path("/dev/tty")):
            with pytest.raises(Problem, match=r"is not a Habeas case|cannot be opened"):
                Case.open(path)
    for path in (loop, tmp_path / ("a" * 300), tmp_path / "a\0b", tmp_path / "no" / "such"):
        with pytest.raises(Problem, match="cannot be opened"):
            Case.open(path)


@pytest.mark.parametrize("start", ["plain", "locked"])
def test_no_file_of_up_to_100_bytes_is_a_case(bases, tmp_path, start):
    data = (bases / f"{start}.habeas").read_bytes()
    path = tmp_path / "short.habeas"
    for size in range(101):
        path.write_bytes(data[:size])
        with pytest.raises(Problem):
            Case.open(path, mutants.PHRASE if start == "locked" and size >= keys.SALT else None)


def test_a_header_that_claims_a_huge_file_is_refused(closed):
    data = bytearray(closed.read_bytes())
    data[28:32] = b"\x7f\xff\xff\xff"
    closed.write_bytes(data)
    assert "the file is damaged" in refused(closed)


def test_damage_that_shows_later_is_told_and_the_case_closes(closed):
    with closing(sqlite3.connect(closed)) as db:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'place'"
        at = (db.execute(sql).fetchone()[0] - 1) * mutants.PAGE
    data = bytearray(closed.read_bytes())
    data[at : at + mutants.PAGE] = b"\xa5" * mutants.PAGE
    closed.write_bytes(data)
    with Case.open(closed) as case:
        for read in (
            lambda: case.select(Place),
            lambda: case.query("SELECT * FROM place"),
            lambda: case.get(Place, 1),
            lambda: case.read.execute("SELECT count(*) FROM place").fetchone(),
            lambda: case.rows(find="SELECT id FROM place", show="SELECT * FROM place WHERE id"),
            case.undo,
        ):
            with pytest.raises(Problem, match="The case file is damaged"):
                read()
        with pytest.raises(Problem), case.edit("Add place") as edit:
            edit.insert(Place(name="Santa Brisa"))
    with pytest.raises(Problem, match="damaged"):
        list(examining.examine(closed))


def test_a_damaged_page_of_a_locked_case_is_told(bases, tmp_path):
    path = tmp_path / "locked.habeas"
    data = bytearray((bases / "locked.habeas").read_bytes())
    key = keys.derive(mutants.PHRASE, bytes(data[: keys.SALT]))
    with closing(connect(bases / "locked.habeas", writes=False, key=key)) as db:
        sql = "SELECT rootpage FROM sqlite_master WHERE name = 'place'"
        at = (db.execute(sql).fetchone()[0] - 1) * mutants.PAGE
    data[at + 50] ^= 1
    path.write_bytes(data)
    with Case.open(path, mutants.PHRASE) as case:
        with pytest.raises(Problem, match="is damaged"):
            case.select(Place)
        with pytest.raises(Problem, match="is damaged"):
            case.undo()


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("stage", "exploded"),
        ("assertion", "\u202edetats"),
        ("when_holding", "always"),
        ("quantity_low", "NaN"),
        ("quantity_high", "1E+999999999"),
        ("quantity_stated", "٣"),
        ("quantity_stated", "9" * 5000),
        ("when_began", 7),
    ],
)
def test_a_value_that_habeas_does_not_write_is_named_by_its_record(filled, column, value):
    quoted = f"'{value}'" if isinstance(value, str) else value
    untriggered(filled, f"UPDATE claim SET {column} = {quoted} WHERE id = 3")
    with Case.open(filled) as case:
        assert case.get(Claim, 2).id == 2
        with pytest.raises(damage.Damaged, match=rf"\(claim 3, {column}\)"):
            case.get(Claim, 3)
        with pytest.raises(damage.Damaged, match=rf"\(claim 3, {column}\)"):
            case.select(Claim)
    with pytest.raises(damage.Damaged, match=rf"\(claim 3, {column}\)"):
        list(examining.examine(filled))


def test_text_of_any_kind_is_read_as_it_stands(filled):
    words = "a\x07b\u202ec" + "x" * 10_000_000
    untriggered(filled, f"UPDATE claim SET note = '{words}', when_edtf = 'soon' WHERE id = 3")
    with Case.open(filled) as case:
        assert case.get(Claim, 3).note == words
        assert case.get(Claim, 3).when.edtf == "soon"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE layer SET notes = '[[[['",
        "UPDATE layer SET notes = '{}'",
        "UPDATE entry SET former = '{\"id\"' WHERE id = 1",
        "UPDATE entry SET former = '[]' WHERE id = 1",
        "UPDATE entry SET former = '{\"id\": 1}' WHERE id = 1",
        "UPDATE entry SET former = '' WHERE id = 1",
        "UPDATE entry SET tbl = 'sqlite_master' WHERE id = 1",
        "UPDATE claim SET first_day = 'soon' WHERE id = 3",
        "UPDATE claim SET last_day = '2031-02-30' WHERE id = 3",
        "UPDATE edit SET started = 'long ago' WHERE id = 3",
        "UPDATE desk SET value = '{'",
        "DELETE FROM source",
        "UPDATE capture SET size = 1 << 62",
        "UPDATE chunk SET bytes = zeroblob(3000000)",
        "UPDATE sqlite_sequence SET seq = 9223372036854775807",
        "UPDATE sqlite_sequence SET seq = 'many'",
    ],
)
def test_the_long_look_finds_what_the_quick_one_passes_over(filled, statement):
    assert list(examining.examine(filled))
    untriggered(filled, statement)
    Case.open(filled).close()
    before = filled.read_bytes()
    with pytest.raises(damage.Damaged):
        list(examining.examine(filled))
    assert filled.read_bytes() == before


@pytest.mark.parametrize(
    "change",
    [
        "n = -5", "n = 9223372036854775807", "start = -1", "end = 900000000", "start = 3, end = 2",
        "width = 9e999", "height = -9e999", "name = printf('%.*c', 10000000, 'x')",
    ],
)  # fmt: skip
def test_a_page_that_no_source_can_have_is_found_by_the_long_look(closed, change):
    page = Page(1, 100, 200, 0, 5, (Word(0, 4, (1, 2, 3, 4)),))
    with Case.open(closed) as case, case.edit("Add source") as edit:
        note = capture.pasted("Visits are suspended at Peña Gris.")
        collecting.add(edit, replace(note, pages=(page,)))
    assert list(examining.examine(closed))
    untriggered(closed, f"UPDATE stretch SET {change}")
    with pytest.raises(damage.Damaged):
        list(examining.examine(closed))


@pytest.mark.parametrize(
    "change",
    ["size = 9223372036854775807", "batch = 9223372036854775807", "size = -1",
     "path = printf('%.*c', 10000000, 'x')"],
)  # fmt: skip
def test_a_queue_that_no_computer_can_have_is_found_by_the_long_look(closed, change):
    with Case.open(closed) as case:
        intake.put(case, 1, [intake.Found("/home/paula/note.txt", 5)])
    assert list(examining.examine(closed))
    untriggered(closed, f"UPDATE intake SET {change}")
    with pytest.raises(damage.Damaged):
        list(examining.examine(closed))


def test_a_sound_case_stands_the_long_look(tmp_path):
    with Case.create(tmp_path / "example.habeas") as case:
        example.build(case, "es")
        claim = case.select(Claim)[0]
        with case.edit("Correct claim") as edit:
            edit.update(Claim, claim.id, note="seen again")
        case.undo()
        case.put("scroll", 0)
        with case.recording("Export report") as edit:
            custody.exported(edit, [claim.source], how=custody.REPORT, file="a.docx")
    assert len(list(examining.examine(tmp_path / "example.habeas"))) > 30


def test_a_case_of_an_older_schema_stands_it_once_it_is_up_to_date(tmp_path):
    path = tmp_path / "old.habeas"
    saved = Path(__file__).parents[1] / "files" / "cases" / "schema-1.habeas.gz"
    path.write_bytes(gzip.decompress(saved.read_bytes()))
    assert list(examining.examine(path))
    Case.open(path).close()
    assert list(examining.examine(path))


def test_a_text_that_is_no_text_is_told(filled):
    untriggered(filled, "UPDATE layer SET text = CAST(x'41ff42' AS TEXT)")
    with Case.open(filled) as case, pytest.raises(Problem, match="is damaged"):
        case.text(case.query("SELECT hash FROM layer")[0]["hash"])


def test_the_long_look_can_be_stopped_and_leaves_nothing_open(filled):
    going = examining.examine(filled)
    next(going)
    next(going)
    going.close()
    with Case.open(filled) as case:
        assert len(case.select(Claim)) > 1


def test_a_case_that_was_closed_well_is_known_again_and_no_other_is(closed, filled):
    mark = known.mark(closed)
    assert known.mark(closed) == mark != known.mark(filled)
    with Case.open(closed) as case:
        case.put("scroll", 3)
    assert known.mark(closed) != mark


def test_view_state_that_cannot_be_read_is_passed_over(filled):
    untriggered(filled, "UPDATE desk SET value = '[[['")
    with Case.open(filled) as case:
        assert case.desk("reader/1", "none") == "none"


@pytest.mark.parametrize(
    "former",
    ["NULL", "'{'", "'[1]'", "'{}'", "'\"id\"'", "'{\"id\": 1, \"spy\": 2}'", "'{\"id\": [1]}'",
     "'{\"id\": 99999999999999999999}'", "'" + "[" * 5000 + "'"],
)  # fmt: skip
def test_a_journal_that_was_written_by_hand_is_not_taken_back(filled, former):
    with Case.open(filled) as case, case.edit("Correct claim") as edit:
        edit.update(Claim, 3, note="seen again")
    untriggered(
        filled, f"UPDATE entry SET former = {former} WHERE id = (SELECT max(id) FROM entry)"
    )
    with Case.open(filled) as case:
        with pytest.raises(Problem, match="ournal of this case"):
            case.undo()
        assert case.get(Claim, 3).note == "seen again"


@pytest.mark.parametrize("kind", MUTANTS)
def test_a_sample_of_mutants_ends_in_no_crash_no_hang_and_no_surprise(bases, kind):
    figures = try_mutants(bases, first=0, count=MUTANTS[kind], kind=kind)
    assert sum(figures["outcomes"].values()) == MUTANTS[kind]


def try_mutants(folder: Path, *, first: int, count: int, kind: str) -> dict[str, object]:
    """The figures of a run of mutants in a process of its own; each that failed is told."""
    done = subprocess.run(
        [sys.executable, mutants.__file__, str(folder), str(first), str(count), kind],
        env=os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True, text=True, timeout=SECONDS, check=False,
    )  # fmt: skip
    said = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 0, (said[-1], done.stderr[-3000:])
    assert not [line for line in said if "failed" in line]
    return said[-1]


def test_opening_a_known_case_asks_nothing_that_grows_with_it(closed, monkeypatch):
    """Of the tables only four small ones are read; the file is not gone through."""
    with closing(connect(closed, writes=False)) as db:
        seen: list[str] = []
        db.conn.set_trace_callback(seen.append)
        opening.admit(closed, db, None)
    assert len(seen) < 12
    assert not [sql for sql in seen if "_check" in sql]
