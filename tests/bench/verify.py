"""Verifying a case against hashing its file, in the same run.

Run: ``python tests/bench/verify.py [claims] [megabytes of captures] [locked]``.
"""

from __future__ import annotations

import gc
import hashlib
import os
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src"))

from habeas.domain.claim import Claim
from habeas.domain.passage import cut
from habeas.domain.source import Source
from habeas.store import keys
from habeas.store.case import Case

TEXT = "On Tuesday the inmates of Peña Gris had no water. " * 400
PER_SOURCE = 200
CAPTURE = 32 << 20  # bytes


def fill(case: Case, claims: int, megabytes: int) -> None:
    """Sources with 200 claims each, and films of 32 MB."""
    with case.edit("Add films") as edit:
        for n in range(0, megabytes << 20, CAPTURE):
            edit.keep(os.urandom(min(CAPTURE, (megabytes << 20) - n)), media_type="video/mp4")
    for first in range(0, claims, PER_SOURCE):
        with case.edit("Add source") as edit:
            text = f"Note {first}. {TEXT}"
            source = edit.insert(Source(title=f"Note {first}"))
            capture = edit.keep(text.encode(), media_type="text/plain")
            layer = edit.keep_layer(capture, text)
            edit.add(
                "source_capture", source=source, capture=capture, layer=layer, file_name="n.txt",
                captured="", captured_by="", how="file",
            )  # fmt: skip
            for n in range(PER_SOURCE):
                at = 10 + n * 50
                found = cut(text, at, at + 40)
                passage = edit.add(
                    "passage", source=source, layer=layer, kind="text", start=at, end=at + 40,
                    quote=found.quote, prefix=found.prefix, suffix=found.suffix, page=None,
                    region="",
                )  # fmt: skip
                claim = edit.insert(
                    Claim(source=source, summary=f"No water, {n}", note="as told by a relative"),
                    first_day="2024-05-01", last_day="2024-05-01",
                )  # fmt: skip
                edit.add("claim_passage", claim=claim, passage=passage, position=0)


def timed_hash(path: Path) -> float:
    """Seconds to hash a file in pieces of a megabyte."""
    begun = time.perf_counter()
    counted = hashlib.sha256()
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            counted.update(data)
    return time.perf_counter() - begun


def main(claims: int, megabytes: int, phrase: str | None) -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.habeas"
        with Case.create(path, phrase, cost=keys.CHEAP) as case:
            fill(case, claims, megabytes)
        timed_hash(path)  # into the cache of the system, for both
        bare = timed_hash(path)
        with Case.open(path, phrase) as case:
            gc.collect()
            before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            begun = time.perf_counter()
            report = case.verify()
            ours = time.perf_counter() - begun
            grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        assert report.ok, report.problems[:3]
        sys.stdout.write(
            f"verify {claims} claims ({report.counts['entries']} entries) and {megabytes} MB of "
            f"captures, {path.stat().st_size / 1e6:.0f} MB, {'locked' if phrase else 'unlocked'}: "
            f"{ours:.2f} s, hashing the file {bare:.2f} s, ratio {ours / bare:.1f}; "
            f"peak of memory grew by {grown / 1024:.0f} MB\n"
        )


if __name__ == "__main__":
    given = sys.argv[1:]
    main(
        int(given[0]) if given else 10_000,
        int(given[1]) if len(given) > 1 else 100,
        "lentils on a blue roof" if "locked" in given else None,
    )
