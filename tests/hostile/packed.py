"""Archives that unpack to more, or elsewhere, than they say."""

from __future__ import annotations

import gzip
import io
import json
import struct
import zipfile
from collections.abc import Iterator

from hostile import samples
from hostile.samples import docx, epub, odt, wacz, warc, xlsx
from made.bombs import deflated, gzipped
from made.zips import zipped

Piece = tuple[str, bytes]
BIG = 300_000_000  # bytes that a bomb comes to


def pieces(canary: str) -> Iterator[Piece]:
    """Each file's name and bytes."""
    yield from _bombs()
    yield from _lies()
    yield from _paths(canary)
    yield from _warcs()
    yield from _exports()


def _bombs() -> Iterator[Piece]:
    zeros = deflated(BIG)
    for suffix, name, made in (
        (".docx", "word/document.xml", docx),
        (".xlsx", "xl/worksheets/sheet1.xml", xlsx),
        (".odt", "content.xml", odt),
        (".epub", "a.xhtml", epub),
        (".wacz", "pages/pages.jsonl", wacz),
    ):
        yield f"bomb{suffix}", _with(made(), name, zeros, BIG)
        yield f"bomb that lies{suffix}", _with(made(), name, zeros, 100)
    yield "bomb.zip", _with(b"", "data/tweets.js", zeros, BIG)
    nested = zipped({"a.zip": zeros[:1]})
    for _depth in range(30):
        nested = zipped({f"{n}.zip": nested for n in range(2)}) if len(nested) < 9000 else nested
    yield "nested.zip", nested
    yield "nested.docx", docx(**{"word/embeddings/a.docx": nested})
    yield "overlapping.zip", _overlapping("data/tweets.js")
    yield "overlapping.docx", _overlapping("word/document.xml")
    yield "bomb.warc.gz", gzipped(200_000_000, before=warc()[:-4])
    yield "many members.zip", zipped({f"{n}": b"" for n in range(10_000)})
    yield "gzip of gzip.warc.gz", gzip.compress(gzip.compress(gzip.compress(warc(), mtime=0)))


