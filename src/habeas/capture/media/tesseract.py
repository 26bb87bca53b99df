"""The program that reads print out of pictures, if the system has it; nothing goes by a file."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Generator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import IO

from habeas.capture.apart import kernel
from habeas.errors import Problem
from habeas.i18n import _

ASKING = 5.0  # seconds that it may take to say what it is
READING = 180.0  # seconds that it may take over a page
_STEP = 0.2  # seconds between two looks whether it is done
_LANGUAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?:/[A-Za-z0-9_]+)?")
_CODES = {
    "es": "spa", "en": "eng", "pt": "por", "fr": "fra", "de": "deu", "it": "ita", "nl": "nld",
    "ca": "cat", "gl": "glg", "eu": "eus", "pl": "pol", "ru": "rus", "uk": "ukr", "tr": "tur",
    "ar": "ara", "fa": "fas", "he": "heb", "el": "ell", "ht": "hat", "qu": "que",
}  # fmt: skip
_NOT_WRITTEN = ("osd", "equ", "snum")  # what the program lists beside languages


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The program: where it is, its version ("5.3.0"), and the languages that it can read."""

    path: str
    version: str
    languages: tuple[str, ...]


def available() -> Tesseract | None:
    """The program of this system; None without one that answers and knows a language.

    It is asked, which takes up to twice ASKING seconds: never from the thread of the window.
    """
    path = shutil.which("tesseract")
    if path is None:
        return None
    said = re.search(r"tesseract v?(\d[\w.]*)", _asked(path, "--version"))
    lines = _asked(path, "--list-langs").splitlines()
    known = tuple(
        line for line in map(str.strip, lines)
        if _LANGUAGE.fullmatch(line) and line not in _NOT_WRITTEN
    )  # fmt: skip
    return Tesseract(path, said[1], known) if said and known else None


def missing() -> Problem:
    """What to tell where the system does not have it."""
    return Problem(
        _(
            "To read words out of pictures this computer needs the program Tesseract. Nothing was "
            "changed. Install the packages tesseract-ocr and, for Spanish, tesseract-ocr-spa, and "
            "try again."
        )
    )


def known_as(language: str) -> str:
    """What Tesseract calls a language ("es": "spa"); as it stands if it has no other name."""
    return _CODES.get(language.split("-")[0].lower(), language)


def chosen(program: Tesseract, languages: Sequence[str]) -> tuple[str, ...]:
    """The languages as Tesseract calls them, all it has if none is named; Problem if one lacks."""
    names = tuple(dict.fromkeys(map(known_as, languages)))
    for name in names:
        if name not in program.languages:
            package = "tesseract-ocr-" + name.lower().replace("_", "-")
            raise Problem(
                _(
                    "Tesseract cannot read this language yet ({language}). Nothing was changed. "
                    "Install the package {package}, and try again."
                ).format(language=name, package=package)
            )
    return names or _usual(program.languages)


def run(
    program: Tesseract, png: bytes, languages: Sequence[str], *, seconds: float = READING
) -> Generator[None, None, str]:
    """Read one picture, yielding while it lasts; returns Tesseract's table (TSV).

    Closing the generator ends the program.  Problem if it takes more than ``seconds`` or fails.
    """
    command = [program.path, "stdin", "stdout", "-l", "+".join(languages), "tsv"]
    child = _started(command)
    # A thread of its own, for communicate() forgets what it had to write when it is interrupted.
    feeder = threading.Thread(target=_feed, args=(child.stdin, png), daemon=True)
    child.stdin = None
    try:
        feeder.start()
        until = monotonic() + seconds
        while True:
            try:
                out, said = child.communicate(timeout=_STEP)
                break
            except subprocess.TimeoutExpired:
                pass
            if monotonic() > until:
                raise Problem(_slow(seconds))
            yield
    finally:
        _end(child)
        feeder.join()
    if child.returncode:
        raise Problem(_failed(said))
    return out.decode("utf-8", "replace")


def _usual(languages: Sequence[str]) -> tuple[str, ...]:
    """Spanish and English where they are there, or all: each one more makes it slower."""
    wanted = tuple(name for name in ("spa", "eng") if name in languages)
    return wanted or tuple(languages[:3])


def _asked(path: str, question: str) -> str:
    try:
        done = subprocess.run(
            [path, question], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, timeout=ASKING, env=_surroundings(), check=False, cwd="/",
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode("utf-8", "replace")


def _started(command: list[str]) -> subprocess.Popen[bytes]:
    pipe = subprocess.PIPE
    try:
        child = subprocess.Popen(
            kernel.alone(command),
            stdin=pipe,
            stdout=pipe,
            stderr=pipe,
            env=_surroundings(),
            cwd="/",
        )
    except OSError:
        raise missing() from None
    # Before it is given anything: it may not leave a picture of a locked case on the disk.
    _write_no_files(child)
    return child


def _write_no_files(child: subprocess.Popen[bytes]) -> None:
    with suppress(ImportError, AttributeError, OSError):  # Linux alone can do it
        import resource

        resource.prlimit(child.pid, resource.RLIMIT_FSIZE, (0, 0))


def _feed(pipe: IO[bytes] | None, data: bytes) -> None:
    if pipe is not None:
        with suppress(OSError), pipe:  # it may end before it has taken everything
            pipe.write(data)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.kill()
    child.wait()
    for pipe in (child.stdout, child.stderr):
        if pipe is not None:
            pipe.close()


def _surroundings() -> dict[str, str]:
    """Where it finds its languages, one thread (more are hardly faster), and nothing else."""
    kept = ("PATH", "TESSDATA_PREFIX", "LD_LIBRARY_PATH")
    found = {name: os.environ[name] for name in kept if name in os.environ}
    return found | {"LC_ALL": "C.UTF-8", "OMP_THREAD_LIMIT": "1"}


def _slow(seconds: float) -> str:
    return _(
        "Tesseract was stopped on a page that took it more than {seconds} seconds: its words are "
        "missing. The picture is kept as it is."
    ).format(seconds=round(seconds))


def _failed(said: bytes) -> str:
    lines = said.decode("utf-8", "replace").strip().splitlines()
    return _(
        "Tesseract could not read a page ({reason}): its words are missing. The picture is kept as "
        "it is."
    ).format(reason="".join(char for char in (lines or ["?"])[-1] if char.isprintable())[:120])
