"""A locked case full of canaries is done everything to and killed at it, again and again.

Run: ``pytest tests/long/test_canaries.py -s``, some
minutes.  HABEAS_KILLS says how often (usually 10, and ten times as often while the key changes),
HABEAS_SEED when.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path

import pytest

import bringing_in
import canaries
import canaryfiles
import watched
from canaries import PHRASE, WRONG, canary
from habeas.store import keys, rewriting
from habeas.store.case import Case

KILLS = int(os.environ.get("HABEAS_KILLS", "10"))
SEED = int(os.environ.get("HABEAS_SEED", "20310509"))
LONGEST = 20.0  # seconds of a life: about what everything takes


@pytest.mark.slow
def test_no_death_of_the_program_leaves_a_word_outside_the_case(tmp_path: Path) -> None:
    box, moments, stamp = watched.Box(tmp_path), random.Random(SEED), time.time()
    case, unlinked = canaries.plant(box.cases), 0
    search = canaries.Search(canaries.secrets(case))
    for n in range(KILLS):
        words = (str(watched.ROOT / "tests" / "every_action.py"), str(case), PHRASE, canary(str(n)))
        report = str(box.place / "done.json")
        with watched.running(box, *words, report, trace=str(n), on="offscreen") as program:
            try:
                status = program.wait(moments.uniform(2, LONGEST))
            except subprocess.TimeoutExpired:
                for name, held in watched.open_files(program.pid):
                    unlinked += "(deleted)" in name
                    assert not search.within(held), name
                status = watched.end(program)
        assert status in (-signal.SIGKILL, -signal.SIGSEGV)
        assert search.files(box.files(), named=[box.cases]) == []
        with Case.open(case, PHRASE) as there:
            assert there.verify().ok
    assert [one for one in watched.unexplained(box) if not one.endswith("done.json")] == []
    found, whole = canaries.written_since(stamp, ["/"], but=[tmp_path], seconds=600)
    assert search.files(found) == []
    print(f"\n{KILLS} kills, {search.searched / 1e6:.0f} MB searched, {unlinked} unlinked files")
    print(
        f"{len(found)} files written on this machine since, {'all' if whole else 'NOT all'} of it"
    )


@pytest.mark.slow
def test_no_death_amid_files_of_every_format_leaves_a_word_outside_the_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moments, stamp, held, path = random.Random(SEED), time.time(), [], os.environ["PATH"]
    folder = canaryfiles.plant(tmp_path / "theirs")
    for n in range(KILLS):
        box = watched.Box(tmp_path / str(n))
        monkeypatch.setenv("PATH", path)
        canaryfiles.stand_in(box.place, monkeypatch)
        case = canaries.plant(box.cases)
        search = canaries.Search(canaries.secrets(case))
        words = (str(watched.ROOT / "tests" / "every_source.py"), str(case), PHRASE, str(folder))
        report = str(tmp_path / "done.json")
        with watched.running(box, *words, report, trace="files", on="offscreen") as program:
            held += die(program, moments.uniform(1, LONGEST), search, but=folder)
        assert program.returncode in (-signal.SIGKILL, -signal.SIGSEGV), box.said.read_text()
        assert search.files(box.files(), named=[box.cases]) == []
        with Case.open(case, PHRASE) as there:
            assert there.verify().ok
        assert {Path(one).name for one in watched.unexplained(box)} <= {"done.json", "played"}
        assert watched.reached(box) == []
    found, whole = canaries.written_since(stamp, ["/"], but=[tmp_path], seconds=600)
    assert canaries.Search({}).files(found) == []
    print(f"\n{KILLS} kills, {len(held)} files searched that programs had open then: {set(held)}")
    print(f"{len(found)} files written on this machine, {'all' if whole else 'NOT all'} of it")


def die(
    program: subprocess.Popen[bytes], seconds: float, search: canaries.Search, *, but: Path
) -> list[str]:
    """Kill it after so long; the names of the files that it and those it started had open.

    None of them holds a canary but those below ``but`` and recordings that are played, and none of
    those it started is left.
    """
    with suppress(subprocess.TimeoutExpired):
        program.wait(seconds)
    if program.returncode is not None:
        return []
    held, started = [], bringing_in.children(program.pid)
    for pid in (program.pid, *started):
        for name, there in watched.open_files(pid):
            if not name.startswith((str(but), "/memfd:recording")):
                assert not search.within(there), name
                held.append(Path(name).name)
    watched.end(program)
    watched.wait(lambda: not any(map(bringing_in.is_alive, started)))
    return held


@pytest.mark.slow
def test_no_page_stands_in_plain_text_while_the_key_changes(tmp_path: Path) -> None:
    path, moments, midway = canaries.plant(tmp_path), random.Random(SEED), 0
    search = canaries.Search(canaries.secrets(path))
    for _n in range(10 * KILLS):
        child = os.fork()
        if not child:
            change_for_ever(path)
        time.sleep(moments.uniform(0, 0.5))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        files = [file for file in tmp_path.iterdir() if file.is_file()]
        midway += any(file.name.endswith(".new") for file in files)
        assert search.files(files, named=[tmp_path]) == []
    print(f"\n{10 * KILLS} kills, {midway} while the file was written anew")
    assert midway > KILLS


def change_for_ever(path: Path) -> None:
    """From one passphrase to the other and back, until it is killed."""
    try:
        salt = keys.salt_of(path)
        assert salt is not None
        raw = [bytes(keys.derive(phrase, salt).raw) for phrase in (PHRASE, WRONG)]
        try:
            Case.open(path, PHRASE).close()
        except keys.Locked:
            raw.reverse()
        while True:
            old, new = (keys.Key(bytearray(one), salt) for one in raw)
            for _step in rewriting.rewrite(path, old=old, new=new):
                pass
            raw.reverse()
    finally:
        os._exit(1)
