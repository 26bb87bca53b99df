"""Outlook's messages give what other mails give."""

from __future__ import annotations

import struct
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture.letters import rtf
from made import outlook

SENT = datetime(2020, 4, 25, 2, 5, 33, tzinfo=UTC)
TEXTS = {
    0x001A: "IPM.Note", 0x0037: "Traslados en Peña Gris", 0x0C1A: "Ana Núñez",
    0x5D01: "ana@valdoria.example", 0x1000: "Fueron 22.\r\n\r\n> ¿cuántos?\r\n",
    0x1035: "<1@valdoria.example>",
}  # fmt: skip
PERSON = outlook.message(
    {0x3001: "Beto", 0x39FE: "beto@brisa.example"}, numbers={0x0C15: 1}, header=8
)
FILE = outlook.message({0x3707: "..\\lista.txt"}, data={0x3701: b"uno; dos" * 900}, header=8)


def read(tree, name="letter.msg"):
    return capture.read(outlook.container(tree), file_name=name)


def whole(**more):
    below = {
        "__recip_version1.0_#00000000": PERSON,
        "__attach_version1.0_#00000000": FILE,
        **more.pop("below", {}),
    }
    return outlook.message(TEXTS, times={0x0039: SENT}, below=below, **more)


def test_words_people_times_and_files_are_read():
    reading = read(whole())

    assert (reading.text, reading.kind) == ("Fueron 22.\n\n> ¿cuántos?", "letter")
    assert (reading.title, reading.author) == (
        "Traslados en Peña Gris", "Ana Núñez <ana@valdoria.example>",
    )  # fmt: skip
    assert (reading.published, reading.silent, reading.notes) == ("2020-04-25", (), ())
    told = dict(reading.metadata)
    assert told["Date"] == "Sat, 25 Apr 2020 02:05:33 +0000"
    assert (told["To"], told["Message-ID"]) == ("Beto <beto@brisa.example>", "<1@valdoria.example>")
    assert [reading.text[s.start : s.end] for s in reading.stretches] == ["> ¿cuántos?"]
    (part,) = reading.parts
    assert (part.reading.file_name, part.reading.data) == ("lista.txt", b"uno; dos" * 900)
    assert part.role == "attachment"


def test_headers_that_came_over_the_net_go_before_what_outlook_noted():
    headers = "From: Otra <otra@x.example>\r\nDate: Fri, 24 Apr 2020 21:05:33 -0500\r\n"

    reading = read(outlook.message(TEXTS | {0x007D: headers}, times={0x0039: SENT}))

    assert (reading.author, reading.published) == ("Otra <otra@x.example>", "2020-04-24")


def test_texts_of_an_old_code_page_are_read():
    texts = {0x0037: "Привет из Вальдории", 0x1000: "Их было двадцать два человека."}

    reading = read(outlook.message(texts, narrow="cp1251", numbers={0x3FDE: 1251}))

    assert (reading.title, reading.text) == tuple(texts.values())


def test_html_is_read_where_there_are_no_plain_words():
    page = "<p>Fueron <b>22</b> — sí.</p>".encode()

    assert read(
        outlook.message({0x0037: "x"}, data={0x1013: page}, numbers={0x3FDE: 65001})
    ).text == ("Fueron 22 — sí.")


def test_rich_text_is_unpacked_where_there_is_nothing_else():
    raw = (
        rb"{\rtf1\ansi\ansicpg1252\fromhtml1 {\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
        rb"Fueron \'e9stos.\htmlrtf\par}\htmlrtf0\par}"
    )
    plainly = struct.pack("<LL4sL", len(raw) + 12, len(raw), b"MELA", 0) + raw

    reading = read(outlook.message({0x0037: "x"}, data={0x1009: plainly}))

    assert reading.text.strip() == "Fueron éstos."


def test_packed_rich_text_is_unpacked_as_its_standard_shows():
    # The two examples of MS-OXRTFCP, which fix the algorithm.
    simple = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af320"
        "68656c090020627705b06c647d0a800fa0"
    )
    runs = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")

    assert rtf.unpacked(simple) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    assert rtf.unpacked(runs) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_a_message_inside_a_message_is_a_part_whose_bytes_are_the_wholes():
    inner = outlook.message({0x0037: "De dentro", 0x1000: "Lo de dentro."}, header=24)
    holder = outlook.message({}, below={"__substg1.0_3701000D": inner}, header=8)

    reading = read(whole(below={"__attach_version1.0_#00000001": holder}))

    part = list(reading.parts)[1]
    assert (part.role, part.shared) == ("mail", True)
    assert (part.reading.title, part.reading.text) == ("De dentro", "Lo de dentro.")
    assert part.reading.silent == ("author", "published")


def test_an_encrypted_message_says_so():
    reading = read(outlook.message({0x001A: "IPM.Note.SMIME", 0x0037: "x"}))

    assert "encrypted" in reading.notes[0]


@pytest.mark.parametrize("size", [600, 1600, 3000])
def test_a_message_that_is_cut_is_kept_and_says_so(size):
    data = outlook.container(whole())[:size]

    reading = capture.read(data, file_name="cut.msg")

    assert reading.data == data
    assert reading.notes


SEED = outlook.container(whole())


@given(st.lists(st.tuples(st.integers(8, len(SEED)), st.binary(max_size=8)), max_size=5))
def test_no_change_to_a_message_makes_its_reading_fail(changes):
    data = bytearray(SEED)
    for at, new in changes:
        data[at : at + len(new)] = new

    reading = capture.read(bytes(data), file_name="x.msg")

    reading.text.encode()
    for part in reading.parts:
        part.reading.text.encode()
