"""What people type in the claim editor, in both languages, and what is refused."""

from __future__ import annotations

from contextlib import suppress
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
