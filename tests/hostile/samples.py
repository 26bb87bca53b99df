"""One honest file of each format, small, from which the dishonest ones are made."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Callable

from PIL import Image

from made import outlook, recordings
from made.zips import zipped

TEXT = "Valdoria, 3 May 2031. No water came to the third ward at Peña Gris.\nThe families waited."
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'


def html(body: str = "", head: str = "") -> bytes:
    text = TEXT.replace("\n", "</p><p>")
    return (
        f"<!doctype html><html lang=en><head><meta charset=utf-8><title>Ward</title>{head}</head>"
        f"<body><article><h1>Ward</h1><p>{text}</p>{body}</article></body></html>"
    ).encode()


def pdf(
    *more: str,
    page: str = "",
    stream: bytes = b"",
    catalog: str = "",
    kids: str = "[3 0 R] /Count 1",
) -> bytes:
    """A PDF of one page; ``more`` objects start at number 6."""
    said = stream or b"BT /F1 12 Tf 72 700 Td (" + TEXT.encode("latin-1", "replace") + b") Tj ET"
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids {kids} >>".encode(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources "
        b"<< /Font << /F1 5 0 R >> >> " + page.encode() + b" >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(said), said),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        *(each.encode("latin-1") for each in more),
    ]
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    out += b"trailer\n<< /Size %d /Root 1 0 R >>\n" % (len(objects) + 1)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def docx(body: str = "", declared: str = "", links: str = "", **more: str | bytes) -> bytes:
    document = (
        f'{HEAD}{declared}<w:document xmlns:w="{_W}" xmlns:r="{_R}"><w:body>'
        f"<w:p><w:r><w:t>{TEXT}</w:t></w:r></w:p>{body}</w:body></w:document>"
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    return zipped(
        {
            "[Content_Types].xml": types("word/document.xml", kind),
            "_rels/.rels": relations(("officeDocument", "word/document.xml")),
            "word/document.xml": document,
            "word/_rels/document.xml.rels": relations(more=links),
            **more,
        }
    )


def types(part: str, kind: str) -> str:
    return (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default '
        f'Extension="xml" ContentType="application/xml"/><Override PartName="/{part}" '
        f'ContentType="{kind}"/></Types>'
    )


def relations(*targets: tuple[str, str], more: str = "") -> str:
    made = "".join(
        f'<Relationship Id="rId{n}" Type="{_R}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{made}{more}</Relationships>'


def xlsx(rows: str = "", declared: str = "", **more: str | bytes) -> bytes:
    words = f'<c r="A1" t="inlineStr"><is><t>{TEXT}</t></is></c>'
    cells = f'<row r="1">{words}<c r="B1"><v>22</v></c></row>'
    book = '<sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    return zipped(
        {
            "[Content_Types].xml": types("xl/workbook.xml", kind),
            "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
            "xl/workbook.xml": f'{HEAD}<workbook xmlns="{_S}" xmlns:r="{_R}">{book}</workbook>',
            "xl/_rels/workbook.xml.rels": relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/worksheets/sheet1.xml": f'{HEAD}{declared}<worksheet xmlns="{_S}"><sheetData>'
            f"{cells}{rows}</sheetData></worksheet>",
            **more,
        }
    )


def odt(body: str = "", declared: str = "", *, kind: str = "text", **more: str | bytes) -> bytes:
    said = f"<text:p>{TEXT}</text:p>"
    if kind == "spreadsheet":
        cell = f'<table:table-cell office:value-type="string">{said}</table:table-cell>'
        said = (
            f'<table:table table:name="A"><table:table-row>{cell}</table:table-row></table:table>'
        )
    content = (
        f'{HEAD}{declared}<office:document-content xmlns:office="{_OPEN}:office:1.0" '
        f'xmlns:text="{_OPEN}:text:1.0" xmlns:table="{_OPEN}:table:1.0" office:version="1.3">'
        f"<office:body><office:{kind}>{said}{body}</office:{kind}></office:body>"
        f"</office:document-content>"
    )
    media = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (
        f'{HEAD}<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"><manifest:file-entry '
        f'manifest:full-path="/" manifest:media-type="{media}"/><manifest:file-entry '
        f'manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    members = {"mimetype": media, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(members | more, first="mimetype")


def epub(body: str = "", declared: str = "", opf: str = "", **more: str | bytes) -> bytes:
    page = (
        f'{HEAD}{declared}<html xmlns="http://www.w3.org/1999/xhtml"><head><title>A</title></head>'
        f"<body><p>{TEXT}</p>{body}</body></html>"
    )
    package = (
        f'{HEAD}{declared}<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
        f'unique-identifier="id"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">1</dc:identifier><dc:title>Ward</dc:title></metadata><manifest>'
        f'<item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest><spine>'
        f'<itemref idref="a"/>{opf}</spine></package>'
    )
    container = (
        f'{HEAD}<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">'
        f'<rootfiles><rootfile full-path="a.opf" media-type="application/oebps-package+xml"/>'
        f"</rootfiles></container>"
    )
    return zipped(
        {"mimetype": "application/epub+zip", "META-INF/container.xml": container,
         "a.opf": package, "a.xhtml": page, **more},
        first="mimetype",
    )  # fmt: skip


def picture(kind: str, width: int = 32, height: int = 24) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((width, height), 40).convert("RGB").save(out, kind)
    return out.getvalue()


def mail(body: str = TEXT, *headers: str) -> bytes:
    head = (
        "From: Elena Prado <elena@vigilia.example>", "To: archive@vigilia.example",
        "Subject: Ward", "Date: Sat, 3 May 2031 10:00:00 -0600", "Message-ID: <1@vigilia.example>",
        "MIME-Version: 1.0",
        *(headers or ("Content-Type: text/plain; charset=utf-8",)),
    )  # fmt: skip
    return ("\r\n".join(head) + "\r\n\r\n" + body).encode()


def mhtml(boundary: str = "lines") -> bytes:
    page = html().decode()
    return (
        "From: <Saved by Blink>\r\nSnapshot-Content-Location: https://news.example/ward\r\n"
        "Subject: Ward\r\nDate: Sat, 3 May 2031 10:00:00 -0000\r\nMIME-Version: 1.0\r\n"
        f'Content-Type: multipart/related; type="text/html"; boundary="{boundary}"\r\n\r\n'
        f"--{boundary}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Location: "
        f"https://news.example/ward\r\n\r\n{page}\r\n--{boundary}--\r\n"
    ).encode()


def warc(*, length: int | None = None, url: str = "https://news.example/ward") -> bytes:
    page = html()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\n"
        "WARC-Date: 2031-05-03T10:00:00Z\r\n"
        "WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-000000000001>\r\n"
        "Content-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http) if length is None else length}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def wacz(**more: str | bytes) -> bytes:
    pages = '{"format": "json-pages-1.0", "id": "pages"}\n{"url": "https://news.example/ward"}\n'
    package = {"profile": "data-package", "wacz_version": "1.1.1", "resources": []}
    members = {
        "archive/data.warc.gz": gzip.compress(warc(), mtime=0), "pages/pages.jsonl": pages,
        "datapackage.json": json.dumps(package),
    }  # fmt: skip
    return zipped(members | more)


def telegram() -> bytes:
    messages = [
        {"id": n, "type": "message", "date": f"2031-05-03T10:0{n}:00", "from": "Elena",
         "from_id": "user1", "text": TEXT} for n in range(3)
    ]  # fmt: skip
    chat = {"name": "Vigilia", "type": "personal_chat", "id": 7, "messages": messages}
    return json.dumps(chat).encode()


def x_archive() -> bytes:
    tweet = {"id_str": "1", "created_at": "Sat May 03 10:00:00 +0000 2031", "full_text": TEXT}
    account = {"account": {"username": "vigilia", "accountDisplayName": "Vigilia"}}
    return zipped(
        {
            "data/account.js": f"window.YTD.account.part0 = {json.dumps([account])}",
            "data/tweets.js": f"window.YTD.tweets.part0 = {json.dumps([{'tweet': tweet}])}",
        }
    )


def _mailbox() -> bytes:
    return b"".join(b"From elena Sat May  3 10:00:00 2031\n" + mail() + b"\n\n" for _n in range(3))


def _outlook() -> bytes:
    texts = {0x0037: "Ward", 0x1000: TEXT, 0x001A: "IPM.Note"}
    return outlook.container(outlook.message(texts))


_RDF = (
    f'{HEAD}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
    'xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
    '<bib:Article rdf:about="#1"><dc:title>Ward</dc:title></bib:Article></rdf:RDF>'
)
_CHAT = "\n".join(f"03/05/31, 10:0{n} - Elena: No water came today." for n in range(6))
_CUES = "00:00:01{0}000 --> 00:00:04{0}000\nNo water came.\n\n"

SAMPLES: dict[str, Callable[[], bytes]] = {
    ".txt": lambda: TEXT.encode(),
    ".md": lambda: f"# Ward\n\n{TEXT}".encode(),
    ".html": html,
    ".xhtml": lambda: HEAD.encode() + html(),
    ".mhtml": mhtml,
    ".warc": warc,
    ".warc.gz": lambda: gzip.compress(warc(), mtime=0),
    ".wacz": wacz,
    ".pdf": pdf,
    ".docx": docx,
    ".odt": odt,
    ".rtf": lambda: rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}\f0 No water came.\par The end.}",
    ".epub": epub,
    ".eml": mail,
    ".mbox": _mailbox,
    ".msg": _outlook,
    ".csv": lambda: b"ward,people,date\n3,22,2031-05-03\n4,17,2031-05-04\n",
    ".tsv": lambda: b"ward\tpeople\n3\t22\n4\t17\n",
    ".xlsx": xlsx,
    ".ods": lambda: odt(kind="spreadsheet"),
    ".json": telegram,
    ".zip": x_archive,
    ".ris": lambda: b"TY  - RPRT\r\nTI  - Ward\r\nAU  - Prado, Elena\r\nPY  - 2031\r\nER  - \r\n",
    ".bib": lambda: b"@report{ward, title = {Ward}, author = {Prado, Elena}, year = {2031}}\n",
    ".rdf": lambda: _RDF.encode(),
    ".svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><text>No water came.</text></svg>',
    ".xml": lambda: f"{HEAD}<ward><day>{TEXT}</day></ward>".encode(),
    ".chat.txt": _CHAT.encode,
    ".srt": lambda: ("1\n" + _CUES.format(",")).encode(),
    ".vtt": lambda: ("WEBVTT\n\n" + _CUES.format(".")).encode(),
    ".png": lambda: picture("PNG"),
    ".jpg": lambda: picture("JPEG"),
    ".gif": lambda: picture("GIF"),
    ".tiff": lambda: picture("TIFF"),
    ".webp": lambda: picture("WEBP"),
    ".bmp": lambda: picture("BMP"),
    ".mp3": recordings.mp3,
    ".wav": lambda: recordings.wav(0.1),
    ".ogg": recordings.ogg,
    ".mp4": recordings.mp4,
}
