"""What the screen acknowledges was flushed to the disk before: the flushes are counted."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from habeas.store import keys
from habeas.store.case import Case

PHRASE = "lentils on a blue roof"
# Stands before the C library: tells of every flush, by the name of the file, then does it.
LISTENER = r"""
#define _GNU_SOURCE
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
static void tell(int fd) {
    char link[64], name[512], line[600];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, name, sizeof name - 1);
    if (n < 0) return;
    name[n] = 0;
    char *base = strrchr(name, '/');
    int len = snprintf(line, sizeof line, "flush %s\n", base ? base + 1 : name);
    if (write(atoi(getenv("HABEAS_TELL")), line, len) < 0) return;
}
int fsync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
    int result = real(fd);
    tell(fd);
    return result;
}
int fdatasync(int fd) {
    int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
    int result = real(fd);
    tell(fd);
    return result;
}
"""
WORK = """
import os, sys
from pathlib import Path
from habeas.domain.register import Place
from habeas.store.case import Case
tell = lambda line: os.write(int(os.environ["HABEAS_TELL"]), line.encode() + b"\\n")
case = Case.open(sys.argv[1], sys.argv[2] or None)
tell("opened")
for n in range(8):
    with case.edit("Add place") as edit:
        edit.insert(Place(name=f"Place {n}"))
    tell(f"kept {n}")
case.undo()
tell("undone")
case.redo()
tell("redone")
"""


@pytest.fixture(scope="module")
def listener(tmp_path_factory):
    if not sys.platform.startswith("linux") or shutil.which("cc") is None:
        pytest.skip("flushes are listened to with a C compiler, on Linux")
    folder = tmp_path_factory.mktemp("listener")
    (folder / "listen.c").write_text(LISTENER)
    built = folder / "listen.so"
    command = ["cc", "-shared", "-fPIC", "-o", str(built), str(folder / "listen.c"), "-ldl"]
    subprocess.run(command, check=True, capture_output=True)
    return built


@pytest.mark.parametrize("phrase", ["", PHRASE], ids=["unlocked", "locked"])
def test_each_act_is_flushed_before_it_is_acknowledged(tmp_path, listener, phrase):
    path = tmp_path / "valdoria.habeas"
    Case.create(path, phrase or None, cost=keys.CHEAP).close()
    read, write = os.pipe()
    environment = {
        "PYTHONPATH": ":".join(sys.path),
        "LD_PRELOAD": str(listener),
        "HABEAS_TELL": str(write),
        "HOME": os.environ["HOME"],
    }
    subprocess.run(
        [sys.executable, "-c", WORK, str(path), phrase],
        check=True,
        pass_fds=[write],
        env=environment,
        timeout=60,
    )
    os.close(write)
    with os.fdopen(read) as pipe:
        told = pipe.read().splitlines()
    between = told[told.index("opened") + 1 : told.index("redone") + 1]
    unflushed, flushes = [], 0
    for line in between:
        if line.startswith("flush valdoria.habeas"):
            flushes += 1
        elif not line.startswith("flush"):
            if not flushes:
                unflushed.append(line)
            flushes = 0
    assert [line for line in between if not line.startswith("flush")] == [
        *(f"kept {n}" for n in range(8)), "undone", "redone",
    ]  # fmt: skip
    assert unflushed == []
