"""Subtitles: what was said in a recording, each stretch with its moment."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

from habeas.capture import encodings, language, plain
from habeas.capture.media import signs
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.domain.stretch import Stretch, StretchKind
from habeas.i18n import _, ngettext

VERSION = "1"
_TIME = r"(?:(\d{1,4}):)?(\d{1,2}):(\d\d)[,.](\d{1,3})"
_TIMES = re.compile(rf"[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}(?:[ \t].*)?")
_NUMBER = re.compile(r"\s*\d{1,7}\s*")
_VOICE = re.compile(r"<v(?:\.[^ \t>]*)?[ \t]+([^>]{1,100})>")
_TAG = re.compile(r"</?(?:[ibuscv]|ruby|rt|lang|font|\d\d:)[^<>]{0,200}>|\{\\[^{}]{0,100}\}", re.I)
_MOST = 200_000  # cues


@dataclass(frozen=True, slots=True)
class _Cue:
    """Words that are shown from ``seconds`` on."""

    seconds: float
    words: str


def read(original: Original) -> Reading:
    """The Reading of SubRip or WebVTT: the words, and a TIME stretch for each piece of them.

    The stretch's name is the second at which it begins ("12.5").  Without any times it is read as
    plain text; Problem as there.
    """
    is_vtt = signs.is_vtt(original)
    data = original.whole()
    found = encodings.decode(data)
    cues = list(_cues(plain.cleaned(found.text)[0], is_vtt=is_vtt)) if found else []
    if not found or not cues:
        return plain.read(original)
    text, stretches = _joined(cues[:_MOST])
    return Reading(
        data=data,
        text=text,
        media_type=signs.VTT if is_vtt else signs.SRT,
        extractor="subtitles",
        version=VERSION,
        encoding=found.encoding,
        notes=(*found.notes, _length(cues[-1].seconds), *_cut(len(cues))),
        file_name=original.name,
        title=original.name,
        language=language.guess(text),
        kind="recording",
        stretches=stretches,
    )


def _joined(cues: list[_Cue]) -> tuple[str, tuple[Stretch, ...]]:
    pieces: list[str] = []
    stretches: list[Stretch] = []
    at = 0
    for cue in cues:
        if pieces:
            pieces.append("\n")
            at += 1
        pieces.append(cue.words)
        end = at + len(cue.words)
        stretches.append(Stretch(StretchKind.TIME, at, end, f"{cue.seconds:g}"))
        at = end
    return "".join(pieces), tuple(stretches)


def _cues(text: str, *, is_vtt: bool) -> Iterator[_Cue]:
    """What is shown, in the order of the file, without what only says how it is shown."""
    seconds, lines = -1.0, list[str]()
    before = ""
    for line in (*text.split("\n"), ""):
        times = _TIMES.fullmatch(line)
        if times:
            # The number, or the name, of the next cue stood in the line before.
            if lines and lines[-1] == before:
                lines.pop()
            yield from _cue(seconds, lines, is_vtt=is_vtt)
            seconds, lines = _seconds(times), []
        elif seconds >= 0 and not line.strip():
            yield from _cue(seconds, lines, is_vtt=is_vtt)
            seconds, lines = (-1.0, []) if is_vtt else (seconds, [])
        elif seconds >= 0:
            lines.append(line)
        before = line if _NUMBER.fullmatch(line) else ""
    yield from _cue(seconds, lines, is_vtt=is_vtt)


def _cue(seconds: float, lines: list[str], *, is_vtt: bool) -> Iterator[_Cue]:
    shown = (_shown(line, is_vtt=is_vtt) for line in lines)
    words = "\n".join(line for line in shown if line)
    if seconds >= 0 and words:
        yield _Cue(seconds, words)


def _shown(line: str, *, is_vtt: bool) -> str:
    if is_vtt:
        line = _VOICE.sub(lambda voice: f"{voice[1].strip()}: ", line)
    bare = _TAG.sub("", line)
    return plain.cleaned(html.unescape(bare) if is_vtt else bare)[0].strip()


def _seconds(times: re.Match[str]) -> float:
    hours, minutes, seconds, fraction = times.groups()[:4]
    whole: int = int(hours or 0) * 3600 + int(minutes) * 60 + int(seconds)
    return whole + int(f"{fraction:0<3}") / 1000


def _length(seconds: float) -> str:
    minutes = max(1, round(seconds / 60))
    return ngettext(
        "Subtitles of a recording of about one minute: each line knows its moment.",
        "Subtitles of a recording of about {n} minutes: each line knows its moment.",
        minutes,
    ).format(n=minutes)


def _cut(cues: int) -> tuple[str, ...]:
    if cues <= _MOST:
        return ()
    most = _("Only the first {n} subtitles were read; the others are kept in it.")
    return (most.format(n=_MOST),)
