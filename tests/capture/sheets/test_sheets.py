"""Spreadsheets become lines of text: row n of a sheet is line n of its stretch."""

from __future__ import annotations

import csv
import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture.reading import Reading
from habeas.capture.sheets import grid, weighing
from habeas.domain.sheet import sheets_of
from habeas.domain.stretch import StretchKind
from habeas.errors import Problem
from made import workbooks
from made.outlook import container
from made.workbooks import ods_cell, ods_row, ods_table, row


def read(data: bytes | str, name: str = "hechos.csv") -> Reading:
    return capture.read(data.encode() if isinstance(data, str) else data, file_name=name)


def lines(reading: Reading, n: int = 0) -> list[str]:
    return list(sheets_of(reading.text, reading.stretches)[n].lines)


# CSV


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_cells_are_parted_by_whatever_the_file_parts_them_with(sign):
    reading = read(sign.join("abc") + "\n" + sign.join("123") + "\n")
    assert reading.text == "a\tb\tc\n1\t2\t3"
    assert reading.kind == "dataset"
    [sheet] = reading.stretches
    assert (sheet.kind, sheet.start, sheet.end) == (StretchKind.SHEET, 0, len(reading.text))
    assert sheet.name == "hechos"


def test_a_comma_in_the_figures_does_not_part_cells():
    assert lines(read('lugar;cifra\nPeña Gris;1,5\n"Monte; Alto";2,5\n'))[1:] == [
        "Peña Gris\t1,5",
        "Monte; Alto\t2,5",
    ]


def test_a_cell_of_several_lines_stays_in_its_row():
    reading = read('a,b\n"one\r\ntwo",2\n\n3,4\n')
    assert lines(reading) == ["a\tb", "one\u2028two\t2", "", "3\t4"]


def test_blank_rows_count_and_those_at_the_end_do_not():
    assert lines(read("a,b\n\n\n1,2\n,\n\n")) == ["a\tb", "", "", "1\t2"]


def test_a_mark_of_excel_is_no_row():
    assert lines(read("sep=;\na;b,c\n1;2\n")) == ["a\tb,c", "1\t2"]


def test_a_quotation_that_never_closes_does_not_swallow_the_rest():
    reading = read('a,b\n1,"x\n2,y\n3,z\n')
    assert lines(reading) == ["a\tb", '1\t"x', "2\ty", "3\tz"]
    assert "quotation marks do not close" in reading.notes[0]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_csv_in_older_encodings_is_decoded(encoding):
    reading = read("año,lugar\n2031,Peña Gris\n2032,Peña Gris\n".encode(encoding))
    assert lines(reading)[1] == "2031\tPeña Gris"


def test_a_text_with_commas_stays_a_text():
    words = "Dear Inés, dear Tomás, dear all,\nthe gate, the yard, the wall,\nand so, on, and on\n"
    assert read(words, "letter.txt").media_type == "text/plain"
    assert read(words, "letter").media_type == "text/plain"
    assert read("a,b,c\n1,2,3\n4,5,6\n7,8,9\n", "export").media_type == "text/csv"


def test_a_csv_with_nothing_in_it_is_refused():
    with pytest.raises(Problem, match="empty"):
        read(" \n\n")


# workbooks


def test_cells_of_a_workbook_are_written_as_no_country_owns_them():
    book = workbooks.xlsx(
        {
            "Hechos": row("fecha", "n", number=2)
            + row(
                '<c s="1"><v>47976</v></c>', 5, 5.25, '<c s="2"><v>0.5</v></c>',
                '<c s="3"><v>0.25</v></c>', True, '<c s="4"><v>47976.75</v></c>',
                0.1 + 0.2, "a\tb\nc", "<c><f>1+1</f><v>2</v></c>", number=4,
            )
        }
    )  # fmt: skip
    reading = read(book, "hechos.xlsx")
    assert lines(reading) == [
        "",
        "fecha\tn",
        "",
        "2031-05-08\t5\t5.25\t12:00:00\t0.25\tTRUE\t2031-05-08 18:00:00\t0.3\ta b\u2028c\t2",
    ]
    assert reading.extractor == "calamine"
    assert reading.version.startswith("1+")


