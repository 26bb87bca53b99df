"""The case file against bare SQLite in the same run: listing, searching, one acknowledged act.

Run: ``python tests/bench/store.py [runs]``.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from habeas.capture.reading import Reading
from habeas.domain.register import Place
from habeas.services import collecting
from habeas.store.case import Case
from habeas.store.driver import connect

ROWS = 20_000
BOOK = "The life of the inmates in the prison goes on. " * 200_000 + "Last day."


def ms(act: Callable[[], object], runs: int) -> float:
    """The median of so many runs, in milliseconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def say(what: str, ours: float, bare: float) -> None:
    """One line: ours, the limit, the ratio."""
    sys.stdout.write(f"{what}: {ours:.2f} ms, bare SQLite {bare:.2f} ms, ratio {ours / bare:.1f}\n")


def main(runs: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        case = Case.create(Path(folder) / "bench.habeas")
        with case.edit("Add places") as edit:
            for n in range(ROWS):
                edit.insert(Place(name=f"Place {n}"))
        with case.edit("Add sources") as edit:
            collecting.add(edit, Reading(data=BOOK.encode(), text=BOOK, title="Book"))
        find, show = "SELECT id FROM place ORDER BY id", "SELECT * FROM place WHERE id"
        raw = case.read
        say(f"list {ROWS} rows and show one page",
            ms(lambda: case.rows(find=find, show=show).row(ROWS // 2), runs),
            ms(lambda: raw.execute(find).fetchall(), runs))  # fmt: skip
        match = 'SELECT rowid FROM layer_text WHERE layer_text MATCH \'"last" "day"\''
        say(f"find two words in {len(BOOK) / 1e6:.0f} MB and say where",
            ms(lambda: case.search("last day"), runs),
            ms(lambda: raw.execute(match).fetchall(), runs))  # fmt: skip
        bare = connect(Path(folder) / "bare.db", writes=True)
        bare.execute("PRAGMA journal_mode=WAL").fetchall()
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT)")

        def act() -> None:
            with case.edit("Correct place") as edit:
                edit.update(Place, 1, name=str(time.perf_counter_ns()))

        def bare_act() -> None:
            bare.execute("BEGIN IMMEDIATE")
            bare.execute("INSERT INTO t (words) VALUES ('x')")
            bare.execute("COMMIT")

        say("one act, kept on the disk", ms(act, runs), ms(bare_act, runs))
        bare.close()
        case.close()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 30)
