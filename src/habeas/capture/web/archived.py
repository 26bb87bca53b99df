"""The pages in an archive of the web as sources of their own: found, checked, read one by one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from habeas.capture import inside, sentences
from habeas.capture import original as originals
from habeas.capture.original import Original
from habeas.capture.reading import Part, Reading
from habeas.capture.unread import unread
from habeas.capture.web import dates, html, unpacking
from habeas.capture.web.records import Answer, Record, answer, records
from habeas.errors import Problem
from habeas.i18n import _, ngettext

MOST = 20_000  # pages of one archive
_PAGES = ("text/html", "application/xhtml+xml")
_NO_DOCUMENTS = ("image/", "audio/", "video/", "font/", "multipart/")
_SERVING = (
    "text/css", "javascript", "ecmascript", "json", "text/xml", "application/xml", "+xml", "font",
    "warc", "wacz", "wasm", "x-shockwave", "dns", "ocsp", "x-www-form", "protobuf", "grpc",
    "event-stream", "http;", "mpegurl",
)  # fmt: skip


@dataclass(slots=True)
class Found:
    """What a walk through an archive met; ``stops`` are the numbers of broken records."""

    pages: int = 0
    digests: Counter[str] = field(default_factory=Counter)
    revisits: int = 0
    heavy: int = 0
    left: int = 0
    records: int = 0
    stops: list[int] = field(default_factory=list)
    too_much: bool = False


Chosen = Callable[[str], bool]  # whether the page at this address is asked for


def survey(read: Callable[[int], bytes], found: Found, *, chosen: Chosen) -> None:
    """Go through an archive once, and count; nothing of it is held."""
    try:
        for record in records(read, wanted=_may_be_page):
            found.records += 1
            _count(record, found, chosen)
    except unpacking.TooMuch:
        found.too_much = True


def _count(record: Record, found: Found, chosen: Chosen) -> None:
    if not record.whole:
        found.stops.append(found.records)
    if not record.headers:
        return
    if record.whole:
        found.digests[record.digest] += 1
    found.revisits += record.kind == "revisit"
    if record.heavy and _may_be_page(record):
        found.heavy += 1
        return
    if not _may_be_page(record) or not record.whole or not chosen(record.address):
        return
    if found.pages >= MOST:
        found.left += is_document(answer(record))
    else:
        found.pages += is_document(answer(record))


def parts(whole: Original, read: Callable[[int], bytes], *, chosen: Chosen) -> Iterator[Part]:
    """The pages of an archive, at most MOST; one that cannot be read is a part without text.

    ``read`` gives the bytes of the archive, or of the one in the ZIP file ``whole``.
    """
    count = 0
    try:
        for record in records(read, wanted=lambda each: _may_be_page(each, chosen)):
            if record.heavy or not record.whole or not _may_be_page(record, chosen):
                continue
            sent = answer(record)
            if is_document(sent):
                count += 1
                yield Part(_reading(whole, record, sent), "page")
            if count >= MOST:
                return
    except unpacking.TooMuch:
        return


def _may_be_page(record: Record, chosen: Chosen | None = None) -> bool:
    if record.kind not in ("response", "resource"):
        return False
    if not record.address.lower().startswith(("http://", "https://", "file:")):
        return False
    return chosen is None or chosen(record.address)


def is_document(sent: Answer) -> bool:
    """Whether a person would call it a page or a document, and not what serves one."""
    if sent.status != 200 or not sent.data.strip():
        return False
    kind = sent.media_type
    if kind in _PAGES:
        return True
    serves = kind.startswith(_NO_DOCUMENTS) or any(sign in kind for sign in _SERVING)
    return not serves and not sent.packing and _is_readable(sent.data, kind)


def _is_readable(data: bytes, kind: str) -> bool:
    """Whether a format of ours fits; plain text is one only where the server says so."""
    from habeas.capture import formats, registry  # formats imports how pages are told

    assert formats
    try:
        known = registry.format_of(originals.of_bytes(data[: originals.HEAD]))
    except Problem:
        return False
    told = known.media_type
    if told.startswith(("image/", "audio/", "video/", "application/wa")):
        return False
    return told != "text/plain" or kind == "text/plain"


def _reading(whole: Original, record: Record, sent: Answer) -> Reading:
    """The Reading of what a record holds, with its address, its moment and its digests."""
    read = _read(whole, _name(record.address), sent)
    said = record.headers.get("warc-date", "")
    notes = [_digest(record.digest), *([_(sentences.CUT_SHORT)] if sent.cut else [])]
    metadata = [
        (key, record.headers[key.lower()])
        for key in ("WARC-Date", "WARC-Record-ID", "WARC-Payload-Digest", "WARC-Block-Digest")
        if key.lower() in record.headers
    ]
    metadata += [("Digest", record.digest), ("Content-Type", sent.media_type)]
    captured = dates.moment_of(said)
    given = {"address"} | ({"captured"} if captured else set())
    return replace(
        read,
        address=record.address,
        captured=captured,
        notes=(*notes, *read.notes),
        silent=tuple(each for each in read.silent if each not in given)
        + (() if captured else ("captured",)),
        metadata=(*read.metadata, *metadata),
    )


def _read(whole: Original, name: str, sent: Answer) -> Reading:
    """What can be read of it; whatever goes wrong, the bytes and a note."""
    if sent.packing:
        note = _("The page is kept, but it is packed in a way that Habeas cannot read ({packing}).")
        original = originals.of_bytes(sent.data, name)
        said = note.format(packing=sent.packing)
        return unread(original, said, media_type=sent.media_type)
    if sent.media_type in _PAGES:
        return inside.read(
            whole, sent.data, name, by=lambda page: html.page(page.data, name, told=sent.charset)
        )
    return inside.read(whole, sent.data, name)


def _digest(digest: str) -> str:
    """The sentence for what became of a record's digests."""
    if digest == "matches":
        return _("The checksum that the archive gives for this page matches.")
    if digest == "does not match":
        return _(
            "The checksum that the archive gives for this page does not match: the page was "
            "changed or damaged after it was archived."
        )
    return _("The archive gives no checksum for this page.")


