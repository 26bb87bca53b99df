"""The one SQLite driver: sqlcipher3, for locked and unlocked cases, for sqlite-utils and for tests.

sqlite-utils looks for ``pysqlite3`` before the standard library and catches the exceptions of the
driver it found; without the alias it mishandles errors and leaves transactions open.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlcipher3
import sqlcipher3.dbapi2 as sqlite

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = sqlcipher3.dbapi2

import sqlite_utils  # noqa: E402 - the alias has to stand before this import

from habeas.store import damage  # noqa: E402

if TYPE_CHECKING:
    from habeas.store.keys import Key

Database = sqlite_utils.Database
DatabaseError: type[Exception] = sqlite.DatabaseError
IntegrityError: type[Exception] = sqlite.IntegrityError
OperationalError: type[Exception] = sqlite.OperationalError
InterfaceError: type[Exception] = sqlite.InterfaceError

BUSY_SECONDS = 5.0
# The driver puts out of its full store what was used least, and that is always the statement that
# came last: making a case alone fills one of 100, and then everything is parsed again each time.
_STATEMENTS = 2000
PAGE = 8192  # bytes
# A case file can come from anywhere: nothing in it calls functions, no cell is taken on trust.
_ALWAYS = ("foreign_keys=ON", "trusted_schema=OFF", "cell_size_check=ON", "temp_store=MEMORY")


def connect(
    path: Path, *, writes: bool, key: Key | None = None, how: str = ""
) -> sqlite_utils.Database:
    """A connection to the case file at ``path``; one that does not write refuses to.

    ``key`` opens a locked case.  A wrong one is only noticed by the first statement that reads.
    ``how`` (``immutable=1``, ``mode=ro``) are words of SQLite's for an address.  Damage that a
    connection meets which does not write is told as ``damage.Damaged``, unless ``how`` is given.
    """
    # Absolute: a relative name that begins with "file:" would be read as an address.
    name = f"{path.absolute().as_uri()}?{how}" if how else str(path.absolute())
    factory = sqlite.Connection if writes or how else damage.Connection
    connection: Any = sqlite.connect(
        name,
        timeout=BUSY_SECONDS,
        check_same_thread=False,
        uri=bool(how),
        factory=factory,
        cached_statements=_STATEMENTS,
    )
    try:
        _prepare(connection, writes=writes, key=key)
    except BaseException:
        connection.close()
        raise
    return Database(connection, execute_plugins=False)


def _prepare(connection: Any, *, writes: bool, key: Key | None) -> None:
    # SQLCipher tells standard error of every page that it cannot read, with the time of day.
    connection.execute("PRAGMA cipher_log_level=NONE")
    # Of the process, not the connection: what VACUUM INTO writes takes its page size from it.
    connection.execute(f"PRAGMA cipher_default_page_size={PAGE}")
    if key is not None:
        # Not cipher_memory_security: it makes reading pages nine times slower, and cannot be turned
        # off again.  ``guarding.wiping`` overwrites what is freed when the case is closed.
        connection.execute(f"PRAGMA key={key.as_sql()}")
    for pragma in _ALWAYS:
        connection.execute(f"PRAGMA {pragma}")
    if not writes:
        connection.execute("PRAGMA query_only=ON")
