"""A program of the system that is given what lies in a case: no network, no core, no orphan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

import watched
from habeas.capture.apart import kernel

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux can do it")
KINDS = """
import socket, sys
for kind in sys.argv[1:]:
    try:
        socket.socket(getattr(socket, kind), socket.SOCK_DGRAM).close()
        print(kind, "is had")
    except PermissionError:
        print(kind, "is refused")
"""
PARENT = """
import subprocess, sys, time
from habeas.capture.apart import kernel
print(subprocess.Popen(kernel.alone(["/bin/sleep", "60"])).pid, flush=True)
time.sleep(60)
"""


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(kernel.alone(command), capture_output=True, text=True, timeout=30)


def test_it_has_sockets_of_this_machine_alone():
    done = run(sys.executable, "-c", KINDS, "AF_INET", "AF_INET6", "AF_PACKET", "AF_UNIX")
    assert done.stdout.splitlines() == [
        "AF_INET is refused", "AF_INET6 is refused", "AF_PACKET is refused", "AF_UNIX is had",
    ]  # fmt: skip


def test_what_it_starts_itself_has_no_others():
    done = run("/bin/sh", "-c", f'"{sys.executable}" -c "$0" AF_INET; true', KINDS)
    assert done.stdout == "AF_INET is refused\n"


def test_it_leaves_no_core_not_even_to_who_collects_them():
    limits = run("/bin/cat", "/proc/self/limits").stdout.splitlines()
    [core] = [line for line in limits if line.startswith("Max core file size")]
    assert core.split()[4:6] == ["1", "1"]  # core(5): 0 would still be piped to a program


@pytest.mark.skipif(
    Path("/proc/sys/kernel/core_pattern").read_text()[:1] in "|/" or not watched.can_dump(),
    reason="cores are not left where a program stands",
)
def test_it_leaves_no_core_where_it_stands(tmp_path):
    dies = ["/bin/sh", "-c", "kill -SEGV $$"]
    for command, cores in ((kernel.alone(dies), 0), (dies, 1)):
        subprocess.run(command, cwd=tmp_path, preexec_fn=watched.allow_core_dumps)
        assert len(list(tmp_path.iterdir())) == cores


def test_it_takes_its_words_and_its_input_as_they_are(tmp_path):
    reader, writer = os.pipe()
    os.write(writer, b"held")
    os.close(writer)
    command = kernel.alone(
        ["/bin/sh", "-c", f'cat; cat /proc/self/fd/{reader}; echo "$0|$1"', "a b", "ñ*"]
    )
    done = subprocess.run(command, input=b"in ", stdout=subprocess.PIPE, pass_fds=(reader,))
    os.close(reader)
    assert done.stdout.decode() == "in helda b|ñ*\n"
    assert run("/bin/sh", "-c", "exit 4").returncode == 4
    assert run("/nowhere/player").returncode == 127


def test_it_ends_with_its_parent_however_that_ends():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    with parent.stdout as said:
        child = int(said.readline())
    assert is_alive(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    until = time.monotonic() + 20
    while is_alive(child):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_alive(pid: int) -> bool:
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False