def told(found: Found) -> tuple[str, ...]:
    """What is to be said about an archive as a whole."""
    n = found.pages
    notes = [
        ngettext("The archive holds one page.", "The archive holds {n} pages.", n).format(n=n)
        if n
        else _(sentences.NO_PAGE)
    ]
    notes += _damage(found)
    bad = found.digests["does not match"]
    if bad:
        note = ngettext(
            "The checksum of one record does not match.",
            "The checksums of {n} records do not match.",
            bad,
        )
        notes.append(note.format(n=bad))
    elif found.digests["matches"]:
        notes.append(_("All checksums that the archive gives match."))
    else:
        notes.append(_("The archive gives no checksums."))
    return (*notes, *_passed_over(found))


def _passed_over(found: Found) -> list[str]:
    told = (
        (found.revisits, ngettext(
            "One record only says that a page had not changed since it was archived before.",
            "{n} records only say that a page had not changed since it was archived before.",
            found.revisits,
        )),
        (found.heavy, ngettext(
            "One page is too large to be read; it is kept in the archive.",
            "{n} pages are too large to be read; they are kept in the archive.",
            found.heavy,
        )),
        (found.left, ngettext(
            "One more page was not read, for there are too many; it is kept in the archive.",
            "{n} more pages were not read, for there are too many; they are kept in the archive.",
            found.left,
        )),
    )  # fmt: skip
    return [note.format(n=count) for count, note in told if count]


def _damage(found: Found) -> list[str]:
    notes = []
    if found.stops:
        first, last = found.stops[0], found.records
        if first >= last:
            note = _("The archive breaks off at record {n}. What comes before it was read.")
        else:
            note = _("The archive is damaged at record {n}. What is whole was read.")
        notes.append(note.format(n=first))
    if found.too_much:
        notes.append(_(sentences.TOO_BIG))
    return notes


def _name(address: str) -> str:
    """What a page's file may be called: the end of its address."""
    from urllib.parse import unquote, urlsplit

    try:
        parts = urlsplit(address)
    except ValueError:
        return address[-100:]
    last = unquote(parts.path.rstrip("/").rpartition("/")[2], errors="replace")
    return "".join(c for c in last if c.isprintable())[:200] or parts.netloc[:200]
