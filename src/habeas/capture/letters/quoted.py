"""Finding the earlier mails that a plain mail quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.domain.stretch import Stretch, StretchKind

_MARKED = re.compile(r"(?:^>(?!From )[^\n]*(?:\n|\Z)(?:[ \t]*\n(?=>))?)++", re.M)
_WROTE = re.compile(
    r"(?:wrote|writes|escribió|escribio|ha escrito|a écrit|escreveu|schrieb)"
    r"[^\n]{0,80}:[ \t]*\n+\Z",
    re.I,
)
_PARAGRAPH = 300  # characters before a quotation in which "... wrote:" is looked for
_BELOW = re.compile(  # what Outlook puts before the mail that it answers
    r"^[ \t]*-{2,}[ ]?(?:Original Message|Forwarded message|Mensaje original|Mensaje reenviado)"
    r"[ ]?-{2,}[ \t]*$"
    r"|^(?:_{20,}\s*\n)?\*?(?:From|De):\*? [^\n]+\n"
    r"\*?(?:Sent|Date|Enviado(?: el)?|Fecha):\*? [^\n]+\n"
    r"(?:\*?(?:To|Para|Cc|CC):\*? [^\n]*\n)*+\*?(?:Subject|Asunto):",
    re.M,
)


def stretches(text: str, start: int = 0) -> tuple[Stretch, ...]:
    """The quoted stretches of a plain ``text`` that stands at ``start`` of a layer."""
    return tuple(
        Stretch(StretchKind.QUOTED, start + begin, start + end) for begin, end in _spans(text)
    )


def _spans(text: str) -> Iterator[tuple[int, int]]:
    below = _BELOW.search(text)
    last = below.start() if below else len(text)
    done = 0
    for found in _MARKED.finditer(text, 0, last):
        begin = max(done, _with_attribution(text, found.start()))
        done = begin + len(text[begin : found.end()].rstrip())
        yield begin, done
    if below:
        yield last, last + len(text[last:].rstrip())


def _with_attribution(text: str, at: int) -> int:
    """Where the line or two begin that say who wrote what is quoted at ``at``."""
    floor = max(0, at - _PARAGRAPH)
    before = text[floor:at]
    if not _WROTE.search(before):
        return at
    words = before.rstrip()
    return floor + max(words.rfind("\n\n") + 2 if "\n\n" in words else 0, 0)
