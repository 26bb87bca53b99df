"""Electronic books made of chapters."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence


def epub(
    chapters: Sequence[str],
    *,
    meta: str = "",
    files: Mapping[str, bytes | str] | None = None,
    head: str = "",
) -> bytes:
    """A book whose chapters are bodies of XHTML; they are listed backwards, but read in order."""
    names = [f"text/part {n}.xhtml" for n in range(1, len(chapters) + 1)]
    items = "".join(
        f'<item id="c{n}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for n, name in reversed(list(enumerate(names)))
    )
    spine = "".join(f'<itemref idref="c{n}"/>' for n in range(len(names)))
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="OPS/book.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/book.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" '
            f'xmlns:opf="http://www.idpf.org/2007/opf"><metadata>{meta}</metadata>'
            f"<manifest>{items}</manifest><spine>{spine}</spine></package>",
        )
        for name, body in zip(names, chapters, strict=True):
            archive.writestr(
                f"OPS/{name}",
                f'{head}<html xmlns="http://www.w3.org/1999/xhtml" '
                'xmlns:epub="http://www.idpf.org/2007/ops"><head><title>No</title></head>'
                f"<body>{body}</body></html>",
            )
        for name, data in (files or {}).items():
            archive.writestr(name, data)
    return made.getvalue()
