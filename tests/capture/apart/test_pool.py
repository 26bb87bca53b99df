from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from habeas.capture import read
from habeas.capture.apart import child, jobs
from habeas.capture.apart.jobs import Busy
from habeas.capture.apart.limits import Limits
from habeas.capture.apart.pool import Job
from habeas.errors import Problem
from habeas.i18n import use


def bad(what: str) -> bytes:
    return b"MISBEHAVE " + what.encode()


def files(folder, *contents):
    for n, content in enumerate(contents):
        suffix = "bad" if content.startswith(b"MISBEHAVE") else "txt"
        (folder / f"{n:04}.{suffix}").write_bytes(content)
    return sorted(folder.iterdir())


def test_a_file_reads_as_it_does_in_our_own_process(pool, tmp_path):
    (path,) = files(
        tmp_path, "Informe del penal\r\nEn Peña Gris no había agua.\r\n".encode("cp1252")
    )

    assert pool.read_one(path).reading == read(path)


def test_bytes_read_as_a_file_does(pool):
    data = "Se le negó la visita. Valdoria, mayo.\n".encode()

    assert pool.read_one(data, "nota.md").reading == read(data, file_name="nota.md")


def test_each_of_many_files_comes_once_and_with_its_own_words(make_pool, tmp_path):
    paths = files(tmp_path, *(f"Texto número {n}\n".encode() * (n % 40 + 1) for n in range(400)))

    found = {each.job.path: each.reading for each in make_pool(2).read(map(Job, paths))}

    assert found == {path: read(path) for path in paths}


def test_all_that_a_reading_tells_comes_over(pool):
    reading = pool.read_one(bad("everything")).reading

    assert reading.text == "Santa Brisa, 3 de mayo\n\ufffd Fila\n"
    assert (reading.title, reading.author, reading.kind) == ("Un título", "A B", "report")
    assert reading.published == "2031-05"
    assert reading.notes == ("One.", "Two.")
    assert reading.silent == ("author",)
    assert reading.metadata == (("Producer", "a \nb"),)
    assert [(s.kind, s.start, s.end, s.name) for s in reading.stretches] == [
        ("sheet", 0, 5, "Hoja")
    ]
    assert reading.pages[0].words[0].box == (1.0, 2.0, 30.5, 14.0)
    assert reading.pages[0].words[0].confidence == 88


def test_what_cannot_be_read_gives_its_sentence_and_the_next_file_is_read(pool, tmp_path):
    paths = [
        *files(tmp_path, b"\x7fELF\x00\x00", b"   \n", b"Valdoria\n"),
        tmp_path,
        tmp_path / "x",
    ]

    told = {each.job.path: each for each in pool.read(map(Job, paths))}

    assert "a program" in told[paths[0]].problem
    assert "is empty" in told[paths[1]].problem
    assert told[paths[2]].reading.text == "Valdoria\n"
    assert "is a folder" in told[paths[3]].problem
    assert "no longer there" in told[paths[4]].problem
    assert [told[path].reading for path in paths[3:]] == [None, None]


@pytest.mark.parametrize("what", ["sleep 100", "spin"])
def test_a_file_without_end_is_stopped_and_kept(hasty, what):
    outcome = hasty.read_one(bad(what), "sin fin.bad")

    assert outcome.problem == (
        "“sin fin.bad” took longer than one second to read and was stopped. "
        "It is kept, without its text."
    )
    assert outcome.reading.text == ""
    assert outcome.reading.data == bad(what)
    assert outcome.reading.notes == (outcome.problem,)
    assert hasty.read_one(b"Valdoria\n").reading.text == "Valdoria\n"


def test_a_larger_file_has_more_time(make_pool):
    pool = make_pool(limits=Limits(seconds=0.5, seconds_per_mb=100.0))

    assert pool.read_one(bad("sleep 0.9") + b" " * 100_000).reading.text == "Peña Gris\n"
    assert "longer" in pool.read_one(bad("sleep 0.9")).problem


@pytest.mark.parametrize("what", ["crash", "quit 3", "quit 0"])
def test_a_file_that_ends_its_reader_is_kept(pool, what):
    outcome = pool.read_one(bad(what), "a.bad")

    assert outcome.problem == (
        "“a.bad” could not be read: the reader failed on it. It is kept, without its text."
    )
    assert outcome.reading.data == bad(what)


def test_a_reader_that_trips_tells_a_developer_where_and_no_word_of_the_file(pool):
    outcome = pool.read_one(bad("stumble el nombre de la testigo"))

    assert "the reader failed" in outcome.problem
    assert outcome.fault.startswith("KeyError at sitecustomize.py:")
    assert "testigo" not in outcome.fault


