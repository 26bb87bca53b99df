"""What came inside another source knows it, and goes without what others share with it."""

from __future__ import annotations

import pytest

from habeas.capture.reading import Part, Reading
from habeas.domain.source import Confidentiality, Source
from habeas.services import collecting, inside, purging
from habeas.store.case import Case

EXPORT = b'[{"text": "The yard is closed"}, {"text": "No visits today"}]'


def post(words, **said):
    return Part(Reading(b"", words, title=words, kind="post", **said), "post", shared=True)


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "valdoria.habeas") as case:
        yield case


@pytest.fixture
def export(case):
    with case.edit("Add sources") as edit:
        whole = collecting.add(edit, Reading(EXPORT, "", title="Posts"), pseudonym="P").source
        one = collecting.add_part(edit, post("The yard is closed", author="A"), within=whole)
        two = collecting.add_part(edit, post("No visits today", author="A"), within=whole)
    return whole, one.source, two.source


def letter(edit, name, attached):
    whole = collecting.add(edit, Reading(name.encode(), name, title=name)).source
    part = Part(Reading(attached, attached.decode(), title="List", file_name="list.txt"),
                "attachment")  # fmt: skip
    return whole, collecting.add_part(edit, part, within=whole)


def test_posts_of_one_export_are_sources_that_share_its_bytes(case, export):
    whole, one, two = export
    assert inside.parts(case, [whole]) == [one, two]
    assert inside.wholes(case, [one]) == [whole]
    assert len(case.query("SELECT * FROM capture")) == 1
    assert case.text(collecting.layer_of(case, one)) == "The yard is closed"
    assert case.get(Source, one).kind == "post"
    assert case.verify().problems == ()


def test_the_same_words_by_another_hand_are_another_source(case, export):
    whole, one, _two = export
    with case.edit("Add sources") as edit:
        again = collecting.add_part(edit, post("The yard is closed", author="A"), within=whole)
        other = collecting.add_part(edit, post("The yard is closed", author="B"), within=whole)
    assert (again.source, again.new) == (one, False)
    assert other.new
    assert case.verify().problems == ()


def test_a_list_sent_twice_is_one_source_that_came_inside_two_letters(case):
    with case.edit("Add sources") as edit:
        first, sent = letter(edit, "First letter", b"The names")
        second, again = letter(edit, "Second letter", b"The names")
    assert (again.source, again.new) == (sent.source, False)
    assert inside.wholes(case, [sent.source]) == [first, second]
    rows = case.query("SELECT part FROM source_capture WHERE source = ?", sent.source)
    assert [row["part"] for row in rows] == ["attachment", "attachment"]


def test_what_came_inside_a_confidential_source_is_confidential(case):
    with case.edit("Add sources") as edit:
        whole = collecting.add(
            edit, Reading(b"m", "A letter", title="A letter"),
            confidentiality=Confidentiality.CONFIDENTIAL, pseudonym="Witness",
        ).source  # fmt: skip
        part = Part(Reading(b"a", "A list", title="A list"), "attachment")
        inner = collecting.add_part(edit, part, within=whole).source
    found = case.get(Source, inner)
    assert (found.confidentiality, found.pseudonym) == (Confidentiality.CONFIDENTIAL, "Witness")


def test_a_purged_post_takes_its_words_and_leaves_the_bytes_that_others_share(case, export):
    whole, one, two = export
    *_looking, found = purging.foresee(case, "source", one)
    assert (found.wholes, found.parts, found.doomed.captures) == ((whole,), (), frozenset())
    for _step in purging.purge(case, found, reason="asked for"):
        pass
    assert [row["text"] for row in case.query("SELECT text FROM layer ORDER BY id")] == [
        "", "No visits today",
    ]  # fmt: skip
    assert case.verify().problems == ()
    *_looking, found = purging.foresee(case, "source", whole)
    assert found.parts == (two,)
    for _step in purging.purge(case, found, reason="asked for"):
        pass
    assert inside.wholes(case, [two]) == []
    assert case.text(collecting.layer_of(case, two)) == "No visits today"
    assert case.verify().problems == ()


def test_the_very_same_file_again_leaves_no_trace(case):
    reading = Reading(b"words", "words", title="W", file_name="w.txt")
    with case.edit("Add sources") as edit:
        first = collecting.add(edit, reading)
    before = case.last_edit()
    with case.edit("Add sources") as edit:
        assert collecting.add(edit, reading) == collecting.Added(first.source, new=False)
    assert case.last_edit() == before


def test_the_same_words_in_another_file_are_a_further_capture(case):
    with case.edit("Add sources") as edit:
        first = collecting.add(edit, Reading(b"words", "words", title="W", file_name="w.txt"))
        again = collecting.add(edit, Reading(b"words\r\n", "words\n", title="W", file_name="x.txt"))
    assert again == collecting.Added(first.source, new=False)
    rows = case.query("SELECT file_name, source FROM source_capture ORDER BY id")
    assert [(r["file_name"], r["source"]) for r in rows] == [
        ("w.txt", first.source), ("x.txt", first.source),
    ]  # fmt: skip
    assert case.text(collecting.layer_of(case, first.source)) == "words"
    assert case.verify().problems == ()


def test_two_pictures_without_words_are_two_sources(case):
    with case.edit("Add sources") as edit:
        one = collecting.add(edit, Reading(b"picture 1", "", title="One", media_type="image/png"))
        two = collecting.add(edit, Reading(b"picture 2", "", title="Two", media_type="image/png"))
        again = collecting.add(edit, Reading(b"picture 1", "", title="1", media_type="image/png"))
    assert one.new
    assert two.new
    assert again == collecting.Added(one.source, new=False)
    assert case.verify().problems == ()
