"""OpenDocument texts made part by part."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

KIND = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("style", "style"),
        ("draw", "drawing"), ("meta", "meta"), ("manifest", "manifest"),
    )
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def odt(
    body: str,
    *,
    styles: str = "",
    automatic: str = "",
    meta: str = "",
    manifest: str = "",
    files: Mapping[str, bytes] | None = None,
    prologue: str = "",
    kind: str = KIND,
) -> bytes:
    """An ODT with this body; ``automatic`` styles stand beside it, ``styles`` on their own."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind, zipfile.ZIP_STORED)
        archive.writestr("content.xml", prologue + _content(body, automatic))
        if styles:
            archive.writestr(
                "styles.xml", f"<office:document-styles {_NAMES}>{styles}</office:document-styles>"
            )
        archive.writestr(
            "meta.xml", f"<office:document-meta {_NAMES}>{_meta(meta)}</office:document-meta>"
        )
        archive.writestr(
            "META-INF/manifest.xml", f"<manifest:manifest {_NAMES}>{manifest}</manifest:manifest>"
        )
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return made.getvalue()


def flat(body: str, *, meta: str = "") -> bytes:
    """The same as one XML file."""
    return (
        f'<?xml version="1.0"?><office:document office:mimetype="{KIND}" {_NAMES}>{_meta(meta)}'
        f"<office:body><office:text>{body}</office:text></office:body></office:document>"
    ).encode()


def _meta(meta: str) -> str:
    return f"<office:meta>{meta}</office:meta>"


def _content(body: str, automatic: str) -> str:
    return (
        f"<office:document-content {_NAMES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
