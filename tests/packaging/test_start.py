"""packaging/start and packaging/test on machines that lack this or that.

The scripts run for real, in a scratch checkout, with programs of the test's own making in front of
the machine's: a python3 that notes what it is asked, an apt-get that installs nothing.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Answers questions about itself truthfully; makes a venv whose python is this file again.
PYTHON = """#!/bin/bash
case "$*" in
    "-m venv "*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
    "-m pip --version") ;;
    "-m pip "*) echo "$*" >>"$TOLD/pip"; echo "${PIP_SAYS:-}"; exit "${PIP_RESULT:-0}" ;;
    "-m "*) echo "$*" >>"$TOLD/ran" ;;
    *sys.executable*) echo "$0" ;;
    "-c import ensurepip"*) exit "${VENV_RESULT:-0}" ;;
    *) exec REAL "$@" ;;
esac
"""
APT = """#!/bin/bash
echo "$*" >>"$TOLD/apt"
exit "${APT_RESULT:-0}"
"""


class Machine:
    """A scratch checkout and the programs that its scripts find."""

    def __init__(self, folder: Path) -> None:
        self.checkout = folder / "a check out"
        self.told = folder / "told"
        self.programs = folder / "bin"
        for made in (self.checkout, self.told, self.programs):
            made.mkdir()
        shutil.copytree(ROOT / "packaging", self.checkout / "packaging")
        (self.checkout / "pyproject.toml").write_text("[project]\n")
        self.has("python3", PYTHON.replace("REAL", sys.executable))
        self.has("apt-get", APT)
        self.has("id", "#!/bin/bash\necho 0\n")
        # Every library and program that the scripts ask for is there.
        table = (ROOT / "packaging" / "prepare.sh").read_text()
        libraries = [line.split()[0] for line in table.splitlines() if line.startswith("lib")]
        self.libraries(libraries)
        for program in ("Xvfb", "openbox", "xdotool"):
            self.has(program, "#!/bin/bash\n")

    def has(self, name: str, text: str) -> None:
        path = self.programs / name
        path.write_text(text)
        path.chmod(0o755)

    def libraries(self, names: list[str]) -> None:
        lines = "\n".join(f"\t{name} (libc6,x86-64) => /lib/{name}" for name in names)
        self.has("ldconfig", f"#!/bin/bash\ncat <<'END'\n{lines}\nEND\n")

    def run(self, script: str, *options: str, **extra: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.programs}:{os.environ['PATH']}",
            "HOME": os.environ["HOME"],
            "TOLD": str(self.told),
            "DISPLAY": ":7",
            **extra,
        }
        return subprocess.run(
            [str(self.checkout / "packaging" / script), *options],
            env=environment,
            cwd="/",
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def asked(self, name: str) -> list[str]:
        path = self.told / name
        return path.read_text().splitlines() if path.exists() else []


@pytest.fixture
def machine(tmp_path):
    return Machine(tmp_path)


def test_the_first_start_installs_the_program_and_runs_it(machine):
    done = machine.run("start", "my case.habeas")

    assert done.returncode == 0, done.stderr
    assert [line.split("--editable ")[1] for line in machine.asked("pip")] == [
        str(machine.checkout)
    ]
    assert machine.asked("ran") == ["-m habeas my case.habeas"]
    assert machine.asked("apt") == []


def test_the_second_start_neither_installs_nor_looks_for_anything(machine):
    machine.run("start")
    machine.has("ldconfig", "#!/bin/bash\nexit 1\n")
    machine.has("python3", "#!/bin/bash\nexit 1\n")

    done = machine.run("start")

    assert (done.returncode, done.stderr) == (0, "")
    assert len(machine.asked("pip")) == 1
    assert len(machine.asked("ran")) == 2


def test_tests_add_their_extra_and_a_start_after_them_has_nothing_to_do(machine):
    machine.run("start")
    machine.run("test")
    machine.run("start")

    assert [line.endswith("[test]") for line in machine.asked("pip")] == [False, True]


def test_a_changed_project_file_is_installed_again(machine):
    machine.run("start")
    (machine.checkout / "pyproject.toml").write_text("[project]\nname = 'habeas'\n")
    machine.run("start")

    assert len(machine.asked("pip")) == 2


def test_a_checkout_that_was_moved_is_installed_again(machine):
    machine.run("start")
    moved = machine.checkout.with_name("moved")
    machine.checkout = machine.checkout.rename(moved)

    done = machine.run("start")

    assert done.returncode == 0
    assert machine.asked("pip")[-1].endswith(str(moved))


def test_without_a_network_it_says_so_and_the_next_start_begins_anew(machine):
    said = "NewConnectionError: [Errno -3] Temporary failure in name resolution"
    failed = machine.run("start", PIP_RESULT="1", PIP_SAYS=said)
    (machine.checkout / ".venv" / "half").touch()
    mended = machine.run("start")

    assert failed.returncode == 1
    assert "needs a network" in failed.stderr
    assert mended.returncode == 0
    assert not (machine.checkout / ".venv" / "half").exists()
    assert machine.asked("ran") == ["-m habeas"]


def test_a_full_disk_is_named(machine):
    failed = machine.run("start", PIP_RESULT="1", PIP_SAYS="OSError: [Errno 28] No space left")

    assert failed.returncode == 1
    assert "disk is full" in failed.stderr


def test_too_little_room_is_told_before_anything_is_made(machine):
    machine.has("df", "#!/bin/bash\necho head; echo disk 1000 990 10 99% /\n")

    failed = machine.run("start")

    assert failed.returncode == 1
    assert "10 MB are free" in failed.stderr
    assert not (machine.checkout / ".venv").exists()


def test_an_old_python_is_not_taken(machine):
    machine.has("python3", "#!/bin/bash\nexit 1\n")
    for minor in (11, 12, 13, 14):
        machine.has(f"python3.{minor}", "#!/bin/bash\nexit 1\n")

    failed = machine.run("start")

    assert failed.returncode == 1
    assert "Python 3.11 or newer" in failed.stderr


def test_root_is_not_asked_and_missing_libraries_are_installed(machine):
    machine.libraries(["libGL.so.1"])

    done = machine.run("start", VENV_RESULT="1")

    assert done.returncode == 0, done.stderr
    update, install = machine.asked("apt")
    assert update.endswith("update")
    assert {"libxcb-cursor0", "libxcb-icccm4", "libegl1"} < set(install.split())
    assert any(word.endswith("-venv") for word in install.split())
    assert "libgl1" not in install.split()


def test_somebody_who_may_not_install_is_told_what_is_missing(machine):
    machine.libraries(["libGL.so.1"])
    machine.has("id", "#!/bin/bash\necho 1000\n")
    machine.has("sudo", "#!/bin/bash\nexit 1\n")

    failed = machine.run("start")

    assert failed.returncode == 1
    assert "sudo apt-get install --no-install-recommends" in failed.stderr
    assert "libxcb-cursor0" in failed.stderr
    assert machine.asked("apt") == machine.asked("pip") == []


def test_sudo_without_a_password_is_used(machine):
    machine.libraries(["libGL.so.1"])
    machine.has("id", "#!/bin/bash\necho 1000\n")
    machine.has("sudo", '#!/bin/bash\nshift\nexec "$@"\n')

    done = machine.run("start")

    assert done.returncode == 0, done.stderr
    assert len(machine.asked("apt")) == 2


def test_packages_that_cannot_be_installed_are_named(machine):
    machine.libraries(["libGL.so.1"])

    failed = machine.run("start", APT_RESULT="100")

    assert failed.returncode == 1
    assert "could not be installed: " in failed.stderr
    assert machine.asked("pip") == []


def test_a_folder_that_cannot_be_written_to_is_told(machine):
    (machine.checkout / ".venv.lock").mkdir()  # root may write anywhere: the lock cannot be made

    failed = machine.run("start")

    assert failed.returncode == 1
    assert "cannot write to" in failed.stderr


def test_without_a_screen_it_says_so(machine):
    failed = machine.run("start", DISPLAY="")

    assert failed.returncode == 1
    assert "no screen" in failed.stderr
    assert machine.asked("ran") == []


def test_the_version_needs_no_screen(machine):
    assert machine.run("start", "--version", DISPLAY="").returncode == 0
    assert machine.asked("ran") == ["-m habeas --version"]


def test_what_fails_in_either_half_of_the_tests_fails_the_whole(machine):
    machine.run("test")
    broken = PYTHON.replace('"$TOLD/ran"', '"$TOLD/ran"; [[ "$*" != *"not screen"* ]]')
    (machine.checkout / ".venv" / "bin" / "python").write_text(broken)

    done = machine.run("test")

    assert done.returncode == 1
    assert machine.asked("ran")[-1] == "-m pytest -m screen"
