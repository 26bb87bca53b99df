"""The program is killed the hard way: what the screen had acknowledged is there again."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from habeas import capture
from habeas.services import collecting
from habeas.store.case import Case
from screen import Screen

pytestmark = pytest.mark.screen
ROOT = Path(__file__).parents[2]
ARTICLE = ROOT / "tests" / "files" / "articles" / "valdoria.txt"


def keys(*names: str) -> None:
    """Press keys in whichever window has the focus."""
    subprocess.run(["xdotool", "key", "--clearmodifiers", "--delay", "40", *names], check=True)


def wait(condition: Callable[[], bool]) -> None:
    """Until something is so."""
    until = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def shown(name: str) -> bool:
    """Whether a window of this name is there and has the focus."""
    found = subprocess.run(
        ["xdotool", "getwindowfocus", "getwindowname"], capture_output=True, text=True
    )
    return name in found.stdout


def claims(path: Path) -> int:
    """How many claims the file holds, read beside the running program."""
    with Case.open(path, read_only=True) as case:
        return int(case.query("SELECT count(*) AS n FROM claim")[0]["n"])


def test_what_was_accepted_survives_kill_9(tmp_path: Path, screen: Screen) -> None:
    path = tmp_path / "Killed.habeas"
    with Case.create(path) as case, case.edit("Add sources") as edit:
        collecting.add(edit, capture.read(ARTICLE), published="2031-05-12")
    program = subprocess.Popen(
        [sys.executable, "-m", "habeas", str(path)],
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
        stdin=subprocess.DEVNULL,
    )
    try:
        wait(lambda: shown("Killed – Habeas"))
        time.sleep(2)  # the suggestions come after the first frame
        keys("n", "Return")
        wait(lambda: claims(path) == 1)
        keys("Return")
        wait(lambda: claims(path) == 2)
        os.kill(program.pid, signal.SIGKILL)
    finally:
        program.kill()
        program.wait()
    with Case.open(path) as case:
        assert case.query("SELECT count(*) AS n FROM claim")[0]["n"] == 2
        assert case.query("PRAGMA integrity_check") == [{"integrity_check": "ok"}]
        assert [step.label for step in case.steps()[0]][-2:] == ["Accept claim", "Accept claim"]
        case.undo()
        assert case.query("SELECT count(*) AS n FROM claim")[0]["n"] == 1
