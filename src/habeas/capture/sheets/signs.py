"""Telling spreadsheets; light enough to be asked of every file."""

from __future__ import annotations

import codecs
import csv
import re
import zipfile

from habeas.capture import signatures
from habeas.capture.original import Original

CSV = "text/csv"
TSV = "text/tab-separated-values"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
ODS = "application/vnd.oasis.opendocument.spreadsheet"
KINDS = (XLSX, XLS, ODS, CSV, TSV)
DELIMITERS = ",;\t|"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")  # a bare stream of an old Excel
_UTF16 = "Workbook".encode("utf-16-le"), "Book".encode("utf-16-le") + b"\x00\x00"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_EXCEL = (".xlsx", ".xlsm", ".xltx", ".xls", ".xlt")
_LOOKED = 8_192  # characters of the beginning that tell how a file is delimited
_LINES = 12
_SEP = re.compile(r'"?sep=([,;\t|])"?\r?\n', re.IGNORECASE)


def is_delimited(original: Original) -> bool:
    """Whether this is CSV: by its suffix, or without one of ours by rows that are all alike."""
    head = original.head
    if not signatures.could_be_text(head):
        return False
    name = original.name.lower()
    if name.endswith((".csv", ".tsv", ".tab")):
        return True
    # A text is left in peace; what came without a telling name must look like nothing else.
    if "." in name.rpartition("/")[2]:
        return False
    return name != "" and _is_grid(_opening(head))


def is_xlsx(original: Original) -> bool:
    """Whether this is an Excel workbook of today, or one that a password locks."""
    head = original.head
    if head.startswith(signatures.ZIP):
        named = original.name.lower().endswith(_EXCEL[:3])
        return (named and b"xl/" in head) or _holds(original, "xl/workbook.xml")
    return original.name.lower().endswith(_EXCEL[:3]) and is_locked(original)


def is_locked(original: Original) -> bool:
    """Whether a password locks this workbook of today: then it is inside a container of old."""
    return original.head.startswith(signatures.OLE) and _has(original, _LOCKED)


def is_xls(original: Original) -> bool:
    """Whether this is an Excel workbook of old."""
    head = original.head
    if head.startswith(_BIFF):
        return original.name.lower().endswith(_EXCEL)
    return head.startswith(signatures.OLE) and any(_has(original, name) for name in _UTF16)


def is_ods(original: Original) -> bool:
    """Whether this is an OpenDocument spreadsheet."""
    head = original.head
    return head.startswith(signatures.ZIP) and ODS.encode() in head[:200]


def delimiter(text: str, *, name: str = "") -> str:
    """The sign that parts the cells: the one by which the first rows come out alike and widest."""
    told = _SEP.match(text)
    if told:
        return told[1]
    start = text[:_LOOKED]
    # A row that is cut off says nothing.
    whole = start if len(text) <= _LOOKED else start[: start.rfind("\n") + 1] or start
    usual = "\t" if name.lower().endswith((".tsv", ".tab")) else ","
    return max(DELIMITERS, key=lambda sign: (_regularity(whole, sign), sign == usual))


def _regularity(text: str, sign: str) -> float:
    """How many cells the rows have by ``sign``, times how many rows agree on it; 0: one cell."""
    widths = [len(row) for row in _rows(text, sign) if row]
    if not widths:
        return 0.0
    usual = max(set(widths), key=lambda width: (widths.count(width), width))
    # Where rows are mostly of one cell, the headings alone tell.
    return (usual - 1) * (widths.count(usual) / len(widths)) ** 2 + (widths[0] - 1) / 1000


def _is_grid(text: str) -> bool:
    """Whether three rows or more all have the same number of cells, and at least three."""
    sign = delimiter(text)
    rows = _rows(text, sign)[:-1]  # the last may be cut
    widths = {len(row) for row in rows if row}
    blanks = sum(cell.startswith(" ") for row in rows for cell in row)  # commas of sentences
    cells = sum(map(len, rows))
    return len(rows) >= 3 and len(widths) == 1 and min(widths) >= 3 and blanks * 4 < cells


def _rows(text: str, sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(text.splitlines(keepends=True)[: _LINES * 20], delimiter=sign))
    except csv.Error:
        return []


def _opening(head: bytes) -> str:
    return codecs.getincrementaldecoder("utf-8")("replace").decode(head[:_LOOKED])


def _has(original: Original, words: bytes) -> bool:
    """Whether a file's directory, at either end of it, names something."""
    if original.path is None:
        return words in original.data[:1_000_000] or words in original.data[-1_000_000:]
    return words in original.head


def _holds(original: Original, member: str) -> bool:
    try:
        with original.open() as file, zipfile.ZipFile(file) as archive:
            return member in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False
