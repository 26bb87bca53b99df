"""Everything that can be done to a locked case, and a crash, leave no word of it outside."""

from __future__ import annotations

import base64
import json
import signal
from collections.abc import Callable
from pathlib import Path

import pytest

import canaries
import watched
from canaries import PHRASE, canary
from habeas import settings
from habeas.store import keys
from watched import Box

# Without these it would say little; of the others some find no occasion on a slow machine.
MUST = {
    *("case.verify", "case.seal", "case.recovery", "case.report", "case.who", "source.paste"),
    *("go.as-known", "edit.undo", "claims.copy", "sources.edit", "sources.details", "case.lock"),
    *("events.correct", "places.correct", "actors.correct", "history.details", "help.keys"),
}
LONGEST = 180  # seconds


@pytest.fixture
def box(tmp_path: Path) -> Box:
    """The user's folders."""
    return Box(tmp_path)


@pytest.fixture
def case(box: Box) -> Path:
    """The locked case, full of canaries."""
    return canaries.plant(box.cases)


@pytest.mark.slow
def test_no_action_and_no_crash_writes_a_word_outside_the_case(
    box: Box, case: Path, tmp_path: Path
) -> None:
    search, report = canaries.Search(canaries.secrets(case)), tmp_path / "done.json"
    words = (str(watched.ROOT / "tests" / "every_action.py"), str(case), PHRASE, canary("typed-in"))
    with watched.running(box, *words, str(report), trace="every", on="offscreen") as program:
        status = program.wait(LONGEST)
    said = box.said.read_text()
    assert status == -signal.SIGSEGV, said
    assert "\nSlip\n" in said  # a mistake is reported, without its message
    assert "Error" not in said
    done, undone = json.loads(report.read_text())
    assert set(done) >= MUST
    assert len(undone) < len(done) / 5, undone
    assert search.files(box.files(), named=[box.cases]) == []
    note = Path(box.environment()["HOME"], "cache", "habeas", "log", "crash.txt").read_text()
    assert "Segmentation fault" in note
    assert list(box.work.iterdir()) == []  # no core file, though they were allowed
    assert [path for path in watched.unexplained(box) if path != str(report)] == []


# what the search itself finds


def test_a_locked_case_in_the_settings_by_its_name_would_be_found(own_home: Path) -> None:
    path = own_home / f"{canaries.NAME}.habeas"
    settings.opened(path, keys.new_salt(keys.CHEAP))
    search = canaries.Search({})
    written = [file for file in own_home.rglob("*") if file.is_file()]
    assert len(written) == 1
    assert search.files(written) == []
    settings.opened(path)  # as if it were not locked
    assert search.files(written)


@pytest.mark.parametrize(
    "spelled",
    [
        str.encode,
        lambda word: word.upper().encode(),
        lambda word: word.title().encode("utf-16"),
        lambda word: word.upper().encode("utf-16-be"),
        lambda word: word.encode("utf-32"),
        lambda word: word.encode().hex().upper().encode(),
        lambda word: base64.b64encode(f"{word} of the port".encode()),
        lambda word: base64.b64encode(f"a{word} of the port".encode()),
        lambda word: base64.urlsafe_b64encode(f"to {word}".upper().encode("utf-16")),
        lambda word: base64.encodebytes(f"ab{word}".encode()),
        lambda word: "".join(f"%{byte:02X}" for byte in word.encode()).encode(),
        lambda word: "".join(f"\\u{byte:04x}" for byte in word.encode()).encode(),
    ],
)
def test_a_canary_is_found_however_it_is_spelled(
    spelled: Callable[[str], bytes], tmp_path: Path
) -> None:
    file = tmp_path / "settings.json"
    file.write_bytes(b"\x00\x01 before " + spelled(canary("claim.note")) + b" after")
    assert canaries.Search({}).files([file])
    file.write_bytes(spelled("no-canary-of-ours"))
    assert not canaries.Search({}).files([file])


def test_what_opens_the_case_is_found_however_it_is_written(tmp_path: Path) -> None:
    case = canaries.plant(tmp_path)
    opens = canaries.secrets(case)
    search = canaries.Search(opens)
    for how, held in opens.items():
        assert any(how in found for found in search.within(b"here: " + held + b"."))
    assert not search.within(case.read_bytes())


def test_a_file_called_by_a_canary_is_found_outside_its_folder(tmp_path: Path) -> None:
    file = tmp_path / f"{canary('name')}.png"
    file.write_bytes(b"")
    assert canaries.Search({}).files([file])
    assert not canaries.Search({}).files([file], named=[tmp_path])
