"""Web pages, mails, texts, tables, lists and pictures that mean harm."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

from PIL import Image

from hostile import samples
from hostile.samples import HEAD, html, mail, mhtml, picture
from made.bombs import zlibbed

Piece = tuple[str, bytes]


def pieces(canary: str) -> Iterator[Piece]:
    """Each file's name and bytes; whatever is run touches the file ``canary``."""
    yield from _reaching(canary)
    yield from _tangled()
    yield from _mails(canary)
    yield from _mailboxes()
    yield from _texts()
    yield from _tables(canary)
    yield from _lists()
    yield from _pictures()
    yield from _recordings()


def _reaching(canary: str) -> Iterator[Piece]:
    """Pages that fetch, send or run something when they are seen."""
    there = "http://127.0.0.1:9/reached"
    for name, head, body in (
        ("refresh", f'<meta http-equiv=refresh content="0; url={there}">', ""),
        ("images", "", f'<img src="{there}" srcset="{there} 1x, {there} 2x">'),
        ("picture", "", f"<picture><source srcset={there}></picture>"),
        ("styles", f'<link rel=stylesheet href="{there}"><style>@import url({there})</style>', ""),
        ("script", f'<script src="{there}"></script>', f"<script>fetch('{there}')</script>"),
        ("frames", "", f'<iframe src="{there}"></iframe><object data="{there}">'),
        ("base", f'<base href="{there}">', '<img src="a"><script src="b"></script>'),
        ("form", "", f'<form action="{there}"><input autofocus onfocus="this.form.submit()">'),
        ("local", "", f'<iframe src="file:///etc/passwd"></iframe><a href="file://{canary}">a</a>'),
        ("svg", "", f'<svg><image href="{there}"/><script>touch {canary}</script></svg>'),
        ("names", '<link rel=dns-prefetch href="//reached.example">', ""),
        ("prefetch", f"<link rel=preload href={there}>", ""),
        ("canonical", f'<link rel=canonical href="{there}">', ""),
        ("address", f'<meta property="og:url" content="{there}">', ""),
    ):  # fmt: skip
        yield f"{name}.html", html(body, head)
        page = html(body, head)
        yield f"{name}.mhtml", mhtml().replace(html(), page)
        yield f"{name}.eml", mail(page.decode(), "Content-Type: text/html; charset=utf-8")
    bar = 'Content-Type: message/external-body; access-type=URL; URL="http://127.0.0.1:9/a"'
    yield "external body.eml", mail("Content-Type: text/plain\r\n\r\n", bar)


def _tangled() -> Iterator[Piece]:
    many = 100_000
    yield "nested.html", html("<div>" * many)
    yield "nested tables.html", html("<table><tr><td>" * 5000)
    yield "nested fonts.html", html("<b><i><font>" * 2000 + "<p>" * 2000)
    yield "nested forms.html", html("<p><a><form><nobr>" * 3000)
    yield "only opening.html", b"<" * 1_000_000
    yield "entities.html", html("&" * 500_000 + "&#x110000;&#0;&#xD800;&#99999999999;")
    yield "attributes.html", html("<p " + " ".join(f"a{n}=b" for n in range(50_000)) + ">a</p>")
    yield "long attribute.html", html(f'<p title="{"a" * 9_000_000}">a</p>')
    yield "long tag.html", html("<" + "a" * 3_000_000 + ">")
    yield "comment without end.html", html("<!--" + "-" * 500_000)
    yield "script without end.html", html("<script>" + "<!--" * 100_000)
    yield "paragraphs.html", html("<p>No water.</p>" * 60_000)
    yield "dates.html", html("".join(f"<time>{n}-13-45T99:99</time>" for n in range(5000)))
    yield "two encodings.html", html(head="<meta charset=utf-16><meta charset=utf-7>")
    yield "utf-7.html", b"<html><meta charset=utf-7>+ADw-script+AD4-touch+ADw-/script+AD4-"
    yield "unknown encoding.html", html().replace(b"utf-8", b"x-none-such")
    yield "codec of python.html", html().replace(b"utf-8", b"zlib_codec")
    yield (
        "json.html",
        html(head='<script type="application/ld+json">' + "[" * 100_000 + "</script>"),
    )
    yield "frameset.html", b"<html><frameset>" + b"<frame src=a>" * 50_000
    yield "xml.html", HEAD.encode() + b"<html>" + b"<a xmlns:b='c'>" * 30_000
    yield "nulls.html", html("\x00".join("No water"))
    for boundary in ("", " ", "a" * 5000, "--", '"'):
        yield f"boundary {len(boundary)}.mhtml", mhtml(boundary)
    yield "no boundary.mhtml", mhtml().replace(b'; boundary="lines"', b"")
    yield "parts.mhtml", mhtml() + b"--lines\r\nContent-Type: image/png\r\n\r\n\r\n" * 20_000
    yield (
        "coding.mhtml",
        mhtml().replace(
            b"Content-Type: text/html;",
            b"Content-Transfer-Encoding: base64\r\nContent-Type: text/html;",
        ),
    )


