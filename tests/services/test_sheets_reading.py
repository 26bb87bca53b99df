"""Rows of sheets read as a person would write them, in English and Spanish."""

from __future__ import annotations

from dataclasses import replace

import pytest

from habeas import capture
from habeas.domain.claim import Kind
from habeas.domain.draft import Draft
from habeas.domain.sheet import Field, Mapping, Order, Sheet, cells_of, lettered, sheets_of
from habeas.domain.when import Holding
from habeas.services.sheets import guessing, surveying, values
from habeas.services.sheets.rows import Unreadable, key_of, read_row
from habeas.services.sheets.values import Misread
from making import whole

HECHOS = """\
ID;Fecha;Tipo de hecho;Departamento;Centro penal;Nº de muertos;Según;Descripción;Observaciones
A-1;03/05/2031;Homicidio;Santa Brisa;Peña Gris;1.234;La policía;Hubo disparos en el patio;ver foto
A-2;14/05/2031;asesinato;Santa Brisa;;unas 20;s/d;Otro hecho en la misma semana;
A-3;15/5/2031;Paliza;Santa Brisa;;n/a;;Golpes en la celda cuatro;
"""
EVENTS = """\
Date,Until,What,Kind,Where,How many,Who says so
5/13/2031,,Riot in the yard,Incident,Peña Gris,"1,200",the ministry; a warden
5/2/2031,5/20/2031,No visits,Measure,Santa Brisa,more than 20,
"""


def sheet_of(text: str) -> Sheet:
    reading = capture.read(text.encode(), file_name="hechos.csv")
    return sheets_of(reading.text, reading.stretches)[0]


def drafts(text: str, **changes: object) -> list[Draft | Unreadable]:
    sheet = sheet_of(text)
    mapping = replace(guessing.guess(sheet), **changes)  # type: ignore[arg-type]
    return [read_row(row, mapping) for row in sheet.rows(after=mapping.header)]


# figures


@pytest.mark.parametrize(
    ("cell", "decimal", "low", "high"),
    [
        ("1,234", ".", "1234", "1234"),
        ("1,234", ",", "1.234", "1.234"),
        ("1.234", ",", "1234", "1234"),
        ("1.234", ".", "1.234", "1.234"),
        ("1.234.567", ".", "1234567", "1234567"),
        ("12.5", ",", "12.5", "12.5"),
        ("1 234", ".", "1234", "1234"),
        ("22", ",", "22", "22"),
        ("20-25", ",", "20", "25"),
        ("20 – 25", ".", "20", "25"),
        ("entre 3 y 5", ",", "3", "5"),
        ("more than 20", ".", "21", None),
        ("más de 1.234 personas", ",", "1235", None),
        ("20+", ".", "20", None),
        ("≥ 20", ".", "20", None),
        ("hasta 30", ",", None, "30"),
        ("al menos tres", ".", "3", None),
        ("hundreds", ",", "200", None),
        ("6,4 millones", ".", "6350000", "6450000"),
        ("6.4 million", ",", "6350000", "6450000"),
        ("veinte", ".", "20", "20"),
        ("25%", ".", "25", "25"),
        ("s/d", ",", None, None),
        ("n/a", ".", None, None),
        ("?", ".", None, None),
    ],
)
def test_figures_are_read_by_the_mark_of_the_sheet(cell, decimal, low, high):
    for language in ("en", "es"):
        found = values.quantity(cell, decimal=decimal, language=language)
        assert tuple(None if n is None else f"{n:f}" for n in (found.low, found.high)) == (
            low,
            high,
        )
        assert found.words == ("" if low == high is None else " ".join(cell.split()))


@pytest.mark.parametrize("cell", ["unas 20", "20 aprox.", "about 20", "~20", "20?", "20 (est.)"])
def test_figures_that_are_not_exact_are_said_not_to_be(cell):
    found = values.quantity(cell, decimal=".", language="en")
    assert (found.low, found.approximate) == (20, True)
    assert not values.quantity("20", decimal=".", language="en").approximate


def test_a_figure_that_is_none_says_so():
    with pytest.raises(Misread, match="“quién sabe” names no number"):
        values.quantity("quién sabe", decimal=",", language="es")


# dates


