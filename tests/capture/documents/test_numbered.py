"""Letters that do not say what they are: read by their numbers if these make sense, else OCR."""

from __future__ import annotations

from habeas import capture
from made.drawnfonts import drawn_pdf

LINES = [
    "El director de Peña Gris dijo que nadie saldría de la celda",
    "hasta que las familias dejaran la puerta del cuartel, donde",
    "esperaban desde el lunes; una mujer de Santa Brisa contó que",
    "su hermano llevaba tres días sin agua y que nadie respondía.",
    "El cuartel no quiso dar los nombres de quienes estaban allí.",
]


def read(lines):
    return capture.read(drawn_pdf(lines), file_name="decreto.pdf")


def test_a_page_whose_letters_are_only_numbered_is_read_and_said_to_be():
    reading = read(LINES)

    assert reading.text.split("\n") == LINES
    assert len(reading.notes) == 1
    assert "were read by their numbers" in reading.notes[0]


def test_numbers_that_make_no_sense_are_not_taken_for_letters():
    turned = [
        "".join(
            chr(97 + (ord(sign) - 97 + 7) % 26) if "a" <= sign <= "z" else sign for sign in line
        )
        for line in LINES
    ]
    for lines in (turned, ["12 34 56 78 90" * 4] * 6, LINES[:1]):
        reading = read(lines)

        assert set(reading.text) <= set("� \n")
        assert "do not say what they are and are shown as �" in reading.notes[-1]
