"""Opening PDFs with pdfium, one thread at a time, and asking it what pypdfium2 has no words for."""

from __future__ import annotations

import contextlib
import ctypes
import threading
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

from habeas.capture.original import Original

LOCK = threading.RLock()  # pdfium is not made for threads


class Why(StrEnum):
    """Why a PDF cannot be opened."""

    LOCKED = "locked"
    DAMAGED = "damaged"


class Unopened(Exception):
    """A PDF that pdfium cannot open; ``why`` says why."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


@contextlib.contextmanager
def opened(source: Original | bytes | Path) -> Iterator[Any]:
    """The PdfDocument, closed at the end; Unopened if it cannot be opened.

    Whatever is asked of it is asked under LOCK.
    """
    import pypdfium2 as pdfium

    given: Any = source.data if isinstance(source, Original) and source.path is None else source
    file = contextlib.nullcontext(given) if isinstance(given, bytes) else given.open(*_mode(given))
    with file as data:
        try:
            with LOCK:
                document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            locked = getattr(error, "err_code", 0) in (4, 5)  # a password; another way to lock
            raise Unopened(Why.LOCKED if locked else Why.DAMAGED) from None
        try:
            yield document
        finally:
            with LOCK:
                document.close()


def begin_forms(document: Any) -> None:
    """Let what was filled into a form be asked for and drawn; comes before any page."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    if document.get_formtype() == raw.FORMTYPE_ACRO_FORM:
        with contextlib.suppress(pdfium.PdfiumError):
            document.init_forms()


@contextlib.contextmanager
def page(document: Any, index: int) -> Iterator[Any]:
    """A page of the document by its index from 0, closed at the end; PdfiumError if broken."""
    with LOCK:
        found = document.get_page(index)
        try:
            yield found
        finally:
            found.close()


@contextlib.contextmanager
def textpage(page: Any) -> Iterator[Any]:
    """The text of a page, closed at the end; PdfiumError if there is none to be had."""
    found = page.get_textpage()
    try:
        yield found
    finally:
        found.close()


def language(document: Any) -> str:
    """The language that the document says it is in, such as "es-ES"; empty if it does not."""
    import pypdfium2.raw as raw

    size = raw.FPDFCatalog_GetLanguage(document, None, 0)
    if not 2 < size < 200:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    raw.FPDFCatalog_GetLanguage(document, buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").rstrip("\0")


def attached(document: Any, index: int, *, most: int) -> tuple[str, bytes] | None:
    """The name and the bytes of an attached file; none if broken, empty or of more than most."""
    import pypdfium2 as pdfium
    import pypdfium2.raw as raw

    try:
        found = document.get_attachment(index)
        name = found.get_name()
    except (pdfium.PdfiumError, UnicodeDecodeError):
        return None
    size = ctypes.c_ulong()
    raw.FPDFAttachment_GetFile(found, None, 0, size)
    if not 0 < size.value <= most:
        return None
    buffer = (ctypes.c_char * size.value)()
    written = ctypes.c_ulong()
    if not raw.FPDFAttachment_GetFile(found, buffer, size.value, written):
        return None
    return name, buffer.raw[: written.value]


def is_under_a_picture(textpage: Any) -> bool:
    """Whether a page's text is drawn invisibly, as programs do that read letters in scans."""
    import pypdfium2.raw as raw

    total = textpage.count_chars()
    drawn = (
        raw.FPDFTextObj_GetTextRenderMode(shown)
        for at in range(0, total, max(1, total // 8))
        if (shown := raw.FPDFText_GetTextObject(textpage, at))
    )
    modes = list(drawn)
    return bool(modes) and all(mode == raw.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)


def _mode(source: Original | Path) -> tuple[str, ...]:
    return ("rb",) if isinstance(source, Path) else ()
