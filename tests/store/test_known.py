"""A case file that this program closed well is known again; any other is not."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from habeas import settings
from habeas.domain.register import Place
from habeas.services.example import copy_of_example
from habeas.store import keys, known
from habeas.store.case import Case


@pytest.fixture
def closed(tmp_path: Path) -> Path:
    """A case that this process made and closed."""
    path = tmp_path / "valdoria.habeas"
    with Case.create(path) as case, case.edit("Add place") as edit:
        edit.insert(Place(name="Peña Gris"))
    return path


def test_a_case_is_known_when_it_is_closed_and_not_while_it_is_open(closed: Path) -> None:
    assert known.is_known(closed)
    with Case.open(closed):
        assert not known.is_known(closed)
    assert known.is_known(closed)


def test_a_locked_case_and_the_example_and_a_copy_are_known(closed: Path, tmp_path: Path) -> None:
    Case.create(tmp_path / "locked.habeas", "granite harbour", cost=keys.CHEAP).close()
    assert known.is_known(tmp_path / "locked.habeas")
    assert known.is_known(copy_of_example("en"))
    with Case.open(closed) as case:
        case.copy_to(tmp_path / "copy.habeas")
    assert known.is_known(tmp_path / "copy.habeas")


def test_the_same_bytes_in_another_file_are_not_known(closed: Path, tmp_path: Path) -> None:
    shutil.copy2(closed, tmp_path / "copy.habeas")
    assert not known.is_known(tmp_path / "copy.habeas")
    os.replace(tmp_path / "copy.habeas", closed)
    assert not known.is_known(closed)


def test_one_byte_changed_is_not_known_though_the_day_is_put_back(closed: Path) -> None:
    was = closed.stat()
    with closed.open("r+b") as file:
        file.seek(5000)
        file.write(b"x")
    os.utime(closed, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert closed.stat().st_mtime_ns == was.st_mtime_ns
    assert not known.is_known(closed)


@pytest.mark.parametrize("end", ["-wal", "-journal"])
def test_a_journal_that_was_laid_beside_makes_it_unknown(closed: Path, end: str) -> None:
    beside = closed.with_name(closed.name + end)
    beside.write_bytes(b"anything")
    assert not known.is_known(closed)
    beside.unlink()
    assert known.is_known(closed)


def test_what_took_its_place_while_it_was_open_is_not_known(closed: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.habeas"
    shutil.copy(closed, other)
    with Case.open(closed):
        os.replace(other, closed)
    assert not known.is_known(closed)


def test_settings_know_the_last_files_by_one_mark_each() -> None:
    marks = [f"{n:016}{'a' * 32}" for n in range(settings.KNOWN)]
    settings.know(marks, file=known.FILE)
    assert settings.load().known == tuple(marks)
    again = f"{0:016}{'b' * 32}"
    settings.know([again], file=known.FILE)
    assert settings.load().known == (*marks[1:], again)
    new = f"{99:016}{'c' * 32}"
    settings.know([new], file=known.FILE)
    assert settings.load().known == (*marks[2:], again, new)
