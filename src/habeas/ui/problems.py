"""Telling the user what went wrong: a Problem in plain words, anything else as our bug."""

from __future__ import annotations

import faulthandler
import sys
import threading
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMessageBox, QPlainTextEdit, QWidget

from habeas import __version__, paths
from habeas.errors import Incomplete, Problem
from habeas.i18n import _

_SHOWN = 6  # sentences on things that went wrong, one for each, that a small screen has room for

_crash_file: TextIO | None = None
_crash_before = ""


class _Post(QObject):
    """Brings an error from whichever thread to the UI thread."""

    did_fail = Signal(object)


_post: _Post | None = None


def watch() -> None:
    """Send every uncaught error to the window, and a crash of the process to a file."""
    global _crash_before, _crash_file, _post
    _post = _Post()
    _crash_before = _read_note()  # before this run writes over it
    _crash_file = _crash_note().open("w", encoding="utf-8")
    faulthandler.enable(_crash_file)
    sys.excepthook = _caught
    threading.excepthook = lambda args: _caught(
        args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback
    )


def tell_with(show: Callable[[BaseException], object]) -> None:
    """Let ``show`` tell the user of uncaught errors."""
    if _post is not None:
        _post.did_fail.connect(show, Qt.ConnectionType.QueuedConnection)


def unwatch() -> None:
    """Back to Python's own ways; the crash file goes, for nothing crashed."""
    global _crash_file, _post
    sys.excepthook = sys.__excepthook__
    threading.excepthook = threading.__excepthook__
    faulthandler.disable()
    if _crash_file is not None:
        _crash_file.close()
        _crash_note().unlink(missing_ok=True)
    _crash_file, _post = None, None


def crashed_before() -> str:
    """Where the last run died, as the interpreter saw it; empty if it ended well."""
    return _crash_before


def tell(error: BaseException, parent: QWidget | None) -> None:
    """A Problem in its own words; anything else with a report to copy."""
    if isinstance(error, Problem):
        said = str(error).split("\n\n")
        partly = isinstance(error, Incomplete)
        title = _("Not everything could be done") if partly else _("This could not be done")
        box = _box(parent, QMessageBox.Icon.Warning, title, "\n\n".join(said[:_SHOWN]))
        if len(said) > _SHOWN:
            _put_below(box, str(error), _("All that could not be done"))
    else:
        box = _box(
            parent,
            QMessageBox.Icon.Critical,
            _("Habeas made a mistake"),
            _(
                "What you were doing was not written; everything from before is kept. "
                "The report below holds no names and no text of your sources, and is never sent "
                "anywhere: copy it if you want to tell us."
            ),
        )
        _put_below(box, report(error), _("Report"))
    box.open()


def report(error: BaseException) -> str:
    """Where an error came from, without its message, which can hold words of sources."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"Habeas {__version__}, Python {sys.version.split()[0]}", type(error).__name__]
    lines += [f"{Path(f.filename).name}:{f.lineno} {f.name}" for f in frames]
    return "\n".join(lines)


def _caught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    elif _post is not None:
        print(report(error), file=sys.stderr)  # noqa: T201 - whoever started it in a terminal
        _post.did_fail.emit(error)


def _box(parent: QWidget | None, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(icon, "Habeas", title, QMessageBox.StandardButton.Ok, parent)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(text)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return box


def _put_below(box: QMessageBox, text: str, name: str) -> None:
    """Text of any length, shown if one asks for it."""
    box.setDetailedText(text)
    for field in box.findChildren(QPlainTextEdit):
        field.setAccessibleName(name)


def _read_note() -> str:
    try:
        return _crash_note().read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""


def _crash_note() -> Path:
    return paths.log_dir() / "crash.txt"
