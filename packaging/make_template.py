"""Build resources/templates/report.docx: our own styles on the skeleton that python-docx brings.

Run by hand after a change here: ``python packaging/make_template.py``.
"""

from __future__ import annotations

from pathlib import Path

import docx
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm

TARGET = Path(__file__).parents[1] / "resources" / "templates" / "report.docx"
SERIF = "Liberation Serif"
INK, SOFT, LINE = "22211E", "66625A", "BFB8A8"
OWN = (
    "Byline",
    "QuoteRight",
    "FootnoteQuote",
    "FootnoteQuoteRight",
    "TableText",
    "TableHead",
)  # names that no word processor knows
DROPPED = (  # previews, another program's styles and empty custom data: nothing of ours
    "http://schemas.microsoft.com/office/2007/relationships/stylesWithEffects",
    RT.CUSTOM_XML,
    RT.THUMBNAIL,
    RT.WEB_SETTINGS,
)


def main() -> None:
    """Write the template."""
    document = docx.Document()
    _drop(document.part)
    _drop(document.part.package)
    _fill(document.styles.element, _styles())
    _fill(document.part.numbering_part.element, _numbering())
    _fill(document.settings.element, _settings())
    _blob(document.part, RT.FONT_TABLE, _fonts())
    _blob(document.part.package, RT.EXTENDED_PROPERTIES, _application())
    _paper(document.sections[0])
    _blank(document.core_properties)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(TARGET))


def _drop(part: object) -> None:
    rels = part.rels  # type: ignore[attr-defined] # a part or the package: both have rels
    for key in [key for key, rel in rels.items() if rel.reltype in DROPPED]:
        del rels[key]


def _fill(element: object, xml: str) -> None:
    """Put the children of ``xml`` in the place of those of ``element``."""
    fresh = parse_xml(xml)
    for child in list(element):  # type: ignore[call-overload] # an lxml element
        element.remove(child)  # type: ignore[attr-defined]
    for child in list(fresh):
        element.append(child)  # type: ignore[attr-defined]


def _blob(owner: object, reltype: str, xml: str) -> None:
    part = owner.part_related_by(reltype)  # type: ignore[attr-defined] # a part or the package
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    part._blob = (head + xml).encode()  # noqa: SLF001 - a part of plain bytes has no setter


def _paper(section: object) -> None:
    """A4, a column of about 68 characters, and the page number at the foot."""
    section.page_width, section.page_height = Mm(210), Mm(297)  # type: ignore[attr-defined]
    section.left_margin = section.right_margin = Mm(32)  # type: ignore[attr-defined]
    section.top_margin, section.bottom_margin = Mm(28), Mm(28)  # type: ignore[attr-defined]
    section.footer_distance = Mm(14)  # type: ignore[attr-defined]
    section.footer.is_linked_to_previous = False  # type: ignore[attr-defined]
    footer = (
        f'<w:ftr {nsdecls("w")}><w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr>{_field("PAGE")}'
        f'<w:r><w:t xml:space="preserve"> / </w:t></w:r>{_field("NUMPAGES")}</w:p></w:ftr>'
    )
    _fill(section.footer.part.element, footer)  # type: ignore[attr-defined]


