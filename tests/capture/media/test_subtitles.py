"""Subtitles are text whose every piece knows its moment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture import original
from habeas.capture.media import subtitles
from habeas.domain.stretch import StretchKind
from habeas.errors import Problem

SRT = """1
00:00:01,500 --> 00:00:04,000
<i>La puerta del pabellón</i>
estaba cerrada.

2
00:01:02,000 --> 00:01:05,250
{\\an8}Nadie la abrió.

3
01:00:00,000 --> 01:00:02,000
1984
"""

VTT = """WEBVTT - A visit

STYLE
::cue { color: white }

NOTE made by hand

door
00:01.500 --> 00:04.000 align:start
<v Ana Robles>The door was <b>closed</b> &amp; barred.

00:01:02.000 --> 00:01:05.250
<v.loud Guard>Nobody opened it.</v>
"""


def pieces(reading: capture.Reading) -> list[tuple[str, str]]:
    return [(piece.name, reading.text[piece.start : piece.end]) for piece in reading.stretches]


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_subrip_is_words_with_their_moments(line_end: str, mark: str) -> None:
    data = (mark + SRT).replace("\n", line_end).encode()
    found = capture.read(data, file_name="visit.srt")
    assert found.text == "La puerta del pabellón\nestaba cerrada.\nNadie la abrió.\n1984"
    assert pieces(found) == [
        ("1.5", "La puerta del pabellón\nestaba cerrada."),
        ("62", "Nadie la abrió."),
        ("3600", "1984"),
    ]
    assert {piece.kind for piece in found.stretches} == {StretchKind.TIME}
    assert (found.kind, found.data) == ("recording", data)
    assert "about 60 minutes" in found.notes[-1]


def test_webvtt_is_words_with_their_moments_and_who_speaks() -> None:
    found = capture.read(VTT.encode(), file_name="visit.vtt")
    assert found.media_type == "text/vtt"
    assert pieces(found) == [
        ("1.5", "Ana Robles: The door was closed & barred."),
        ("62", "Guard: Nobody opened it."),
    ]


def test_a_line_that_was_left_empty_loses_nothing() -> None:
    first = "1\n00:00:01,000 --> 00:00:02,000\nOne\n\nand the rest\n\n"
    gap = first + "2\n00:00:03,000 --> 00:00:04,000\nTwo\n"
    found = capture.read(gap.encode(), file_name="visit.srt")
    assert pieces(found) == [("1", "One"), ("1", "and the rest"), ("3", "Two")]


def test_a_text_that_only_mentions_a_time_is_a_text() -> None:
    found = capture.read(b"1\nAt 00:00:01 --> the door closed.\n", file_name="notes.txt")
    assert found.stretches == ()
    assert "WEBVTT" not in found.media_type


def test_subtitles_without_any_times_are_read_as_the_text_they_are() -> None:
    found = capture.read(b"WEBVTT\n\nNothing is shown.\n", file_name="visit.vtt")
    assert found.media_type == "text/plain"
    assert "Nothing is shown." in found.text


@pytest.mark.parametrize("codec", ["utf-16", "utf-32"])
def test_wide_encodings_are_told_and_read(codec: str) -> None:
    for made, name in ((SRT, "x.srt"), (VTT, "x.vtt")):
        data = made.encode(codec)

        assert capture.read(data, file_name=name).text == capture.read(made.encode()).text
        assert capture.read(data).media_type == capture.read(made.encode()).media_type


def test_old_encodings_are_understood() -> None:
    found = capture.read(SRT.encode("latin-1"), file_name="visit.srt")
    assert "pabellón" in found.text


@given(st.lists(st.sampled_from([*SRT.splitlines(), *VTT.splitlines(), "", "-->", "&#1;", "<v "])))
def test_lines_in_any_order_are_read_or_a_problem_and_every_piece_is_in_the_text(
    lines: list[str],
) -> None:
    data = ("1\n00:00:01,500 --> 00:00:04,000\n" + "\n".join(lines)).encode()
    try:
        found = subtitles.read(original.of_bytes(data, "x.srt"))
    except Problem:
        return
    last = 0
    for piece in found.stretches:
        assert last <= piece.start < piece.end <= len(found.text)
        assert float(piece.name) >= 0
        last = piece.end
    assert not set(found.text) & set(map(chr, (*range(9), 11, 12, 13, *range(14, 32))))
