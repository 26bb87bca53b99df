"""While it is guarded the process leaves no core file; what it held of a closed case is gone."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from habeas import guarding
from habeas.domain.register import Place
from habeas.store import keys
from habeas.store.case import Case

resource = pytest.importorskip("resource")


def dumpable() -> int:
    """What Linux says of this process."""
    return int(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)) if sys.platform == "linux" else 1


def test_nothing_is_dumped_while_it_is_guarded() -> None:
    before = resource.getrlimit(resource.RLIMIT_CORE), dumpable()
    guarding.guard()
    guarding.guard()
    try:
        assert resource.getrlimit(resource.RLIMIT_CORE)[0] == 0
        if sys.platform == "linux":
            assert dumpable() == 0
    finally:
        guarding.release()
    assert (resource.getrlimit(resource.RLIMIT_CORE), dumpable()) == before
    guarding.release()
    assert (resource.getrlimit(resource.RLIMIT_CORE), dumpable()) == before


READS = """
import sys
from habeas.store.case import Case
case = Case.open(sys.argv[1], sys.argv[2])
# SQLite holds the pages; Python never sees the words.
case.read.execute("SELECT count(*) FROM place WHERE note LIKE '%' || 'no such' || '%'").fetchall()
print("open", flush=True)
sys.stdin.readline()
case.close()
print("closed", flush=True)
sys.stdin.readline()
"""


def held(pid, words):
    """How often words stand in what another process may write of its memory."""
    found = 0
    for line in Path(f"/proc/{pid}/maps").read_text().splitlines():
        span, rights = line.split()[:2]
        first, last = (int(n, 16) for n in span.split("-"))
        if not rights.startswith("rw"):
            continue
        with suppress(OSError), Path(f"/proc/{pid}/mem").open("rb", 0) as memory:
            memory.seek(first)
            found += memory.read(last - first).count(words)
    return found


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is read through /proc")
def test_what_a_closed_locked_case_held_in_memory_is_overwritten(tmp_path):
    path, phrase = tmp_path / "a.habeas", "lentils on a blue roof"
    with Case.create(path, phrase, cost=keys.CHEAP) as case, case.edit("Add places") as edit:
        for n in range(400):
            edit.insert(Place(name=f"Place {n}", note="kanarix zebu " * 40))
    command = [sys.executable, "-c", READS, str(path), phrase]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    ) as child:
        counts = []
        for _ in ("open", "closed"):
            child.stdout.readline()
            try:
                counts.append(held(child.pid, b"kanarix zebu"))
            except PermissionError:
                child.kill()
                pytest.skip("this system lets nobody read another process")
            child.stdin.write("\n")
            child.stdin.flush()
    assert counts[0] > 1000
    assert counts[1] == 0
