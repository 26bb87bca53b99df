"""Who writes to a case: one process, through one Case; the others read, or are told who it is."""

from __future__ import annotations

import datetime
import threading
from pathlib import Path

from habeas.errors import NotWritten, Problem
from habeas.i18n import _
from habeas.store import heads, lockfile
from habeas.store.lockfile import Holder

_choosing = threading.Lock()
_writing: dict[heads.Identity, Holder] = {}  # what Cases of this process write to


class Held(Problem):
    """Another Case, here or elsewhere, writes to the file; ``holder`` says which."""

    def __init__(self, path: Path, holder: Holder) -> None:
        super().__init__(
            _("“{name}” is open already: {who}. It can be opened here to read only.").format(
                name=path.name, who=described(holder)
            )
        )
        self.holder = holder


class Gone(NotWritten):
    """The file is no longer where it was when it was opened: nothing more may be written."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "“{name}” was moved, replaced or removed while it was open, or its drive was. "
                "Nothing more is written. What you did before is kept in the file that was "
                "moved, and here until you close the case: save a copy of it now."
            ).format(name=path.name)
        )


class Hold:
    """What a Case has of its file: the right to write to it, or only to read.

    ``guarded`` is False where no lock can be had (a folder that cannot be written to, some network
    shares): then SQLite's own locks are all that keeps two programs apart.  ``parted`` is True if
    the file was left open and its log is not beside it: what was done last may be missing.
    ``elsewhere`` is True if a program had it open under another name: what that wrote lies beside
    that name, so nothing may be written under this one.
    """

    def __init__(self, path: Path, *, head: bytes) -> None:
        self.path = path
        self.writes = False
        self.guarded = True
        self.parted = False
        self.elsewhere = False
        self.holder: Holder | None = None
        self._place = lockfile.place(path)
        self._handle: int | None = None
        self._file = heads.identity(path)
        heads.opened(self._file, head)

    def to_write(self) -> bool:
        """Become the one who writes; False, and ``holder`` says who, if there is another.

        False as well if the file is gone: the lock would be that of whatever has its name now.
        """
        if self.writes:
            return True
        if self.elsewhere or self.is_gone():
            self.holder = None
            return False
        with _choosing:
            self.holder = _writing.get(self._file)
            if self.holder is not None:
                return False
            mine = lockfile.me()
            try:
                self._handle = lockfile.take(self._place, mine)
            except lockfile.Taken as taken:
                self.holder = taken.holder
                return False
            self.guarded = self._handle is not None
            _writing[self._file] = mine
            self.writes = True
        return True

    def to_read(self) -> None:
        """Let others write from now on."""
        with _choosing:
            if self.writes:
                del _writing[self._file]
                self.writes = False
            if self._handle is not None:
                lockfile.drop(self._place, self._handle)
                self._handle = None

    def is_gone(self) -> bool:
        """Whether the path leads to another file than it did at first, or to none."""
        try:
            return heads.identity(self.path) != self._file
        except OSError:
            return True

    def refuse_gone(self) -> None:
        """Gone, if the file was moved, replaced or removed."""
        if self.is_gone():
            raise Gone(self.path)

    def release(self) -> None:
        """Every connection is closed: others may write."""
        self.to_read()
        heads.closed(self._file)


def hold(path: Path, *, head: bytes, read_only: bool = False) -> Hold:
    """A hold on the case at ``path``; Held if it is to be written and another one does.

    ``head`` is how the file begins, for whoever asks while it is open.  OSError if it is gone.
    """
    found = Hold(path, head=head)
    if read_only or found.to_write():
        return found
    holder = found.holder or Holder()
    found.release()
    raise Held(path, holder)


def only_read(holder: Holder | None) -> Problem:
    """What is said of an attempt to write to a case that is open to read only."""
    if holder is None:
        return Problem(
            _(
                "This case is open here to read only, so this was not written. "
                "To write, open it again."
            )
        )
    return Problem(
        _(
            "This case is open here to read only, so this was not written: it is open already "
            "{who}. Close it there first."
        ).format(who=described(holder))
    )


def described(holder: Holder) -> str:
    """Who holds a case, as part of a sentence."""
    if holder.here:
        return _("in another window of Habeas")
    if not holder.process:
        return _("in another program")
    since = holder.since and datetime.datetime.fromisoformat(holder.since).astimezone()
    return _("in another program (process {process} on {computer}, since {since})").format(
        process=holder.process,
        computer=holder.computer or "?",
        since=since.strftime("%Y-%m-%d %H:%M") if since else "?",
    )
