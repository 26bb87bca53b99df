"""PDFs in fonts whose letters are drawings that do not say what they show, as some made."""

from __future__ import annotations


def drawn_pdf(lines: list[str]) -> bytes:
    """A page with these lines in a Type 3 font, numbered as in Windows-1252, of width 0.5."""
    codes = sorted(set("".join(lines).encode("cp1252")) - {32})
    drawing = _stream(b"500 0 0 0 400 600 d1 0 0 400 600 re f")
    glyphs = "".join(f"/g{code} 6 0 R" for code in codes)
    names = " ".join(f"{code}/g{code}" for code in codes)
    font = (
        f"<</Type/Font/Subtype/Type3/FontBBox[0 0 500 700]/FontMatrix[.001 0 0 .001 0 0]"
        f"/CharProcs<<{glyphs}>>/Encoding<</Type/Encoding/Differences[{names}]>>"
        f"/FirstChar 0/LastChar 255/Widths[{'500 ' * 256}]/Resources<<>>>>"
    )
    shown = "\n".join(
        f"BT /F 10 Tf 72 {760 - 14 * n} Td <{line.encode('cp1252').hex()}> Tj ET"
        for n, line in enumerate(lines)
    )
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count 1/Kids[3 0 R]>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F 5 0 R>>>>"
        b"/Contents 4 0 R>>",
        _stream(shown.encode()),
        font.encode(),
        drawing,
    ]
    return _file(objects)


def _stream(content: bytes) -> bytes:
    return b"<</Length %d>>stream\n%b\nendstream" % (len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"trailer<</Root 1 0 R/Size %d>>\nstartxref\n%d\n%%%%EOF\n" % (size, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % size + table + end
