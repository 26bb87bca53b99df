"""A process that adds to a locked case and changes its key, over and over, and is killed at it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from habeas.domain.register import Place
from habeas.store import keys
from habeas.store.case import Case

PHRASES = ("lentils on a blue roof", "seven doors of Valdoria")

# Importing takes longer than a round, so one process imports and each round is a child of it.
SERVER = """
import os, sys
from pathlib import Path
from habeas.domain.register import Place
from habeas.store import keys, migrations, rewriting, schema
from habeas.store.case import Case
from rekeying import PHRASES

schema.expected(migrations.SCHEMA)  # made once
path = Path(sys.argv[1])
salt = keys.salt_of(path)

def work(at, n):
    both = [keys.derive(phrase, salt) for phrase in PHRASES]
    copies = lambda: [keys.Key(bytearray(key.raw), salt) for key in both]
    while True:
        with Case.open(path, key=copies()[at]) as case:
            with case.edit(f"Add {n}") as edit:
                edit.insert(Place(name=f"place {n}"))
            print("kept", n, flush=True)
        old, new = copies()[at], copies()[1 - at]
        print("changing", flush=True)
        for _ in rewriting.rewrite(path, old=old, new=new):
            pass
        at, n = 1 - at, n + 1
        print("changed", at, flush=True)

for line in sys.stdin:
    at, n = map(int, line.split())
    child = os.fork()
    if not child:
        work(at, n)
    print("child", child, flush=True)
    os.waitpid(child, 0)
    print("dead", flush=True)
"""


class Victim:
    """What works on the case at ``path``, and dies when it is told to."""

    def __init__(self, path: Path, process: subprocess.Popen[str]) -> None:
        self._path = path
        self._process = process

    def work(self, *, at: int, n: int, seconds: float) -> tuple[int, int, bool]:
        """Let it begin with passphrase ``at`` and Edit ``n``, and kill it after its first one.

        Returns the last Edit that it said is kept, the last passphrase that it said holds, and
        whether it died while it changed the key.
        """
        assert self._process.stdin
        self._process.stdin.write(f"{at} {n}\n")
        self._process.stdin.flush()
        kept, child, last, dying = -1, 0, at, False
        for said, *number in map(str.split, self._said()):
            if said == "child":
                child = int(number[0])
            elif said == "kept":
                kept, dying = int(number[0]), False
            elif said == "changed":
                last, dying = int(number[0]), False
            elif said == "changing":
                dying = True
            if child and kept >= 0 and seconds >= 0:
                time.sleep(seconds)
                os.kill(child, signal.SIGKILL)
                seconds = -1
        return kept, last, dying

    def _said(self) -> Iterator[str]:
        assert self._process.stdout
        for line in self._process.stdout:
            if line == "dead\n":
                return
            yield line
        raise AssertionError("the victim died by itself")


@contextmanager
def victim(path: Path) -> Iterator[Victim]:
    """A process that waits to work on the case at ``path``."""
    command = [sys.executable, "-c", SERVER, str(path)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": ":".join(sys.path)},
    ) as process:
        yield Victim(path, process)


def opened(path: Path) -> tuple[int, Case]:
    """The one passphrase that opens the case, and the case; the other must not."""
    found = []
    for n, phrase in enumerate(PHRASES):
        with suppress(keys.Locked):
            Case.open(path, phrase).close()
            found.append(n)
    assert len(found) == 1, "one passphrase opens it, neither both nor none"
    return found[0], Case.open(path, PHRASES[found[0]])


def made(path: Path, *, size: int) -> None:
    """A locked case with ``size`` bytes of captures."""
    with Case.create(path, PHRASES[0], cost=keys.CHEAP) as case, case.edit("Keep") as edit:
        edit.insert(Place(name="Peña Gris"))
        edit.keep(os.urandom(size), media_type="video/mp4")


def survives(path: Path, *, seconds: Iterator[float], kills: int) -> int:
    """Kill so often; after each the case is whole.  Returns how many died changing the key."""
    at, n, midway = 0, 0, 0
    with victim(path) as prey:
        for moment in (next(seconds) for _ in range(kills)):
            kept, last, dying = prey.work(at=at, n=n, seconds=moment)
            midway += dying
            at, case = opened(path)
            with case:
                assert at == last or dying, "a change that was told of was lost"
                n = sound(case, kept)
            assert [p.name for p in path.parent.iterdir()] == [path.name]
    return midway


def sound(case: Case, kept: int) -> int:
    """Every Edit up to ``kept`` is there, and at most one more; returns the number of the next."""
    names = [place.name for place in case.select(Place, "WHERE id > 1 ORDER BY id")]
    assert names == [f"place {n}" for n in range(len(names))]
    assert len(names) in (kept + 1, kept + 2)
    assert case.query("PRAGMA quick_check") == [{"quick_check": "ok"}]
    assert case.query("PRAGMA cipher_integrity_check") == []
    assert case.query("SELECT id FROM edit WHERE open = 1 OR digest = ''") == []
    assert case.steps()[0][-1].label == f"Add {len(names) - 1}"
    return len(names)
