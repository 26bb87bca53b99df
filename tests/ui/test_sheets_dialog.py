"""Importing a spreadsheet by keyboard: the file, its columns, what would change, the claims."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from habeas import capture
from habeas.domain.claim import Claim
from habeas.domain.sheet import Field
from habeas.services import collecting
from habeas.ui.desk import Desk
from habeas.ui.dialogs.sheets.dialog import SheetDialog, open_dialog
from habeas.ui.window import Window
from made import workbooks

SHEET = """\
ID;Fecha;Tipo;Lugar;Cuántos;Según;Descripción
1;03/05/2031;Homicidio;Peña Gris;3;la policía;Disparos en el patio
2;14/05/2031;Paliza;Peña Gris;unas 20;un testigo;Golpes en la celda
3;31/02/2031;Fuga;Santa Brisa;2;;Salieron por el techo
"""
GOOD = SHEET.replace("Paliza", "Motín").replace("31/02", "28/02")
Key = Qt.Key


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    path = tmp_path / "hechos.csv"
    path.write_text(SHEET, encoding="utf-8")
    return path


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> Iterator[SheetDialog]:
    made = open_dialog(None, desk)
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.reject()


def press(qtbot: QtBot, key: Key, *, alt: bool = False) -> None:
    """Press a key where the keyboard is."""
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    focus = QApplication.focusWidget()
    held = Qt.KeyboardModifier.AltModifier if alt else Qt.KeyboardModifier.NoModifier
    # Of some keys nobody wants the release, and Qt would warn of that.
    (qtbot.keyPress if key in (Key.Key_Return, Key.Key_Escape) else qtbot.keyClick)(
        focus, key, held
    )


def name_file(qtbot: QtBot, dialog: SheetDialog, path: Path) -> None:
    """Give a path to the file dialog that is open."""
    qtbot.waitUntil(lambda: bool(dialog.findChildren(QFileDialog)))
    [files] = dialog.findChildren(QFileDialog)
    qtbot.waitUntil(files.isActiveWindow)
    files.findChildren(QLineEdit)[0].setText(str(path))
    qtbot.keyPress(files, Key.Key_Return)
    qtbot.waitUntil(lambda: not dialog.findChildren(QFileDialog))
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)


def choose(qtbot: QtBot, dialog: SheetDialog, path: Path) -> None:
    """Press the button of the first page, and name the file."""
    assert dialog.focusWidget() is dialog.mapping.choose
    press(qtbot, Key.Key_Return)
    name_file(qtbot, dialog, path)
    settled(qtbot, dialog)


def settled(qtbot: QtBot, dialog: SheetDialog) -> None:
    """Wait until the columns are shown and nothing runs."""
    qtbot.waitUntil(
        lambda: bool(dialog.mapping.columns.combos) and dialog.next.isEnabled(), timeout=10_000
    )


def read(dialog: SheetDialog, n: int) -> str:
    return dialog.mapping.columns.item(n, 2).text()


def previewed(dialog: SheetDialog, line: int) -> list[str]:
    lines = dialog.mapping.preview.lines
    return [lines.index(line, column).data() for column in range(lines.columnCount())]


def check(qtbot: QtBot, dialog: SheetDialog) -> None:
    """Go on to what would change."""
    press(qtbot, Key.Key_K, alt=True)
    qtbot.waitUntil(lambda: dialog.act.isVisible() and dialog.act.isEnabled(), timeout=10_000)


def choice(qtbot: QtBot, combo: QComboBox, words: str) -> None:
    """Go to an entry of a list with the arrows."""
    combo.setFocus()
    row = combo.findText(words)
    assert row >= 0
    while combo.currentIndex() != row:
        qtbot.keyClick(combo, Key.Key_Down if combo.currentIndex() < row else Key.Key_Up)


def shown(dialog: SheetDialog) -> str:
    return "\n".join(one.text() for one in dialog.findChildren(QLabel) if one.isVisible())


def test_a_spreadsheet_is_imported_by_keyboard_alone(
    qtbot: QtBot, desk: Desk, dialog: SheetDialog, sheet: Path
) -> None:
    asked: list[tuple[str, object]] = []
    said: list[str] = []
    desk.did_ask.connect(lambda what, _ident, more: asked.append((what, more)))
    desk.did_say.connect(said.append)
    choose(qtbot, dialog, sheet)
    assert QApplication.focusWidget() is dialog.mapping.columns.combos[0]
    assert read(dialog, 0) == "all different"
    assert read(dialog, 1) == "day/month/year (2 of 3 can only be so); 1 of 3 cannot be read"
    assert previewed(dialog, 0)[1:5] == ["Incident · Killing", "2031-05-03", "Peña Gris", "3"]
    assert previewed(dialog, 1)[1].startswith("⚠ “Paliza” is no type of claim")
    press(qtbot, Key.Key_W, alt=True)
    assert dialog.mapping.tabs.tabText(1) == "&Words (1 to settle)"
    [combo] = dialog.mapping.settling.findChildren(QComboBox)
    assert combo.accessibleName() == "What “Paliza” means"
    choice(qtbot, combo, "Incident · Torture or ill-treatment")
    qtbot.waitUntil(lambda: dialog.mapping.tabs.tabText(1) == "&Words")
    assert previewed(dialog, 1)[1] == "Incident · Torture or ill-treatment"
    check(qtbot, dialog)
    assert "2 new claims · 1 row cannot be read" in shown(dialog)
    press(qtbot, Key.Key_P, alt=True)
    qtbot.waitUntil(dialog.check.places.isChecked)
    press(qtbot, Key.Key_M, alt=True)
    qtbot.waitUntil(lambda: bool(said), timeout=10_000)
    assert said == ["2 claims made."]
    assert "1 row was left out" in shown(dialog)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is dialog.check.problems.save)
    press(qtbot, Key.Key_O, alt=True)
    qtbot.waitUntil(lambda: "Copied." in shown(dialog))
    copied = QGuiApplication.clipboard().text()
    rows = list(csv.reader(copied.splitlines(), delimiter="\t"))
    assert rows[0][:4] == ["Row", "Why it cannot be read", "ID", "Fecha"]
    assert rows[1][:4] == ["4", "“31/02/2031” is no day, read as day/month/year.", "3",
                           "31/02/2031"]  # fmt: skip
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == [("claims", {"source": 1})]
    assert len(desk.case.select(Claim)) == 2
    assert [row["name"] for row in desk.case.query("SELECT name FROM place")] == ["Peña Gris"]
    assert [step.label for step in desk.case.steps()[0]] == ["Import a spreadsheet"]


def test_a_column_is_given_another_meaning(qtbot: QtBot, dialog: SheetDialog, sheet: Path) -> None:
    choose(qtbot, dialog, sheet)
    place = dialog.mapping.columns.combos[3]
    assert place.accessibleName() == "What column “Lugar” becomes"
    choice(qtbot, place, "Where: a place of detention")
    qtbot.waitUntil(lambda: dialog._mapping.fields[3] is Field.DETENTION)
    choice(qtbot, dialog.mapping.columns.combos[6], "Key (tells rows apart)")
    qtbot.waitUntil(lambda: "so is another column" in read(dialog, 6))
    choice(qtbot, dialog.mapping.order, "month/day/year")
    qtbot.waitUntil(lambda: previewed(dialog, 0)[2] == "2031-03-05")


def test_rows_without_a_type_wait_until_it_is_said(
    qtbot: QtBot, dialog: SheetDialog, tmp_path: Path
) -> None:
    path = tmp_path / "lista.csv"
    path.write_text("Fecha;Lugar\n13/05/2031;Peña Gris\n14/05/2031;Santa Brisa\n")
    choose(qtbot, dialog, path)
    press(qtbot, Key.Key_K, alt=True)
    qtbot.waitUntil(lambda: "Say what type of claim the rows are" in shown(dialog))
    assert QApplication.focusWidget() is dialog.mapping.type
    choice(qtbot, dialog.mapping.type, "Incident · Riot")
    check(qtbot, dialog)
    assert "2 new claims" in shown(dialog)


def imported(qtbot: QtBot, desk: Desk, path: Path, text: str) -> None:
    """Import a sheet all of whose rows can be read."""
    path.write_text(text, encoding="utf-8")
    dialog = open_dialog(None, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    choose(qtbot, dialog, path)
    check(qtbot, dialog)
    with qtbot.waitSignal(dialog.finished, timeout=10_000):
        press(qtbot, Key.Key_M, alt=True)


def test_the_same_sheet_again_shows_every_difference_first(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "hechos.csv"
    imported(qtbot, desk, path, GOOD)
    path.write_text(GOOD.replace("unas 20", "25").replace("3;28/02", "4;28/02"), encoding="utf-8")
    dialog = open_dialog(None, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    choose(qtbot, dialog, path)
    assert "This case has seen a sheet with these headings" in shown(dialog)
    check(qtbot, dialog)
    assert dialog.check.against.currentText() == "to bring “hechos” up to date (3 claims)"
    assert "1 new claim · 1 changed · 1 no longer in the sheet · 1 as before" in shown(dialog)
    table = dialog.check.differing.table
    model = table.model()
    told = [[model.index(r, c).data() for c in range(5)] for r in range(model.rowCount())]
    assert told[0] == ["3", "changed", "How many", "unas 20 (20)", "25"]
    assert told[1][1:4] == ["no longer in the sheet", "", "Salieron por el techo"]
    assert told[2][:2] == ["4", "new"]
    state = Qt.ItemDataRole.CheckStateRole
    ticked = [Qt.CheckState(model.index(r, 0).data(state)) for r in range(3)]
    assert ticked == [Qt.CheckState.Checked, Qt.CheckState.Unchecked, Qt.CheckState.Checked]
    table.setFocus()
    table.setCurrentIndex(model.index(2, 1))
    press(qtbot, Key.Key_Space)
    assert dialog.check.chosen.rows == {3}
    with qtbot.waitSignal(dialog.finished, timeout=10_000):
        press(qtbot, Key.Key_M, alt=True)
    words = [row["quantity_words"] for row in desk.case.query("SELECT * FROM claim ORDER BY id")]
    assert words == ["3", "25", "2"]


def test_stopping_leaves_the_case_as_it_was(
    qtbot: QtBot, desk: Desk, dialog: SheetDialog, tmp_path: Path
) -> None:
    path = tmp_path / "muchos.csv"
    rows = (f"{n};03/05/2031;Motín;Peña Gris;3;;Relato {n}" for n in range(3000))
    path.write_text("\n".join([SHEET.splitlines()[0], *rows]), encoding="utf-8")
    choose(qtbot, dialog, path)
    check(qtbot, dialog)
    press(qtbot, Key.Key_M, alt=True)
    qtbot.waitUntil(dialog._working.stop.isVisible)
    press_stop(qtbot, dialog)
    qtbot.waitUntil(lambda: "Nothing was imported" in shown(dialog), timeout=10_000)
    assert desk.case.select(Claim) == []
    assert desk.case.query("SELECT count(*) AS n FROM source")[0]["n"] == 0
    qtbot.waitUntil(dialog.act.isEnabled)  # and it can be begun again


def test_a_case_that_is_closed_takes_the_dialog_with_it(
    qtbot: QtBot, desk: Desk, sheet: Path
) -> None:
    dialog = open_dialog(None, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    choose(qtbot, dialog, sheet)
    press(qtbot, Key.Key_K, alt=True)
    qtbot.waitUntil(dialog._working.stop.isVisible)
    with qtbot.waitSignal(dialog.destroyed):
        desk.close()


def press_stop(qtbot: QtBot, dialog: SheetDialog) -> None:
    dialog._working.stop.setFocus()
    press(qtbot, Key.Key_Space)


def test_a_sheet_that_is_in_the_case_is_imported_from_there(qtbot: QtBot, desk: Desk) -> None:
    book = workbooks.xlsx(
        {
            "Notas": workbooks.row("nada"),
            "Hechos": workbooks.row("Fecha", "Tipo", "Lugar")
            + workbooks.row('<c s="1"><v>47976</v></c>', "Motín", "Peña Gris"),
        }
    )
    with desk.edit("Add sources") as edit:
        collecting.add(edit, capture.read(book, file_name="libro.xlsx"), title="El libro")
    dialog = open_dialog(None, desk)
    qtbot.waitUntil(dialog.isActiveWindow)
    choice(qtbot, dialog.mapping.there, "El libro")
    settled(qtbot, dialog)
    assert dialog.mapping.sheet.currentText() == "Hechos (2 rows)"
    assert previewed(dialog, 0)[1:4] == ["Incident · Riot", "2031-05-08", "Peña Gris"]
    check(qtbot, dialog)
    with qtbot.waitSignal(dialog.finished, timeout=10_000):
        press(qtbot, Key.Key_M, alt=True)
    assert [claim.source for claim in desk.case.select(Claim)] == [1]


def test_a_file_that_is_no_spreadsheet_says_so(
    qtbot: QtBot, dialog: SheetDialog, tmp_path: Path
) -> None:
    path = tmp_path / "carta.txt"
    path.write_text("Estimada Inés: las visitas siguen cortadas.\n", encoding="utf-8")
    press(qtbot, Key.Key_Return)
    name_file(qtbot, dialog, path)
    qtbot.waitUntil(lambda: "it is no spreadsheet" in shown(dialog))
    assert not dialog.next.isEnabled()


def test_rows_to_mend_are_saved_as_csv(
    qtbot: QtBot, dialog: SheetDialog, sheet: Path, tmp_path: Path
) -> None:
    choose(qtbot, dialog, sheet)
    check(qtbot, dialog)
    press(qtbot, Key.Key_R, alt=True)
    press(qtbot, Key.Key_V, alt=True)
    name_file(qtbot, dialog, tmp_path / "mend.csv")
    qtbot.waitUntil(lambda: (tmp_path / "mend.csv").exists())
    with (tmp_path / "mend.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert [row[0] for row in rows] == ["Row", "3", "4"]
    assert rows[1][4] == "Paliza"


def test_tab_reaches_every_control_and_each_has_a_name(
    qtbot: QtBot, dialog: SheetDialog, sheet: Path
) -> None:
    choose(qtbot, dialog, sheet)
    for page in ("mapping", "check"):
        if page == "check":
            check(qtbot, dialog)
        wanted = [
            w
            for w in dialog.findChildren(QWidget)
            if w.isVisible() and w.isEnabled() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
            and w.focusProxy() is None and not isinstance(w.parentWidget(), (QComboBox, QTabBar))
            and not w.objectName().startswith("qt_")
        ]  # fmt: skip
        reached = []
        for _press in range(80):
            focus = QApplication.focusWidget()
            if focus is None or focus in reached:
                break
            reached.append(focus)
            press(qtbot, Key.Key_Tab)
        missed = [w for w in wanted if w not in reached]
        assert not missed, (page, [(type(w).__name__, w.accessibleName()) for w in missed])
        assert not [w for w in reached if not (w.accessibleName() or getattr(w, "text", str)()
                                               or isinstance(w, QTabBar))]  # fmt: skip


def test_the_menu_opens_the_import(qtbot: QtBot, window: Window, path: Path) -> None:
    window.desk.create(path)
    [action] = [made for known, made in window.pairs if known.id == "case.import_sheet"]
    assert action.isEnabled()
    action.trigger()
    [dialog] = window.findChildren(SheetDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    press(qtbot, Key.Key_Escape)
    qtbot.waitUntil(lambda: not window.findChildren(SheetDialog))
