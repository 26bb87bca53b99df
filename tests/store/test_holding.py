"""Who writes to a case: told to the others, gone with its process; a file that is moved is left."""

from __future__ import annotations

import json
import os
import platform
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import pytest

from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.store import heads, journal, keys, lockfile, opening
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.holding import Gone, Held
from habeas.store.lockfile import Holder

HOLDER = """
import sys
from habeas.domain.register import Place
from habeas.store.case import Case

case = Case.open(sys.argv[1])
print("open", flush=True)
for line in sys.stdin:
    with case.edit("Add place") as edit:
        edit.insert(Place(name=line.strip()))
    print("written", flush=True)
case.close()
"""


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "valdoria.habeas"
    Case.create(path).close()
    return path


@contextmanager
def elsewhere(path):
    """Another program that has the case open and writes the names it is given."""
    command = [sys.executable, "-c", HOLDER, str(path)]
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout.readline() == "open\n"
        yield child
        child.stdin.close()
        child.wait()


def write(child, name):
    child.stdin.write(name + "\n")
    child.stdin.flush()
    assert child.stdout.readline() == "written\n"


def add(case, name):
    with case.edit("Add place") as edit:
        edit.insert(Place(name=name))


def names(case):
    return [place.name for place in case.select(Place, "ORDER BY id")]


def there(path):
    return [found.name for found in path.parent.iterdir()]


# another program


def test_another_program_is_named_and_can_be_followed(path):
    with elsewhere(path) as child:
        with pytest.raises(Held) as told:
            Case.open(path)
        holder = told.value.holder
        assert (holder.process, holder.computer) == (child.pid, platform.node())
        assert not holder.here
        assert str(child.pid) in str(told.value)
        assert platform.node() in str(told.value)
        with Case.open(path, read_only=True) as case:
            write(child, "Peña Gris")
            assert names(case) == ["Peña Gris"]
            assert not case.take_hold()
            assert case.hold.holder == holder
            child.stdin.close()
            child.wait()
            assert case.take_hold()
            add(case, "Santa Brisa")
    assert there(path) == [path.name]


def test_a_dead_holder_locks_nobody_out(path):
    with elsewhere(path) as child:
        write(child, "Peña Gris")
        with Case.open(path, read_only=True) as reader:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            assert f".{path.name}.lock" in there(path)
            assert reader.take_hold()
            add(reader, "Santa Brisa")
    with elsewhere(path) as child:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    with Case.open(path) as case:
        assert names(case) == ["Peña Gris", "Santa Brisa"]
    assert there(path) == [path.name]


def test_the_lock_file_says_process_computer_and_time_and_nothing_more(path):
    with Case.open(path):
        words = json.loads((path.parent / f".{path.name}.lock").read_text())
    assert words[:2] == [os.getpid(), platform.node()]
    assert len(words) == 3
    assert len(words[2]) == len("2031-05-12T10:00:00Z")


@pytest.mark.parametrize(
    "words", [b"", b"{", b"[1]", b'["a", 1, 2]', b"[" * 400, b'[1, "a\\u0007b", "<b>"]', b"\xff"]
)
def test_what_somebody_wrote_into_the_lock_file_is_not_believed(path, words):
    place = lockfile.place(path)
    held = lockfile.take(place, lockfile.me())
    place.write_bytes(words)
    with pytest.raises(Held, match="in another program") as told:
        Case.open(path)
    assert told.value.holder in (Holder(), Holder(1))
    lockfile.drop(place, held)
    Case.open(path).close()


def test_a_lock_whose_file_was_removed_meanwhile_is_no_lock(path, monkeypatch):
    """Two may wait for one file; who held it removes it: then they must not each have one."""
    place = lockfile.place(path)
    held = [lockfile.take(place, lockfile.me())]
    locked = lockfile._locked

    def late(handle):
        if held:  # the file is open already, and its holder lets it go just now
            lockfile.drop(place, held.pop())
        return locked(handle)

    monkeypatch.setattr(lockfile, "_locked", late)
    second = lockfile.take(place, lockfile.me())
    with pytest.raises(lockfile.Taken):
        lockfile.take(place, lockfile.me())
    lockfile.drop(place, second)
    assert there(path) == [path.name]


