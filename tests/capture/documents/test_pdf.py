"""PDFs: the words in the order in which they are read, each with its place on its page."""

from __future__ import annotations

import pytest

from habeas import capture
from habeas.capture.documents import pdf as reader
from habeas.domain.page import rectangles
from habeas.domain.stretch import StretchKind
from habeas.errors import Problem
from made.pdfs import Lock, Said, lines, pdf, picture_pdf
from made.readings import said


def read(data, name="decree.pdf"):
    return capture.read(data, file_name=name)


def test_the_text_has_lines_paragraphs_and_pages():
    reading = read(
        pdf(
            [
                lines("The ministry of Valdoria\nordered it.\n\nNobody «de Peña Gris»\nwas asked."),
                lines("The second page."),
            ]
        )
    )

    assert reading.text == (
        "The ministry of Valdoria\nordered it.\n\nNobody «de Peña Gris»\nwas asked.\n\n"
        "The second page."
    )
    assert [(page.number, page.width, page.height) for page in reading.pages] == [
        (1, 595, 842),
        (2, 595, 842),
    ]
    assert [reading.text[page.start : page.end][-10:] for page in reading.pages] == [
        "was asked.",
        "cond page.",
    ]
    assert (reading.media_type, reading.extractor) == ("application/pdf", "pypdfium2")
    assert reading.version.startswith("1+5.")
    assert reading.notes == ()


def test_each_word_knows_its_place_from_the_upper_left():
    reading = read(pdf([[Said(100, 742, "Peña Gris", size=10)]]))
    page = reading.pages[0]

    assert [reading.text[word.start : word.end] for word in page.words] == ["Peña", "Gris"]
    left, top, right, bottom = page.words[0].box
    assert left == pytest.approx(100, abs=1)
    assert 88 < top < 100 < bottom < 104
    assert right < page.words[1].box[0]


