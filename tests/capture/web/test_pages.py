"""Web pages give the words of the article exactly, and what they say of themselves."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from habeas import capture
from habeas.domain.stretch import StretchKind
from habeas.errors import Problem

NEWS = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="utf-8">
<title>Nine dead at Peña Gris | The Valdoria Lantern</title>
<meta property="og:title" content="Nine dead at Peña Gris">
<meta property="og:site_name" content="The Valdoria Lantern">
<meta property="og:type" content="article">
<meta property="article:published_time" content="2020-04-27T23:10:00-05:00">
<meta name="author" content="Lucía Ferrer">
<link rel="canonical" href="https://lantern.example/nine-dead">
<script>document.write("<p>from a script</p>")</script><style>p { color: red }</style></head><body>
<header class="site"><a href="/">The Valdoria Lantern</a></header>
<nav><ul><li><a href="/home">Home</a></li><li><a href="/world">World</a></li></ul></nav>
<div class="cookie-banner"><p>We use cookies to make your visit better.</p></div>
<main><article><header><h1>Nine dead at Peña Gris</h1><p>By Lucía Ferrer</p></header>
<p>Nine people held at Peña&nbsp;Gris died on Monday, the gover&shy;nor, <b>Raúl Ibarra</b>, told
   <a href="/radio">Radio Valdoria</a>.</p>
<h2>The figures</h2>
<p>The ministry counts 67 wounded guards<br>and two people in hospital.</p>
<table><tr><th>Prison</th><th>Dead</th></tr><tr><td>Peña Gris</td><td>9</td></tr>
<tr><td>Santa Brisa</td><td></td></tr></table>
<ul><li>Tests for everyone</li><li>Visits by video</li></ul>
<blockquote>
<p>“There has been no water since Friday,” said a man in pavilion three.</p></blockquote>
<p style="display:none">Hidden words.</p><p>Short.</p></article></main>
<section id="comments"><p>%s</p></section>
<footer><p>© The Valdoria Lantern. All rights reserved.</p></footer></body></html>"""
NEWS_TEXT = """Nine dead at Peña Gris

By Lucía Ferrer

Nine people held at Peña\u00a0Gris died on Monday, the governor, Raúl Ibarra, told Radio Valdoria.

The figures

The ministry counts 67 wounded guards
and two people in hospital.

Prison\tDead
Peña Gris\t9
Santa Brisa\t

Tests for everyone
Visits by video

“There has been no water since Friday,” said a man in pavilion three.

Short."""


def read(page: str | bytes, name="page.html"):
    return capture.read(page if isinstance(page, bytes) else page.encode(), file_name=name)


@pytest.fixture(scope="module")
def news():
    return read(NEWS % ("What a shame that nobody does anything. " * 9))


def test_a_news_page_gives_its_article_without_menus_banners_and_footers(news):
    assert news.text == NEWS_TEXT


def test_a_news_page_says_who_wrote_it_where_and_when(news):
    assert (news.title, news.author) == ("Nine dead at Peña Gris", "Lucía Ferrer")
    assert (news.publisher, news.published) == ("The Valdoria Lantern", "2020-04-27")
    assert (news.address, news.language) == ("https://lantern.example/nine-dead", "en")
    assert (news.kind, news.media_type, news.captured) == ("article", "text/html", "")
    assert ("datePublished", "2020-04-27T23:10:00-05:00") in news.metadata
    assert ("lang", "en-GB") in news.metadata
    assert news.silent == ()
    assert news.version.startswith("1+")


def test_headings_tables_and_quotations_are_stretches_of_the_text(news):
    found = [(each.kind, each.name, news.text[each.start : each.end]) for each in news.stretches]

    assert found == [
        (StretchKind.HEADING, "1", "Nine dead at Peña Gris"),
        (StretchKind.HEADING, "2", "The figures"),
        (StretchKind.TABLE, "", "Prison\tDead\nPeña Gris\t9\nSanta Brisa\t"),
        (
            StretchKind.QUOTED,
            "",
            "“There has been no water since Friday,” said a man in pavilion three.",
        ),
    ]


def test_that_readers_comments_are_left_out_is_said(news):
    assert [note for note in news.notes if "readers wrote" in note] == list(news.notes)
    assert len(news.notes) == 1


