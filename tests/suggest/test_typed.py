"""What people type in the claim editor, in both languages, and what is refused."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import i18n
from habeas.domain.edtf import is_valid
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.when import Duration, Holding, When
from habeas.errors import Refused
from habeas.overview import wording
from habeas.suggest.typed import read_duration, read_quantity, read_when

PUBLISHED = "2031-05-21"  # a Wednesday
SOME, EVERY, SOURCE = Holding.SOME_DAY, Holding.EVERY_DAY, Holding.SOURCE_DAY


@pytest.fixture(autouse=True)
def english():
    i18n.use("en")
    yield
    i18n.use("en")


WHENS = [
    ("on Friday", "2031-05-16", SOME),
    ("Wednesday", "2031-05-21", SOME),
    ("last Wednesday", "2031-05-14", SOME),
    ("next Friday", "2031-05-23", SOME),
    ("22 March", "2031-03-22", SOME),
    ("March 22", "2031-03-22", SOME),
    ("March 22nd, 2029", "2029-03-22", SOME),
    ("Friday 16 May 2031", "2031-05-16", SOME),
    ("since Saturday, open", "2031-05-17/..", EVERY),
    ("since 30 May", "2030-05-30/..", EVERY),
    ("some day in April", "2031-04", SOME),
    ("every day of April", "2031-04", EVERY),
    ("from 22 March", "2031-03-22/", EVERY),
    ("from 22 March 2031, open", "2031-03-22/..", EVERY),
    ("between 3 and 5 May", "2031-05-03/2031-05-05", SOME),
    ("from 3 to 5 May", "2031-05-03/2031-05-05", EVERY),
    ("between 30 April and 2 May", "2031-04-30/2031-05-02", SOME),
    ("before 24 April", "/2031-04-24", SOME),
    ("until 24 April", "/2031-04-24", EVERY),
    ("after 24 April", "2031-04-24/", SOME),
    ("about 22 March", "2031-03-22~", SOME),
    ("perhaps 22 March", "2031-03-22?", SOME),
    ("held on the day the source speaks", "/", SOURCE),
    ("the day the source speaks, open", "/..", SOURCE),
    ("not stated", "", SOME),
    ("  ", "", SOME),
    ("last week", "2031-05-12/2031-05-18", SOME),
    ("yesterday", "2031-05-20", SOME),
    ("in 2019", "2019", SOME),
    ("22/3/2031", "2031-03-22", SOME),
    ("22 March at 10:30", "2031-03-22T10:30:00", SOME),
    ("2031-04-25/..", "2031-04-25/..", EVERY),
    ("2031-04?", "2031-04?", SOME),
    ("el viernes", "2031-05-16", SOME),
    ("el viernes pasado", "2031-05-16", SOME),
    ("el próximo viernes", "2031-05-23", SOME),
    ("22 de marzo", "2031-03-22", SOME),
    ("24 de abril del 2031", "2031-04-24", SOME),
    ("1º de mayo", "2031-05-01", SOME),
    ("desde el sábado, abierto", "2031-05-17/..", EVERY),
    ("DESDE EL SABADO, ABIERTO", "2031-05-17/..", EVERY),
    ("algún día de abril", "2031-04", SOME),
    ("a partir del 22 de marzo", "2031-03-22/", EVERY),
    ("entre el 3 y el 5 de mayo", "2031-05-03/2031-05-05", SOME),
    ("del 3 al 5 de mayo", "2031-05-03/2031-05-05", EVERY),
    ("antes del 24 de abril", "/2031-04-24", SOME),
    ("el día en que habla la fuente", "/", SOURCE),
    ("el día en que la fuente habla, abierto", "/..", SOURCE),
    ("no consta", "", SOME),
    ("ayer", "2031-05-20", SOME),
    ("la semana pasada", "2031-05-12/2031-05-18", SOME),
    ("todo el mes de abril", "2031-04", EVERY),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("words", "edtf", "holding"), WHENS)
def test_a_typed_date(words: str, edtf: str, holding: Holding, language: str) -> None:
    when = read_when(words, language=language, published=PUBLISHED)
    assert (when.edtf, when.holding, when.words) == (edtf, holding, words.strip())


def test_since_and_until_say_that_it_began_or_ended() -> None:
    read = {
        w: read_when(w, language="en", published=PUBLISHED)
        for w in ("since Saturday, open", "from 3 to 5 May", "until 5 May", "between 3 and 5 May")
    }
    assert [(when.began, when.ended) for when in read.values()] == [
        (True, False),
        (True, True),
        (False, True),
        (False, False),
    ]


def test_figures_that_name_two_days_are_refused_in_english_and_read_in_spanish() -> None:
    with pytest.raises(Refused, match="2031-03-04 or 2031-04-03"):
        read_when("3/4/2031", language="en", published=PUBLISHED)
    assert read_when("3/4/2031", language="es", published=PUBLISHED).edtf == "2031-04-03"


@pytest.mark.parametrize("words", ["banana", "31 June", "30 de febrero", "5 May to 3 May", "12"])
def test_what_is_no_date_is_refused_and_says_what_can_be_typed(words: str) -> None:
    with pytest.raises(Refused, match="on Friday") as refused:
        read_when(words, language="en", published=PUBLISHED)
    assert refused.value.field == "when"


@pytest.mark.parametrize("words", ["on Friday", "22 March", "yesterday", "ayer"])
def test_a_relative_date_needs_the_day_of_the_source(words: str) -> None:
    with pytest.raises(Refused, match="published") as refused:
        read_when(words, language="en", published="")
    assert refused.value.field == "when"


QUANTITIES = [
    ("22", 22, 22, "", False),
    ("more than 20", 21, None, "", False),
    ("no more than 20", None, 20, "", False),
    ("hundreds", 200, None, "", True),
    ("6.4 million", 6_350_000, 6_450_000, "", False),
    ("about 200", 200, 200, "", True),
    ("between 3 and 5", 3, 5, "", False),
    ("3 to 5 million people", 2_500_000, 5_500_000, "people", False),
    ("at least 12", 12, None, "", False),
    ("fewer than 20", None, 19, "", False),
    ("some", 1, None, "", False),
    ("some people", 1, None, "people", False),
    ("some 200 inmates", 200, 200, "inmates", True),
    ("200 or more", 200, None, "", False),
    ("20+", 20, None, "", False),
    ("65 %", 65, 65, "%", False),
    ("dozens of inmates", 24, None, "inmates", True),
    ("0", 0, 0, "", False),
    ("más de 20", 21, None, "", False),
    ("cientos de presos", 200, None, "presos", True),
    ("6,4 millones", 6_350_000, 6_450_000, "", False),
    ("unos 200", 200, 200, "", True),
    ("una decena", 10, 10, "", True),
    ("al menos doce", 12, None, "", False),
    ("veintidós personas", 22, 22, "personas", False),
    ("una docena de niños", 12, 12, "niños", True),
    ("entre 3 y 5", 3, 5, "", False),
    ("algunos", 1, None, "", False),
    ("1.234.567", 1_234_567, 1_234_567, "", False),
]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(("words", "low", "high", "unit", "approximate"), QUANTITIES)
def test_a_typed_quantity(
    words: str, low: int | None, high: int | None, unit: str, *, approximate: bool, language: str
) -> None:
    q = read_quantity(words, language=language)
    assert (q.low, q.high, q.unit, q.approximate, q.words) == (low, high, unit, approximate, words)


def test_a_dot_groups_thousands_in_spanish_and_marks_decimals_in_english() -> None:
    assert read_quantity("5.200", language="es").low == 5200
    assert read_quantity("5.200", language="en").low == Decimal("5.2")
    assert read_quantity("5,200", language="en").low == 5200


def test_nothing_typed_is_no_quantity() -> None:
    assert read_quantity(" ", language="en").low is None


@pytest.mark.parametrize("words", ["nobody", "-", "people", "más de"])
def test_what_names_no_number_is_refused(words: str) -> None:
    with pytest.raises(Refused, match="more than 20") as refused:
        read_quantity(words, language="en")
    assert refused.value.field == "quantity"


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("words", "iso", "is_rhythm"),
    [
        ("24 hours", "PT24H", False),
        ("for 24 hours", "PT24H", False),
        ("72h", "PT72H", False),
        ("PT24H", "PT24H", False),
        ("two weeks", "P2W", False),
        ("a month", "P1M", False),
        ("indefinitely", "", False),
        ("around the clock", "", True),
        ("24 hours a day", "", True),
        ("twice a week", "", True),
        ("15 días", "P15D", False),
        ("por 24 horas", "PT24H", False),
        ("un mes", "P1M", False),
        ("indefinidamente", "", False),
        ("24 horas al día", "", True),
        ("las 24 horas", "", True),
    ],
)
def test_a_typed_duration(words: str, iso: str, *, is_rhythm: bool, language: str) -> None:
    duration = read_duration(words, language=language)
    assert (duration.iso, bool(duration.rhythm), duration.words) == (iso, is_rhythm, words)
    assert not duration.unclear


def test_what_is_no_length_of_time_is_refused() -> None:
    with pytest.raises(Refused, match="24 hours a day") as refused:
        read_duration("a while", language="en")
    assert refused.value.field == "duration"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("on Friday", "Friday 16 May 2031"),
        ("since Saturday, open", "from 17 May 2031, open"),
        ("some day in April", "some day in April 2031"),
        ("between 3 and 5 May", "some day between 3 May 2031 and 5 May 2031"),
        ("before 24 April", "on or before 24 April 2031"),
        (
            "the day the source speaks, open",
            "held on the day the source speaks (21 May 2031); start not stated; end open",
        ),
        ("not stated", "date not stated"),
    ],
)
def test_what_is_typed_is_shown_back_in_words(typed: str, shown: str) -> None:
    when = read_when(typed, language="en", published=PUBLISHED)
    assert wording.when_in_words(when, PUBLISHED) == shown


@pytest.mark.parametrize("words", [w for w, edtf, _ in WHENS if edtf and "T" not in edtf])
def test_the_words_shown_can_be_typed_again(words: str) -> None:
    when = read_when(words, language="en", published=PUBLISHED)
    shown = wording.when_in_words(when, PUBLISHED)
    again = read_when(shown, language="en", published=PUBLISHED)
    assert (again.edtf, again.holding) == (when.edtf, when.holding)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("more than 20", "more than 20 (21 or more)"),
        ("about 200", "about 200"),
        ("22", "22"),
        ("hundreds", "hundreds (200 or more, roughly)"),
        ("6.4 million", "6.4 million (6,350,000 to 6,450,000)"),
    ],
)
def test_quantities_in_words(typed: str, shown: str) -> None:
    assert wording.quantity_in_words(read_quantity(typed, language="en")) == shown


@pytest.mark.parametrize(
    ("edtf", "holding", "shown"),
    [
        ("2031-04-XX", SOME, "an unspecified day of April 2031"),
        ("202X", SOME, "a year between 2020 and 2029"),
        ("2031-22", SOME, "some day in summer 2031"),
        ("2031-04-24T11:00:00-06:00", SOME, "Thursday 24 April 2031, 11:00 (UTC-06:00)"),
        ("2031-04-24%", SOME, "about Thursday 24 April 2031 (uncertain)"),
        ("../2031-04-24", EVERY, "until 24 April 2031, start open"),
        ("/", SOURCE, "held on the day the source speaks; start not stated; end not stated"),
    ],
)
def test_dates_that_nobody_types_in_words(edtf: str, holding: Holding, shown: str) -> None:
    assert wording.when_in_words(When(edtf, holding=holding)) == shown


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


def test_a_quantity_without_words_names_its_unit_and_its_doubt() -> None:
    many = Quantity(Decimal(200), None, unit="people", approximate=True)
    assert wording.quantity_in_words(many) == "200 or more people, roughly"
    assert wording.quantity_in_words(Quantity()) == ""


def test_a_duration_that_may_be_a_rhythm_says_so() -> None:
    assert "not clear" in wording.duration_in_words(Duration("PT24H", "for 24 hours", unclear=True))
    assert wording.duration_in_words(Duration("PT24H")) == "24 hours"


def test_days_and_numbers_are_written_as_the_language_writes_them() -> None:
    i18n.use("es")
    assert wording.day_in_words("2031-04-24") == "jueves 24 de abril de 2031"
    assert "6.350.000" in wording.quantity_in_words(read_quantity("6,4 millones", language="es"))


def test_a_scope_in_one_line() -> None:
    scope = Scope(place_class="every centre", places_low=7, places_high=7, activities="visits")
    assert wording.scope_in_words(scope) == "every centre (7 places); visits"
    assert wording.scope_in_words(Scope(nationwide=True)) == "nationwide"
    assert wording.scope_in_words(Scope(words="wherever they are")) == "wherever they are"


PIECES = (
    "on since from between before 3 5 31 May April Friday , open and to el de abril entre 2031 - / "
)
PIECES += (
    "more than 20 about some hundreds million y 6.4 cientos más decena % + hours a day horas al"
)


@pytest.mark.parametrize("language", ["en", "es"])
@given(
    words=st.lists(st.sampled_from(PIECES.split()), max_size=7).map(" ".join) | st.text(max_size=20)
)
def test_whatever_is_typed_is_read_or_refused(words: str, language: str) -> None:
    with suppress(Refused):
        when = read_when(words, language=language, published=PUBLISHED)
        assert when.edtf == "" or is_valid(when.edtf)
    with suppress(Refused):
        quantity = read_quantity(words, language=language)
        assert None in (quantity.low, quantity.high) or quantity.low <= quantity.high
    with suppress(Refused):
        duration = read_duration(words, language=language)
        assert duration.iso == "" or duration.iso.startswith("P")
