"""Word documents: what runs on runs on, and what stands apart stands apart."""

from __future__ import annotations

import docx as library
import pytest

from habeas import capture
from habeas.capture import xml
from habeas.capture.documents import signs
from made.docxs import STYLES, docx, p, r, table
from made.readings import marked, said

NOTE = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
BOMB = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;"><!ENTITY c SYSTEM "file:///etc/passwd">]>'


def read(data, name="report.docx"):
    return capture.read(data, file_name=name)


def test_headings_paragraphs_and_tables_in_order():
    reading = read(
        docx(
            p("The prisons of Valdoria", style="Ttulo1")
            + p("Nobody counted.")
            + p("")
            + p("")
            + p("Somebody did.")
            + table(("Prison", "Held"), ("Peña Gris", p("120") + p("or more")), ("La Loma", ""))
            + p("By place", style="Ttulo2")
            + p("By its own style", style="Own")
            + p("The end.")
        )
    )

    assert reading.text == (
        "The prisons of Valdoria\nNobody counted.\n\nSomebody did.\n\n"
        "Prison\tHeld\nPeña Gris\t120 or more\nLa Loma\n\n"
        "By place\n\nBy its own style\nThe end."
    )
    assert marked(reading) == [
        ("heading", "1", "The prisons of Valdoria"),
        ("table", "", "Prison\tHeld\nPeña Gris\t120 or more\nLa Loma"),
        ("heading", "2", "By place"),
        ("heading", "1", "By its own style"),
    ]
    assert (reading.media_type, reading.extractor, reading.notes) == (signs.DOCX, "docx", ())
    assert reading.title == "The prisons of Valdoria"


def test_notes_comments_and_headers_come_after_the_text_each_apart():
    links = '<w:headerReference r:id="header1"/><w:footerReference r:id="footer1"/>'
    section = f"<w:sectPr>{links}</w:sectPr>"
    comment = '<w:comment w:id="0" w:author="Ana Ruiz">' + p("Check this.") + "</w:comment>"
    words = r(" for days")
    custom = '<w:r><w:footnoteReference w:id="3" w:customMarkFollows="1"/><w:t>*</w:t></w:r>'
    end = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    reading = read(
        docx(
            p("He was held", more=NOTE.format(2) + words + custom + r(".") + end) + section,
            parts={
                "footnotes": '<w:footnote w:id="0" w:type="separator"><w:p/></w:footnote>'
                f'<w:footnote w:id="3">{p("* As they say.")}</w:footnote>'
                f'<w:footnote w:id="2">{p("Interview 14.")}{p("In Spanish.")}</w:footnote>',
                "endnotes": f'<w:endnote w:id="1">{p("See the annex.")}</w:endnote>',
                "comments": comment,
                "header1": p("Draft of the commission"),
                "footer1": p("Page 1"),
            },
        )
    )  # fmt: skip

    assert reading.text == (
        "He was held for days*.\n\nInterview 14.\nIn Spanish.\n\n* As they say.\n\n"
        "See the annex.\n\nCheck this.\n\nDraft of the commission\n\nPage 1"
    )
    assert marked(reading) == [
        ("footnote", "1", "Interview 14.\nIn Spanish."),
        ("footnote", "*", "* As they say."),
        ("footnote", "i", "See the annex."),
        ("comment", "Ana Ruiz", "Check this."),
        ("header", "", "Draft of the commission"),
        ("header", "", "Page 1"),
    ]


def test_what_was_inserted_is_read_what_was_deleted_is_not_and_both_are_counted():
    reading = read(
        docx(
            f"<w:p>{r('They ')}<w:del>{r('killed').replace('w:t', 'w:delText')}</w:del>"
            f"<w:ins>{r('found')}</w:ins>{r(' him.')}</w:p>"
        )
    )

    assert reading.text == "They found him."
    assert "2 tracked changes" in said(reading)


