"""Whatever is done to a document, reading it ends, loses nothing, and says what is wrong."""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from habeas import capture
from habeas.capture.documents import doc, docx, epub, odt, pdf, rtf
from habeas.capture.original import of_bytes
from habeas.domain.page import stretch
from made import docxs, epubs, odts, pdfs

_PAGES = [
    pdfs.lines("The ministry of Valdoria ordered the deten-\ntion of nine. «Peña Gris»\n\nNobody"),
    [pdfs.Said(72, 700, "AB CD", font="F2")],
]
_FOOT = '<w:r><w:footnoteReference w:id="2"/></w:r>'
GOOD = {
    "pdf": (pdf, pdfs.pdf(_PAGES, letters={65: "ﬁ", 66: "n", 67: "😀", 68: "\xad"},
                          info={"Title": "On prisons"}, catalog="/AcroForm<</Fields[]>>",
                          page="/Annots[<</Type/Annot/Subtype/Text/Rect[9 9 99 30]/Contents(C)>>"
                          "<</Type/Annot/Subtype/Widget/FT/Tx/T(n)/V(L)>>]",
                          attached={"a.txt": b"More words."})),
    "docx": (docx, docxs.docx(
        docxs.p("The prisons", style="Ttulo1") + docxs.p("Words", more=_FOOT)
        + docxs.table(("a", "b"), ("c", "d")),
        parts={"footnotes": f'<w:footnote w:id="2">{docxs.p("A note")}</w:footnote>'},
        core="<dc:title>On prisons</dc:title>")),
    "odt": (odt, odts.odt('<text:h text:outline-level="1">One</text:h><text:p>Two <text:s/>'
                          "three<text:note><text:note-citation>1</text:note-citation>"
                          "<text:note-body><text:p>x</text:p></text:note-body></text:note></text:p>")),
    "fodt": (odt, odts.flat("<text:p>Words of it.</text:p>")),
    "epub": (epub, epubs.epub(["<h1>One</h1><p>Two <b>three</b></p><table><tr><td>a</td><td>b</td>"
                               "</tr></table>", "<aside epub:type='footnote' id='x'>y</aside>"])),
    "rtf": (rtf, rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset204 A;}}{\info{\title T}}\pard "
                 rb"Pe\'f1a \u8220?x\u8221?\par{\footnote\chftn n}\trowd a\cell b\cell\row "
                 rb"{\pict\bin3 abc}{\v x}{\*\atnauthor A}{\*\annotation c}}"),
    "doc": (doc, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99)),
}  # fmt: skip
_TOKENS = (b"\x00", b"\xff", b"<", b">", b"{", b"}", b"\\", b"\\par", b"\\cell\\row", b"<w:p>",
           b"<w:tbl>", b"</w:p>", b"&x;", b" obj", b"endobj", b"stream\n", b"PK\x03\x04", b"(",
           b"/Kids[1 0 R]", b"-1", b"99999999999", b"\\bin9", b"\\u-1?", b"]]>")  # fmt: skip
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f]")
# Less than the profile asks for, as it is asked of ten kinds.
_FUZZ = settings(
    max_examples=settings().max_examples // 3, suppress_health_check=[HealthCheck.too_slow]
)


def hurt(data, seed):
    """The bytes with a few of them changed, cut out, doubled, or put elsewhere."""
    chance = random.Random(seed)
    for _ in range(chance.randint(1, 6)):
        at, size = chance.randrange(len(data) + 1), chance.choice((1, 1, 2, 8, 64, 500))
        piece = data[at : at + size]
        change = chance.randrange(5)
        if change == 0:
            piece = bytes(byte ^ (1 << chance.randrange(8)) for byte in piece)
        elif change == 1:
            piece = b""
        elif change == 2:
            piece = piece * chance.choice((2, 3, 50))
        elif change == 3:
            piece = chance.choice(_TOKENS) * chance.choice((1, 1, 40)) + piece
        data = data[:at] + piece + (data[at + size :] if change < 4 else b"")
    return data


def check(reading, data):
    text = reading.text
    assert reading.data == data
    assert not _CONTROL.search(text)
    assert not any("\ud800" <= char <= "\udfff" for char in text)
    assert text or reading.notes
    assert all(0 <= each.start < each.end <= len(text) for each in reading.stretches)
    at = 0
    for page in reading.pages:
        assert at <= page.start <= page.end <= len(text)
        for word in page.words:
            assert at <= word.start < word.end <= page.end
            assert not any(char.isspace() for char in text[word.start : word.end])
            assert word.box[0] <= word.box[2]
            assert word.box[1] <= word.box[3]
            at = word.end
        at = max(at, page.end)
    for part in reading.parts:
        assert part.reading.data or part.reading.notes


@pytest.mark.parametrize("kind", GOOD)
def test_the_good_ones_are_good(kind):
    reader, data = GOOD[kind]
    reading = reader.read(of_bytes(data, f"x.{kind}"))

    check(reading, data)
    assert bool(reading.text) is (kind != "doc")


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
def test_by_its_name_one_of_which_little_is_left_is_known(kind):
    reading = capture.read(GOOD[kind][1][:40], file_name=f"x.{kind}")

    assert reading.text == ""
    assert "damaged" in reading.notes[0]


@pytest.mark.parametrize("kind", GOOD)
@_FUZZ
@given(seed=st.integers(0, 2**32))
def test_whatever_is_done_to_one_it_is_kept(kind, seed):
    reader, data = GOOD[kind]
    data = hurt(data, seed)

    check(reader.read(of_bytes(data, f"x.{kind}")), data)


@pytest.mark.parametrize("kind", ["docx", "odt", "epub"])
@_FUZZ
@given(seed=st.integers(0, 2**32))
def test_what_is_within_a_zip_may_be_anything(kind, seed):
    import io
    import zipfile

    reader, data = GOOD[kind]
    chance = random.Random(seed)
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            inner = old.read(name)
            if chance.random() < 0.5 and name != "mimetype":
                inner = hurt(inner, chance.random())
            new.writestr(name, inner)
    data = made.getvalue()

    check(reader.read(of_bytes(data, f"x.{kind}")), data)


_WORDS = st.text(
    st.characters(codec="cp1252", exclude_categories=("Cc", "Zs", "Cf")), min_size=1, max_size=12
)


@_FUZZ
@given(rows=st.lists(st.lists(_WORDS, min_size=1, max_size=6), min_size=1, max_size=8))
def test_every_word_of_a_pdf_stands_where_the_page_says(rows):
    lines = [" ".join(row) for row in rows]
    data = pdfs.pdf([pdfs.lines("\n".join(lines))], size=(3000, 842))
    reading = capture.read(data)
    page = reading.pages[0]

    check(reading, data)
    letters = "".join(char for char in reading.text if not char.isspace())
    expected = "".join("".join(lines).split())
    # A hyphen at the end of a line may be gone.
    assert letters.replace("-", "") == expected.replace("-", "")
    for word in page.words:
        start, end = stretch(page, word.box)
        assert start <= word.start < word.end <= end
