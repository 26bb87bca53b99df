"""What the list of backups does off the UI thread: read, look into, restore, delete."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.store.backups import Backup


def listing(folders: Callable[[], list[Path]]) -> Work:
    """Every backup in these folders, the latest first; none where a folder cannot be used."""
    from habeas.store import backups

    found: list[Backup] = []
    with suppress(OSError):
        for folder in folders():
            yield Progress()
            found += backups.backups(folder)
    return sorted(found, key=lambda backup: (backup.made, backup.number), reverse=True)


def deleting(backup: Backup, folders: Callable[[], list[Path]]) -> Work:
    """Delete a backup; returns those that are left."""
    from habeas.store import backups

    yield Progress()
    backups.delete(backup)
    return (yield from listing(folders))


def opening(backup: Backup, others: list[Backup], passphrase: str) -> Work:
    """What the passphrase opens of this case's locked backups; the key is forgotten at once."""
    from habeas.store import backups, keys

    yield Progress()
    try:
        salt = keys.salt_of(backup.path)
    except OSError as error:
        raise Problem(_("This backup is damaged, or no case. Nothing was changed.")) from error
    if salt is None:
        raise Problem(_("This backup is not locked any more. Nothing was changed."))
    key = keys.derive(passphrase, salt)
    try:
        found = {backup.path: backups.contents(backup, key)}
        for other in others:
            yield Progress()
            if other.case == backup.case and other.path not in found:
                try:
                    found[other.path] = backups.contents(other, key)
                except Problem:  # of a time with another passphrase
                    continue
    finally:
        key.forget()
    return found


def restoring(backup: Backup, to: Path) -> Work:
    """Bring a backup back to ``to``; returns ``to``."""
    from habeas.store import backups

    for done, total in backups.restore(backup, to):
        yield Progress(done, total, to.name)
    return to
