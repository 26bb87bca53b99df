"""Words that may stand nowhere but inside a locked case, and the search for them on the machine.

What it does not see: compressed streams.  Habeas writes none but DOCX, which is asked for by name.
"""

from __future__ import annotations

import base64
import os
import random
import string
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from habeas.capture.reading import Reading
from habeas.domain.draft import Draft, Span
from habeas.domain.stretch import Stretch, StretchKind
from habeas.services import claiming, collecting, custody, gathering, purging, registering, sealing
from habeas.store import keys
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.journal import User
from habeas.store.purging import UNFINISHED
from habeas.store.tables import IMMUTABLE, JOURNALLED
from habeas.ui import whose
from habeas.ui.editor import keeping
from making import draft

# Of this process alone: what an earlier run, or this very file, says is no find.
STEM = "ka" + "".join(random.SystemRandom().choices(string.ascii_lowercase, k=8))
PHRASE = f"{STEM}-phrase-zebu harbour lamp"
WRONG = f"{STEM}-wrong-zebu harbour lamb"
NAME = f"{STEM}-name-zebu"
LONGEST = 1 << 28  # bytes of one file that are searched

# Columns of text that hold no word of anybody's: numbers, days, digests, terms of the vocabulary.
FORMAL = {
    *("source.kind", "source.published", "source.language", "source.confidentiality"),
    *("source.retain_until", "source.added", "source_capture.capture", "source_capture.layer"),
    *("source_capture.captured", "source_capture.how", "source_capture.noted", "passage.layer"),
    *(
        "passage.kind",
        "passage.region",
        "event.kind",
        "event.type",
        "claim.kind",
        "claim.type",
        "claim.stage",
    ),
    *("claim.assertion", "claim.when_edtf", "claim.when_holding", "claim.duration_iso"),
    *("claim.quantity_low", "claim.quantity_high", "claim.quantity_stated", "claim.origin"),
    *("claim.confidentiality", "claim.first_day", "claim.last_day", "place.kind", "actor.kind"),
    *("voice.wording", "role.role", "link.kind", "rejection.key", "rejection.kind"),
    *("rejection.type", "term.scheme", "custody.act", "custody.made", "seal.digest", "seal.made"),
    *("seal.public_key", "seal.signature", "purge.made", "purge.kinds", "edit.started"),
    *("edit.finished", "edit.act", "edit.previous", "edit.digest", "edit.label", "edit.program"),
    *("entry.tbl", "entry.act", "entry.former_nonce", "entry.former_commit", "entry.new_nonce"),
    *("entry.new_commit", "layer.hash", "layer.capture", "layer.kind", "layer.extractor"),
    *("layer.version", "layer.encoding", "layer.sameness", "layer.translates", "layer.language"),
    *("capture.sha256", "capture.media_type", "chunk.sha256", "signing_key.made"),
    *("signing_key.public", "signing_key.private", "desk.key", "source.layer", "source.silent"),
    *("source_capture.part", "passage.carried", "source_layer.layer", "source_layer.how"),
    *("source_layer.added", "source_layer.noted", "same_origin.verdict", "stretch.layer"),
    *("stretch.kind", "stretch.words"),
    *("intake.how", "intake.state", "intake.added"),
}


UNWRITTEN = ("signing_key", "desk", "intake")  # tables without a history


def canary(what: str) -> str:
    """A word for one place; ``what`` says where it was planted when it is found elsewhere."""
    return f"{STEM}-{what.replace('.', '-').replace('_', '-')}-zebu"


def text() -> str:
    """A source's text full of canaries, of which Habeas suggests claims."""
    return (
        f"{canary('headline').upper()}. More than 20 people were shot dead on Friday, the minister "
        f"of {canary('office')} said.\nSeven prisons are on alert since {canary('since')}. "
        f"The warden of {canary('prison')} denied it. No visits, said {canary('speaker')}.\n"
    )


# planting


def plant(folder: Path) -> Path:
    """A locked case, closed, that holds a canary in every field of every record."""
    path = folder / f"{NAME}.habeas"
    with Case.create(path, PHRASE, cost=keys.CHEAP) as case:
        whose.name_in(case, User(canary("edit.who"), canary("edit.role")))
        with case.edit("Add sources") as edit:
            first = _source(edit, text(), "first")
            second = _source(edit, text().replace("20", "30"), "second")
            doomed = _source(edit, canary("purged-text"), "doomed")
        with case.edit("Accept claim") as edit:
            _records(edit, first, second)
        with case.edit("Correct") as edit:
            _fill(edit)
        _purge(case, doomed)
        with case.recording(sealing.SEAL) as edit:
            sealing.seal(edit, sign=True)
        _half_filled(case, first)
        missing = set(bare(case))
        assert not missing, f"columns without a canary: plant one, or say why not ({missing})"
    return path


