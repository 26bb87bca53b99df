"""What was said to be kept is kept, whenever the program dies."""

from __future__ import annotations

import random
import subprocess
import sys
import time

import pytest

from habeas.domain.register import Place
from habeas.store.case import Case

WRITER = """
import sys
from habeas.domain.register import Place
from habeas.store.case import Case

case = Case.open(sys.argv[1])
first = int(sys.argv[2])
for n in range(first, first + 100_000):
    with case.edit(f"Add {n}") as edit:
        place = edit.insert(Place(name=f"place {n}"))
        edit.add("place_name", place=place, name=f"alias{n}", folded="")
        edit.keep(bytes(3000) + str(n).encode(), media_type="text/plain")
    print(n, flush=True)
"""


@pytest.fixture
def path(tmp_path):
    Case.create(tmp_path / "valdoria.habeas").close()
    return tmp_path / "valdoria.habeas"


def killed(path, first, seconds):
    """Run the writer and kill it; returns the last Edit that it was told is kept."""
    command = [sys.executable, "-c", WRITER, str(path), str(first)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={"PYTHONPATH": ":".join(sys.path)}
    ) as child:
        told = [child.stdout.readline()]
        assert told[0] == f"{first}\n"
        time.sleep(seconds)
        child.kill()
        told += child.stdout.read().split("\n")[:-1]
    return int(told[-1])


def test_every_edit_that_was_acknowledged_outlives_a_kill(path):
    moments = random.Random(7)
    first = 0
    for _ in range(5):
        last = killed(path, first, moments.uniform(0.01, 0.25))
        with Case.open(path) as case:
            names = [place.name for place in case.select(Place, "ORDER BY id")]
            kept = len(names)
            assert names == [f"place {n}" for n in range(kept)]
            assert kept in (last + 1, last + 2), (
                "at most the Edit not yet acknowledged is there too"
            )
            sound(case)
            assert len(case.query("SELECT id FROM place_name")) == kept
            assert len(case.query("SELECT sha256 FROM capture")) == kept
            assert [hit.id for hit in case.search(f"alias{kept - 1}")] == [kept]
            assert case.undo().label == f"Add {kept - 1}"
            assert len(case.select(Place)) == kept - 1
            case.redo()
            assert len(case.select(Place)) == kept
        assert list(path.parent.iterdir()) == [path]
        first = kept


def sound(case):
    assert case.query("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
    assert case.query("PRAGMA foreign_key_check") == []
    assert case.query("SELECT id FROM edit WHERE open = 1 OR digest = ''") == []


def test_a_case_killed_right_after_it_was_made_is_a_case(tmp_path):
    path = tmp_path / "new.habeas"
    script = (
        "import os, signal, sys; from habeas.store.case import Case; Case.create(sys.argv[1]);"
        "os.kill(os.getpid(), signal.SIGKILL)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(path)],
        env={"PYTHONPATH": ":".join(sys.path)},
        check=False,
    )
    assert done.returncode == -9
    with Case.open(path) as case:
        sound(case)
        with case.edit("Add place") as edit:
            edit.insert(Place(name="Peña Gris"))
    assert list(tmp_path.iterdir()) == [path]
