"""PDF: the text with its pages and the place of every word, and pictures of pages.

Nothing in the file is run or followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from habeas.capture import inside, sentences
from habeas.capture.documents import (
    pdfabout,
    pdfcolumns,
    pdfium,
    pdfmargin,
    pdfnotes,
    pdfnumbered,
    pdfrescue,
    signs,
    whole,
)
from habeas.capture.documents.flow import Flow
from habeas.capture.documents.pdfglyphs import Sheet
from habeas.capture.documents.pdflayout import Layout
from habeas.capture.documents.pdfnotes import Seen
from habeas.capture.original import Original
from habeas.capture.picture import Picture
from habeas.capture.reading import Part, Reading
from habeas.domain.stretch import Stretch
from habeas.errors import Problem
from habeas.i18n import _

VERSION = "1"
PAGES = 3_000  # pages that are read
TOLD = 100_000  # pages whose size is told
PIXELS = 20_000_000  # of a picture of a page
_LAST = 2_048  # bytes: where a whole PDF says that it ends
_SCRIPTS = (b"/JavaScript", b"/JS ", b"/JS(", b"/Launch")


def read(original: Original) -> Reading:
    """The Reading of a PDF; one that is locked, broken or a scan is kept without text."""
    try:
        with pdfium.opened(original) as document:
            return _reading(original, document)
    except pdfium.Unopened as failure:
        if failure.why is pdfium.Why.DAMAGED and (found := _rescued(original)):
            return found
        locked = failure.why is pdfium.Why.LOCKED
        note = sentences.LOCKED if locked else sentences.DAMAGED
        return Reading(
            data=original.data,
            text="",
            media_type=signs.PDF,
            extractor="pypdfium2",
            version=_version(),
            notes=(_(note),),
            file_name=original.name,
            kind=whole.KIND,
            title=original.name,
        )


def render(data: bytes | Path, number: int, *, scale: float) -> Picture:
    """Page ``number`` (from 1) as a picture, ``scale`` pixels to the point, at most PIXELS.

    Problem if there is no such page or it cannot be drawn.
    """
    import pypdfium2

    try:
        with pdfium.opened(data) as document, pdfium.LOCK:
            pdfium.begin_forms(document)
            with pdfium.page(document, number - 1) as page:
                return _drawn(page, scale)
    except (pdfium.Unopened, pypdfium2.PdfiumError, ValueError, IndexError):
        raise Problem(
            _(
                "Page {number} cannot be shown: the document is locked or damaged there. The "
                "original is kept as it came; it can be saved and opened in another program."
            ).format(number=number)
        ) from None


def _reading(original: Original, document: Any) -> Reading:
    seen = Seen(pages=len(document))
    layout = Layout()
    with pdfium.LOCK:
        pdfium.begin_forms(document)
        _pages(document, seen, layout)
        about = pdfabout.about(document)
        _look(original, document, seen)
    text, apart = _with_margins(layout.text, seen)
    return replace(
        whole.of_text(original, text, about),
        media_type=signs.PDF,
        extractor="pypdfium2",
        version=_version(),
        notes=pdfnotes.notes(seen, has_text=bool(text)),
        pages=tuple(layout.pages),
        stretches=(*layout.furniture(), *apart),
        parts=_attached(original) if seen.attached else (),
    )


def _rescued(original: Original) -> Reading | None:
    """The Reading of the pages that can be found in a PDF that does not say where they are."""
    mended = pdfrescue.rescued(original.data)
    if not mended:
        return None
    try:
        with pdfium.opened(mended) as document:
            return _reading(original, document)
    except pdfium.Unopened:
        return None


def _with_margins(text: str, seen: Seen) -> tuple[str, tuple[Stretch, ...]]:
    """The text and after it, apart, what was written on the pages afterwards."""
    flow = Flow()
    for aside in seen.margins:
        flow.aside(aside)
    said, stretches = flow.finished()
    if not said:
        return text, ()
    before = f"{text}\n\n" if text else ""
    return before + said, tuple(
        replace(each, start=each.start + len(before), end=each.end + len(before))
        for each in stretches
    )


def _pages(document: Any, seen: Seen, layout: Layout) -> None:
    """Read page after page, as many as may be read; of the others only their size is told."""
    import pypdfium2

    for index in range(min(seen.pages, TOLD)):
        if index >= PAGES or layout.is_full:
            layout.add(_size(document, index), ())
            continue
        seen.read = index + 1
        try:
            with pdfium.page(document, index) as page:
                _page(document, page, seen, layout)
        except pypdfium2.PdfiumError:
            seen.broken.append(index + 1)
            if len(layout.pages) <= index:
                layout.add(_size(document, index), ())


def _page(document: Any, page: Any, seen: Seen, layout: Layout) -> None:
    import pypdfium2.raw as raw

    number = seen.read
    sheet = Sheet(page.get_bbox(), page.get_rotation() % 360)
    with pdfium.textpage(page) as words:
        found, is_numbered = pdfnumbered.gather(words, sheet, believed=bool(seen.numbered))
        recognised = bool(found.rows) and pdfium.is_under_a_picture(words)
    placed = layout.placed
    layout.add(sheet.size, pdfcolumns.ordered(found.rows))
    seen.unplaced |= bool(found.rows) and layout.placed == placed
    seen.odd += found.odd
    if len(seen.margins) < pdfmargin.MOST:
        seen.margins += pdfmargin.gather(document, page)
    if not found.rows and raw.FPDFPage_CountObjects(page) > 0:
        seen.wordless.append(number)
    if is_numbered:
        seen.numbered.append(number)
    if recognised:
        seen.recognised.append(number)
    if found.cut:
        seen.cut.append(number)


def _look(original: Original, document: Any, seen: Seen) -> None:
    """What the document carries beside its pages."""
    import pypdfium2.raw as raw

    # What such forms show is made by a program, if at all.
    seen.form = document.get_formtype() in (
        raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND,
    )  # fmt: skip
    seen.script = raw.FPDFDoc_GetJavaScriptActionCount(document) > 0 or any(
        mark in original.data for mark in _SCRIPTS
    )
    seen.rebuilt = not raw.FPDF_DocumentHasValidCrossReferenceTable(document)
    if original.path is None:
        seen.rebuilt |= b"%%EOF" not in original.data[-_LAST:]
    total = max(document.count_attachments(), 0)
    seen.attached = min(total, inside.MOST)
    seen.attachments_left_out = total - seen.attached


def _attached(original: Original) -> Iterator[Part]:
    """The attached files, one at a time; what cannot be taken out stays within the original."""
    left = inside.ALL
    with pdfium.opened(original) as document:
        for index in range(min(document.count_attachments(), inside.MOST)):
            with pdfium.LOCK:
                found = pdfium.attached(document, index, most=min(left, inside.LARGEST))
            if found is not None:
                left -= len(found[1])
                yield Part(inside.read(original, found[1], found[0]), "attachment")


def _drawn(page: Any, scale: float) -> Picture:
    from pypdfium2.raw import FPDFBitmap_BGR

    width, height = page.get_size()
    fitting = min(scale, (PIXELS / max(width * height, 1)) ** 0.5 * 0.999)
    bitmap = page.render(
        scale=max(fitting, 0.01), rev_byteorder=True, force_bitmap_format=FPDFBitmap_BGR
    )
    try:
        row, step = bitmap.width * 3, bitmap.stride
        raw = bytes(bitmap.buffer)
        rows = (raw[at : at + row] for at in range(0, step * bitmap.height, step))
        return Picture(bitmap.width, bitmap.height, b"".join(rows))
    finally:
        bitmap.close()


def _size(document: Any, index: int) -> tuple[float, float]:
    import pypdfium2

    try:
        width, height = document.get_page_size(index)
    except pypdfium2.PdfiumError:
        return 0.0, 0.0
    return width, height


def _version() -> str:
    from pypdfium2 import PYPDFIUM_INFO

    return f"{VERSION}+{PYPDFIUM_INFO}"
