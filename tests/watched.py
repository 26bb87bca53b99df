"""The real program as a process of its own, of which every file and word is watched."""

from __future__ import annotations

import contextlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
PATIENCE = 30.0  # seconds
# What the program and the libraries that it stands on open to write, and why.
_BACKUPS = r"{home}/data/habeas/backups/[0-9a-f]{{32}}/"
EXPLAINED = (
    (r"{cases}/[^/]+\.habeas", "the case"),
    (r"{cases}/[^/]+\.habeas-(wal|journal)", "SQLite's journals of it, locked like the case"),
    (r"{cases}/[^/]+\.habeas-shm", "which page stands where in the journal"),
    (r"{cases}/\.[^/]+\.habeas\.lock", "which process has the case"),
    (_BACKUPS + r"[\w-]+\.habeas(-journal)?", "a backup, locked like the case"),
    (_BACKUPS + r"\.[\w.-]+\.unfinished(-journal)?", "while it is written, locked as well"),
    (r"{home}/config/habeas/settings\.(json|new)", "the settings"),
    (r"{home}/cache/habeas/log/crash\.txt", "where the program died"),
    (r"/dev/(null|tty)", "nothing"),
    (r"memory:recording", "a recording that is played, which has no name on any disk"),
    (r"/proc/self/autogroup", "the kernel, which is told that readers give way"),
)
# Its own folders, each of which is the user's and empty.
FOLDERS = {
    "HOME": "home",
    "XDG_CONFIG_HOME": "home/config",
    "XDG_DATA_HOME": "home/data",
    "XDG_CACHE_HOME": "home/cache",
    "XDG_STATE_HOME": "home/state",
    "XDG_RUNTIME_DIR": "run",
    "TMPDIR": "tmp",
}
_CALLS = "open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,memfd_create"
_REACHES = "socket,connect,bind,execve,execveat"
_WRITES = re.compile(r"O_WRONLY|O_RDWR|O_CREAT|O_TMPFILE")
_OPENED = re.compile(r'\bopen(?:at2?)?\((?:[^",]+, )?"([^"]*)", ([^)]*)\)? *= (-?\d+)')
_NAMED = re.compile(
    r'\b(?:creat|rename\w*|link\w*|symlink\w*|memfd_create)\(.*"([^"]*)"[^"]*= (-?\d+)'
)


class Box:
    """Folders of a user's, fresh; ``said`` is what her programs wrote to the terminal."""

    def __init__(self, place: Path) -> None:
        self.place = place / "box"
        self.cases = self.place / "cases"
        self.work = self.place / "work"  # where the program is started: a core file would lie here
        self.said = self.place / "said.txt"
        self.traces = place / "traces"
        for folder in (self.cases, self.work, self.traces, *map(Path, self.environment().values())):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def environment(self) -> dict[str, str]:
        """What leads a program to these folders."""
        return {name: str(self.place / part) for name, part in FOLDERS.items()}

    def files(self) -> list[Path]:
        """Every file in it."""
        return [path for path in self.place.rglob("*") if path.is_file()]


@contextlib.contextmanager
def running(
    box: Box, *words: str, trace: str = "", on: str = ""
) -> Iterator[subprocess.Popen[bytes]]:
    """Python with these words in the box, core dumps allowed.

    ``trace`` names a file that tells what it opens; ``on`` is a platform of Qt's, if another one.
    """
    command = [sys.executable, *words]
    if trace and can_trace():
        told = [
            "-D",
            "-f",
            "--seccomp-bpf",
            "-qq",
            "-s",
            "4096",
            "-e",
            f"trace={_CALLS},{_REACHES}",
        ]
        command = ["strace", *told, "-o", str(box.traces / trace), "--", *command]
    environment = os.environ | box.environment() | {"PYTHONPATH": f"{ROOT}/src:{ROOT}/tests"}
    if on:
        environment["QT_QPA_PLATFORM"] = on
    with box.said.open("ab") as said:
        program = subprocess.Popen(
            command,
            cwd=box.work,
            env=environment | {"PYTHONDONTWRITEBYTECODE": "1", "LANGUAGE": "en"},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            preexec_fn=allow_core_dumps,
        )
    try:
        yield program
    finally:
        program.kill()
        program.wait()


