"""Electronic books: chapters in their order, headings and notes told apart."""

from __future__ import annotations

import pytest

from habeas import capture
from habeas.capture.documents import signs
from made.epubs import epub
from made.readings import marked, said

LOCK = (
    '<encryption xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>'
    '<enc:EncryptionMethod Algorithm="{}"/><enc:CipherData><enc:CipherReference URI="{}"/>'
    "</enc:CipherData></enc:EncryptedData></encryption>"
)


def read(data, name="book.epub"):
    return capture.read(data, file_name=name)


def test_chapters_come_in_their_order_with_headings_and_tables():
    reading = read(
        epub(
            [
                "<h1>The  prisons\nof Valdoria</h1><div><p>Nobody <b>coun</b>ted,<br/>ever.</p>"
                "loose words</div><script>no()</script><p hidden='hidden'>no</p>",
                "<h2>By place</h2><ul><li>One</li><li><p>Two</p></li></ul><table><caption>No"
                "</caption><thead><tr><th>Prison</th><th>Held</th></tr></thead><tr><td>Peña "
                "<i>Gris</i> now</td><td><p>120</p><p>or more</p></td></tr></table>"
                "<pre>a\n  b</pre>"
                "<table><tr><td><p>Framed</p></td></tr></table>",
            ]
        )
    )

    assert reading.text == (
        "The prisons of Valdoria\nNobody counted,\never.\nloose words\n\nBy place\nOne\nTwo\n\n"
        "Prison\tHeld\nPeña Gris now\t120 or more\n\na\n  b\nFramed"
    )
    assert [each[:2] for each in marked(reading)] == [
        ("heading", "1"), ("heading", "2"), ("table", ""),
    ]  # fmt: skip
    assert (reading.media_type, reading.extractor, reading.notes) == (signs.EPUB, "epub", ())


def test_notes_come_after_the_text_with_their_marks():
    reading = read(
        epub(
            [
                '<p>He was held<a epub:type="noteref" href="#n1"><sup>1</sup></a> for days'
                '<a epub:type="noteref" href="part%202.xhtml#n2">*</a>.</p>'
                '<aside epub:type="footnote" id="n1"><p>Interview 14.</p></aside>',
                '<section epub:type="endnotes"><ol><li role="doc-endnote" id="n2">'
                "<p>As they say.</p></li></ol></section><p>End.</p>",
            ]
        )
    )

    assert reading.text == "He was held1 for days*.\n\nEnd.\n\nInterview 14.\n\nAs they say."
    assert marked(reading) == [
        ("footnote", "1", "Interview 14."), ("footnote", "*", "As they say."),
    ]  # fmt: skip


def test_named_letters_are_letters():
    head = '<!DOCTYPE html PUBLIC "x" "http://example.org/x.dtd">'

    assert read(epub(["<p>Pe&ntilde;a&nbsp;Gris &amp; &nosuch; x</p>"], head=head)).text in (
        "Peña\xa0Gris & &nosuch; x", "Peña\xa0Gris &  x", "Peña\xa0Gris & x",
    )  # fmt: skip


def test_what_the_book_says_of_itself():
    meta = (
        "<dc:title>On prisons</dc:title><dc:creator>Ana Ruiz</dc:creator><dc:creator>Luis Mar"
        "</dc:creator><dc:publisher>La Loma</dc:publisher><dc:language>fr</dc:language>"
        '<dc:date opf:event="creation">2020</dc:date><dc:date>2021-05-06T00:00:00Z</dc:date>'
        "<dc:identifier>urn:x</dc:identifier>"
    )
    reading = read(epub(["<p>Ça alors.</p>"], meta=meta))

    assert (reading.title, reading.author) == ("On prisons", "Ana Ruiz; Luis Mar")
    assert (reading.publisher, reading.published) == ("La Loma", "2021-05-06")
    assert reading.language == "fr"
    assert reading.silent == ()
    assert ("identifier", "urn:x") in reading.metadata
    bare = read(epub(["<p>Words of it.</p>"], meta="<dc:date>0101-01-01</dc:date>"))
    assert set(bare.silent) == {"author", "publisher", "published", "language"}


@pytest.mark.parametrize(
    ("method", "text", "told"),
    [
        ("http://www.w3.org/2001/04/xmlenc#aes128-cbc", "Two.", True),
        ("http://www.idpf.org/2008/embedding", "One.\n\nTwo.", False),
    ],
)
def test_a_protected_book_says_so(method, text, told):
    lock = LOCK.format(method, "OPS/text/part%201.xhtml")
    reading = read(epub(["<p>One.</p>", "<p>Two.</p>"], files={"META-INF/encryption.xml": lock}))

    assert reading.text == text
    assert ("protected against copying" in said(reading)) is told


def test_no_entity_is_put_in_and_none_is_looked_up():
    head = '<!DOCTYPE x [<!ENTITY aa "ha"><!ENTITY cc SYSTEM "file:///etc/passwd">]>'
    reading = read(epub(["<p>Before &aa;&cc; after</p>"], head=head))

    assert reading.text.startswith("Before")
    assert "root:" not in reading.text


def test_a_chapter_that_is_broken_or_missing_is_told():
    reading = read(epub(["<p>One.<b></p><p>And more.", "<p>Two.</p>"]))

    assert "One." in reading.text
    assert reading.text.endswith("Two.")
    assert "damaged" in said(reading)
    whole = epub(["<p>One.</p>", "<p>Two.</p>"])
    gone = whole.replace(b"OPS/text/part 2.xhtml", b"OPS/text/part X.xhtml")
    reading = read(gone)
    assert reading.text == "One."
    assert "One chapter of this book is missing" in said(reading)


@pytest.mark.parametrize("share", [0.5, 0.8])
def test_of_one_that_was_cut_short_what_is_left_is_kept(share):
    whole = epub([f"<p>Words {n**3} of a chapter.</p>" * 9 for n in range(20)])
    reading = read(whole[: int(len(whole) * share)])

    assert reading.text.startswith("Words 0 of a chapter.")
    assert "damaged" in said(reading)
