"""Counting what workers ask the kernel for: sockets and programs, whether they get them or not."""

from __future__ import annotations

import itertools
import re
import shutil
from collections.abc import Callable
from pathlib import Path

STRACE = shutil.which("strace")
_CALL = re.compile(r"^\d+\s+(\w+)\(")


def tracing(command: Callable[[], list[str]], folder: Path) -> Callable[[], list[str]]:
    """The ``command`` of a worker with each of its calls written down in ``folder``."""
    numbers = itertools.count()

    def traced() -> list[str]:
        log = folder / f"calls.{next(numbers)}"
        calls = "trace=%network,execve,execveat,fork,vfork,clone,clone3"
        return [STRACE, "-f", "-qq", "-o", str(log), "-e", calls, "--", *command()]

    return traced


def calls(folder: Path) -> list[str]:
    """The names of all calls but the one that started each worker."""
    found = []
    for log in sorted(folder.glob("calls.*")):
        lines = log.read_text(errors="replace").splitlines()
        names = [
            match[1] for line in lines
            if (match := _CALL.match(line)) and "CLONE_THREAD" not in line
        ]  # fmt: skip
        assert names[:1] == ["execve"], f"nothing was traced: {lines[:3]}"
        found += names[1:]
    return found
