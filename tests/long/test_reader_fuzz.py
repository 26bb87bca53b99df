"""Files of every format with bytes turned, cut, doubled and moved: no reader may trip over one.

``HABEAS_READER_MUTANTS`` says how many are tried, ``HABEAS_READER_SEED`` which.  A mutant that is
read wrongly is written to ``HABEAS_READER_KEEP``, if that is set, to be looked at.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from habeas.capture.apart.limits import Limits
from habeas.capture.apart.pool import Job, Pool
from hostile import judging
from hostile.samples import SAMPLES
from made.zips import zipped

COUNT = int(os.environ.get("HABEAS_READER_MUTANTS", "20000"))
SEED = int(os.environ.get("HABEAS_READER_SEED", "0"))
KEEP = os.environ.get("HABEAS_READER_KEEP", "")
LIMITS = Limits(seconds=20.0, memory=1_000_000_000)
ODD = (
    b"", b"\x00", b"\xff", b"\xff\xff\xff\xff", b"\x00\x00\x00\x80", b"<", b">", b"&", b'"', b"{",
    b"}", b"(", b")", b"\\", b"\r\n", b"\n\n", b"%", b"-1", b"99999999999", b"1e999", b"0",
)  # fmt: skip


def test_no_mutant_of_any_format_trips_its_reader():
    wrongs: Counter[str] = Counter()
    kept: dict[str, str] = {}
    ends: Counter[str] = Counter()
    with Pool(os.cpu_count(), limits=LIMITS) as pool:
        for outcome in pool.read(jobs()):
            ends[_end(outcome)] += 1
            for wrong in judging.wrongs(outcome):
                wrongs[f"{outcome.job.name}: {wrong}"] += 1
                kept.setdefault(wrong, _keep(outcome.job))
            if outcome.problem and outcome.reading:
                kept.setdefault(outcome.problem, _keep(outcome.job))
    sys.stdout.write(f"\n{COUNT} mutants, seed {SEED}: {dict(ends)}\n{kept}\n")

    assert not wrongs
    assert ends.total() == COUNT


def jobs() -> Iterator[Job]:
    bases = {suffix: sample() for suffix, sample in SAMPLES.items()}
    for n in range(COUNT):
        chance = random.Random(SEED * 1_000_003 + n)
        suffix = chance.choice(list(bases))
        yield Job(data=mutant(bases[suffix], chance), name=f"ward{suffix}", key=n)


def mutant(whole: bytes, chance: random.Random) -> bytes:
    """The file with some harm done to it; half of those in a ZIP file to one of its members."""
    if whole.startswith(b"PK") and chance.random() < 0.7:
        with zipfile.ZipFile(io.BytesIO(whole)) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        name = chance.choice(list(members))
        members[name] = mutant(members[name], chance)
        return zipped(members, first="mimetype")
    if whole.startswith(b"\x1f\x8b") and chance.random() < 0.7:
        return gzip.compress(mutant(gzip.decompress(whole), chance), mtime=0)
    made = bytearray(whole)
    for _each in range(chance.choice((1, 1, 2, 5, 30))):
        _harm(made, chance)
    return bytes(made)


def _harm(made: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(made) + 1)
    end = min(len(made), at + chance.choice((0, 1, 2, 4, 16, 200)))
    kind = chance.randrange(6)
    if kind == 0 and at < len(made):
        made[at] ^= 1 << chance.randrange(8)
    elif kind == 1:
        made[at:end] = chance.choice(ODD)
    elif kind == 2:
        made[at:end] = made[at:end] * chance.choice((2, 50))
    elif kind == 3:
        del made[at:end]
    elif kind == 4:
        other = chance.randrange(len(made) + 1)
        made[at:end] = made[other : other + end - at]
    else:
        made[at:end] = chance.randbytes(end - at)


def _end(outcome) -> str:
    if outcome.reading is None:
        return "sentence"
    return "stopped" if outcome.problem else "text" if outcome.reading.text else "note"


def _keep(job: Job) -> str:
    if KEEP:
        (Path(KEEP) / f"{SEED}.{job.key}.{job.name}").write_bytes(job.data)
    return f"{job.key} {job.name}"
