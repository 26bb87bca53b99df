"""Where a case lies."""

from __future__ import annotations

from pathlib import Path


def may_journal_ahead(path: Path) -> bool:
    """Whether SQLite may journal ahead (WAL) there."""
    return bool(path)
