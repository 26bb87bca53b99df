"""What the journal costs: the same SQL with and without it, in the same run.

Run: ``python tests/bench/journal.py [claims]``.  Ours counts everything an Edit does at its end:
the check, the search index, commitments, the digest, the flush.  Bare is the same statements on
the same schema without triggers, the search index filled by the one statement that fills it.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from habeas.domain.claim import Claim, Kind
from habeas.domain.passage import Passage
from habeas.services import collecting
from habeas.store import triggers
from habeas.store.case import Case
from habeas.store.driver import connect
from habeas.store.records import to_row
from habeas.store.search import _TEXT
from making import reading

ACTS = 300


def seconds(act: Callable[[], object]) -> float:
    """How long it took."""
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def say(what: str, ours: float, bare: float) -> None:
    """One line: ours, the limit, the ratio."""
    sys.stdout.write(
        f"{what}: {ours:.2f} s, without journal {bare:.2f} s, {ours / bare:.1f} times\n"
    )


def statements(claims: int, layer: str) -> list[tuple[str, list[tuple[object, ...]]]]:
    """Claims with a passage each, as the SQL and its rows."""
    claim = to_row(Claim(source=1, kind=Kind.INCIDENT, type="incident/killing", summary="x"))
    claim |= {"first_day": "2031-05-09", "last_day": "2031-05-09"}
    passage = to_row(Passage(source=1, layer=layer, start=0, end=9, quote="More than"))
    link = {"claim": 0, "passage": 0, "position": 0}
    found = []
    for table, row in (("passage", passage), ("claim", claim), ("claim_passage", link)):
        names = ", ".join(f"[{name}]" for name in row)
        marks = ", ".join("?" for _ in row)
        rows = []
        for n in range(1, claims + 1):
            numbered = {
                "summary": f"Claim {n} of many",
                "claim": n,
                "passage": n,
                "quote": f"More {n}",
            }
            rows.append(tuple({**row, **{k: v for k, v in numbered.items() if k in row}}.values()))
        found.append((f"INSERT INTO {table} ({names}) VALUES ({marks})", rows))
    return found


def write(db: object, found: list[tuple[str, list[tuple[object, ...]]]]) -> None:
    """Run the statements."""
    for sql, rows in found:
        db.conn.executemany(sql, rows)  # type: ignore[attr-defined]


def main(claims: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path, bare_path = Path(folder) / "bench.habeas", Path(folder) / "bare.db"
        case = Case.create(path)
        with case.edit("Add sources") as edit:
            collecting.add(edit, reading())
        layer = collecting.layer_of(case, 1)
        case.close()
        shutil.copyfile(path, bare_path)
        case = Case.open(path)
        bare = connect(bare_path, writes=True)
        for name in triggers.present(bare):
            bare.execute(f"DROP TRIGGER [{name}]")
        bare.execute("PRAGMA journal_mode=WAL").fetchall()
        bare.execute("PRAGMA synchronous=FULL")
        found = statements(claims, layer)

        def ours() -> None:
            with case.edit("Import") as edit:
                write(edit.db, found)

        def theirs() -> None:
            bare.execute("BEGIN IMMEDIATE")
            write(bare, found)
            text = _TEXT["claim"].removeprefix("SELECT ").removesuffix(" FROM claim WHERE id = ?")
            bare.execute(
                f"INSERT INTO record_text (rowid, text) SELECT id * 8 + 1, {text} FROM claim"
            )
            bare.execute("COMMIT")

        say(f"{claims} claims in one Edit", seconds(ours), seconds(theirs))
        say_undo(case, bare, claims)

        def acts() -> None:
            for n in range(1, ACTS + 1):
                with case.edit("Correct claim") as edit:
                    edit.db.execute("UPDATE claim SET note = ? WHERE id = ?", [f"note {n}", n])

        def bare_acts() -> None:
            for n in range(1, ACTS + 1):
                bare.execute("BEGIN IMMEDIATE")
                bare.execute("UPDATE claim SET note = ? WHERE id = ?", [f"note {n}", n])
                bare.execute("COMMIT")

        case.redo()
        say(f"{ACTS} Edits of one row", seconds(acts), seconds(bare_acts))
        case.close()
        bare.close()


def say_undo(case: Case, bare: object, claims: int) -> None:
    """Undo of an Edit of 20,000 rows, against the same UPDATE."""
    rows = min(20_000, claims)
    sql = "UPDATE claim SET note = ? WHERE id <= ?"
    with case.edit("Correct claims") as edit:
        edit.db.execute(sql, ["seen", rows])

    def update() -> None:
        bare.execute("BEGIN IMMEDIATE")  # type: ignore[attr-defined]
        bare.execute(sql, ["seen", rows])  # type: ignore[attr-defined]
        bare.execute("COMMIT")  # type: ignore[attr-defined]

    say(f"undo of an Edit of {rows} rows", seconds(case.undo), seconds(update))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