def _mails(canary: str) -> Iterator[Piece]:
    parts = "Content-Type: multipart/mixed; boundary=b"
    deep = "".join(
        f"--b{n}\r\nContent-Type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(3000)
    )
    yield "deep parts.eml", mail(deep, parts + "0")
    yield "ten thousand parts.eml", mail("--b\r\n\r\na\r\n" * 10_000, parts)
    yield "same boundary.eml", mail(f"--b\r\n{parts}\r\n\r\n" * 2000, parts)
    inside = "--b\r\nContent-Type: message/rfc822\r\n\r\n" + f"Subject: a\r\n{parts}\r\n\r\n"
    yield "mail in mail.eml", mail(inside * 300, parts)
    yield "no boundary.eml", mail("--\r\n\r\na", "Content-Type: multipart/mixed")
    yield "boundary without end.eml", mail("--b\r\n", parts)
    yield "long header.eml", mail("a", "X-Long: " + "a" * 3_000_000)
    yield "many headers.eml", mail("a", *(f"X-{n}: b" for n in range(50_000)))
    yield "folded.eml", mail("a", "Subject:" + "\r\n a" * 100_000)
    words = "=?utf-8?q?" + "=41" * 20 + "?= "
    yield "coded words.eml", mail("a", "Subject: " + words * 20_000)
    yield "coded wrongly.eml", mail("a", "Subject: =?x-none?b?////?= =?utf-8?q?=FF=?=")
    yield "addresses.eml", mail("a", "To: " + "(" * 20_000 + "a@b" + ", <c@d>" * 5000)
    yield "quoted.eml", mail("=" * 500_000, "Content-Transfer-Encoding: quoted-printable")
    yield "base64.eml", mail("A" * 999_999, "Content-Transfer-Encoding: base64")
    yield (
        "uuencode.eml",
        mail("begin 666 /etc/passwd\r\n#AAA\r\nend", "Content-Transfer-Encoding: x-uuencode"),
    )
    for name in (
        "../../../escaped.txt",
        canary,
        "a\x00.txt",
        "\u202etxt.exe",
        "a" * 3000 + ".txt",
        "",
    ):
        head = f'{parts}\r\nContent-Disposition: attachment; filename="{name}"'
        yield (
            f"attached {len(name)}.eml",
            mail(f"--b\r\n{head[len(parts) :].strip()}\r\n\r\ntouched\r\n--b--", parts),
        )
    yield "charset.eml", mail("a", "Content-Type: text/plain; charset=" + "a" * 10_000)
    yield "codec.eml", mail("a", "Content-Type: text/plain; charset=unicode_escape")
    yield "parameters.eml", mail("a", "Content-Type: text/plain" + "; a*0*=b" * 20_000)
    yield "date.eml", mail("a", "Date: Sat, 99 May 99999999999 99:99:99 +9999")
    yield "quotes.eml", mail("".join(">" * n + " a\n" for n in range(2000)))
    outlook = samples.SAMPLES[".msg"]()
    yield "sectors loop.msg", outlook[:512] + b"\x00" * 512 + outlook[1024:]
    yield "size lies.msg", outlook[:44] + b"\xff\xff\xff\x7f" + outlook[48:]
    for at in (30, 48, 60, 68, 76):
        yield f"number at {at}.msg", outlook[:at] + b"\xf0\xff\xff\x0f" + outlook[at + 4 :]
    yield "no streams.msg", outlook[:512] + b"\xff" * len(outlook[512:])


