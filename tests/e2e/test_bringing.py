"""What people have is brought in: a folder dropped, a mail, a decree, a picture, pasted words."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMessageBox

from habeas.domain import region
from habeas.domain.passage import Passage, PassageKind
from habeas.domain.source import Source
from hand import Hand
from made import docxs, pdfs, pictures, web
from stories import (
    claim,
    close_case,
    comes_back_and_is_taken_back,
    open_case,
    paste,
    reading_of,
    titles,
)

pytestmark = pytest.mark.screen
DECREE = "DECREE 9\nVisits are suspended in every prison\nuntil the end of May."
TOLD = (
    "The doctors of Altamora say that nine people were beaten in the yard on Sunday.",
    "Their families were not told, and the clinic of Santa Brisa stayed closed.",
)


def decree(words: str = DECREE) -> bytes:
    """A PDF of one page."""
    return pdfs.pdf([pdfs.lines(words)], info={"Title": words.splitlines()[0]})


def letter() -> bytes:
    """A mail to which a list and a picture are attached."""
    made = EmailMessage()
    made["From"] = "Ana Prada <ana@valdoria.example>"
    made["To"] = "beto@brisa.example"
    made["Date"] = "Fri, 09 May 2031 21:06:00 -0500"
    made["Subject"] = "Who was moved"
    made.set_content("Dear Beto,\n\nthe list came with the guard. Nobody may know from whom.\n")
    made.add_attachment(
        decree("LIST OF WARD 3\nTwo men were moved at night."),
        maintype="application", subtype="pdf", filename="list.pdf",
    )  # fmt: skip
    made.add_attachment(pictures.plain(), maintype="image", subtype="png", filename="yard.png")
    return made.as_bytes()


def working_folder(tmp_path: Path) -> Path:
    """Nine files of a desk, two of them of no use and one that wants to do harm."""
    made = tmp_path / "On my desk"
    (made / "from Ana").mkdir(parents=True)
    page = web.page("Nine beaten in the yard", *TOLD)
    for name, data in {
        "story.html": page,
        "from Ana/story again.html": page,
        "decree.pdf": decree(),
        "from Ana/letter.eml": letter(),
        "report.docx": docxs.docx(docxs.p("Report of the visit", style="Ttulo1")),
        "from Ana/locked.pdf": pdfs.pdf([pdfs.lines("Secret")], lock=pdfs.Lock(user="x")),
        "tool.exe": b"\x7fELF" + bytes(99),
        ".DS_Store": b"\0\0\0\1Bud1",
    }.items():
        (made / name).write_bytes(data)
    with zipfile.ZipFile(made / "bomb.docx", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("[Content_Types].xml", "<Types/>")
        bomb.writestr("word/document.xml", "<w:document>" + "a" * 150_000_000)
    return made


def test_a_working_folder_becomes_sources_and_a_line_on_what_did_not(
    hand: Hand, path: Path, tmp_path: Path
) -> None:
    open_case(hand, path)
    hand.drop(working_folder(tmp_path))
    box = hand.dialog(QMessageBox)
    assert box.text() == "Not everything could be done"
    assert "“tool.exe” seems to be a program" in box.informativeText()
    assert hand.said[-1] == "6 sources added. 1 was in the case already."
    hand.press("Return")
    hand.wait(hand.window.isActiveWindow)
    assert titles(hand) >= {
        "Nine beaten in the yard", "DECREE 9", "Who was moved", "LIST OF WARD 3", "yard.png",
        "Report of the visit", "locked.pdf", "bomb.docx",
    }  # fmt: skip
    for name, words in {
        "locked.pdf": "is locked with a password",
        "bomb.docx": "can be unpacked safely",
    }.items():
        [source] = hand.case.select(Source, "WHERE title = ?", name)
        hand.window.desk.ask("source", source.id)
        silent = reading_of(hand).middle.silent
        hand.wait(silent.isVisible)
        assert words in silent.head._notes.text()
    assert hand.count("source") == 9
    comes_back_and_is_taken_back(hand, path, table="source", before=9, after=1)


def test_a_mail_leads_to_what_is_attached_and_back_and_pasted_words_stand_beside(
    hand: Hand, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "letter.eml").write_bytes(letter())
    open_case(hand, path)
    hand.drop(tmp_path / "letter.eml")
    hand.wait(lambda: hand.count("source") == 4)
    reading = reading_of(hand)
    hand.wait(lambda: "Dear Beto" in reading.reader.text)
    assert (reading.source.author, reading.source.published) == (
        "Ana Prada <ana@valdoria.example>", "2031-05-09",
    )  # fmt: skip
    assert "Ana Prada <ana@valdoria.example>" in reading.middle.head._meta.text()
    hand.press("i")
    hand.dialog()
    hand.press("Return")  # the first of what came inside
    hand.wait(lambda: "Two men were moved" in reading.reader.text)
    n = hand.count("claim")
    hand.window.desk.ask("source", reading.source_id, start=15, end=43)
    claim(hand, "1", "transfer")
    hand.wait(lambda: hand.count("claim") == n + 1)
    [made] = hand.case.select(Passage, "ORDER BY id DESC LIMIT 1")
    assert made.quote == "Two men were moved at night."
    hand.press("w")
    hand.wait(lambda: "Dear Beto" in reading.reader.text)
    paste(hand, "Ana says on the telephone that it was three men.")
    comes_back_and_is_taken_back(hand, path, table="source", before=5, after=4)


def drawn(hand: Hand) -> Any:
    """The page, once it is drawn."""
    picture = reading_of(hand).middle.facing.picture
    hand.wait(lambda: picture.has_picture)
    hand.pause(300)
    return picture


def drag(hand: Hand, box: tuple[float, float, float, float]) -> None:
    """Draw a rectangle, in units of the page."""
    picture = drawn(hand)
    rect = picture.placing.to_window(box).toRect()
    here, there = (picture.viewport().mapToGlobal(p) for p in (rect.topLeft(), rect.bottomRight()))
    hand.drag(here, there)


def test_words_are_marked_on_the_page_of_a_decree(hand: Hand, path: Path, tmp_path: Path) -> None:
    (tmp_path / "decree.pdf").write_bytes(decree())
    open_case(hand, path)
    hand.drop(tmp_path / "decree.pdf")
    reading = reading_of(hand)
    hand.wait(lambda: reading.reader.text.startswith("DECREE 9"))
    hand.press("v")
    drag(hand, (60, 842 - 746 - 12, 400, 842 - 746 + 5))
    hand.wait(lambda: reading.reader.selected() is not None)
    claim(hand, "2", "visits")
    hand.wait(lambda: hand.count("claim") == 3)
    [made] = hand.case.select(Passage, "ORDER BY id DESC LIMIT 1")
    assert (made.quote, made.page) == ("Visits are suspended in every prison", 1)
    assert made.region
    close_case(hand)
    open_case(hand, path)
    picture = drawn(hand)
    hand.wait(lambda: f"claim:{hand.case.query('SELECT max(id) AS n FROM claim')[0]['n']}" in
              {mark.key for mark in picture._marks})  # fmt: skip
    comes_back_and_is_taken_back(hand, path, table="claim", before=3, after=2)


def test_a_picture_is_covered_until_it_is_clicked_and_a_rectangle_on_it_is_a_passage(
    hand: Hand, path: Path, tmp_path: Path
) -> None:
    (tmp_path / "yard.png").write_bytes(pictures.plain(800, 600, color=(150, 90, 60)))
    open_case(hand, path)
    hand.drop(tmp_path / "yard.png")
    hand.wait(lambda: hand.count("source") == 2)
    picture = drawn(hand)
    assert picture.is_covered
    hand.click(picture.viewport())
    assert not picture.is_covered
    drag(hand, (300, 200, 500, 400))
    claim(hand, "1", "torture", summary="A man lies on the ground")
    hand.wait(lambda: hand.count("claim") == 3)
    [made] = hand.case.select(Passage, "ORDER BY id DESC LIMIT 1")
    assert (made.kind, made.quote) == (PassageKind.RECTANGLE, "")
    [(number, box)] = region.rectangles(made.region)
    assert number == 1
    assert box == pytest.approx((300, 200, 500, 400), abs=4)
    close_case(hand)
    open_case(hand, path)
    assert drawn(hand).is_covered, "who comes back is spared again"
    comes_back_and_is_taken_back(hand, path, table="claim", before=3, after=2)
