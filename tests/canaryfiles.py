"""A folder of files of every format, full of canaries, each of which would reach a network.

What is planted in a file is called after it: ``canary("docx-text")`` stands in the DOCX.
"""

from __future__ import annotations

import base64
import json
import os
import struct
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from canaries import canary
from made import docxs, epubs, odts, pdfs, pictures, recordings, web, workbooks

AFAR = "http://tracker.example:8199/"  # what a connection to it would be seen by
_OLD = 1_800_000_000  # when the files were written: they have come to rest
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STORY = (
    "The director of the prison of {} said on Friday, 9 May 2031, that more than 20 people were "
    "moved at night, that nobody had been told, and that visits were off until the end of June."
)
# By the name of the file: what of it the case must hold once it was read.
READ = (
    "pdf-text", "pdf-title", "pdf-inside", "docx-text", "docx-title", "docx-note", "odt-text",
    "rtf-text", "epub-text", "eml-text", "eml-subject", "eml-attached", "eml-who", "jpg-tag",
    "mbox-text", "xlsx-cell", "xlsx-sheet", "csv-cell", "mp3-title", "ogg-title", "srt-text",
    "chat-text", "chat-who", "json-text", "html-text", "html-title", "mht-text",
    "warc-text", "again-text", "vast-text",
)  # fmt: skip
SLOW = 8_000_000  # letters of the page that takes a reader some seconds


def plant(folder: Path) -> Path:
    """The folder, called by a canary, below ``folder``; files of a name each, by a canary too."""
    made = folder / canary("folder")
    for name, data in _files():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        os.utime(path, (_OLD, _OLD))
    return made


def named(folder: Path, kind: str) -> Path:
    """The file of a kind ("pdf") in the folder."""
    return next(folder.rglob(f"{canary(kind)}.*"))


def story(kind: str) -> str:
    """Words of which Habeas suggests claims."""
    return _STORY.format(canary(f"{kind}-text"))


def _files() -> Iterator[tuple[str, bytes]]:
    for kind, ending, data in (*_documents(), *_letters(), *_pages(), *_others()):
        yield f"everything/{canary(kind)}.{ending}", data
    yield f"inbox/{canary('watched')}.txt", story("watched").encode()
    yield f"slow/{canary('slow')}.html", _slow()


def _documents() -> Iterator[tuple[str, str, bytes]]:
    decree = f"DECREE {canary('pdf-text')}\nVisits are suspended."
    yield (
        "pdf", "pdf",
        pdfs.pdf(
            [pdfs.lines(decree), pdfs.lines(f"Page two of {canary('pdf-second')}")],
            info={"Title": canary("pdf-title"), "Author": canary("pdf-author")},
            attached={f"{canary('pdf-file')}.txt": canary("pdf-inside").encode()},
            script=f"app.launchURL('{AFAR}pdf')",
            catalog=f"/URI<</Base({AFAR})>>",
        ),
    )  # fmt: skip
    yield "scan", "png", pictures.written(["The yard of", canary("scan"), "was full"])
    outside = (
        f'<Relationship Id="far" Type="{_LINKS}/image" Target="{AFAR}docx.png" '
        'TargetMode="External"/>'
    )
    links = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    yield (
        "docx", "docx",
        docxs.docx(
            docxs.p(story("docx")) + '<w:p><w:r><w:drawing r:link="far"/></w:r></w:p>',
            parts={"comments": f'<w:comment w:id="1">{docxs.p(canary("docx-note"))}</w:comment>'},
            core=f"<dc:title>{canary('docx-title')}</dc:title>",
            files={
                "word/_rels/settings.xml.rels": f"{links}{outside}</Relationships>".encode(),
                f"word/media/{canary('docx-picture')}.png": pictures.plain(),
            },
        ),
    )  # fmt: skip
    body = f"<text:p>{story('odt')}</text:p>"
    yield "odt", "odt", odts.odt(body, meta=f"<dc:title>{canary('odt-title')}</dc:title>")
    rtf = f'{{\\rtf1\\ansi {{\\field{{\\*\\fldinst INCLUDEPICTURE "{AFAR}rtf"}}}} {story("rtf")}}}'
    yield "rtf", "rtf", rtf.encode()
    chapter = f'<img src="{AFAR}epub.png" alt="{canary("epub-alt")}"/><p>{story("epub")}</p>'
    yield "epub", "epub", epubs.epub([chapter], meta=f"<dc:title>{canary('epub')}</dc:title>")
    rows = [("ID", "Fecha", "Tipo", canary("sheet-heading")), (1, "03/05/2031", "Homicidio", "x")]
    cells = "".join(workbooks.row(*each) for each in (*rows, (2, "", "", canary("xlsx-cell"))))
    yield "xlsx", "xlsx", workbooks.xlsx({canary("xlsx-sheet"): cells})
    yield "csv", "csv", _sheet().encode()