def _mailboxes() -> Iterator[Piece]:
    line = b"From a@b Sat May  3 10:00:00 2031\n"
    yield "only from.mbox", line * 50_000
    yield "from at each line.mbox", line + (b"Subject: a\n\n" + line) * 20_000
    yield "no from.mbox", b"Subject: a\n\nFrom here on\n" * 5000
    yield "mail without end.mbox", line + mail("a" * 5_000_000)
    yield "nothing but nulls.mbox", line + b"\x00" * 1_000_000


def _texts() -> Iterator[Piece]:
    yield "one line.txt", b"a" * 10_000_000
    yield "only newlines.txt", b"\n" * 5_000_000
    yield "only blanks.txt", b" " * 5_000_000
    yield "nulls.txt", b"\x00" * 5_000_000
    yield "null here and there.txt", b"No water\x00 came.\n" * 10_000
    yield "controls.txt", bytes(range(32)) * 10_000
    yield "every byte.txt", bytes(range(256)) * 4000
    yield "high bytes.txt", bytes(range(128, 256)) * 20_000
    yield "one high byte.txt", b"a" * 3_000_000 + b"\xf1" + b"a" * 3_000_000
    yield "half of utf-8.txt", b"\xe2\x82" * 500_000
    yield "overlong.txt", b"\xc0\xaf\xe0\x80\xaf\xf8\x88\x80\x80\x80" * 20_000
    yield "halves.txt", "\ud83d".encode("utf-8", "surrogatepass") * 100_000
    yield "marks.txt", b"a" + "\u0301".encode() * 500_000
    yield "directions.txt", "\u202e\u202d\u2066".encode() * 200_000
    yield "utf-16 of one byte.txt", b"\xff\xfe" + b"a"
    yield "utf-16 halves.txt", b"\xff\xfe" + b"\x00\xd8" * 500_000
    yield "utf-32 beyond.txt", b"\xff\xfe\x00\x00" + b"\xff\xff\xff\x7f" * 100_000
    yield "utf-16 without mark.txt", samples.TEXT.encode("utf-16-le")
    yield "utf-7.txt", b"+/v8-" * 200_000
    yield "every mark.txt", b"\xef\xbb\xbf\xff\xfe\xfe\xff\x00\x00\xfe\xff" * 50_000
    yield "shift.txt", b"\x1b$B" * 300_000
    yield "front matter.txt", b"---\n" + b"title:" * 200_000
    yield "almost a page.txt", b" " * 100_000 + b"<html" * 50_000
    yield "almost a mail.txt", b"From: a\n" * 50_000
    yield "almost subtitles.srt", b"1\n00:00:01,000 --> " * 50_000
    yield (
        "endless subtitles.vtt",
        b"WEBVTT\n\n" + b"99999999:99:99.999 --> 00:00:00.000\na\n\n" * 20_000,
    )
    yield "almost a chat.txt", b"03/05/31, 10:00 - \xe2\x80\x8e" * 50_000


def _tables(canary: str) -> Iterator[Piece]:
    yield "million columns.csv", b"a," * 1_000_000 + b"a\n" + b"1," * 1_000_000
    yield "one line.csv", b"ward;" + b"a" * 10_000_000
    yield "quote without end.csv", b'a,b\n"' + b"x,y\n" * 500_000
    yield "quotes.csv", b'"' * 1_000_000
    yield (
        "formulas.csv",
        f'a,b\n=cmd|"/c touch {canary}"!A1,=WEBSERVICE("http://127.0.0.1:9/")\n'.encode(),
    )
    yield "each line otherwise.csv", b"".join(b"," * (n % 50) + b"\n" for n in range(50_000))
    yield "every delimiter.csv", b",;\t|:" * 200_000
    yield "nulls.csv", b"a,b\n\x00,\x00\n" * 10_000
    yield "old lines.csv", b"a,b\r" * 200_000
    sheet = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 20_000
    yield "sectors.xls", sheet
    yield "sectors.doc", sheet
    yield "old sheet.xls", b"\x09\x08\x10\x00\x00\x06\x05\x00" + b"\xff" * 5000
    flat = f"{HEAD}<office:document xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'"
    yield (
        "deep.fodt",
        (
            flat + " office:mimetype='application/vnd.oasis.opendocument.text'>" + "<a>" * 90_000
        ).encode(),
    )


