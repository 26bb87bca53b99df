"""What every test stands on: a home of its own, a screen if it asks for one, nothing left."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from qt_leftovers import Leftovers
from screen import Screen

HOMES = {
    "HOME": "",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}

# The same examples everywhere, so that a failure in one place is a failure in all; look deeper
# with --hypothesis-profile=deep.
settings.register_profile("habeas", deadline=None, max_examples=40, derandomize=True, database=None)
settings.register_profile("deep", deadline=None, max_examples=2000, database=None)
settings.load_profile("habeas")

_process_home = Path(tempfile.mkdtemp(prefix="habeas-tests-"))
_screen = Screen(_process_home)


def _homes(base: Path) -> dict[str, str]:
    """Environment that puts every folder of the user below ``base``, which is made."""
    found = {name: str(base / part) for name, part in HOMES.items()}
    for folder in found.values():
        Path(folder).mkdir(parents=True, exist_ok=True, mode=0o700)
    return found


def pytest_configure(config: pytest.Config) -> None:
    """Before anything of ours or of Qt is imported: no test sees the user's folders or screen."""
    os.environ.update(_homes(_process_home))
    os.environ.update(LANGUAGE="en", QT_QPA_PLATFORM="offscreen")
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "QT_STYLE_OVERRIDE"):
        os.environ.pop(name, None)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Give the process a real screen, before Qt starts, if any of its tests needs one."""
    if session.config.option.collectonly:
        return
    if any(item.get_closest_marker("screen") for item in session.items):
        os.environ.update(_screen.start())


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    _screen.stop()
    shutil.rmtree(_process_home, ignore_errors=True)


@pytest.fixture(autouse=True)
def own_home(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The user's home folder of this one test: empty, and in no other test's way.

    All that lies in it is the setting that no backups are made.
    """
    home = tmp_path_factory.mktemp("home")
    for name, value in _homes(home).items():
        if name != "XDG_RUNTIME_DIR":  # Qt and the display have read it already
            monkeypatch.setenv(name, value)
    kept = home / HOMES["XDG_CONFIG_HOME"] / "habeas" / "settings.json"
    kept.parent.mkdir()
    kept.write_text('{"backup_minutes": -1}', encoding="utf-8")
    return home


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever language a test picks, the next one starts in English."""
    yield
    if i18n := sys.modules.get("habeas.i18n"):
        i18n.use("en")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Remember a failure, for what is left after a failed test is not worth a second report."""
    report = yield
    if report.failed:
        item.stash[_failed] = True
    return report


_failed = pytest.StashKey[bool]()


@pytest.fixture(autouse=True)
def nothing_left(own_home: Path, request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a Qt test that leaves a window, a running thread or a running timer behind."""
    if not {"qapp", "qtbot", "qtmodeltester"} & set(request.fixturenames):
        yield
        return
    with Leftovers() as leftovers:
        yield
        found = leftovers.clear()
    if found and not request.node.stash.get(_failed, False):
        pytest.fail("left alive: " + ", ".join(found), pytrace=False)


@pytest.fixture
def screen() -> Screen:
    """The X server of this process; tests that ask for it carry the mark ``screen``."""
    assert _screen.running, "mark the test with pytest.mark.screen"
    return _screen
