"""A page is shown without anything in it that runs, or that could reach out."""

from __future__ import annotations

import base64
from html.parser import HTMLParser

import pytest

from habeas.capture.web import showing
from habeas.capture.web.showing import shown
from made import web

PICTURE = f"data:image/png;base64,{web.DOT}"
HOSTILE = [
    "<script>evil()</script>",
    "<p onclick='evil()' onmouseover=evil()>words",
    "<a href='javascript:evil()'>words</a>",
    "<a href='&#106;ava\tscript:evil()'>words</a>",
    "<a href='https://evil.example/' ping='https://evil.example/' target=_blank>words</a>",
    "<img src='https://evil.example/a.png' srcset='https://evil.example/b.png 2x'>",
    "<img src=x onerror=evil()>",
    "<img src='//evil.example/a.png'><img src='file:///etc/passwd'><img src='C:\\evil.png'>",
    "<img src='data:text/html;base64,PHNjcmlwdD5ldmlsKCk8L3NjcmlwdD4='>",
    "<img src='data:image/svg+xml,<svg onload=evil()>'>",
    "<img src='data:image/svg+xml;base64,PHN2ZyBvbmxvYWQ9ImV2aWwoKSI+'>",
    "<img src='data:image/png;base64,PHNjcmlwdD5ldmlsKCk8L3NjcmlwdD4='>",
    "<picture><source srcset='https://evil.example/a'><img src='https://evil.example/a'></picture>",
    "<svg><script>evil()</script><image href='https://evil.example/'/><use href='evil'/></svg>",
    "<svg/onload=evil()>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<base href='https://evil.example/'><a href=x>words</a>",
    "<link rel=preload href='https://evil.example/' as=image><link rel=stylesheet href=evil.css>",
    "<style>@import 'https://evil.example'; p { background: url(https://evil.example) }</style>",
    "<p style='background: url(https://evil.example)'>words",
    "<body background='https://evil.example'><table background='evil.png'><tr><td>words",
    "<iframe src='https://evil.example' srcdoc='<script>evil()</script>'></iframe>",
    "<object data='evil.swf'><embed src='evil.swf'></object><applet code=evil></applet>",
    "<video poster='https://evil.example/a' src='evil.mp4'><audio src='evil.mp3'></audio></video>",
    "<form action='https://evil.example'><input formaction='evil' value=evil><button>evil</button>",
    "<frameset><frame src='https://evil.example'></frameset>",
    "<template><img src=x onerror=evil()></template>",
    "<noscript><p title='</noscript><img src=x onerror=evil()>'></noscript>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;<img src=1 onerror=evil()>'>",
    "<svg></p><style><a id='</style><img src=1 onerror=evil()>'>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=evil()>",
    "<p>words<!-- <script>evil()</script> --><![CDATA[<script>evil()</script>]]>",
    "<listing>&lt;img onerror=evil() src=x&gt;</listing><xmp><img src=x onerror=evil()></xmp>",
    "<div hidden>evil</div><p style='display : none'>evil</p><p class=sf-hidden>evil</p>",
    "<x:script xmlns:x='http://www.w3.org/1999/xhtml'>evil()</x:script>",
    "<a href='habeas-picture:0'>words</a><img src='habeas-picture:99'>",
]


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))


def tags(page: str):
    reader = _Tags()
    reader.feed(page)
    return reader.found


def assert_harmless(page: str) -> None:
    for tag, given in tags(page):
        assert tag not in {
            "script", "style", "link", "meta", "base", "iframe", "frame", "object", "embed", "form",
            "input", "button", "svg", "math", "video", "audio", "source", "template", "noscript",
        }  # fmt: skip
        assert set(given) <= {
            "src", "alt", "title", "dir", "width", "height", "colspan", "rowspan", "start",
        }  # fmt: skip
        if "src" in given:
            assert tag == "img"
            assert given["src"].startswith("data:image/")
            assert "svg" not in given["src"]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("kind", ["text/html", "multipart/related"])
def test_nothing_of_a_hostile_page_runs_or_reaches_out(piece, kind):
    page = f"<html><body><p>before</p>{piece}</body></html>".encode()

    seen = shown(page if kind == "text/html" else web.mhtml(page), media_type=kind)

    assert_harmless(seen)
    assert "before" in seen or piece.startswith("<frameset")
    without_words = seen.replace("&lt;img onerror=evil() src=x&gt;", "").replace(
        '<a title="https://evil.example/">', ""
    )
    if not piece.startswith(("<listing", "<p>words<!--", "<x:script")):
        assert "evil" not in without_words


def test_a_page_keeps_its_words_its_tables_and_its_own_pictures():
    seen = shown(
        "<html dir=rtl><body><h1>Peña Gris</h1><table><tr><td colspan=2>Nine</td></tr></table>"
        f"<p>See <a href='https://faro.example/a?b=1&amp;c=2'>here</a>.</p><img src='{PICTURE}' "
        "alt='a yard' width=40></body></html>".encode(),
        media_type="text/html",
    )

    assert '<div dir="rtl">' in seen
    assert "<h1>Peña Gris</h1>" in seen
    assert '<td colspan="2">Nine</td>' in seen
    assert '<a title="https://faro.example/a?b=1&amp;c=2">here</a>' in seen
    assert ("img", {"src": PICTURE, "alt": "a yard", "width": "40"}) in tags(seen)
    assert "href" not in seen


def test_pictures_that_came_with_a_saved_page_are_shown_in_it():
    dot = base64.b64decode(web.DOT)
    page = b"<html><body><p>Yard</p><img src='a.png'><img src='b.png' alt='the gate'></body></html>"

    seen = shown(
        web.mhtml(page, pictures=(("https://faro.example/a.png", dot),)),
        media_type="multipart/related",
    )

    assert seen.count(PICTURE) == 1
    assert "<em>the gate</em>" in seen


def test_a_picture_that_is_none_or_too_large_is_its_words():
    large = base64.b64encode(base64.b64decode(web.DOT) + bytes(5_000_000)).decode()

    seen = shown(
        f"<p>Yard<img src='data:image/png;base64,{large}' alt='the gate'>".encode(),
        media_type="text/html",
    )

    assert seen == "<p>Yard<em>the gate</em></p>"


def test_a_long_page_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(showing, "LONGEST", 10_000)
    seen = shown(b"<p>some words</p>" * 3_000, media_type="text/html")

    assert 9_000 < len(seen) < 10_200
    assert seen.startswith("<p><em>The page is long.")
    assert "The page is long" not in shown(b"<p>some words</p>" * 300, media_type="text/html")


def test_a_page_too_deep_for_a_window_is_shown_as_its_words():
    assert shown(b"<html>a<div>" + b"<div>" * 50_000 + b"b <i>c", media_type="text/html") == (
        "<p>a</p><p>b c</p>"
    )
    nested = shown(b"<table><tr><td>x" * 40, media_type="text/html")
    assert nested.count("<table") <= 4
    assert nested.count("x") == 40


def test_control_characters_around_what_is_taken_out_do_no_harm():
    page = b"\x01<p>one<script>\x02</script>\x00two &#1; &#xfffe; &#xd800;</p>\x1b"

    assert "one\ufffdtwo" in shown(page, media_type="text/html")


def test_a_saved_page_without_a_page_says_so():
    assert "no page in the file" in shown(b"Subject: nothing", media_type="multipart/related")