def _lists() -> Iterator[Piece]:
    yield "braces.bib", b"@report{a, title = " + b"{" * 100_000
    yield (
        "strings.bib",
        b"".join(b"@string{a%d = a%d # a%d}\n" % (n, n + 1, n + 1) for n in range(500)),
    )
    yield (
        "concatenated.bib",
        b'@string{a="aaaaaaaaaa"}\n' + b"@report{x, title = a" + b" # a" * 50_000 + b"}",
    )
    yield "many entries.bib", b"@report{ward, title = {Ward}}\n" * 5000
    yield "long tag.ris", b"TY  - RPRT\r\nTI  - " + b"a" * 3_000_000 + b"\r\nER  - \r\n"
    yield "no end.ris", b"TY  - RPRT\r\nAU  - Prado\r\n" * 20_000
    yield "no type.ris", b"ER  - \r\n" * 50_000
    csl = b'[{"id": "a", "type": "report", "title": "Ward", "issued": {"date-parts": %s}}]'
    for n, dates in enumerate(
        (b"[[99999]]", b"[[[[1]]]]", b'"x"', b"[[" + b"1," * 50_000 + b"1]]")
    ):
        yield f"csl {n}.json", csl % dates
    rdf = samples.SAMPLES[".rdf"]()
    yield "deep.rdf", rdf.replace(b"</rdf:RDF>", b"<bib:Article>" * 50_000)


def _pictures() -> Iterator[Piece]:
    yield "bomb.png", _png(60_000, 60_000)
    yield "wide bomb.png", _png(2_000_000_000, 1)
    yield "of no size.png", _png(0, 0)
    yield (
        "text bomb.png",
        _png(1, 1, (b"zTXt", b"Comment\x00\x00" + zlibbed(100_000_000))),
    )
    yield (
        "profile bomb.png",
        _png(1, 1, (b"iCCP", b"a\x00\x00" + zlibbed(100_000_000))),
    )
    yield "many texts.png", _png(1, 1, *[(b"tEXt", b"a\x00" + b"b" * 50)] * 20_000)
    yield "chunk lies.png", picture("PNG")[:33] + b"\xff\xff\xff\xffIDAT" + b"a" * 100
    frames = [Image.new("P", (9, 9), n % 200) for n in range(3000)]
    out = io.BytesIO()
    frames[0].save(out, "GIF", save_all=True, append_images=frames[1:], loop=0)
    yield "frames.gif", out.getvalue()
    yield "frames without end.gif", out.getvalue()[:-1] * 3
    gif = picture("GIF")
    yield "huge.gif", gif[:6] + b"\xff\xff\xff\xff" + gif[10:]
    yield (
        "huge.bmp",
        picture("BMP")[:18] + b"\xff\xff\xff\x7f\xff\xff\xff\x7f" + picture("BMP")[26:],
    )
    jpeg = picture("JPEG")
    size = jpeg.index(b"\xff\xc0")
    yield "huge.jpg", jpeg[: size + 5] + b"\xff\xff\xff\xff" + jpeg[size + 9 :]
    yield "scans.jpg", jpeg[:-2] + jpeg[jpeg.index(b"\xff\xda") : -2] * 3000 + b"\xff\xd9"
    yield "comments.jpg", jpeg[:2] + (b"\xff\xfe\xff\xff" + b"a" * 65_533) * 100 + jpeg[2:]
    for name, directory in _directories():
        block = b"Exif\x00\x00" + directory
        if len(block) < 65_000:
            head = b"\xff\xe1" + struct.pack(">H", len(block) + 2)
            yield f"exif {name}.jpg", jpeg[:2] + head + block + jpeg[2:]
        yield f"{name}.tiff", directory
    webp = picture("WEBP")
    yield "huge.webp", webp[:4] + b"\xff\xff\xff\xff" + webp[8:]
    yield "heif.heic", b"\x00\x00\x00\x18ftypheic" + b"\x00" * 12 + b"\xff\xff\xff\xffmeta" * 2000
    yield (
        "boxes.avif",
        b"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00avif" + b"\x00\x00\x00\x08free" * 90_000,
    )