def test_a_file_that_needs_too_much_memory_is_stopped_and_kept(pool):
    outcome = pool.read_one(bad("eat 2000"), "a.bad")

    assert outcome.problem == (
        "“a.bad” needed more memory than 600 MB to be read and was stopped. "
        "It is kept, without its text."
    )
    assert outcome.reading.data == bad("eat 2000")


def test_one_bad_file_among_many_costs_no_other(make_pool, tmp_path):
    contents = [f"Nota {n}\n".encode() for n in range(120)]
    contents[17], contents[50], contents[51] = bad("crash"), bad("spin"), bad("eat 2000")
    paths = files(tmp_path, *contents)

    pool = make_pool(2, limits=Limits(seconds=2.0, memory=600_000_000))
    told = {each.job.path: each for each in pool.read(map(Job, paths))}

    stopped = {n: told[path].problem for n, path in enumerate(paths) if told[path].problem}
    assert list(stopped) == [17, 50, 51], stopped
    assert all(told[path].reading.data == path.read_bytes() for path in paths)


def test_a_file_is_not_blamed_for_what_an_earlier_one_left(pool, tmp_path):
    paths = files(tmp_path, bad("forget"), bad("forget"), bad("forget"))

    assert [each.problem for each in pool.read(map(Job, paths))] == ["", "", ""]


def test_what_is_inside_comes_with_it(pool):
    reading = pool.read_one(bad("parts 3 2")).reading

    assert [part.role for part in reading.parts] == ["page"] * 3
    assert [part.reading.text for part in reading.parts] == ["part 0", "part 1", "part 2"]
    assert [part.reading.data for part in reading.parts] == [
        b"000000" * 2,
        b"000001" * 2,
        b"000002" * 2,
    ]


def test_sources_inside_each_other_keep_their_order_and_have_an_end(pool):
    def told(parts):
        return [(part.reading.text, told(part.reading.parts)) for part in parts]

    top = told(pool.read_one(bad("nested")).reading.parts)

    assert [text for text, _inside in top] == ["0.0", "0.1"]
    assert [text for text, _inside in top[1][1]] == ["1.0", "1.1"]
    depth = 0
    while top:
        top, depth = top[-1][1], depth + 1
    assert depth == 6


def test_what_is_inside_a_large_file_is_handed_on_as_it_comes(pool):
    outcome = pool.read_one(bad("parts 400 50000"))  # 120 MB

    assert not isinstance(outcome.reading.parts, tuple)


def test_what_comes_as_it_is_read_comes_whole(make_pool):
    asked = [Job(data=bad("parts 400 50000"), key=n) for n in range(2)]

    counts = {}
    for outcome in make_pool(2).read(asked):
        texts = [(part.reading.text, len(part.reading.data)) for part in outcome.reading.parts]
        assert texts == [(f"part {n}", 300_000) for n in range(400)]
        counts[outcome.job.key] = len(texts)
    assert counts == {0: 400, 1: 400}


def test_who_waits_for_what_is_inside_gets_it_whatever_else_has_come_meanwhile(make_pool):
    long = "Nadie sabía nada.\n".encode() * 450_000
    asked = [Job(data=bad("parts 400 50000"), name="a.bad"), *[Job(data=long)] * 12]

    inside, lengths = 0, []
    for outcome in make_pool(2).read(asked):
        for n, _part in enumerate(outcome.reading.parts):
            inside += 1
            if n % 100 == 0:
                time.sleep(0.1)  # the others go on
        lengths.append(len(outcome.reading.text))

    assert inside == 400
    assert len(lengths) == 13


def test_what_nobody_asks_for_does_not_hold_up_the_rest(pool):
    asked = [Job(data=bad("parts 400 50000")), Job(data=b"Valdoria\n")]

    assert [each.reading.text for each in pool.read(asked)] == ["Peña Gris\n", "Valdoria\n"]


@pytest.mark.parametrize("what", ["crash", "sleep", "stumble"])
def test_what_was_read_inside_is_kept_when_the_reader_fails_later(hasty, what):
    outcome = hasty.read_one(bad(f"parts_then {what}"), "buzón.bad")

    assert [part.reading.text for part in outcome.reading.parts] == ["part 0", "part 1"]
    assert outcome.reading.text == "Peña Gris\n"
    assert "inside “buzón.bad”" in outcome.problem
    assert outcome.problem in outcome.reading.notes


def test_a_large_file_stays_where_it_is(pool, tmp_path, monkeypatch):
    monkeypatch.setattr(jobs, "HELD", 1000)  # bytes, in place of 64 MB
    path = tmp_path / "grande.txt"
    path.write_bytes(b"Valdoria y Santa Brisa.\n" * 1000)

    reading = pool.read_one(path).reading

    assert (reading.path, reading.data, reading.size) == (path, b"", path.stat().st_size)
    assert reading.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(reading.text) == reading.size


