"""Formats join by themselves, and are loaded when something is read in them."""

from __future__ import annotations

import subprocess
import sys

import pytest

from habeas import capture
from habeas.capture import registry
from habeas.capture.reading import Reading


@pytest.fixture(autouse=True)
def own_formats(monkeypatch):
    monkeypatch.setattr(registry, "_formats", list(registry.formats()))


def join(media_type, suffix, mark):
    registry.register(
        media_type,
        (suffix,),
        sniff=lambda original: original.head.startswith(mark),
        reader=lambda original: Reading(
            original.data, "read", media_type=media_type, file_name=original.name
        ),
    )


def test_a_format_that_joins_is_told_by_what_the_file_holds(tmp_path):
    join("application/pdf", ".pdf", b"%PDF-")
    path = tmp_path / "report.txt"
    path.write_bytes(b"%PDF-1.7")

    assert capture.read(path).media_type == "application/pdf"
    assert ".pdf" in registry.suffixes()
    assert capture.read(b"plain words", file_name="words.pdf").media_type == "text/plain"


def test_the_name_decides_between_formats_that_both_fit():
    join("text/csv", ".csv", b"")

    assert capture.read(b"a,b", file_name="Rows.CSV").media_type == "text/csv"
    assert capture.read(b"a,b", file_name="rows.txt").media_type == "text/plain"
    assert capture.read(b"a,b", file_name="rows").media_type == "text/csv"


def test_joining_twice_replaces():
    join("text/x", ".x", b"1")
    join("text/x", ".y", b"2")

    assert [each.suffixes for each in registry.formats() if each.media_type == "text/x"] == [
        (".y",)
    ]


def test_nothing_is_loaded_before_it_is_needed():
    program = (
        "import sys; import habeas.capture as c;"
        "assert 'habeas.capture.plain' not in sys.modules;"
        "c.read(b'Some words.');"
        "assert 'charset_normalizer' not in sys.modules"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
