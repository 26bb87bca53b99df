"""A page as DOCX, read back by another library and by its parts."""

import importlib.util
import re
from html.parser import HTMLParser
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import mammoth
import pytest
from lxml import etree

from habeas.errors import Problem
from habeas.export import docx
from habeas.export.page import (
    Bullet,
    Heading,
    Note,
    Page,
    Paragraph,
    Quote,
    Table,
    Text,
    runs,
)

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
NS = {"w": W[1:-1]}
ROOT = Path(__file__).parents[2]


def page(*blocks, **more):
    return Page(**{"title": "Valdoria", "language": "en", "blocks": blocks, **more})


def parts(written):
    with ZipFile(BytesIO(written)) as package:
        assert package.testzip() is None
        return {name: package.read(name) for name in package.namelist()}


def xml(written, name):
    return etree.fromstring(parts(written)[name])


def texts(element):
    return ["".join(found.itertext(f"{W}t")) for found in element.iter(f"{W}p")]


def note(text):
    return Note(runs(text))


class Footnotes(HTMLParser):
    """The notes of what mammoth makes of a file: the numbers in the text, the words below."""

    def __init__(self, text):
        super().__init__()
        self.numbers, self.notes, self.inside = [], [], ""
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        name = dict(attrs).get("id") or ""
        if name.startswith("footnote-ref-"):
            self.numbers.append(int(name.removeprefix("footnote-ref-")))
        elif tag == "li" and name.startswith("footnote-"):
            self.notes.append("")
            self.inside = tag

    def handle_endtag(self, tag):
        self.inside = "" if tag == "li" else self.inside

    def handle_data(self, data):
        if self.inside:
            self.notes[-1] += data


def test_another_library_reads_four_hundred_notes_in_order():
    blocks = [Paragraph(runs(f"Sentence {n}.", note(f"note text {n}"))) for n in range(1, 401)]
    made = mammoth.convert_to_html(BytesIO(docx.render(page(*blocks)))).value
    found = Footnotes(made)
    assert found.numbers == list(range(1, 401))
    assert [text.strip(" ↑") for text in found.notes] == [f"note text {n}" for n in range(1, 401)]


def test_each_reference_has_its_note_and_both_have_their_style():
    written = docx.render(
        page(
            Bullet(runs("a", note("first"))),
            Quote(runs("b", note("second"), note("third"))),
            Table(((runs("h", note("fourth")),), (runs("c", note("fifth")),))),
        )
    )
    body, notes = xml(written, "word/document.xml"), xml(written, "word/footnotes.xml")
    references = body.findall(".//w:footnoteReference", NS)
    assert [e.get(f"{W}id") for e in references] == ["1", "2", "3", "4", "5"]
    styles = {e.getparent().find("w:rPr/w:rStyle", NS).get(f"{W}val") for e in references}
    assert styles == {"FootnoteReference"}
    listed = notes.findall("w:footnote", NS)
    assert [(e.get(f"{W}id"), e.get(f"{W}type")) for e in listed[:2]] == [
        ("-1", "separator"),
        ("0", "continuationSeparator"),
    ]
    assert [texts(e) for e in listed[2:]] == [
        [" first"],
        [" second"],
        [" third"],
        [" fourth"],
        [" fifth"],
    ]
    assert all(len(e.findall(".//w:footnoteRef", NS)) == 1 for e in listed[2:])
    quote = next(p for p in body.iter(f"{W}p") if "".join(p.itertext(f"{W}t")).startswith("b"))
    assert "".join(quote.itertext(f"{W}t")) == "b,", "two notes at one place are kept apart"


def test_the_package_names_its_notes():
    found = parts(docx.render(page(Paragraph(runs("a", note("n"))))))
    assert b'PartName="/word/footnotes.xml"' in found["[Content_Types].xml"]
    assert b"relationships/footnotes" in found["word/_rels/document.xml.rels"]
    settings = [child.tag for child in etree.fromstring(found["word/settings.xml"])]
    assert settings.index(f"{W}footnotePr") == settings.index(f"{W}compat") - 1


def test_no_notes_no_part():
    found = parts(docx.render(page(Paragraph(runs("a")))))
    assert "word/footnotes.xml" not in found
    assert b"footnotePr" not in found["word/settings.xml"]


def test_a_note_holds_paragraphs_and_quotes():
    content = (Paragraph(runs("Who says so")), Quote(runs("the words")))
    notes = xml(docx.render(page(Paragraph((Note(content),)))), "word/footnotes.xml")
    paragraphs = notes.findall("w:footnote", NS)[2].findall("w:p", NS)
    assert [p.find("w:pPr/w:pStyle", NS).get(f"{W}val") for p in paragraphs] == [
        "FootnoteText",
        "FootnoteQuote",
    ]


def test_headings_lists_and_tables_are_real():
    written = docx.render(
        page(
            Heading(1, "Events"),
            Heading(2, "2 March"),
            Bullet(runs("a point")),
            Table(((runs("Day"), runs("Place")), (runs("2 March"), runs("Peña Gris")))),
            Paragraph(runs("plain ", Text("strong", bold=True), Text("slanted", italic=True))),
        )
    )
    made = mammoth.convert_to_html(BytesIO(written)).value
    for piece in (
        "<h1>Events</h1><h2>2 March</h2><ul><li>a point</li></ul>",
        "<th><p>Day</p></th><th><p>Place</p></th>",
        "<td><p>Peña Gris</p></td>",
        "<p>plain <strong>strong</strong><em>slanted</em></p>",
    ):
        assert piece in made
    assert len(xml(written, "word/document.xml").findall(".//w:tblHeader", NS)) == 1


