"""One job in a worker's hands, and what has been heard of it so far."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from habeas.capture import unread
from habeas.capture.apart import frames, sentences, trusting
from habeas.capture.apart.frames import Broken, Frame, Kind
from habeas.capture.apart.jobs import Job, Outcome
from habeas.capture.apart.limits import Limits
from habeas.capture.apart.sentences import End
from habeas.capture.apart.trusting import Told
from habeas.capture.original import Original
from habeas.capture.picture import Picture
from habeas.capture.reading import Part, Reading
from habeas.errors import Problem
from habeas.i18n import language

_PARTS = 1_000_000  # inside one file


@dataclass(slots=True)
class Work:
    """A job with its bytes; ``alone`` once it ended a worker that had read other files before."""

    job: Job
    original: Original
    limits: Limits
    alone: bool = False
    suffix: str = ""  # by which files are told that take about the same time
    cost: float = 0.0  # seconds that it was thought to take
    begun: float = 0.0
    heard: float = 0.0  # when a message of it came last
    whole: Told | None = None
    inside: deque[Told] = field(default_factory=deque)
    held: int = 0  # bytes of what is inside
    count: int = 0  # sources inside
    depth: int = 0
    streams: bool = False  # whether what is inside is handed on as it comes
    dropped: bool = False  # whether nobody wants it any more
    over: bool = False
    trouble: str = ""  # what is said at the end of the parts
    about: dict[str, Any] = field(default_factory=dict)
    picture: Picture | None = None

    def __post_init__(self) -> None:
        self.suffix = self.job.task + self.original.name[-5:].rpartition(".")[2].lower()

    @property
    def late_at(self) -> float:
        """When it will have taken too long."""
        time = self.limits.time(self.original.size)
        return min(self.heard + time, self.begun + time * self.limits.parts_times)

    def begins(self, now: float) -> None:
        """It is the next that its worker looks at."""
        self.begun = self.heard = now

    def asked(self) -> Iterator[bytes | memoryview]:
        """The message that asks a worker for it."""
        header: dict[str, Any] = {
            "task": self.job.task,
            "how": dict(self.job.how),
            "name": self.original.name,
            "language": language(),
            "seconds": self.limits.time(self.original.size) * self.limits.parts_times,
            "text": self.limits.text,
        }
        blobs = [self.original.data]
        if self.original.path:
            header["path"] = bytes(self.original.path).hex()
            blobs = []
        return frames.packed(Kind.JOB, header, blobs)

    def hears(self, frame: Frame, now: float) -> None:
        """Take a message of the worker about it; Broken if it makes no sense."""
        self.heard = now
        if frame.kind is Kind.PROGRESS:
            self._learns(frame.header)
        elif frame.kind is Kind.READING or (frame.kind is Kind.WHOLE and self.whole is None):
            self._takes(trusting.told(frame))
        elif frame.kind is Kind.PICTURE:
            self.picture = trusting.picture(frame)
        else:
            raise Broken("out of turn")

    def _learns(self, header: dict[str, Any]) -> None:
        if "media_type" in header:
            self.about["media_type"] = trusting.media(header["media_type"])
        if "sha256" in header:
            self.about["sha256"] = trusting.digest(header["sha256"])
            self.about["size"] = trusting.whole(header.get("size"), 1 << 62)

    def _takes(self, told: Told) -> None:
        if (self.whole is None) != (told.depth == 0) or told.depth > self.depth + 1:
            raise Broken("out of order")
        self.depth = told.depth
        if self.whole is None:
            self.whole = told
            return
        self.count += 1
        if self.count > _PARTS:
            raise Broken("too many")
        if not self.dropped:
            self.inside.append(told)
            self.held += told.size

    def outcome(self, end: dict[str, Any] | End, parts: Any = ()) -> Outcome:
        """What came of it; ``end`` is what the worker said last, or how it ended before."""
        said, stopped = ({}, end) if isinstance(end, End) else (end, _stopped(end))
        problem = self.sentence(stopped) if stopped else trusting.line(said.get("problem", ""))
        reading = self._reading(problem if stopped else "", parts)
        return Outcome(
            self.job, reading if self.job.task in ("read", "web", "list") else None,
            problem=problem,
            fault=trusting.line(said.get("fault", "")),
            attempts=tuple(trusting.line(each) for each in said.get("attempts", [])[:1000]),
            seconds=seconds(said.get("seconds")),
            picture=self.picture,
        )  # fmt: skip

    def ends(self, trouble: str) -> None:
        """Nothing more comes of it; ``trouble`` is said after what came."""
        self.over, self.trouble = True, trouble

    def sentence(self, end: End) -> str:
        """What is said if it was stopped now."""
        say: Callable[..., str] = sentences.of_parts if self.whole else sentences.of_whole
        time = self.limits.time(self.original.size)
        return say(end, self.original.name, seconds=time, memory=self.limits.memory)

    def _reading(self, trouble: str, parts: Any) -> Reading | None:
        """What is to be kept of it, with our own bytes rather than any that were told."""
        if self.whole is None:
            return unread.unread(self._own(), trouble, **self._kind()) if trouble else None
        said, own = self.whole.said, self._own()
        notes = said.get("notes", ())
        if not said["text"] and not notes and not parts:
            notes = (sentences.no_text(),)
        return self.whole.reading(
            data=own.data, file_name=own.name, title=said.get("title") or own.name,
            path=own.path, sha256=own.sha256, size=own.size if own.path else 0,
            notes=(*notes, trouble) if trouble else notes,
            parts=parts,
        )  # fmt: skip

    def _own(self) -> Original:
        if not self.original.path:
            return self.original
        about = {name: self.about[name] for name in ("sha256", "size") if name in self.about}
        return replace(self.original, **about)

    def _kind(self) -> dict[str, str]:
        found = self.about.get("media_type")
        return {"media_type": found} if found else {}


def gathered(work: Work) -> tuple[Part, ...]:
    """All that is inside, as far as it was told."""
    return _gathered(_Feed(iter(work.inside)), 1) if work.inside else ()


def streamed(work: Work, wait: Callable[[], object]) -> Iterator[Part]:
    """What is inside, as it is told; ``wait`` lets more of it come.

    Problem, after the last part, if not all of it could be read.  What is inside a part is to be
    asked for before the next part is.
    """

    def coming() -> Iterator[Told]:
        while True:
            if work.inside:
                told = work.inside.popleft()
                work.held -= told.size
                yield told
            elif work.over:
                return
            else:
                wait()

    feed = _Feed(coming())
    yield from _streamed(feed, 1, None)
    if work.trouble:
        raise Problem(work.trouble)


class _Feed:
    """Readings in the order in which they were told, of which the next can be looked at."""

    def __init__(self, coming: Iterator[Told]) -> None:
        self._coming = coming
        self._ahead: deque[Told] = deque()
        self.last: dict[int, Told | None] = {0: None}  # the latest at each depth

    def peek(self, depth: int) -> Told | None:
        """The next one if it is as deep as that, or deeper."""
        if not self._ahead:
            self._ahead.extend(islice(self._coming, 1))
        return self._ahead[0] if self._ahead and self._ahead[0].depth >= depth else None

    def take(self) -> Told:
        """The one that was looked at, which is not the next any more."""
        told = self._ahead.popleft()
        self.last[told.depth] = told
        return told


def _gathered(feed: _Feed, depth: int) -> tuple[Part, ...]:
    parts = []
    while feed.peek(depth):
        told = feed.take()
        parts.append(_part(told, _gathered(feed, depth + 1)))
    return tuple(parts)


def _streamed(feed: _Feed, depth: int, parent: Told | None) -> Iterator[Part]:
    while feed.last[depth - 1] is parent and feed.peek(depth):
        told = feed.take()
        if told.depth == depth:  # a deeper one is of the part before, and nobody wanted it
            yield _part(told, _streamed(feed, depth + 1, told))


def _part(told: Told, parts: Any) -> Part:
    return Part(told.reading(parts=parts), told.role, told.shared)


def _stopped(end: dict[str, Any]) -> End | None:
    if end.get("memory"):
        return End.LARGE
    return End.FAILED if end.get("fault") else None


def seconds(said: Any) -> float:
    """How long a worker says that it took; 0 if that makes no sense."""
    return float(said) if type(said) is float and 0 <= said < 1e6 else 0.0
