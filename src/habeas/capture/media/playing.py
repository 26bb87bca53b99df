"""Playing a recording with a program of the system: no file is written, no network reached."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass

from habeas.capture.apart import kernel
from habeas.errors import Problem
from habeas.i18n import _

HELD = 600_000_000  # bytes: a recording up to this size is played from memory, and can be wound
_PATIENCE = 2.0  # seconds that a player has to go when it is asked to, before it is made to
_CONTENT = (0, 4)  # how players end that came to the end (0) or were closed before it (4: mpv)


@dataclass(frozen=True, slots=True)
class Player:
    """A program that plays recordings: its ``name`` and where it is."""

    name: str
    path: str


def available() -> Player | None:
    """The first player that the system has; None if it has none that we can call."""
    for name in _COMMANDS:
        if path := shutil.which(name):
            return Player(name, path)
    return None


def missing() -> Problem:
    """What to tell where there is none."""
    return Problem(
        _(
            "To play recordings this computer needs a player: mpv, VLC or ffplay. The recording is "
            "kept as it is. Install the package mpv, and try again."
        )
    )


def command(player: Player, *, start: float = 0.0, source: str = "") -> list[str]:
    """How to call ``player`` so that it plays from ``start`` seconds on.

    ``source`` is a path; without one it plays what comes in by its standard input.  It is told to
    remember nothing, to reach for nothing else, and to end when the recording does.
    """
    return [player.path, *_COMMANDS[player.name](max(0.0, start), source)]


def play(
    chunks: Iterator[bytes], *, start: float = 0.0, size: int = 0, player: Player | None = None
) -> Playing:
    """Play a recording that comes in pieces, of ``size`` bytes in all (0: not known).

    One of at most HELD bytes goes to the player in memory that has no name on any disk, so that it
    can be wound, and so that films play whose directory stands at their end; a larger one goes
    through a pipe.  A thread of its own takes the pieces: they must be such as may be taken there.
    Problem if there is no player; what goes wrong later is the Playing's ``problem``.
    """
    found = player or available()
    if found is None:
        raise missing()
    held = 0 < size <= HELD and hasattr(os, "memfd_create")
    return Playing(found, chunks, start=start, held=held)


class Playing:
    """A recording that is being played, until its end or until somebody stops it."""

    def __init__(
        self, player: Player, chunks: Iterator[bytes], *, start: float, held: bool
    ) -> None:
        self._player, self._start = player, start
        self._stopped = False
        self._child: subprocess.Popen[bytes] | None = None
        self._lock = threading.Lock()  # a child is not started after a stop
        self._over = threading.Event()
        self.problem: Exception | None = None  # what went wrong, if anything did
        target = self._play_held if held else self._play_piped
        self._thread = threading.Thread(target=self._run, args=(target, chunks), daemon=True)
        self._thread.start()

    @property
    def is_going_on(self) -> bool:
        """Whether it is being played, or made ready for it."""
        return not self._over.is_set()

    def stop(self) -> None:
        """End it now; may be called again, and when it has ended already."""
        with self._lock:
            self._stopped = True
            child = self._child
        if child is not None and child.poll() is None:
            child.terminate()
            try:
                child.wait(_PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
        self._over.wait(_PATIENCE)

    def wait(self, seconds: float | None = None) -> bool:
        """Until it has ended, ``seconds`` at most; whether it has."""
        return self._over.wait(seconds)

    def _run(self, way: Callable[[Iterator[bytes]], None], chunks: Iterator[bytes]) -> None:
        try:
            way(chunks)
            ended = self._child.wait() if self._child is not None else 0
            if not self._stopped and ended not in _CONTENT:
                self.problem = self.problem or Problem(_not_played(self._player.name))
        except Exception as error:  # noqa: BLE001 - told by who plays, not lost in this thread
            self.problem = error
            self._end()
        finally:
            if close := getattr(chunks, "close", None):
                close()
            self._over.set()

    def _play_held(self, chunks: Iterator[bytes]) -> None:
        handle = os.memfd_create("recording", os.MFD_CLOEXEC)
        try:
            for chunk in chunks:
                if self._stopped:
                    return
                _write(handle, chunk)
            os.lseek(handle, 0, os.SEEK_SET)
            self._start_child(subprocess.DEVNULL, handle=handle)
        finally:
            os.close(handle)

    def _play_piped(self, chunks: Iterator[bytes]) -> None:
        child = self._start_child(subprocess.PIPE)
        if child is None or child.stdin is None:
            return
        try:
            for chunk in chunks:
                if self._stopped:
                    break
                _write(child.stdin.fileno(), chunk)
        except (BrokenPipeError, ConnectionError):  # it was closed, or has seen enough
            pass
        finally:
            with suppress(OSError):
                child.stdin.close()

    def _start_child(self, stdin: int, *, handle: int = -1) -> subprocess.Popen[bytes] | None:
        source = "" if handle < 0 else f"/proc/self/fd/{handle}"
        called = kernel.alone(command(self._player, start=self._start, source=source))
        with self._lock:
            if self._stopped:
                return None
            try:
                self._child = subprocess.Popen(
                    called, bufsize=0, stdin=stdin, stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL, pass_fds=() if handle < 0 else (handle,),
                    env=_surroundings(os.environ), cwd="/",
                )  # fmt: skip
            except OSError:
                raise Problem(_not_played(self._player.name)) from None
        return self._child

    def _end(self) -> None:
        if self._child is not None and self._child.poll() is None:
            self._child.kill()
            self._child.wait()


def _write(handle: int, chunk: bytes) -> None:
    rest = memoryview(chunk)
    while rest:
        rest = rest[os.write(handle, rest) :]


def _not_played(name: str) -> str:
    return _(
        "The player {name} could not play this recording. The recording is kept as it is. It may "
        "be damaged, or in a format that this player does not know."
    ).format(name=name)


def _surroundings(now: Mapping[str, str]) -> dict[str, str]:
    """What a player needs to find screen and sound; nothing by which it might reach out.

    It finds no folder to keep covers and lists in, and no desktop to tell what is played.
    """
    proxies = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy")
    found = {name: value for name, value in now.items() if name.lower() not in proxies}
    kept = ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    return found | dict.fromkeys(kept, os.devnull) | {"DBUS_SESSION_BUS_ADDRESS": "disabled:"}


# Only what releases of the last years all know: players do not start with an option they do not.
def _mpv(start: float, source: str) -> list[str]:
    return [
        "--no-config", "--no-terminal", "--really-quiet", "--force-window=yes", "--ytdl=no",
        "--load-scripts=no", "--load-unsafe-playlists=no", "--access-references=no",
        "--autoload-files=no", "--resume-playback=no", "--save-position-on-quit=no",
        "--cache-on-disk=no", "--title=Habeas", f"--start={start:.3f}",
        *(() if source else ("--force-seekable=yes",)), "--", source or "-",
    ]  # fmt: skip


def _vlc(start: float, source: str) -> list[str]:
    return [
        "--ignore-config", "--no-one-instance", "--no-metadata-network-access",
        "--no-sub-autodetect-file", "--no-video-title-show", "--quiet", "--play-and-exit",
        f"--start-time={start:.3f}", source or "-",
    ]  # fmt: skip


def _vlc_window(start: float, source: str) -> list[str]:
    return ["--no-qt-privacy-ask", *_vlc(start, source)]


def _ffplay(start: float, source: str) -> list[str]:
    return [
        "-hide_banner", "-loglevel", "quiet", "-autoexit", "-window_title", "Habeas",
        "-protocol_whitelist", "file" if source else "pipe", "-ss", f"{start:.3f}",
        "-i", source or "pipe:0",
    ]  # fmt: skip


_COMMANDS: dict[str, Callable[[float, str], list[str]]] = {
    "mpv": _mpv,
    "cvlc": _vlc,  # before its window, which is a package of its own that may be missing
    "vlc": _vlc_window,
    "ffplay": _ffplay,
}