def _png(width: int, height: int, *more: tuple[bytes, bytes]) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))
        )

    head = struct.pack(">LLBBBBB", width, height, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(1_000_000))
    chunks = [(b"IHDR", head), *more, (b"IDAT", body), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*each) for each in chunks)


def _directories() -> Iterator[tuple[str, bytes]]:
    """Directories of TIFF, as EXIF has them too, that loop, grow or point elsewhere."""

    def entry(tag: int, kind: int, count: int, value: int) -> bytes:
        return struct.pack("<HHLL", tag, kind, count, value)

    def directory(*entries: bytes, following: int = 0) -> bytes:
        return (
            b"II*\x00\x08\x00\x00\x00"
            + struct.pack("<H", len(entries))
            + b"".join(entries)
            + struct.pack("<L", following)
        )

    size = entry(0x100, 4, 1, 9), entry(0x101, 4, 1, 9)
    yield "loop", directory(*size, following=8)
    yield (
        "below itself",
        directory(*size, entry(0x14A, 4, 1, 8), entry(0x8769, 4, 1, 8), entry(0x8825, 4, 1, 8)),
    )
    yield "count", directory(*size, entry(0x10E, 2, 0xFFFFFFFF, 8))
    yield "beyond", directory(*size, entry(0x111, 4, 1, 0xFFFFFFF0), entry(0x117, 4, 1, 0xFFFFFFF0))
    yield "huge", directory(entry(0x100, 4, 1, 0x7FFFFFFF), entry(0x101, 4, 1, 0x7FFFFFFF))
    yield "entries", directory(*[entry(n, 4, 1, n) for n in range(5000)])
    yield "kinds", directory(*size, *[entry(0x9000 + n, n, 3, 8) for n in range(30)])
    yield "long text", directory(*size, entry(0x10E, 2, 50_000, 60)) + b"a" * 50_000


def _recordings() -> Iterator[Piece]:
    def box(name: bytes, body: bytes, size: int | None = None) -> bytes:
        return struct.pack(">L", len(body) + 8 if size is None else size) + name + body

    start = box(b"ftyp", b"isom\x00\x00\x02\x00isom")
    yield "box of no size.mp4", start + box(b"moov", b"", 0)
    yield "box too large.mp4", start + box(b"moov", b"a", 0xFFFFFFFF)
    yield "box too small.mp4", start + box(b"moov", b"a" * 50, 1)
    deep = b""
    for _n in range(3000):
        deep = box(b"moov", deep)
    yield "deep boxes.mp4", start + deep
    yield "many boxes.mp4", start + box(b"free", b"") * 100_000
    yield "tag lies.mp3", b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + b"TIT2\xff\xff\xff\xff\x00\x00\x00a"
    yield (
        "many tags.mp3",
        b"ID3\x03\x00\x00\x00\x0f\x7f\x7f" + b"TIT2\x00\x00\x00\x02\x00\x00\x00a" * 20_000,
    )
    wav = samples.SAMPLES[".wav"]()
    yield "length.wav", wav[:4] + b"\xff\xff\xff\xff" + wav[8:40] + b"\xff\xff\xff\xff" + wav[44:]
    yield "no rate.wav", wav[:24] + b"\x00" * 8 + wav[32:]
    yield "pages.ogg", samples.SAMPLES[".ogg"]() + b"OggS" * 100_000
    yield (
        "comments.ogg",
        samples.SAMPLES[".ogg"]().replace(b"OpusTags", b"OpusTags\xff\xff\xff\x7f"),
    )
    yield "elements.mkv", b"\x1a\x45\xdf\xa3\x84webm" + b"\x18\x53\x80\x67\x01" + b"\xff" * 5000
    yield "blocks.flac", b"fLaC" + b"\x04\xff\xff\xff" * 5000