@pytest.mark.parametrize(
    ("cell", "edtf"),
    [
        ("2031-05-03", "2031-05-03"),
        ("2031-05-03 18:30:00", "2031-05-03T18:30:00"),
        ("03/05/2031", "2031-05-03"),
        ("3.5.31", "2031-05-03"),
        ("3-5-2031", "2031-05-03"),
        ("2031/05/03", "2031-05-03"),
        ("12-mar-31", "2031-03-12"),
        ("3 de mayo de 2031", "2031-05-03"),
        ("May 3, 2031", "2031-05-03"),
        ("mayo 2031", "2031-05"),
        ("may-31", "2031-05"),
        ("05/2031", "2031-05"),
        ("2031", "2031"),
        ("3/5/2031 - 7/5/2031", "2031-05-03/2031-05-07"),
        ("del 3/5/2031 al 7/5/2031", "2031-05-03/2031-05-07"),
        ("between 3 and 5 May 2031", "2031-05-03/2031-05-05"),
        ("desde el 3 de mayo de 2031", "2031-05-03/.."),
        ("03/05/2031?", "2031-05-03?"),
        ("2031-05~", "2031-05~"),
        ("s/f", ""),
        ("no consta", ""),
    ],
)
def test_dates_are_read_with_the_day_first(cell, edtf):
    found = values.when(cell, order=Order.DAY_FIRST, language="es")
    assert (found.edtf, found.words) == (edtf, cell if edtf else "")


def test_dates_are_read_with_the_month_first_where_the_sheet_has_it_so():
    read = values.when("03/05/2031", order=Order.MONTH_FIRST, language="en")
    assert read.edtf == "2031-03-05"


@pytest.mark.parametrize(
    ("cell", "why"),
    [
        ("31/02/2031", "is no day, read as day/month/year"),
        ("5/13/2031", "is no day, read as day/month/year"),
        ("viernes", "is not a date that can be read"),
        ("48000", "as spreadsheets count them"),
        ("7/5/2031 - 3/5/2031", "ends before it begins"),
    ],
)
def test_a_date_that_cannot_be_read_says_why(cell, why):
    with pytest.raises(Misread, match=why):
        values.when(cell, order=Order.DAY_FIRST, language="es")


# guessing


def test_columns_are_known_by_their_headings_in_spanish():
    made = guessing.guess(sheet_of(HECHOS))
    assert made.fields == (
        Field.KEY, Field.WHEN, Field.TYPE, Field.DEPARTMENT, Field.DETENTION, Field.QUANTITY,
        Field.VOICE, Field.SUMMARY, Field.NOTE,
    )  # fmt: skip
    assert (made.header, made.language, made.decimal) == (1, "es", ",")
    assert made.constants == {Field.UNIT: "dead"}


def test_columns_are_known_by_their_headings_in_english():
    made = guessing.guess(sheet_of(EVENTS))
    assert made.fields == (
        Field.WHEN, Field.UNTIL, Field.SUMMARY, Field.KIND, Field.PLACE, Field.QUANTITY,
        Field.VOICE,
    )  # fmt: skip
    assert (made.language, made.decimal, made.order) == ("en", ".", Order.MONTH_FIRST)


def test_headings_below_a_title_are_found():
    text = "Registro de hechos;;\n;;\nFecha;Lugar;Cuántos\n03/05/2031;Peña Gris;3\n"
    assert guessing.guess(sheet_of(text)).header == 3


def test_a_sheet_without_headings_is_known_by_its_cells():
    text = "13/05/2031;Motín;Peña Gris\n14/05/2031;Fuga;Santa Brisa\n15/05/2031;Motín;Peña Gris\n"
    made = guessing.guess(sheet_of(text))
    assert made.header == 0
    assert made.fields == (Field.WHEN, Field.TYPE, Field.NOTHING)


def test_what_habeas_wrote_beside_rows_to_mend_is_left_out():
    text = "Row,Why it cannot be read,Fecha,Tipo\n4,“31/02/2031” is no day,28/02/2031,Fuga\n"
    assert guessing.guess(sheet_of(text)).fields == (
        Field.NOTHING, Field.NOTHING, Field.WHEN, Field.TYPE,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("days", "order"),
    [
        (("03/05/2031", "04/06/2031", "25/06/2031"), Order.DAY_FIRST),
        (("03/05/2031", "04/06/2031", "06/25/2031"), Order.MONTH_FIRST),
        (("01/05/2031", "01/09/2031", "02/03/2031"), Order.MONTH_FIRST),  # they only rise so
        (("01/05/2031", "09/05/2031", "03/06/2031"), Order.DAY_FIRST),
    ],
)
def test_which_number_is_the_day_is_told_from_the_whole_column(days, order):
    text = "Date,Place\n" + "".join(f"{day},Peña Gris\n" for day in days)
    assert guessing.guess(sheet_of(text)).order is order


def test_a_column_whose_dates_could_be_both_is_said_to_be_so():
    sheet = sheet_of("Date,Place\n03/05/2031,Peña Gris\n04/06/2031,Peña Gris\n")
    found = whole(surveying.survey(sheet, guessing.guess(sheet)))
    assert (found.columns[0].told, found.columns[0].either) == (0, 2)
    clear = sheet_of("Date,Place\n03/05/2031,Peña Gris\n25/06/2031,Peña Gris\n")
    assert whole(surveying.survey(clear, guessing.guess(clear))).columns[0].told == 1


