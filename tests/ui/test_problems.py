"""A crash is told at the next start, once, and an ordinary end leaves nothing to tell."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from habeas import paths
from habeas.ui import problems

CRASH = """
import faulthandler, os
from PySide6.QtCore import QCoreApplication
app = QCoreApplication([])
from habeas.ui import problems
problems.watch()
faulthandler._sigsegv()
"""


@pytest.fixture(autouse=True)
def unwatched() -> object:
    yield None
    problems.unwatch()


def test_a_crash_is_told_at_the_next_start_only(qapp: object) -> None:
    src = Path(__file__).parents[2] / "src"
    done = subprocess.run(
        [sys.executable, "-c", CRASH], env={**os.environ, "PYTHONPATH": str(src)}, check=False
    )
    assert done.returncode != 0
    problems.watch()
    assert "Segmentation fault" in problems.crashed_before()
    problems.unwatch()
    assert list(paths.log_dir().iterdir()) == []
    problems.watch()
    assert problems.crashed_before() == ""
