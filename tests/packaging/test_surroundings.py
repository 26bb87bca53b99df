"""The tests' own floor: homes, screens, and the watch for what is left behind."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import threading
from pathlib import Path

import pytest

from qt_leftovers import Leftovers


def test_no_test_sees_the_users_folders(own_home):
    from habeas import paths

    assert Path.home() == own_home
    for folder in (paths.config_dir(), paths.data_dir(), paths.log_dir()):
        assert folder.is_relative_to(own_home)


def test_a_language_is_picked(english):
    from habeas import i18n

    i18n.use("es")
    assert i18n.language() == "es"


def test_and_is_english_again_for_the_next():
    from habeas import i18n

    assert i18n.language() == "en"


def test_a_window_left_open_is_seen(qapp):
    from PySide6.QtWidgets import QWidget

    with Leftovers() as leftovers:
        window = QWidget(windowTitle="Forgotten")
        window.show()

        assert leftovers.clear() == ["QWidget 'Forgotten'"]
        assert leftovers.clear() == []


def test_a_window_that_only_a_cycle_holds_is_not_left(qapp):
    from PySide6.QtWidgets import QWidget

    with Leftovers() as leftovers:
        window = QWidget()
        window.myself = window
        del window

        assert leftovers.clear() == []


def test_a_running_timer_is_seen_and_a_stopped_one_is_not(qapp):
    from PySide6.QtCore import QTimer

    with Leftovers() as leftovers:
        ticking, stopped = QTimer(objectName="ticking"), QTimer(objectName="stopped")
        ticking.start(1000)
        stopped.start(1000)
        stopped.stop()

        assert leftovers.clear() == ["QTimer 'ticking'"]
        assert not ticking.isActive()


def test_a_running_thread_is_seen_and_ended(qapp):
    from PySide6.QtCore import QThread

    with Leftovers() as leftovers:
        thread = QThread(objectName="reader")
        thread.start()

        assert leftovers.clear() == ["QThread 'reader'"]
        assert thread.isFinished()


def test_a_python_thread_is_seen(qapp):
    end = threading.Event()
    with Leftovers() as leftovers:
        thread = threading.Thread(target=end.wait, name="worker")
        thread.start()

        assert leftovers.clear() == ["thread worker"]
        end.set()
        thread.join()


def test_a_test_that_leaves_a_window_fails(pytester_here):
    result = pytester_here(
        """
        def test_forgets(qapp):
            from PySide6.QtWidgets import QWidget
            global window
            window = QWidget(windowTitle="Forgotten")
        """
    )

    assert "left alive: QWidget 'Forgotten'" in result.stdout
    assert result.returncode == 1


def test_a_qt_warning_fails_its_test(pytester_here):
    result = pytester_here(
        """
        def test_warns(qapp):
            from PySide6.QtCore import qWarning
            qWarning("something is off")
        """
    )

    assert "1 failed" in result.stdout


@pytest.fixture
def pytester_here(tmp_path):
    """Run a test of its own under this very configuration, in a process of its own."""
    root = Path(__file__).parents[2]

    def run(text: str) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "test_it.py"
        path.write_text(textwrap.dedent(text))
        options = ["-q", "-c", str(root / "pyproject.toml"), "--rootdir", str(root)]
        options += ["--confcutdir", str(root), "-p", "conftest", "-p", "no:cacheprovider"]
        return subprocess.run(
            [sys.executable, "-m", "pytest", *options, str(path)],
            cwd=root,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.mark.screen
def test_a_real_window_is_managed_and_gets_what_is_typed(screen, qtbot):
    from PySide6.QtGui import QGuiApplication
    from PySide6.QtWidgets import QLineEdit

    assert QGuiApplication.platformName() == "xcb"
    assert os.environ["DISPLAY"] == screen.display
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.hasFocus)

    subprocess.run(["xdotool", "type", "--delay", "20", "Valdoria 22"], check=True)

    qtbot.waitUntil(lambda: field.text() == "Valdoria 22")
