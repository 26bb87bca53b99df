"""However a page is laid out, nothing of its article is missing from the text."""

from __future__ import annotations

import pytest

from habeas import capture

LEAD = "The governor of Santa Brisa said on Friday that nobody would leave the cells until June."
MORE = (
    "Families waited at the gate for two days, and were told nothing, they said to Radio Valdoria."
)
LAST = "A judge is to hear the lawyers of eleven people on Tuesday in the capital."
LINKS = "".join(
    f"<li><a href='/{n}'>Another story of the day number {n}</a></li>" for n in range(9)
)
LAYOUTS = {
    "div soup": (
        "<div id=wrap class='page has-sidebar'><div class=menu><ul>{links}</ul></div>"
        "<div class=c1><h1>No way out</h1><div>{lead}</div><div><span>{more}</span></div>"
        "<div>{last}</div></div><div class=sidebar><ul>{links}</ul></div></div>"
    ),
    "headline apart": (
        "<div class=top><h1>No way out</h1><p>By Ana Sol</p></div><ul>{links}</ul>"
        "<div class=body><p>{lead}</p><p>{more}</p><p>{last}</p></div>"
    ),
    "breaks": "<h1>No way out</h1><div>{lead}<br><br>{more}<br><br>{last}</div><ul>{links}</ul>",
    "layout table": (
        "<table><tr><td><ul>{links}</ul></td><td><h1>No way out</h1><p>{lead}</p><p>{more}</p>"
        "<p>{last}</p></td></tr></table>"
    ),
    "related inside": (
        "<article><h1>No way out</h1><p>{lead}</p><div class=related><ul>{links}</ul></div>"
        "<p>{more}</p><aside><p>In figures: 11 people, 2 days.</p></aside><p>{last}</p></article>"
    ),
    "a list": (
        "<main><h1>No way out</h1><ol><li>{lead}</li><li>{more}</li><li>{last}</li></ol></main>"
    ),
    "sections": (
        "<h1>No way out</h1><section><h2>One</h2><p>{lead}</p></section><section><h2>Two</h2>"
        "<p>{more}</p></section><section><h2>Three</h2><p>{last}</p></section><ul>{links}</ul>"
    ),
    "named like furniture": (
        "<div class='widget promo'><h1>No way out</h1><p>{lead}</p><p>{more}</p><p>{last}</p></div>"
    ),
}  # fmt: skip


@pytest.mark.parametrize("layout", LAYOUTS)
def test_the_article_is_whole_and_in_order(layout):
    page = LAYOUTS[layout].format(lead=LEAD, more=MORE, last=LAST, links=LINKS)
    page = f"<!DOCTYPE html><html><head><title>No way out</title></head><body>{page}</body></html>"

    text = capture.read(page.encode(), file_name="page.html").text

    places = [text.find(piece) for piece in ("No way out", LEAD, MORE, LAST)]
    assert -1 not in places
    assert places == sorted(places)
    assert text.count(MORE) == 1
    assert "Another story" not in text
    if layout == "related inside":
        assert "In figures: 11 people, 2 days." in text


def test_a_list_of_stories_alone_is_the_text_of_its_page():
    page = f"<html><body><h1>Today</h1><ul>{LINKS}</ul></body></html>"

    text = capture.read(page.encode(), file_name="page.html").text

    assert "Another story of the day number 8" in text
