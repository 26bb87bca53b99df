"""Whatever encoding a text is in, its words come through, and a guess is said to be one."""

from __future__ import annotations

import codecs

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture import encodings, plain
from habeas.errors import Problem

SPANISH = (
    "El señor Ibáñez, director de Peña Gris, dijo: “Nadie saldrá de la celda”.\n"
    "¿Hasta cuándo? Según él, sólo unos días – quizás más.\n"
)
ENGLISH = "The director of Santa Brisa said “nobody goes out” and didn’t explain – not even once.\n"
FRENCH = "Le directeur a déclaré que les détenus étaient privés de lumière, où ça ?\n"
RUSSIAN = "Начальник тюрьмы приказал закрыть все камеры до понедельника, сообщили власти.\n"
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300).filter(
    lambda text: not plain.is_blank(text) and not text.startswith("\ufeff")
)


def test_utf8_with_a_mark_is_plain_utf8_without_the_mark():
    reading = capture.read(codecs.BOM_UTF8 + SPANISH.encode())

    assert (reading.text, reading.encoding, reading.notes) == (SPANISH, "utf-8", ())


@pytest.mark.parametrize(
    ("mark", "encoding"),
    [
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
@pytest.mark.parametrize("text", [SPANISH, RUSSIAN, "狱中无人可以离开牢房。 😀 x\n"])
def test_wide_encodings_are_read_with_their_mark_and_without(mark, encoding, text):
    name = encoding[:6].upper()

    marked = capture.read(mark + text.encode(encoding))
    bare = capture.read(text.encode(encoding))

    assert (marked.text, marked.encoding) == (text, encoding)
    assert marked.notes == (f"The file is written in {name}.",)
    assert (bare.text, bare.encoding) == (text, encoding)
    assert bare.notes == (f"The file names no encoding; it was read as {name}.",)


def test_utf16_that_breaks_off_keeps_what_is_there():
    reading = capture.read(codecs.BOM_UTF16_LE + "cells".encode("utf-16-le") + b"\x41")

    assert reading.text == "cells\ufffd"
    assert reading.notes[1] == "One place could not be read and is shown as �."


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (SPANISH, "cp1252", "Windows-1252"),
        (SPANISH, "mac_roman", "Mac OS Roman"),
        (ENGLISH, "cp1252", "Windows-1252"),
        (ENGLISH, "mac_roman", "Mac OS Roman"),
        (FRENCH, "cp1252", "Windows-1252"),
        (FRENCH, "mac_roman", "Mac OS Roman"),
        ("La celda costó 300 € y el director de la prisión calló.\n", "iso8859_15", "ISO 8859-15"),
        ("The prison of Peña Gris is closed.\n", "cp1252", "Windows-1252"),
        ("Peña\n", "cp1252", "Windows-1252"),
        (RUSSIAN, "cp1251", "Windows-1251"),
        (RUSSIAN, "koi8_r", "KOI8-R"),
    ],
)
def test_older_encodings_are_found_and_said(text, codec, name):
    reading = capture.read(text.encode(codec))

    assert reading.text == text
    assert reading.notes == (f"The file names no encoding; it was read as {name}.",)
    assert text.encode(codec).decode(reading.encoding) == text


def test_stray_bytes_in_utf8_are_read_as_windows_1252_and_counted():
    quoted = "he said “no”\n".encode("cp1252")

    reading = capture.read(SPANISH.encode() + quoted + SPANISH.encode())

    assert reading.text == SPANISH + "he said “no”\n" + SPANISH
    assert reading.encoding == "utf-8"
    assert reading.notes == (
        "The file is written in UTF-8 but for 2 bytes, which were read as Windows-1252.",
    )


def test_a_stray_byte_that_is_nothing_at_all_is_shown_as_such():
    reading = capture.read(SPANISH.encode() + b"\x81\n")

    assert reading.text == SPANISH + "\ufffd\n"
    assert "but for one byte" in reading.notes[0]
    assert reading.notes[1].startswith("One place could not be read")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@given(text=TEXTS)
def test_any_text_comes_back_from_its_unicode_encoding(encoding, text):
    reading = capture.read(text.encode(encoding))

    assert reading.text == text
    assert reading.data == text.encode(encoding)


@given(st.binary(max_size=400))
@example(b"\xff\xfe\x00\x00")
@example(b"\xff\xfe\x00")
@example(b"\x00\xd8" * 3)
@example(b"\xed\xa0\x80 \xc3")
@example(b"+/v8-\x80")
def test_any_bytes_are_read_or_refused_in_words(data):
    try:
        reading = capture.read(data, file_name="x.txt")
    except Problem:
        return
    reading.text.encode()  # no half characters
    assert reading.data == data
    assert not {"\x00", "\r"} & set(reading.text)
    assert reading.title


@given(st.binary(min_size=1, max_size=60))
def test_bytes_inside_a_text_never_take_the_rest_of_it_away(stray):
    assume(b"\x00" not in stray)
    data = SPANISH.encode() * 20 + stray + SPANISH.encode() * 20

    text = capture.read(data).text

    assert text.startswith(SPANISH * 19)
    assert text.endswith(SPANISH * 19)


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("shift_jis", "刑務所の人びとは三日間なにも食べていないと家族に言った。\n" * 4),
        ("euc_jp", "刑務所の人びとは三日間なにも食べていないと家族に言った。\n" * 4),
        ("iso2022_jp", "刑務所の人びとは三日間なにも食べていないと家族に言った。\n" * 4),
        ("euc_kr", "수용자들은 사흘 동안 아무것도 먹지 못했다고 가족에게 말했다.\n" * 4),
        ("gb18030", "被关押的人告诉家属他们三天没有吃任何东西。\n" * 4),
        ("big5", "被關押的人告訴家屬他們三天沒有吃任何東西。\n" * 4),
    ],
)
def test_older_encodings_of_the_east_are_read(codec, text):
    found = encodings.decode(text.encode(codec))

    assert found.text == text
    assert found.damaged == 0


def test_western_letters_are_not_taken_for_eastern_ones():
    for text in (SPANISH * 3, FRENCH * 9, "Peña Gris, año 2020: ¿quién? «Nadie»\n" * 9):
        assert encodings.decode(text.encode("cp1252")).text == text
