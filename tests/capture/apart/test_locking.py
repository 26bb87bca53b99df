"""What a reader that means harm is kept from, by Python, by the kernel, and by both."""

from __future__ import annotations

import os
import socket
import sys
from collections import Counter

import pytest

from habeas.capture.apart import kernel
from habeas.capture.apart.child import Child
from habeas.capture.apart.frames import Kind

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Linux alone can do it")


def bad(what: str) -> bytes:
    return b"MISBEHAVE " + what.encode()


@pytest.fixture
def listener():
    """A port of ours on which somebody would answer."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_every_measure_holds_on_linux():
    child = Child(memory=1_000_000_000, most=1000)
    hello = []
    while hello == []:
        hello = child.receive()
    child.end()

    assert hello[0].kind is Kind.HELLO
    assert set(hello[0].header["held"]) == {
        "network", "privileges", "memory", "core", "files", "calls", "events",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("what", "event"),
    [
        ("connect", "socket.getaddrinfo"),
        ("resolve news.example", "socket.getaddrinfo"),
        ("write {}/canary", "open"),
        ("run {}/canary", "subprocess.Popen"),
    ],
)
def test_what_a_reader_may_not_fails_and_is_told(pool, tmp_path, what, event):
    outcome = pool.read_one(bad(what.format(tmp_path)))

    assert outcome.attempts == (event,)
    assert outcome.fault.startswith("PermissionError")
    assert not list(tmp_path.iterdir())


def test_past_python_there_is_no_network(pool, listener):
    assert pool.read_one(bad(f"natively {listener}")).reading.text == "refused"


def test_past_python_nothing_is_written(pool, tmp_path):
    assert pool.read_one(bad(f"write_natively {tmp_path}/canary")).reading.text == "-1 written"
    assert not list(tmp_path.iterdir())


def test_past_python_no_program_runs(pool, tmp_path):
    text = pool.read_one(bad(f"run_natively {tmp_path}/canary")).reading.text

    assert text.startswith("status ")
    assert text != "status 0"
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("which", [0, 1])
def test_the_filter_refuses_each_call_once_and_no_jump_leaves_it(which):
    steps = kernel.program(which, 1234)

    numbers = Counter(step[3] for step in steps if step[0] == 0x15 and step[3] not in (1234,))
    assert max(numbers.values()) == 1
    jumps = [at + 1 + max(step[1:3]) for at, step in enumerate(steps) if step[0] != 0x06]
    assert max(jumps) < len(steps)
    assert steps[-1] == (0x06, 0, 0, 0x7FFF0000)


def test_a_worker_lets_the_window_go_first():
    child = Child(memory=1_000_000_000, most=1000)
    while child.receive() == []:
        pass

    theirs = os.getpriority(os.PRIO_PROCESS, child.pid)
    child.end()
    assert theirs > os.getpriority(os.PRIO_PROCESS, 0)