def _sheet() -> str:
    return (
        f"ID;Fecha;Tipo;Lugar;{canary('csv-heading')}\n"
        f"1;03/05/2031;Homicidio;{canary('csv-place')};{canary('csv-cell')}\n"
        f"2;04/05/2031;Homicidio;{canary('csv-place')};otra cosa\n"
        f"{canary('csv-key')};31/02/2031;{canary('csv-word')};x;y\n"
    )


def _letters() -> Iterator[tuple[str, str, bytes]]:
    made = EmailMessage()
    made["From"] = f"{canary('eml-who')} <ana@valdoria.example>"
    made["Date"] = "Fri, 09 May 2031 21:06:00 -0500"
    made["Subject"] = canary("eml-subject")
    made["Disposition-Notification-To"] = "ana@valdoria.example"
    made.set_content(story("eml"))
    made.add_alternative(
        f'<img src="{AFAR}mail.png"><p>{story("eml")}</p>', subtype="html"
    )  # fmt: skip
    made.add_attachment(canary("eml-attached"), filename=f"{canary('eml-file')}.txt")
    yield "eml", "eml", made.as_bytes()
    plain = f"From ana@valdoria.example Fri May  9 21:06:00 2031\nSubject: one\n\n{story('mbox')}\n"
    yield "mbox", "mbox", (plain + "\n" + plain.replace("one", "two") + "\n").encode()
    chat = (
        f"3/5/31, 21:05 - {canary('chat-who')}: {story('chat')}\n3/5/31, 21:06 - Beto: {AFAR}chat\n"
    )
    yield "chat", "txt", chat.encode()
    message = {"id": 2, "type": "message", "date": "2031-05-03T21:05:33", "from": "Ana",
               "photo": f"{AFAR}telegram.jpg", "text": story("json")}  # fmt: skip
    group = {"name": canary("json-name"), "type": "private_supergroup", "id": 7}
    yield "json", "json", json.dumps({**group, "messages": [message]}).encode()


def html(kind: str) -> bytes:
    """A page of the web that loads whatever a page can load."""
    picture = base64.b64encode(pictures.plain(200, 120)).decode()
    return (
        f'<!DOCTYPE html><html lang="en" manifest="{AFAR}cache"><head>'
        f"<title>{canary(f'{kind}-title')}</title>"
        f'<base href="{AFAR}"><meta http-equiv="refresh" content="1;url={AFAR}go">'
        f'<link rel="stylesheet" href="{AFAR}look.css"><link rel="preload" href="{AFAR}font">'
        f'<link rel="dns-prefetch" href="//tracker.example"><script src="{AFAR}run.js"></script>'
        f'<style>@import url("{AFAR}more.css"); body {{ background: url({AFAR}back.png) }}'
        f'@font-face {{ font-family: f; src: url("{AFAR}f.woff") }}</style></head>'
        f'<body background="{AFAR}old.png"><h1>{canary(f"{kind}-title")}</h1>'
        f'<article><p>{story(kind)}</p><img src="{AFAR}far.png" srcset="{AFAR}2x.png 2x" '
        f'alt="{canary(f"{kind}-alt")}"><img src="file:///etc/hostname" alt="near">'
        f'<img src="//tracker.example/share.png"><img src="data:image/png;base64,{picture}">'
        f'<iframe src="{AFAR}frame"></iframe><object data="{AFAR}object"></object>'
        f'<video poster="{AFAR}poster" src="{AFAR}film" autoplay></video>'
        f'<svg><image href="{AFAR}svg.png"/></svg><a ping="{AFAR}ping" href="{AFAR}link">there</a>'
        f"<p>{story(kind)} The families wait before the gate.</p></article></body></html>"
    ).encode()


