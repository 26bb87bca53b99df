"""Slides: their words in the order in which they are shown."""

from __future__ import annotations

import io
import zipfile

from habeas import capture
from habeas.capture.documents import signs
from made.odts import odt

_NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def shape(text, kind=""):
    lines = "".join(f"<a:p><a:r><a:t>{line}</a:t></a:r></a:p>" for line in text.split("\n"))
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else ""
    return f"<p:sp>{place}<p:txBody>{lines}</p:txBody></p:sp>"


def links(*pairs):
    rows = "".join(
        f'<Relationship Id="r{n}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(pairs)
    )
    return f"<Relationships>{rows}</Relationships>"


def pptx():
    made = io.BytesIO()
    table = "".join(
        f"<a:tr>{''.join(f'<a:tc><a:p><a:t>{c}</a:t></a:p></a:tc>' for c in row)}</a:tr>"
        for row in (("Prison", "Held"), ("La Loma", "12"))
    )
    slides = [
        shape("Second", "title") + f"<p:graphicFrame><a:tbl>{table}</a:tbl></p:graphicFrame>",
        shape("The prisons", "ctrTitle")
        + f"<p:grpSp>{shape('Nobody counted.' + chr(10) + 'Ever.')}</p:grpSp>"
        + shape("7", "sldNum"),
    ]
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("_rels/.rels", links(("officeDocument", "ppt/presentation.xml")))
        archive.writestr(
            "ppt/presentation.xml",
            f'<p:presentation {_NAMES}><p:sldIdLst><p:sldId id="256" r:id="r1"/>'
            '<p:sldId id="257" r:id="r0"/></p:sldIdLst></p:presentation>',
        )
        archive.writestr(
            "ppt/_rels/presentation.xml.rels",
            links(("slide", "slides/slide1.xml"), ("slide", "slides/slide2.xml")),
        )
        for n, slide in enumerate(slides, 1):
            archive.writestr(f"ppt/slides/slide{n}.xml", f"<p:sld {_NAMES}>{slide}</p:sld>")
        archive.writestr(
            "ppt/slides/_rels/slide2.xml.rels", links(("notesSlide", "../notesSlides/n.xml"))
        )
        archive.writestr(
            "ppt/notesSlides/n.xml", f"<p:notes {_NAMES}>{shape('Say it slowly.')}</p:notes>"
        )
    return made.getvalue()


def test_slides_of_powerpoint_come_in_the_order_in_which_they_are_shown():
    reading = capture.read(pptx(), file_name="x.pptx")

    assert reading.media_type == signs.PPTX
    assert reading.text == (
        "The prisons\nNobody counted.\nEver.\n\nSecond\n\nPrison\tHeld\nLa Loma\t12\n\n"
        "Say it slowly."
    )
    assert [
        (each.kind.value, reading.text[each.start : each.end]) for each in reading.stretches
    ] == [
        ("heading", "The prisons"), ("heading", "Second"),
        ("table", "Prison\tHeld\nLa Loma\t12"), ("comment", "Say it slowly."),
    ]  # fmt: skip
    assert reading.notes == ()


def test_slides_that_were_cut_short_are_kept():
    whole = pptx()
    reading = capture.read(whole[: len(whole) // 2], file_name="x.pptx")

    assert "damaged" in " ".join(reading.notes)


def test_slides_of_opendocument_are_read():
    page = (
        "<office:presentation><draw:page><draw:frame><draw:text-box><text:p>{}</text:p>"
        "</draw:text-box></draw:frame></draw:page></office:presentation>"
    )
    reading = capture.read(
        odt(page.format("One") + page.format("Two"), kind=signs.ODP), file_name="x.odp"
    )

    assert (reading.text, reading.media_type) == ("One\n\nTwo", signs.ODP)