def test_a_name_from_anywhere_does_not_break_a_sentence(pool):
    problem = pool.read_one(bad("crash"), "a\n\u202egpj.exe" + "x" * 300 + ".pdf").problem

    assert "\n" not in problem
    assert "\u202e" not in problem
    assert len(problem) < 200


def test_a_name_in_two_lines_makes_no_sentence_in_two(pool, tmp_path):
    problem = pool.read_one(tmp_path / "no está\naquí.txt").problem

    assert problem.startswith("“no está aquí.txt” is no longer there.")


def test_what_a_reader_prints_does_not_get_between_the_answers(pool):
    assert pool.read_one(bad("shout")).reading.text == "Peña Gris\n"


def test_sentences_come_in_the_language_of_the_window(pool, tmp_path):
    use("es")

    assert "vac" in pool.read_one(b"  ", "a.txt").problem
    use("en")
    assert "empty" in pool.read_one(b"  ", "a.txt").problem


def test_while_nothing_is_finished_there_is_a_place_to_stop(pool):
    seen = []
    for each in pool.watch([Job(data=bad("sleep 100"))]):
        seen.append(each)
        if len(seen) == 3:
            break

    assert seen == [Busy(1)] * 3


def test_closing_ends_what_is_being_read_at_once(make_pool):
    pool = make_pool(2, limits=Limits(seconds=60))
    found = []
    reading = threading.Thread(
        target=lambda: found.extend(pool.read([Job(data=bad("sleep 100"))] * 4))
    )
    reading.start()
    time.sleep(0.5)
    begun = time.monotonic()

    pool.close()
    reading.join()

    assert time.monotonic() - begun < 10
    assert found == []
    assert list(pool.read([Job(data=b"Valdoria\n")])) == []


def test_two_threads_read_at_a_time(make_pool, tmp_path):
    pool = make_pool(1)
    paths = files(tmp_path, *(f"Nota {n}\n".encode() for n in range(100)))
    found: dict[int, list[str]] = {0: [], 1: []}

    def go(n):
        found[n] = sorted(each.reading.text for each in pool.read(map(Job, paths)))

    threads = [threading.Thread(target=go, args=(n,)) for n in found]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert found[0] == found[1] == sorted(path.read_text() for path in paths)


def test_a_pause_of_whoever_asked_is_not_the_readers_fault(make_pool, tmp_path):
    paths = files(tmp_path, *(b"Nota\n" * 2000 for _n in range(60)))
    outcomes = make_pool(1, limits=Limits(seconds=1.0)).read(map(Job, paths))
    next(outcomes)

    time.sleep(1.5)

    assert [each.problem for each in outcomes] == [""] * 59


def test_workers_end_when_their_parent_is_killed(tmp_path):
    script = (
        "import sys, threading\n"
        "from habeas.capture.apart.pool import Pool, Job\n"
        "from habeas.capture.apart.limits import Limits\n"
        "job = Job(data=b'MISBEHAVE spin')\n"
        "for each in Pool(1, limits=Limits(seconds=60)).watch([job]):\n"
        "    own = threading.get_native_id()\n"
        "    print(open(f'/proc/self/task/{own}/children').read(), flush=True)\n"
    )
    path = os.pathsep.join([os.environ.get("PYTHONPATH", ""), READERS])
    parent = subprocess.Popen(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    worker = int(parent.stdout.readline())
    time.sleep(0.5)

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    assert gone(worker)


def test_a_system_that_starts_no_workers_gets_a_sentence(make_pool, monkeypatch):
    monkeypatch.setattr(child, "command", lambda: [sys.executable, "-c", "raise SystemExit"])

    with pytest.raises(Problem, match="did not start"):
        make_pool().read_one(b"Valdoria\n")
    monkeypatch.setattr(child, "command", lambda: ["/nowhere/python"])
    with pytest.raises(Problem, match="did not start"):
        make_pool().read_one(b"Valdoria\n")


def test_a_file_that_changes_while_it_is_large_is_told_apart_by_its_digest(pool, tmp_path):
    (path,) = files(tmp_path, b"Valdoria\n")
    reading = pool.read_one(path).reading

    path.write_bytes(b"Otra cosa\n")

    assert reading.data == b"Valdoria\n"  # what is kept is what was read


def test_limits_are_those_of_the_file(make_pool):
    limits = replace(Limits(), seconds=2.0, seconds_per_mb=1.0, longest=5.0)

    assert [limits.time(size) for size in (0, 1_000_000, 9_000_000)] == [2.0, 3.0, 5.0]


READERS = os.path.join(os.path.dirname(__file__), "readers")


def gone(pid: int) -> bool:
    for _try in range(200):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                if stat.read().rpartition(")")[2].split()[0] == "Z":
                    return True
        except OSError:
            return True
        time.sleep(0.02)
    return False
