"""Recordings are played by a program of the system, without a file and without a network."""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from habeas.capture.media import playing
from habeas.capture.media.playing import Player
from habeas.errors import Problem

SOUND = [bytes([n]) * 70_000 for n in range(40)]  # more than any pipe holds
SIZE = sum(map(len, SOUND))
SUM = hashlib.sha256(b"".join(SOUND)).hexdigest()
Stand = Callable[[str], Player]


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stand:
    """Put a player of our own on the path: a shell script, its last argument in $last."""

    def put(script: str, name: str = "mpv") -> Player:
        path = tmp_path / "bin" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f'#!/bin/sh\nfor last; do :; done\necho "$@" > {tmp_path}/said\n{script}\n')
        path.chmod(0o755)
        monkeypatch.setenv("PATH", f"{path.parent}{os.pathsep}/usr/bin{os.pathsep}/bin")
        found = playing.available()
        assert found == Player(name, str(path))
        return found

    return put


class Pieces:
    """The recording in pieces, knowing whether it was let go."""

    def __init__(self, *, fail_at: int = -1) -> None:
        self.taken, self.closed, self._fail_at = 0, threading.Event(), fail_at

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        if self.taken == self._fail_at:
            raise Problem("The case file is gone.")
        if self.taken == len(SOUND):
            raise StopIteration
        self.taken += 1
        return SOUND[self.taken - 1]

    def close(self) -> None:
        self.closed.set()


@pytest.mark.parametrize("size", [0, playing.HELD + 1])
def test_every_byte_goes_to_the_player_through_a_pipe(
    stand_in: Stand, tmp_path: Path, size: int
) -> None:
    stand_in(f"sha256sum > {tmp_path}/sum")
    pieces = Pieces()
    running = playing.play(pieces, start=12.5, size=size)
    assert running.wait(20)
    assert (tmp_path / "sum").read_text().split()[0] == SUM
    assert running.problem is None
    assert not running.is_going_on
    assert pieces.closed.is_set()
    said = (tmp_path / "said").read_text()
    assert "--start=12.500" in said
    assert said.split()[-1] == "-"


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="the system has no such memory")
def test_a_recording_that_fits_is_played_from_memory_that_has_no_name(
    stand_in: Stand, tmp_path: Path
) -> None:
    look = f'sha256sum < "$last" > {tmp_path}/sum; readlink "$last" > {tmp_path}/where'
    stand_in(look)
    running = playing.play(Pieces(), size=SIZE)
    assert running.wait(20)
    assert (tmp_path / "sum").read_text().split()[0] == SUM
    assert (tmp_path / "where").read_text().startswith("/memfd:")
    assert running.problem is None


@pytest.mark.parametrize("size", [0, SIZE])
def test_a_player_that_cannot_play_it_is_told_of(stand_in: Stand, size: int) -> None:
    stand_in("cat > /dev/null < /dev/stdin; exit 2")
    running = playing.play(Pieces(), size=size)
    assert running.wait(20)
    assert "could not play" in str(running.problem)


@pytest.mark.parametrize("ending", ["exit 0", "exit 4"])
def test_closing_the_player_before_the_end_is_no_failure(stand_in: Stand, ending: str) -> None:
    stand_in(ending)
    pieces = Pieces()
    running = playing.play(pieces)
    assert running.wait(20)
    assert running.problem is None
    assert pieces.closed.is_set()


@pytest.mark.parametrize("size", [0, SIZE])
def test_stopping_ends_the_player(stand_in: Stand, tmp_path: Path, size: int) -> None:
    stand_in(f"echo $$ > {tmp_path}/pid; touch {tmp_path}/runs; exec sleep 60")
    running = playing.play(Pieces(), size=size)
    while not (tmp_path / "runs").exists():
        assert running.is_going_on
        assert not running.wait(0.02)
    running.stop()
    pid = (tmp_path / "pid").read_text().strip()
    assert not Path(f"/proc/{pid}").exists()
    assert not running.is_going_on
    assert running.problem is None
    running.stop()


def test_a_player_that_does_not_go_is_made_to(
    stand_in: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(playing, "_PATIENCE", 0.2)
    stand_in(f'trap "" TERM; echo $$ > {tmp_path}/pid; while :; do sleep 0.05; done')
    running = playing.play(Pieces())
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        running.wait(0.02)
    running.stop()
    assert running.wait(20)


@pytest.mark.parametrize("size", [0, SIZE])
def test_what_goes_wrong_with_the_pieces_is_told_and_the_player_ends(
    stand_in: Stand, size: int
) -> None:
    stand_in("exec sleep 60")
    running = playing.play(Pieces(fail_at=0), size=size)
    assert running.wait(20)
    assert str(running.problem) == "The case file is gone."


def test_without_a_player_its_package_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert playing.available() is None
    with pytest.raises(Problem, match="mpv"):
        playing.play(Pieces())


def test_a_player_that_is_gone_meanwhile_is_told_of(stand_in: Stand) -> None:
    player = stand_in("exit 0")
    Path(player.path).unlink()
    running = playing.play(Pieces(), player=player)
    assert running.wait(20)
    assert isinstance(running.problem, Problem)


@pytest.mark.parametrize("name", ["mpv", "vlc", "cvlc", "ffplay"])
def test_every_player_is_told_where_to_begin_and_to_reach_for_nothing(name: str) -> None:
    said = playing.command(Player(name, f"/usr/bin/{name}"), start=61.25)
    assert any("61.250" in word for word in said)
    assert said[-1] in ("-", "pipe:0")
    forbidden = {
        "mpv": {"--ytdl=no", "--load-unsafe-playlists=no", "--save-position-on-quit=no",
                "--cache-on-disk=no", "--access-references=no"},
        "vlc": {"--no-metadata-network-access", "--no-qt-privacy-ask", "--no-one-instance"},
        "cvlc": {"--no-metadata-network-access"},
        "ffplay": {"-protocol_whitelist", "pipe"},
    }  # fmt: skip
    assert forbidden[name] <= set(said)
    assert playing.command(Player(name, name), source="/proc/self/fd/9")[-1] == "/proc/self/fd/9"


def test_a_player_knows_of_no_proxy(
    stand_in: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "http://valdoria.invalid:8080")
    stand_in(f"env > {tmp_path}/env; cat > /dev/null")
    assert playing.play(Pieces()).wait(20)
    assert "valdoria" not in (tmp_path / "env").read_text()


def test_a_player_keeps_no_covers_and_tells_no_desktop(stand_in: Stand, tmp_path: Path) -> None:
    stand_in(f"env > {tmp_path}/env; mkdir -p $XDG_CACHE_HOME/art; cat > /dev/null")
    assert playing.play(Pieces()).wait(20)
    told = (tmp_path / "env").read_text().splitlines()
    for name in ("XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        assert f"{name}=/dev/null" in told  # a folder in which nothing can be made
    assert "DBUS_SESSION_BUS_ADDRESS=disabled:" in told


def test_a_recording_cannot_have_its_player_call_home(stand_in: Stand, tmp_path: Path) -> None:
    asking = "import socket; socket.socket()"
    stand_in(f"{sys.executable} -c '{asking}' 2> {tmp_path}/error; cat > /dev/null")
    assert playing.play(Pieces()).wait(20)
    assert "PermissionError" in (tmp_path / "error").read_text()
