"""OpenDocument texts: what runs on runs on, and what stands apart stands apart."""

from __future__ import annotations

import odfdo
import pytest

from habeas import capture
from habeas.capture.documents import signs
from made.odts import flat, odt
from made.readings import marked, said

TABLE = (
    '<table:table><table:table-column table:number-columns-repeated="2"/><table:table-header-rows>'
    "<table:table-row><table:table-cell><text:p>Prison</text:p></table:table-cell>"
    "<table:table-cell><text:p>Held</text:p></table:table-cell></table:table-row>"
    "</table:table-header-rows><table:table-row>"
    '<table:table-cell table:number-columns-spanned="2"><text:p>both</text:p></table:table-cell>'
    "<table:covered-table-cell/></table:table-row><table:table-row><table:table-cell>"
    "<text:p>Peña Gris</text:p></table:table-cell><table:table-cell><text:p>120</text:p>"
    "<text:p>or more</text:p></table:table-cell></table:table-row></table:table>"
)


def read(data, name="report.odt"):
    return capture.read(data, file_name=name)


def test_headings_lists_tables_and_white_space():
    reading = read(
        odt(
            '<text:h text:outline-level="2">The prisons  of\n Valdoria</text:h>'
            '<text:p>Nobody<text:s text:c="3"/>counted<text:tab/>them <text:span> at</text:span>'
            " all.<text:line-break/>Ever.</text:p><text:p/><text:list><text:list-item>"
            f"<text:p>One</text:p></text:list-item></text:list>{TABLE}<text:p>End.</text:p>"
        )
    )

    assert reading.text == (
        "The prisons of Valdoria\nNobody   counted\tthem at all.\nEver.\n\nOne\n\n"
        "Prison\tHeld\nboth\nPeña Gris\t120 or more\n\nEnd."
    )
    assert marked(reading)[0] == ("heading", "2", "The prisons of Valdoria")
    assert marked(reading)[1][0] == "table"
    assert (reading.media_type, reading.extractor, reading.notes) == (signs.ODT, "odt", ())


def test_notes_comments_and_margins_come_after_the_text_each_apart():
    note = (
        '<text:note text:note-class="footnote"><text:note-citation{}>{}</text:note-citation>'
        "<text:note-body><text:p>{}</text:p></text:note-body></text:note>"
    )
    comment = (
        "<office:annotation><dc:creator>Ana Ruiz</dc:creator><dc:date>2024-01-01</dc:date>"
        "<text:p>Check this.</text:p></office:annotation>"
    )
    styles = (
        "<office:master-styles><style:master-page><style:header><text:p>Draft</text:p>"
        "</style:header><style:footer><text:p>Page</text:p></style:footer></style:master-page>"
        "<style:master-page><style:header><text:p>Draft</text:p></style:header>"
        "</style:master-page></office:master-styles>"
    )
    own = note.format(' text:label="*"', "*", "As they say.")
    reading = read(
        odt(
            f"<text:p>He{comment} was held{note.format('', '1', 'Interview 14.')} for days"
            f"{own}.</text:p>",
            styles=styles,
        )
    )

    assert reading.text == (
        "He was held for days*.\n\nInterview 14.\n\nAs they say.\n\nCheck this.\n\nDraft\n\nPage"
    )
    assert [each[:2] for each in marked(reading)] == [
        ("footnote", "1"), ("footnote", "*"), ("comment", "Ana Ruiz"), ("header", ""),
        ("header", ""),
    ]  # fmt: skip


def test_what_was_deleted_or_hidden_is_told_of_and_not_read():
    changes = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>killed</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    secret = (
        '<style:style style:name="T1"><style:text-properties text:display="none"/></style:style>'
    )
    reading = read(
        odt(
            f'{changes}<text:p>They <text:change text:change-id="1"/>found '
            '<text:span text:style-name="T1">secretly</text:span> him.</text:p>',
            automatic=secret,
        )
    )

    assert reading.text == "They found him."
    assert "one tracked change" in said(reading)
    assert "hidden text (8 letters)" in said(reading)


