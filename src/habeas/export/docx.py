"""A page as a DOCX file: our own template, real headings and real footnotes."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from habeas import paths
from habeas.export import footnotes
from habeas.export.footnotes import element
from habeas.export.page import (
    STEP,
    Block,
    Bullet,
    Cell,
    Heading,
    Note,
    Page,
    Paragraph,
    Quote,
    Run,
    Table,
    Text,
    clean,
    direction,
    finished,
    save,
    stretches,
    words,
)

if TYPE_CHECKING:
    from docx.document import Document

_SPOKEN = {"en": "en-GB", "es": "es-ES"}  # word processors look dictionaries up by country
_LONGEST = 255  # characters that a core property may hold
_COLUMN = 8220  # width of the text in twentieths of a point: A4 less the template's margins

Notes = list[list[Any]]  # the w:p elements of each note, in the order of their numbers


def write(page: Page, path: Path) -> None:
    """Write ``page`` to ``path`` as DOCX, whole or not at all; Problem if it cannot be written."""
    finished(work(page, path))


def work(page: Page, path: Path) -> Generator[float, None, None]:
    """``write`` in steps that give how much is done, 0 to 1; left before its end, no file is."""
    data = yield from _rendering(page)
    save(path, data)


def render(page: Page) -> bytes:
    """The bytes of the whole file."""
    return finished(_rendering(page))


def _rendering(page: Page) -> Generator[float, None, bytes]:
    from docx import Document as open_document

    document = open_document(str(paths.resources() / "templates" / "report.docx"))
    notes: Notes = []
    end: Any = document.element.body.sectPr
    for part in _head(page):
        end.addprevious(part)
    for done, parts in enumerate(_body(page.blocks, notes)):
        for part in parts:
            end.addprevious(part)
        if done % STEP == STEP - 1:
            yield 0.8 * done / len(page.blocks)
    for _some in footnotes.attach(document, notes):
        yield 0.8
    _speak(document, page.language)
    _describe(document, page)
    yield 0.85
    file = BytesIO()
    document.save(file)
    yield 0.95
    return _without_clock(file)


def _head(page: Page) -> list[Any]:
    lines = (("Title", page.title), ("Subtitle", page.subtitle), ("Byline", page.byline()))
    return [_paragraph(style, (Text(text),), []) for style, text in lines if text]


def _body(blocks: tuple[Block, ...], notes: Notes) -> Iterator[list[Any]]:
    """The elements of each block; a table keeps its distance from what follows."""
    for place, block in enumerate(blocks):
        found = _block(block, notes)
        following = blocks[place + 1 : place + 2]
        if isinstance(block, Table) and not (following and isinstance(following[0], Heading)):
            found.append(_paragraph("TableText", (), notes))
        yield found


def _block(block: Block, notes: Notes) -> list[Any]:
    match block:
        case Heading(level, text):
            return [_paragraph(f"Heading{min(max(level, 1), 5)}", (Text(text),), notes)]
        case Quote(parts):
            return [_paragraph("Quote", parts, notes)]
        case Bullet(parts):
            return [_paragraph("ListBullet", parts, notes)]
        case Table():
            return _table(block, notes)
        case Paragraph(parts):
            return [_paragraph("Normal", parts, notes)]


def _paragraph(style: str, parts: tuple[Run, ...], notes: Notes) -> Any:
    """A ``w:p``; its notes are added to ``notes``."""
    base = direction(words(parts))
    named = f"{style}Right" if base == "rtl" and style.endswith("Quote") else style
    paragraph, properties = element("w:p"), element("w:pPr")
    properties.append(element("w:pStyle", val=named))
    if base == "rtl":
        properties.append(element("w:bidi"))
    paragraph.append(properties)
    before: Run | None = None
    for part in parts:
        if isinstance(part, Text):
            paragraph.extend(_runs(part, base))
        else:
            paragraph.extend([_comma()] if isinstance(before, Note) else [])
            paragraph.append(_reference(part, notes))
        before = part
    return paragraph


def _runs(part: Text, base: str) -> list[Any]:
    """Words as ``w:r``, one for each stretch of a direction."""
    return [_run(part, piece, way) for piece, way in stretches(clean(part.text), base)]


def _run(part: Text, piece: str, way: str) -> Any:
    from docx.text.font import Font

    run = element("w:r")
    if "\t" in piece or "\n" in piece:
        run.text = piece
    else:  # python-docx would look at every letter for these two
        _plain(run, piece)
    if not (part.bold or part.italic or part.language or way == "rtl"):
        return run
    font = Font(run)
    if part.bold:
        font.bold = font.cs_bold = True
    if part.italic:
        font.italic = font.cs_italic = True
    if way == "rtl":
        font.rtl = True
    if part.language:
        spoken = _spoken(part.language)
        lang = element("w:lang", bidi=spoken) if way == "rtl" else element("w:lang", val=spoken)
        run.get_or_add_rPr().append(lang)  # last of the properties in the schema
    return run


def _plain(run: Any, piece: str) -> None:
    """Words without line ends as the one ``w:t`` of a run."""
    text = element("w:t")
    text.text = piece
    if piece != piece.strip():
        text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)


def _comma() -> Any:
    """Between two notes at one place, so that 1 and 2 do not read as 12."""
    run = element("w:r")
    run.style = footnotes.STYLE
    run.text = ","
    return run


def _reference(note: Note, notes: Notes) -> Any:
    styles = {Paragraph: "FootnoteText", Quote: "FootnoteQuote"}
    notes.append([_paragraph(styles[type(block)], block.runs, []) for block in note.blocks()])
    return footnotes.reference(len(notes))


def _table(table: Table, notes: Notes) -> list[Any]:
    """A ``w:tbl`` whose first row is repeated on each page; nothing without rows."""
    rows = table.filled()
    if not rows or not rows[0]:
        return []
    widths = _widths(rows)
    found, properties, grid = element("w:tbl"), element("w:tblPr"), element("w:tblGrid")
    properties.append(element("w:tblStyle", val="ReportTable"))
    properties.append(element("w:tblW", w=str(sum(widths)), type="dxa"))
    properties.append(element("w:tblLook", val="0020", firstRow="1"))
    grid.extend([element("w:gridCol", w=str(width)) for width in widths])
    found.extend([properties, grid])
    for place, row in enumerate(rows):
        found.append(_row(row, widths, style="TableText" if place else "TableHead", notes=notes))
    return [found]


def _row(row: tuple[Cell, ...], widths: list[int], *, style: str, notes: Notes) -> Any:
    found, properties = element("w:tr"), element("w:trPr")
    properties.append(element("w:cantSplit"))
    if style == "TableHead":
        properties.append(element("w:tblHeader"))
    found.append(properties)
    for parts, width in zip(row, widths, strict=True):
        cell, size = element("w:tc"), element("w:tcPr")
        size.append(element("w:tcW", w=str(width), type="dxa"))
        cell.extend([size, _paragraph(style, parts, notes)])
        found.append(cell)
    return found


def _widths(rows: tuple[tuple[Cell, ...], ...]) -> list[int]:
    """Widths of the columns by the length of what they hold, none starved and none greedy."""
    longest = [max(len(words(row[column])) for row in rows) for column in range(len(rows[0]))]
    shares = [min(max(length, 8), 40) for length in longest]
    return [_COLUMN * share // sum(shares) for share in shares]


def _spoken(language: str) -> str:
    return _SPOKEN.get(language, clean(language))


def _speak(document: Document, language: str) -> None:
    """Make ``language`` the one of the document, for spelling and for reading aloud."""
    from docx.oxml.ns import qn

    spoken = _spoken(language)
    styles: Any = document.styles.element
    settings: Any = document.settings.element
    for found in styles.xpath("./w:docDefaults//w:lang") + settings.xpath("./w:themeFontLang"):
        found.set(qn("w:val"), spoken)


def _describe(document: Document, page: Page) -> None:
    """The properties of the file: what the page says of itself, nothing of the machine."""
    properties = document.core_properties
    properties.title = clean(page.title)[:_LONGEST]
    properties.subject = clean(page.subtitle)[:_LONGEST]
    properties.author = clean(page.author)[:_LONGEST]
    properties.last_modified_by = clean(page.author)[:_LONGEST]
    properties.language = _spoken(page.language)
    properties.revision = 1
    properties.created = properties.modified = datetime.now(UTC).replace(tzinfo=None)


def _without_clock(file: BytesIO) -> bytes:
    """The package without the local time of each part, which would tell the time zone."""
    kept = BytesIO()
    with ZipFile(file) as package, ZipFile(kept, "w") as copy:
        for part in package.infolist():
            copy.writestr(ZipInfo(part.filename), package.read(part), compress_type=ZIP_DEFLATED)
    return kept.getvalue()
