"""What is handed out holds what the program needs."""

from __future__ import annotations

import subprocess
import sys
import tomllib
import xml.etree.ElementTree as ET
import zipfile
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> set[str]:
    """The names of the files in a wheel built from this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (built,) = folder.glob("habeas-*.whl")
    with zipfile.ZipFile(built) as archive:
        return set(archive.namelist())


def test_every_module_and_resource_is_in_the_wheel(wheel):
    modules = {str(path.relative_to(ROOT / "src")) for path in (ROOT / "src").rglob("*.py")}
    resources = {
        f"habeas/{path.relative_to(ROOT)}"
        for path in (ROOT / "resources").rglob("*")
        if path.is_file()
    }

    assert resources
    assert modules | resources <= wheel


def test_tests_are_not_in_the_wheel(wheel):
    assert not [name for name in wheel if "test" in name.lower()]


def test_every_dependency_has_an_upper_bound_and_a_reason():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    project = tomllib.loads(text)["project"]
    lines = [line.strip() for line in text.splitlines()]

    for one in project["dependencies"]:
        assert any(sign in one for sign in ("<", "~=", "==")), one
        assert lines[lines.index(f'"{one}",') - 1].startswith("#"), one


def test_the_python_that_qt_breaks_on_never_gets_that_qt():
    """PySide6 6.12.0 aborts on Python 3.11 after some thousand calls."""
    from PySide6.QtCore import QObject, qVersion

    thing = QObject()
    for _ in range(20_000):
        thing.setObjectName("x")

    assert tuple(map(int, qVersion().split(".")))[:2] < (6, 12)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the X11 plugin is Linux's")
def test_nothing_that_the_x11_plugin_is_linked_to_is_missing():
    spec = find_spec("PySide6")
    assert spec is not None
    plugin = Path(spec.origin).parent / "Qt" / "plugins" / "platforms" / "libqxcb.so"
    listed = subprocess.run(["ldd", str(plugin)], capture_output=True, text=True, check=True)

    assert [line for line in listed.stdout.splitlines() if "not found" in line] == []


def test_the_desktop_entry_opens_the_type_that_the_mime_file_declares():
    folder = ROOT / "packaging" / "linux"
    lines = (folder / "habeas.desktop").read_text(encoding="utf-8").splitlines()
    entry = dict(line.split("=", 1) for line in lines if "=" in line)
    space = "{http://www.freedesktop.org/standards/shared-mime-info}"
    declared = ET.parse(folder / "habeas-mime.xml").getroot().find(f"{space}mime-type")

    assert declared is not None
    assert entry["MimeType"].rstrip(";") == declared.get("type")
    assert entry["Exec"] == "habeas %f"
    assert (ROOT / "resources" / "icons" / f"{entry['Icon']}.svg").is_file()