def test_many_that_open_and_close_at_once_never_write_together(path):
    script = (
        "import sys\nfrom pathlib import Path\nfrom habeas.store import lockfile\n"
        "place = Path(sys.argv[1]); inside = place.with_name('inside'); met = 0\n"
        "for n in range(400):\n"
        "    try: got = lockfile.take(place, lockfile.me())\n"
        "    except lockfile.Taken: continue\n"
        "    inside.open('x').close(); inside.unlink(); met += 1\n"
        "    lockfile.drop(place, got)\n"
        "print(met)\n"
    )
    command = [sys.executable, "-c", script, str(lockfile.place(path))]
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    children = [
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
        for _n in range(3)
    ]
    told = [child.communicate()[0] for child in children]
    assert [child.returncode for child in children] == [0, 0, 0]
    assert sum(map(int, told)) > 0


def test_where_no_lock_can_be_had_the_case_opens_and_says_so(path):
    lockfile.place(path).mkdir()
    with Case.open(path) as case:
        assert not case.hold.guarded
        assert not case.read_only
        add(case, "Peña Gris")
    lockfile.place(path).rmdir()
    with Case.open(path) as case:
        assert case.hold.guarded


def test_a_link_to_a_case_is_the_same_case(path, tmp_path):
    link = tmp_path / "link.habeas"
    link.symlink_to(path)
    hard = tmp_path / "hard.habeas"
    hard.hardlink_to(path)
    with elsewhere(path), pytest.raises(Held):
        Case.open(link)
    with Case.open(link):
        for name in (path, hard):
            with pytest.raises(Held):
                Case.open(name)


def test_two_programs_that_write_to_one_file_by_two_names_lose_nothing(path, tmp_path):
    hard = tmp_path / "hard.habeas"
    hard.hardlink_to(path)
    with elsewhere(path) as child, Case.open(hard) as case:
        for n in range(5):
            write(child, f"Peña Gris {n}")
            add(case, f"Santa Brisa {n}")
        assert len(names(case)) == 10
    for name in (path, hard):
        with Case.open(name) as case:
            assert len(names(case)) == 10
            assert case.verify().ok


def test_a_second_name_given_to_an_open_case_opens_nothing_beside_it(path, tmp_path):
    with elsewhere(path) as child:
        write(child, "Peña Gris")
        hard = tmp_path / "hard.habeas"
        hard.hardlink_to(path)
        with pytest.raises(Problem):
            Case.open(hard)
        write(child, "Santa Brisa")
    with Case.open(hard) as case:
        assert names(case) == ["Peña Gris", "Santa Brisa"]


def test_a_case_that_could_not_be_opened_is_not_held(path):
    path.write_bytes(path.read_bytes()[:5000])
    for _again in range(2):
        with pytest.raises(Problem, match="damaged"):
            Case.open(path)
    assert not heads.is_open(heads.identity(path))
    assert there(path) == [path.name]


def test_the_salt_of_a_locked_case_is_known_while_it_is_open(tmp_path):
    path = tmp_path / "locked.habeas"
    with Case.create(path, "phrase", cost=keys.CHEAP) as case:
        assert keys.salt_of(path) == case.key.salt
        with pytest.raises(keys.Locked):
            Case.open(path)
        with pytest.raises(Held):
            Case.open(path, "phrase")
        with Case.open(path, "phrase", read_only=True) as reader:
            add(case, "Peña Gris")
            assert names(reader) == ["Peña Gris"]
    assert keys.salt_of(path) == path.read_bytes()[:16]


# the file is moved, replaced or removed


def moved(path):
    path.rename(path.with_name("elsewhere.habeas"))
    return path.with_name("elsewhere.habeas")


def replaced(path, other=None):
    if other is None:
        other = path.with_name("other.habeas")
        Case.create(other).close()
    kept = path.with_name("kept.habeas")
    kept.hardlink_to(path)
    os.replace(other, path)
    return kept


def folder_moved(path):
    away = path.parent.with_name("away")
    path.parent.rename(away)
    return away / path.name


