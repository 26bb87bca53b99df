"""DOCX files made part by part, so that each can hold what no program would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = (
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
    'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
    'xmlns:dcterms="http://purl.org/dc/terms/">{}</cp:coreProperties>'
)
STYLES = (
    '<w:style w:styleId="Ttulo1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:styleId="Own"><w:name w:val="Own"/><w:basedOn w:val="Ttulo1"/></w:style>'
    '<w:style w:styleId="Ttulo2"><w:name w:val="heading 2"/></w:style>'
)


def p(text: str, *, style: str = "", more: str = "") -> str:
    """A paragraph; ``more`` is XML after its words."""
    styled = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{styled}{r(text)}{more}</w:p>"


def r(text: str, *, marked: str = "") -> str:
    """A run of words, with XML for how it looks."""
    look = f"<w:rPr>{marked}</w:rPr>" if marked else ""
    return f'<w:r>{look}<w:t xml:space="preserve">{text}</w:t></w:r>'


def table(*rows: tuple[str, ...]) -> str:
    """A table of these cells, each words or XML of paragraphs."""
    cells = (
        "".join(f"<w:tc>{c if c.startswith('<') else p(c)}</w:tc>" for c in row) for row in rows
    )
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def docx(
    body: str,
    *,
    parts: Mapping[str, str] | None = None,
    core: str = "",
    files: Mapping[str, bytes] | None = None,
    prologue: str = "",
) -> bytes:
    """A DOCX with this body; ``parts`` are footnotes, comments, header1 ... by their names."""
    named = {"styles": STYLES, **(parts or {})}
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("_rels/.rels", _links({"officeDocument": "word/document.xml"}))
        archive.writestr(
            "word/document.xml", prologue + _root("document", f"<w:body>{body}</w:body>")
        )
        links = {name.rstrip("0123456789"): f"{name}.xml" for name in named}
        archive.writestr("word/_rels/document.xml.rels", _links(links, own=True))
        for name, content in named.items():
            archive.writestr(f"word/{name}.xml", _root(name.rstrip("0123456789"), content))
        if core:
            archive.writestr("docProps/core.xml", _CORE.format(core))
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return made.getvalue()


def _root(name: str, content: str) -> str:
    names = {"header": "hdr", "footer": "ftr"}
    kind = names.get(name, name)
    return (
        f'<w:{kind} xmlns:w="{WORDS}" xmlns:r="{_KIND}" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        f'xmlns:v="urn:schemas-microsoft-com:vml">{content}</w:{kind}>'
    )


def _links(targets: Mapping[str, str], *, own: bool = False) -> str:
    rows = "".join(
        f'<Relationship Id="{target.partition(".")[0] if own else kind}" Type="{_KIND}/{kind}" '
        f'Target="{target}"/>'
        for kind, target in targets.items()
    )
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{rows}</Relationships>"
    )
