"""What the program remembers between runs, outside any case: language, look, recent cases."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from habeas import paths

RECENT = 8  # how many cases the welcome page remembers
KNOWN = 32  # how many case files are known again
AGREED = 2_000  # how many folders that were chosen for a case are known again
LOCK_MINUTES = 10  # without a key or a click, until a locked case closes by itself
BACKUP_MINUTES = 20  # between two backups of a case that is open


@dataclass(frozen=True, slots=True)
class Hidden:
    """A locked case, of which the settings, plain text on a disk, hold no name.

    ``salt`` is the public beginning of its file, in hexadecimal: it is found by it in ``folder``
    under whatever name.  ``opened`` is the day, as 2031-05-12.
    """

    folder: str
    salt: str
    opened: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """An empty ``language`` is the desktop's; ``scale`` 1.0 is the usual size of words.

    ``recent`` are the cases last opened, the last one first: paths, or Hidden for locked ones.
    ``installation`` is a random name of this program on this machine, made when first needed.
    ``known`` are marks of case files that were closed well (``store.known``), the latest last.
    ``agreed`` are digests of folders that the user chose for a case (``ui.agreeing``).
    """

    language: str = ""
    scheme: str = "system"
    scale: float = 1.0
    recent: tuple[str | Hidden, ...] = ()
    geometry: str = ""  # the window's place, as Qt saves it, in base 64
    lock_minutes: int = LOCK_MINUTES  # 0: a case never locks by itself
    backup_minutes: int = BACKUP_MINUTES  # 0: only when a case is closed; -1: never
    backup_folder: str = ""  # empty: in the data folder
    backup_failed: str = ""  # why the last backup was not made, as long as nobody was told
    installation: str = ""
    known: tuple[str, ...] = ()
    agreed: tuple[str, ...] = ()
    extra: dict[str, Any] = field(default_factory=dict)


def load() -> Settings:
    """The settings as last saved; the usual ones if there are none or they cannot be read."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
        kept = {name: found[name] for name in Settings.__dataclass_fields__ if name in found}
        recent = tuple(map(_recent, kept.get("recent", ())))
        known = tuple(map(str, kept.get("known", ())))
        agreed = tuple(map(str, kept.get("agreed", ())))
        return Settings(**{**kept, "recent": recent, "known": known, "agreed": agreed})
    except (OSError, ValueError, TypeError):
        return Settings()


def save(settings: Settings) -> None:
    """Keep the settings; a folder that cannot be written to is no reason to stop working."""
    try:
        file = _file()
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(asdict(settings), indent=1), encoding="utf-8")
        os.replace(beside, file)
    except OSError:
        pass


def change(**values: Any) -> Settings:
    """Change some settings and keep them."""
    changed = replace(load(), **values)
    save(changed)
    return changed


def opened(path: Path, salt: bytes | None = None) -> None:
    """Remember a case as the last one opened; of a locked one, which has a salt, not its name."""
    path = path.resolve()
    new: str | Hidden = str(path)
    if salt is not None:
        new = Hidden(str(path.parent), salt.hex(), date.today().isoformat())
    others = [there for there in load().recent if not _is_the_same(there, path, salt)]
    change(recent=tuple([new, *others][:RECENT]))


def forget(entry: str | Hidden) -> None:
    """Take a case off the list of recent ones."""
    change(recent=tuple(there for there in load().recent if there != entry))


def know(marks: Iterable[str], *, file: int) -> None:
    """Remember files by these marks; one whose first ``file`` characters are alike makes way."""
    new = {mark[:file]: mark for mark in marks}
    before = load().known
    others = [mark for mark in before if mark[:file] not in new]
    now = tuple([*others, *new.values()][-KNOWN:])
    if now != before:
        change(known=now)


def agree(digests: Iterable[str]) -> None:
    """Remember folders by these digests; the oldest make way."""
    before = load().agreed
    if new := [each for each in digests if each not in before]:
        change(agreed=tuple([*before, *new][-AGREED:]))


def installation() -> str:
    """A random name of this program on this machine: it tells nothing, and is the same each run."""
    return load().installation or change(installation=os.urandom(16).hex()).installation


def _is_the_same(there: str | Hidden, path: Path, salt: bytes | None) -> bool:
    """A case that was locked since is no longer named, and one that moved is listed once."""
    if isinstance(there, Hidden):
        return salt is not None and there.salt == salt.hex()
    return there == str(path)


def _recent(found: Any) -> str | Hidden:
    if isinstance(found, dict):
        return Hidden(*(str(found.get(name, "")) for name in Hidden.__dataclass_fields__))
    return str(found)


def _file() -> Path:
    return paths.config_dir() / "settings.json"
