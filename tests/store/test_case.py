"""Cases are made, opened and closed; what is not a case is refused and left as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlcipher3
import sqlite_utils.utils

from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.store import driver, migrations
from habeas.store.case import Case


@contextmanager
def as_nobody():
    """Without the rights of root, if the tests run as root."""
    if os.geteuid():
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shared_folder():
    """A folder that anybody may look into: tmp_path is for its owner alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def closed(tmp_path):
    path = tmp_path / "valdoria.habeas"
    with Case.create(path) as case, case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    return path


def refused(path):
    before = path.read_bytes()
    with pytest.raises(Problem) as caught:
        Case.open(path)
    assert path.read_bytes() == before
    assert [p for p in path.parent.iterdir() if p.name.startswith(path.name + "-")] == []
    return str(caught.value)


def test_a_closed_case_is_one_file_with_its_mark(closed):
    assert list(closed.parent.iterdir()) == [closed]
    head = closed.read_bytes()[:100]
    assert struct.unpack(">I", head[68:72]) == (migrations.APPLICATION_ID,)
    assert head[68:72] == b"HABE"
    assert struct.unpack(">I", head[60:64]) == (migrations.SCHEMA,)
    assert head[18:20] == b"\x01\x01", "closed, it does not journal ahead"


def test_an_open_case_journals_ahead_and_syncs_fully(case):
    assert case._db.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
    assert case._db.execute("PRAGMA synchronous").fetchone()[0] == 2
    assert case._db.execute("PRAGMA foreign_keys").fetchone()[0] == 1


def test_what_was_written_is_there_after_opening_again(closed):
    with Case.open(closed) as case:
        assert [place.name for place in case.select(Place)] == ["Peña Gris"]
    with Case.open(str(closed)) as case:
        assert case.get(Place, 1).name == "Peña Gris"
        with pytest.raises(LookupError):
            case.get(Place, 2)


def test_opening_and_closing_alone_changes_nothing_in_the_record(closed):
    with sqlite3.connect(closed) as db:
        before = list(db.execute("SELECT * FROM edit"))
    with Case.open(closed):
        pass
    with sqlite3.connect(closed) as db:
        assert list(db.execute("SELECT * FROM edit")) == before


def test_closing_twice_is_harmless_and_reading_afterwards_is_an_error(closed):
    case = Case.open(closed)
    case.query("SELECT 1")
    case.close()
    case.close()

    with pytest.raises(AssertionError, match="closed"), threaded(lambda: case.read) as error:
        raise error[0]
    assert list(closed.parent.iterdir()) == [closed]


def test_closing_beside_another_window_leaves_tidying_to_the_last_one(closed):
    first, second = Case.open(closed), Case.open(closed, read_only=True)
    assert len(second.select(Place)) == 1
    first.close()
    assert second.take_hold()
    with second.edit("Add place") as edit:
        edit.insert(Place(name="Santa Brisa"))
    second.close()
    assert list(closed.parent.iterdir()) == [closed]
    with Case.open(closed) as case:
        assert len(case.select(Place)) == 2


@contextmanager
def threaded(act):
    errors = []

    def run():
        try:
            act()
        except AssertionError as error:
            errors.append(error)

    thread = threading.Thread(target=run)
    thread.start()
    thread.join()
    yield errors


def test_a_case_is_not_made_over_a_file(closed):
    before = closed.read_bytes()
    with pytest.raises(Problem, match="is there already"):
        Case.create(closed)
    assert closed.read_bytes() == before


def test_a_case_is_not_made_where_there_is_no_folder(tmp_path):
    with pytest.raises(Problem, match=r"“a\.habeas” cannot be opened: No such file or directory"):
        Case.create(tmp_path / "missing" / "a.habeas")
    assert list(tmp_path.iterdir()) == []


def test_a_case_is_not_made_in_a_folder_that_may_not_be_written_to(shared_folder):
    with as_nobody(), pytest.raises(Problem, match="Permission denied"):
        Case.create(shared_folder / "a.habeas")
    assert list(shared_folder.iterdir()) == []


@pytest.mark.parametrize(
    "data",
    [b"", b"SQLite format 3\x00", b"Nothing but a note about Santa Brisa.\n" * 40],
    ids=["empty", "magic only", "text"],
)
def test_a_file_of_something_else_is_refused(tmp_path, data):
    path = tmp_path / "note.habeas"
    path.write_bytes(data)
    assert "“note.habeas” is not a Habeas case. Nothing was changed." in refused(path)


