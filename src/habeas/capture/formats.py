"""Every format that Habeas reads, in one table; the last lines are tried first.

``sniff`` tells a format by what the file holds; where the same bytes may be two formats, the
suffix decides.  Readers are loaded when a file of theirs comes.
"""

from __future__ import annotations

from habeas.capture import signatures
from habeas.capture.registry import late, register
from habeas.capture.web import signs as _web

register(
    "text/plain",
    (".txt", ".text", ".md", ".ris", ".bib"),
    sniff=signatures.is_text,
    reader=late("plain"),
)

# Spreadsheets: CSV, XLSX, XLS, ODS.
from habeas.capture.sheets import signs as _sheets  # noqa: E402

_suffixes: tuple[str, ...]  # of every table below
for _kind, _suffixes, _sniff, _reader in (
    ("text/csv", (".csv", ".tsv", ".tab"), _sheets.is_delimited, "delimited"),
    (_sheets.XLSX, (".xlsx", ".xlsm", ".xltx"), _sheets.is_xlsx, "workbook"),
    (_sheets.XLS, (".xls", ".xlt"), _sheets.is_xls, "workbook"),
    (_sheets.ODS, (".ods", ".ots"), _sheets.is_ods, "workbook"),
):
    register(_kind, _suffixes, sniff=_sniff, reader=late(f"sheets.{_reader}"))

# Pages of the web.  A page that was saved as a text is a page all the same.
_HTML = (".html", ".htm", ".xhtml", ".txt")
register("text/html", _HTML, sniff=_web.is_page, reader=late("web.html"))
register("multipart/related", (".mhtml", ".mht"), sniff=_web.is_mhtml, reader=late("web.mhtml"))
register("application/warc", (".warc", ".warc.gz"), sniff=_web.is_warc, reader=late("web.warc"))
register("application/wacz", (".wacz",), sniff=_web.is_wacz, reader=late("web.wacz"))

# Mails, mailboxes, Outlook's messages.  Some programs save mails as they are and call them texts.
from habeas.capture.letters import signs as _letters  # noqa: E402

_MAIL = (".eml", ".emlx", ".txt")
register("message/rfc822", _MAIL, sniff=_letters.is_mail, reader=late("letters.eml"))
_BOX = (".mbox", ".mbx", ".txt")
register("application/mbox", _BOX, sniff=_letters.is_mailbox, reader=late("letters.mbox"))
register(
    "application/vnd.ms-outlook", (".msg",), sniff=_letters.is_outlook, reader=late("letters.msg")
)

# Documents: PDF, Word, OpenDocument, Rich Text, electronic books.
from habeas.capture.documents import signs as _documents  # noqa: E402

for _kind, _suffixes, _sniff, _reader in (
    (_documents.DOC, (".doc", ".dot"), _documents.is_doc, "doc"),
    ("application/pdf", (".pdf",), _documents.is_pdf, "pdf"),
    (_documents.DOCX, (".docx", ".docm", ".dotx"), _documents.is_docx, "docx"),
    (_documents.PPTX, (".pptx", ".pptm", ".ppsx"), _documents.is_pptx, "pptx"),
    (_documents.ODP, (".odp", ".otp"), _documents.is_odp, "odt"),
    (_documents.ODT, (".odt", ".ott", ".fodt"), _documents.is_odt, "odt"),
    (_documents.RTF, (".rtf",), _documents.is_rtf, "rtf"),
    (_documents.EPUB, (".epub",), _documents.is_epub, "epub"),
):
    register(_kind, _suffixes, sniff=_sniff, reader=late(f"documents.{_reader}"))

# Pictures, recordings, subtitles.
from habeas.capture.media import signs as _media  # noqa: E402

for _kind, _suffixes in (
    ("image/jpeg", (".jpg", ".jpeg", ".jpe", ".jfif")),
    ("image/png", (".png",)),
    ("image/gif", (".gif",)),
    ("image/tiff", (".tif", ".tiff")),
    ("image/webp", (".webp",)),
    ("image/bmp", (".bmp",)),
    ("image/heic", (".heic", ".heif")),
    ("image/avif", (".avif",)),
):
    register(_kind, _suffixes, sniff=_media.is_a(_kind), reader=late("media.pictures"))
for _kind, _suffixes in (
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
):
    register(_kind, _suffixes, sniff=_media.is_a(_kind), reader=late("media.recordings"))
register("application/x-subrip", (".srt",), sniff=_media.is_srt, reader=late("media.subtitles"))
register("text/vtt", (".vtt",), sniff=_media.is_vtt, reader=late("media.subtitles"))

# Exports of platforms and chats, as files or in a ZIP file.
from habeas.capture.posts import signs as _posts  # noqa: E402

register(
    "application/x-twitter-archive", (".js", ".zip"), sniff=_posts.is_x, reader=late("posts.x")
)
register(
    "application/x-telegram-export",
    (".json", ".zip"),
    sniff=_posts.is_telegram,
    reader=late("posts.telegram"),
)
register(
    "text/x-whatsapp-chat",
    (".txt", ".zip"),
    sniff=_posts.is_whatsapp,
    reader=late("posts.whatsapp"),
)
