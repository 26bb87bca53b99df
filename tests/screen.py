"""An X server of our own with a window manager, for tests of the real window."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from pathlib import Path

import pytest

SIZE = "1600x1000x24"
PATIENCE = 30.0  # seconds for the server and the window manager to come up


class Screen:
    """Xvfb with openbox on a display that nobody uses."""

    def __init__(self, folder: Path) -> None:
        self.display = ""
        self._folder = folder
        self._running: list[subprocess.Popen[bytes]] = []

    @property
    def running(self) -> bool:
        """Whether server and window manager are both alive."""
        return bool(self._running) and all(one.poll() is None for one in self._running)

    def start(self) -> dict[str, str]:
        """Start it and return the environment that Qt needs to open windows on it."""
        for program in ("Xvfb", "openbox", "xdotool"):
            if not shutil.which(program):
                pytest.exit(f"{program} is missing; packaging/test installs it", returncode=3)
        self.display = self._start_server()
        environment = {"DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb"}
        self._run(["openbox", "--sm-disable"], environment)
        self._wait_for_manager(environment)
        return environment

    def stop(self) -> None:
        """End what was started, the window manager first."""
        while self._running:
            process = self._running.pop()
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def _start_server(self) -> str:
        reader, writer = os.pipe()
        options = ["-displayfd", str(writer), "-screen", "0", SIZE, "-nolisten", "tcp", "-noreset"]
        self._run(["Xvfb", *options], {}, keep=writer)
        os.close(writer)
        with open(reader, encoding="ascii") as answer:
            number = answer.readline().strip()  # empty if the server gave up
        if not number:
            pytest.exit(f"Xvfb did not start:\n{self._log('Xvfb')}", returncode=3)
        return f":{number}"

    def _wait_for_manager(self, environment: dict[str, str]) -> None:
        """Until the window manager says how many desktops there are, it is not managing yet."""
        ask = ["xdotool", "get_num_desktops"]
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self.running:
            asked = subprocess.run(ask, env={**os.environ, **environment}, capture_output=True)
            if asked.returncode == 0:
                return
            time.sleep(0.05)
        pytest.exit(f"openbox did not start:\n{self._log('openbox')}", returncode=3)

    def _run(self, command: list[str], environment: dict[str, str], keep: int = -1) -> None:
        with (self._folder / f"{command[0]}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    command,
                    env={**os.environ, **environment},
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    pass_fds=(keep,) if keep >= 0 else (),
                )
            )

    def _log(self, program: str) -> str:
        return (self._folder / f"{program}.log").read_text(errors="replace")[-2000:]