def bare(case: Case) -> Iterator[str]:
    """The columns of text of which no row holds a canary and that ``FORMAL`` does not excuse."""
    for table in (*JOURNALLED, *IMMUTABLE, *UNWRITTEN, "edit", "entry"):
        for column in case.query(f"PRAGMA table_info([{table}])"):
            name = f"{table}.{column['name']}"
            if column["type"] not in ("TEXT", "BLOB") or name in FORMAL:
                continue
            sql = f"SELECT 1 FROM [{table}] WHERE instr(CAST([{column['name']}] AS TEXT), ?)"
            if not case.query(f"{sql} LIMIT 1", STEM):
                yield name


def _source(edit: Edit, words: str, which: str) -> int:
    reading = Reading(
        data=words.encode(),
        text=words,
        title=canary(f"title-{which}"),
        language="en",
        file_name=canary(f"file-{which}") + ".txt",
        notes=(canary("layer.notes"),),
        metadata=(("Producer", canary("layer.metadata")),),
        stretches=(Stretch(StretchKind.COMMENT, 0, 5, canary("stretch.name")),),
    )
    return collecting.add(edit, reading, published="2031-05-12").source


def _records(edit: Edit, first: int, second: int) -> None:
    collecting.cite(edit, canary("cited"))
    made = [claiming.accept(edit, _draft(n), source=n) for n in (first, second, first)]
    events = [gathering.new_event(edit, claim) for claim in made[::2]]
    gathering.gather(edit, made[1], events[0])
    gathering.stand_on(edit, events[0], made[0], reason=canary("event.stands_reason"))
    gathering.link(edit, "about", from_event=events[0], to_event=events[1], passage=1)
    registering.place(edit, canary("place"))
    labels = {name: canary(f"term.{name}") for name in ("name", "label_en", "label_es")}
    edit.add("term", scheme="roles", definition=canary("term.definition"), **labels)
    edit.add(
        "rejection", source=first, key="none", kind="figure", type="figure/deaths",
        start=0, end=9, quote=canary("rejection.quote"),
    )  # fmt: skip
    custody.exported(edit, [first], how=custody.REPORT, file=canary("custody.detail"))
    edit.add("same_origin", one=first, other=second, verdict="same", note=canary("same.note"))


def _draft(source: int) -> Draft:
    words = text() if source == 1 else text().replace("20", "30")
    made = draft(
        canary("since"),
        canary("prison"),
        text=words,
        places=(canary(f"place-{source}"),),
        voices=(canary(f"voice-{source}"),),
        roles=(canary(f"role-{source}"),),
    )
    after = words.index("denied it")  # what stands before a passage is kept with it
    return replace(made, spans=(*made.spans, Span(0, 20), Span(after, after + 9)))


def _fill(edit: Edit) -> None:
    """A canary into every column of every journalled row that may hold words."""
    for table in JOURNALLED:
        names = [
            column["name"]
            for column in edit.query(f"PRAGMA table_info([{table}])")
            if column["type"] == "TEXT" and f"{table}.{column['name']}" not in FORMAL
        ]
        if table in ("passage", "custody", "seal", "purge"):  # their words are those of others
            continue
        for row in edit.query(f"SELECT id FROM [{table}]"):
            values: dict[str, Any] = {n: canary(f"{table}.{n}-{row['id']}") for n in names}
            edit.update(table, row["id"], **values)


def _purge(case: Case, source: int) -> None:
    *_looking, found = purging.foresee(case, "source", source)
    assert found is not None
    for _step in purging.purge(case, found, reason=canary("purge.reason")):
        pass
    case.put(UNFINISHED, None)  # the window would begin with writing the file anew


def _half_filled(case: Case, source: int) -> None:
    opened = draft("More than 20 people", text=text())
    half = replace(opened, claim=replace(opened.claim, note=canary("half-filled")))
    typed = {"words": canary("typed")}
    keeping.keep(case, source, "x", keeping.Half(opened, half, reason=canary("why"), typed=typed))
    case.put("claims", {"words": canary("filter")})
    waiting = [f"/tmp/{canary('intake.path')}", canary("intake.why"), source]
    case._db.execute(
        "INSERT INTO intake (batch, path, size, changed, how, state, why, source, added) "
        "VALUES (1, ?, 3, 0, 'file', 'failed', ?, ?, '')",
        waiting,
    )
    assert case.search(canary("since"))


