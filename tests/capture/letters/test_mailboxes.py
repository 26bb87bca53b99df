"""A mailbox gives its mails one by one, each with its own bytes."""

from __future__ import annotations

import tracemalloc

import pytest

from habeas import capture
from habeas.capture import original as originals
from habeas.capture.letters import mbox

LINE = b"From ana@valdoria.example Fri Apr 24 21:05:33 2020\n"


def letter(number: int, body: bytes = b"") -> bytes:
    return (
        b"From: ana@valdoria.example\nTo: beto@brisa.example\nSubject: Aviso %d\n"
        b"Date: Fri, 24 Apr 2020 21:05:33 -0500\n\nEl aviso %d.\n" % (number, number)
    ) + body


def box(*letters: bytes, line: bytes = LINE) -> bytes:
    return b"".join(line + each + b"\n" for each in letters)


def test_each_mail_of_a_mailbox_is_a_part_with_its_own_bytes():
    letters = [letter(1), letter(2), letter(3)]

    reading = capture.read(box(*letters), file_name="2020.mbox")

    assert (reading.media_type, reading.text) == ("application/mbox", "")
    assert "3 mails" in reading.notes[0]
    parts = list(reading.parts)
    assert [part.reading.data for part in parts] == letters
    assert [part.reading.title for part in parts] == ["Aviso 1", "Aviso 2", "Aviso 3"]
    assert {(part.role, part.shared) for part in parts} == {("mail", False)}


def test_windows_line_ends_part_mails_too():
    letters = [each.replace(b"\n", b"\r\n") for each in (letter(1), letter(2))]
    data = b"".join(LINE.replace(b"\n", b"\r\n") + each + b"\r\n" for each in letters)

    parts = list(capture.read(data, file_name="x.mbox").parts)

    assert [part.reading.data for part in parts] == letters


def test_a_sentence_that_begins_with_from_parts_nothing():
    body = b"\nFrom Friday on nobody left the cells.\n>From the window, at 10:30, in 2020\n"

    (part,) = capture.read(box(letter(1, body)), file_name="x.mbox").parts

    assert part.reading.text.endswith("in 2020")
    assert part.reading.stretches == ()


@pytest.mark.parametrize("block", [1, 7, 64, 4096])
def test_a_border_across_two_blocks_is_found(monkeypatch, block):
    monkeypatch.setattr(mbox, "_BLOCK", max(block, 1))
    letters = [letter(n) for n in range(12)]

    found = [data for data, _cut in mbox.mails(originals.of_bytes(box(*letters)))]

    assert found == letters


def test_a_large_mailbox_is_never_held_in_memory(tmp_path):
    path = tmp_path / "all.mbox"
    with path.open("wb") as file:
        for number in range(16):
            file.write(box(letter(number, b"x" * 499_999 + b"\n")))
    original = originals.of_file(path, held=1_000_000)
    tracemalloc.start()
    try:
        titles = [part.reading.title for part in mbox.read(original).parts]
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()

    assert titles == [f"Aviso {number}" for number in range(16)]
    assert peak < 7_000_000


def test_a_mail_that_is_too_long_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(mbox.mails, "__kwdefaults__", {"largest": 300})
    reading = capture.read(box(letter(1), letter(2, b"x" * 500), letter(3)), file_name="x.mbox")

    parts = list(reading.parts)

    assert [len(part.reading.data) for part in parts][1] == 300
    assert "only its beginning is kept here" in parts[1].reading.notes[0]
    assert parts[2].reading.title == "Aviso 3"


def test_a_mailbox_with_more_mails_than_can_be_says_so(monkeypatch):
    monkeypatch.setattr(mbox, "MOST", 2)

    reading = capture.read(box(letter(1), letter(2), letter(3)), file_name="x.mbox")

    assert "first 2 mails" in reading.notes[1]
    assert len(list(reading.parts)) == 2
