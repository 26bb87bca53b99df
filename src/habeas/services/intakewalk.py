"""Going through what was dropped: the files of folders within folders, and what is left aside."""

from __future__ import annotations

import os
import stat
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from habeas.capture.apart import sentences as spoken
from habeas.i18n import N_, _
from habeas.store import intake
from habeas.store.case import Case
from habeas.store.intake import Found, State, as_path, as_text

_CASE = (".habeas", ".habeas-wal", ".habeas-shm", ".habeas-journal")
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite keeps beside an open file
_LITTER = frozenset(("thumbs.db", "desktop.ini", "icon\r", "ehthumbs.db", "__macosx"))
_LOCKS = ("~$", ".~lock.")
_UNDONE = (".part", ".crdownload", ".partial", ".download")
_TOGETHER = 500  # files of which the queue is asked at once
_AT_REST = 10_000_000_000  # nanoseconds

HIDDEN = N_("It is hidden. If you need it, add it by its name.")
LITTER = N_("It belongs to the computer, not to your work: nothing in it is of use.")
LOCK = N_("It is a sign that another program has a file open, and holds nothing itself.")
UNDONE = N_("It is a download that is not complete.")
CASE = N_("It is a case of Habeas, or belongs to one. Open it instead.")
INSIDE = N_("It is a link to something in the same folder, which is brought in by itself.")
OUTSIDE = N_("It is a link that leads out of the folder, and was not followed.")
NOWHERE = N_("It is a link to something that is not there.")
NO_FILE = N_("It is not a file that can be read.")
LOOP = N_("The folder is inside itself; it was gone through once.")
CLOSED = N_("The folder may not be opened. Ask its owner for permission, then add it again.")
BROKEN = N_("The folder could not be read ({reason}). Check the disk, then add it again.")
GONE = N_("It is no longer there. Nothing was added.")
EMPTY = N_("It is a folder in which there is nothing that could be added. Nothing was added.")


@dataclass(slots=True)
class _Walk:
    """One going-through: what ``tops`` it keeps within, and the folders it has seen."""

    how: str
    tops: tuple[str, ...]
    avoid: frozenset[tuple[int, int]]
    seen: set[tuple[int, int]] = field(default_factory=set)


def gather(
    paths: Iterable[Path], *, how: str = "file", avoid: Iterable[Path] = ()
) -> Iterator[Found]:
    """Every file in ``paths`` and in the folders among them, to be put into the queue.

    What is left aside is told as well, with the reason; ``avoid`` are cases that are open, which
    must not even be looked into.  Nothing is read; never raises for what it finds.
    """
    tops = [os.path.abspath(path) for path in paths]
    beside = [path.with_name(path.name + end) for path in avoid for end in ("", *_BESIDE)]
    barred = frozenset(number for path in beside if (number := _number(path)))
    walk = _Walk(how, tuple(os.path.realpath(top) for top in tops), barred)
    for top in tops:
        yield from _top(walk, top)


def _number(path: str | os.PathLike[str]) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def _top(walk: _Walk, path: str) -> Iterator[Found]:
    """What the user named herself: hidden or a link, she means it."""
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        yield Found(as_text(path), how=walk.how)  # whoever reads it says why it cannot be read
        return
    if stat.S_ISDIR(found.st_mode):
        empty = True
        for each in _folder(walk, path):
            empty = False
            yield each
        if empty:
            yield _told(walk, path, _(EMPTY))
    else:
        yield _file(walk, path, found)


def _folder(walk: _Walk, top: str) -> Iterator[Found]:
    """Depth first, in the order of names, without recursion: a tree may be very deep."""
    todo = [top]
    while todo:
        folder = todo.pop()
        number = _number(folder)
        if number is not None and number in walk.seen:
            yield _told(walk, folder, _(LOOP))
            continue
        if number is not None:
            walk.seen.add(number)
        try:
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            words = _(CLOSED) if isinstance(error, PermissionError) else _(BROKEN)
            reason = error.strerror or type(error).__name__
            yield _told(walk, folder, words.format(reason=reason), state=State.FAILED)
            continue
        deeper = []
        for entry in inside:
            why = _unwanted(entry.name) or (_link(walk, entry.path) if _is_link(entry) else "")
            if why:
                yield _told(walk, entry.path, why)
            elif _is_folder(entry):
                deeper.append(entry.path)
            else:
                yield _entry(walk, entry)
        todo += reversed(deeper)


