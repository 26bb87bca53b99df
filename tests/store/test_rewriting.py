"""Another lock for a case: all of it comes along, and at no moment is there half a case."""

from __future__ import annotations

import itertools
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from contextlib import closing, contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest

import rekeying
from habeas.domain.register import Place
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.store import keys, rewriting
from habeas.store.case import Case
from habeas.store.driver import connect
from making import whole

OLD, NEW = rekeying.PHRASES
WORDS = "Visits are suspended at Peña Gris, the place that must not be read."


class Change(NamedTuple):
    """The passphrase before and after; None for a case that is not locked."""

    old: str | None
    new: str | None


ANOTHER, FIRST, NONE = Change(OLD, NEW), Change(None, NEW), Change(OLD, None)
CHANGES = {"another passphrase": ANOTHER, "a first one": FIRST, "none any more": NONE}
each_change = pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())


def made(path: Path, passphrase: str | None, *, size: int = 100_000) -> Path:
    """A case with a history, a text and a film of ``size`` bytes."""
    path.write_bytes(_made(passphrase, size))
    return path


@cache
def _made(passphrase: str | None, size: int) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        return _make(Path(folder) / "valdoria.habeas", passphrase, size).read_bytes()


def _make(path: Path, passphrase: str | None, size: int) -> Path:
    with Case.create(path, passphrase, cost=keys.CHEAP) as case:
        with case.edit("Add source") as edit:
            source = edit.insert(Source(title="Visit note"))
            capture = edit.keep(WORDS.encode(), media_type="text/plain")
            layer = edit.keep_layer(capture, WORDS)
            edit.add(
                "source_capture", source=source, capture=capture, layer=layer, file_name="note.txt",
                captured="", captured_by="", how="typed",
            )  # fmt: skip
            edit.keep(random.Random(1).randbytes(size), media_type="video/mp4")
        for name in ("Peña Gris", "Santa Brisa"):
            with case.edit("Add place") as edit:
                edit.insert(Place(name=name))
        case.undo()
        case.put("scroll", 7)
    return path


def steps_of(path, change):
    """The work of this change, not begun."""
    if change.new is None:
        return rewriting.unlock(path, passphrase=change.old)
    if change.old is None:
        return rewriting.lock(path, passphrase=change.new, cost=keys.CHEAP)
    return rewriting.change_passphrase(path, old=change.old, new=change.new)


def up_to(steps, part):
    """Go on until this part of all is done: 0.5 is written, 1 is compared as well."""
    for done, total in steps:
        if total and done >= part * total:
            return
    raise AssertionError("it ended before")


