"""Nothing in plain text outside a locked case, whatever is done with it and however it ends.

A case with a canary in every field of every record is worked in by hand, in the real window, and
killed; then every file is searched.  ``tests/ui/test_canaries.py`` does all that can be done.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import canaries
import watched
from canaries import NAME, PHRASE, STEM, WRONG, canary
from habeas.store.case import Case
from screen import Screen
from watched import Box, press, title, type_in, wait

pytestmark = [pytest.mark.screen, pytest.mark.slow]
SEED = 3
OPEN = f"{NAME} – Habeas"
READ = (
    "import sys; from PySide6.QtGui import QGuiApplication, QClipboard as C\n"
    "app = QGuiApplication([]); app.processEvents(); c = app.clipboard()\n"
    "print(c.text(C.Mode.Clipboard), c.text(C.Mode.Selection))"
)


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """The user's folders."""
    return Box(tmp_path)


@pytest.fixture
def case(box: Box) -> Path:
    """The locked case, full of canaries."""
    return canaries.plant(box.cases)


def test_a_day_with_a_locked_case_leaves_no_word_of_it_anywhere(
    box: Box, case: Path, tmp_path: Path, screen: Screen
) -> None:
    stamp, search = time.time(), canaries.Search(canaries.secrets(case))
    article = long_article(tmp_path)
    with watched.running(box, "-m", "habeas", str(case), trace="first") as program:
        unlock(program)
        look_through_the_rooms()
        write_by_hand(case)
        open_dialogs()
        nothing_is_left_on_the_screen(program.pid)
        unlock(program, fail_first=True)
        held = list(watched.open_files(program.pid))
        assert not [f"{name}: {found}" for name, has in held if (found := search.within(has))]
        kill_while_it_adds(program, article)
    assert not search.files(box.files(), named=[box.cases])
    with watched.running(box, "-m", "habeas", trace="second") as program:
        open_the_recent_one(program)
        press("ctrl+q")
        assert program.wait(watched.PATIENCE) == 0
    assert not search.files(box.files(), named=[box.cases])
    assert [path.name for path in box.cases.iterdir()] == [case.name]
    assert box.said.read_text() == ""  # nor did SQLCipher tell the terminal of its pages
    worked_in(case)
    assert watched.unexplained(box) == []
    nothing_anywhere(search, stamp, but=[tmp_path])


def long_article(folder: Path) -> Path:
    """The user's own file, which the program only reads."""
    path = folder / "theirs" / f"{canary('file')}.txt"
    path.parent.mkdir()
    path.write_text(canaries.text() * 20_000, encoding="utf-8")
    return path


def unlock(program: subprocess.Popen[bytes], *, fail_first: bool = False) -> None:
    """Type the passphrase, once it is asked for; where that is wanted, a wrong one before it."""
    wait(lambda: title() == "Habeas" and watched.may_not_dump(program.pid))
    time.sleep(0.5 if watched.can_dump() else 3)
    if fail_first:
        type_in(WRONG)
        press("Return")
        time.sleep(1.8)  # so long is to be waited after it
    type_in(PHRASE)
    press("Return")
    wait(lambda: title() == OPEN, what="for the case")
    time.sleep(0.3)


def look_through_the_rooms() -> None:
    """Every room, and what is first in it."""
    for n in range(1, 8):
        press(f"ctrl+{n}")
        time.sleep(0.15)
        press("Home", "Down", "Return")
        time.sleep(0.15)
        press("Escape")
    for words in (canary("since"), canary("searched")):
        press("ctrl+k")
        press("ctrl+a")
        type_in(words)
        time.sleep(0.4)
    press("Return", "Escape")


def write_by_hand(case: Path) -> None:
    """A claim that stays half-filled, a text that is pasted, undone and done again."""
    press("ctrl+1")
    time.sleep(0.7)
    press("n", "e")
    time.sleep(0.5)
    press("ctrl+a")
    type_in(canary("half-by-hand"))
    wait(lambda: held(case, "desk", "half-by-hand"), what="for the draft")
    press("Escape")
    press("ctrl+shift+v")
    wait(lambda: title() == "Add pasted text")
    type_in(canaries.text().splitlines()[0] + canary("pasted"))
    press("ctrl+Return")
    wait(lambda: title() == "Your name in this case", what="for the question who it is")
    type_in(canary("name"))
    press("Return")
    wait(lambda: title() == OPEN)
    assert count(case, "source") == 4
    press("ctrl+z")
    wait(lambda: count(case, "source") == 3, what="for undo")
    press("ctrl+shift+z")
    wait(lambda: count(case, "source") == 4, what="for redo")


