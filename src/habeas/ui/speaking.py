"""The language of the whole window: ours by gettext, Qt's own words (Cancel, Copy) by Qt."""

from __future__ import annotations

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from habeas import i18n

_NAME = "habeas-qt-words"
# Keys are called as the keyboards of Latin America and our help call them, not as Qt does.
_KEYS = {
    "es": {
        "Return": "Enter",
        "Backspace": "Retroceso",
        "Del": "Supr",
        "Delete": "Supr",
        "PgUp": "Re Pág",
        "PgDown": "Av Pág",
        "Page Up": "Re Pág",
        "Page Down": "Av Pág",
    }
}


class _Words(QTranslator):
    """Qt's own words in the user's language, but for the names of keys."""

    def translate(
        self, context: str, text: str, disambiguation: str | None = None, n: int = -1
    ) -> str:
        """The translation that Qt asks for."""
        if context == "QShortcut":
            return _KEYS.get(i18n.language(), {}).get(text, text)
        # An empty answer would be shown; what has no translation is shown as it is.
        return super().translate(context, text, disambiguation, n) or text


def speak(app: QApplication, language: str) -> None:
    """Speak ``language`` (empty: the desktop's) from now on, in what is shown next."""
    i18n.use(language)
    former = app.findChild(QTranslator, _NAME)
    if former is not None:
        app.removeTranslator(former)
        former.setParent(None)  # gone at once: a later search must not find it again
    QLocale.setDefault(QLocale(i18n.language()))
    translator = _Words(app)
    translator.setObjectName(_NAME)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if translator.load(f"qtbase_{i18n.language()}", folder):
        app.installTranslator(translator)