@pytest.mark.parametrize("go", [moved, replaced, folder_moved])
def test_nothing_is_written_to_a_file_that_went_and_everything_before_is_in_it(tmp_path, go):
    folder = tmp_path / "usb"
    folder.mkdir()
    path = folder / "valdoria.habeas"
    case = Case.create(path)
    add(case, "Peña Gris")
    assert names(case) == ["Peña Gris"]
    there = go(path)
    instead = path.read_bytes() if path.exists() else None
    for act in (lambda: add(case, "lost"), case.undo, lambda: case.put("scroll", 3)):
        with pytest.raises(Gone, match=r"was moved, replaced or removed.*save a copy"):
            act()
    assert names(case) == ["Peña Gris"]
    case.copy_to(tmp_path / "saved.habeas")
    case.close()
    assert instead == (path.read_bytes() if path.exists() else None)
    for found in (there, tmp_path / "saved.habeas"):
        with Case.open(found) as again:
            assert names(again) == ["Peña Gris"]
            assert [step.label for step in again.steps()[0]] == ["Add place"]


def test_a_file_that_goes_during_an_edit_takes_none_of_it_along(path):
    with Case.open(path) as case:
        add(case, "Peña Gris")
        assert names(case) == ["Peña Gris"]
        with pytest.raises(Gone), case.edit("Add place") as edit:  # noqa: PT012
            edit.insert(Place(name="lost"))
            there = moved(path)
        assert names(case) == ["Peña Gris"]
    with Case.open(there) as again:
        assert names(again) == ["Peña Gris"]


def test_a_drive_that_was_removed_leaves_what_can_still_be_saved(tmp_path):
    folder = tmp_path / "usb"
    folder.mkdir()
    case = Case.create(folder / "valdoria.habeas", "phrase", cost=keys.CHEAP)
    add(case, "Peña Gris")
    shutil.rmtree(folder)
    with pytest.raises(Gone):
        add(case, "lost")
    case.copy_to(tmp_path / "saved.habeas")
    case.close()
    with Case.open(tmp_path / "saved.habeas", "phrase") as saved:
        assert names(saved) == ["Peña Gris"]
    assert not folder.exists()


def test_a_thread_that_begins_to_read_afterwards_does_not_read_what_lies_there_now(path):
    from concurrent.futures import ThreadPoolExecutor

    with Case.open(path) as case, ThreadPoolExecutor(1) as pool:
        replaced(path)
        with pytest.raises(Gone):
            pool.submit(names, case).result()


def test_asked_whether_it_is_gone_a_case_leaves_nothing_that_would_spoil_what_has_its_name(path):
    """SQLite would take a journal left by a killed program for that of the file beside it."""
    script = HOLDER.replace("    with", "    print(case.gone, flush=True)\n    with")
    command = [sys.executable, "-c", script, str(path)]
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    other = path.with_name("other.habeas")
    with Case.create(other) as case:
        add(case, "Santa Brisa")
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as child:
        assert child.stdout.readline() == "open\n"
        child.stdin.write("Peña Gris\n")
        child.stdin.flush()
        assert [child.stdout.readline() for _n in range(2)] == ["False\n", "written\n"]
        kept = replaced(path, other)
        child.stdin.write("lost\n")
        child.stdin.flush()
        assert child.stdout.readline() == "True\n"
        os.kill(child.pid, signal.SIGKILL)
    for found, name in ((path, "Santa Brisa"), (kept, "Peña Gris")):
        with Case.open(found) as case:
            assert names(case) == [name]
            assert case.query("PRAGMA integrity_check") == [{"integrity_check": "ok"}]


# a clock that is set back


def test_who_reads_a_file_that_was_replaced_is_in_nobodys_way(path):
    with Case.open(path, read_only=True) as reader:
        new = path.with_name("new.habeas")
        Case.create(new).close()
        new.replace(path)
        assert not reader.take_hold()
        with elsewhere(path) as child:
            write(child, "Peña Gris")
            reader.close()
            write(child, "Santa Brisa")
            assert path.with_name(f"{path.name}-wal").exists()
    with Case.open(path) as case:
        assert names(case) == ["Peña Gris", "Santa Brisa"]


def test_a_file_renamed_while_another_program_writes_to_it_is_not_written_by_its_new_name(path):
    """What that program wrote lies beside the old name until it notices."""
    new = path.with_name("new.habeas")
    with elsewhere(path) as child:
        write(child, "Peña Gris")
        path.rename(new)
        for _again in range(2):
            with pytest.raises(Problem, match="another program holds it"):
                Case.open(new)
    with Case.open(new) as case:
        assert names(case) == ["Peña Gris"]
        add(case, "Santa Brisa")
        assert case.verify().ok


