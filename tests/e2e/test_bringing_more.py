"""A spreadsheet, one story in two papers, a text read again, many files and a kill."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

import watched
from habeas import settings
from habeas.capture.reading import Reading
from habeas.domain.claim import Claim
from habeas.domain.passage import Passage
from habeas.services import claiming, collecting
from habeas.store.case import Case
from habeas.ui.dialogs.layers import LayersDialog
from habeas.ui.dialogs.origins import OriginsDialog
from habeas.ui.dialogs.sheets.dialog import SheetDialog
from hand import Hand
from making import draft
from stories import choose, close_case, comes_back_and_is_taken_back, open_case, paste, reading_of

pytestmark = pytest.mark.screen
SHEET = """\
ID;Fecha;Tipo;Lugar;Descripcion
1;03/05/2031;Homicidio;Pena Gris;Disparos en el patio
2;14/05/2031;Paliza;Pena Gris;Golpes en la celda
3;31/02/2031;Fuga;Santa Brisa;Salieron por el techo
"""
WIRE = (
    "The director of prisons of Valdoria said on Friday that the cells of seven centres would "
    "stay closed until the origin of the orders was known, and that nobody would leave the yards."
)
ONCE = "The cells of the se cond yard stay closed.\nThe guard at the gate was asleep."
NOW = "The cells of the second yard stay closed.\nNobody may leave them.\n"


def shown(widget: QWidget) -> str:
    """All words that its labels show."""
    return "\n".join(one.text() for one in widget.findChildren(QLabel) if one.isVisible())


def test_rows_of_a_spreadsheet_become_claims(hand: Hand, path: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "hechos.csv"
    sheet.write_text(SHEET, encoding="utf-8")
    open_case(hand, path)
    choose(hand, "case.import_sheet")
    dialog = hand.dialog(SheetDialog)
    hand.press("Return")  # choose a file
    hand.name_file(sheet)
    hand.wait(lambda: dialog.mapping.columns.combos and dialog.next.isEnabled())
    hand.wait(dialog.isActiveWindow)
    hand.press("alt+w")  # words to settle
    [combo] = dialog.mapping.settling.findChildren(QComboBox)
    hand.wait(combo.isVisible)
    hand.click(combo)
    hand.type("Incident")
    hand.press("Return")
    hand.wait(lambda: dialog.mapping.tabs.tabText(1) == "&Words")
    hand.press("alt+k")
    hand.wait(lambda: dialog.act.isVisible() and dialog.act.isEnabled())
    assert "2 new claims · 1 row cannot be read" in shown(dialog)
    hand.press("alt+m")
    hand.wait_said("2 claims made.")
    hand.press("Escape")
    hand.wait(lambda: hand.window.frame.room == "claims")
    assert len(hand.window.frame.filtered() or ()) == 2
    made = hand.case.select(Claim, "ORDER BY id DESC LIMIT 2")
    assert {claim.when.edtf for claim in made} == {"2031-05-03", "2031-05-14"}
    comes_back_and_is_taken_back(hand, path, table="claim", before=4, after=2)


def test_one_story_in_two_papers_is_said_to_have_one_origin(hand: Hand, path: Path) -> None:
    open_case(hand, path)
    paste(hand, f"THE LEDGER. {WIRE}")
    paste(hand, f"THE CLARION. {WIRE} Visits are off.")
    choose(hand, "source.origins")
    dialog = hand.dialog(OriginsDialog)
    hand.wait(lambda: dialog.pairs.rowCount() == 1 and dialog.other.extraSelections())
    marked = [one.cursor.selectedText() for one in dialog.other.extraSelections()]
    assert any("Visits are off" in words for words in marked)
    hand.press("alt+s")
    hand.wait(lambda: hand.count("same_origin") == 1)
    hand.press("Escape")
    hand.wait(hand.window.isActiveWindow)
    comes_back_and_is_taken_back(hand, path, table="same_origin", before=1, after=0)


def test_a_text_is_read_again_and_a_passage_that_is_lost_keeps_its_words(
    hand: Hand, path: Path
) -> None:
    with Case.open(path) as case, case.edit("Add sources") as edit:
        reading = Reading(NOW.encode(), ONCE, title="Order", file_name="order.txt", version="0")
        source = collecting.add(edit, reading, language="en").source
        claiming.accept(edit, draft("The cells of the se cond yard", text=ONCE), source=source)
        claiming.accept(edit, draft("The guard at the gate", text=ONCE), source=source)
    open_case(hand, path)
    hand.window.desk.ask("source", source)
    reader = reading_of(hand).reader
    hand.wait(lambda: reader.text == ONCE)
    hand.press("t")
    dialog = hand.dialog(LayersDialog)
    hand.press("alt+r")
    hand.wait(dialog._outcome.isVisible)
    assert "1 was found nearly so" in dialog._outcome.text()
    assert "1 was not found and keeps its old text" in dialog._outcome.text()
    hand.wait(lambda: dialog.again.isEnabled())
    hand.press("Escape")
    hand.wait(hand.window.isActiveWindow)
    hand.wait(lambda: reader.text == NOW)
    pane = reading_of(hand)
    assert "1 passage is not found where it was marked" in pane.middle.head._warning.text()
    quotes = {passage.quote for passage in hand.case.select(Passage)}
    assert {"The cells of the second yard", "The guard at the gate"} <= quotes
    comes_back_and_is_taken_back(hand, path, table="source_layer", before=1, after=0)
    with Case.open(path) as case:
        assert case.text(collecting.layer_of(case, source)) == ONCE


def test_a_large_folder_is_gone_on_with_after_a_kill(
    hand: Hand, path: Path, tmp_path: Path
) -> None:
    box, files, n = watched.Box(tmp_path), tmp_path / "files", 4_000
    files.mkdir()
    for k in range(n):
        (files / f"note {k}.txt").write_text(f"Note {k}: visits of day {k} are off. " * 60)
    with watched.running(box, "-m", "habeas", str(path)) as other:
        watched.wait(lambda: watched.title().startswith("Santa Brisa"), what="for the window")
        watched.press("ctrl+shift+f")
        watched.wait(lambda: watched.title() == "Add a folder", what="for the question")
        watched.press("ctrl+a")
        watched.type_in(str(files))
        watched.press("Return")
        watched.wait(lambda: sources(path) > 20, what="for files")
        readers = children(other.pid)
        assert readers
        watched.end(other, signal.SIGKILL)
    watched.wait(lambda: not any(map(is_alive, readers)), what="for those that read to end")
    before = sources(path)
    assert 20 < before < n
    remembers(box)
    open_case(hand, path)
    hand.wait(lambda: "wait to be brought in" in hand.window.frame.intake.words)
    hand.click(hand.window.frame.intake.go_on)
    hand.wait(lambda: hand.window.intake.standing == "done")
    assert hand.count("source") == n + 1
    names = "SELECT count(DISTINCT file_name) AS n FROM source_capture WHERE file_name <> ''"
    assert hand.case.query(names)[0]["n"] == n
    close_case(hand)
    open_case(hand, path)
    assert not hand.window.frame.intake.isVisible()
    assert hand.case.verify().ok
    hand.press("ctrl+z", times=len(hand.case.steps()[0]) - 3)
    hand.wait(lambda: hand.count("source") == 1)
    assert hand.case.verify().ok


def remembers(box: watched.Box) -> None:
    """What the program of the box was told is known in this window, as on one computer."""
    found = next(each for each in box.files() if each.name == "settings.json")
    settings.agree(json.loads(found.read_text())["agreed"])


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    tasks = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def is_alive(pid: int) -> bool:
    """Whether a process runs, and is not only waiting for somebody to hear that it ended."""
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def sources(path: Path) -> int:
    """How many sources the file holds, read beside the running program."""
    with Case.open(path, read_only=True) as case:
        return int(case.query("SELECT count(*) AS n FROM source")[0]["n"])
