"""CSV and its kin: text in which a comma, a semicolon, a tab or a bar parts the cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from habeas.capture import encodings, language, plain, signatures
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.capture.sheets import signs
from habeas.capture.sheets.grid import Layer
from habeas.i18n import N_, _

VERSION = "1"
_LONGEST = 10_000_000  # letters in one cell: a quotation mark that is never closed
_NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SEP = re.compile(r'"?sep=[,;\t|]"?\r?\n', re.IGNORECASE)
_SAMPLE = 20_000  # letters by which the language is told
_TALL = 50  # line ends in a cell of a file that is badly quoted: more, and a mark went astray


def read(original: Original) -> Reading:
    """The Reading of a CSV file: one sheet, named as the file; Problem if there is nothing in it.

    A row is what the file says is one, so a cell may have several lines.
    """
    data, name = original.whole(), original.name
    found = encodings.decode(data)
    if found is None:
        raise signatures.not_text(N_("binary data"), name)
    if plain.is_blank(found.text):
        raise signatures.empty(name)
    sign = signs.delimiter(found.text, name=name)
    layer = Layer()
    stem = name.rpartition(".")[0] or name
    layer.add(stem, _rows(_without_sign(found.text), sign, layer.notes))
    said = (*found.notes, *plain.damage(found.damaged), *layer.said())
    (_name, rows, columns) = layer.sizes[0]
    return Reading(
        data=original.data,
        text=layer.text,
        media_type=signs.TSV if sign == "\t" else signs.CSV,
        extractor="csv",
        version=VERSION,
        encoding=found.encoding,
        notes=said,
        file_name=name,
        title=stem,
        language=language.guess(layer.text[:_SAMPLE]),
        kind="dataset",
        metadata=(
            ("Delimiter", _NAMES[sign]),
            ("Rows", str(rows)),
            ("Columns", str(columns)),
        ),
        stretches=tuple(layer.stretches),
    )


def _rows(text: str, sign: str, notes: list[str]) -> Iterator[list[str]]:
    """The rows; where quotation marks went astray, each line is one."""
    csv.field_size_limit(_LONGEST)
    if not _is_astray(text, sign):
        yield from csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        return
    notes.append(_("Its quotation marks do not close. Each line was read as a row, marks and all."))
    for line in io.StringIO(text, newline=""):
        yield line.rstrip("\r\n").split(sign)


def _is_astray(text: str, sign: str) -> bool:
    """Whether a quotation mark that is never closed swallows what comes after it."""
    try:
        for _row in csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True):
            pass
    except csv.Error as error:
        if "expected after" not in str(error):  # the end came first, or a cell without end
            return True
    else:
        return False
    try:
        rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign)
        return any(cell.count("\n") > _TALL for row in rows for cell in row)
    except csv.Error:
        return True


def _without_sign(text: str) -> str:
    """The text less the line by which Excel is told what parts the cells."""
    return _SEP.sub("", text, count=1) if _SEP.match(text) else text