def test_hidden_text_is_told_of_and_not_mixed_with_what_is_seen():
    seen = '<w:vanish w:val="0"/>'
    reading = read(
        docx(p("Seen", more=r(" hidden", marked="<w:vanish/>") + r(" too", marked=seen)))
    )

    assert reading.text == "Seen too"
    assert "hidden text (7 letters)" in said(reading)


def test_signs_fields_boxes_and_frames():
    body = (
        "<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/>"
        '<w:t>d\u00ade</w:t><w:softHyphen/><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
        '<w:r><w:instrText>HYPERLINK "http://x"</w:instrText></w:r>'
        f"<w:hyperlink>{r(' link')}</w:hyperlink>"
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><w:txbxContent>"
        f"{p('In a box')}</w:txbxContent></w:drawing></mc:Choice><mc:Fallback><w:pict>"
        f"<v:textbox><w:txbxContent>{p('In a box')}</w:txbxContent></v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )
    frame = table((p("Framed", style="Ttulo1") + p("words"),))
    wrapped = f"<w:sdt><w:sdtContent>{p('Wrapped')}</w:sdtContent></w:sdt>"
    reading = read(docx(body + frame + wrapped))

    assert reading.text == "a\tb\nc-de☒ link\nIn a box\n\nFramed\nwords\nWrapped"


def test_bullets_of_symbol_fonts_among_the_words_are_what_they_show():
    assert read(docx(p("\uf0b7 Peña Gris \ue123"))).text == "• Peña Gris \ue123"


def test_merged_cells_keep_the_columns_in_line():
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>' + p("both") + "</w:tc>"
    down = "<w:tc><w:tcPr><w:vMerge/></w:tcPr>" + p("") + "</w:tc>"
    rows = f"<w:tr>{wide}<w:tc>{p('x')}</w:tc></w:tr><w:tr>{down}<w:tc>{p('y')}</w:tc></w:tr>"
    inner = table(("1", "2"), ("3", "4"))
    nested = f"<w:tr><w:tc>{inner}{p('')}</w:tc><w:tc>{p('z')}</w:tc></w:tr>"

    assert read(docx(f"<w:tbl>{rows}{nested}</w:tbl>")).text == "both\t\tx\n\ty\n1 2 3 4\tz"


def test_numbers_that_word_writes_by_itself_are_written_too():
    def level(depth, form, text, more=""):
        return (
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
            f'<w:lvlText w:val="{text}"/>{more}</w:lvl>'
        )

    def item(text, number, depth):
        place = f'<w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/>'
        return f"<w:p><w:pPr><w:numPr>{place}</w:numPr></w:pPr>{r(text)}</w:p>"

    numbering = (
        '<w:abstractNum w:abstractNumId="7">'
        + level(0, "decimal", "Article %1.")
        + level(1, "lowerLetter", "%1.%2)")
        + level(2, "upperRoman", "%3")
        + '</w:abstractNum><w:abstractNum w:abstractNumId="8">'
        + level(0, "bullet", "•")
        + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="7"/></w:num>'
        '<w:num w:numId="2"><w:abstractNumId w:val="8"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="7"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    styles = STYLES + (
        '<w:style w:styleId="Listed"><w:name w:val="Listed"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = (
        item("one", 1, 0) + item("in", 1, 1) + item("in", 1, 1) + item("deep", 1, 2)
        + p("two", style="Listed") + item("in", 1, 1) + item("sign", 2, 0) + item("none", 0, 0)
        + item("anew", 3, 0) + item("", 3, 0) + item("on", 3, 0)
    )  # fmt: skip

    assert read(docx(body, parts={"numbering": numbering, "styles": styles})).text.split("\n") == [
        "Article 1. one", "1.a) in", "1.b) in", "I deep", "Article 2. two", "2.a) in", "sign",
        "none", "Article 5. anew", "", "Article 7. on",
    ]  # fmt: skip


def test_what_the_file_says_of_itself():
    core = (
        "<dc:title>On prisons</dc:title><dc:creator>Ana Ruiz</dc:creator>"
        "<cp:lastModifiedBy>Luis</cp:lastModifiedBy><dcterms:created>2024-03-05T12:00:00Z"
        "</dcterms:created><dc:language>fr-FR</dc:language>"
    )
    reading = read(docx(p("Ça alors."), core=core))

    assert (reading.title, reading.author, reading.language) == ("On prisons", "Ana Ruiz", "fr")
    assert dict(reading.metadata) == {
        "title": "On prisons", "creator": "Ana Ruiz", "lastModifiedBy": "Luis",
        "created": "2024-03-05T12:00:00Z", "language": "fr-FR",
    }  # fmt: skip
    assert reading.silent == ("published",)
    assert set(read(docx(p("Ça alors."))).silent) == {"author", "published", "language"}


def test_pictures_and_files_inside_are_parts():
    files = {
        "word/media/image1.emf": bytes(60),
        "word/embeddings/notes.txt": b"Some words of a note.",
        "word/vbaProject.bin": b"x",
    }
    reading = read(docx(p("Words."), files=files))

    assert [(part.role, part.reading.file_name, part.reading.text) for part in reading.parts] == [
        ("picture", "image1.emf", ""),
        ("attachment", "notes.txt", "Some words of a note."),
    ]
    assert "One file is attached" in said(reading)
    assert "macros" in said(reading)


def test_what_a_library_writes_is_read(tmp_path):
    made = library.Document()
    made.add_heading("On Santa Brisa", 1)
    made.add_paragraph("Nobody was told.")
    grid = made.add_table(1, 2)
    grid.rows[0].cells[0].text, grid.rows[0].cells[1].text = "Held", "12"
    made.core_properties.author = "Ana Ruiz"
    made.save(tmp_path / "x.docx")
    reading = capture.read(tmp_path / "x.docx")

    assert reading.text == "On Santa Brisa\nNobody was told.\n\nHeld\t12"
    assert reading.author == "Ana Ruiz"


def test_no_entity_is_put_in_and_none_is_looked_up():
    reading = read(docx(p("Before &b;&c; after"), prologue=BOMB))

    assert "root:" not in reading.text
    assert "haha" not in reading.text
    assert reading.text.startswith("Before")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_of_one_that_was_cut_short_what_is_left_is_read(share):
    whole = docx("".join(p(f"Sentence {n**3} of the report.") for n in range(400)))
    reading = read(whole[: int(len(whole) * share)])

    assert reading.data
    assert "damaged" in said(reading)
    if share > 0.3:
        assert reading.text.startswith("Sentence 0 of the report.\nSentence 1 of")


def test_a_bomb_is_kept_unread(monkeypatch):
    monkeypatch.setattr(xml, "MOST", 1_000_000)
    reading = read(docx(p("x" * 2_000_000)))

    assert reading.text == ""
    assert "more than can be unpacked safely" in said(reading)


def test_tables_within_tables_without_end_do_no_harm():
    reading = read(docx(p("Before.") + "<w:tbl><w:tr><w:tc>" * 5_000))

    assert reading.text == "Before."
    assert "damaged" in said(reading)
    deep = p("In.")
    for _ in range(60):
        deep = f"<w:tbl><w:tr><w:tc>{deep}</w:tc><w:tc>{p('x')}</w:tc></w:tr></w:tbl>"
    assert read(docx(deep)).text.startswith("In. x")


@pytest.mark.parametrize(
    ("name", "mark", "word"),
    [
        ("old.doc", "WordDocument", "old kind"),
        ("locked.docx", "EncryptedPackage", "password"),
    ],
)
def test_an_old_or_a_locked_one_is_kept_and_says_what_to_do(name, mark, word):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + mark.encode("utf-16-le") + bytes(99)
    reading = read(data, name)

    assert (reading.text, reading.data) == ("", data)
    assert word in said(reading)
    assert reading.media_type in (signs.DOC, signs.DOCX)