def open_dialogs() -> None:
    """Those that keys lead to; words are typed into each, and it is left."""
    for keys, name in (
        (["F1"], "Help and keys"),
        (["ctrl+p"], "Write a report"),
        (["ctrl+shift+k"], "The record as known on…"),
        (["alt+c", "v"], "Recovery code"),
        (["ctrl+shift+s"], "Save a copy"),
        (["ctrl+shift+a"], "Add sources"),
        (["ctrl+o"], "Open a case"),
    ):
        wait(lambda: title() == OPEN, what=f"to go on to {name}")
        press(*keys)
        wait(lambda name=name: name in title(), what=f"for {name}")
        if name in ("Save a copy", "Open a case"):
            type_in(canary("typed-path"))
        press("Escape")
        time.sleep(0.2)
        if title() != OPEN:
            press("Escape")


def nothing_is_left_on_the_screen(pid: int) -> None:
    """The clipboard, the selection, the title, what the window manager and others are told."""
    wait(lambda: title() == OPEN)
    press("ctrl+2")
    time.sleep(0.5)
    press("ctrl+a", "ctrl+c")
    wait(lambda: STEM in clipboard(), what="for the clipboard")
    press("ctrl+l")
    wait(lambda: title() == "Habeas")
    assert STEM not in clipboard()
    if shutil.which("xprop"):
        for window in windows(pid):
            told = subprocess.run(["xprop", "-id", window], capture_output=True, text=True).stdout
            assert STEM not in told


def windows(pid: int) -> list[str]:
    """Every window of a process, seen or not."""
    asked = ["xdotool", "search", "--pid", str(pid)]
    found = subprocess.run(asked, capture_output=True, text=True).stdout.split()
    assert found
    return found


def clipboard() -> str:
    """What another program can take from the clipboard and from the selection."""
    return subprocess.run(
        [sys.executable, "-c", READ], capture_output=True, text=True, timeout=60
    ).stdout


def kill_while_it_adds(program: subprocess.Popen[bytes], article: Path) -> None:
    """``kill -9`` at some moment of reading, writing, or of what follows."""
    press("ctrl+shift+a")
    wait(lambda: title() == "Add sources")
    press("ctrl+a")
    type_in(str(article))
    press("Return")
    time.sleep(random.Random(SEED).random())
    assert watched.end(program) == -signal.SIGKILL


def open_the_recent_one(program: subprocess.Popen[bytes]) -> None:
    """From the welcome page, where it has no name."""
    wait(lambda: title() == "Habeas")
    time.sleep(1)
    press("Tab", "Tab", "Tab", "Return")  # it is the first after the three buttons
    unlock(program)


def held(case: Path, table: str, word: str) -> bool:
    """Whether the case, read beside the program, has a row of this table with a word."""
    with Case.open(case, PHRASE, read_only=True) as there:
        return any(word in str(row) for row in there.query(f"SELECT * FROM {table}"))


def count(case: Path, table: str) -> int:
    """How many rows the case has, read beside the program."""
    with Case.open(case, PHRASE, read_only=True) as there:
        return int(there.query(f"SELECT count(*) AS n FROM {table}")[0]["n"])


def worked_in(path: Path) -> None:
    """The hand did reach the case, and it is whole."""
    with Case.open(path, PHRASE) as case:
        acts = {row["act"] for row in case.query("SELECT act FROM edit")}
        assert {"undo", "redo"} <= acts
        assert case.verify().ok


def nothing_anywhere(search: canaries.Search, stamp: float, *, but: list[Path]) -> None:
    """Of all files of this machine that were written since, none holds a canary."""
    root = watched.ROOT
    skipped = [*but, root / ".git", root / ".venv", Path("/proc"), Path("/sys")]
    places = ["/dev/shm", "/tmp", "/var/tmp", "/run", os.path.expanduser("~"), str(root), "/"]
    found, _whole = canaries.written_since(stamp, places, but=skipped, seconds=20)
    assert not search.files(found)
