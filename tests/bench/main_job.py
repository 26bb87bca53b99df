"""Suggestions for a 3 kB article, and one acceptance from key to repainted window.

The limits in the same run: reading the article with one plain regular expression over its words,
and a bare SQLite transaction of as many rows, flushed to the disk, followed by a bare repaint.
Run: ``python tests/bench/main_job.py [runs]``.
"""

from __future__ import annotations

import os
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
home = tempfile.mkdtemp(prefix="habeas-bench-")
os.environ.update(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home)

ARTICLE = Path(__file__).parents[1] / "files" / "articles" / "valdoria.txt"
PUBLISHED = "2031-05-12"


def ms(act: Callable[[], object], runs: int) -> float:
    """The median of so many runs, in milliseconds."""
    times = []
    for _ in range(runs):
        begun = time.perf_counter()
        act()
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def suggestions(runs: int) -> None:
    """How long the reader takes for the article, after its rules are loaded."""
    from habeas.suggest import suggest

    text = (ARTICLE.read_text(encoding="utf-8") * 2)[:3000]
    found = suggest(text, language="en", published=PUBLISHED)
    words = re.compile(r"\w+")
    bare = ms(lambda: words.findall(text), runs)
    ours = ms(lambda: suggest(text, language="en", published=PUBLISHED), runs)
    print(f"suggestions for {len(text)} characters: {ours:.0f} ms, {len(found)} found; "
          f"finding its words alone {bare:.2f} ms, ratio {ours / bare:.0f}")  # fmt: skip


def accepting() -> None:
    """How long Enter takes until the window shows the claim as accepted."""
    from PySide6.QtWidgets import QMainWindow

    from habeas import capture
    from habeas.services import collecting
    from habeas.store.case import Case
    from habeas.ui import app as starting
    from habeas.ui.window import Window

    app = starting.make(language="en")
    path = Path(home) / "bench.habeas"
    with Case.create(path) as case, case.edit("Add sources") as edit:
        collecting.add(edit, capture.read(ARTICLE), published=PUBLISHED)
    window = Window()
    window.show()
    window.begin(path)
    pane = window.frame.enter("sources").reading  # type: ignore[union-attr]
    until = time.monotonic() + 10
    while time.monotonic() < until and (pane.current is None or pane.current.state != "suggested"):
        app.processEvents()
        pane.next()
    times = []
    while pane.current is not None and pane.current.state == "suggested":
        begun = time.perf_counter()
        pane.deciding.accept()
        window.repaint()
        times.append((time.perf_counter() - begun) * 1000)
    empty = QMainWindow()
    empty.resize(window.size())
    empty.show()
    bare = _bare(empty, Path(home) / "bare.db", len(times))
    ours = statistics.median(times)
    print(f"accept until repainted: {ours:.1f} ms ({len(times)} times, worst {max(times):.1f}); "
          f"bare transaction and repaint {bare:.1f} ms, ratio {ours / bare:.1f}")  # fmt: skip
    window.close()


def _bare(window: object, path: Path, runs: int) -> float:
    """Twelve rows in one flushed transaction, then a repaint of an empty window of that size."""
    from habeas.store.driver import connect

    db = connect(path, writes=True)
    db.execute("PRAGMA journal_mode=WAL").fetchall()
    db.execute("PRAGMA synchronous=FULL")
    db.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, words TEXT)")

    def act() -> None:
        db.execute("BEGIN IMMEDIATE")
        for _ in range(12):
            db.execute("INSERT INTO t (words) VALUES (?)", ["x" * 200])
        db.execute("COMMIT")
        window.repaint()  # type: ignore[attr-defined]

    return ms(act, runs)


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[2] / "src"))
    suggestions(int(sys.argv[1]) if len(sys.argv) > 1 else 20)
    accepting()
