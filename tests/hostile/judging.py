"""Whether what came of a hostile file is as it should be."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from habeas.capture.apart.jobs import Outcome
from habeas.capture.reading import Part, Reading

SECRETS = ("la clave secreta", "root:x:0:0")  # of files that hostile ones point to
_CODE = re.compile(
    r"Traceback|\b[A-Z]\w+(?:Error|Exception|Warning)\b|<class|0x[0-9a-f]{6}|\.py\b|habeas\.|\bNone\b"
)
_END = re.compile(r"[.!?…»”)]$")


def wrongs(outcome: Outcome) -> Iterator[str]:
    """What is wrong with an outcome; nothing if all is as it should be."""
    reading = outcome.reading
    if outcome.attempts:
        yield f"tried {outcome.attempts}"
    if outcome.fault:
        yield f"its reader tripped: {outcome.fault}"
    if reading is None and not outcome.problem:
        yield "lost without a word"
    yield from _of_sentences([outcome.problem] if outcome.problem else [])
    if reading is None:
        return
    yield from _of_bytes(outcome, reading)
    parts = yield from _of_parts(reading.parts)
    if not reading.text and not reading.notes and not parts:
        yield "no text, and no reason"
    yield from _of_sentences(reading.notes)
    yield from (f"tells {secret}" for secret in SECRETS if secret in reading.text)


def _of_bytes(outcome: Outcome, reading: Reading) -> Iterator[str]:
    if reading.path is None:
        given = outcome.job.data or Path(outcome.job.path).read_bytes()
        if reading.data != given:
            yield "other bytes than the file's"
    elif reading.sha256:
        with reading.path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != reading.sha256:
                yield "another digest than the file's"
    elif not outcome.problem:
        yield "no digest"


def _of_parts(parts: Iterable[Part], depth: int = 1) -> Iterator[str]:
    """What is wrong with what is inside; gives back how much is."""
    count = 0
    for part in parts:
        count += 1
        if depth > 6:
            yield "too deep"
        yield from _of_sentences(part.reading.notes)
        yield from (f"tells {secret}" for secret in SECRETS if secret in part.reading.text)
        yield from _of_parts(part.reading.parts, depth + 1)
    return count


def _of_sentences(sentences: Iterable[str]) -> Iterator[str]:
    for sentence in sentences:
        if not sentence.strip() or not _END.search(sentence) or "\n" in sentence:
            yield f"no sentence: {sentence!r}"
        elif found := _CODE.search(sentence):
            yield f"no sentence for people ({found[0]}): {sentence!r}"


def told(outcome: Outcome) -> str:
    """The outcome in a few words, for whoever looks at a list."""
    reading = outcome.reading
    if reading is None or outcome.problem:
        return outcome.problem
    inside = "" if isinstance(reading.parts, tuple) and not reading.parts else ", with parts"
    return f"{len(reading.text)} letters{inside}; {' '.join(reading.notes)[:200]}"