def _field(code: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _blank(properties: object) -> None:
    for name in ("author", "last_modified_by", "title", "comments", "keywords", "subject"):
        setattr(properties, name, "")


def _styles() -> str:
    fonts = f'w:ascii="{SERIF}" w:hAnsi="{SERIF}" w:eastAsia="{SERIF}" w:cs="{SERIF}"'
    return (
        f"<w:styles {nsdecls('w')}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts {fonts}/>"
        f'<w:color w:val="{INK}"/><w:sz w:val="22"/><w:szCs w:val="22"/>'
        '<w:lang w:val="en-GB" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault>'
        '<w:pPrDefault><w:pPr><w:spacing w:after="140" w:line="288" w:lineRule="auto"/></w:pPr>'
        "</w:pPrDefault></w:docDefaults>"
        + _body()
        + _headings()
        + _notes()
        + _table()
        + "</w:styles>"
    )


def _style(
    style: str,
    name: str,
    *,
    paragraph: str = "",
    run: str = "",
    follows: str = "",
    base: str = "Normal",
) -> str:
    """A paragraph style; ``paragraph`` and ``run`` are the insides of pPr and rPr."""
    own = ' w:customStyle="1"' if style in OWN else ""
    following = f'<w:next w:val="{follows}"/>' if follows else ""
    return (
        f'<w:style w:type="paragraph"{own} w:styleId="{style}"><w:name w:val="{name}"/>'
        f'<w:basedOn w:val="{base}"/>{following}<w:qFormat/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _size(halves: int) -> str:
    return f'<w:sz w:val="{halves}"/><w:szCs w:val="{halves}"/>'


def _edge(side: str, eighths: int) -> str:
    """The line beside a quote; words from right to left have theirs on the right."""
    other = "right" if side == "left" else "left"
    lines = {
        side: f'<w:{side} w:val="single" w:sz="{eighths}" w:space="10" w:color="{LINE}"/>',
        other: f'<w:{other} w:val="nil"/>',
    }
    return f"<w:pBdr>{lines['left']}{lines['right']}</w:pBdr>"


def _body() -> str:
    rule = f'<w:pBdr><w:bottom w:val="single" w:sz="4" w:space="10" w:color="{LINE}"/></w:pBdr>'
    soft = f'<w:color w:val="{SOFT}"/>'
    bullet = '<w:numPr><w:numId w:val="1"/></w:numPr><w:spacing w:after="70"/>'
    return (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
        "<w:qFormat/><w:pPr><w:widowControl/></w:pPr></w:style>"
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:semiHidden/></w:style>'
        '<w:style w:type="numbering" w:default="1" w:styleId="NoList"><w:name w:val="No List"/>'
        "<w:semiHidden/></w:style>"
        + _style(
            "Title",
            "Title",
            paragraph='<w:keepNext/><w:spacing w:after="80" w:line="252" w:lineRule="auto"/>',
            run="<w:b/><w:bCs/>" + _size(44),
            follows="Subtitle",
        )
        + _style("Subtitle", "Subtitle", paragraph='<w:spacing w:after="60"/>', run=_size(26))
        + _style("Byline", "Byline", paragraph=rule + '<w:spacing w:after="360"/>', run=soft)
        + _style(
            "Quote",
            "Quote",
            paragraph=_edge("left", 18) + '<w:spacing w:before="60"/><w:ind w:left="454"/>',
        )
        + _style("QuoteRight", "Quote Right", paragraph=_edge("right", 18), base="Quote")
        + _style("ListBullet", "List Bullet", paragraph=bullet)
        + _style(
            "Footer",
            "footer",
            paragraph='<w:spacing w:after="0"/><w:jc w:val="center"/>',
            run=soft + _size(18),
        )
        + _style("Header", "header", paragraph='<w:spacing w:after="0"/>', run=soft + _size(18))
    )


def _headings() -> str:
    """Real headings: an outline level each, so that readers can walk them."""
    looks = {
        1: (420, 120, "<w:b/><w:bCs/>" + _size(30)),
        2: (320, 80, "<w:b/><w:bCs/>" + _size(25)),
        3: (240, 60, "<w:b/><w:bCs/>" + _size(22)),
        4: (200, 60, "<w:i/><w:iCs/>" + _size(22)),
        5: (160, 40, f'<w:i/><w:iCs/><w:color w:val="{SOFT}"/>' + _size(22)),
    }
    return "".join(
        _style(
            f"Heading{level}",
            f"heading {level}",
            paragraph=f'<w:keepNext/><w:keepLines/><w:spacing w:before="{before}" w:after="{after}"'
            f' w:line="264" w:lineRule="auto"/><w:outlineLvl w:val="{level - 1}"/>',
            run=run,
            follows="Normal",
        )
        for level, (before, after, run) in looks.items()
    )


def _notes() -> str:
    tight = '<w:spacing w:after="40" w:line="252" w:lineRule="auto"/>'
    return (
        _style("FootnoteText", "footnote text", paragraph=tight, run=_size(18))
        + _style(
            "FootnoteQuote",
            "Footnote Quote",
            paragraph=_edge("left", 12) + tight + '<w:ind w:left="340"/>',
            base="FootnoteText",
        )
        + _style(
            "FootnoteQuoteRight",
            "Footnote Quote Right",
            paragraph=_edge("right", 12),
            base="FootnoteQuote",
        )
        + '<w:style w:type="character" w:styleId="FootnoteReference">'
        '<w:name w:val="footnote reference"/><w:basedOn w:val="DefaultParagraphFont"/>'
        '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style>'
    )


def _table() -> str:
    edge = f'w:val="single" w:sz="4" w:space="0" w:color="{LINE}"'
    return (
        _style(
            "TableText",
            "Table Text",
            paragraph='<w:spacing w:before="40" w:after="40" w:line="252" w:lineRule="auto"/>',
            run=_size(20),
        )
        + _style(
            "TableHead",
            "Table Head",
            paragraph="<w:keepNext/>",
            run=f'<w:b/><w:bCs/><w:color w:val="{SOFT}"/>',
            base="TableText",
        )
        + '<w:style w:type="table" w:default="1" w:styleId="TableNormal">'
        '<w:name w:val="Normal Table"/><w:semiHidden/><w:tblPr>'
        '<w:tblInd w:w="0" w:type="dxa"/>'
        '<w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>'
        '<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar>'
        '</w:tblPr></w:style><w:style w:type="table" w:customStyle="1" w:styleId="ReportTable">'
        '<w:name w:val="Report Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>'
        f"<w:top {edge}/><w:bottom {edge}/><w:insideH {edge}/></w:tblBorders>"
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/>'
        '<w:right w:w="170" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )


def _numbering() -> str:
    return (
        f"<w:numbering {nsdecls('w')}>"
        '<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/>'
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/>'
        '<w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/>'
        '<w:pPr><w:ind w:left="340" w:hanging="284"/></w:pPr>'
        f'<w:rPr><w:color w:val="{SOFT}"/></w:rPr></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    )


def _settings() -> str:
    word = 'w:uri="http://schemas.microsoft.com/office/word"'
    return (
        f'<w:settings {nsdecls("w")}><w:zoom w:percent="100"/>'
        '<w:defaultTabStop w:val="720"/><w:characterSpacingControl w:val="doNotCompress"/>'
        f'<w:compat><w:compatSetting w:name="compatibilityMode" {word} w:val="15"/></w:compat>'
        '<w:themeFontLang w:val="en-GB"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
        "</w:settings>"
    )


def _fonts() -> str:
    """What to fall back on where Liberation Serif is not installed: it has the same widths."""
    return (
        f'<w:fonts {nsdecls("w")}><w:font w:name="{SERIF}"><w:altName w:val="Times New Roman"/>'
        '<w:panose1 w:val="02020603050405020304"/><w:charset w:val="00"/>'
        '<w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>'
    )


def _application() -> str:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    return f'<Properties xmlns="{kind}"><Application>Habeas</Application></Properties>'


if __name__ == "__main__":
    main()