def test_a_case_that_was_left_without_its_journal_opens_all_the_same(path):
    """As a copy that was taken of an open one, or one on a disk that could be read only."""
    db = connect(path, writes=True)
    db.execute("PRAGMA journal_mode=WAL").fetchall()
    db.close()
    assert there(path) == [path.name]
    with Case.open(path) as case:
        add(case, "Peña Gris")
        with Case.open(path, read_only=True) as reader:
            assert names(reader) == ["Peña Gris"]


def test_a_clock_that_is_set_back_changes_no_order(path, monkeypatch):
    times = iter(f"20{31 - n // 2}-05-12T10:00:00Z" for n in range(12))
    monkeypatch.setattr(journal, "now", lambda: next(times))
    with Case.open(path) as case:
        for name in ("a", "b", "c"):
            add(case, name)
        assert case.undo().label == "Add place"
        assert names(case) == ["a", "b"]
    with Case.open(path) as case:
        case.undo()
        assert names(case) == ["a"]
        case.redo()
        assert names(case) == ["a", "b"]
        started = [row["started"] for row in case.query("SELECT started FROM edit ORDER BY id")]
        assert started == sorted(started, reverse=True)
        before = ""
        for edit in case.query("SELECT previous, digest FROM edit ORDER BY id"):
            assert edit["previous"] == before
            before = edit["digest"]


def test_a_new_case_is_held_from_its_beginning(tmp_path):
    with Case.create(tmp_path / "new.habeas") as case:
        assert opening.key_for(case.path, None) is None
        with pytest.raises(Held):
            Case.open(case.path)


@pytest.mark.parametrize("phrase", [None, "lentils on a blue roof"], ids=["unlocked", "locked"])
def test_a_file_that_was_parted_from_its_log_says_so_once(tmp_path, phrase):
    path, alone = tmp_path / "valdoria.habeas", tmp_path / "alone" / "valdoria.habeas"
    alone.parent.mkdir()
    with Case.create(path, phrase, cost=keys.CHEAP) as case:
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Peña Gris"))
        assert not case.hold.parted
        subprocess.run(["cp", str(path), str(alone)], check=True)  # by another program, and alone
    with Case.open(path, phrase) as case:
        assert not case.hold.parted
    with Case.open(alone, phrase) as case:
        assert case.hold.parted
        assert case.select(Place) == []
    with Case.open(alone, phrase) as case:
        assert not case.hold.parted


def test_a_file_with_its_log_beside_it_is_not_parted(tmp_path):
    path, both = tmp_path / "valdoria.habeas", tmp_path / "both" / "valdoria.habeas"
    both.parent.mkdir()
    with Case.create(path) as case:
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Peña Gris"))
        for end in ("", "-wal"):
            subprocess.run(["cp", f"{path}{end}", f"{both}{end}"], check=True)
    with Case.open(both) as case:
        assert not case.hold.parted
        assert [place.name for place in case.select(Place)] == ["Peña Gris"]


def test_who_only_reads_a_renamed_file_that_is_open_does_not_become_the_one_who_writes(tmp_path):
    path, renamed = tmp_path / "old.habeas", tmp_path / "new.habeas"
    Case.create(path).close()
    work = (
        "import sys\n"
        "from habeas.domain.register import Place\n"
        "from habeas.store.case import Case\n"
        "case = Case.open(sys.argv[1])\n"
        "with case.edit('Add place') as edit:\n"
        "    edit.insert(Place(name='Peña Gris'))\n"
        "print('kept', flush=True)\n"
        "sys.stdin.readline()\n"
        "case.close()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", work, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    ) as other:
        assert other.stdout.readline() == "kept\n"
        path.rename(renamed)
        with Case.open(renamed, read_only=True) as case:
            assert not case.take_hold()
            assert case.read_only
        other.stdin.write("\n")
        other.stdin.flush()
        other.wait()
    with Case.open(renamed) as case:
        assert [place.name for place in case.select(Place)] == ["Peña Gris"]
        assert case.verify().ok
