"""The one SQLite driver: sqlcipher3, for locked and unlocked cases, for sqlite-utils and for tests.

sqlite-utils looks for ``pysqlite3`` before the standard library and catches the exceptions of the
driver it found; without the alias it mishandles errors and leaves transactions open.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import sqlcipher3
import sqlcipher3.dbapi2 as sqlite

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

import sqlite_utils  # noqa: E402 - the alias has to stand before this import

Database = sqlite_utils.Database
DatabaseError: type[Exception] = sqlite.DatabaseError
IntegrityError: type[Exception] = sqlite.IntegrityError
OperationalError: type[Exception] = sqlite.OperationalError
InterfaceError: type[Exception] = sqlite.InterfaceError

BUSY_SECONDS = 5.0


def connect(path: Path, *, writes: bool) -> sqlite_utils.Database:
    """A connection to the case file at ``path``; one that does not write refuses to."""
    connection: Any = sqlite.connect(str(path), timeout=BUSY_SECONDS, check_same_thread=False)
    for pragma in ("foreign_keys=ON", "trusted_schema=OFF", "temp_store=MEMORY"):
        connection.execute(f"PRAGMA {pragma}")
    if not writes:
        connection.execute("PRAGMA query_only=ON")
    return Database(connection, execute_plugins=False)