def test_every_sheet_is_a_stretch_and_the_hidden_ones_are_said_to_be():
    book = workbooks.xlsx(
        {"Uno": row("a", "b") + row("", "", hidden=True), "Vacía": "", "Dos": row("c")},
        hidden=["Dos"],
    )
    reading = read(book, "hechos.xlsx")
    assert [(s.name, reading.text[s.start : s.end]) for s in reading.stretches] == [
        ("Uno", "a\tb"),
        ("Dos", "c"),
    ]
    assert any("“Dos” is hidden" in note for note in reading.notes)
    assert any("1 row is hidden" in note for note in reading.notes)


def test_merged_cells_are_said():
    merged = '<mergeCells count="1"><mergeCell ref="A1:A3"/></mergeCells>'
    rows = "".join(row(f'<c r="A{n}"><v>{n}</v></c>', number=n) for n in (1, 2, 3))
    reading = read(workbooks.xlsx({"Hoja": rows}, after=merged), "m.xlsx")
    assert any("1 cell reaches over several rows" in note for note in reading.notes)


def test_a_workbook_says_who_made_it():
    core = (
        "<dc:creator>Inés Arriola</dc:creator><dc:title>Registro</dc:title>"
        "<dcterms:modified>2031-05-09T10:00:00Z</dcterms:modified>"
    )
    reading = read(workbooks.xlsx({"Hoja": row("a")}, core=core), "r.xlsx")
    assert (reading.author, reading.title) == ("Inés Arriola", "Registro")
    assert ("Modified", "2031-05-09T10:00:00Z") in reading.metadata
    assert ("Sheet", "Hoja (1 × 1)") in reading.metadata
    assert read(workbooks.xlsx({"Hoja": row("a")}), "r.xlsx").silent == ("author", "title")


def test_an_opendocument_sheet_is_read():
    table = ods_table(
        "Hoja",
        ods_row(ods_cell("lugar"), ods_cell("día"), ods_cell("n")),
        ods_row('<table:table-cell table:number-columns-repeated="3"/>'),
        ods_row(
            ods_cell("Peña Gris"),
            ods_cell("8/5/31", kind="date", value="2031-05-08"),
            ods_cell("20", kind="float", value="20"),
        ),
        ods_row('<table:table-cell table:number-columns-repeated="16384"/>', times=1048000),
    )
    reading = read(workbooks.ods(table, meta="<dc:creator>Inés</dc:creator>"), "h.ods")
    assert lines(reading) == ["lugar\tdía\tn", "", "Peña Gris\t2031-05-08\t20"]
    assert reading.metadata[0] == ("Creator", "Inés")


def test_an_excel_workbook_of_old_is_read():
    reading = read(workbooks.xls("Hoja", [["lugar", "n"], ["Peña Gris", 20.0]]), "h.xls")
    assert reading.media_type == "application/vnd.ms-excel"
    assert lines(reading) == ["lugar\tn", "Peña Gris\t20"]


# bad ones


def test_a_workbook_under_a_password_says_so_and_is_kept():
    locked = container({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y" * 300})
    reading = read(locked, "secret.xlsx")
    assert reading.text == ""
    assert "password" in reading.notes[0]
    assert reading.data == locked


def test_a_damaged_workbook_says_so_and_is_kept():
    book = workbooks.xlsx({"Hoja": row("a")})
    at = book.index(b"xl/worksheets/sheet1.xml") + 30
    broken = book[:at] + b"\xff" * 40 + book[at + 40 :]
    reading = read(broken, "broken.xlsx")
    assert reading.text == ""
    assert reading.notes
    assert reading.data == broken


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
        "</row>",
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1000000000'><c><v>1</v></c></row>",
        '<row r="1"><c r="xfd1"><v>1</v></c></row><row r="900000"><c r="a900000"><v>1</v></c>'
        "</row>",
    ],
)
def test_two_cells_far_apart_do_not_take_all_memory(rows):
    reading = read(workbooks.xlsx({"Hoja": rows}), "bomb.xlsx")
    assert reading.text == ""
    assert "too large" in reading.notes[0]