def test_a_decree_gives_every_article_and_its_table_in_order():
    articles = "".join(
        f"<p><b>Artículo {n}.</b> Las personas del grupo {n} cumplirán la medida en su casa.</p>"
        for n in range(1, 8)
    )
    reading = read(
        "<html lang='es'><body><div id='norma'><h1>Decreto 17 de la República de Valdoria</h1>"
        f"{articles}<table><caption>Plazos</caption><tr><th>Grupo</th><th>Días</th></tr>"
        "<tr><td>Mayores de 60</td><td>30</td></tr></table><p>Dado en la capital, el 24 de abril."
        "</p></div></body></html>"
    )

    lines = reading.text.split("\n\n")
    assert lines[0] == "Decreto 17 de la República de Valdoria"
    assert lines[1].startswith("Artículo 1. Las personas")
    assert len(lines) == 11
    assert lines[8:] == [
        "Plazos", "Grupo\tDías\nMayores de 60\t30", "Dado en la capital, el 24 de abril.",
    ]  # fmt: skip
    assert reading.language == "es"


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ("windows-1252", "cp1252"),
        ("iso-8859-1", "cp1252"),
        ("iso-8859-1", "utf-8"),
        ("utf-8", "cp1252"),
        ("", "cp1252"),
        ("no-such-thing", "utf-8"),
        ("utf-16", "utf-8"),
    ],
)
def test_the_letters_are_right_whatever_the_page_says_of_them(declared, codec):
    words = "El director negó el motín: «no pasó nada», añadió ayer según la prensa – y calló…"
    head = f"<meta charset={declared}>" if declared else ""

    reading = read(f"<html><head>{head}</head><body><p>{words}</p></body></html>".encode(codec))

    assert reading.text == words
    assert reading.encoding == ("utf-8" if codec == "utf-8" else "windows-1252")


def test_that_a_page_lied_about_its_letters_is_said_where_it_had_to_be_guessed():
    page = "<meta charset=utf-8><p>Según el director, negó la petición y añadió más.</p>"

    assert "says that it is written in UTF-8" in read(page.encode("cp1252")).notes[0]
    assert read(page).notes == ()


def test_utf_16_and_letters_asked_for_by_number_are_read():
    assert read("<html><body><p>Pe&#241;a &#147;Gris&#148;".encode("utf-16")).text == "Peña “Gris”"


def test_a_page_saved_by_singlefile_tells_its_address_and_moment():
    reading = read(
        "<!DOCTYPE html> <html lang=es><!--\n Page saved with SingleFile \n"
        " url: https://faro.example/motin \n"
        " saved date: Tue Apr 28 2020 09:30:05 GMT-0500 (hora estándar de Valdoria)\n--><head>"
        "<link rel=canonical href=https://faro.example/otra><title>Motín</title></head><body>"
        f"<p>Las visitas quedaron suspendidas.<img src='data:image/png;base64,{'A' * 5000}'></p>"
    )

    assert reading.text == "Las visitas quedaron suspendidas."
    assert reading.address == "https://faro.example/motin"
    assert reading.captured == "2020-04-28T09:30:05-05:00"
    assert ("canonical", "https://faro.example/otra") in reading.metadata


def test_a_page_saved_by_a_browser_tells_its_address_and_not_its_moment():
    reading = read(
        "<!DOCTYPE html>\n<!-- saved from url=(0026)https://faro.example/motin -->\n"
        "<html><body><p>Las visitas quedaron suspendidas.</p>"
    )

    assert (reading.address, reading.captured) == ("https://faro.example/motin", "")
    assert "captured" in reading.silent
    assert {"author", "publisher", "published"} <= set(reading.silent)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ("2020", "2020"),
        ("2020-04", "2020-04"),
        ("2020-04-27", "2020-04-27"),
        ("20200427", "2020-04-27"),
        ("2020/4/27", "2020-04-27"),
        ("2020-04-27 23:10", "2020-04-27"),
        ("Mon, 27 Apr 2020 23:10:00 GMT", "2020-04-27"),
        ("0001-01-01T00:00:00Z", ""),
        ("2020-13-45", ""),
        ("yesterday", ""),
    ],
)
def test_a_date_is_no_more_exact_than_the_page_says(said, day):
    page = f"<meta property='article:published_time' content='{said}'><p>Nobody leaves.</p>"

    assert read(page).published == day


def test_data_in_a_page_says_who_and_when_and_is_its_text_where_it_shows_none():
    reading = read(
        '<html><head><script type="application/ld+json">{"@graph": [{"@type": "NewsArticle", '
        '"headline": "No visits", "datePublished": "2020-04", "author": [{"name": "Ana Sol"}, '
        '{"name": "Teo Ríos"}], "publisher": {"name": "Radio Valdoria"}, '
        '"articleBody": "Nobody may visit.\\nNobody said why."}]}</script></head>'
        "<body><div id=root></div></body></html>"
    )

    assert reading.text == "Nobody may visit.\nNobody said why."
    assert "shows its words by a script" in reading.notes[0]
    assert (reading.title, reading.author) == ("No visits", "Ana Sol; Teo Ríos")
    assert (reading.publisher, reading.published) == ("Radio Valdoria", "2020-04")


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><img src=a.png><img src=b.png></body></html>",
        "<html><body><script>var words = 'none';</script><div id=app></div></body></html>",
        "<html><head><title></title></head></html>",
        "<!DOCTYPE html>",
    ],
)
def test_a_page_without_text_says_so_and_is_kept(page):
    reading = read(page)

    assert (reading.text, reading.data) == ("", page.encode())
    assert reading.notes == ("No text was found in it. It is kept as it is.",)
    assert reading.title == "page.html"


