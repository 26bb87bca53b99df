"""Files of every format come into a locked case: no word of them outside, and no network.

They go through the queue, the processes that read, one of which is killed, the page view, OCR,
players, the import of a spreadsheet, lists of literature, a watched folder; then the window dies.
"""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

import bringing_in
import canaries
import canaryfiles
import watched
from canaries import PHRASE, canary
from habeas.store.case import Case
from habeas.store.tables import IMMUTABLE, JOURNALLED
from watched import Box

LONGEST = 180  # seconds
FILES = 120  # that are brought in when the window dies
AT_LEAST = {
    "added": 14, "failed": 1, "killed": 1, "told": 1, "watched": 1, "drawn": 4, "uncovered": 1,
    "web": 2, "played": 2, "again": 1, "claims": 2, "listed": 2, "pairs": 1, "chosen": 1,
    "reading": 1,
}  # fmt: skip
ASKS = "import socket; socket.socket().connect_ex(('127.0.0.1', 9))"


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """The user's folders."""
    return Box(tmp_path)


@pytest.mark.slow
def test_no_file_of_any_kind_leaves_a_word_outside_the_case_or_reaches_a_network(
    box: Box, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, report = canaries.plant(box.cases), tmp_path / "done.json"
    folder = canaryfiles.plant(tmp_path / "theirs")
    search, before = canaries.Search(canaries.secrets(case)), set(Path("/").glob("core*"))
    played = canaryfiles.stand_in(box.place, monkeypatch)
    words = (str(watched.ROOT / "tests" / "every_source.py"), str(case), PHRASE, str(folder))
    with watched.running(box, *words, str(report), trace="files", on="offscreen") as program:
        status = program.wait(LONGEST)
    assert status == -signal.SIGSEGV, box.said.read_text()
    did, remembered = json.loads(report.read_text())
    assert {name: n for name, n in AT_LEAST.items() if did.get(name, 0) < n} == {}, did
    assert search.files(box.files(), named=[box.cases]) == []
    assert search.within(box.said.read_bytes()) == []
    assert [one for one in remembered if search.within(one.encode())] == []
    assert list(box.work.iterdir()) == []
    assert set(Path("/").glob("core*")) == before  # where those that read stand
    assert set(watched.unexplained(box)) <= {str(report), str(played)}
    assert watched.reached(box) == []
    assert [one for one in watched.started(box)[1:] if search.within(one.encode())] == []
    held = everything_in(case)
    assert [name for name in canaryfiles.READ if canary(name) not in held] == []


@pytest.mark.slow
def test_a_kill_amid_files_of_a_locked_case_loses_none_and_leaves_no_reader(
    box: Box, tmp_path: Path
) -> None:
    case, folder = canaries.plant(box.cases), bringing_in.plant(tmp_path / "theirs", FILES)
    search = canaries.Search(canaries.secrets(case))
    told, readers = bringing_in.killed(box, case, folder)
    assert readers
    assert 0 < bringing_in.whole(case, told)["waiting"] < FILES
    assert search.files(box.files(), named=[box.cases]) == []
    bringing_in.finished(box, case, folder)
    found = bringing_in.whole(case, told)
    assert (found["added"], found.get("waiting", 0)) == (FILES, 0)
    assert search.files(box.files(), named=[box.cases]) == []


def everything_in(path: Path) -> str:
    """Whatever the case says of its sources, in small letters."""
    with Case.open(path, PHRASE) as case:
        assert case.verify().ok
        tables = [table for table in (*JOURNALLED, *IMMUTABLE) if table not in ("chunk",)]
        rows = (str(row) for table in tables for row in case.query(f"SELECT * FROM [{table}]"))
        return "\n".join(rows).lower()


@pytest.mark.skipif(not watched.can_trace(), reason="without strace nobody counts")
def test_a_program_that_asks_for_a_network_is_counted_even_if_it_gets_none(box: Box) -> None:
    with watched.running(box, "-c", ASKS, trace="asks") as program:
        assert program.wait(LONGEST) == 0
    assert any("AF_INET" in line and "connect(" in line for line in watched.reached(box))
    assert any(ASKS in line for line in watched.started(box))
