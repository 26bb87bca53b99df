"""One long step of SQLite's as a generator: it runs in a thread, is looked at, and can be stopped.

The steps of ours are generators, and each ``yield`` is a place to stop; a statement that takes
minutes has none.  So it runs beside the generator, which tells how far it is, and closing the
generator interrupts it.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

R = TypeVar("R")
T = TypeVar("T")

_LOOK = 0.05  # seconds between two looks at the work


def meanwhile(
    act: Callable[[], R], *, stop: Callable[[], object], told: Callable[[], T]
) -> Generator[T, None, R]:
    """Do ``act`` in a thread of its own and yield what is ``told``; returns what it returned.

    Closed, it calls ``stop`` until ``act`` ends.
    """
    from concurrent.futures import ThreadPoolExecutor, wait  # a start is spared it

    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="habeas-meanwhile") as pool:
        future = pool.submit(act)
        try:
            while wait([future], _LOOK).not_done:
                yield told()
        finally:
            while not future.done():
                stop()  # again and again: between two statements nobody hears it
                wait([future], _LOOK)
    return future.result()


def flush(file: Path) -> None:
    """Wait until a file is on the disk; never one that is open as a database.  OSError."""
    number = os.open(file, os.O_RDWR)
    try:
        os.fsync(number)
    finally:
        os.close(number)


def flush_folder(folder: Path) -> None:
    """Wait until a new name is on the disk; some file systems cannot be asked to."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
