"""Marking words, places on pages and stretches of time: what claims rest on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from habeas.capture.reading import Reading
from habeas.domain import region
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, Span
from habeas.domain.page import Page, Word
from habeas.domain.passage import Passage, PassageKind
from habeas.errors import Refused
from habeas.overview import cards, regions, register
from habeas.services import claiming, collecting, drafting, gathering, marking
from habeas.store.case import Case

TEXT = "Visits at Santa Brisa\nare suspended\funtil the spring."


def words(*boxes: tuple[str, tuple[float, float, float, float]]) -> tuple[Word, ...]:
    return tuple(Word(TEXT.index(w), TEXT.index(w) + len(w), box) for w, box in boxes)


PAGES = (
    Page(1, 600, 800, 0, 35, words(
        ("Visits", (70, 70, 110, 84)), ("at", (114, 70, 124, 84)), ("Santa", (128, 70, 160, 84)),
        ("Brisa", (164, 70, 190, 84)), ("are", (70, 90, 90, 104)),
        ("suspended", (94, 90, 150, 104)),
    )),
    Page(2, 600, 800, 36, 53, words(
        ("until", (70, 70, 95, 84)), ("the", (99, 70, 115, 84)), ("spring.", (119, 70, 160, 84)),
    )),
)  # fmt: skip
ORDER = Reading(
    b"%PDF order", TEXT, media_type="application/pdf", title="Order", pages=PAGES, language="en"
)
YARD = Reading(
    b"\x89PNG yard", "", media_type="image/png", title="The yard", pages=(Page(1, 400, 300),)
)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "marking.habeas") as made:
        yield made


def add(case: Case, reading: Reading) -> int:
    with case.edit("Add sources") as edit:
        return collecting.add(edit, reading).source


def claim(case: Case, source: int, *spans: Span, summary: str = "Fifty people stand there") -> int:
    made = Claim(kind=Kind.INCIDENT, type="incident/killing", summary=summary)
    with case.edit("Mark claim") as edit:
        return claiming.accept(edit, Draft(made, spans=spans), source=source)


def passage(case: Case) -> Passage:
    (found,) = case.select(Passage)
    return found


def test_words_on_pages_keep_where_they_stand_on_each(case):
    source = add(case, ORDER)
    start, end = TEXT.index("Brisa"), TEXT.index("the") + 3
    claim(case, source, Span(start, end))
    found = passage(case)
    assert (found.kind, found.quote, found.page) == (PassageKind.TEXT, TEXT[start:end], 1)
    assert region.rectangles(found.region) == [
        (1, (164, 70, 190, 84)), (1, (70, 90, 150, 104)), (2, (70, 70, 115, 84)),
    ]  # fmt: skip
    assert case.verify().ok


def test_words_of_a_text_without_pages_have_no_place_on_one(case):
    source = add(case, Reading(b"A note.", "A note.", title="Note"))
    claim(case, source, Span(0, 6))
    assert (passage(case).page, passage(case).region) == (None, "")


def test_a_rectangle_carries_a_claim_without_words(case):
    source = add(case, YARD)
    with case.edit("Mark") as edit:
        number = marking.mark_region(edit, source, page=1, box=(10.04, 20, 110, 90))
        assert marking.mark_region(edit, source, page=1, box=(10, 20, 110, 90)) == number
    found = passage(case)
    assert (found.kind, found.quote, found.page) == (PassageKind.RECTANGLE, "", 1)
    assert json.loads(found.region) == {"page": 1, "box": [10.0, 20.0, 110.0, 90.0]}
    claim(case, source, Span(0, 0, found.region))
    assert passage(case) == found, "the same rectangle is one passage"
    (card,) = cards.cards(case, source, text="")
    assert card.regions == (found.region,)
    assert (card.spans, card.lost) == ((), ())
    assert card.more == ("Rectangle on page 1",)
    assert case.verify().ok
    assert not marking.lost(case)
    assert [hit.title for hit in case.search("fifty")] == ["Fifty people stand there"]


def test_a_stretch_of_a_recording_carries_a_claim(case):
    source = add(case, Reading(b"RIFF", "", media_type="audio/wav", title="A call"))
    claim(case, source, Span(0, 0, region.time_range(65, 120.5)))
    found = passage(case)
    assert (found.kind, found.page) == (PassageKind.TIME, None)
    assert regions.in_words(found.region) == "From 0:01:05 to 0:02:00"
    assert case.verify().ok


def test_a_correction_keeps_the_rectangle_and_may_add_words(case):
    source = add(case, ORDER)
    rectangle = region.rectangle(2, (300, 300, 400, 350))
    number = claim(case, source, Span(0, 0, rectangle))
    draft = drafting.from_json(drafting.to_json(claiming.draft_of(case, number)))
    assert draft.spans == (Span(0, 0, rectangle),)
    with case.edit("Correct claim") as edit:
        claiming.correct(edit, number, replace(draft, spans=(*draft.spans, Span(0, 6))))
    assert claiming.draft_of(case, number).spans == (Span(0, 0, rectangle), Span(0, 6))
    (card,) = cards.cards(case, source, text=TEXT)
    assert (card.spans, card.regions, card.lost) == ((Span(0, 6),), (rectangle,), ())


def test_the_page_of_an_event_says_where_a_quote_would_stand(case):
    source = add(case, YARD)
    number = claim(case, source, Span(0, 0, region.rectangle(1, (1, 1, 9, 9))))
    with case.edit("Event") as edit:
        event = gathering.new_event(edit, number)
    assert register.page(case, event).quotes == {number: ("Rectangle on page 1",)}


@pytest.mark.parametrize("box", [(10, 10, 10, 20), (20, 10, 10, 20), (10, 30, 20, 20)])
def test_a_rectangle_without_an_inside_is_none(box):
    with pytest.raises(ValueError, match="no rectangle"):
        region.rectangle(1, box)


@pytest.mark.parametrize(("start", "end"), [(5, 5), (9, 5), (-1, 5), (0, float("inf"))])
def test_a_stretch_of_time_without_a_length_is_none(start, end):
    with pytest.raises(ValueError, match="no time"):
        region.time_range(start, end)


def test_a_region_that_is_none_is_refused(case):
    source = add(case, YARD)
    with pytest.raises(Refused):
        claim(case, source, Span(0, 0, "[]"))
    assert not case.select(Passage)


@pytest.mark.parametrize("said", [
    "", "null", "{", "7", "[1]", '{"page": "1", "box": [1, 2, 3, 4]}', '{"page": 1, "box": [1]}',
    '{"page": 1, "box": [1, 2, 3, "x"]}', '{"page": 1, "boxes": 5}', '{"page": true}',
    '{"page": 1, "box": [1, 2, 3, 1e999]}', "[" * 99_999,
])  # fmt: skip
def test_a_damaged_region_is_nowhere(said):
    assert region.rectangles(said) == []
    assert region.times(said) is None
    assert regions.in_words(said) == ""
