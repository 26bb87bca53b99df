"""A passage is found again in another reading of its source, or it is not: never somewhere else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from habeas.domain.passage import cut
from habeas.services.refinding import EXACT, FOLDED, Text

SENTENCE = (
    "the office of finance confirmed “twenty-two” inmates were confined in Peña Gris on Friday "
    "نفى مدير السجن ذلك 😀 a difficult official offered water, its flow “cut” for three days "
    "and visitors were sent away from Santa Brisa without a word of why"
)
WORDS = SENTENCE.split(" ")


def found(old, start, end, new):
    place = Text(new).find(cut(old, start, end))
    return None if place is None else (new[place.start : place.end], place.score)


def test_words_that_moved_are_found_where_they_stand_now():
    old = "Cells were searched on Friday. Nothing was found."
    new = "VALDORIA DAILY\n\nCells were searched on Friday. Nothing was found."
    assert found(old, 0, 29, new) == ("Cells were searched on Friday", EXACT)


@pytest.mark.parametrize(
    "new",
    [
        "The con-\nfined men of Peña Gris",
        "The confined\nmen  of Peña Gris",
        "The con\u00adﬁned men of Pen\u0303a Gris".replace("n\u0303", "ñ"),
        "The\u200f confined men\u00a0of Peña Gris",
    ],
)
def test_what_readings_differ_in_does_not_count(new):
    old = "The confined men of Peña Gris"
    place = Text(new).find(cut(old, 4, 19))
    assert place is not None
    assert place.score == FOLDED
    shown = new[place.start : place.end].replace("-\n", "").replace("\n", " ").replace("\u00ad", "")
    assert shown.replace("ﬁ", "fi").replace("  ", " ").replace("\u00a0", " ") == "confined men of"


def test_a_slip_of_a_reader_of_pictures_is_bridged_and_scored():
    old = "The warden said that seven prisons are on alert since Monday."
    new = "Page 1\nThe warden said that sevcn prisons are on a1ert since Monday."
    words, score = found(old, 16, 60, new)
    assert words == "that sevcn prisons are on a1ert since Monday"
    assert 880 <= score < FOLDED


def test_of_two_places_the_surroundings_tell_which():
    old = "In May 22 people died in Alta. In June 22 people were freed in Brisa."
    at = old.index("22 people were")
    new = "Figures\nIn May 22 people died in Alta. In June 22 people were freed in Brisa."
    place = Text(new).find(cut(old, at, at + 9))
    assert place is not None
    assert new[place.start :].startswith("22 people were freed")


def test_if_the_surroundings_do_not_tell_it_is_lost():
    old = "He said 22."
    assert found(old, 8, 10, "One column 22 | another column 22 | a third 22") is None


def test_a_figure_whose_place_was_misread_is_not_moved_to_the_same_figure_elsewhere():
    old = "In March 12 prisoners were moved. In May 15 prisoners were freed."
    new = "In March l2 prisoners were moved. In May 15 prisoners were freed on the 12 of June."
    assert found(old, 9, 11, new) is None
    assert found(old, 9, 11, "Page 1. In March 12 prisoners were moved.") == ("12", EXACT)
    assert found("EXIT", 0, 4, "The EXIT of Santa Brisa") == ("EXIT", EXACT)


def test_words_that_stood_twice_and_are_there_once_are_known_by_what_is_around_them():
    quote = "The director denied it."
    old = f"Asked on Friday, he was silent. {quote} The yard was shut. Then came rain. {quote} End."
    new = (
        f"Asked on Friday, he was silent. The dlrector denicd lt. The yard was shut. Rain. {quote}"
    )
    passage = cut(old, old.index(quote), old.index(quote) + len(quote))
    assert Text(new).find(passage, former=old) is None


def test_of_two_places_that_nothing_tells_apart_neither_is_nearly_meant():
    quote = "The director denied it."
    old = f"Asked on Friday, he was silent. {quote} The yard was shut."
    at = old.index(quote)
    assert found(old, at, at + len(quote), f"1 | {quote} | 2 | {quote} | 3") is None


def test_words_that_are_gone_are_lost():
    old = "The warden of Peña Gris denied that anybody was beaten."
    assert (
        found(old, 0, 54, "An entirely other article about the price of bread in Valdoria.") is None
    )
    assert found(old, 0, 54, "") is None


def read_otherwise(words, breaks):
    """The words as another extractor may give them; for each word its stretch in the new text."""
    text, places = "Header of the page 3\n\n", []
    for word, how in zip(words, breaks, strict=True):
        shape = word
        if how == 1 and len(word) > 6 and word.isalpha() and word.isascii():
            shape = f"{word[:3]}-\n{word[3:]}"
        elif how == 2:
            shape = word.replace("ffi", "ﬃ").replace("fl", "ﬂ").replace("fi", "ﬁ")
        elif how == 3:
            shape = word.replace("“", '"').replace("”", '"')
        places.append((len(text), len(text) + len(shape)))
        text += shape + (" ", "\n", " \n ", "\u00a0")[how]
    return text + "\n3\nFooter", places


@settings(max_examples=150)
@given(st.data())
def test_a_stretch_is_found_at_its_very_words_in_any_other_reading(data):
    order = data.draw(st.permutations(WORDS))
    old = " ".join(order)
    first = data.draw(st.integers(0, len(order) - 1))
    last = data.draw(st.integers(first, min(first + 9, len(order) - 1)))
    breaks = data.draw(st.lists(st.integers(0, 3), min_size=len(order), max_size=len(order)))
    new, places = read_otherwise(order, breaks)
    start = len(" ".join(order[:first])) + (1 if first else 0)
    end = len(" ".join(order[: last + 1]))

    place = Text(new).find(cut(old, start, end))

    if place is not None:
        assert (place.start, place.end) == (places[first][0], places[last][1])
    else:  # a word that stands there more than once, whose neighbours were written otherwise
        quote = " ".join(order[first : last + 1])
        assert old.count(quote) > 1 or len(quote) < 12
