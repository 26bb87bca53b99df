"""ruff and mypy, as tests, so that one command covers them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False
    )


def test_ruff_finds_nothing():
    done = run("ruff", "check", "--output-format=concise")

    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_types_hold():
    done = run("mypy")

    assert done.returncode == 0, done.stdout + done.stderr