def test_what_the_file_says_of_itself_and_what_is_in_it():
    meta = (
        "<dc:title>On prisons</dc:title><meta:initial-creator>Ana Ruiz</meta:initial-creator>"
        "<dc:creator>Luis</dc:creator><meta:creation-date>2024-03-05T12:00:00</meta:creation-date>"
        "<dc:language>fr-FR</dc:language>"
    )
    reading = read(
        odt(
            "<text:p>Ça alors.</text:p>",
            meta=meta,
            files={"Pictures/1.wmf": bytes(60), "Basic/x.xml": b"x"},
        )
    )

    assert (reading.title, reading.author, reading.language) == ("On prisons", "Ana Ruiz", "fr")
    assert dict(reading.metadata)["creator"] == "Luis"
    assert reading.silent == ("published",)
    assert [(part.role, part.reading.file_name) for part in reading.parts] == [("picture", "1.wmf")]
    assert "macros" in said(reading)


def test_a_frame_of_one_column_is_no_table_and_boxes_are_read():
    box = "<draw:frame><draw:text-box><text:p>In a box</text:p></draw:text-box></draw:frame>"
    frame = (
        "<table:table><table:table-row><table:table-cell><text:p>Framed</text:p>"
        "<text:p>words</text:p></table:table-cell></table:table-row></table:table>"
    )

    assert read(odt(f"<text:p>Before{box}</text:p>{frame}")).text == (
        "Before\nIn a box\nFramed\nwords"
    )


def test_one_flat_file_is_read_too():
    reading = read(flat("<text:p>Words of it.</text:p>", meta="<dc:title>A</dc:title>"), "a.fodt")

    assert (reading.text, reading.title, reading.media_type) == ("Words of it.", "A", signs.ODT)


def test_what_a_library_writes_is_read(tmp_path):
    made = odfdo.Document("text")
    made.body.clear()
    made.body.append(odfdo.Header(1, "On Santa Brisa"))
    paragraph = odfdo.Paragraph("Nobody was told.")
    paragraph.insert_note(after="Nobody", note_id="n1", citation="1", body="So they say.")
    made.body.append(paragraph)
    made.save(tmp_path / "x.odt")
    reading = capture.read(tmp_path / "x.odt")

    assert reading.text == "On Santa Brisa\nNobody was told.\n\nSo they say."
    assert marked(reading)[1] == ("footnote", "1", "So they say.")


def test_a_locked_one_is_kept_and_said_to_be_locked():
    lock = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>"
    reading = read(odt("<text:p>x</text:p>", manifest=lock))

    assert reading.text == ""
    assert "password" in said(reading)


def test_no_entity_is_put_in_and_none_is_looked_up():
    prologue = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY c SYSTEM "file:///etc/passwd">]>'
    reading = read(odt("<text:p>Before &a;&c; after</text:p>", prologue=prologue))

    assert reading.text.startswith("Before")
    assert "root:" not in reading.text


def test_numbers_of_repetition_cannot_make_it_grow():
    many = (
        '<table:table><table:table-row table:number-rows-repeated="99999999">'
        '<table:table-cell table:number-columns-repeated="99999999"><text:p>x</text:p>'
        "</table:table-cell><table:table-cell/></table:table-row></table:table>"
        '<text:p>a<text:s text:c="99999999"/>b</text:p>'
    )

    assert len(read(odt(many)).text) < 200_000


@pytest.mark.parametrize("share", [0.3, 0.7, 0.95])
def test_of_one_that_was_cut_short_what_is_left_is_read(share):
    whole = odt("".join(f"<text:p>Sentence {n**3} of it.</text:p>" for n in range(400)))
    reading = read(whole[: int(len(whole) * share)])

    assert reading.text.startswith("Sentence 0 of it.\nSentence 1 of it.")
    assert "damaged" in said(reading)
