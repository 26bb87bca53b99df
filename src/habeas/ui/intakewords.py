"""The words for files on their way into a case: how fast, how long, what became of them."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from habeas.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from habeas.services.intaking import Pace
    from habeas.store.intake import State

_SPAN = 8.0  # seconds over which the rate is reckoned
_SOON = 2.0  # seconds before anything is said of it

STATES = {
    "inbox": N_("In the inbox"),
    "waiting": N_("Waits"),
    "added": N_("Added"),
    "there": N_("There already"),
    "unread": N_("Kept without text"),
    "failed": N_("Not added"),
    "left": N_("Left aside"),
}


@dataclass(slots=True)
class Rate:
    """How fast files come in, over the last seconds; ``tell`` it how far the work is."""

    seen: deque[tuple[float, int, int]] = field(default_factory=deque)

    def tell(self, now: float, pace: Pace) -> None:
        """The work is so far at ``now`` (seconds)."""
        if self.seen and pace.done < self.seen[-1][1]:
            self.seen.clear()
        if not self.seen or now - self.seen[-1][0] >= 0.2:
            self.seen.append((now, pace.done, pace.bytes))
        while len(self.seen) > 2 and now - self.seen[0][0] > _SPAN:
            self.seen.popleft()

    @property
    def files(self) -> float:
        """Files in a second; 0 if it cannot be told yet."""
        return self._each(1)

    @property
    def bytes(self) -> float:
        """Bytes in a second; 0 if it cannot be told yet."""
        return self._each(2)

    def _each(self, n: int) -> float:
        if len(self.seen) < 2:
            return 0.0
        first, last = self.seen[0], self.seen[-1]
        time = last[0] - first[0]
        return (float(last[n]) - float(first[n])) / time if time >= _SOON else 0.0


def seconds_left(rate: Rate, *, files: int, size: int) -> float:
    """Seconds until so many ``files`` of ``size`` bytes in all are read; 0 if nobody can tell.

    The slower of two guesses: there may be few large files left, or many small ones.
    """
    guesses = [files / rate.files] if rate.files > 0 else []
    guesses += [size / rate.bytes] if rate.bytes > 0 else []
    return max(guesses, default=0.0)


def speed(rate: Rate) -> str:
    """How fast, in words; empty as long as nobody can tell."""
    if rate.files <= 0:
        return ""
    files = QLocale().toString(rate.files, "f", 0 if rate.files >= 10 else 1)
    size = QLocale().formattedDataSize(int(rate.bytes), 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    return _("{files} files and {size} a second").format(files=files, size=size)


def lasting(seconds: float) -> str:
    """The time that is left, as people say it; empty if nobody can tell."""
    if seconds <= 0:
        return ""
    if seconds < 50:
        return _("less than a minute left")
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        words = ngettext("about one minute left", "about {n} minutes left", minutes)
        return words.format(n=minutes)
    hours = round(minutes / 60)
    return ngettext("about one hour left", "about {n} hours left", hours).format(n=hours)


def progress(done: int, total: int) -> str:
    """How far, in words."""
    say = QLocale().toString
    return _("{done} of {total} files").format(done=say(done), total=say(total))


def state(name: str) -> str:
    """What became of a file."""
    return _(STATES.get(name, name))


def summary(counts: Mapping[State, int]) -> str:
    """What became of all of them, in a sentence."""
    said = {str(key): n for key, n in counts.items()}
    parts = [
        ngettext("{n} added", "{n} added", said["added"]),
        ngettext("{n} was there already", "{n} were there already", said["there"]),
        ngettext("{n} is kept without text", "{n} are kept without text", said["unread"]),
        ngettext("{n} could not be added", "{n} could not be added", said["failed"]),
        ngettext("{n} was left aside", "{n} were left aside", said["left"]),
    ]
    keys = ("added", "there", "unread", "failed", "left")
    found = [
        words.format(n=QLocale().toString(said[key]))
        for key, words in zip(keys, parts, strict=True)
        if said[key]
    ]
    return " · ".join(found)
