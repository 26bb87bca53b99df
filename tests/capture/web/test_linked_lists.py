"""A list in which every name is a link is no menu where the page is about it."""

from __future__ import annotations

import pytest

from habeas import capture

FIRST = ("Ana", "Bruno", "Carla", "Elena", "Fabio")
LAST = ("Robles Quintar", "Tejeda Salvat", "Munive Ortega", "Huerta Solís", "Nieto Larra")
NAMES = [f"{first} {last}" for first in FIRST for last in LAST]
LISTS = {
    "items": ("<ul>{}</ul>", "<li><a href='/p/{n}'>{name}</a></li>"),
    "cards": ("<div>{}</div>", "<div class=card><h3><a href='/p/{n}'>{name}</a></h3></div>"),
    "lines": ("<p>{}</p>", "<a href='/p/{n}'>{name}</a><br>"),
}
LEAD = "The list was kept by the parish of Santa Brisa and holds whoever was taken to the barracks."
LAST = "Whoever misses somebody here may write to the parish, which asks at the gate every day."
PROSE = "The families were told at the gate that nobody would be let go before the end of June. "


def _list(kind, names=NAMES):
    whole, item = LISTS[kind]
    return whole.format(
        "".join(item.format(n=n, name=name) for n, name in enumerate(names))
    )  # fmt: skip


def _read(body):
    page = f"<html><head><title>Taken</title></head><body>{body}</body></html>"
    return capture.read(page.encode(), file_name="page.html")


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("around", ["<main>{}</main>", "<div class=content>{}</div>"])
def test_names_that_are_links_are_the_text_of_a_page_about_them(kind, around):
    body = f"<h1>Taken in Valdoria</h1><p>{LEAD}</p>{_list(kind)}<p>{LAST}</p>"

    reading = _read(f"<nav><a href='/'>Start</a></nav>{around.format(body)}")

    places = [reading.text.find(name) for name in (LEAD, *NAMES, LAST)]
    assert -1 not in places
    assert places == sorted(places)
    assert "Start" not in reading.text
    assert reading.notes == ()


@pytest.mark.parametrize("kind", LISTS)
def test_names_within_a_long_article_stay_in_their_place(kind):
    names = NAMES[:6]
    reading = _read(f"<h1>Taken</h1><div><p>{PROSE * 9}</p>{_list(kind, names)}<p>{LAST * 9}</p>")

    places = [reading.text.find(name) for name in (PROSE, *names, LAST)]
    assert -1 not in places
    assert places == sorted(places)


def test_a_long_list_beside_a_short_introduction_is_kept_with_the_words_that_part_it():
    two = f"<h2>May</h2>{_list('items')}<h2>June</h2>{_list('items')}"

    text = _read(f"<div><div><p>{LEAD}</p></div></div><div><div>{two}</div></div>").text

    assert text.count(NAMES[-1]) == 2
    assert text.index("June") > text.index(NAMES[0])


def test_that_a_list_was_taken_for_a_menu_is_said():
    short = _list("items", NAMES[:12])

    reading = _read(f"<h1>Taken</h1><div><p>{PROSE * 20}</p></div><div>{short}</div>")

    assert NAMES[0] not in reading.text
    assert any("taken for menus" in note for note in reading.notes)
