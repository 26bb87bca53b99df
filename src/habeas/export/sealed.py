"""A sealed export: seal, chain without its values, chosen originals, and what checks them.

The folder holds ``seal.txt``; ``journal.jsonl``, a line for each Edit with the exact strings that
its digest is made of (who did it, when and what it is called, but only commitments to what was
written); ``originals/``, the bytes of the chosen sources under their SHA-256; ``openings.jsonl``,
for each of them the row and the nonce that open the entry which brought it, so that it is shown to
have been in the case without showing anything else; ``check.html`` and ``check.py``; and
``manifest.txt``, in the form of sha256sum, over all of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Collection, Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from habeas import paths
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.i18n import _
from habeas.store import captures, openings, sealing
from habeas.store.case import Case
from habeas.store.sealing import Seal

JOURNAL, OPENINGS, SEAL = "journal.jsonl", "openings.jsonl", "seal.txt"
ORIGINALS, MANIFEST = "originals", "manifest.txt"
CHECKERS = ("check.html", "check.py")
_AT_ONCE = 500  # Edits between two places to stop
_SUFFIX = {
    "text/plain": ".txt", "text/html": ".html", "text/markdown": ".md", "application/pdf": ".pdf",
    "application/json": ".json", "text/csv": ".csv", "image/jpeg": ".jpg", "image/png": ".png",
    "image/gif": ".gif", "image/webp": ".webp", "image/tiff": ".tif", "audio/mpeg": ".mp3",
    "audio/ogg": ".ogg", "audio/wav": ".wav", "video/mp4": ".mp4", "video/webm": ".webm",
    "message/rfc822": ".eml", "application/zip": ".zip", "application/msword": ".doc",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.oasis.opendocument.text": ".odt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Options:
    """``sources`` whose originals go along (None: all); those not public only if ``ticked`` too."""

    sources: frozenset[int] | None = None
    ticked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Written:
    """The folder that was written; ``sources`` are those of which an original is in it."""

    folder: Path
    sources: frozenset[int]
    originals: int
    size: int  # bytes of the originals
    left_out: int  # sources that are not public and were not ticked


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: ``done`` of ``total`` (0: unknown)."""

    done: int
    total: int


def not_public(case: Case) -> list[Source]:
    """The sources with an original that stay out unless they are ticked."""
    return case.select(
        Source,
        "WHERE confidentiality != 'public' AND id IN (SELECT source FROM source_capture) "
        "ORDER BY title, id",
    )


def write(case: Case, folder: Path, *, seal: Seal, options: Options) -> Written:
    """Write the export to ``folder``, which must not be there yet: whole or not at all."""
    steps = work(case, folder, seal=seal, options=options)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            written: Written = end.value
            return written


def work(
    case: Case, folder: Path, *, seal: Seal, options: Options
) -> Generator[Step, None, Written]:
    """``write`` in steps: after each one it can be stopped, and then nothing is written.

    Problem if something is there, if it cannot be written, or if the bytes in the case are no
    longer those that were captured.
    """
    if os.path.lexists(folder):
        raise Problem(
            _("“{name}” is there already. Nothing was changed; choose another name.").format(
                name=folder.name
            )
        )
    part = folder.parent / f".{secrets.token_hex(8)}.part"
    try:
        part.mkdir()
        (part / ORIGINALS).mkdir()
        written = yield from _fill(case, part, seal=seal, options=options)
        part.rename(folder)
    except OSError as error:
        raise Problem(
            _(
                "The sealed export could not be written in {folder}: {reason}. Nothing "
                "half-written was left, and the case is as it was. Try another folder."
            ).format(folder=folder.parent, reason=error.strerror or error)
        ) from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Written(folder, *written)


