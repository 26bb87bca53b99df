"""Writing a whole copy of an open case."""

from __future__ import annotations

from pathlib import Path

from habeas.errors import Problem
from habeas.i18n import _
from habeas.store.driver import DatabaseError, connect
from habeas.store.keys import Key


def copy(case: Path, path: Path, *, key: Key | None = None) -> None:
    """Copy the case at ``case``, open or not, to ``path``: Problem if something is there.

    The copy of a locked case is locked with the same passphrase.

    SQLite writes the copy row by row, so it is whole whatever is being written meanwhile.
    """
    if path.exists():
        raise Problem(
            _("“{name}” is there already. Nothing was changed; choose another name.").format(
                name=path.name
            )
        )
    db = connect(case, writes=True, key=key)
    try:
        db.execute("VACUUM INTO ?", [str(path)])
    except DatabaseError as error:
        path.unlink(missing_ok=True)
        raise Problem(
            _("The copy could not be written: {reason}. The case itself is as it was.").format(
                reason=error
            )
        ) from error
    finally:
        db.close()