@pytest.mark.parametrize("mode", ["DELETE", "WAL"])
def test_another_database_is_refused_and_not_touched(tmp_path, mode):
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute(f"PRAGMA journal_mode={mode}")
    db.execute("CREATE TABLE note (words TEXT)")
    db.commit()
    db.close()
    assert "is not a Habeas case" in refused(path)


def test_the_journal_of_another_open_database_is_not_touched(tmp_path):
    path = tmp_path / "other.db"
    db = sqlite3.connect(path)
    db.execute("PRAGMA journal_mode=WAL")
    db.execute("CREATE TABLE note (words TEXT)")
    before = {p: p.read_bytes() for p in tmp_path.iterdir()}
    assert len(before) == 3
    with pytest.raises(Problem, match="is not a Habeas case"):
        Case.open(path)
    assert {p: p.read_bytes() for p in tmp_path.iterdir()} == before
    db.close()


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(Problem, match="is a folder, not a case"):
        Case.open(tmp_path)


def test_a_missing_file_is_refused_and_not_made(tmp_path):
    with pytest.raises(Problem, match=r"“gone\.habeas” cannot be opened: No such file"):
        Case.open(tmp_path / "gone.habeas")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_may_not_be_read_is_refused(closed, shared_folder):
    path = Path(shutil.copy(closed, shared_folder))
    path.chmod(0)
    with as_nobody(), pytest.raises(Problem, match="Permission denied"):
        Case.open(path)
    folder = shared_folder / "locked"
    folder.mkdir(mode=0o700)
    if os.geteuid() == 0:  # somebody else's folder: it cannot even be asked what lies in it
        with as_nobody(), pytest.raises(Problem, match="Permission denied"):
            Case.open(folder / "a.habeas")


def test_a_case_on_a_read_only_disk_is_read_but_not_written(closed, shared_folder):
    path = Path(shutil.copy(closed, shared_folder))
    path.chmod(0o444)
    shared_folder.chmod(0o555)
    before = path.read_bytes()
    with as_nobody(), Case.open(path) as case:
        assert case.get(Place, 1).name == "Peña Gris"
        assert [hit.id for hit in case.search("pena")] == [1]
        with pytest.raises(Problem, match="cannot be written to"), case.edit("Add place") as edit:
            edit.insert(Place(name="Santa Brisa"))
        with pytest.raises(Problem, match="cannot be written to"):
            case.put("scroll", 3)
    assert path.read_bytes() == before
    assert list(shared_folder.iterdir()) == [path]


def test_a_case_of_a_newer_program_is_refused(closed):
    with sqlite3.connect(closed) as db:
        db.execute(f"PRAGMA user_version={migrations.SCHEMA + 1}")
    db.close()
    assert "was made by a newer Habeas" in refused(closed)


@pytest.mark.parametrize(
    "change",
    [
        "DROP TRIGGER journal_place_update",
        "DROP TRIGGER immutable_layer_delete",
        "CREATE TRIGGER own AFTER INSERT ON place BEGIN SELECT 1; END",
    ],
)
def test_a_case_whose_triggers_were_changed_is_refused(closed, change):
    with sqlite3.connect(closed) as db:
        db.execute(change)
    db.close()
    assert "was changed by another program" in refused(closed)


def test_a_trigger_that_was_made_to_do_nothing_is_noticed(closed):
    with sqlite3.connect(closed) as db:
        db.execute("DROP TRIGGER journal_place_update")
        db.execute("CREATE TRIGGER journal_place_update AFTER UPDATE ON place BEGIN SELECT 1; END")
    db.close()
    assert "was changed by another program" in refused(closed)


def test_a_damaged_case_is_refused_in_words(closed):
    data = closed.read_bytes()
    closed.write_bytes(data[:100] + b"\xff" * (len(data) - 100))
    assert "the file is damaged" in refused(closed)


def test_one_driver_serves_us_and_sqlite_utils(case):
    assert sqlite_utils.utils.sqlite3 is sqlcipher3
    assert sqlite_utils.utils.sqlite3.OperationalError is driver.OperationalError
    assert type(case._db.conn).__module__.startswith("sqlcipher3")