@pytest.mark.parametrize(
    ("turn", "size"), [(0, (450, 750)), (90, (750, 450)), (180, (450, 750)), (270, (750, 450))]
)
def test_places_hold_on_pages_that_are_turned_and_cropped(turn, size):
    data = pdf([[Said(100, 700, "Held", size=20)]], page=f"/Rotate {turn}/CropBox[50 50 500 800]")
    page = read(data).pages[0]
    picture = reader.render(data, 1, scale=1)
    left, top, right, bottom = page.words[0].box
    dark = [
        (at % picture.width, at // picture.width)
        for at in range(picture.width * picture.height)
        if picture.rgb[at * 3] < 128
    ]

    assert (page.width, page.height) == size == (picture.width, picture.height)
    assert dark
    assert all(left - 1 <= x <= right + 1 and top - 1 <= y <= bottom + 1 for x, y in dark)


def test_a_word_broken_at_the_end_of_a_line_is_one_word_in_two_boxes():
    reading = read(pdf([lines("They spoke of the deten-\ntion of nine people.")]))
    at = reading.text.index("detention")

    assert reading.text == "They spoke of the detention of nine people."
    assert len(rectangles(reading.pages[0], at, at + 9)) == 2


def test_hyphens_that_may_be_real_are_kept():
    text = "The well-known case of 2023-\n2024, of Santa-\nBrisa and of a well-\nknown man."

    assert read(pdf([lines(text)])).text == text


def test_ligatures_are_letters_and_soft_hyphens_are_gone():
    letters = {65: "ﬁ", 66: "n", 67: "ffi", 68: "\u00ad", 69: "😀", 70: "\u0007"}
    reading = read(pdf([[Said(100, 700, "AB DB CDB EF", font="F2")]], letters={**letters, 32: " "}))

    assert reading.text == "fin n ffin 😀�"
    words = reading.pages[0].words
    assert [reading.text[word.start : word.end] for word in words] == ["fin", "n", "ffin", "😀�"]
    assert words[0].box[2] - words[0].box[0] == pytest.approx(12, abs=1)
    assert "One letter does not say what it is" in said(reading)


WIDTHS = {**dict.fromkeys("Lodeuan", 5.56), "i": 2.22, "l": 2.22, "s": 5.0, "t": 2.78}


def set_apart(text, *, gap, inside=0.0):
    """Words, or letters of words, each drawn for itself after a gap, as some programs do."""
    x, found = 100.0, []
    for word in text.split():
        for piece in word if inside else [word]:
            found.append(Said(x, 700, piece, size=10))
            x += sum(WIDTHS[letter] for letter in piece) + inside
        x += gap
    return found


def test_words_are_told_by_the_gaps_where_the_file_has_no_blanks():
    text = "Los inundados antes de la salida"

    assert read(pdf([set_apart(text, gap=1.8)])).text == text


def test_letters_that_are_set_a_little_apart_are_words():
    text = "Los inundados antes de la salida"

    assert read(pdf([set_apart(text, gap=2.0, inside=1.4)])).text == text


def test_figures_and_bullets_at_private_numbers_are_what_they_show():
    letters = {65: "\uf732", 66: "\uf730", 67: "\uf0b7", 68: "\uf761", 69: "\uf7f1", 70: "\ue123"}
    reading = read(pdf([[Said(100, 700, "C AB DED F", font="F2")]], letters={**letters, 32: " "}))

    assert reading.text == "• 20 aña �"
    assert "One letter does not say what it is" in said(reading)


def columns(*texts, gap=250.0):
    return [lines(text, x=60 + n * gap, top=700) for n, text in enumerate(texts)]


LEFT = (
    "Left column one starts\nhere and goes on with\nwords that are so ma-\nny until the end of it."
)
RIGHT = "Right column begins at\nthe same height as the\nleft one does and then\nends here as well."


def test_columns_that_were_written_across_are_read_one_after_the_other():
    left, right = columns(LEFT, RIGHT)
    across = [said for pair in zip(left, right, strict=True) for said in pair]
    heading = [Said(60, 760, "A heading that goes over both of the columns below", size=16)]
    expected = LEFT.replace("-\n", "") + "\n" + RIGHT

    assert read(pdf([left + right])).text == expected
    assert read(pdf([across])).text == expected
    assert read(pdf([heading + across])).text == heading[0].text + "\n\n" + expected


def test_three_columns_too():
    three = columns(LEFT, RIGHT, RIGHT.replace("Right", "Third"), gap=160)
    across = [said for row in zip(*three, strict=True) for said in row]
    text = read(pdf([across])).text

    assert text.index("until the end") < text.index("Right column") < text.index("Third column")
    assert text.index("Third column") > text.index("ends here")


def test_a_table_is_read_row_by_row():
    rows = [
        ("Prison", "Held", "Deaths"), ("Peña Gris", "120", "3"), ("Santa Brisa", "80", "1"),
        ("Monte Alto", "33", "0"), ("La Loma", "22", "0"),
    ]  # fmt: skip
    table = [
        Said(x, 700 - 14 * n, cell)
        for n, row in enumerate(rows)
        for x, cell in zip((72, 200, 300), row, strict=True)
    ]

    assert read(pdf([table])).text == "\n".join(" ".join(row) for row in rows)


def test_hebrew_is_in_the_order_in_which_it_is_read():
    letters = {65: "ד", 66: "ג", 67: "ב", 68: "א", 69: "ת", 70: "ש", 32: " "}
    reading = read(pdf([[Said(100, 700, "ABCD EF", font="F2")]], letters=letters))

    assert reading.text == "שת אבגד"
    first, second = reading.pages[0].words
    assert first.box[0] > second.box[2]


def test_what_stands_on_most_pages_is_furniture():
    pages = [
        [
            Said(72, 800, "Report on the prisons of Valdoria"),
            *lines(f"Words of page {n}.\nAnd more of them.", top=700),
            Said(300, 30, f"- {n} -"),
        ]
        for n in range(1, 5)
    ]
    reading = read(pdf(pages))
    marked = [reading.text[each.start : each.end] for each in reading.stretches]

    assert marked[:2] == ["Report on the prisons of Valdoria", "- 1 -"]
    assert len(marked) == 8
    assert {each.kind for each in reading.stretches} == {StretchKind.HEADER}
    assert read(pdf(pages[:2])).stretches == ()


def test_what_the_file_says_of_itself():
    info = {
        "Title": "Decreto 14 ñ", "Author": "Ministry of Order", "Producer": "Press 1.0",
        "CreationDate": "D:20240305120000-03'00'", "ModDate": "yesterday",
    }  # fmt: skip
    reading = read(pdf([lines("Words of a decree.")], info=info))
    told = dict(reading.metadata)

    assert (reading.title, reading.author) == ("Decreto 14 ñ", "Ministry of Order")
    assert told["CreationDate"] == "2024-03-05T12:00:00-03:00"
    assert told["ModDate"] == "yesterday"
    assert told["Producer"] == "Press 1.0"
    assert told["Pages"] == "1"
    assert reading.published == ""
    assert set(reading.silent) == {"published", "language"}


@pytest.mark.parametrize("title", ["Microsoft Word - decreto.doc", "untitled", "decreto_v2.docx"])
def test_a_title_that_a_program_made_is_not_taken(title):
    reading = read(pdf([lines("Words of a decree.")], info={"Title": title, "Author": "user"}))

    assert (reading.title, reading.author) == ("Words of a decree.", "")
    assert dict(reading.metadata)["Title"] == title


def test_a_locked_one_is_kept_and_said_to_be_locked():
    reading = read(pdf([lines("Words.")], lock=Lock("secreto")))

    assert reading.text == ""
    assert reading.data
    assert "password" in said(reading)


def test_one_that_everybody_may_read_is_read():
    assert read(pdf([lines("Words.")], lock=Lock())).text == "Words."


def test_a_scan_is_said_to_be_one_and_has_its_pages():
    reading = read(picture_pdf(pages=2))

    assert reading.text == ""
    assert "scan" in said(reading)
    assert [(page.number, page.width) for page in reading.pages] == [(1, 500), (2, 500)]


def test_blank_pages_alone_are_no_scan():
    reading = read(pdf([[], []]))

    assert (reading.text, len(reading.pages)) == ("", 2)
    assert reading.notes == ("No text was found in it. It is kept as it is.",)


def test_pages_without_words_are_named_unless_they_are_blank():
    line = [Said(72, 700, "-", size=0.001, font="F2")]
    reading = read(pdf([lines("Words."), line, [], line, line], letters={45: " "}))

    assert reading.text == "Words."
    assert "Pages 2, 4–5 have no words" in said(reading)


def test_files_inside_are_parts():
    reading = read(
        pdf([lines("Words.")], attached={"señas.txt": b"Some more words.", "x.bin": bytes(60)})
    )
    parts = list(reading.parts)

    assert "2 files are attached" in said(reading)
    assert [(part.role, part.reading.file_name, part.reading.text) for part in parts] == [
        ("attachment", "señas.txt", "Some more words."),
        ("attachment", "x.bin", ""),
    ]
    assert parts[1].reading.data == bytes(60)
    assert "kept" in parts[1].reading.notes[0]


def test_comments_and_what_was_filled_in_come_after_the_text():
    place = "/Rect[10 10 99 30]"
    notes = (
        f"<</Type/Annot/Subtype/Text{place}/Contents(Check this.)/T(Ana Ruiz)>>"
        f"<</Type/Annot/Subtype/Link{place}/Contents(no)>>"
        f"<</Type/Annot/Subtype/Widget{place}/FT/Tx/T(name)/V(Luis Mar)>>"
        f"<</Type/Annot/Subtype/Widget{place}/FT/Tx/T(age)/V()>>"
    )
    reading = read(
        pdf([lines("Words.")], page=f"/Annots[{notes}]", catalog="/AcroForm<</Fields[]>>")
    )

    assert reading.text == "Words.\n\nCheck this.\n\nname\tLuis Mar"
    assert [
        (each.kind, each.name, reading.text[each.start : each.end]) for each in reading.stretches
    ] == [
        (StretchKind.COMMENT, "Ana Ruiz", "Check this."),
        (StretchKind.TABLE, "", "name\tLuis Mar"),
    ]
    assert reading.pages[0].end == len("Words.")
    assert "end of the text" in said(reading)


def test_a_script_is_told_of():
    assert "JavaScript" in said(read(pdf([lines("Words.")], script="app.alert('x')")))


@pytest.mark.parametrize(("share", "pages"), [(0.6, 1), (0.9, 5), (0.995, 5)])
def test_of_one_that_was_cut_short_the_whole_pages_are_read(share, pages):
    whole = pdf([lines(f"Words of page {n}.") for n in range(5)])
    reading = read(whole[: int(len(whole) * share)])

    assert len(reading.pages) == pages
    assert reading.text.startswith("Words of page 0.")
    assert "damaged" in said(reading)


def test_one_that_cannot_be_opened_is_kept():
    reading = read(b"%PDF-1.7\nnothing of the kind")

    assert (reading.text, reading.pages) == ("", ())
    assert "damaged" in said(reading)
    assert reading.data


def test_more_pages_than_are_read_are_told(monkeypatch):
    monkeypatch.setattr(reader, "PAGES", 3)
    reading = read(pdf([lines(f"Page {n}") for n in range(5)]))

    assert reading.text == "Page 0\n\nPage 1\n\nPage 2"
    assert len(reading.pages) == 5
    assert reading.pages[4].start == reading.pages[4].end == len(reading.text)
    assert "only the first 3" in said(reading)


def test_a_file_that_stays_on_the_disk_is_read_there(tmp_path, monkeypatch):
    path = tmp_path / "x.pdf"
    path.write_bytes(pdf([lines("Words.")], attached={"a.txt": b"More."}))
    original = capture.original.of_file(path, held=10)
    reading = capture.read_original(original)

    assert (reading.text, reading.data, reading.path) == ("Words.", b"", path)
    assert [part.reading.text for part in reading.parts] == ["More."]
    assert reader.render(path, 1, scale=0.1).width == 60


def test_a_page_is_drawn_within_bounds():
    data = pdf([lines("Words.")], size=(100, 200))
    picture = reader.render(data, 1, scale=2)
    vast = reader.render(data, 1, scale=10_000)

    assert (picture.width, picture.height, len(picture.rgb)) == (200, 400, 240_000)
    assert reader.PIXELS * 0.9 < vast.width * vast.height <= reader.PIXELS


@pytest.mark.parametrize(
    ("data", "number"),
    [(pdf([[]]), 0), (pdf([[]]), 2), (b"%PDF-1.4", 1), (pdf([[]], lock=Lock("a")), 1)],
)
def test_a_page_that_cannot_be_drawn_says_so(data, number):
    with pytest.raises(Problem, match="cannot be shown"):
        reader.render(data, number, scale=1)