def test_every_style_that_is_used_stands_in_the_template():
    arabic = "قالت النيابة العامة"
    written = docx.render(
        page(
            *[Heading(level, "h") for level in range(7)],
            Paragraph((Note((Quote(runs("q")), Quote(runs(arabic)))),)),
            Quote(runs("q")),
            Quote(runs(arabic)),
            Bullet(runs("b")),
            Table(((runs("h"),), (runs("c"),))),
            subtitle="s",
            author="a",
        )
    )
    known = {e.get(f"{W}styleId") for e in xml(written, "word/styles.xml").iter(f"{W}style")}
    used = set()
    for name in ("word/document.xml", "word/footnotes.xml", "word/footer1.xml"):
        for tag in ("pStyle", "rStyle", "tblStyle"):
            used |= {e.get(f"{W}val") for e in xml(written, name).iter(f"{W}{tag}")}
    assert {"Heading1", "Heading5", "QuoteRight", "FootnoteQuoteRight", "ReportTable"} <= used
    assert used <= known


def test_forbidden_characters_are_visible_and_others_survive():
    text = 'a\x00b\ud800c & <w:t> "q" 😀 𐍈\tz\nnext'
    written = docx.render(page(Paragraph(runs(text, note(text))), title=text, author=text))
    made = mammoth.extract_raw_text(BytesIO(written)).value
    assert 'a\ufffdb\ufffdc & <w:t> "q" 😀 𐍈\tz' in made
    body = xml(written, "word/document.xml")
    assert body.findall(".//w:br", NS)
    assert "a\ufffdb\ufffdc" in parts(written)["docProps/core.xml"].decode()
    assert "".join(xml(written, "word/footnotes.xml").itertext(f"{W}t")).startswith(
        " a\ufffdb\ufffdc"
    )


def test_right_to_left_words_run_their_own_way():
    written = docx.render(
        page(Quote(runs("قالت النيابة")), Paragraph(runs("He wrote «العدالة» there")))
    )
    body = xml(written, "word/document.xml")
    turned = [
        "".join(run.itertext(f"{W}t"))
        for run in body.iter(f"{W}r")
        if run.find("w:rPr/w:rtl", NS) is not None
    ]
    assert turned == ["قالت النيابة", "العدالة"]
    way = [p.find("w:pPr/w:bidi", NS) is not None for p in body.iter(f"{W}p")]
    assert way == [False, True, False]


@pytest.mark.parametrize(("language", "spoken"), [("es", "es-ES"), ("en", "en-GB"), ("fr", "fr")])
def test_the_document_says_its_language(language, spoken):
    written = docx.render(
        page(Paragraph((Text("x"), Text("words", language="pt"))), language=language)
    )
    styles = xml(written, "word/styles.xml")
    assert styles.find("w:docDefaults//w:lang", NS).get(f"{W}val") == spoken
    assert f"<dc:language>{spoken}</dc:language>" in parts(written)["docProps/core.xml"].decode()
    langs = [e.get(f"{W}val") for e in xml(written, "word/document.xml").iter(f"{W}lang")]
    assert langs == ["pt"]


def test_the_properties_tell_what_the_page_says_and_nothing_of_the_machine(monkeypatch):
    for name in ("USER", "LOGNAME", "USERNAME"):
        monkeypatch.setenv(name, "mzelaya")
    named = parts(docx.render(page(author="Prison Monitor", title="T" * 300)))
    core = named["docProps/core.xml"].decode()
    assert "<dc:creator>Prison Monitor</dc:creator>" in core
    assert f"<dc:title>{'T' * 255}</dc:title>" in core
    unnamed = docx.render(page(Paragraph(runs("a", note("n")))))
    core = parts(unnamed)["docProps/core.xml"].decode()
    assert re.search(r"<dc:creator>[^<]", core) is None
    assert re.search(r"<cp:lastModifiedBy>[^<]", core) is None
    properties = core + parts(unnamed)["docProps/app.xml"].decode()
    for word in ("python-docx", "Microsoft", "Macintosh", "mzelaya"):
        assert word not in properties
    with ZipFile(BytesIO(unnamed)) as package:
        assert {info.date_time for info in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_it_is_written_whole_or_not_at_all(tmp_path):
    path = tmp_path / "report.docx"
    docx.write(page(Paragraph(runs("words"))), path)
    assert mammoth.extract_raw_text(BytesIO(path.read_bytes())).value.split() == [
        "Valdoria",
        "words",
    ]
    with pytest.raises(Problem):
        docx.write(page(), tmp_path / "gone" / "report.docx")


def test_the_template_is_what_its_script_builds(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location(
        "make_template", ROOT / "packaging" / "make_template.py"
    )
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    kept = script.TARGET
    monkeypatch.setattr(script, "TARGET", tmp_path / "report.docx")
    script.main()
    built, stored = parts(script.TARGET.read_bytes()), parts(kept.read_bytes())
    for name in ("styles", "numbering", "settings", "footer1", "document", "fontTable"):
        assert built[f"word/{name}.xml"] == stored[f"word/{name}.xml"]
