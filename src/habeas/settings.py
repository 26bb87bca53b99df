"""What the program remembers between runs, outside any case: language, look, recent cases."""

from __future__ import annotations

import json
import os
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from habeas import paths

RECENT = 8  # how many cases the welcome page remembers


@dataclass(frozen=True, slots=True)
class Settings:
    """An empty ``language`` is the desktop's; ``scale`` 1.0 is the usual size of words."""

    language: str = ""
    scheme: str = "system"
    scale: float = 1.0
    recent: tuple[str, ...] = ()
    geometry: str = ""  # the window's place, as Qt saves it, in base 64
    extra: dict[str, Any] = field(default_factory=dict)


def load() -> Settings:
    """The settings as last saved; the usual ones if there are none or they cannot be read."""
    try:
        found = json.loads(_file().read_text(encoding="utf-8"))
        known = {name: found[name] for name in Settings.__dataclass_fields__ if name in found}
        return Settings(**{**known, "recent": tuple(map(str, known.get("recent", ())))})
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


def opened(path: Path) -> None:
    """Remember a case as the last one opened."""
    name = str(path.resolve())
    others = [there for there in load().recent if there != name]
    change(recent=tuple([name, *others][:RECENT]))


def forget(path: str) -> None:
    """Take a case off the list of recent ones."""
    change(recent=tuple(there for there in load().recent if there != path))


def _file() -> Path:
    return paths.config_dir() / "settings.json"
