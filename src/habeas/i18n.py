"""The user's language: gettext, English by default, Spanish complete."""

from __future__ import annotations

import gettext
import locale
import os

from habeas import paths

LANGUAGES = ("en", "es")
_translations: gettext.NullTranslations = gettext.NullTranslations()
_language = "en"


def desktop_language() -> str:
    """The first of our languages that the desktop asks for, else English."""
    asked = [os.environ.get(name, "") for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")]
    asked.append(locale.getlocale()[0] or "")
    for value in asked:
        for code in value.split(":"):
            if code[:2].lower() in LANGUAGES:
                return code[:2].lower()
    return "en"


def use(language: str) -> None:
    """Speak ``language`` from now on; an empty string means the desktop's."""
    global _translations, _language
    _language = language if language in LANGUAGES else desktop_language()
    _translations = gettext.translation(
        "habeas", paths.resources() / "i18n", languages=[_language], fallback=True
    )


def language() -> str:
    """The language in use: ``en`` or ``es``."""
    return _language


def _(message: str) -> str:
    """``message`` in the user's language."""
    return _translations.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a message that fits the number ``n``."""
    return _translations.ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802 - the name Babel looks for
    """Mark a message for translation where it is written; it is translated where it is shown."""
    return message