def test_a_row_repeated_a_million_times_does_not_take_all_memory():
    table = ods_table("Hoja", ods_row(ods_cell("x", times=16384), times=1048576))
    reading = read(workbooks.ods(table), "bomb.ods")
    assert "too large" in reading.notes[0]


def test_a_member_that_unpacks_to_far_more_than_it_says_is_not_unpacked(monkeypatch):
    monkeypatch.setattr(weighing, "MOST_BYTES", 100_000)
    book = workbooks.xlsx({"Hoja": row("a")}, parts={"xl/sharedStrings.xml": " " * 10_000_000})
    assert "too large" in read(book, "bomb.xlsx").notes[0]


def test_a_sheet_of_too_many_cells_is_read_as_far_as_that(monkeypatch):
    monkeypatch.setattr(grid, "MOST_CELLS", 6)
    reading = read("a,b\n1,2\n3,4\n5,6\n")
    assert lines(reading) == ["a\tb", "1\t2", "3\t4"]
    assert "Only the first 3 rows" in reading.notes[0]


def test_entities_in_the_properties_are_not_followed():
    evil = (
        '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]><cp:coreProperties '
        'xmlns:cp="a" xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:creator>&f;</dc:creator>'
        "</cp:coreProperties>"
    )
    book = workbooks.xlsx({"Hoja": row("a")}, parts={"docProps/core.xml": evil})
    assert read(book, "e.xlsx").author == ""


# any bytes

signs = st.characters(min_codepoint=32, exclude_categories=["Cs"]) | st.sampled_from("\n\t,;|\"'")
cells = st.lists(
    st.lists(st.text(signs, max_size=8), min_size=1, max_size=5), min_size=1, max_size=8
)


@given(cells, st.sampled_from([",", ";", "|"]))
def test_rows_that_were_written_are_read_again_one_line_each(rows, sign):
    """Whatever stands in the cells: no cell breaks its row, none lends one to another."""
    rows = [["clave", "uno", "dos"], *rows]
    out = io.StringIO()
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows(rows)
    reading = read(out.getvalue(), "a.csv")
    [sheet] = sheets_of(reading.text, reading.stretches)
    assert len(sheet.lines) <= len(rows)
    for row_ in sheet.rows():
        assert reading.text[row_.start : row_.end] == "\t".join(row_.cells)
        assert "\n" not in "".join(row_.cells)


_BOOKS = [
    ("a.xlsx", workbooks.xlsx({"Hoja": row("fecha", 20) + row("x", 1.5)})),
    ("a.ods", workbooks.ods(ods_table("Hoja", ods_row(ods_cell("x"), ods_cell("y"))))),
    ("a.xls", workbooks.xls("Hoja", [["lugar", 20.0]])),
    ("a.csv", b'a;b\n1;"2"\n'),
]


@pytest.mark.parametrize(("name", "data"), _BOOKS)
def test_bytes_that_were_spoilt_never_end_the_reader(name, data):
    """Each is read, kept with a note, or refused with a sentence."""
    chance = random.Random(7)
    for _try in range(120):
        spoilt = bytearray(data)
        for _each in range(chance.randint(1, 12)):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        if chance.random() < 0.3:
            del spoilt[chance.randrange(len(spoilt)) :]
        said = told(bytes(spoilt), name)
        assert said.strip()


def told(data: bytes, name: str) -> str:
    """What comes of a file: its words and notes, or why it is refused."""
    try:
        reading = capture.read(data, file_name=name)
    except Problem as problem:
        return str(problem)
    return reading.text + "".join(reading.notes)