def _entry(walk: _Walk, entry: os.DirEntry[str]) -> Found:
    try:
        return _file(walk, entry.path, entry.stat(follow_symlinks=False))
    except (OSError, ValueError):
        return _told(walk, entry.path, _(GONE), state=State.FAILED)


def _file(walk: _Walk, path: str, found: os.stat_result) -> Found:
    if path.lower().endswith(_CASE) or (found.st_dev, found.st_ino) in walk.avoid:
        return _told(walk, path, _(CASE))
    if not stat.S_ISREG(found.st_mode):
        return _told(walk, path, _(NO_FILE))
    return Found(as_text(path), found.st_size, found.st_mtime_ns, walk.how)


def _unwanted(name: str) -> str:
    """Why a file inside a folder is left aside by its name; empty if it is not."""
    low = name.lower()
    if low in _LITTER:
        return _(LITTER)
    if low.startswith(_LOCKS):
        return _(LOCK)
    if low in (".ds_store", ".localized") or low.startswith("._"):
        return _(LITTER)
    if name.startswith("."):
        return _(HIDDEN)
    return _(UNDONE) if low.endswith(_UNDONE) else ""


def _is_link(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() or entry.is_junction()  # type: ignore[attr-defined,unused-ignore]
    except (OSError, AttributeError):  # junctions are asked for since Python 3.12
        return os.path.islink(entry.path)


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _link(walk: _Walk, path: str) -> str:
    """Why a link is not followed."""
    try:
        target = os.path.realpath(path)
        if not os.path.exists(target):
            return _(NOWHERE)
    except (OSError, ValueError):
        return _(NOWHERE)
    within = any(
        target == top or target.startswith(top.rstrip(os.sep) + os.sep) for top in walk.tops
    )
    return _(INSIDE) if within else _(OUTSIDE)


def _told(walk: _Walk, path: str, why: str, *, state: State = State.LEFT) -> Found:
    return Found(as_text(path), how=walk.how, state=state, why=why)


def sentences(found: Iterable[Found]) -> list[str]:
    """What is to be said of the files that are left aside, when only a few are added.

    Litter is passed over in silence; a folder in which there was nothing says so.
    """
    quiet = {_(HIDDEN), _(LITTER), _(LOCK), _(UNDONE), _(INSIDE)}
    return [
        _("“{name}”: {why}").format(name=spoken.shown(as_path(each.path).name), why=each.why)
        for each in found
        if each.why and each.why not in quiet
    ]


def new_in(case: Case, folder: Path) -> Iterator[Found]:
    """The files in a watched folder that the queue does not know as they are, for the inbox."""
    some: list[Found] = []
    for each in gather([folder], how="watched", avoid=[case.path]):
        if each.state == State.WAITING:
            some.append(replace(each, state=State.INBOX))
        if len(some) >= _TOGETHER:
            yield from _unknown(case, some)
            some = []
    yield from _unknown(case, some)


def is_old(found: Found) -> bool:
    """Whether a file has not been written to for a while: then it is whole."""
    return time.time_ns() - found.changed > _AT_REST


def folders(top: Path) -> Iterator[str]:
    """A folder and those inside it, but for hidden ones."""
    for place, inside, _files in os.walk(top):
        inside[:] = [name for name in inside if not _unwanted(name)]
        yield place


def _unknown(case: Case, found: list[Found]) -> Iterator[Found]:
    known = intake.known_paths(case, [each.path for each in found])
    for each in found:
        size, changed, _state = known.get(each.path, (-1, -1, State.LEFT))
        if (size, changed) != (each.size, each.changed):
            yield each
