"""Telling documents, whatever wrote them; light enough to be asked of every file."""

from __future__ import annotations

import zipfile

from habeas.capture import signatures
from habeas.capture.original import Original

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT = "application/vnd.oasis.opendocument.text"
ODP = "application/vnd.oasis.opendocument.presentation"
EPUB = "application/epub+zip"
RTF = "application/rtf"
DOC = "application/msword"
_WORD = ("WordDocument".encode("utf-16-le"),)
_LOCKED = ("EncryptedPackage".encode("utf-16-le"), "EncryptionInfo".encode("utf-16-le"))
_EXCEL = (".xlsx", ".xlsm", ".xltx", ".xls")
_EARLY = 1_024  # bytes before the mark of a PDF that programs put up with
_START = 200  # bytes that hold the type of a zipped document, if it says one
_AROUND = 4_096  # bytes of an OLE file's directory that are looked at


def is_pdf(original: Original) -> bool:
    """Whether this is a PDF, perhaps with something before it."""
    return b"%PDF-" in original.head[:_EARLY]


def is_docx(original: Original) -> bool:
    """Whether this is a Word document of today."""
    return original.head.startswith(signatures.ZIP) and _holds(
        original, "word/", suffixes=(".docx", ".docm", ".dotx")
    )


def is_pptx(original: Original) -> bool:
    """Whether these are slides of PowerPoint."""
    return original.head.startswith(signatures.ZIP) and _holds(
        original, "ppt/", suffixes=(".pptx", ".pptm", ".ppsx")
    )


def is_odp(original: Original) -> bool:
    """Whether these are slides of OpenDocument."""
    start = original.head[:_START]
    return start.startswith(signatures.ZIP) and ODP.encode() in start


def is_odt(original: Original) -> bool:
    """Whether this is an OpenDocument text, zipped or as one flat file."""
    start = original.head[:_START]
    if start.startswith(signatures.ZIP):
        return ODT.encode() in start or _holds(original, "", suffixes=(".odt", ".ott"))
    return is_flat_odt(original)


def is_flat_odt(original: Original) -> bool:
    """Whether this is an OpenDocument text as one XML file."""
    start = original.head[:_AROUND]
    return b"<office:document" in start and (ODT.encode() in start)


def is_epub(original: Original) -> bool:
    """Whether this is an electronic book."""
    head = original.head
    return head.startswith(signatures.ZIP) and (
        EPUB.encode() in head[:_START]
        or _holds(original, "META-INF/container.xml", suffixes=(".epub",))
    )


def is_rtf(original: Original) -> bool:
    """Whether this is a Rich Text document."""
    return original.head[:_START].lstrip(b"\xef\xbb\xbf \r\n\t\0").startswith(b"{\\rtf")


def is_doc(original: Original) -> bool:
    """Whether this is a Word document of old, or a document of today that a password locks."""
    if not original.head.startswith(signatures.OLE):
        return False
    if original.name.lower().endswith((".doc", ".dot")) or _names(original, _WORD):
        return True
    return is_locked(original) and not original.name.lower().endswith(_EXCEL)


def is_locked(original: Original) -> bool:
    """Whether this is an Office document of today inside the case that its password makes."""
    return original.head.startswith(signatures.OLE) and _names(original, _LOCKED)


def _names(original: Original, names: tuple[bytes, ...]) -> bool:
    """Whether an OLE file's directory has one of these names."""
    if original.path is None:
        return any(name in original.data for name in names)
    head = original.head
    size = 1 << min(int.from_bytes(head[30:32], "little"), 16)
    try:
        with original.open() as file:
            file.seek((int.from_bytes(head[48:52], "little") + 1) * size)
            directory = file.read(_AROUND)
    except OSError:
        return False
    return any(name in directory or name in head for name in names)


def _holds(original: Original, folder: str, *, suffixes: tuple[str, ...]) -> bool:
    """Whether a ZIP file has a member of this folder ("": none that would do).

    If its list of members is lost, its beginning or its name must do.
    """
    try:
        with original.open() as file, zipfile.ZipFile(file) as archive:
            return folder != "" and any(name.startswith(folder) for name in archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        named = original.name.lower().endswith(suffixes)
        return named or (folder != "" and folder.encode() in original.head)
