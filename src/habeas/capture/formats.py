"""Every format that Habeas reads, in one table; the last lines are tried first.

A line holds the media type, the suffixes that such files usually have, the sign by which one is
told, and the module whose ``read`` reads it.  What a file holds decides; where the same bytes may
be two formats, the suffix does.  Readers are loaded when a file of theirs comes.
"""

from __future__ import annotations

from habeas.capture import signatures
from habeas.capture.documents import signs as documents
from habeas.capture.letters import signs as letters
from habeas.capture.media import signs as media
from habeas.capture.posts import signs as posts
from habeas.capture.registry import Sniff, late, register
from habeas.capture.sheets import signs as sheets
from habeas.capture.web import signs as web

Line = tuple[str, tuple[str, ...], Sniff, str]

_TEXTS: tuple[Line, ...] = (
    ("text/plain", (".txt", ".text", ".md", ".ris", ".bib"), signatures.is_text, "plain"),
)
_SHEETS: tuple[Line, ...] = (
    (sheets.CSV, (".csv", ".tsv", ".tab"), sheets.is_delimited, "sheets.delimited"),
    (sheets.XLSX, (".xlsx", ".xlsm", ".xltx"), sheets.is_xlsx, "sheets.workbook"),
    (sheets.XLS, (".xls", ".xlt"), sheets.is_xls, "sheets.workbook"),
    (sheets.ODS, (".ods", ".ots"), sheets.is_ods, "sheets.workbook"),
)
_WEB: tuple[Line, ...] = (
    # A page that was saved as a text is a page all the same.
    (web.HTML, (".html", ".htm", ".xhtml", ".txt"), web.is_page, "web.html"),
    (web.MHTML, (".mhtml", ".mht"), web.is_mhtml, "web.mhtml"),
    (web.WARC, (".warc", ".warc.gz"), web.is_warc, "web.warc"),
    (web.WACZ, (".wacz",), web.is_wacz, "web.wacz"),
)
_LETTERS: tuple[Line, ...] = (
    # Some programs save mails as they are and call them texts.
    (letters.MAIL, (".eml", ".emlx", ".txt"), letters.is_mail, "letters.eml"),
    (letters.MAILBOX, (".mbox", ".mbx", ".txt"), letters.is_mailbox, "letters.mbox"),
    (letters.OUTLOOK, (".msg",), letters.is_outlook, "letters.msg"),
)
_DOCUMENTS: tuple[Line, ...] = (
    (documents.DOC, (".doc", ".dot"), documents.is_doc, "documents.doc"),
    (documents.PDF, (".pdf",), documents.is_pdf, "documents.pdf"),
    (documents.DOCX, (".docx", ".docm", ".dotx"), documents.is_docx, "documents.docx"),
    (documents.PPTX, (".pptx", ".pptm", ".ppsx"), documents.is_pptx, "documents.pptx"),
    (documents.ODP, (".odp", ".otp"), documents.is_odp, "documents.odt"),
    (documents.ODT, (".odt", ".ott", ".fodt"), documents.is_odt, "documents.odt"),
    (documents.RTF, (".rtf",), documents.is_rtf, "documents.rtf"),
    (documents.EPUB, (".epub",), documents.is_epub, "documents.epub"),
)
_PICTURES: tuple[Line, ...] = tuple(
    (kind, suffixes, media.is_a(kind), "media.pictures")
    for kind, suffixes in (
        ("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
        ("image/png", (".png",)),
        ("image/gif", (".gif",)),
        ("image/tiff", (".tif", ".tiff")),
        ("image/webp", (".webp",)),
        ("image/bmp", (".bmp",)),
        ("image/heic", (".heic", ".heif")),
        ("image/avif", (".avif",)),
    )
)
_RECORDINGS: tuple[Line, ...] = tuple(
    (kind, suffixes, media.is_a(kind), "media.recordings")
    for kind, suffixes in (
        ("audio/mpeg", (".mp3",)),
        ("audio/wav", (".wav",)),
        ("audio/ogg", (".ogg", ".oga", ".opus", ".ogv")),
        ("audio/flac", (".flac",)),
        ("audio/amr", (".amr",)),
        ("audio/mp4", (".m4a", ".m4b")),
        ("video/mp4", (".mp4", ".m4v")),
        ("video/quicktime", (".mov", ".qt")),
        ("video/3gpp", (".3gp", ".3g2")),
        ("video/webm", (".webm",)),
        ("video/x-matroska", (".mkv", ".mka")),
        ("video/x-msvideo", (".avi",)),
    )
)
_SUBTITLES: tuple[Line, ...] = (
    (media.SRT, (".srt",), media.is_srt, "media.subtitles"),
    (media.VTT, (".vtt",), media.is_vtt, "media.subtitles"),
)
# Exports of platforms and chats, as files or in a ZIP file.
_POSTS: tuple[Line, ...] = (
    (posts.X, (".js", ".zip"), posts.is_x, "posts.x"),
    (posts.TELEGRAM, (".json", ".zip"), posts.is_telegram, "posts.telegram"),
    (posts.WHATSAPP, (".txt", ".zip"), posts.is_whatsapp, "posts.whatsapp"),
)

for _kind, _suffixes, _sign, _reader in (
    *_TEXTS, *_SHEETS, *_WEB, *_LETTERS, *_DOCUMENTS, *_PICTURES, *_RECORDINGS, *_SUBTITLES,
    *_POSTS,
):  # fmt: skip
    register(_kind, _suffixes, sniff=_sign, reader=late(_reader))
