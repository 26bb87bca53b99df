"""What a source is made of: its pages, its files, what its file says besides."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from habeas.capture.reading import Part, Reading
from habeas.domain.page import Page
from habeas.domain.stretch import Stretch, StretchKind
from habeas.overview import pages
from habeas.services import collecting
from habeas.store.case import Case

TEXT = "One.\fTwo.\f\f\fFive."
PAGES = (
    Page(1, 10, 20, 0, 4), Page(2, 10, 20, 5, 9), Page(3, 10, 20, 10, 10), Page(4, 10, 20, 11, 11),
    Page(5, 10, 20, 12, 17),
)  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Case.create(tmp_path / "pages.habeas") as made:
        yield made


def add(case: Case, **said: object) -> tuple[int, str]:
    reading = Reading(**{"data": b"%PDF", "text": TEXT, "title": "Order", **said})
    with case.edit("Add") as edit:
        source = collecting.add(edit, reading).source
    return source, collecting.layer_of(case, source)


def test_each_letter_is_on_its_page_also_beside_empty_ones(case):
    heading = Stretch(StretchKind.HEADING, 0, 4, "1")
    _source, layer = add(case, pages=PAGES, stretches=(heading, heading))
    assert pages.count_of_pages(case, layer) == 5
    found = [pages.page_at(case, layer, place) for place in range(len(TEXT) + 1)]
    assert found == [1] * 4 + [0] + [2] * 4 + [0] * 3 + [5] * 5 + [0]
    starts = [pages.start_of_page(case, layer, number) for number in range(1, 7)]
    assert starts == [0, 5, None, None, 12, None]


def test_a_text_without_pages_has_none(case):
    _source, layer = add(case)
    assert pages.count_of_pages(case, layer) == 0
    assert pages.page_at(case, layer, 2) == 0
    assert pages.start_of_page(case, layer, 1) is None


def test_what_else_a_file_says_comes_back_in_pairs(case):
    pairs = (("Producer", "Typesetter"), ("Keywords", "visits\nwater"))
    _source, layer = add(case, metadata=pairs)
    assert pages.metadata(case, layer) == list(pairs)


def test_the_file_that_is_read_comes_first(case):
    source, layer = add(case, file_name="order.pdf")
    with case.edit("Add") as edit:
        mail = collecting.add(edit, Reading(b"mail", "A mail", title="Mail")).source
        again = Reading(b"%PDF again", TEXT, file_name="copy.pdf", extractor="other")
        collecting.add_part(edit, Part(again, "attachment"), within=mail)
    first, second = pages.captures(case, source)
    assert (first.file_name, first.layer, first.within) == ("order.pdf", layer, 0)
    assert (second.file_name, second.within, second.whole) == ("copy.pdf", mail, "Mail")
    assert [(part.id, part.part) for part in pages.parts(case, mail)] == [(source, "attachment")]
    assert [whole.name for whole in pages.wholes(case, source)] == ["Mail"]
    assert pages.count_of_parts(case, mail) == 1


@pytest.mark.parametrize(("until", "past"), [
    ("2031-05-10", True), ("2031-05-11", False), ("2031-05", False), ("2030", True),
    ("2031-05-01/..", False), ("", False), ("some day", False),
])  # fmt: skip
def test_a_source_is_past_its_date_when_the_last_day_of_it_is_over(until, past):
    assert pages.is_past(until, today=date(2031, 5, 11)) is past


@pytest.mark.parametrize(("kind", "author", "hidden"), [
    ("image/jpeg", "R. Molina", True), ("application/pdf", "R. Molina", True),
    ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", "R. Molina", True),
    ("text/html", "R. Molina", False), ("image/jpeg", "Mirador press", False),
])  # fmt: skip
def test_an_author_is_hidden_whom_only_the_file_tells(case, kind, author, hidden):
    source, _layer = add(
        case, media_type=kind, author=author, metadata=(("Artist", "R. Molina"), ("Make", "X"))
    )
    assert (source in pages.with_hidden_authors(case)) is hidden
    assert (source in pages.with_hidden_authors(case, source)) is hidden