def test_a_point_in_a_workbook_is_a_decimal_point():
    """There a number has no thousands; what people typed as 1.234 is another matter."""
    sheet = sheet_of("Lugar;Cuántos\nPeña Gris;1.234\nSanta Brisa;2.345\n")
    assert guessing.guess(sheet).decimal == ","
    assert guessing.guess(sheet, typed=False).decimal == "."


# rows


def test_a_row_becomes_a_claim_with_all_it_says():
    first = drafts(HECHOS)[0]
    assert isinstance(first, Draft)
    claim = first.claim
    assert (claim.kind, claim.type) == (Kind.INCIDENT, "incident/killing")
    assert (claim.when.edtf, claim.when.words) == ("2031-05-03", "03/05/2031")
    assert (claim.quantity.stated, claim.quantity.unit) == (1234, "dead")
    assert claim.summary == "Hubo disparos en el patio"
    assert claim.note == "ver foto"
    assert [(p.name, p.kind) for p in first.places] == [
        ("Peña Gris", "detention"),
        ("Santa Brisa", "department"),
    ]
    assert [voice.name for voice in first.voices] == ["La policía"]


def test_what_is_not_stated_is_nothing_and_no_mistake():
    second = drafts(HECHOS)[1]
    assert isinstance(second, Draft)
    assert second.voices == ()
    assert (second.claim.quantity.low, second.claim.quantity.approximate) == (20, True)


def test_words_that_are_no_term_are_unreadable_until_they_are_settled():
    third = drafts(HECHOS)[2]
    assert isinstance(third, Unreadable)
    assert third.column == 2
    assert "“Paliza” is no type of claim" in third.reason
    settled = drafts(HECHOS, words={(Field.TYPE, "paliza"): "incident/ill-treatment"})[2]
    assert isinstance(settled, Draft)
    assert settled.claim.type == "incident/ill-treatment"
    sheet = sheet_of(HECHOS)
    found = whole(surveying.survey(sheet, guessing.guess(sheet)))
    assert found.open == {Field.TYPE: {"Paliza": 1}}


def test_a_start_and_an_end_are_every_day_between():
    found = drafts(EVENTS)[1]
    assert isinstance(found, Draft)
    when = found.claim.when
    assert (when.edtf, when.holding) == ("2031-05-02/2031-05-20", Holding.EVERY_DAY)
    assert (when.began, when.ended) == (True, True)
    assert found.claim.type == "measure/other"


def test_several_names_in_a_cell_are_several_voices():
    found = drafts(EVENTS)[0]
    assert isinstance(found, Draft)
    assert [voice.name for voice in found.voices] == ["the ministry", "a warden"]


def test_what_all_rows_are_stands_where_no_column_says_it():
    text = "Fecha;Lugar\n03/05/2031;Peña Gris\n"
    assert isinstance(drafts(text)[0], Unreadable)
    found = drafts(text, constants={Field.TYPE: "incident/riot"})[0]
    assert isinstance(found, Draft)
    assert found.claim.summary == "Riot, Peña Gris"


def test_a_type_of_another_kind_is_unreadable():
    mapping = Mapping(fields=(Field.KIND, Field.TYPE))
    row = next(Sheet("", ["Medida\tMotín"]).rows())
    found = read_row(row, replace(mapping, header=0))
    assert isinstance(found, Unreadable)
    assert found.reason == "“Riot” is no type of the kind “Measure”."


def test_every_cell_in_the_way_is_told_at_once():
    text = "Fecha;Tipo;Cuántos\n31/02/2031;Motín;#¡REF!\n"
    [found] = drafts(text)
    assert isinstance(found, Unreadable)
    assert sorted(bad.column for bad in found.bad) == [0, 2]
    assert "came out as an error" in found.reason


def test_a_long_story_is_cut_to_a_summary():
    story = "Una historia larga que no termina nunca " * 20
    [found] = drafts(f"Tipo;Descripción\nMotín;{story}\n")
    assert isinstance(found, Draft)
    assert len(found.claim.summary) <= 240
    assert found.claim.summary.endswith("…")


def test_a_key_that_says_nothing_is_none():
    mapping = Mapping(fields=(Field.KEY,), header=0)
    rows = list(Sheet("", ["A-1", "s/n"]).rows())
    assert [key_of(row, mapping) for row in rows] == ["A-1", ""]


def test_columns_are_named_as_spreadsheets_name_them():
    assert [lettered(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
    assert cells_of("") == ()
