"""Starting and ending: the application, its language and look, and what a crash leaves behind."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path

from PySide6.QtCore import QSettings, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from habeas import __version__, paths, settings
from habeas.ui import problems, theme
from habeas.ui.speaking import speak
from habeas.ui.window import Window


def run(*, case: Path | None, language: str = "") -> int:
    """Show the window, open ``case`` behind the first frame, and return the exit status."""
    app = make(language=language)
    problems.watch()
    window = Window()
    window.show()
    QTimer.singleShot(0, lambda: window.begin(case))
    # A terminal's Ctrl+C or a session's end closes the window as its own button would.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: window.close())
    beat = QTimer()  # lets Python look at signals while Qt waits
    beat.timeout.connect(lambda: None)
    beat.start(500)
    status = app.exec()
    beat.stop()
    problems.unwatch()
    return status


def make(*, language: str = "") -> QApplication:
    """The one QApplication, in the user's language and look."""
    kept = settings.load()
    _keep_no_traces()
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(sys.argv[:1])
    speak(app, language or kept.language)
    app.setApplicationName("Habeas")
    app.setApplicationVersion(__version__)
    QGuiApplication.setDesktopFileName("habeas")
    app.setWindowIcon(QIcon(str(paths.resources() / "icons" / "habeas.svg")))
    theme.apply(app, theme.scheme_named(kept.scheme), scale=kept.scale)
    return app


def _keep_no_traces() -> None:
    """Let no dialog for files remember, in plain text outside any case, which ones were chosen.

    Qt's own would keep the folders in QtProject.conf, those of some desktops the files too.  In a
    sandbox only the desktop's leads to the user's files.
    """
    scope, nowhere = QSettings.Scope.UserScope, os.devnull
    QSettings.setPath(QSettings.Format.NativeFormat, scope, nowhere)
    if not {"FLATPAK_ID", "SNAP"} & set(os.environ):
        QApplication.setAttribute(Qt.ApplicationAttribute.AA_DontUseNativeDialogs)
