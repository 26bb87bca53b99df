"""Every format that Habeas reads, in one table; the last lines are tried first.

``sniff`` tells a format by what the file holds; where the same bytes may be two formats, the
suffix decides.  Readers are loaded when a file of theirs comes.
"""

from __future__ import annotations

from habeas.capture import signatures
from habeas.capture.registry import late, register

register("text/plain", (".txt", ".text", ".md"), sniff=signatures.is_text, reader=late("plain"))

# Spreadsheets: CSV, XLSX, XLS, ODS.
from habeas.capture.sheets import signs as _sheets  # noqa: E402

for _kind, _suffixes, _sniff, _reader in (
    ("text/csv", (".csv", ".tsv", ".tab"), _sheets.is_delimited, "delimited"),
    (_sheets.XLSX, (".xlsx", ".xlsm", ".xltx"), _sheets.is_xlsx, "workbook"),
    (_sheets.XLS, (".xls", ".xlt"), _sheets.is_xls, "workbook"),
    (_sheets.ODS, (".ods", ".ots"), _sheets.is_ods, "workbook"),
):
    register(_kind, _suffixes, sniff=_sniff, reader=late(f"sheets.{_reader}"))
