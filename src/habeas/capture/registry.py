"""The formats that can be read: each joins with a name, what it looks like, and its reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from habeas.capture import signatures
from habeas.capture.reading import Reading

HEAD = 65_536  # bytes from the start of a file that a format is told by

Reader = Callable[[bytes, str], Reading]  # the bytes, and the file's name or an empty string
Sniff = Callable[[bytes], bool]  # the first HEAD bytes


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


def formats() -> tuple[Format, ...]:
    """All formats, the latest to join first and plain text last."""
    return tuple(_formats)


def suffixes() -> tuple[str, ...]:
    """The suffixes of all formats, for a window that picks files."""
    return tuple(sorted({suffix for each in _formats for suffix in each.suffixes}))


def reader_of(head: bytes, name: str) -> Reader:
    """The reader of what starts with ``head``; Problem says what it is if no format reads it.

    What a file holds decides, not its name; the name decides between formats that both fit.
    """
    fitting = [each for each in _formats if each.sniff(head)]
    if not fitting:
        raise signatures.refusal(head, name)
    named = (each for each in fitting if name.lower().endswith(each.suffixes))
    return next(named, fitting[0]).reader


def _plain(data: bytes, name: str) -> Reading:
    from habeas.capture import plain

    return plain.read(data, name)


register("text/plain", (".txt", ".text", ".md"), sniff=signatures.could_be_text, reader=_plain)
