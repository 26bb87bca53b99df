"""Bringing in a folder against the bare recipe in the same run, in turn; memory of all processes.

Run: ``python tests/bench/intake.py [files] [rounds] [folder]``.  The recipe: read, hash, decode,
one table and one FTS5 index, ``hashsize`` 64 MB, ``pgsz`` 16000, one transaction.  ``folder`` is
one of your own to be brought in besides, of whatever is in it.
"""

from __future__ import annotations

import hashlib
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from habeas.capture.apart.pool import Pool
from habeas.services import intakewalk, intaking
from habeas.store import intake
from habeas.store.case import Case
from habeas.store.driver import PAGE, connect

COMMON = (
    "the", "of", "and", "to", "in", "a", "was", "that", "for", "on", "he", "is", "with", "by", "at",
    "from", "his", "had", "they", "were", "as", "it", "be", "not", "who", "prison", "guard", "cell",
    "visit", "water", "court", "lawyer", "family", "arrest", "release", "decree", "ministry", "de",
    "la", "que", "el", "en", "y", "los", "del", "se", "las", "por", "un", "para", "con", "una",
)  # fmt: skip
PARTS = (
    "ba", "ce", "di", "fo", "gu", "ha", "je", "ki", "lo", "mu", "na", "pe", "ri", "so", "tu", "va",
    "xe", "zi",
)  # fmt: skip


def write(folder: Path, files: int) -> None:
    """Notes of about 3 kB, half of their words common and half of 30,000 made-up ones."""
    dice = random.Random(7)
    rare = ["".join(dice.choice(PARTS) for _ in range(dice.randint(2, 5))) for _ in range(30_000)]
    for n in range(files):
        place = folder / f"{n // 1000:03}" / f"{n:06}.txt"
        place.parent.mkdir(parents=True, exist_ok=True)
        words = [
            dice.choice(COMMON) if dice.random() < 0.5 else rare[int(30_000 * dice.random() ** 3)]
            for _ in range(500)
        ]
        place.write_text(f"Note {n}\n\n" + " ".join(words), encoding="utf-8")


def bare(folder: Path, target: Path) -> float:
    """Seconds that the recipe takes."""
    begun = time.perf_counter()
    db = connect(target, writes=True).conn
    db.isolation_level = None
    for pragma in (f"page_size={PAGE}", "journal_mode=WAL", "synchronous=FULL"):
        db.execute(f"PRAGMA {pragma}").fetchall()
    db.execute("CREATE TABLE doc (id INTEGER PRIMARY KEY, sha TEXT UNIQUE, path TEXT, bytes BLOB, "
               "text TEXT)")  # fmt: skip
    db.execute("CREATE VIRTUAL TABLE f USING fts5(text, content='doc', content_rowid='id', "
               "tokenize='unicode61 remove_diacritics 2')")  # fmt: skip
    db.execute("INSERT INTO f (f, rank) VALUES ('hashsize', 67108864)")
    db.execute("INSERT INTO f (f, rank) VALUES ('pgsz', 16000)")
    db.execute("BEGIN")
    for n, path in enumerate(sorted(folder.rglob("*.txt"))):
        data = path.read_bytes()
        digest, text = hashlib.sha256(data).hexdigest(), data.decode()
        db.execute("INSERT INTO doc VALUES (?, ?, ?, ?, ?)", [n, digest, str(path), data, text])
        db.execute("INSERT INTO f (rowid, text) VALUES (?, ?)", [n, text])
    db.execute("COMMIT")
    db.close()
    return time.perf_counter() - begun


def ours(folder: Path, target: Path, *, pool: Pool) -> tuple[float, float, dict[str, int]]:
    """Seconds to bring a folder in, seconds of our own processor time, and what became of files."""
    with Case.create(target) as case:
        begun, used = time.perf_counter(), time.process_time()
        for _n in intaking.enqueue(case, intakewalk.gather([folder])):
            pass
        for _pace in intaking.take(case, pool):
            pass
        lasted, busy = time.perf_counter() - begun, time.process_time() - used
        return lasted, busy, {str(state): n for state, n in intake.counts(case).items() if n}


class Memory(threading.Thread):
    """The most memory that this process, and any of its children, had (MB); Linux alone."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.mine = self.child = 0.0

    def run(self) -> None:
        """Look ten times a second."""
        me = os.getpid()
        while True:
            self.mine = max(self.mine, _resident(me))
            for place in Path(f"/proc/{me}/task").glob("*/children"):
                for child in place.read_text().split():
                    self.child = max(self.child, _resident(int(child)))
            time.sleep(0.1)


def _resident(process: int) -> float:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * 4096 / 1e6
    except (OSError, IndexError):
        return 0.0


def main(files: int, rounds: int, own: str) -> None:
    """Measure and print."""
    say = sys.stdout.write
    sys.setswitchinterval(0.0001)  # as in the window
    memory = Memory()
    memory.start()
    with tempfile.TemporaryDirectory() as place, Pool() as pool:
        here = Path(place)
        write(here / "files", files)
        pool.read_one(b"A worker has to start.", "a.txt")
        ratios, times, floors = [], [], []
        for n in range(rounds):
            floors.append(bare(here / "files", here / f"bare {n}.db"))
            lasted, busy, _states = ours(here / "files", here / f"ours {n}.habeas", pool=pool)
            times.append(lasted)
            ratios.append(lasted / floors[-1])
            say(f"  {lasted:.2f} s (our own processor time {busy:.2f}), bare {floors[-1]:.2f} s\n")
        each = statistics.median(times)
        say(f"{files} texts: {each:.2f} s ({files / each:.0f} a second), bare "
            f"{statistics.median(floors):.2f} s, ratio {statistics.median(ratios):.2f} "
            f"({min(ratios):.2f}-{max(ratios):.2f})\n")  # fmt: skip
        if own:
            lasted, busy, states = ours(Path(own), here / "own.habeas", pool=pool)
            total = sum(states.values())
            say(f"your folder: {total} files in {lasted:.1f} s ({total / lasted:.0f} a second; our "
                f"own processor time {busy:.1f} s): {states}\n")  # fmt: skip
    say(f"memory: {memory.mine:.0f} MB, a worker {memory.child:.0f} MB at most\n")


if __name__ == "__main__":
    given = [*sys.argv[1:], *("", "", "")]
    main(int(given[0] or 10_000), int(given[1] or 3), given[2])
