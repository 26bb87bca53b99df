"""View state that belongs to the case but not to its record: scroll, selection, drafts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from habeas.store.driver import BUSY_SECONDS, Database


def put(db: Database, key: str, value: Any, *, patience: float = BUSY_SECONDS) -> None:
    """Keep ``value`` (anything JSON can hold) under ``key``; None removes it.

    It waits no longer than ``patience`` seconds for another window.
    """
    with _patient(db, patience):
        _put(db, key, value)


@contextmanager
def _patient(db: Database, seconds: float) -> Iterator[None]:
    db.execute(f"PRAGMA busy_timeout={round(seconds * 1000)}").fetchall()
    try:
        yield
    finally:
        db.execute(f"PRAGMA busy_timeout={round(BUSY_SECONDS * 1000)}").fetchall()


def _put(db: Database, key: str, value: Any) -> None:
    if value is None:
        db.execute("DELETE FROM desk WHERE key = ?", [key])
    else:
        text = json.dumps(value, ensure_ascii=True)
        db.execute("INSERT OR REPLACE INTO desk (key, value) VALUES (?, ?)", [key, text])


def get(db: Database, key: str, default: Any = None) -> Any:
    """What was kept under ``key``, or ``default``; also if it is nothing that ``put`` wrote."""
    row = db.execute("SELECT value FROM desk WHERE key = ?", [key]).fetchone()
    try:
        return json.loads(row[0]) if row else default
    except (TypeError, ValueError, RecursionError):  # a stranger's file: where one was is no loss
        return default


def keys(db: Database, prefix: str) -> list[str]:
    """The keys that begin with ``prefix``."""
    rows = db.execute("SELECT key FROM desk WHERE substr(key, 1, ?) = ?", [len(prefix), prefix])
    return [row[0] for row in rows.fetchall()]