def everything(case):
    """Every row of every table, and what the file says of itself."""
    tables = case.query("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    found = {row["name"]: case.query(f"SELECT * FROM [{row['name']}]") for row in tables}
    for pragma in ("application_id", "user_version", "page_size"):
        found[pragma] = [str(value) for row in case.query(f"PRAGMA {pragma}") for value in
                         row.values()]  # fmt: skip
    return {
        name: sorted(map(repr, rows)) for name, rows in found.items() if name != "sqlite_master"
    }


def opened(path, passphrase):
    with Case.open(path, passphrase) as case:
        return everything(case)


@contextmanager
def untouched(path):
    """Inside, nothing happens to the file, and nothing is left beside it."""
    there, before, file = sorted(path.parent.iterdir()), path.read_bytes(), path.stat().st_ino
    yield
    assert sorted(path.parent.iterdir()) == there
    assert path.read_bytes() == before
    assert path.stat().st_ino == file


@pytest.fixture
def path(tmp_path, change):
    return made(tmp_path / "valdoria.habeas", change.old)


@pytest.fixture
def locked(tmp_path):
    return made(tmp_path / "valdoria.habeas", OLD)


@pytest.fixture
def shared_folder():
    """A folder that anybody may look into: tmp_path is for its owner alone."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


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


@each_change
def test_everything_comes_along_and_only_the_new_passphrase_opens_it(path, change):
    before = opened(path, change.old)
    whole(steps_of(path, change))
    assert list(path.parent.iterdir()) == [path]
    with pytest.raises(Problem):
        Case.open(path, change.old)
    assert opened(path, change.new) == before
    assert (WORDS.encode() in path.read_bytes()) == (change.new is None)


@each_change
def test_undo_search_and_numbering_go_on(path, change):
    whole(steps_of(path, change))
    with Case.open(path, change.new) as case:
        assert {hit.what for hit in case.search("pena")} == {"passage", "place"}
        assert [step.label for step in case.steps()[1]] == ["Add place"]
        case.redo()
        assert [place.name for place in case.select(Place)] == ["Peña Gris", "Santa Brisa"]
        case.undo()
        with case.edit("Add place") as edit:
            assert edit.insert(Place(name="Lagunas")) == 3, "a number is never given twice"
        while case.undo():
            pass
        assert case.select(Source) == []


def test_the_salt_stays_and_the_old_recovery_code_is_void(locked):
    salt = keys.salt_of(locked)
    with Case.open(locked, OLD) as case:
        code = keys.recovery_code(case.key)
    key = whole(rewriting.change_passphrase(locked, old=OLD, new=NEW))
    assert keys.salt_of(locked) == salt == key.salt
    with pytest.raises(keys.Locked):
        Case.open(locked, key=keys.key_of(code, salt))
    fresh = keys.recovery_code(key)
    Case.open(locked, key=key).close()
    Case.open(locked, key=keys.key_of(fresh, salt)).close()


def test_two_cases_locked_with_one_passphrase_have_each_their_salt(tmp_path):
    paths = [made(tmp_path / name, None) for name in ("one.habeas", "two.habeas")]
    for path in paths:
        whole(rewriting.lock(path, passphrase=NEW, cost=keys.CHEAP))
    assert keys.salt_of(paths[0]) != keys.salt_of(paths[1])


def test_the_keys_of_a_change_that_failed_are_forgotten(locked):
    old, new = (keys.derive(phrase, keys.salt_of(locked)) for phrase in (NEW, OLD))
    with untouched(locked), pytest.raises(keys.Locked):
        whole(rewriting.rewrite(locked, old=old, new=new))
    with untouched(locked), pytest.raises(AssertionError, match="salt"):
        whole(rewriting.rewrite(locked, old=new, new=keys.derive(NEW, keys.new_salt(keys.CHEAP))))


@pytest.mark.parametrize(
    "steps",
    [
        lambda path: rewriting.change_passphrase(path, old=NEW, new="a third one"),
        lambda path: rewriting.unlock(path, passphrase=NEW),
        lambda path: rewriting.lock(path, passphrase=NEW, cost=keys.CHEAP),
    ],
    ids=["change", "unlock", "lock what is locked"],
)
def test_what_does_not_open_it_changes_nothing(locked, steps):
    with untouched(locked), pytest.raises(keys.Locked, match=r"valdoria.*Nothing was changed"):
        whole(steps(locked))


def test_a_case_that_is_not_locked_has_no_passphrase_to_change(tmp_path):
    plain = made(tmp_path / "valdoria.habeas", None)
    for steps in (
        rewriting.change_passphrase(plain, old=OLD, new=NEW),
        rewriting.unlock(plain, passphrase=OLD),
    ):
        with untouched(plain), pytest.raises(keys.Locked):
            whole(steps)


def test_the_same_passphrase_again_is_told(locked):
    with untouched(locked), pytest.raises(Problem, match="has already"):
        whole(rewriting.change_passphrase(locked, old=OLD, new=OLD))


def test_a_file_that_is_not_there_is_told_and_not_made(tmp_path):
    for change in CHANGES.values():
        with pytest.raises(Problem, match="No such file"):
            whole(steps_of(tmp_path / "gone.habeas", change))
    assert list(tmp_path.iterdir()) == []


def test_another_database_is_not_rewritten(tmp_path):
    path = tmp_path / "other.habeas"
    with closing(connect(path, writes=True)) as db:
        db.execute("CREATE TABLE t (x)")
    with untouched(path), pytest.raises(Problem):
        whole(rewriting.lock(path, passphrase=NEW, cost=keys.CHEAP))


def test_a_strangers_trigger_is_not_carried_out_again(tmp_path):
    path = made(tmp_path / "valdoria.habeas", None)
    with closing(connect(path, writes=True)) as db:
        db.execute("CREATE TRIGGER planted AFTER INSERT ON desk BEGIN DELETE FROM place; END")
    with untouched(path), pytest.raises(Problem, match="planted"):
        whole(rewriting.lock(path, passphrase=NEW, cost=keys.CHEAP))


@each_change
def test_stopped_at_any_yield_the_case_is_as_it_was(path, change):
    threads = threading.active_count()
    before = path.read_bytes(), path.stat().st_ino
    for count in itertools.count(1):
        steps = steps_of(path, change)
        if len(list(itertools.islice(steps, count))) < count:
            break
        steps.close()
        assert list(path.parent.iterdir()) == [path]
        assert (path.read_bytes(), path.stat().st_ino) == before
    assert count > 6
    assert opened(path, change.new)
    assert threading.active_count() == threads


def test_progress_only_grows_and_ends_with_all(locked):
    told = [(done, total) for done, total in steps_of(locked, ANOTHER) if total]
    assert told == sorted(told)
    assert told[0][0] == 0
    assert len({total for _, total in told}) == 1
    assert told[-1][0] == told[-1][1]


def test_stopped_in_the_middle_of_writing_it_ends_and_can_be_done_again(tmp_path):
    path = made(tmp_path / "valdoria.habeas", OLD, size=12_000_000)
    with untouched(path):
        steps = steps_of(path, ANOTHER)
        up_to(steps, 0.1)
        assert (tmp_path / ".valdoria.habeas.new").stat().st_size
        steps.close()
    whole(steps_of(path, ANOTHER))
    assert opened(path, NEW)


def test_a_case_that_is_open_here_is_not_rewritten(locked):
    with Case.open(locked, OLD) as case:
        with pytest.raises(Problem, match="is open in another window"):
            whole(steps_of(locked, ANOTHER))
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Lagunas"))
    with Case.open(locked, OLD) as case:
        assert len(case.select(Place)) == 2
    assert list(locked.parent.iterdir()) == [locked]


def test_nor_one_that_another_program_reads(locked):
    key = keys.derive(OLD, keys.salt_of(locked))
    with closing(connect(locked, writes=False, key=key)) as db:
        db.execute("BEGIN")
        db.execute("SELECT * FROM place").fetchall()
        with pytest.raises(Problem, match=r"is open in another program.*Close it there"):
            whole(steps_of(locked, ANOTHER))
    assert opened(locked, OLD)
    assert list(locked.parent.iterdir()) == [locked]


def test_while_it_is_rewritten_nobody_else_comes_in_and_the_work_goes_on(locked):
    before = opened(locked, OLD)
    steps = steps_of(locked, ANOTHER)
    up_to(steps, 0.6)
    with pytest.raises(Problem, match="is open already"):
        Case.open(locked, OLD)
    with pytest.raises(Problem, match="is open in another window"):
        whole(steps_of(locked, ANOTHER))
    key = keys.derive(OLD, keys.salt_of(locked.with_name(".valdoria.habeas.new")))
    with closing(connect(locked, writes=True, key=key)) as db:
        db.execute("PRAGMA busy_timeout=0").fetchall()
        rewriting.tidy(locked, db)
    whole(steps)
    assert opened(locked, NEW) == before


def test_what_a_killed_one_left_goes_when_the_case_is_opened(locked):
    left = locked.with_name(".valdoria.habeas.new")
    left.write_bytes(b"half")
    Case.open(locked, OLD).close()
    assert list(locked.parent.iterdir()) == [locked]


def test_or_when_it_is_rewritten(locked):
    locked.with_name(".valdoria.habeas.new").write_bytes(b"half")
    whole(steps_of(locked, ANOTHER))
    assert list(locked.parent.iterdir()) == [locked]
    assert opened(locked, NEW)


def test_a_link_laid_out_for_it_is_not_written_through(locked, tmp_path_factory):
    other = tmp_path_factory.mktemp("elsewhere") / "letter.txt"
    other.write_text("mine")
    locked.with_name(".valdoria.habeas.new").symlink_to(other)
    whole(steps_of(locked, ANOTHER))
    assert other.read_text() == "mine"
    assert opened(locked, NEW)


def test_a_folder_in_the_way_is_told_and_left_alone(locked):
    there = locked.with_name(".valdoria.habeas.new")
    there.mkdir()
    (there / "mine").touch()
    with untouched(locked), pytest.raises(Problem, match="The case is as it was"):
        whole(steps_of(locked, ANOTHER))
    assert (there / "mine").exists()


LOSSES = {
    "a row": "DELETE FROM entry WHERE id = 2",
    "an index": "DROP INDEX place_name_folded",
    "a number": "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'place'",
    "the version": "PRAGMA user_version=1",
    "the head of the chain": "UPDATE edit SET digest = 'x' WHERE id = 4",
}


@pytest.mark.parametrize(
    ("change", "loss"),
    [(ANOTHER, loss) for loss in LOSSES.values()] + [(c, LOSSES["a row"]) for c in (FIRST, NONE)],
)
def test_what_did_not_come_out_the_same_is_thrown_away(path, change, loss):
    beside = path.with_name(".valdoria.habeas.new")
    with untouched(path):
        steps = steps_of(path, change)
        up_to(steps, 0.625)  # written and flushed, not yet compared
        key = keys.derive(NEW, keys.salt_of(beside)) if change.new else None
        with closing(connect(beside, writes=True, key=key)) as db:
            db.execute(loss).fetchall()
            db.conn.commit()
        with pytest.raises(Problem, match=r"did not come out the same.*The case is as it was"):
            whole(steps)


def spoil(path):
    """Change one byte in the middle of the film."""
    with path.open("r+b") as file:
        file.seek(path.stat().st_size // 2)
        byte = file.read(1)[0]
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte ^ 1]))


def test_a_disk_that_writes_one_byte_wrong_is_noticed(tmp_path):
    locked = made(tmp_path / "valdoria.habeas", OLD, size=3_000_000)
    with untouched(locked):
        steps = steps_of(locked, ANOTHER)
        up_to(steps, 0.625)
        spoil(locked.with_name(".valdoria.habeas.new"))
        with pytest.raises(Problem, match=r"did not come out the same.*The case is as it was"):
            whole(steps)


def test_a_damaged_case_is_not_rewritten(tmp_path):
    locked = made(tmp_path / "valdoria.habeas", OLD, size=3_000_000)
    spoil(locked)
    with untouched(locked), pytest.raises(Problem, match=r"is damaged\. The case is as it was"):
        whole(steps_of(locked, ANOTHER))


def test_what_lay_in_the_log_of_a_killed_program_comes_along(locked):
    script = (
        "import os, sys; from habeas.store.case import Case; from habeas.domain.register import "
        "Place\nwith Case.open(sys.argv[1], sys.argv[2]) as case:\n"
        " with case.edit('Add place') as edit: edit.insert(Place(name='Lagunas'))\n"
        " os._exit(0)"
    )
    subprocess.run(
        [sys.executable, "-c", script, str(locked), OLD],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        check=True,
    )
    assert locked.with_name("valdoria.habeas-wal").stat().st_size
    whole(steps_of(locked, ANOTHER))
    assert list(locked.parent.iterdir()) == [locked]
    with Case.open(locked, NEW) as case:
        assert [place.name for place in case.select(Place)] == ["Peña Gris", "Lagunas"]


@each_change
def test_owner_and_permissions_stay(path, change):
    path.chmod(0o640)
    if os.geteuid() == 0:
        os.chown(path, 12345, 54321)
    marked = False
    with suppress(OSError, AttributeError):  # not every system and disk knows them
        os.setxattr(path, "user.note", b"kept")
        marked = True
    before = path.stat()
    steps = steps_of(path, change)
    next(item for item in steps if item[1])
    next(steps)
    assert path.with_name(".valdoria.habeas.new").stat().st_mode & 0o007 == 0
    whole(steps)
    after = path.stat()
    assert (after.st_mode, after.st_uid, after.st_gid) == (
        before.st_mode, before.st_uid, before.st_gid,
    )  # fmt: skip
    assert after.st_mtime_ns > before.st_mtime_ns
    if marked:
        assert os.getxattr(path, "user.note") == b"kept"


def test_a_link_stays_a_link_and_what_it_leads_to_is_rewritten(locked, tmp_path_factory):
    link = tmp_path_factory.mktemp("desktop") / "my case.habeas"
    link.symlink_to(locked)
    whole(steps_of(link, ANOTHER))
    assert link.is_symlink()
    assert [list(p.parent.iterdir()) for p in (link, locked)] == [[link], [locked]]
    assert opened(locked, NEW)


def test_another_name_of_the_old_file_keeps_the_old_lock(locked, tmp_path_factory):
    twin = tmp_path_factory.mktemp("elsewhere") / "twin.habeas"
    os.link(locked, twin)
    whole(steps_of(locked, ANOTHER))
    assert opened(twin, OLD) == opened(locked, NEW)


def test_in_a_folder_that_cannot_be_written_to_it_says_so(shared_folder, tmp_path):
    path = Path(shutil.copy(made(tmp_path / "valdoria.habeas", OLD), shared_folder))
    path.chmod(0o666)
    shared_folder.chmod(0o555)
    with untouched(path), as_nobody(), pytest.raises(Problem, match="cannot be written to"):
        whole(steps_of(path, ANOTHER))


def test_a_case_that_may_only_be_read_is_not_rewritten(shared_folder, tmp_path):
    path = Path(shutil.copy(made(tmp_path / "valdoria.habeas", OLD), shared_folder))
    path.chmod(0o444)
    shared_folder.chmod(0o777)
    with untouched(path), as_nobody(), pytest.raises(Problem, match="cannot be written to"):
        whole(steps_of(path, ANOTHER))


FULL = """
import os, sys
from pathlib import Path
from habeas.errors import Problem
from habeas.store import keys, rewriting
from habeas.store.case import Case

def attempt(steps, fill):
    try:
        for step in steps:
            if step[1] and fill:
                fill.write_bytes(bytes(os.statvfs(fill.parent).f_bavail * 4096 - 200_000))
                fill = None
    except Problem as problem:
        print(problem)

folder = Path(sys.argv[1])
path, filling = folder / "valdoria.habeas", folder / "filling"
with Case.create(path, "old", cost=keys.CHEAP) as case, case.edit("Keep") as edit:
    edit.keep(os.urandom(1_500_000), media_type="video/mp4")
before = path.read_bytes()
attempt(rewriting.change_passphrase(path, old="old", new="new"), filling)
assert path.read_bytes() == before
attempt(rewriting.change_passphrase(path, old="old", new="new"), None)
assert path.read_bytes() == before
assert sorted(folder.iterdir()) == [filling, path]
filling.unlink()
attempt(rewriting.change_passphrase(path, old="old", new="new"), None)
Case.open(path, "new").close()
"""


def test_a_full_disk_changes_nothing_and_with_room_it_is_done(tmp_path):
    unshare = shutil.which("unshare")
    small = [unshare, "-rm", "sh", "-c", 'mount -t tmpfs -o size=8m x "$0" && exec "$@"', tmp_path]
    if not unshare or subprocess.run([*small, "true"], check=False, capture_output=True).returncode:
        pytest.skip("no small disk can be had here")
    done = subprocess.run(
        [*small, sys.executable, "-c", FULL, tmp_path],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        check=False, capture_output=True, text=True,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = done.stdout.splitlines()
    assert len(told) == 2
    assert "The disk is full" in told[0]
    assert re.search(r"takes \d MB, and 0 MB are free", told[1])


def test_a_locked_case_is_never_written_in_plain_text(locked):
    seen = set()
    for _ in steps_of(locked, ANOTHER):
        for file in locked.parent.iterdir():
            if file != locked:  # to close it here would let go of the hold
                seen.add(file.name)
                assert not plain(file.read_bytes())
    assert ".valdoria.habeas.new" in seen
    assert not plain(locked.read_bytes())


def plain(data):
    return [word for word in (WORDS.encode(), b"CREATE TABLE", "Peña".encode()) if word in data]


REWRITE = (
    "import sys; from pathlib import Path; from habeas.store import rewriting\n"
    "for _ in rewriting.change_passphrase(Path(sys.argv[1]), old=sys.argv[2], new=sys.argv[3]): "
    "pass"
)


def test_no_other_file_is_opened_to_write(locked, tmp_path_factory):
    log = tmp_path_factory.mktemp("trace") / "log"
    trace = ["strace", "-f", "-qq", "-e", "trace=open,openat,creat,memfd_create", "-o", str(log)]
    if not shutil.which("strace") or subprocess.run([*trace, "true"], check=False).returncode:
        pytest.skip("nothing can be traced here")
    subprocess.run(
        [*trace, sys.executable, "-B", "-c", REWRITE, str(locked), OLD, NEW],
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
        check=True,
    )
    written = set()
    for line in log.read_text().splitlines():
        if re.search(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE|creat\(|memfd", line):
            written.update(re.findall(r'"([^"]*)"', line)[:1])
    names = {name for name in written if not name.startswith("/dev/")}
    folder = str(locked.parent)
    assert {name.removeprefix(folder) for name in names} == {
        "/valdoria.habeas", "/.valdoria.habeas.new", "/.valdoria.habeas.lock",
    }  # fmt: skip
    assert opened(locked, NEW)


def test_killed_at_any_moment_one_passphrase_opens_a_whole_case(tmp_path):
    path = tmp_path / "valdoria.habeas"
    rekeying.made(path, size=1_000_000)
    moments = random.Random(11)
    midway = rekeying.survives(path, seconds=iter(lambda: moments.uniform(0, 0.15), None), kills=12)
    assert midway, "one at least died while it changed the key"
