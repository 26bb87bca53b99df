"""A case gets another name or folder: it is whole at one of the two places, whatever happens."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from habeas.domain.register import Place
from habeas.errors import Problem
from habeas.store import copying, keys, moving
from habeas.store.case import Case
from habeas.store.holding import Held


@pytest.fixture
def path(tmp_path):
    with Case.create(tmp_path / "valdoria.habeas") as case, case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
        edit.keep(bytes(range(256)) * 20_000, media_type="video/mp4")
    return case.path


def move(path, to):
    return list(moving.move(path, to))


def names(path, *given):
    with Case.open(path, *given) as case:
        return [place.name for place in case.select(Place)]


def there(folder):
    return sorted(found.name for found in folder.iterdir())


@pytest.fixture
def usb(tmp_path):
    """A folder on another disk."""
    memory = Path("/dev/shm")
    if not memory.is_dir() or memory.stat().st_dev == tmp_path.stat().st_dev:
        pytest.skip("this computer has no second disk to write to")
    with tempfile.TemporaryDirectory(dir=memory) as made:
        yield Path(made)


def test_a_case_is_renamed(path, tmp_path):
    inode = path.stat().st_ino
    move(path, tmp_path / "Santa Brisa.habeas")
    assert there(tmp_path) == ["Santa Brisa.habeas"]
    assert (tmp_path / "Santa Brisa.habeas").stat().st_ino == inode
    assert names(tmp_path / "Santa Brisa.habeas") == ["Peña Gris"]


@pytest.mark.parametrize("folder", ["new", "usb"])
def test_by_a_link_the_case_itself_is_moved(path, tmp_path, folder, request):
    if folder == "new":
        place = tmp_path / "new"
        place.mkdir()
    else:
        place = request.getfixturevalue("usb")
    link = tmp_path / "link.habeas"
    link.symlink_to(path.name)
    move(link, place / "t.habeas")
    assert not (place / "t.habeas").is_symlink()
    assert [name for name in there(tmp_path) if name.endswith(".habeas")] == []
    assert names(place / "t.habeas") == ["Peña Gris"]


def test_to_another_disk_it_is_copied_compared_and_only_then_removed(path, tmp_path, usb):
    data = path.read_bytes()
    steps = move(path, usb / path.name)
    assert len(steps) > 10
    assert (usb / path.name).read_bytes() == data
    assert there(tmp_path) == []
    assert there(usb) == [path.name]


def test_stopped_on_the_way_it_is_where_it_was(path, tmp_path, usb):
    for stop in (1, 4, 9):
        work = moving.move(path, usb / path.name)
        for _n in range(stop):
            next(work)
        work.close()
        assert there(usb) == []
        assert there(tmp_path) == [path.name]
    assert names(path) == ["Peña Gris"]


def test_what_came_out_different_is_thrown_away(path, tmp_path, usb, monkeypatch):
    flush = moving.flush

    def spoil(file):
        with file.open("r+b") as found:
            found.seek(5000)
            found.write(b"x")
        flush(file)

    monkeypatch.setattr(moving, "flush", spoil)
    with pytest.raises(Problem, match=r"could not be moved: .*It is where it was"):
        move(path, usb / path.name)
    assert there(usb) == []
    assert names(path) == ["Peña Gris"]


@pytest.mark.parametrize("linked", [True, False])
def test_nothing_is_written_over(path, tmp_path, monkeypatch, linked):
    if not linked:  # as on a FAT stick

        def link(source, to, **_more):
            raise PermissionError(errno.EPERM, os.strerror(errno.EPERM))

        monkeypatch.setattr(os, "link", link)
    other = tmp_path / "other.habeas"
    other.write_text("mine")
    with pytest.raises(Problem, match="is there already"):
        move(path, other)
    with pytest.raises(FileExistsError):
        copying.place(path, other)
    assert other.read_text() == "mine"
    move(path, tmp_path / "free.habeas")
    assert there(tmp_path) == ["free.habeas", "other.habeas"]


def test_a_case_that_is_open_is_not_moved(path, tmp_path):
    for read_only in (False, True):
        with Case.open(path, read_only=read_only), pytest.raises(Problem, match="open"):
            move(path, tmp_path / "new.habeas")
    lock = path.with_name(f".{path.name}.lock")
    script = (
        "import fcntl, sys; f = open(sys.argv[1], 'w');"
        "fcntl.flock(f, fcntl.LOCK_EX); print(flush=True); sys.stdin.read()"
    )
    command = [sys.executable, "-c", script, str(lock)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as child:
        child.stdout.readline()
        with pytest.raises(Held):
            move(path, tmp_path / "new.habeas")
        child.stdin.close()
    assert names(path) == ["Peña Gris"]


def test_a_case_that_was_not_closed_is_not_moved_without_what_lies_beside_it(path, tmp_path):
    script = (
        "import os, signal, sys; from habeas.store.case import Case;"
        "from habeas.domain.register import Place; case = Case.open(sys.argv[1])\n"
        "with case.edit('Add place') as edit: edit.insert(Place(name='Santa Brisa'))\n"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    environment = {**os.environ, "PYTHONPATH": ":".join(sys.path)}
    subprocess.run([sys.executable, "-c", script, str(path)], check=False, env=environment)
    with pytest.raises(Problem, match="was not closed when it was last used"):
        move(path, tmp_path / "new.habeas")
    assert names(path) == ["Peña Gris", "Santa Brisa"]
    move(path, tmp_path / "new.habeas")
    assert names(tmp_path / "new.habeas") == ["Peña Gris", "Santa Brisa"]


def test_a_locked_case_is_moved_without_its_passphrase(tmp_path):
    Case.create(tmp_path / "a.habeas", "phrase", cost=keys.CHEAP).close()
    move(tmp_path / "a.habeas", tmp_path / "b.habeas")
    assert names(tmp_path / "b.habeas", "phrase") == []
    assert there(tmp_path) == ["b.habeas"]


def test_a_case_or_folder_that_is_not_there_is_said(path, tmp_path):
    with pytest.raises(Problem, match="could not be moved: No such file"):
        move(tmp_path / "gone.habeas", tmp_path / "new.habeas")
    with pytest.raises(Problem, match="could not be moved: No such file"):
        move(path, tmp_path / "nowhere" / "new.habeas")
    assert there(tmp_path) == [path.name]
