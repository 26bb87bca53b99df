"""Suspend: the system's bus tells of it, and waits until the case is locked."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(
    shutil.which("dbus-daemon") is None, reason="no dbus-daemon: nothing tells of suspend"
)

_BUS = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir={folder}</listen>
<policy context="default"><allow send_destination="*" eavesdrop="true"/>
<allow eavesdrop="true"/><allow own="*"/></policy></busconfig>
"""

# What the system does: hands out a delay, tells of sleep, and waits for the delay to go.
_SYSTEM = """
import os
from PySide6.QtCore import QCoreApplication, QSocketNotifier, QTimer
from PySide6.QtDBus import (
    QDBusConnection, QDBusMessage, QDBusUnixFileDescriptor, QDBusVirtualObject
)

PATH, FACE = "/org/freedesktop/login1", "org.freedesktop.login1.Manager"
app = QCoreApplication([])
bus = QDBusConnection.systemBus()

class Login(QDBusVirtualObject):
    def introspect(self, path):
        return ""

    def handleMessage(self, message, connection):
        ours, theirs = os.pipe()
        handed = QDBusUnixFileDescriptor(theirs)
        os.close(theirs)
        print("delay", *message.arguments()[::3], flush=True)
        connection.send(message.createReply([handed]))
        self.seen = QSocketNotifier(ours, QSocketNotifier.Type.Read)
        self.seen.activated.connect(self.released)
        QTimer.singleShot(100, sleep)
        return True

    def released(self):
        print("released", flush=True)
        app.quit()

def sleep():
    signal = QDBusMessage.createSignal(PATH, FACE, "PrepareForSleep")
    signal.setArguments([True])
    bus.send(signal)

login = Login()
assert bus.registerVirtualObject(PATH, login) and bus.registerService("org.freedesktop.login1")
print("there", flush=True)
QTimer.singleShot(20_000, app.quit)
app.exec()
"""

_WINDOW = """
from PySide6.QtCore import QCoreApplication, QTimer
from habeas.ui.lapse import Lapse

app = QCoreApplication([])
lapse = Lapse(app, lambda: 0.0)
lapse.did_sleep.connect(lambda: print("sleep", flush=True))
lapse.start()
QTimer.singleShot(20_000, app.quit)
app.exec()
"""


@pytest.fixture
def system(tmp_path: Path) -> Iterator[dict[str, str]]:
    """A bus of our own that passes for the system's: the environment that leads to it."""
    (tmp_path / "bus.conf").write_text(_BUS.format(folder=tmp_path))
    bus = subprocess.Popen(
        ["dbus-daemon", f"--config-file={tmp_path / 'bus.conf'}", "--print-address", "--nofork"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert bus.stdout is not None
    yield {**os.environ, "DBUS_SYSTEM_BUS_ADDRESS": bus.stdout.readline().strip()}
    bus.kill()
    bus.wait()
    bus.stdout.close()


def started(code: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    """A program that runs beside the test."""
    command = [sys.executable, "-c", code]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True)


def test_the_system_waits_with_sleep_until_it_was_told(system: dict[str, str]) -> None:
    login = started(_SYSTEM, system)
    assert login.stdout is not None
    assert login.stdout.readline() == "there\n"
    window = started(_WINDOW, system)
    assert window.stdout is not None
    assert window.stdout.readline() == "sleep\n"
    assert login.stdout.read().splitlines() == ["delay sleep delay", "released"]
    assert window.poll() is None, "it is released by locking, not by the end of the program"
    window.kill()
    for process in (login, window):
        process.wait()
        assert process.stdout is not None
        process.stdout.close()
