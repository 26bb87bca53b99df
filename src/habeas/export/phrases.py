"""Words as the sentences of a report take them in: quoted, in line, listed, labels marked."""

from __future__ import annotations

import re
from collections.abc import Iterable

from habeas import i18n
from habeas.i18n import _

_QUOTES = re.compile(r"[“«\"]([^”»\"]*)[”»\"]")


def quoted(words: str) -> str:
    """Words of a source in quotation marks, in one line."""
    return _("“{words}”").format(words=in_line(words))


def unquoted(title: str) -> str:
    """A title without the quotation marks around the whole of it, to stand within others."""
    before, after = marks()
    if title.startswith(before) and title.endswith(after):
        return title[len(before) : -len(after)]
    return title


def marks() -> tuple[str, str]:
    """The quotation marks of the language in use."""
    before, _words, after = _("“{words}”").partition("{words}")
    return before, after


def in_line(words: str) -> str:
    """Words with single blanks, for a sentence; the note has them as they stand."""
    return " ".join(words.split())


def opening(words: str) -> str:
    """Words as they begin a sentence: with a capital."""
    return words[:1].upper() + words[1:]


def name(words: str) -> str:
    """A name as it stands inside a sentence: an English article before it is small."""
    words = in_line(words)
    return f"the {words[4:]}" if words.startswith("The ") else words


def inside(label: str) -> str:
    """A label as it stands inside a sentence: small, unless it begins with an acronym."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence: "A, B and C"."""
    from babel.lists import format_list

    return str(format_list(list(names), locale=_locale()))


def labels_marked(text: str, labels: Iterable[str]) -> str:
    """``text`` in which the labels that a source gives people stand in quotation marks."""
    for label in sorted({in_line(label) for label in labels if label.strip()}, key=len)[::-1]:
        taken = [found.span() for found in _QUOTES.finditer(text)]
        pieces, last = [], 0
        for found in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE):
            if not any(start < found.end() and found.start() < end for start, end in taken):
                pieces += [text[last : found.start()], quoted(found.group())]
                last = found.end()
        text = "".join([*pieces, text[last:]])
    return text


def _locale() -> str:
    # British English puts no comma before "and".
    return "en_GB" if i18n.language() == "en" else i18n.language()
