"""What a purge would take, in words: looked up before it is asked for."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale

from habeas.i18n import _, ngettext
from habeas.overview import calling
from habeas.overview.rowwords import COUNTED, known_before, present, title
from habeas.services import backedup, purging
from habeas.services.purging import Elsewhere, Foreseen
from habeas.ui import backround
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.store.backups import Backup
    from habeas.store.case import Case

LISTED = 300  # titles that are listed
_LONG, _SHORT = 90, 40  # letters of words that are shown: alone in a line, or beside others

# What is listed by name, the most telling first.
_TITLED = (
    *("source", "source_capture", "claim", "event", "passage", "actor", "actor_name", "place"),
    *("place_name", "voice", "role", "rejection", "link"),
)
_COUNTED = (
    *("source", "claim", "event", "passage", "actor", "place", "voice", "role", "link"),
    "rejection",
)
# Where the words of a row that stays are read: the column with the number of what is shown there.
_SHOWN_AT: Mapping[str, tuple[tuple[str, str], ...]] = {
    "source": (("source", "id"),), "claim": (("claim", "id"),), "event": (("event", "id"),),
    "actor": (("actor", "id"),), "place": (("place", "id"),),
    "voice": (("claim", "claim"),), "role": (("claim", "claim"),),
    "claim_place": (("claim", "claim"),), "claim_passage": (("claim", "claim"),),
    "passage": (("source", "source"),), "source_capture": (("source", "source"),),
    "rejection": (("source", "source"),), "custody": (("source", "source"),),
    "source_layer": (("source", "source"),), "same_origin": (("source", "one"),),
    "place_name": (("place", "place"),), "actor_name": (("actor", "actor"),),
    "link": (("claim", "from_claim"), ("event", "from_event")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Staying:
    """Words that stay: a line about them, and where they are shown (``what`` is empty: nowhere).

    ``start`` and ``end`` are code points in the text of a source; both 0: no place in it.
    """

    line: str
    what: str = ""
    ident: int = 0
    start: int = 0
    end: int = 0


@dataclass(frozen=True, slots=True)
class Outlook:
    """All that the dialog says; ``edit`` is the last Edit of the case that was looked at."""

    ident: int
    foreseen: Foreseen
    called: str
    edit: int
    counts: tuple[str, ...]
    titles: tuple[str, ...]
    untitled: int
    staying: tuple[Staying, ...]
    backups: tuple[Backup, ...]


def look(case: Case, kind: str, ident: int) -> Work:
    """Work that finds out what purging a source, claim, actor or place takes: an Outlook."""
    edit = case.last_edit()
    foreseen: Foreseen | None = None
    for found in purging.foresee(case, kind, ident):
        yield Progress()
        foreseen = found or foreseen
    assert foreseen is not None
    titles, untitled = yield from _titles(case, foreseen)
    former = yield from _former(case, foreseen)
    staying = list(dict.fromkeys(_still_named(case, foreseen)))
    for elsewhere in foreseen.elsewhere:
        yield Progress()
        staying.append(_staying(case, elsewhere))
    holding = []
    for backup in held_in_backups(case, kind, ident):
        yield Progress()
        holding += [backup] if backup is not None else []
    called = title(kind, {**known_before(case, kind, ident), **(present(case, kind, ident) or {})},
                   case)  # fmt: skip
    return Outlook(
        ident,
        foreseen,
        called,
        edit,
        tuple(_counts(foreseen, former)),
        titles,
        untitled,
        tuple(staying),
        tuple(holding),
    )


def held_in_backups(case: Case, kind: str, ident: int) -> Iterator[Backup | None]:
    """The backups that hold it or may, wherever they are kept; None for each that was looked at."""
    with suppress(OSError):  # a folder that cannot be used holds none that we could delete
        for folder in backround.folders():
            yield from backedup.holding(case, folder, kind, ident)
    yield from backedup.beside(case, kind, ident)


def shortened(words: str, most: int = _LONG) -> str:
    """Words in one line, no longer than so many letters."""
    line = " ".join(words.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def size_of(size: int) -> str:
    """Bytes as people write them."""
    return QLocale().formattedDataSize(size, 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def _counts(foreseen: Foreseen, former: int) -> Iterator[str]:
    """How much of what goes, each as a phrase."""
    doomed = foreseen.doomed
    rows = {table: len(ids) for table, ids in doomed.rows.items()}
    for table in _COUNTED:
        if rows.get(table):
            yield COUNTED[table](rows[table]).format(n=rows[table])
    names = rows.get("actor_name", 0) + rows.get("place_name", 0)
    files, texts = len(doomed.captures), len(doomed.layers)
    drafts = sum(key.startswith("draft:") for key in doomed.desk)
    size = size_of(foreseen.bytes)
    phrases = (
        (names, ngettext("{n} name", "{n} names", names)),
        (files, ngettext("{n} file of {size}", "{n} files of {size}", files)),
        (texts, ngettext("its text", "its {n} texts", texts)),
        (former, ngettext("{n} former value in the history", "{n} former values in the history",
                          former)),
        (drafts, ngettext("{n} half-filled draft", "{n} half-filled drafts", drafts)),
    )  # fmt: skip
    for n, phrase in phrases:
        if n:
            yield phrase.format(n=n, size=size)


def _titles(
    case: Case, foreseen: Foreseen
) -> Generator[Progress, None, tuple[tuple[str, ...], int]]:
    """The names of what goes, and how many more there are; also of what was taken out before."""
    listed: list[str] = []
    every = 0
    for table in _TITLED:
        for ident in sorted(foreseen.doomed.rows.get(table, ())):
            every += 1
            if len(listed) >= LISTED:
                continue
            yield Progress()
            row = present(case, table, ident)
            words = shortened(title(table, row or known_before(case, table, ident), case))
            gone = _("{what} (taken out before)").format(what=words)
            listed.append(words if row else gone)
    return tuple(listed), every - len(listed)


def _former(case: Case, foreseen: Foreseen) -> Generator[Progress, None, int]:
    """How many former values the journal holds of what goes."""
    number = len(foreseen.doomed.entries)
    for table, ids in foreseen.doomed.rows.items():
        for ident in ids:
            yield Progress()
            [row] = case.query(
                "SELECT count(*) AS n FROM entry WHERE tbl = ? AND row = ? AND former IS NOT NULL",
                table,
                ident,
            )
            number += row["n"]
    return number


def _staying(case: Case, elsewhere: Elsewhere) -> Staying:
    words = shortened(_sayable(case, elsewhere.words), _SHORT)
    if elsewhere.table == "layer":
        return _in_a_text(case, elsewhere, words)
    row = present(case, elsewhere.table, elsewhere.id) or {}
    record = shortened(title(elsewhere.table, row, case), _SHORT)
    line = _("“{words}” in: {record}").format(words=words, record=record)
    for what, column in _SHOWN_AT.get(elsewhere.table, ()):
        if row.get(column):
            span = (row["start"], row["end"]) if elsewhere.table == "passage" else (0, 0)
            return Staying(line, what, int(row[column]), *span)
    return Staying(line)


def _still_named(case: Case, foreseen: Foreseen) -> Iterator[Staying]:
    """The actors and places that what goes names: they are entries of their own and stay."""
    rows = foreseen.doomed.rows
    for table, what in (("voice", "actor"), ("role", "actor"), ("claim_place", "place")):
        found = [present(case, table, ident) or {} for ident in rows.get(table, ())]
        named = {int(row[what]) for row in found if row.get(what)}
        for ident in sorted(named - rows.get(what, frozenset())):
            row = present(case, what, ident)
            if row is not None:
                line = _("{record}: it stays in the register")
                yield Staying(line.format(record=shortened(title(what, row, case))), what, ident)


def _sayable(case: Case, words: str) -> str:
    """Words that stay somewhere, unless they tell who a confidential source is."""
    rows = case.query(
        f"SELECT {calling.sql('s')} AS name FROM source s WHERE s.confidentiality = 'confidential' "
        "AND ? IN (s.title, s.author, s.publisher, s.address)",
        words,
    )
    return str(rows[0]["name"]) if rows else words


def _in_a_text(case: Case, elsewhere: Elsewhere, words: str) -> Staying:
    found = case.query(
        f"SELECT s.id, {calling.sql('s')} AS title, instr(l.text, ?) - 1 AS start "
        "FROM layer l JOIN source_capture c "
        "ON c.capture = l.capture JOIN source s ON s.id = c.source WHERE l.id = ? LIMIT 1",
        elsewhere.words,
        elsewhere.id,
    )
    if not found:
        line = _("“{words}” in a text whose source is no longer in the case")
        return Staying(line.format(words=words))
    row = found[0]
    called = shortened(row["title"], _SHORT)
    line = _("“{words}” in the text of “{title}”").format(words=words, title=called)
    start = int(row["start"])
    return Staying(line, "source", row["id"], start, start + len(elsewhere.words))
