"""Hundreds of files that mean harm, made by script: the same ones for the same seed.

``make(folder)`` writes them all; run as a program it does so too, to look at them by hand.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

from hostile import documents, packed, pages
from hostile.samples import SAMPLES, TEXT, html, pdf

Piece = tuple[str, bytes]
LIES = 7  # each format comes under every LIES-th other suffix, all of them in turn


def make(folder: Path, *, canary: Path, large: bool = False, seed: int = 0) -> list[Path]:
    """Write the files and give their paths, links and pipes among them.

    Whatever is run touches ``canary``.  ``large`` are those of more than 20 MB, and all lies.
    """
    made = []
    for group, pieces in _groups(str(canary), large=large, seed=seed):
        place = folder / group
        place.mkdir(parents=True)
        made += [_write(place / name, data) for name, data in pieces]
    made += _places(folder / "places", canary)
    return [*made, *_large(folder / "large")] if large else made


def _groups(canary: str, *, large: bool, seed: int) -> Iterator[tuple[str, Iterable[Piece]]]:
    yield "documents", documents.pieces(canary)
    yield "packed", packed.pieces(canary)
    yield "pages", pages.pieces(canary)
    yield "damaged", damaged(seed)
    yield "lies", lies(1 if large else LIES)


def _write(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path


def damaged(seed: int) -> Iterator[Piece]:
    """Each format cut, with some bytes turned, and as nothing, NULs or chance under its suffix."""
    chance = random.Random(seed)
    for suffix, sample in SAMPLES.items():
        whole = sample()
        for share in (10, 50, 90):
            yield f"cut at {share}{suffix}", whole[: len(whole) * share // 100]
        for n in range(2):
            turned = bytearray(whole)
            for _each in range(max(1, len(whole) // 200)):
                turned[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
            yield f"turned {n}{suffix}", bytes(turned)
        yield f"nothing{suffix}", b""
        yield f"nulls{suffix}", bytes(3000)
        yield f"chance{suffix}", chance.randbytes(3000)
        yield f"start alone{suffix}", whole[:16] + chance.randbytes(2000)
        yield f"twice{suffix}", whole * 2


def lies(step: int) -> Iterator[Piece]:
    """Each format under the suffixes of others."""
    made = {suffix: sample() for suffix, sample in SAMPLES.items()}
    for n, (own, data) in enumerate(made.items()):
        for suffix in list(made)[n % step :: step]:
            if suffix != own:
                yield f"{own.replace('.', ' ').strip()} as{suffix}", data
        yield f"{own.replace('.', ' ').strip()} without suffix", data


def _places(folder: Path, canary: Path) -> list[Path]:
    """What is odd by its name or its place rather than by what is in it."""
    folder.mkdir()
    names = (
        "two\nlines.txt", "\u202egpj.txt", "a" * 251 + ".txt", "-rf.txt", "$(touch canary).txt",
        "'; touch canary; '.txt", "%s%n{name}.txt", "é\u0301" * 20 + ".txt", " .txt", "a\\b.txt",
        "..txt", "a\x1b[31m.txt", "CON.txt", "\U0001f480.txt", "no suffix", ".hidden", "<b>.txt",
    )  # fmt: skip
    made = [_write(folder / name, TEXT.encode()) for name in names]
    with open(os.path.join(os.fsencode(folder), b"invalid \xff\xfe.txt"), "wb") as file:
        file.write(TEXT.encode())
    made.append(Path(os.fsdecode(os.path.join(os.fsencode(folder), b"invalid \xff\xfe.txt"))))
    (folder / "folder.pdf").mkdir()
    (folder / "dead link.txt").symlink_to(folder / "nowhere")
    (folder / "link to itself.txt").symlink_to(folder / "link to itself.txt")
    (folder / "link to a folder.txt").symlink_to(folder)
    (folder / "endless.txt").symlink_to("/dev/zero")
    (folder / "terminal.txt").symlink_to("/dev/tty")
    (folder / "empty of its size.txt").symlink_to("/proc/version")
    os.mkfifo(folder / "pipe.txt")
    locked = _write(folder / "no permission.txt", TEXT.encode())
    locked.chmod(0)
    canary.with_name(canary.name + ".secret").write_text("la clave secreta")
    made += [path for path in sorted(folder.iterdir()) if path not in made]
    return [*made, _far(folder), folder / "not there.txt"]


def _far(folder: Path) -> Path:
    """A file whose path has nearly 4,000 characters."""
    name, path = "a" * 240, str(folder)
    descriptor = os.open(path, os.O_RDONLY)
    while len(path) < 3700:
        os.mkdir(name, dir_fd=descriptor)
        below = os.open(name, os.O_RDONLY, dir_fd=descriptor)
        os.close(descriptor)
        descriptor, path = below, f"{path}/{name}"
    file = os.open("far.txt", os.O_WRONLY | os.O_CREAT, 0o600, dir_fd=descriptor)
    os.write(file, TEXT.encode())
    os.close(file)
    os.close(descriptor)
    return Path(path) / "far.txt"


def _large(folder: Path) -> Iterator[Path]:
    """What takes long to make, or to read."""
    folder.mkdir()
    yield _sparse(folder / "sparse.txt", 5_000_000_000)
    yield _sparse(folder / "sparse.pdf", 5_000_000_000, start=pdf())
    mail = b"From a Sat May  3 10:00:00 2031\n"
    yield _sparse(folder / "sparse.mbox", 3_000_000_000, start=mail + b"\n")
    line = TEXT.encode() + b"\n"
    yield _repeated(folder / "text.txt", line, 200_000_000)
    yield _repeated(folder / "western.txt", "¿Agua? Nadie sabía.\n".encode("cp1252"), 200_000_000)
    yield _repeated(folder / "very large.txt", line, 450_000_000)
    yield _repeated(folder / "line.csv", b"a,b\n" + b"x" * 60, 100_000_000)
    yield _repeated(folder / "nulls.txt", bytes(1000), 100_000_000)
    yield _write(folder / "tags.html", html("<div>" * 1_000_000))
    yield _write(folder / "closed tags.html", html("<i>" * 1_000_000 + "</i>" * 1_000_000))
    yield _write(folder / "attribute.html", html(f'<p title="{"a" * 100_000_000}">a'))
    yield _write(folder / "from.mbox", mail * 1_000_000)
    yield _write(folder / "mails.mbox", (mail + b"Subject: a\n\na\n\n") * 100_000)
    yield _write(folder / "pages.pdf", _long_pdf(100_000))
    yield _write(folder / "rows.csv", b"ward,people\n" + b"3,22\n" * 5_000_000)


def _sparse(path: Path, size: int, start: bytes = b"No water came.\n") -> Path:
    with path.open("wb") as file:
        file.write(start)
        file.truncate(size)
    return path


def _repeated(path: Path, line: bytes, size: int) -> Path:
    with path.open("wb") as file:
        block = line * (1_000_000 // len(line) + 1)
        for _n in range(size // len(block) + 1):
            file.write(block)
    return path


def _long_pdf(count: int) -> bytes:
    """A PDF whose pages are all the same one, but each an object of its own."""
    fonts = "/Resources << /Font << /F1 5 0 R >> >>"
    page = f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R {fonts} >>"
    kids = " ".join(f"{n} 0 R" for n in range(6, 6 + count))
    return pdf(*[page] * count, kids=f"[{kids}] /Count {count}")


if __name__ == "__main__":
    sys.exit(
        not make(
            Path(sys.argv[1]), canary=Path(sys.argv[1]) / "canary", large="--large" in sys.argv
        )
    )
