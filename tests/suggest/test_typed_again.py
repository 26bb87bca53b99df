"""Dates and quantities as they are shown, in both languages, and typed again from what is shown."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from habeas import i18n
from habeas.domain.quantity import Quantity
from habeas.domain.when import Holding, When
from habeas.errors import Refused
from habeas.overview import wording
from habeas.suggest.typed import read_quantity, read_when

PUBLISHED = "2031-05-21"  # a Wednesday
SOME, EVERY, SOURCE = Holding.SOME_DAY, Holding.EVERY_DAY, Holding.SOURCE_DAY

IN_BOTH_LANGUAGES = [
    (When("2031-04-30"), "Wednesday 30 April 2031", "miércoles 30 de abril de 2031"),
    (
        When("2031-04-30~"),
        "about Wednesday 30 April 2031",
        "hacia el miércoles 30 de abril de 2031",
    ),
    (
        When("2031-04-30?"),
        "Wednesday 30 April 2031 (uncertain)",
        "miércoles 30 de abril de 2031 (fecha incierta)",
    ),
    (
        When("2031-04%"),
        "about April 2031 (uncertain)",
        "hacia abril de 2031 (fecha incierta)",
    ),
    (When("2031-04"), "some day in April 2031", "algún día de abril de 2031"),
    (When("2031"), "some day in 2031", "algún día de 2031"),
    (
        When("2031-04", holding=EVERY),
        "every day of April 2031",
        "todos los días de abril de 2031",
    ),
    (
        When("2031-05-10/..", holding=EVERY, began=True),
        "from 10 May 2031, open",
        "desde el 10 de mayo de 2031, fin abierto",
    ),
    (
        When("2031-05-10/", holding=EVERY, began=True),
        "from 10 May 2031, end not stated",
        "desde el 10 de mayo de 2031, fin no indicado",
    ),
    (
        When("2031-05/", holding=EVERY, began=True),
        "from May 2031, end not stated",
        "desde mayo de 2031, fin no indicado",
    ),
    (
        When("/2031-05-10", holding=EVERY, ended=True),
        "until 10 May 2031, start not stated",
        "hasta el 10 de mayo de 2031, inicio no indicado",
    ),
    (
        When("../2031-05-10", holding=EVERY, ended=True),
        "until 10 May 2031, start open",
        "hasta el 10 de mayo de 2031, inicio abierto",
    ),
    (
        When("2031-05-03/2031-05-09"),
        "some day between 3 May 2031 and 9 May 2031",
        "algún día entre el 3 de mayo de 2031 y el 9 de mayo de 2031",
    ),
    (
        When("2031-05-03?/2031-06"),
        "some day between 3 May 2031 (uncertain) and June 2031",
        "algún día entre el 3 de mayo de 2031 (fecha incierta) y junio de 2031",
    ),
    (
        When("2031-05-03/2031-05-09", holding=EVERY, began=True, ended=True),
        "from 3 May 2031 to 9 May 2031",
        "desde el 3 de mayo de 2031 hasta el 9 de mayo de 2031",
    ),
    (When("/2031-05-10"), "on or before 10 May 2031", "el 10 de mayo de 2031 o antes"),
    (When("2031-05-10/"), "on or after 10 May 2031", "el 10 de mayo de 2031 o después"),
    (
        When("2031-05-10/.."),
        "some day from 10 May 2031 on",
        "algún día desde el 10 de mayo de 2031 en adelante",
    ),
    (When("2031-22"), "some day in summer 2031", "algún día en el verano de 2031"),
    (
        When("2031-24", holding=EVERY),
        "every day of winter 2031",
        "todos los días durante el invierno de 2031",
    ),
    (
        When("2031-21/2031-23"),
        "some day between spring 2031 and autumn 2031",
        "algún día entre la primavera de 2031 y el otoño de 2031",
    ),
    (
        When("2031-04-XX"),
        "an unspecified day of April 2031",
        "un día sin precisar de abril de 2031",
    ),
    (When("2031-XX-XX"), "an unspecified day of 2031", "un día sin precisar de 2031"),
    (When("203X"), "a year between 2030 and 2039", "un año entre 2030 y 2039"),
    (
        When("/..", holding=SOURCE),
        "held on the day the source speaks (21 May 2031); start not stated; end open",
        "vigente el día en que habla la fuente (21 de mayo de 2031); inicio no indicado; "
        "fin abierto",
    ),
    (
        When("/", holding=SOURCE),
        "held on the day the source speaks (21 May 2031); start not stated; end not stated",
        "vigente el día en que habla la fuente (21 de mayo de 2031); inicio no indicado; "
        "fin no indicado",
    ),
    (
        When("2031-05-10/..", holding=SOURCE, began=True),
        "held on the day the source speaks (21 May 2031); began 10 May 2031; end open",
        "vigente el día en que habla la fuente (21 de mayo de 2031); "
        "desde el 10 de mayo de 2031; fin abierto",
    ),
    (When(), "date not stated", "fecha no indicada"),
]


@pytest.mark.parametrize("place", [0, 1], ids=["en", "es"])
@pytest.mark.parametrize(("when", "english", "spanish"), IN_BOTH_LANGUAGES)
def test_what_is_shown_reads_well_and_means_the_same_typed_again(
    when: When, english: str, spanish: str, place: int
) -> None:
    language = ("en", "es")[place]
    with i18n.speaking(language):
        shown = wording.when_in_words(when, PUBLISHED)
    assert shown == (english, spanish)[place]
    for first in ("en", "es"):  # whichever language is tried first
        again = read_when(shown, language=first, published=PUBLISHED)
        assert replace(again, words="") == when


FIRST = ["2031-05-10", "2031-04", "2031", "2031-22", "2031-04-XX", "203X"]
FIRST += ["2031-05-10?", "2031-05-10~", "2031-04%", "2031?", "2031-22~"]
LAST = ["2040-06-03", "2040-06", "2041?", "2040-07-01~", "2042-23"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("holding", [SOME, EVERY])
@pytest.mark.parametrize("first", FIRST)
def test_no_range_loses_an_end_or_a_doubt_when_it_is_typed_again(
    first: str, holding: Holding, language: str
) -> None:
    ranges = [f"{first}/", f"{first}/..", f"/{first}", *(f"{first}/{last}" for last in LAST)]
    for text in ranges:
        with i18n.speaking(language):
            shown = wording.when_in_words(When(text, holding=holding))
        again = read_when(shown, language=language, published="")
        assert (again.edtf, again.holding) == (text, holding), shown


def test_a_day_in_brackets_may_carry_its_own_doubt() -> None:
    with i18n.speaking("es"):
        shown = wording.when_in_words(When("/..", holding=SOURCE), "2031-05-21%")
    assert "(hacia el 21 de mayo de 2031 (fecha incierta))" in shown
    assert read_when(shown, language="es", published="").edtf == "/.."


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("summer of 2031", "2031-22"),
        ("the fall of 2031", "2031-23"),
        ("primavera del 2031", "2031-21"),
        ("10 May or later", "2031-05-10/"),
        ("algún día a partir del 10 de mayo", "2031-05-10/.."),
        ("a partir del 10 de mayo, fin no indicado", "2031-05-10/"),
        ("since 10 May, end not stated", "2031-05-10/"),
        ("from about 10 May, open", "2031-05-10~/.."),
        ("quizás el 10 de mayo", "2031-05-10?"),
        ("about April 2031 (incierto)", "2031-04%"),
    ],
)
def test_doubtful_and_coarse_dates_typed_in_other_words(
    words: str, edtf: str, language: str
) -> None:
    assert read_when(words, language=language, published=PUBLISHED).edtf == edtf


@pytest.mark.parametrize("words", ["a year between 2031 and 2038", "summer", "some day from on"])
def test_what_names_no_coarse_date_is_refused(words: str) -> None:
    with pytest.raises(Refused):
        read_when(words, language="en", published=PUBLISHED)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("low", "high", "approximate"),
    [(3, 5, False), (200, None, True), (None, 20, False), (22, 22, False), (200, 200, True)],
)
def test_a_quantity_shown_without_words_of_its_own_can_be_typed_again(
    low: int | None, high: int | None, *, approximate: bool, language: str
) -> None:
    ends = [None if end is None else Decimal(end) for end in (low, high)]
    with i18n.speaking(language):
        shown = wording.quantity_in_words(Quantity(*ends, None, "personas", approximate))
    again = read_quantity(shown, language=language)
    assert (again.low, again.high, again.unit) == (*ends, "personas")
    assert again.approximate is approximate
