"""What a lock costs: the same work on a locked case and on one that is not, in the same run.

Run: ``python tests/bench/locked.py [sources]``.  Deriving the key is told apart from opening.
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
sys.path.insert(0, str(Path(__file__).parents[1]))

from habeas.overview import claims
from habeas.services import claiming, collecting
from habeas.store import keys
from habeas.store.case import Case
from making import draft, reading

PHRASE = "lentils on a blue roof"
WORDS = [
    "prison",
    "visit",
    "cell",
    "guard",
    "court",
    "order",
    "water",
    "light",
    "family",
    "judge",
    "clinic",
    "yard",
]
RUNS = 9


def ms(act: Callable[[], object]) -> float:
    """How long it took, in milliseconds."""
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def say(what: str, locked: list[float], plain: list[float]) -> None:
    """One line: locked, unlocked, the ratio of medians."""
    a, b = statistics.median(locked), statistics.median(plain)
    sys.stdout.write(f"{what}: locked {a:.1f} ms, unlocked {b:.1f} ms, {a / b:.2f} times\n")


def fill(case: Case, sources: int) -> None:
    """Sources of about two thousand letters, with two claims each, fifty sources to an Edit."""
    dice = random.Random(1)
    for first in range(0, sources, 50):
        with case.edit("Add sources") as edit:
            for n in range(first, min(first + 50, sources)):
                text = f"Notice {n}: " + " ".join(dice.choices(WORDS, k=330)) + "."
                source = collecting.add(edit, reading(text)).source
                for part in (text[:30], text[40:70]):
                    claiming.accept(edit, draft(part, text=text), source=source)


def main(sources: int) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        paths = {phrase: Path(folder) / f"{bool(phrase)}.habeas" for phrase in (PHRASE, None)}
        times: dict[str, dict[str | None, list[float]]] = {}

        def note(what: str, phrase: str | None, act: Callable[[], object]) -> None:
            times.setdefault(what, {}).setdefault(phrase, []).append(ms(act))

        derived: list[float] = []
        for phrase, path in paths.items():
            with Case.create(path, phrase, cost=keys.CHEAP) as case:
                note(f"import of {sources} sources with claims", phrase,
                     lambda case=case: fill(case, sources))  # fmt: skip
        for _run in range(RUNS):
            derived.append(ms(lambda: keys.derive(PHRASE, keys.new_salt())))
            for phrase, path in paths.items():
                salt = keys.salt_of(path)
                raw = bytes(keys.derive(PHRASE, salt).raw) if salt else b""
                case = enter(path, raw, salt, partial_note(note, phrase))
                look(case, partial_note(note, phrase))
                case.close()
        for what, found in times.items():
            say(what, found[PHRASE], found[None])
        sys.stdout.write(f"derive the key: {statistics.median(derived):.0f} ms\n")
        text = sources * 2000
        for phrase, path in paths.items():
            size = path.stat().st_size
            name = "locked" if phrase else "unlocked"
            sys.stdout.write(
                f"{name} file: {size / 1e6:.1f} MB, {size / text:.1f} times its text\n"
            )


def enter(
    path: Path,
    raw: bytes,
    salt: bytes | None,
    note: Callable[[str, Callable[[], object]], None],
) -> Case:
    """Open it with the key at hand."""
    opened: list[Case] = []
    key = keys.Key(bytearray(raw), salt) if salt else None
    note("open, the key at hand", lambda: opened.append(Case.open(path, key=key)))
    return opened[0]


def partial_note(
    note: Callable[[str, str | None, Callable[[], object]], None], phrase: str | None
) -> Callable[[str, Callable[[], object]], None]:
    """``note`` for one of the two."""
    return lambda what, act: note(what, phrase, act)


def look(case: Case, note: Callable[[str, Callable[[], object]], None]) -> None:
    """What screens do: pages of the claims table here and there, searches."""
    dice = random.Random(2)
    rows = case.rows(find="SELECT id FROM claim ORDER BY id DESC", show=claims.SHOW)

    def pages() -> None:
        for _ in range(20):
            rows.row(dice.randrange(len(rows)))

    def searches() -> None:
        for _ in range(10):
            case.search(" ".join(dice.sample(WORDS, 2)))

    note("20 pages of the claims table", pages)
    note("10 searches of two words", searches)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 2000)
