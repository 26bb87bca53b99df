"""A page as HTML, read back by a parser that knows nothing of how it was written."""

import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo

from habeas import paths
from habeas.export import html
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

VOID = {"meta", "br", "link", "img", "hr"}


class Reader(HTMLParser):
    """The elements in their order, each with its attributes and the text inside it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[dict] = []
        self.open: list[dict] = []
        self.feed(text)
        self.close()
        assert not self.open, "every element is closed"

    def handle_starttag(self, tag, attrs):
        element = {"tag": tag, "text": "", "inside": [e["tag"] for e in self.open], **dict(attrs)}
        self.found.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert self.open.pop()["tag"] == tag

    def handle_data(self, data):
        for element in self.open:
            element["text"] += data

    def all(self, **wanted):
        return [e for e in self.found if all(e.get(k) == v for k, v in wanted.items())]


def read(*blocks, **more):
    page = Page(**{"title": "Valdoria", "language": "en", "blocks": blocks, **more})
    return Reader(html.render(page))


def note(text):
    return Note(runs(text))


def test_four_hundred_notes_lead_both_ways():
    blocks = [Paragraph(runs(f"Sentence {n}.", note(f"note text {n}"))) for n in range(1, 401)]
    found = read(*blocks)
    by_id = {e["id"]: e for e in found.found if "id" in e}
    references = found.all(role="doc-noteref")
    assert [e["text"] for e in references] == [str(n) for n in range(1, 401)]
    for n, reference in enumerate(references, start=1):
        target = by_id[reference["href"].removeprefix("#")]
        assert target["text"].startswith(f"note text {n} ")
    backs = found.all(role="doc-backlink")
    assert [by_id[e["href"].removeprefix("#")] for e in backs] == references
    assert backs[6]["aria-label"] == "Back to the text at note 7"
    assert len(by_id) == len([e for e in found.found if "id" in e]), "ids are unique"


def test_notes_are_numbered_through_lists_quotes_and_tables():
    found = read(
        Bullet(runs("a", note("first"))),
        Quote(runs("b", note("second"))),
        Table(((runs("h", note("third")),), (runs("c", note("fourth")),))),
    )
    assert len(found.all(role="doc-noteref")) == 4
    texts = [e["text"] for e in found.found if e["tag"] == "li" and "id" in e]
    assert [text.split()[0] for text in texts] == ["first", "second", "third", "fourth"]


def test_a_note_may_hold_a_quote_between_paragraphs():
    content = (Paragraph(runs("Who says so")), Quote(runs("the words")), Paragraph(runs("hash")))
    found = read(Paragraph((Note(content),)))
    assert [e["text"] for e in found.all(tag="blockquote")] == ["the words"]
    assert found.all(role="doc-backlink")[0]["inside"][-2:] == ["li", "p"]
    quote_last = read(Paragraph((Note((Quote(runs("the words")),)),)))
    assert "blockquote" not in quote_last.all(role="doc-backlink")[0]["inside"]


def test_no_notes_no_notes_section():
    assert not read(Paragraph(runs("plain"))).all(tag="section")


def test_everything_is_escaped():
    evil = "<script>alert(1)</script> & \"q\" 'a' </style> &amp; <img src=x onerror=y>"
    found = read(
        Heading(1, evil),
        Paragraph((Text(evil, language='es" onclick="x'), note(evil))),
        Quote(runs(evil)),
        Bullet(runs(evil)),
        Table(((runs(evil),), (runs(evil),))),
        title=evil,
        subtitle=evil,
        author=evil,
        language='en"><script>',
    )
    tags = {e["tag"] for e in found.found}
    assert not tags & {"script", "img"}
    assert not any(name.startswith("on") for e in found.found for name in e)
    whole = [e for e in found.found if e["text"] == evil]
    said = {"title", "h1", "p", "bdi", "h2", "blockquote", "li", "th", "td"}
    assert said <= {e["tag"] for e in whole}
    assert found.all(tag="bdi")[0]["lang"] == 'es" onclick="x'
    assert found.all(name="author")[0]["content"] == evil


def test_the_file_stands_alone():
    text = html.render(Page("t", "en", (Paragraph(runs("see https://example.org/a", note("n"))),)))
    found = Reader(text)
    style = found.all(tag="style")[0]["text"]
    assert "url(" not in style
    assert "@import" not in style
    assert not {"script", "link", "img", "iframe", "object"} & {e["tag"] for e in found.found}
    assert all("src" not in e for e in found.found)
    assert all(e["href"].startswith("#") for e in found.found if "href" in e)
    policy = found.all(**{"http-equiv": "Content-Security-Policy"})[0]["content"]
    assert "default-src 'none'" in policy


def test_words_keep_their_spaces_and_line_ends():
    exact = "two  spaces,\n\ta tab and\n\nan empty line "
    found = read(Quote(runs(exact)))
    assert found.all(tag="blockquote")[0]["text"] == exact
    assert "white-space: pre-wrap" in found.all(tag="style")[0]["text"]


def test_forbidden_characters_are_visible_and_astral_ones_stay(tmp_path):
    path = tmp_path / "report.html"
    text = "a\x00b\ud800c 😀 𐍈"
    html.write(Page(text, "en", (Paragraph(runs(text, note(text))),)), path)
    found = Reader(path.read_text(encoding="utf-8"))
    assert found.all(tag="h1")[0]["text"] == "a\ufffdb\ufffdc 😀 𐍈"
    assert found.all(id="note-1")[0]["text"].startswith("a\ufffdb\ufffdc 😀 𐍈")


def test_right_to_left_words_run_their_own_way():
    found = read(
        Quote(runs("قالت النيابة إن (Valdoria) 22")),
        Paragraph(runs("He wrote ", "«العدالة»", " there")),
    )
    assert found.all(tag="blockquote")[0]["dir"] == "rtl"
    assert [e["text"] for e in found.all(tag="bdi")] == ["«العدالة»"]
    assert all("dir" not in e for e in found.all(tag="p") if e["text"].startswith("He"))


def test_headings_start_below_the_title_and_lists_hold_together():
    found = read(Heading(1, "One"), Heading(9, "Nine"), *[Bullet(runs(str(n))) for n in range(3)])
    assert [(e["tag"], e["text"]) for e in found.found if e["tag"] in ("h1", "h2", "h6")] == [
        ("h1", "Valdoria"),
        ("h2", "One"),
        ("h6", "Nine"),
    ]
    assert [e["text"].split() for e in found.all(tag="ul")] == [["0", "1", "2"]]


def test_a_table_names_its_columns():
    found = read(Table(((runs("Day"), runs("Place")), (runs("2 March"), runs("Peña Gris")))))
    assert [e["text"] for e in found.all(tag="th", scope="col")] == ["Day", "Place"]
    assert [e["text"] for e in found.all(tag="td")] == ["2 March", "Peña Gris"]
    assert read(Table(())).all(tag="table") == []


@pytest.mark.parametrize(("language", "said"), [("es", "Notas"), ("en", "Notes")])
def test_our_own_words_are_in_the_language_of_the_page(tmp_path, monkeypatch, language, said):
    catalog, file = Catalog(locale="es"), BytesIO()
    catalog.add("Notes", "Notas")
    write_mo(file, catalog)
    folder = tmp_path / "i18n" / "es" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "habeas.mo").write_bytes(file.getvalue())
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "report.css").write_text("p {}", encoding="utf-8")
    monkeypatch.setattr(paths, "resources", lambda: tmp_path)
    found = read(Paragraph(runs("x", note("n"))), language=language)
    assert found.all(id="notes")[0]["text"] == said
    assert found.all(tag="html")[0]["lang"] == language


def test_a_comma_stands_between_notes_only_where_nothing_else_does() -> None:
    sentence = Paragraph(runs("One", Note(runs("a")), Note(runs("b")), " two", Note(runs("c"))))
    written = html.render(Page("T", "en", (sentence,)))
    assert re.findall(r'<sup class="([^"]+)">', written) == [
        "ref",
        "ref beside",
        "ref",
    ]
