"""The user's language: gettext, English by default, Spanish complete."""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from habeas import paths

LANGUAGES = ("en", "es")


@dataclass(frozen=True, slots=True)
class _Speech:
    """A language with its messages."""

    language: str = "en"
    messages: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)


_users = _Speech()
_here: ContextVar[_Speech | None] = ContextVar("_here", default=None)


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
    global _users
    spoken = language if language in LANGUAGES else desktop_language()
    _users = _Speech(spoken, messages(spoken))


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak ``language`` inside the block, in this thread alone: the window keeps its own."""
    before = _here.set(_Speech(language, messages(language)))
    try:
        yield
    finally:
        _here.reset(before)


def messages(language: str) -> gettext.NullTranslations:
    """The messages of a language; what is not translated comes back in English."""
    return gettext.translation(
        "habeas", paths.resources() / "i18n", languages=[language], fallback=True
    )


def language() -> str:
    """The language in use: ``en`` or ``es``."""
    return _speech().language


def _(message: str) -> str:
    """``message`` in the user's language."""
    return _speech().messages.gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The form of a message that fits the number ``n``."""
    return _speech().messages.ngettext(one, many, n)


def N_(message: str) -> str:  # noqa: N802 - the name Babel looks for
    """Mark a message for translation where it is written; it is translated where it is shown."""
    return message


def _speech() -> _Speech:
    return _here.get() or _users
