"""Where things live: resources in the package, settings and logs in the user's folders."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import appdirs

APP = "habeas"


@cache
def resources() -> Path:
    """The folder of icons, vocabulary, lexicon and templates: in the wheel, or in the checkout."""
    packed = Path(__file__).parent / "resources"
    return packed if packed.is_dir() else Path(__file__).parents[2] / "resources"


def config_dir() -> Path:
    """Where settings are kept; made when first needed."""
    return _made(appdirs.user_config_dir(APP))


def log_dir() -> Path:
    """Where the crash note of the last run is kept; made when first needed."""
    return _made(appdirs.user_log_dir(APP))


def data_dir() -> Path:
    """Where the user's copy of the example case is kept; made when first needed."""
    return _made(appdirs.user_data_dir(APP))


def folder_for_copies(case: Path) -> Path:
    """The folder to propose for reports and copies of a case: its own, unless ours and hidden."""
    ours = Path(appdirs.user_data_dir(APP)).resolve()
    folder = case.resolve().parent
    return Path.home() if folder.is_relative_to(ours) else case.parent


def _made(path: str) -> Path:
    folder = Path(path)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