def test_a_right_to_left_page_keeps_its_order():
    words = "قال السجناء إن الماء مقطوع منذ يوم الجمعة، ولم يأتِ أحد ليسأل عنهم في السجن."
    reading = read(f"<html dir=rtl lang=ar><body><h1>سجن</h1><p>{words}</p></body></html>")

    assert reading.text == f"سجن\n\n{words}"
    assert reading.language == "ar"


def test_a_table_that_only_lays_out_a_page_is_no_table():
    reading = read(
        "<body><table><tr><td><h1>No visits</h1><p>Nobody may visit until the end of May.</p></td>"
        "<td><p>Nobody said why, and nobody asked.</p></td></tr></table>"
    )

    assert reading.text == (
        "No visits\n\nNobody may visit until the end of May.\n\nNobody said why, and nobody asked."
    )
    assert [each.kind for each in reading.stretches] == [StretchKind.HEADING]


def test_xhtml_is_read_as_the_xml_it_is_and_entities_from_elsewhere_are_not(tmp_path):
    (tmp_path / "secret.txt").write_text("the passphrase")
    head = '<?xml version="1.0" encoding="utf-8"?>'
    whole = f'{head}<html xmlns="http://www.w3.org/1999/xhtml"><head><title/></head>'
    outside = f'<!DOCTYPE html [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'

    assert read(f"{whole}<body><p>Nobody leaves.</p></body></html>").text == "Nobody leaves."
    text = read(f"{head}{outside}<html><body><p>Nobody &x; leaves.</p></body></html>").text
    assert "Nobody" in text
    assert "passphrase" not in text


def test_a_page_is_told_by_what_it_holds_and_a_text_about_pages_is_none():
    assert read(b"<html><p>Nobody leaves.</p></html>", "note.txt").media_type == "text/html"
    assert read(b"<p>Nobody leaves.</p>", "a.htm").text == "Nobody leaves."
    for text in (b"Write <p> before it.", b"# <b>Notes</b>", b"a < b, and <html> is a tag"):
        assert read(text, "note.txt").media_type == "text/plain"


def test_an_empty_page_is_no_source():
    with pytest.raises(Problem, match=r"“page\.html” is empty"):
        capture.read(b"  \n", file_name="page.html")


def deep(n):
    return b"<html><body>before " + b"<div>" * n + b"deep" + b"</div>" * n + b"<p>after"


@pytest.mark.parametrize(
    ("page", "text"),
    [
        (deep(30_000), "before\n\ndeep\n\nafter"),
        (b"<html><body><p>one" + b"<b>" * 20_000 + b"two", "onetwo"),
        (b"<html><body><p>one<script>" * 5_000, "one"),
        (b"<html><body>" + b'<a "' * 50_000, ""),
        (b"<html><p " + b" ".join(b"a%d=1" % n for n in range(30_000)) + b">one", "one"),
        (b"<html><p>a\x00b</p>", "a\ufffdb"),
        (b"<html><script type='application/ld+json'>" + b"[" * 50_000 + b"</script>one", "one"),
        (b"<html><p>one&#" + b"0" * 9_000 + b"65;", "oneA"),
        (b"<html><p>" + b"word " * 2_100_000, ("word " * 2_100_000).strip()),
    ],
    ids=["deep", "bold", "script", "quote", "attributes", "nul", "data", "number", "long"],
)
def test_hostile_pages_come_to_an_end_with_what_they_show(page, text):
    assert read(page).text == text


def test_control_characters_are_shown_and_counted_in_the_words_alone():
    reading = read(b"<html><script>a\x01b</script><p>one\x07 two&#0; three</p>")

    assert reading.text == "one\ufffd two\ufffd three"
    assert reading.notes == ("2 places could not be read and are shown as �.",)


def test_the_same_page_gives_the_same_reading_in_every_process(tmp_path):
    (tmp_path / "a.html").write_text(NEWS % "What a shame.")
    program = f"from habeas import capture; print(capture.read({str(tmp_path / 'a.html')!r}))"
    running = [
        subprocess.Popen(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            stdout=subprocess.PIPE,
            text=True,
        )
        for seed in ("1", "2")
    ]
    one, other = (each.communicate()[0] for each in running)

    assert one == other
    assert "Nine people held" in one
