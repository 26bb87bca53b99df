"""The language of the whole window: ours by gettext, Qt's own words (Cancel, Copy) by Qt."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from habeas import i18n

_NAME = "habeas-qt-words"


def speak(app: QApplication, language: str) -> None:
    """Speak ``language`` (empty: the desktop's) from now on, in what is shown next."""
    i18n.use(language)
    former = app.findChild(QTranslator, _NAME)
    if former is not None:
        app.removeTranslator(former)
        former.setParent(None)  # gone at once: a later search must not find it again
    QLocale.setDefault(QLocale(i18n.language()))
    translator = QTranslator(app)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{i18n.language()}", folder):
        app.installTranslator(translator)