def _with(archive: bytes, name: str, deflated: bytes, size: int) -> bytes:
    """The ZIP file with one member more, or another one of that name, which says ``size``."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        if archive:
            with zipfile.ZipFile(io.BytesIO(archive)) as old:
                for info in old.infolist():
                    if info.filename != name:
                        made.writestr(info, old.read(info))
        start = out.tell()
        made.writestr(name, b"")
        info = made.getinfo(name)
        head = struct.pack("<LLL", 0, len(deflated), size)
        local = struct.pack("<LHHHHH", 0x04034B50, 20, 0, 8, 0, 0) + head
        out.seek(start)
        out.write(local + struct.pack("<HH", len(name), 0) + name.encode() + deflated)
        info.compress_type, info.CRC = zipfile.ZIP_DEFLATED, 0
        info.compress_size, info.file_size = len(deflated), size
        made.start_dir = out.tell()
    return out.getvalue()


def _overlapping(name: str) -> bytes:
    """Many members that are the same bytes: each costs but its line in the directory."""
    packed = deflated(10_000_000)
    local = struct.pack(
        "<LHHHHHLLLHH", 0x04034B50, 20, 0, 8, 0, 0, 0, len(packed), 10_000_000, 1, 0
    )
    out = bytearray(local + b"a" + packed)
    start = len(out)
    count = 2000
    for n in range(count):
        called = f"{name}.{n}".encode() if n else name.encode()
        out += struct.pack(
            "<LHHHHHHLLLHHHHHLL", 0x02014B50, 20, 20, 0, 8, 0, 0, 0, len(packed), 10_000_000,
            len(called), 0, 0, 0, 0, 0, 0,
        ) + called  # fmt: skip
    size = len(out) - start
    return bytes(out + struct.pack("<LHHHHLLH", 0x06054B50, 0, 0, count, count, size, start, 0))


def _lies() -> Iterator[Piece]:
    """Archives whose directory and members do not agree."""
    for suffix, whole in (
        (".docx", docx()), (".xlsx", xlsx()), (".odt", odt()), (".epub", epub()), (".wacz", wacz()),
        (".zip", samples.x_archive()),
    ):  # fmt: skip
        end = whole.rindex(b"PK\x05\x06")
        flag = bytearray(whole)
        for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
            place = flag.find(mark)
            while place >= 0:
                flag[place + at] |= 1
                place = flag.find(mark, place + 4)
        yield f"encrypted members{suffix}", bytes(flag)
        yield f"directory beyond{suffix}", whole[: end + 16] + b"\xff\xff\xff\x7f\x00\x00"
        yield f"members lie{suffix}", whole[: end + 8] + b"\xff\xff\xff\xff" + whole[end + 12 :]
        method = whole.replace(
            b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x08", b"PK\x01\x02\x14\x03\x14\x00\x00\x00\x63"
        )
        yield f"unknown packing{suffix}", method
        yield f"damaged{suffix}", whole[:60] + bytes(b ^ 0x55 for b in whole[60:200]) + whole[200:]
        yield f"with a program before{suffix}", b"MZ" + b"\x90" * 2000 + whole
        yield f"with a long comment{suffix}", whole[:-2] + b"\xff\xff" + b"PK\x05\x06" * 16_000


def _paths(canary: str) -> Iterator[Piece]:
    names = (
        "../../../../../../../../tmp/escaped", "/etc/cron.d/escaped", "..\\..\\escaped",
        "C:\\escaped", "data/../../escaped", "data/tweets.js/../../escaped", canary, "a\x00b",
        "con", "a" * 5000, "\u202egpj.js", "data/\ud83dhalf".encode("utf-8", "replace").decode(),
    )  # fmt: skip
    for n, name in enumerate(names):
        out = io.BytesIO(samples.x_archive())
        with zipfile.ZipFile(out, "a") as archive:
            info = zipfile.ZipInfo("placeholder")
            info.filename = name
            archive.writestr(info, b"touched")
        yield f"path {n}.zip", out.getvalue()
        yield f"path {n}.wacz", wacz(**{name: b"touched"})
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        link = zipfile.ZipInfo("data/tweets.js")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, canary)
    yield "link inside.zip", out.getvalue()
    yield "same name twice.docx", _with(docx(), "word/document.xml", deflated(1_000_000), 9)


def _warcs() -> Iterator[Piece]:
    whole = warc()
    for length in (0, 1, 10**6, 10**18, -5):
        yield f"length {length}.warc", warc(length=length)
        yield f"length {length} twice.warc", warc(length=length) + whole
    yield "no length.warc", whole.replace(b"Content-Length: ", b"Contents: ", 1)
    yield "length of letters.warc", whole.replace(b"Content-Length: ", b"Content-Length: x", 1)
    yield "no blank line.warc", whole.replace(b"\r\n\r\n", b"\r\n")
    yield "endless header.warc", b"WARC/1.0\r\n" + b"X-A: b\r\n" * 200_000
    yield "long header.warc", b"WARC/1.0\r\nX: " + b"a" * 5_000_000 + b"\r\n\r\n"
    yield "address.warc", warc(url="file:///etc/passwd")
    yield "odd address.warc", warc(url="http://[::1" + "%00\u202e" * 50)
    chunked = whole.replace(b"Content-Type: text/html", b"Transfer-Encoding: chunked\r\nA: b")
    yield "chunks lie.warc", chunked.replace(b"\r\n\r\n<!doc", b"\r\n\r\nffffffff\r\n<!doc")
    coded = whole.replace(b"Content-Type: text/html", b"Content-Encoding: gzip, gzip\r\nA: text")
    yield "coded twice.warc", coded
    bomb = gzipped(100_000_000, b"a", before=b"<p>")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n" + bomb
    head = whole[: whole.index(b"Content-Length")] + b"Content-Length: %d\r\n\r\n" % len(http)
    yield "coded bomb.warc", head + http + b"\r\n\r\n"
    yield "cut.warc.gz", gzip.compress(whole * 50, mtime=0)[:-200]
    yield "records.warc", whole * 400


def _exports() -> Iterator[Piece]:
    yield "deep.json", b'{"messages": ' + b"[" * 100_000
    yield "deep objects.json", b'{"a":' * 100_000
    yield (
        "long number.json",
        b'{"name": "a", "type": "x", "id": ' + b"9" * 100_000 + b', "messages": []}',
    )
    chat = json.loads(samples.telegram())
    for n, wrong in enumerate(
        (None, [], {}, 1e308, "x" * 100_000, [[[[]]]], True, "2031-99-99T99:99")
    ):
        for field in ("date", "text", "from", "id"):
            odd = [{**message, field: wrong} for message in chat["messages"]]
            yield f"{field} {n}.json", json.dumps({**chat, "messages": odd}).encode()
    yield "many.json", json.dumps({**chat, "messages": chat["messages"] * 5000}).encode()
    yield "script.js", b"window.YTD.tweets.part0 = " + b"[" * 100_000
    yield "real script.js", b"window.YTD.tweets.part0 = (function(){while(1){}})()"
    chats = samples.SAMPLES[".chat.txt"]()
    yield "long line.chat.txt", chats + b"03/05/31, 11:00 - Elena: " + b"a" * 3_000_000
    yield "many people.chat.txt", b"".join(b"03/05/31, 10:00 - P%d: a\n" % n for n in range(20_000))
    yield "no such day.chat.txt", chats.replace(b"03/05/31", b"99/99/99")
