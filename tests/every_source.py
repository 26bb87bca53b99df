"""A program of its own: files of every format are brought into a case, seen, and read again.

``python every_source.py CASE PHRASE FOLDER REPORT``: what ``canaryfiles`` planted goes through the
queue and the processes that read, one of which is killed at its work; each source is looked at in
every way there is.  Then the case is locked, opened again, and the program crashes.  ``REPORT`` is
a file that gets, as JSON, what was done and how often, and what the dialogs for files remember.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from every_action import DRAWN, Driver
from habeas.ui import app, asking, intake
from habeas.ui.dialogs import literature, origins
from habeas.ui.dialogs.intakelist import IntakeList
from habeas.ui.dialogs.sheets import dialog as sheets
from habeas.ui.widgets.readerbar import BOTH, PAGE, TEXT

PATIENCE = 30.0  # seconds


class Round:
    """What is done, one step after the other; ``did`` counts it."""

    def __init__(self, driver: Driver, folder: Path) -> None:
        self.driver, self.folder = driver, folder
        self.did: Counter[str] = Counter()
        self.remembered: list[str] = []

    @property
    def desk(self) -> Any:
        """The desk of the window."""
        return self.driver.window.desk

    def steps(self) -> Iterator[int]:
        """Everything, in its order; what goes wrong is told, and ends the program."""
        try:
            yield from self._steps()
        except Exception:  # noqa: BLE001 - the program would tell it without its words
            traceback.print_exc()
            os._exit(3)

    def _steps(self) -> Iterator[int]:
        yield from self.driver.unlock()
        yield from self.bring()
        yield from self.kill_a_reader()
        yield from self.watch()
        yield from self.look()
        yield from self.read_again()
        yield from self.import_sheet()
        yield from self.compare()
        yield from self.choose_by_dialog()
        yield from self.lock_amid_reading()
        yield from self.ask_for_files()
        yield from self.driver.unlock()
        self.driver.report.write_text(json.dumps([self.did, self.remembered]))
        yield DRAWN
        os.kill(os.getpid(), signal.SIGSEGV)

    def until(self, condition: Callable[[], object], what: str) -> Iterator[int]:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end, f"waited in vain for {what}"
            yield DRAWN

    # bringing in

    def bring(self) -> Iterator[int]:
        """Drop a folder on the window; it goes through the queue."""
        self._drop(self.folder / "everything")
        yield from self.until(lambda: self._queue.standing == "done", "the folder")
        self._queue.show()
        [shown] = self.driver.window.findChildren(IntakeList)
        for n in range(shown.choice.count()):
            shown.choice.setCurrentIndex(n)
            yield DRAWN
        shown.table.selectAll()
        self.did["failed"] = self._queue._count("failed")
        self.did["added"] = self._queue._count("added")
        shown.close()

    def kill_a_reader(self) -> Iterator[int]:
        """One of the processes that read is killed in the middle of a file."""
        before = self._queue._count("failed") + self._queue._count("unread")
        self._drop(self.folder / "slow")
        yield from self.until(lambda: self._queue.standing == "running", "the slow file")
        yield 1000
        for pid in _children():
            os.kill(pid, signal.SIGSEGV)
            self.did["killed"] += 1
        yield from self.until(lambda: self._queue.standing == "done", "the slow file")
        after = self._queue._count("failed") + self._queue._count("unread")
        self.did["told"] = after - before

    def watch(self) -> Iterator[int]:
        """Watch a folder, and add what waits in the inbox."""
        self._queue.watch.use(self.folder / "inbox")
        yield from self.until(lambda: self._queue.in_inbox, "the inbox")
        sql = "SELECT id FROM intake WHERE state = 'inbox'"
        self._queue.retry([row["id"] for row in self.desk.case.query(sql)])
        yield from self.until(lambda: not self._queue.is_running, "what was in the inbox")
        self.did["watched"] += 1

    def _drop(self, path: Path) -> None:
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path))])
        copy, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        none = Qt.KeyboardModifier.NoModifier
        self.driver.window.dropEvent(QDropEvent(QPointF(400, 300), copy, data, button, none))

    @property
    def _queue(self) -> Any:
        return self.driver.window.intake

    # looking

    def look(self) -> Iterator[int]:
        """A source of each kind as text, as page and as both; its pictures, its details."""
        sql = (
            "SELECT min(sc.source) AS id FROM source_capture sc "
            "JOIN capture c ON c.sha256 = sc.capture GROUP BY c.media_type, sc.part IS NULL"
        )
        for row in self.desk.case.query(sql):
            yield from self._open(row["id"])
            for way in (TEXT, PAGE, BOTH):
                if self._pane.pages.has_ways:
                    self._pane.pages.show_way(way)
                yield from self._look_at_page()
            self._pane.show_details()
            yield DRAWN
            self._pane.details.close()
            if self._pane.pages.times.is_recording:
                yield from self._play()

    def _open(self, source: int) -> Iterator[int]:
        self.desk.ask("source", source)
        is_there = lambda: self._pane.source_id == source and not self._pane.is_looking  # noqa: E731
        yield from self.until(is_there, "the text")

    def _look_at_page(self) -> Iterator[int]:
        pages, facing = self._pane.pages, self._pane.middle.facing
        if pages._is_seen:
            yield from self.until(lambda: "being drawn" not in facing.picture._words, "a page")
            self.did["drawn"] += facing.picture.has_picture
            if facing.picture.is_covered:
                QTest.mouseClick(facing.picture.viewport(), Qt.MouseButton.LeftButton)
                self.did["uncovered"] += not facing.picture.is_covered
        if pages.web.is_web and facing.way != TEXT:
            page = pages.web.page
            yield from self.until(lambda: page.page._html, "a page of the web")
            if page.uncover.isVisible():
                QTest.mouseClick(page.uncover, Qt.MouseButton.LeftButton)
                self.did["web"] += 1
            yield DRAWN

    def _play(self) -> Iterator[int]:
        times = self._pane.pages.times
        QTest.mouseClick(times.times.play, Qt.MouseButton.LeftButton)
        yield from self.until(lambda: times._playing is None, "the end of a recording")
        assert not times.times._said.text(), times.times._said.text()
        self.did["played"] += 1

    @property
    def _pane(self) -> Any:
        return self.driver.window.frame.enter("sources").reading

    def read_again(self) -> Iterator[int]:
        """A picture by its words, where the system has Tesseract; a document once more."""
        if shutil.which("tesseract"):
            yield from self._open(self._source("scan-zebu.png"))
            texts = self._pane.files.show_texts()
            texts.read_words()
            yield from self.until(texts._outcome.isVisible, "the words of the picture")
            self.did["words"] += 1
            texts.close()
        yield from self._open(self._source("pdf-zebu.pdf"))
        texts = self._pane.files.show_texts()
        texts.read_again()
        yield from self.until(texts._outcome.isVisible, "the text again")
        self.did["again"] += 1
        texts.close()

    def _source(self, ending: str) -> int:
        sql = "SELECT source FROM source_capture WHERE file_name LIKE ? ORDER BY id LIMIT 1"
        return int(self.desk.case.query(sql, f"%-{ending}")[0]["source"])

    # what asks for files

    def import_sheet(self) -> Iterator[int]:
        """The rows of a spreadsheet become claims; how it was read is remembered."""
        dialog = sheets.open_dialog(self.driver.window, self.desk)
        dialog.pick(next(self.folder.rglob("*.csv")))
        ready = lambda: dialog.mapping.columns.combos and dialog.next.isEnabled()  # noqa: E731
        yield from self.until(ready, "the columns")
        QTest.mouseClick(dialog.next, Qt.MouseButton.LeftButton)
        can = lambda: dialog.act.isVisible() and dialog.act.isEnabled()  # noqa: E731
        yield from self.until(can, "the rows")
        before = self._claims()
        QTest.mouseClick(dialog.act, Qt.MouseButton.LeftButton)
        yield from self.until(lambda: self._claims() > before, "claims")
        yield from self.until(lambda: dialog._working.job is None, "the end of the import")
        self.did["claims"] = self._claims() - before
        dialog.reject()
        yield DRAWN

    def _claims(self) -> int:
        return int(self.desk.case.query("SELECT count(*) AS n FROM claim")[0]["n"])

    def compare(self) -> Iterator[int]:
        """Lists of literature, and sources that tell one story."""
        for ending in ("ris", "rdf"):
            path = next(self.folder.rglob(f"*.{ending}"))
            listed = literature.LiteratureDialog(self.desk, path, self.driver.window)
            listed.open()
            yield from self.until(lambda shown=listed: shown._working.job is None, "the list")
            self.did["listed"] += len(listed.entries.lines) > 0
            listed.reject()
        alike = origins.open_dialog(self.driver.window, self.desk)
        yield from self.until(lambda: alike.pairs.rowCount(), "pairs")
        QTest.mouseClick(alike.same, Qt.MouseButton.LeftButton)
        self.did["pairs"] = alike.pairs.rowCount()
        alike.reject()
        yield DRAWN

    def choose_by_dialog(self) -> Iterator[int]:
        """Choose a file as people do: in the dialog for files."""
        self.driver.window.add_sources()
        [dialog] = _dialogs()
        dialog.setDirectory(str(self.folder / "inbox"))
        dialog.selectFile(str(next((self.folder / "inbox").iterdir())))
        yield DRAWN
        dialog.accept()
        yield from self.until(lambda: not self._queue.is_running, "the file that was chosen")
        yield from self.until(lambda: not self.desk.is_writing, "the file that was chosen")
        self.did["chosen"] += 1

    def lock_amid_reading(self) -> Iterator[int]:
        """Lock the case while a file is read: nobody who knows of it is left."""
        self._drop(self.folder / "slow")
        yield from self.until(lambda: self._queue.standing == "running", "the slow file")
        yield 300
        self.did["reading"] = len(_children())
        self.driver.window.locking.lock()
        yield from self.until(lambda: not self.driver.window.at_work, "the lock")
        yield from self.until(lambda: not _children(), "those that read to end")

    def ask_for_files(self) -> Iterator[int]:
        """What the dialog for files shows to whoever comes to the locked window."""
        asking.open_case(self.driver.window, lambda _path: None)
        [dialog] = _dialogs()
        yield DRAWN
        self.remembered += dialog.history()
        self.remembered += [url.toString() for url in dialog.sidebarUrls()]
        self.remembered.append(dialog.directory().path())
        dialog.reject()
        yield DRAWN


def _dialogs() -> list[QFileDialog]:
    return [
        widget
        for widget in QApplication.topLevelWidgets()
        if isinstance(widget, QFileDialog) and widget.isVisible()
    ]


def _children() -> list[int]:
    """The processes that this one started and that still run."""
    tasks = Path("/proc/self/task").glob("*/children")
    return [int(child) for task in tasks for child in task.read_text().split()]


def main() -> int:
    """Run the program with the driver in it."""
    case, phrase, folder, report = sys.argv[1:]
    del sys.argv[1:]
    app.make()
    intake.FEW = 1  # a few files go through the queue, too
    files = Path(folder)
    driver = Driver(
        Path(case), phrase, "", Path(report), steps=lambda driver: Round(driver, files).steps()
    )
    QTimer.singleShot(DRAWN, driver.go_on)
    return app.run(case=Path(case))


if __name__ == "__main__":
    sys.exit(main())
