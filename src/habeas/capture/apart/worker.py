"""The process that reads: takes jobs from its input, tells what it read on its output.

``python -P -B -m habeas.capture.apart.worker MEMORY LIFELINE``: bytes of memory it may use, and the
number of the pipe that tells that the parent lives (-1: none).
"""

from __future__ import annotations

import hashlib
import os
import struct
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, BinaryIO

from habeas import i18n
from habeas.capture import original as originals
from habeas.capture import registry, unread
from habeas.capture.apart import frames, locking, telling
from habeas.capture.apart.frames import Frame, Kind
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.errors import Problem

_START = struct.Struct("!BIQ")
_TOGETHER = 32_768  # bytes
_SLOW = 1_000_000  # bytes: of larger files it is told early what they are

Pieces = Iterable[bytes | memoryview]


def main(given: list[str]) -> int:
    """Lock in, then do one job after another until there are no more."""
    memory, lifeline = given
    jobs, voice = _pipes()
    if int(lifeline) >= 0:
        locking.die_with(int(lifeline))
    locking.give_way()
    import habeas.capture.formats
    import habeas.capture.plain  # noqa: F401 - what nearly every file needs

    held = locking.lock_in(memory=int(memory))
    voice.end(frames.packed(Kind.HELLO, {"held": held}))
    while job := _received(jobs):
        locking.allow_seconds(job.header["seconds"])
        voice.end(_done(job, voice))
    return 0


class _Voice:
    """Tells in few pieces what is said in many small ones."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._kept: list[bytes | memoryview] = []
        self._size = 0

    def say(self, pieces: Pieces) -> None:
        """Say it now, or with what is said next."""
        for piece in pieces:
            self._kept.append(piece)
            self._size += len(piece)
            if self._size > _TOGETHER:
                self._tell()

    def end(self, pieces: Pieces) -> None:
        """Say it now, with all that was kept."""
        self.say(pieces)
        self._tell()

    def _tell(self) -> None:
        whole = self._kept[0] if len(self._kept) == 1 else b"".join(self._kept)
        left = memoryview(whole)
        while left:
            left = left[os.write(self._out, left) :]
        self._kept, self._size = [], 0


def _pipes() -> tuple[BinaryIO, _Voice]:
    """Where jobs come from and answers go; a library that prints does not get in between."""
    out, nowhere = os.dup(1), os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    given = open(os.dup(0), "rb", buffering=1 << 18)  # noqa: SIM115 - until we end
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return given, _Voice(out)


def _received(jobs: BinaryIO) -> Frame | None:
    start = jobs.read(_START.size)
    if len(start) < _START.size:
        return None
    kind, head, blobs = _START.unpack(start)
    header, rest = jobs.read(head), jobs.read(blobs)
    return frames.frame(kind, header, memoryview(rest))


def _done(job: Frame, voice: _Voice) -> Pieces:
    """Do a job, and what is to be said at its end."""
    end: dict[str, Any] = {}
    begun = time.perf_counter()
    try:
        if job.header["language"] != i18n.language():
            i18n.use(job.header["language"])
        reading = _TASKS[job.header["task"]](job, voice)
        if reading is not None:
            return list(telling.whole(reading, _ended(end, begun), limit=job.header["text"]))
    except Problem as problem:
        end["problem"] = str(problem)
    except MemoryError:
        end["memory"] = True
    except Exception as error:  # noqa: BLE001 - whatever a reader trips over is told to the parent
        end["fault"] = _where(error)
    return frames.packed(Kind.END, _ended(end, begun))


def _ended(end: dict[str, Any], begun: float) -> dict[str, Any]:
    """What is said at the end of every job that was ``begun`` then."""
    if locking.attempts:
        end["attempts"] = [*end.get("attempts", ()), *locking.told()]
    end["seconds"] = time.perf_counter() - begun
    return end


def _where(error: Exception) -> str:
    """What went wrong and where, without a word of the file."""
    at = error.__traceback__
    where = ""
    while at:
        code = at.tb_frame.f_code
        if "habeas" in code.co_filename or not at.tb_next:
            where = f"{Path(code.co_filename).name}:{at.tb_lineno}"
        at = at.tb_next
    return f"{type(error).__name__} at {where}"


def _read(job: Frame, voice: _Voice) -> Reading | None:
    """Read a file; what has nothing inside is to be told with the end of the job."""
    original = _original(job)
    known = registry.format_of(original)
    if original.size > _SLOW:
        voice.end(frames.packed(Kind.PROGRESS, {"media_type": known.media_type}))
    try:
        reading = known.reader(original)
    except originals.TooLarge as problem:
        reading = unread.unread(original, str(problem), media_type=known.media_type)
    if "path" in job.header:  # whoever asked has not seen the bytes
        digest = original.sha256 or hashlib.sha256(original.data).hexdigest()
        voice.end(frames.packed(Kind.PROGRESS, {"sha256": digest, "size": original.size}))
    if not reading.parts:
        return reading
    for piece in telling.messages(reading, limit=job.header["text"]):
        voice.end([piece])  # each as soon as it is read: the next part may be the last
    return None


def _original(job: Frame) -> Original:
    if place := job.header.get("path"):
        return originals.of_file(os.fsdecode(bytes.fromhex(place)), name=job.header["name"])
    return originals.of_bytes(job.blobs[0], job.header["name"])


def _page(job: Frame, voice: _Voice) -> None:
    """A page of a PDF as a picture."""
    from habeas.capture.documents import pdf

    how = dict(job.header["how"])
    shown = pdf.render(_source(job), int(how["number"]), scale=float(how["scale"]))
    voice.say(telling.picture(shown))


def _picture(job: Frame, voice: _Voice) -> None:
    """A picture, or a page of one, as pixels."""
    from habeas.capture.media import showing

    how = dict(job.header["how"])
    shown = showing.picture(_source(job), number=int(how["number"]), most=int(how["most"]))
    voice.say(telling.picture(shown))


def _web(job: Frame, _voice: _Voice) -> Reading:
    """A page of the web as harmless HTML, which is told as a text is."""
    from habeas.capture.web import showing

    media_type = str(dict(job.header["how"])["media_type"])
    found = showing.shown(_original(job).whole(), media_type=media_type)
    return Reading(data=b"", text=found, media_type="text/html")


def _list(job: Frame, _voice: _Voice) -> Reading:
    """The entries of a list of literature, which are told as a text is."""
    from habeas.capture import references
    from habeas.capture.references import telling as listed

    text = listed.packed(references.read_list(_original(job)))
    return Reading(data=b"", text=text, media_type="application/json")


def _source(job: Frame) -> bytes | Path:
    place = job.header.get("path")
    return Path(os.fsdecode(bytes.fromhex(place))) if place else job.blobs[0]


_TASKS: dict[str, Callable[[Frame, _Voice], Reading | None]] = {
    "read": _read,
    "page": _page,
    "picture": _picture,
    "web": _web,
    "list": _list,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
