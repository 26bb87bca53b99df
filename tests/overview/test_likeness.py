"""One story in many papers is found, two stories are told apart, and the user decides."""

from __future__ import annotations

import random

import pytest

from habeas.capture.reading import Part, Reading
from habeas.errors import Refused
from habeas.overview import likeness
from habeas.services import collecting, originating
from habeas.services.originating import Verdict
from habeas.store.case import Case
from making import whole

WIRE = (
    "PEÑA GRIS (Agency) - The director of prisons of Valdoria said on Friday that the cells of "
    "seven centres would stay closed until the origin of the orders was known. Nobody would leave "
    "the yards, he said, and visits were off until further notice. Relatives waited at the gate "
    "from early morning and were told to come back on Monday with their papers in order. "
)
OTHER = (
    "The price of bread in Santa Brisa rose for the third month, and bakers blamed the price of "
    "flour, which comes by ship and is late whenever the harbour freezes, as it did this winter. "
    "A council of neighbours asked the mayor to open the stores and to sell at the old price. "
)


def story(seed, words=60):
    rng = random.Random(seed)
    known = "salt mayor river stone clerk winter coal gate paper night letter horse"
    return " ".join(rng.choice(known.split()) for _ in range(words))


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "valdoria.habeas") as case:
        yield case


def add(case, *texts):
    with case.edit("Add sources") as edit:
        return [
            collecting.add(edit, Reading(text.encode(), text, title=text[:20])).source
            for text in texts
        ]


def pairs(case):
    return [(alike.one, alike.other) for alike in whole(likeness.look(case))]


def test_a_wire_story_that_was_cut_and_wrapped_is_found(case):
    cut = "From our desk. " + WIRE.upper()[:260]
    wrapped = story(1, 80) + ". " + WIRE.replace("ñ", "n") + story(2, 40)
    one, _bread, two, three = add(case, WIRE, OTHER, cut, wrapped)
    found = whole(likeness.look(case))
    assert {(alike.one, alike.other) for alike in found} <= {(one, two), (one, three), (two, three)}
    assert {alike.other for alike in found} == {two, three}
    assert all(alike.share > 0.7 for alike in found)


def test_other_stories_and_short_texts_are_left_alone(case):
    add(case, WIRE, OTHER, story(3, 400), story(4, 400), "The yard is closed", "The yard is shut")
    assert pairs(case) == []


def test_what_the_user_has_judged_is_not_asked_again(case):
    one, two = add(case, WIRE, WIRE + " More.")
    assert pairs(case) == [(one, two)]
    with case.edit("Say where it comes from") as edit:
        originating.judge(edit, two, one, verdict=Verdict.DIFFERENT, note="Two desks")
    assert pairs(case) == []
    assert originating.origins(case, [one, two]) == [frozenset({one}), frozenset({two})]
    case.undo()
    assert pairs(case) == [(one, two)]


def test_a_letter_is_not_compared_with_what_came_in_it(case):
    with case.edit("Add sources") as edit:
        whole_one = collecting.add(edit, Reading(WIRE.encode(), WIRE, title="Letter")).source
        part = Part(Reading(b"x", WIRE + " Attached.", title="Attached"), "attachment")
        collecting.add_part(edit, part, within=whole_one)
    assert pairs(case) == []


def test_origins_go_on_from_one_to_the_next(case):
    a, b, c, d = add(case, WIRE, WIRE + " Two.", WIRE + " Three.", OTHER)
    with case.edit("Say where it comes from") as edit:
        originating.judge(edit, a, b, verdict=Verdict.SAME)
        first = originating.judge(edit, b, c, verdict=Verdict.SAME)
        assert originating.judge(edit, c, b, verdict=Verdict.SAME) == first
    assert originating.origins(case, [a, c, d]) == [frozenset({a, c}), frozenset({d})]
    with case.edit("Take it back") as edit:
        assert originating.take_back(edit, c, b)
        assert not originating.take_back(edit, c, b)
    assert originating.origins(case, [a, c]) == [frozenset({a}), frozenset({c})]
    with pytest.raises(Refused), case.edit("Say where it comes from") as edit:
        originating.judge(edit, a, a, verdict=Verdict.SAME)


def test_differences_are_told_word_by_word():
    one, other = "Seven prisons stay closed, he said.", "Nine prisons stay closed today."
    found = [
        (d.same, one[slice(*d.one)], other[slice(*d.other)])
        for d in likeness.differences(one, other)
    ]
    assert found == [
        (False, "Seven", "Nine"),
        (True, "prisons stay closed", "prisons stay closed"),
        (False, "he said", "today"),
    ]
    assert likeness.differences("", "") == []
    assert [d.same for d in likeness.differences("", "a b")] == [False]


def test_a_crowd_of_the_same_story_is_one_pair_for_each(case):
    sources = add(case, *(f"{WIRE} Edition {n} of the day." for n in range(30)))
    found = whole(likeness.look(case))
    assert sorted(alike.other for alike in found) == sources[1:]
