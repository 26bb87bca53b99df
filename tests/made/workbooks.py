"""Workbooks made part by part: XLSX, ODS and XLS, also such as no program would write."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape, quoteattr

from made.outlook import container

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATED = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_STYLES = (  # s="1": a date, "2": a time, "3": a share, "4": a date with its time
    f'<styleSheet xmlns="{_MAIN}"><numFmts count="2">'
    '<numFmt numFmtId="164" formatCode="dd/mm/yyyy"/>'
    '<numFmt numFmtId="165" formatCode="dd/mm/yyyy hh:mm"/></numFmts><cellXfs count="5">'
    '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="20"/><xf numFmtId="9"/>'
    '<xf numFmtId="165"/></cellXfs></styleSheet>'
)
_CORE = (
    f'<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/">'
    "{}</cp:coreProperties>"
)
ODS = "application/vnd.oasis.opendocument.spreadsheet"


def row(*cells: object, number: int = 0, hidden: bool = False) -> str:
    """A row of an XLSX sheet; a cell that begins with "<" is XML as it stands."""
    place = f' r="{number}"' if number else ""
    unseen = ' hidden="1"' if hidden else ""
    return f"<row{place}{unseen}>{''.join(map(_cell, cells))}</row>"


def _cell(value: object) -> str:
    if isinstance(value, str) and value.startswith("<"):
        return value
    if isinstance(value, bool):
        return f'<c t="b"><v>{int(value)}</v></c>'
    if isinstance(value, (int, float)):
        return f"<c><v>{value!r}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(str(value))}</t></is></c>'


def xlsx(
    sheets: Mapping[str, str],
    *,
    hidden: Sequence[str] = (),
    after: str = "",
    core: str = "",
    parts: Mapping[str, str] | None = None,
) -> bytes:
    """A workbook of these sheets, each the XML of its rows; ``after`` follows them in each."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml" '
            'ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType='
            '"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
            "</Types>",
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="r" '
            f'Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        listed, related = [], []
        for n, (name, rows) in enumerate(sheets.items(), 1):
            state = ' state="hidden"' if name in hidden else ""
            listed.append(f'<sheet name={quoteattr(name)} sheetId="{n}"{state} r:id="r{n}"/>')
            related.append(
                f'<Relationship Id="r{n}" Type="{_RELATED}/worksheet" '
                f'Target="worksheets/sheet{n}.xml"/>'
            )
            archive.writestr(
                f"xl/worksheets/sheet{n}.xml",
                f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>',
            )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}"><sheets>{"".join(listed)}</sheets>'
            "</workbook>",
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(related)}</Relationships>',
        )
        archive.writestr("xl/styles.xml", _STYLES)
        if core:
            archive.writestr("docProps/core.xml", _CORE.format(core))
        for name, words in (parts or {}).items():
            archive.writestr(name, words)
    return out.getvalue()


def ods(tables: str, *, meta: str = "") -> bytes:
    """An OpenDocument spreadsheet with these ``table:table`` elements."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "meta")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS, zipfile.ZIP_STORED)
        archive.writestr(
            "content.xml",
            f"<office:document-content {spaces}><office:body><office:spreadsheet>{tables}"
            "</office:spreadsheet></office:body></office:document-content>",
        )
        if meta:
            archive.writestr(
                "meta.xml",
                f'<office:document-meta {spaces} xmlns:dc="http://purl.org/dc/elements/1.1/">'
                f"<office:meta>{meta}</office:meta></office:document-meta>",
            )
        archive.writestr(
            "META-INF/manifest.xml",
            '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
            "/>",
        )
    return out.getvalue()


def ods_cell(words: str, *, kind: str = "string", value: str = "", times: int = 1) -> str:
    """A cell of an OpenDocument sheet."""
    name = "date-value" if kind == "date" else "value"
    said = f' office:{name}="{value}"' if value else ""
    many = f' table:number-columns-repeated="{times}"' if times > 1 else ""
    return (
        f'<table:table-cell office:value-type="{kind}"{said}{many}>'
        f"<text:p>{escape(words)}</text:p></table:table-cell>"
    )


def ods_row(*cells: str, times: int = 1) -> str:
    """A row of an OpenDocument sheet."""
    many = f' table:number-rows-repeated="{times}"' if times > 1 else ""
    return f"<table:table-row{many}>{''.join(cells)}</table:table-row>"


def ods_table(name: str, *rows: str) -> str:
    """A sheet of an OpenDocument spreadsheet."""
    return f'<table:table table:name="{name}">{"".join(rows)}</table:table>'


def xls(name: str, rows: Sequence[Sequence[str | float]]) -> bytes:
    """An Excel workbook of old (BIFF8) of one sheet."""
    begins = _record(0x809, struct.pack("<HHHHLL", 0x600, 5, 0, 0, 0, 6))
    called = name.encode("utf-16-le")
    sheet = struct.pack("<BBBB", 0, 0, len(name), 1) + called
    ends = _record(0x0A)
    at = len(begins) + 4 + 4 + len(sheet) + len(ends)
    book = begins + _record(0x85, struct.pack("<L", at) + sheet) + ends
    inner = _record(0x809, struct.pack("<HHHHLL", 0x600, 16, 0, 0, 0, 6))
    width = max(map(len, rows))
    inner += _record(0x200, struct.pack("<LLHHH", 0, len(rows), 0, width, 0))
    for r, cells in enumerate(rows):
        for c, value in enumerate(cells):
            if isinstance(value, str):
                said = value.encode("utf-16-le")
                held = struct.pack("<HHHHB", r, c, 0, len(value), 1) + said
                inner += _record(0x204, held)
            else:
                inner += _record(0x203, struct.pack("<HHHd", r, c, 0, value))
    return container({"Workbook": (book + inner + ends).ljust(4096, b"\0")})


def _record(kind: int, held: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(held)) + held