def _fill(
    case: Case, part: Path, *, seal: Seal, options: Options
) -> Generator[Step, None, tuple[frozenset[int], int, int, int]]:
    chosen, left_out = _chosen(case, options)
    originals = _originals(case, chosen)
    total = seal.edit + sum(size for _source, _media, size in originals.values())
    manifest: dict[str, str] = {}
    _put(part, SEAL, [seal.text.encode()], manifest=manifest)
    lines = _journal(case, seal.edit)
    for done in _putting(part, JOURNAL, lines, manifest=manifest, every=_AT_ONCE):
        yield Step(min(done, seal.edit), total)
    _put(part, OPENINGS, _openings(case, chosen, seal.edit), manifest=manifest)
    at = seal.edit
    for digest, (_sources, media, size) in originals.items():
        name = f"{ORIGINALS}/{original_name(digest, media)}"
        chunks = captures.read(case.read, digest)
        for done in _putting(part, name, chunks, manifest=manifest, every=1):
            yield Step(min(at + done * captures.CHUNK, total), total)
        if manifest[name] != digest:
            raise Problem(_altered(digest))
        at += size
    for name in CHECKERS:
        data = (paths.resources() / "checker" / name).read_bytes()
        _put(part, name, [data], manifest=manifest)
    listed = "".join(f"{digest}  {name}\n" for name, digest in sorted(manifest.items()))
    _put(part, MANIFEST, [listed.encode()], manifest={})
    told = frozenset(n for sources, _media, _size in originals.values() for n in sources)
    return told, len(originals), total - seal.edit, left_out


def original_name(digest: str, media_type: str) -> str:
    """What an original is called: its SHA-256, with the ending that its kind of file has.

    >>> original_name("ab" * 32, "text/plain; charset=utf-8")[-6:]
    'ab.txt'
    """
    kind = media_type.partition(";")[0].strip().lower()
    return digest + _SUFFIX.get(kind, ".bin")


def _chosen(case: Case, options: Options) -> tuple[frozenset[int], int]:
    """The sources that go along, and how many stay out because they are not public."""
    with_bytes = {row["source"] for row in case.query("SELECT source FROM source_capture")}
    asked = with_bytes if options.sources is None else with_bytes & options.sources
    kept_back = {source.id for source in not_public(case)} - options.ticked
    return frozenset(asked - kept_back), len(asked & kept_back)


def _originals(case: Case, chosen: Collection[int]) -> dict[str, tuple[tuple[int, ...], str, int]]:
    """Of each capture: the chosen sources that it is of, its media type and its size in bytes."""
    found: dict[str, tuple[tuple[int, ...], str, int]] = {}
    for row in case.query(
        "SELECT DISTINCT sc.source, c.sha256, c.media_type, c.size FROM source_capture sc "
        "JOIN capture c ON c.sha256 = sc.capture "
        "WHERE sc.source IN (SELECT value FROM json_each(?)) ORDER BY sc.source, c.sha256",
        json.dumps(sorted(chosen)),
    ):
        there = found.get(row["sha256"], ((), "", 0))[0]
        found[row["sha256"]] = ((*there, row["source"]), row["media_type"], row["size"])
    return found


def _journal(case: Case, last: int) -> Iterator[bytes]:
    """A line for each Edit, with the very strings that its digest is made of."""
    for link in sealing.chain(case.read, last):
        told = {
            "edit": link.edit,
            "previous": link.previous,
            "digest": link.digest,
            "head": json.dumps(link.head),
            "entries": link.lines,
        }
        yield f"{json.dumps(told)}\n".encode()


def _openings(case: Case, chosen: Collection[int], last: int) -> Iterator[bytes]:
    for one in openings.of_captures(case.read, chosen, last=last):
        told = {
            "sha256": one.capture,
            "edit": one.edit,
            "entry": one.entry,
            "nonce": one.nonce,
            "value": one.value,
        }
        yield f"{json.dumps(told)}\n".encode()


def _put(part: Path, name: str, chunks: Iterable[bytes], *, manifest: dict[str, str]) -> None:
    for _done in _putting(part, name, chunks, manifest=manifest, every=_AT_ONCE):
        pass


def _putting(
    part: Path, name: str, chunks: Iterable[bytes], *, manifest: dict[str, str], every: int
) -> Iterator[int]:
    """Write a file flushed to the disk, its hash into ``manifest``; gives how many chunks."""
    digest = hashlib.sha256()
    with (part / name).open("xb") as file:
        for n, chunk in enumerate(chunks, 1):
            file.write(chunk)
            digest.update(chunk)
            if n % every == 0:
                yield n
        file.flush()
        os.fsync(file.fileno())
    manifest[name] = digest.hexdigest()


def _altered(digest: str) -> str:
    return _(
        "The sealed export was not written: the bytes with SHA-256 {digest} are no longer those "
        "that were captured. Verify the case, and open a copy made earlier."
    ).format(digest=f"{digest[:16]}…")