# searching


def secrets(path: Path) -> dict[str, bytes]:
    """What opens the case at ``path``, as it could be written down."""
    salt = keys.salt_of(path)
    assert salt is not None
    key = keys.derive(PHRASE, salt)
    code = keys.recovery_code(key)
    groups = code.split("-")
    return {
        "the key": bytes(key.raw),
        "the recovery code": code.encode(),
        "the recovery code without its gaps": "".join(groups).encode(),
        "two groups of the recovery code": "-".join(groups[1:3]).encode(),
        "the key in hexadecimal": bytes(key.raw).hex().encode(),
        "the key in base 64": base64.b64encode(bytes(key.raw))[:40],
    }


def spellings(word: str = STEM) -> dict[str, bytes]:
    """Ways in which a word of plain letters can stand in a file; letters of any case are one."""
    return {
        "as it is": word.encode(),
        "UTF-16, little end first": word.encode("utf-16-le"),
        "UTF-16, big end first": word.encode("utf-16-be"),
        "UTF-32": word.encode("utf-32-le"),
        "escaped in an address": "".join(f"%{ord(c):02x}" for c in word).encode(),
        "escaped in JSON": "".join(f"\\u{ord(c):04x}" for c in word).encode(),
        "in hexadecimal": word.encode().hex().encode(),
        "UTF-16 in hexadecimal": word.encode("utf-16-le").hex().encode(),
        "backwards": word[::-1].encode(),
    }


def encoded(word: str = STEM) -> dict[str, bytes]:
    """The spellings in which the case of a letter counts: base 64, at each of its three phases."""
    found = {}
    for case, form in (("", word), (" of capitals", word.upper())):
        for kind, raw in (("", form.encode()), (" of UTF-16", form.encode("utf-16-le"))):
            for phase in range(3):
                whole = base64.b64encode(b"\0" * phase + raw).rstrip(b"=")
                found[f"in base 64{kind}{case}, {phase}"] = whole[4 if phase else 0 : -2]
    return found


class Search:
    """Looks for every spelling of the canaries, and for what opens the case."""

    def __init__(self, opens: dict[str, bytes]) -> None:
        self._folded = spellings()
        self._exact = encoded() | opens
        self.searched = 0  # bytes

    def within(self, held: bytes) -> list[str]:
        """How the canaries stand in these bytes; empty if they do not."""
        self.searched += len(held)
        low = held.lower()
        found = [how for how, needle in self._folded.items() if needle in low]
        found += [how for how, needle in self._exact.items() if needle in held]
        at = low.find(STEM.encode())
        return [f"{how}: …{held[max(0, at - 60) : at + 60]!r}" if at >= 0 else how for how in found]

    def files(self, paths: Iterable[Path], *, named: Iterable[Path] = ()) -> list[str]:
        """The files that hold a canary, or are called by one outside of the folders ``named``."""
        found = []
        for path in paths:
            if STEM in path.name.lower() and path.parent not in named:
                found.append(f"{path}: its name")
            with suppress(OSError):
                with path.open("rb") as opened:
                    held = opened.read(LONGEST)
                found += [f"{path}: {how}" for how in self.within(held)]
        return found


def written_since(
    stamp: float, places: Iterable[str], *, but: Iterable[Path], seconds: float
) -> tuple[list[Path], bool]:
    """Regular files below ``places`` that were written or changed after ``stamp`` (time.time()).

    Whether all of it was walked comes with them: it ends after so many ``seconds``.
    """
    until, found, seen = time.monotonic() + seconds, [], set()
    skipped = {str(path) for path in but} | {"/proc", "/sys"}
    waiting = list(places)[::-1]
    while waiting:
        if time.monotonic() > until:
            return found, False
        folder = waiting.pop()
        if folder in seen or folder in skipped:
            continue
        seen.add(folder)
        with suppress(OSError), os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    waiting.append(entry.path)
                elif entry.is_file(follow_symlinks=False) and _is_new(entry, stamp):
                    found.append(Path(entry.path))
    return found, True


def _is_new(entry: os.DirEntry[str], stamp: float) -> bool:
    with suppress(OSError):
        stat = entry.stat(follow_symlinks=False)
        return max(stat.st_mtime, stat.st_ctime) >= stamp
    return False
