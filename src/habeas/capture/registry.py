"""The formats that can be read: each joins with a name, what it looks like, and its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from habeas.capture import signatures
from habeas.capture.original import Original
from habeas.capture.reading import Reading

Reader = Callable[[Original], Reading]
Sniff = Callable[[Original], bool]  # looks at the head, the name, or a directory inside; quick


@dataclass(frozen=True, slots=True)
class Format:
    """A format: its media type, the suffixes it usually has (".txt"), and how to tell and read it.

    ``reader`` imports the format's module when it is called, so that what is not read costs
    nothing.
    """

    media_type: str
    suffixes: tuple[str, ...]
    sniff: Sniff
    reader: Reader


_formats: list[Format] = []


def register(media_type: str, suffixes: Iterable[str], *, sniff: Sniff, reader: Reader) -> None:
    """Let a format join; one that joins again under the same media type replaces the former."""
    known = Format(media_type, tuple(s.lower() for s in suffixes), sniff, reader)
    _formats[:] = [each for each in _formats if each.media_type != media_type]
    _formats.insert(0, known)


def late(module: str) -> Reader:
    """The ``read`` of a module of ours, loaded when it is first called."""

    def read(original: Original) -> Reading:
        found = import_module(f"habeas.capture.{module}").read
        return cast(Reader, found)(original)

    return read


def formats() -> tuple[Format, ...]:
    """All formats, the latest to join first and plain text last."""
    return tuple(_formats)


def suffixes() -> tuple[str, ...]:
    """The suffixes of all formats, for a window that picks files."""
    return tuple(sorted({suffix for each in _formats for suffix in each.suffixes}))


def format_of(original: Original) -> Format:
    """The format that a file is in; Problem says what it seems to be if we know none.

    What a file holds decides, not its name; the name decides between formats that both fit.
    """
    fitting = [each for each in _formats if each.sniff(original)]
    if not fitting:
        raise signatures.refusal(original.head, original.name)
    named = (each for each in fitting if original.name.lower().endswith(each.suffixes))
    return next(named, fitting[0])
