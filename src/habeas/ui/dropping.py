"""What may be dropped on the window, and what comes of it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData

from habeas.errors import Problem
from habeas.i18n import _
from habeas.ui import adding

if TYPE_CHECKING:
    from habeas.ui.window import Window


def welcome(window: Window, data: QMimeData) -> bool:
    """Whether it may be dropped: files, or text, on an open case; a case file on any page."""
    if window.rewriting.is_running:  # the case that is closed for it comes back
        return False
    if window.at_work and not window.can_write:
        return len(paths := _files(data)) == 1 and _is_case(paths[0])
    return data.hasUrls() or (data.hasText() and window.at_work)


def drop(window: Window, data: QMimeData) -> None:
    """Add what was dropped, or open the case that it is; Problem if there is no case to add to."""
    paths = _files(data)
    if len(paths) == 1 and _is_case(paths[0]):
        window.open_path(paths[0])
    elif paths and window.at_work:
        window.intake.bring(paths)
    elif paths:
        raise Problem(_("Make a case or open one first, then drop your sources on it."))
    elif data.hasText() and window.at_work:
        adding.add_text(window.desk, data.text())


def _files(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _is_case(path: Path) -> bool:
    return path.suffix == ".habeas"