def allow_core_dumps() -> None:
    """Let this process, and those that it starts, write core files as large as they may be."""
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


def can_trace() -> bool:
    """Whether strace is here and may do its work."""
    if not shutil.which("strace"):
        return False
    return (
        subprocess.run(["strace", "-o", "/dev/null", "true"], capture_output=True).returncode == 0
    )


def written(trace: Path) -> set[str]:
    """The paths that a traced program opened to write, or gave to a file."""
    found = set()
    for line in trace.read_text(errors="replace").splitlines():
        opened, named = _OPENED.search(line), _NAMED.search(line)
        if opened and int(opened[3]) >= 0 and _WRITES.search(opened[2]):
            found.add(opened[1])
        elif named and int(named[2]) >= 0:
            found.add(("memory:" if "memfd" in line else "") + named[1])
    return found


def unexplained(box: Box) -> list[str]:
    """What traced programs opened to write for no reason that is known here; empty if untraced."""
    where = {"cases": re.escape(str(box.cases)), "home": re.escape(box.environment()["HOME"])}
    known = [re.compile(path.format(**where)) for path, _why in EXPLAINED]
    found: set[str] = set()
    for trace in box.traces.iterdir():
        paths = written(trace)
        assert any(path.endswith(".habeas-wal") for path in paths)  # it was looked at
        found |= {path for path in paths if not any(one.fullmatch(path) for one in known)}
    return sorted(found)


def reached(box: Box) -> list[str]:
    """The calls by which traced programs asked for a network, whether they got it or not."""
    lines = _traced(box, ("socket", "connect", "bind"))
    return [line for line in lines if not re.search(r"\b(AF|PF)_(UNIX|LOCAL)\b", line)]


def started(box: Box) -> list[str]:
    """How traced programs started others, with every word that these were given."""
    return _traced(box, ("execve", "execveat"))


def _traced(box: Box, names: tuple[str, ...]) -> list[str]:
    asked = re.compile(rf"\b({'|'.join(names)})\(")
    lines = [
        line
        for one in box.traces.iterdir()
        for line in one.read_text(errors="replace").splitlines()
    ]
    return [line for line in lines if asked.search(line)]


def open_files(pid: int) -> Iterator[tuple[str, bytes]]:
    """The files that a process has open, also those without a name by now, with what they hold."""
    folder = Path(f"/proc/{pid}/fd")
    with contextlib.suppress(OSError):  # not ours to look at
        for handle in folder.iterdir():
            with contextlib.suppress(OSError):
                name = os.readlink(handle)
                if handle.is_file():
                    yield name, handle.read_bytes()


def can_dump() -> bool:
    """Whether programs may be allowed core files here, so that it shows when one forbids them."""
    return resource.getrlimit(resource.RLIMIT_CORE)[1] != 0


def may_not_dump(pid: int) -> bool:
    """Whether a process writes no core file: Habeas, since it has asked for a passphrase."""
    limits = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(line for line in limits if line.startswith("Max core file size")).split()[4] == "0"


# the keyboard, whichever window has it


def press(*names: str) -> None:
    """Press keys as X names them."""
    _x("key", "--clearmodifiers", "--delay", "20", *names)
    time.sleep(0.05)


def type_in(words: str) -> None:
    """Type plain letters."""
    _x("type", "--delay", "5", words)


def _x(*arguments: str) -> None:
    subprocess.run(["xdotool", *arguments], check=True, capture_output=True)


def title() -> str:
    """The name of the window that has the keyboard."""
    asked = ["xdotool", "getwindowfocus", "getwindowname"]
    return subprocess.run(asked, capture_output=True, text=True).stdout.strip()


def wait(condition: Callable[[], object], *, what: str = "") -> None:
    """Until something is so."""
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, f"waited in vain {what}; the window is {title()!r}"
        time.sleep(0.1)


def end(program: subprocess.Popen[bytes], number: int = signal.SIGKILL) -> int:
    """Send a signal and return how the program ended."""
    program.send_signal(number)
    return program.wait(PATIENCE)
