"""Plain text, from a file or pasted: decoded, its line ends made one, and nothing else changed."""

from __future__ import annotations

import re
import unicodedata

from habeas.capture import encodings, language, signatures, title
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.errors import Problem
from habeas.i18n import N_, _, ngettext

_SHORT = 1_000_000  # characters: of such a text there may be copies
LONG = 20_000_000  # bytes: longer texts are shown in parts
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")  # line ends are \n before this is looked for
_CONTROL_BYTES = bytes(code for code in range(32) if code not in b"\t\n")
_HALF = re.compile("[\ud800-\udfff]")
_EMPTY = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp"))


def read(original: Original) -> Reading:
    r"""The Reading of a text file; Problem if there is no text in it.

    The text layer has ``\n`` for every line end (``\r\n`` and ``\r`` too), no byte order mark,
    and U+FFFD for control characters; ``data`` keeps the bytes as they came.
    """
    data, name = original.whole(), original.name
    found = encodings.decode(data)
    if found is None:
        raise signatures.not_text(N_("binary data"), name)
    if is_blank(found.text):
        raise Problem(
            _("{name} is empty: there is no text in it. Nothing was added. Choose another file.")
            .format(name=_("“{name}”").format(name=name) if name else _("This"))
        )  # fmt: skip
    notes = (*found.notes, *damage(found.damaged))
    return reading(found.text, data, name=name, encoding=found.encoding, notes=notes)


def reading(
    text: str,
    data: bytes,
    *,
    name: str = "",
    encoding: str = "utf-8",
    notes: tuple[str, ...] = (),
    halves: int = 0,
) -> Reading:
    """The Reading of a decoded text; ``halves`` counts halves of characters replaced before."""
    text, controls = cleaned(text)
    said = (*notes, *_halves(halves), *_controls(controls), *_listed(name), *_length(len(data)))
    return Reading(
        data=data,
        text=text,
        encoding=encoding,
        notes=said,
        file_name=name,
        title=title.guess(text) or name,
        language=language.guess(text),
    )


def cleaned(text: str) -> tuple[str, int]:
    r"""A text as layers have it, and how many control characters in it became U+FFFD.

    ``\n`` ends every line, there is no byte order mark, and no half of a character.
    """
    text = _one_line_end(text.removeprefix("\ufeff"))
    if len(text) < _SHORT and _is_clean(text):
        return text, 0
    return _CONTROLS.subn("\ufffd", _HALF.sub("\ufffd", text))


def _is_clean(text: str) -> bool:
    """Whether there is neither half of a character nor a control character; quick, but a copy."""
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return False
    return len(data.translate(None, _CONTROL_BYTES)) == len(data)


def is_blank(text: str) -> bool:
    """Whether nothing in the text can be seen: white space, marks and controls alone."""
    return all(
        char.isspace() or char == "\ufffd" or unicodedata.category(char) in _EMPTY for char in text
    )


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def damage(n: int) -> tuple[str, ...]:
    """The note, if there is need for one, that ``n`` characters became U+FFFD."""
    note = ngettext(
        "One place could not be read and is shown as �.",
        "{n} places could not be read and are shown as �.",
        n,
    )
    return (note.format(n=n),) if n else ()


def _halves(n: int) -> tuple[str, ...]:
    note = ngettext(
        "Half of a character was pasted and is shown as �.",
        "{n} halves of characters were pasted and are shown as �.",
        n,
    )
    return (note.format(n=n),) if n else ()


def _controls(n: int) -> tuple[str, ...]:
    note = ngettext(
        "One control character, which cannot be seen, is shown as �.",
        "{n} control characters, which cannot be seen, are shown as �.",
        n,
    )
    return (note.format(n=n),) if n else ()


def _listed(name: str) -> tuple[str, ...]:
    listed = _(
        "This seems to be a list of literature. To fill in with it what sources lack, choose “A "
        "list of literature…” in the menu Case, Sources."
    )
    return (listed,) if name.lower().endswith((".ris", ".bib")) else ()


def _length(size: int) -> tuple[str, ...]:
    note = _("The text is long ({size} MB): it is kept whole and shown in parts.")
    return (note.format(size=round(size / 1_000_000)),) if size > LONG else ()