def test_plugins_of_sqlite_utils_do_not_run(tmp_path):
    """A plugin lying about in the environment sees every connection unless it is told not to."""
    (tmp_path / "spy.py").write_text(
        "import sqlite_utils\n"
        "@sqlite_utils.hookimpl\n"
        "def prepare_connection(conn):\n    print('the plugin ran')\n"
    )
    info = tmp_path / "spy-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: spy\nVersion: 1\n")
    (info / "entry_points.txt").write_text("[sqlite_utils]\nspy = spy\n")
    script = (
        "import sys; from habeas.store.case import Case; import sqlite_utils\n"
        "with Case.create(sys.argv[1]) as case: case.query('SELECT 1')\n"
        "print('ours done'); sqlite_utils.Database(memory=True)"
    )
    path = os.pathsep.join([str(tmp_path), *sys.path])
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path / "a.habeas")],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["ours done", "the plugin ran"]


def test_each_thread_reads_by_its_own_connection_which_goes_with_it(case, fill):
    fill.source("A calm night.")
    mine = case.read
    seen = []

    def look():
        seen.append(case.read is mine)
        seen.append(len(case.query("SELECT * FROM source")))

    for _ in range(20):
        thread = threading.Thread(target=look)
        thread.start()
        thread.join()
    assert seen == [False, 1] * 20
    assert list(case._file.readers) == [mine]


def test_rows_outlive_the_thread_that_made_them(case, fill):
    fill.source("A calm night.")
    made = []
    thread = threading.Thread(
        target=lambda: made.append(
            case.rows(find="SELECT id FROM source", show="SELECT id, title FROM source WHERE id")
        )
    )
    thread.start()
    thread.join()
    assert made[0].row(0)["title"] == "Visit note"


def test_readers_cannot_write(case):
    with pytest.raises(driver.OperationalError, match=r"readonly|read-only"):
        case.read.execute("INSERT INTO desk VALUES ('a', '1')")


def test_view_state_is_kept_without_history(closed):
    with Case.open(closed) as case:
        case.put("reader/1", {"scroll": 12, "open": ["é", None]})
        case.put("reader/2", 1)
        case.put("board", [1])
        case.put("reader/2", None)
        assert len(case.query("SELECT * FROM edit")) == 1
    with Case.open(closed) as case:
        assert case.desk("reader/1") == {"scroll": 12, "open": ["é", None]}
        assert case.desk("reader/2", "none") == "none"
        assert case.desk_keys("reader/") == ["reader/1"]


def test_view_state_of_a_damaged_page_is_passed_over(tmp_path):
    # STRICT keeps all but text out of the column; a page that was swapped does not.
    from habeas.store import desk
    from habeas.store.driver import connect

    db = connect(tmp_path / "damaged.db", writes=True)
    db.execute("CREATE TABLE desk (key, value)")
    for value in (7, b"{}\xff", "{", None):
        db.execute("INSERT INTO desk VALUES ('reader/1', ?)", [value])
        assert desk.get(db, "reader/1", "none") == "none"
        db.execute("DELETE FROM desk")
    db.close()


def test_view_state_can_be_put_without_waiting_for_another_thread_that_writes(case):
    began, go_on = threading.Event(), threading.Event()

    def write():
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Santa Brisa"))
            began.set()
            go_on.wait(10)

    thread = threading.Thread(target=write)
    thread.start()
    assert began.wait(10)
    assert not case.put("scroll", 3, wait=False)
    go_on.set()
    thread.join()
    assert case.put("scroll", 3, wait=False)
    assert case.desk("scroll") == 3


def test_view_state_does_not_wait_for_another_window(case):
    other = driver.connect(case.path, writes=True)
    other.execute("BEGIN IMMEDIATE")
    began = time.monotonic()
    assert not case.put("scroll", 3, wait=False)
    assert time.monotonic() - began < driver.BUSY_SECONDS / 2
    other.execute("ROLLBACK")
    other.close()
    assert case.put("scroll", 3, wait=False)
    assert case.desk("scroll") == 3


def test_view_state_put_during_an_edit_does_not_end_it(case):
    with pytest.raises(RuntimeError), case.edit("Add place") as edit:  # noqa: PT012
        edit.insert(Place(name="Peña Gris"))
        case.put("scroll", 3)
        raise RuntimeError
    assert case.select(Place) == []
    assert case.query("SELECT * FROM edit") == []
