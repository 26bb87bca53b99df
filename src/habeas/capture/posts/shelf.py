"""What lies beside the messages in an export that is a ZIP file: pictures, films, documents."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from habeas.capture import inside, zipped
from habeas.capture.letters import words
from habeas.capture.original import Original, of_bytes
from habeas.capture.reading import Part
from habeas.capture.unread import unread
from habeas.capture.zipped import Archive
from habeas.errors import Problem

LARGEST = 400_000_000  # bytes of the file with the messages
_PICTURE = re.compile(r".*\.(?:jpe?g|png|gif|webp|heic|bmp|tiff?)", re.I)


class Shelf:
    """The members of an export, by name; open while it is used as a context, else for a moment."""

    def __init__(self, original: Original) -> None:
        self._original = original
        self._archive: Archive | None = None

    def names(self) -> tuple[str, ...]:
        """The names of all members; none if the export is no ZIP file or a broken one."""
        if not zipped.is_zip(self._original.head):
            return ()
        try:
            with self:
                return self._archive.names() if self._archive else ()
        except Problem:
            return ()

    def read(self, name: str) -> bytes:
        """All bytes of a member; Problem if they cannot be read."""
        if self._archive is not None:
            return self._archive.read(name, most=LARGEST)
        with zipped.open(self._original) as archive:
            return archive.read(name, most=LARGEST)

    def beginning(self, name: str) -> bytes:
        """What of a member can be read before it breaks off; Problem if the export is broken."""
        with zipped.open(self._original) as archive:
            return archive.beginning(name, most=LARGEST)

    def messages(
        self, named: re.Pattern[str], fits: Callable[[bytes], bool] = bool
    ) -> tuple[bytes, str, tuple[str, ...]]:
        """The bytes of the member with the messages, its name, and the names of all members.

        Of an export that is no ZIP file it is the file itself; Problem if it cannot be read.
        """
        members = self.names()
        if not members:
            return self._original.whole(), self._original.name, ()
        for name in filter(named.fullmatch, members):
            if fits(data := self.beginning(name)):
                return data, name, members
        return b"", "", members

    def parts(self, names: Sequence[str]) -> Iterator[Part]:
        """Members as Parts: pictures, or attachments."""
        for name in names:
            shown = words.shown_name(name)[0] or "file"
            try:
                reading = inside.read(self._original, self.read(name), shown)
            except Problem as problem:
                reading = unread(of_bytes(b"", shown), str(problem))
            yield Part(reading, "picture" if _PICTURE.fullmatch(shown) else "attachment")

    def __enter__(self) -> Shelf:
        if self._archive is None and zipped.is_zip(self._original.head):
            self._archive = zipped.open(self._original)
        return self

    def __exit__(self, *_why: object) -> None:
        archive, self._archive = self._archive, None
        if archive is not None:
            archive.close()