def _pages() -> Iterator[tuple[str, str, bytes]]:
    yield "html", "html", html("html")
    again = html("html").replace(canary("html-text").encode(), canary("again-text").encode())
    yield "again", "html", again
    yield "mht", "mhtml", web.mhtml(html("mht"))
    archive = web.warc((f"{AFAR}one", "text/html", html("warc")), gzip=False)
    yield "warc", "warc", archive
    packed = web.warc((f"{AFAR}two", "text/html", html("vast")))
    yield "wacz", "wacz", web.wacz(packed, [{"url": f"{AFAR}two", "title": canary("vast-title")}])


def _others() -> Iterator[tuple[str, str, bytes]]:
    tags = {0x010E: canary("jpg-tag"), 0x013B: canary("jpg-artist")}
    yield "jpg", "jpg", pictures.noted(tags=tags, width=400, height=300)
    yield "mp3", "mp3", _song()
    yield "ogg", "ogg", recordings.ogg(title=canary("ogg-title"))
    yield (
        "srt", "srt",
        f'1\n00:00:01,000 --> 00:00:04,000\n<font src="{AFAR}f.ttf">{story("srt")}\n'.encode(),
    )  # fmt: skip
    ris = f"TY  - NEWS\nTI  - {canary('ris-title')}\nUR  - {AFAR}ris\nPY  - 2031\nER  - \n"
    yield "ris", "ris", ris.encode()
    yield "rdf", "rdf", _rdf()
    yield "tool", "exe", b"\x7fELF" + canary("tool-text").encode() + bytes(99)


def _song() -> bytes:
    """An MP3 with a title, and a cover that is an address."""
    song = recordings.mp3(100, title=canary("mp3-title"), artist=canary("mp3-artist"))
    cover = b"\x00-->\x00\x03\x00" + f"{AFAR}cover.jpg".encode()
    frame = b"APIC" + struct.pack(">I", len(cover)) + b"\x00\x00" + cover
    size = song[8] * 128 + song[9]
    now = size + len(frame)
    sizes = bytes((0, 0, now >> 7, now & 0x7F))
    return song[:6] + sizes + song[10 : 10 + size] + frame + song[10 + size :]


def _rdf() -> bytes:
    return (
        f'<?xml version="1.0"?><!DOCTYPE rdf:RDF SYSTEM "{AFAR}rdf.dtd" '
        f'[<!ENTITY far SYSTEM "{AFAR}entity"><!ENTITY % more SYSTEM "{AFAR}more"> %more;]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:z="http://www.zotero.org/namespaces/export#" '
        'xmlns:bib="http://purl.org/net/biblio#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<bib:Article rdf:about="{AFAR}article"><z:itemType>journalArticle</z:itemType>'
        f"<dc:title>{canary('rdf-title')} &far;</dc:title></bib:Article></rdf:RDF>"
    ).encode()


def _slow() -> bytes:
    """A page over which a reader takes some seconds: time enough to kill it at its work."""
    many = "".join(f"<p>{story('slow')} {n}</p>" for n in range(SLOW // len(story("slow"))))
    return f"<html><body><article>{many}</article></body></html>".encode()


def stand_in(place: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Put a player of ours on the path; the file in which it says how it was called."""
    said, program = place / "played", place / "bin" / "mpv"
    program.parent.mkdir()
    script = f'echo "$@" >> "{said}"\nfor last; do :; done\ncat "$last" > /dev/null\n'
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", program.parent.as_posix(), prepend=os.pathsep)
    return said
