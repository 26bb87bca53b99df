"""Rich Text: letters of every kind of coding, and what stands apart stands apart."""

from __future__ import annotations

import pytest

from habeas import capture
from habeas.capture.documents import signs
from made.readings import marked, said

FONTS = (
    r"{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}{\f2\fcharset128 C;}{\f3\fcharset2 Symbol;}}"
)


def read(inside, head=r"\ansi\ansicpg1252"):
    return capture.read(f"{{\\rtf1{head} {inside}}}".encode("latin-1"), file_name="report.rtf")


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (r"Pe\'f1a \u8220?Gris\u8221? \emdash s\'ed", "Peña “Gris” —sí"),
        (r"\uc1 \u241\'f1o \uc2 \u241xxo \uc0\u241o", "ño ño ño"),
        (r"\u-10179?\u-8704? ", "😀"),
        (FONTS + r"\f1 \'e0\'e1\f2\'82\'a0\'83A{\f3\'b7}", "абあア•"),
        (r"{\upr{Senor}{\*\ud{Se\u241?or}}} y", "Señor y"),
        (r"a\~b\_c\-d\{\}\\", "a\xa0b-cd{}\\"),
        ("one\r\n two\\\nthree\\par\\par\\par four", "one two\nthree\n\nfour"),
        (r"{\*\unknown no{ne}}{\pict\bin6 }{}}\x}yes", "yes"),
        (r'{\field{\*\fldinst HYPERLINK "http://x"}{\fldrslt link}}', "link"),
        (r"{\listtext\pard 1.\tab}First\par {\pntext 2.\tab}Second\par", "1.\tFirst\n2.\tSecond"),
        (
            r"{\shp{\*\shpinst{\sp{\sn x}{\sv y}}{\shptxt Boxed\par}}{\shprslt{\*\do Boxed}}}End",
            "Boxed\nEnd",
        ),
    ],
)
def test_letters_and_signs(written, meant):
    assert read(written).text == meant


def test_the_code_page_of_the_document_counts():
    assert read(r"\'e0\'e1", head=r"\ansi\ansicpg1251").text == "аб"
    assert read(r"\'8e", head=r"\mac").text == "é"


def test_headings_by_style_and_by_level():
    reading = read(
        r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 Kop;}{\s2\b heading 2;}}\pard\s1 One\par"
        r"\pard\s2 Two\par\pard\s0 text\par\pard\outlinelevel2 Three\par\pard end"
    )

    assert reading.text == "One\n\nTwo\ntext\n\nThree\nend"
    assert marked(reading) == [
        ("heading", "1", "One"), ("heading", "2", "Two"), ("heading", "3", "Three"),
    ]  # fmt: skip


def test_tables():
    row = r"\trowd\cellx1\cellx2\pard\intbl {}\cell {}\cell\row "
    reading = read(
        r"Before\par"
        + row.format("Prison", "Held")
        + row.format("Peña Gris", r"120\par or more").encode("cp1252").decode("latin-1")
        + r"\pard After\par\trowd\cellx1\pard\intbl Framed\par words\cell\row\pard End"
    )

    assert reading.text == (
        "Before\n\nPrison\tHeld\nPeña Gris\t120 or more\n\nAfter\nFramed\nwords\nEnd"
    )
    assert [each[0] for each in marked(reading)] == ["table"]


def test_notes_comments_and_headers_come_after_the_text_each_apart():
    reading = read(
        r"{\header Draft\par}{\footer Page {\field{\fldrslt 1}}\par}He was held{\super\chftn}"
        r"{\footnote\pard\plain{\super\chftn} Interview 14.\par} for days"
        r"{\*\atnid AR}{\*\atnauthor Ana Ruiz}\chatn{\*\annotation\pard{\*\atndate 1}Check.}."
        r"{\footnote\ftnalt{\chftn}The annex.}{\footnote Without mark.}\par"
    )

    assert reading.text == (
        "He was held for days.\n\nInterview 14.\n\nCheck.\n\nThe annex.\n\nWithout mark.\n\n"
        "Draft\n\nPage 1"
    )
    assert [each[:2] for each in marked(reading)] == [
        ("footnote", "1"), ("comment", "Ana Ruiz"), ("footnote", "i"), ("footnote", ""),
        ("header", ""), ("header", ""),
    ]  # fmt: skip


def test_what_was_deleted_or_hidden_is_told_of_and_not_read():
    reading = read(r"They {\deleted killed}{\revised found} him{\v secretly}. \v x\v0 End.")

    assert reading.text == "They found him. End."
    assert "2 tracked changes" in said(reading)
    assert "hidden text (9 letters)" in said(reading)


def test_what_the_file_says_of_itself():
    reading = read(
        r"{\info{\title On pris\'f3n}{\author Ana Ruiz}{\operator Luis}"
        r"{\creatim\yr2024\mo3\dy5\hr12\min7}{\revtim\yr2024}}Words."
    )

    assert (reading.title, reading.author, reading.text) == ("On prisón", "Ana Ruiz", "Words.")
    assert dict(reading.metadata)["created"] == "2024-03-05T12:07"
    assert dict(reading.metadata)["modified"] == "2024"
    assert set(reading.silent) == {"published", "language"}
    assert (reading.media_type, reading.extractor) == (signs.RTF, "rtf")


def test_pictures_inside_are_told_of():
    assert "2 files inside" in said(read(r"{\pict 00ff}{\object{\*\objdata 00}{\result x}}"))


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"{\\rtf1 Some words{\\b of it", "Some words" + "of it"),
        (b"{\\rtf1 Some words\\u", "Some words\x00"[:-1] + "�"),
        (b"{\\rtf1 Some words\\'e", "Some wordse"),
        (b"{\\rtf1 Some words\\bin999999 x", "Some words"),
        (b"{\\rtf1 Some words\\", "Some words"),
        (b"{\\rtf1 Some words\\uc99999999\\u65 x", "Some wordsA"),
        (b"{\\rtf1 Some words" + b"{" * 100_000, "Some words"),
    ],
)
def test_of_one_that_was_cut_short_what_is_left_is_read(data, text):
    reading = capture.read(data)

    assert reading.text == text
    assert "damaged" in said(reading)


def test_what_comes_after_the_end_is_not_of_it():
    assert read("Words.}{more").text == "Words."
