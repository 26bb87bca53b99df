"""Where a case lies, and what that means for it: a synced folder, a network share, a FAT stick.

What is known of folders is what their programs leave there (a hidden file or folder), what they are
called, and what the programs themselves noted about where they are.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from habeas.i18n import _

Kind = Literal["synced", "network", "fat"]

_MOUNTS = Path("/proc/self/mountinfo")
_MOST = 100_000  # bytes that are read of another program's notes

_NETWORK = {
    "nfs", "nfs4", "cifs", "smb3", "smbfs", "smb2", "9p", "afs", "ceph", "ncpfs", "glusterfs",
    "lustre", "beegfs", "ocfs2", "gfs2", "davfs", "davfs2", "vboxsf", "vmhgfs", "prl_fs",
    "virtiofs", "drvfs", "acfs", "webdav", "afpfs",
}  # fmt: skip
_NETWORK_FUSE = {
    "sshfs", "davfs2", "rclone", "glusterfs", "s3fs", "gvfsd-fuse", "vmhgfs-fuse", "smbnetfs",
    "curlftpfs", "kio-fuse", "ceph", "google-drive-ocamlfuse", "onedriver",
}  # fmt: skip
_SMALL = {"vfat", "msdos", "umsdos"}
_FAT = {*_SMALL, "exfat", "fuse.exfat", "fuseblk"}

# What lies in the top folder of a synced tree.
_MARKS = {
    ".dropbox": "Dropbox", ".dropbox.cache": "Dropbox", ".stfolder": "Syncthing",
    ".sync_folder": "Resilio Sync", ".megaignore": "MEGA",
    ".tmp.drivedownload": "Google Drive", ".tmp.driveupload": "Google Drive",
    ".owncloudsync.log": "ownCloud", ".nextcloudsync.log": "Nextcloud",
    ".sync-exclude.lst": "Nextcloud", ".tresorit": "Tresorit",
}  # fmt: skip
_JOURNAL = re.compile(r"\._?sync_[0-9a-f]{6,}\.db")  # of Nextcloud and ownCloud
_NAMES = (
    (re.compile(r"dropbox( \(.*\))?", re.I), "Dropbox"),
    (re.compile(r"onedrive( - .*)?", re.I), "OneDrive"),
    (re.compile(r"google ?drive|googledrive-.*|my drive", re.I), "Google Drive"),
    (re.compile(r"icloud ?drive|com~apple~clouddocs|mobile documents", re.I), "iCloud"),
    (re.compile(r"nextcloud\d*", re.I), "Nextcloud"),
    (re.compile(r"owncloud\d*", re.I), "ownCloud"),
    (re.compile(r"MEGA(sync)?"), "MEGA"),
    (re.compile(r"pcloud ?drive|pcloudsync", re.I), "pCloud"),
)


@dataclass(frozen=True, slots=True)
class Danger:
    """Why the place of a case is not safe; ``sentence`` is for the user."""

    kind: Kind
    what: str  # the program that syncs, or the type of the file system
    sentence: str


def dangers(path: Path, *, mounts: str | None = None, home: Path | None = None) -> list[Danger]:
    """What is dangerous about where ``path`` lies, or would lie; usually nothing.

    ``mounts`` stands for Linux's list of mounts and ``home`` for the user's folder, in tests.
    """
    real = _real(path)
    system = file_system(real, mounts=mounts)
    found = []
    if synced := _synced(real, Path.home() if home is None else home):
        found.append(Danger("synced", synced, _synced_words(synced)))
    if is_network(system):
        found.append(Danger("network", system, _network_words()))
    elif system in _FAT:
        found.append(Danger("fat", system, _fat_words(system)))
    return found


def may_journal_ahead(path: Path, *, mounts: str | None = None) -> bool:
    """Whether the file system keeps memory that programs share, as SQLite's WAL needs it.

    A file that has two names (a hard link) would have a journal under each, and what was written
    by one name would be lost to the other: there, too, each Edit goes into the file itself.
    """
    with suppress(OSError):  # a case that is about to be made
        if path.stat().st_nlink > 1:
            return False
    return not is_network(file_system(_real(path), mounts=mounts))


def file_system(path: Path, *, mounts: str | None = None) -> str:
    """The type of the file system that holds ``path``, which is absolute; empty if not known."""
    if sys.platform == "win32" and str(path).startswith("\\\\"):
        return "smb3"
    if mounts is None:
        try:
            mounts = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
        except OSError:  # not Linux
            return ""
    best, found = -1, ""
    for line in mounts.splitlines():
        before, _dash, after = line.partition(" - ")
        fields = before.split(" ")
        if len(fields) < 5 or not after:
            continue
        point = Path(_plain(fields[4]))
        # A later line covers an earlier one at the same place.
        if path.is_relative_to(point) and len(point.parts) >= best:
            best, found = len(point.parts), after.split(" ")[0]
    return found


def is_network(system: str) -> bool:
    """Whether a type of file system lies on another computer, or on the host of this one."""
    kind, _dot, program = system.partition(".")
    return kind in _NETWORK or (kind == "fuse" and program in _NETWORK_FUSE)


def _real(path: Path) -> Path:
    """Where a path leads, the file itself need not be there."""
    try:
        return path.resolve()
    except OSError:
        return path.absolute()


def _plain(point: str) -> str:
    r"""A mount point as mountinfo writes it (``\040`` for a space)."""
    return re.sub(r"\\([0-7]{3})", lambda match: chr(int(match[1], 8)), point)


def _synced(path: Path, home: Path) -> str:
    """The program that syncs the folder of ``path``, by its name; empty if none is known."""
    noted = dict(_noted(home))
    for folder in path.parents:
        if folder in noted:
            return noted[folder]
        for pattern, program in _NAMES:
            if pattern.fullmatch(folder.name):
                return program
        if program := _marked(folder):
            return program
    return ""


def _marked(folder: Path) -> str:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not entry.name.startswith("."):
                continue
            if entry.name == ".dropbox" and entry.is_dir():
                continue  # its settings, in the user's own folder
            if program := _MARKS.get(entry.name.lower()):
                return program
            if _JOURNAL.fullmatch(entry.name):
                return "Nextcloud"
    return ""


def _noted(home: Path) -> Iterator[tuple[Path, str]]:
    """What the programs say themselves of where their folders are."""
    with suppress(OSError, ValueError, AttributeError, TypeError, KeyError, RecursionError):
        for account in json.loads(_read(home / ".dropbox/info.json")).values():
            yield Path(account["path"]), "Dropbox"
    for file, program in (
        (".config/Nextcloud/nextcloud.cfg", "Nextcloud"),
        (".config/ownCloud/owncloud.cfg", "ownCloud"),
    ):
        with suppress(OSError):
            for found in re.findall(r"(?m)^.*\\localPath=(.+)$", _read(home / file)):
                yield Path(found.strip()), program
    for folder in (".config/syncthing", ".local/state/syncthing"):
        with suppress(OSError):
            for found in re.findall(
                r'<folder [^>]*\bpath="([^"]+)"', _read(home / folder / "config.xml")
            ):
                yield Path(found.replace("~", str(home), 1)), "Syncthing"
    with suppress(OSError):
        for found in re.findall(
            r'(?m)^\s*sync_dir\s*=\s*"([^"]+)"', _read(home / ".config/onedrive/config")
        ):
            yield Path(found.replace("~", str(home), 1)), "OneDrive"


def _read(path: Path) -> str:
    with path.open(encoding="utf-8", errors="replace") as file:
        return file.read(_MOST)


def _synced_words(program: str) -> str:
    return _(
        "This folder is copied to other computers by {program}. A case can be damaged there while "
        "it is open, two people can end up with two versions, and whoever stores it there has a "
        "copy. Keep cases in a folder that is not synced, and hand over copies instead."
    ).format(program=program)


def _network_words() -> str:
    return _(
        "This folder is on another computer. Habeas works more slowly and more carefully there, "
        "but if the network fails in the middle of something a case can still be damaged, and "
        "whoever runs that computer can copy it. A folder of this computer is safer."
    )


def _fat_words(system: str) -> str:
    if system in _SMALL:
        return _(
            "This drive is formatted as FAT, as memory sticks are: a case there cannot grow beyond "
            "4 GB, anyone who has the drive can copy it, and pulling it out too early can damage "
            "it. Close the case and eject the drive before you unplug it."
        )
    return _(
        "This drive is formatted as memory sticks are: anyone who has the drive can copy the case, "
        "and pulling it out too early can damage it. Close the case and eject the drive before you "
        "unplug it."
    )
