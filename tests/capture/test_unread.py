"""What nothing could be read of is kept, with the reason."""

from __future__ import annotations

import pytest

from habeas.capture import original as originals
from habeas.capture.unread import UNKNOWN, unread


@pytest.mark.parametrize(
    ("start", "name", "media_type"),
    [
        (b"%PDF-1.7", "a.txt", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n", "a", "image/png"),
        (b"PK\x03\x04", "informe.docx",
         "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (b"PK\x03\x04", "INFORME.EPUB", "application/epub+zip"),
        (b"\x00\x01", "a.unknown", UNKNOWN),
        (b"", "", UNKNOWN),
    ],
)  # fmt: skip
def test_its_kind_is_guessed_from_its_start_and_its_name(start, name, media_type):
    assert unread(originals.of_bytes(start, name), "Why.").media_type == media_type


def test_it_keeps_its_bytes_and_says_why_it_has_no_text():
    reading = unread(originals.of_bytes(b"abc", "a.pdf"), "It was locked.", media_type="x/y")

    assert (reading.data, reading.text, reading.notes) == (b"abc", "", ("It was locked.",))
    assert (reading.file_name, reading.media_type, reading.extractor) == ("a.pdf", "x/y", "none")


def test_a_large_one_stays_at_its_place(tmp_path):
    path = tmp_path / "grande.bin"
    path.write_bytes(b"%PDF-" + bytes(100))
    original = originals.of_file(path, held=10)

    reading = unread(original, "Why.")

    assert (reading.path, reading.data, reading.size) == (path, b"", 105)
    assert reading.sha256 == original.sha256
    assert reading.media_type == "application/pdf"
    path.unlink()
    assert unread(original, "Why.").media_type == UNKNOWN
