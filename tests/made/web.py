"""Web pages and archives of them, made for tests."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import zipfile

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

# One transparent point.
DOT = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJg"
    "gg=="
)
DAY = "2020-04-27T12:00:00Z"


def page(title: str, *paragraphs: str) -> bytes:
    """A plain page in UTF-8."""
    words = "".join(f"<p>{each}</p>" for each in paragraphs)
    return (
        f"<!DOCTYPE html><html lang='en'><head><title>{title}</title></head>"
        f"<body><h1>{title}</h1>{words}</body></html>"
    ).encode()


def mhtml(page: bytes, *, pictures: tuple[tuple[str, bytes], ...] = ()) -> bytes:
    """A page as a browser saves it."""
    lines = [
        b"From: <Saved by Blink>",
        b"Snapshot-Content-Location: https://faro.example/motin",
        b"Subject: =?utf-8?Q?Mot=C3=ADn_en_Pe=C3=B1a_Gris?=",
        b"Date: Mon, 27 Apr 2020 11:00:00 -0500",
        b"MIME-Version: 1.0",
        b'Content-Type: multipart/related; type="text/html"; boundary="=-seam"',
        b"",
        b"--=-seam",
        b"Content-Type: text/html",
        b"Content-Transfer-Encoding: base64",
        b"Content-Location: https://faro.example/motin",
        b"",
        base64.encodebytes(page),
    ]
    for location, picture in pictures:
        lines += [
            b"--=-seam",
            b"Content-Type: image/png",
            b"Content-Transfer-Encoding: base64",
            f"Content-Location: {location}".encode(),
            b"",
            base64.encodebytes(picture),
        ]
    return b"\r\n".join([*lines, b"--=-seam--", b""])


def write(writer: WARCWriter, record: ArcWarcRecord) -> None:
    """Write a record, and let go of what warcio made to count its digests."""
    writer.write_record(record)
    record.raw_stream.close()


def warc(*answers: tuple[str, str, bytes], gzip: bool = True) -> bytes:
    """An archive of what servers answered: address, media type (or 404) and bytes."""
    file = io.BytesIO()
    writer = WARCWriter(file, gzip=gzip)
    write(writer, writer.create_warcinfo_record("made.warc", {"software": "a test"}))
    for address, media_type, data in answers:
        status = "404 Not Found" if media_type == "404" else "200 OK"
        head = StatusAndHeaders(status, [("Content-Type", media_type)], protocol="HTTP/1.1")
        write(
            writer,
            writer.create_warc_record(
                address,
                "response",
                payload=io.BytesIO(data),
                http_headers=head,
                warc_headers_dict={"WARC-Date": DAY},
            ),
        )
    return file.getvalue()


def wacz(archive: bytes, pages: list[dict[str, str]], *, lie: bool = False) -> bytes:
    """An archive in a ZIP file with a list of pages; with ``lie`` its hash does not fit."""
    digest = hashlib.sha256(b"else" if lie else archive).hexdigest()
    listed = [{"format": "json-pages-1.0"}, *pages]
    package = {
        "title": "Prisons of Valdoria",
        "resources": [
            {"name": "data.warc.gz", "path": "archive/data.warc.gz", "hash": f"sha256:{digest}"}
        ],
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("archive/data.warc.gz", archive)
        packed.writestr("pages/pages.jsonl", "\n".join(json.dumps(each) for each in listed))
        packed.writestr("datapackage.json", json.dumps(package))
    return file.getvalue()
