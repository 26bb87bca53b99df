"""A program of its own that brings a folder of many files into a locked case, to be killed at it.

``python bringing_in.py CASE PHRASE FOLDER TOLD [halt]``: the folder is dropped on the window, or
what waits of it is gone on with.  ``TOLD`` is a file that gets a line of JSON whenever the window
was told how far it is; with ``halt`` the program stands still once it was told of an act.  Once all
is done the window is closed.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import watched
from canaries import PHRASE, canary
from habeas.store.case import Case
from made import pdfs, web
from watched import Box

LONG = 10  # paragraphs of a page: it takes its reader some hundredths of a second
TOGETHER = 30  # sources that are written in one act
KEPT = ("added", "there", "unread", "failed", "left")  # what a file may have become


def plant(folder: Path, many: int) -> Path:
    """So many files of words, pages and documents, full of canaries."""
    made = folder / canary("many")
    made.mkdir(parents=True)
    for n in range(many):
        words = f"{canary(f'note-{n}')}: visits of day {n} are off. " * 60
        path = made / f"{canary(f'file-{n}')}"
        if n % 10 == 0:
            path.with_suffix(".pdf").write_bytes(pdfs.pdf([pdfs.lines(words[:80])]))
        elif n % 3 == 0:
            page = web.page(f"Day {n}", *[f"{words} {k}" for k in range(LONG)])
            path.with_suffix(".html").write_bytes(page)
        else:
            path.with_suffix(".txt").write_text(words)
    return made


def killed(
    box: Box, case: Path, folder: Path, *, seconds: float | None = None
) -> tuple[dict[str, int], int]:
    """Run it, kill it, and return what it had been told, and how many processes read for it.

    It dies some ``seconds`` after its start, if it is not done before; without them, as soon as it
    was told of an act.  None of the processes is left.  What was told is all zero where nothing
    was.
    """
    told = box.place.parent / "told"
    told.write_text("")
    words = (str(Path(__file__)), str(case), PHRASE, str(folder), str(told))
    halt = () if seconds else ("halt",)
    with watched.running(box, *words, *halt, on="offscreen") as program:
        until = time.monotonic() + (seconds or watched.PATIENCE)
        while not _is_over(program.pid) and time.monotonic() < until:
            time.sleep(0.02)
        readers = children(program.pid)
        ended = watched.end(program, signal.SIGKILL)
    assert ended in (0, -signal.SIGKILL), box.said.read_text()
    watched.wait(lambda: not any(map(is_alive, readers)), what="for those that read to end")
    return _last(told), len(readers)


def finished(box: Box, case: Path, folder: Path) -> None:
    """Run it until all is done."""
    words = (str(Path(__file__)), str(case), PHRASE, str(folder), os.devnull)
    with watched.running(box, *words, on="offscreen") as program:
        try:
            status = program.wait(180)
        except subprocess.TimeoutExpired:
            status = -1
    assert status == 0, box.said.read_text()


def whole(case: Path, told: dict[str, int]) -> dict[str, int]:
    """How far the case itself is: nothing that was told is lost, nothing is there twice."""
    with Case.open(case, PHRASE) as there:
        assert there.verify().ok
        [edit] = there.query("SELECT coalesce(max(id), 0) AS n FROM edit")
        states = there.query("SELECT state, count(*) AS n FROM intake GROUP BY state")
        found = {row["state"]: row["n"] for row in states}
        twice = there.query(
            "SELECT file_name FROM source_capture WHERE how <> 'pasted' AND file_name <> '' "
            "GROUP BY file_name HAVING count(*) > 1"
        )
        orphans = there.query(
            "SELECT i.id FROM intake i LEFT JOIN source s ON s.id = i.source "
            "WHERE i.state = 'added' AND s.id IS NULL"
        )
    kept = sum(found.get(state, 0) for state in KEPT)
    assert twice == [] and orphans == []  # noqa: PT018 - one thing: each file once
    assert edit["n"] >= told["edit"]
    assert kept >= told["kept"]
    return found


def children(pid: int) -> list[int]:
    """The processes that a process started and that run."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_alive(pid: int) -> bool:
    """Whether a process runs, and is not only waiting for somebody to hear that it ended."""
    return _state(pid) not in ("", "Z")


def _is_over(pid: int) -> bool:
    """Whether it has ended, or has halted itself."""
    return _state(pid) in ("", "Z", "T")


def _state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/status").read_text().partition("State:\t")[2][:1]
    except OSError:
        return ""


def _last(told: Path) -> dict[str, int]:
    lines = [line for line in told.read_text().splitlines() if line.endswith("}")]
    last: dict[str, int] = json.loads(lines[-1]) if lines else {"kept": 0, "edit": 0}
    return last


# the program


def steps(driver: Any, folder: Path, told: Path) -> Iterator[int]:
    """Bring in the folder, or what waits of it; then close the window."""
    yield from driver.unlock()
    queue = driver.window.intake
    queue.did_settle.connect(lambda: _tell(queue, told))
    queue.did_change.connect(lambda: _tell(queue, told))
    if queue.waiting:
        queue.go_on()
    elif not sum(queue.counts.values()) > 1:  # one was planted with the case
        queue.bring([folder])
    while queue.standing != "done" or queue.waiting:
        yield 50
    driver.window.close()
    yield 60_000


def _tell(queue: Any, told: Path) -> None:
    """Write down what the user sees now."""
    counts = {str(state): n for state, n in queue.counts.items()}
    edit = queue.pace.edit if queue.pace else 0
    with told.open("a") as file:
        file.write(json.dumps({"kept": sum(counts.get(s, 0) for s in KEPT), "edit": edit}) + "\n")
    if edit and sys.argv[1:] == ["halt"]:
        os.kill(os.getpid(), signal.SIGSTOP)


def main() -> int:
    """Run the program with the driver in it."""
    from PySide6.QtCore import QTimer

    from every_action import DRAWN, Driver
    from habeas.services import intaking
    from habeas.services.intakewriting import Bounds
    from habeas.ui import app, intake

    case, phrase, folder, told = sys.argv[1:5]
    del sys.argv[1:5]
    app.make()
    intake.FEW = 1  # a few files go through the queue, too
    intaking.Bounds = lambda: Bounds(sources=TOGETHER)
    driver = Driver(
        Path(case), phrase, "", Path(told), steps=lambda d: steps(d, Path(folder), Path(told))
    )
    QTimer.singleShot(DRAWN, driver.go_on)
    return app.run(case=Path(case))


if __name__ == "__main__":
    sys.exit(main())
