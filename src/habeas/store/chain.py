"""The chain of Edits held against today's rows: whatever was changed around the program shows.

Everything is read in bulk and as bytes, and compared as it stands in the file.  Each generator
yields how many entries or rows it has come further.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from operator import itemgetter
from typing import Any

from habeas.i18n import _
from habeas.store import triggers
from habeas.store.driver import Database
from habeas.store.findings import Found, thing
from habeas.store.tables import JOURNALLED

BATCH = 2000  # rows between two places to stop
_DIGEST = 64  # letters of a digest
_ACTS = (b"insert", b"update", b"delete")
_HEAD = "id, label, started, finished, act, undoes, schema, who, role, program"
_BEFORE_2 = 7  # what the digest of an Edit of schema 1 says of it: the first seven

# As journal.line writes it, for values that need no escaping; _shape finds all others.
_LINE = b'\n["%b", %d, "%b", "%b", "%b"]'
_ENTRY = "row, edit, act, former, former_nonce, former_commit, new_nonce, new_commit, purged"

Entry = tuple[int, int, bytes, bytes | None, bytes | None, bytes, bytes | None, bytes, int | None]


def edits(db: Database, found: Found) -> Iterator[int]:
    """Recompute the digest of every Edit from its entries, and follow the chain."""
    groups = groupby(_entries(db, found), itemgetter(1))
    group = next(groups, None)
    previous, number = b"", 0
    for number, *said in _all(db, f"SELECT {_HEAD}, previous, digest, open FROM edit ORDER BY id"):
        while group is not None and group[0] < number:
            _nobodys(found, group[0])
            group = next(groups, None)
        lines: Iterable[tuple[int, int, bytes]] = ()
        if group is not None and group[0] == number:
            lines = group[1]
        head, (before, digest, is_open) = [number, *said[:-3]], said[-3:]
        counted = hashlib.sha256(before + b"\n" + _head(head))
        lines = iter(lines)
        while batch := list(islice(lines, BATCH)):
            counted.update(b"".join(line for _id, _edit, line in batch))
            yield len(batch)
        if group is not None and group[0] == number:
            group = next(groups, None)
        if before != previous:
            _unchained(found, number)
        if counted.hexdigest().encode() != digest or not _whole(head, is_open):
            _rewritten(found, number)
        previous = digest
        found.counts["edits"] += 1
        yield 1
    while group is not None:
        _nobodys(found, group[0])
        group = next(groups, None)


def _entries(db: Database, found: Found) -> Iterator[tuple[int, int, bytes]]:
    """Every entry (id, Edit, line of the digest) in order.  None may be missing: they only grow.

    Edits may be missing: one that kept bytes alone leaves its number behind.
    """
    last = edit = 0
    sql = "SELECT id, edit, tbl, row, act, former_commit, new_commit FROM entry ORDER BY id"
    for number, of, table, row, act, former, new in _all(db, sql):
        if number != last + 1:
            _gap(found, last + 1, number - 1)
        if of < edit:
            text = _("{thing} stands in the wrong place of the history.")
            said = text.format(thing=thing("entry", number))
            found.add("journal", "entry", said, row=number, edit=of)
        last, edit = number, of
        yield number, of, _LINE % (table, row, act, former or b"", new or b"")
    found.counts["entries"] = last
    ever = db.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'entry'").fetchone()[0]
    if (ever or 0) != last:
        _gap(found, last + 1, ever or 0)


def _head(values: list[Any]) -> bytes:
    """What the digest of an Edit says of the Edit, as journal.head has it."""
    plain: list[Any] = [v.decode(errors="replace") if isinstance(v, bytes) else v for v in values]
    return json.dumps(plain if plain[6] > 1 else plain[:_BEFORE_2]).encode()


def _whole(head: list[Any], is_open: object) -> bool:
    """Whether an Edit is closed, and says nothing that the digest of its schema does not cover."""
    return is_open is None and (head[6] > 1 or not any(head[_BEFORE_2:]))


def purges(db: Database) -> frozenset[int]:
    """The Edits that may have emptied values: purges that left a tombstone."""
    sql = (
        "SELECT id FROM edit WHERE act = 'purge' AND id IN "
        "(SELECT edit FROM entry WHERE tbl = 'purge' AND act = 'insert')"
    )
    return frozenset(row[0] for row in _all(db, sql))


def strangers(db: Database, found: Found) -> Iterator[int]:
    """Entries of tables that have no history: nobody wrote them."""
    marks = ", ".join(f"'{table}'" for table in JOURNALLED)
    sql = f"SELECT id, edit, tbl FROM entry WHERE tbl NOT IN ({marks}) ORDER BY id"
    for n, (number, edit, table) in enumerate(_all(db, sql)):
        text = _("{thing} speaks of a table that has no history: “{table}”.").format(
            thing=thing("entry", number), table=table[:40].decode(errors="replace")
        )
        found.add("journal", "entry", text, row=number, edit=edit)
        if n % BATCH == 0:
            yield 0


def rows(db: Database, table: str, *, purged: frozenset[int], found: Found) -> Iterator[int]:
    """Hold every row of ``table``, as it is today, against what its history committed to.

    ``purged`` are the Edits that may have emptied values.
    """
    sql = f"SELECT {_ENTRY} FROM entry WHERE tbl = '{table}' ORDER BY row, edit, id"
    today = _Today(db, table, found)
    last: Entry | None = None
    for n, entry in enumerate(_all(db, sql), 1):
        if last is not None and last[0] != entry[0]:
            _end(table, last, today.value(last[0]), found=found)
            last = None
        _look_at(table, entry, purged=purged, found=found)
        _follow(table, last, entry, found=found)
        last = entry
        if n % BATCH == 0:
            yield BATCH
    if last is not None:
        _end(table, last, today.value(last[0]), found=found)
    yield from today.rest()


class _Today:
    """The rows of a table as they are, met in the order of their ids."""

    def __init__(self, db: Database, table: str, found: Found) -> None:
        self._rows = _all(db, f"SELECT id, {_json(db, table)} FROM [{table}] ORDER BY id")
        self._next = next(self._rows, None)
        self._table, self._found = table, found

    def value(self, number: int) -> bytes | None:
        """The row with this number as JSON, None if it is not there; those before are nobody's."""
        while self._next is not None and self._next[0] < number:
            self._skip()
        if self._next is None or self._next[0] != number:
            return None
        value: bytes = self._next[1]
        self._found.counts["rows"] += 1
        self._next = next(self._rows, None)
        return value

    def rest(self) -> Iterator[int]:
        """Those behind the last that has a history; nobody wrote them either."""
        n = 0
        while self._next is not None:
            self._skip()
            n += 1
            if n % BATCH == 0:
                yield 0

    def _skip(self) -> None:
        assert self._next is not None
        _unwritten(self._found, self._table, self._next[0])
        self._next = next(self._rows, None)


def _look_at(table: str, entry: Entry, *, purged: frozenset[int], found: Found) -> None:
    """An entry by itself: its form, and its former value against its commitment."""
    sound = _shape(entry) and _purge_holds(entry, purged)
    if not sound or not (_emptied(entry) or _former_fits(entry)):
        _changed_entry(found, table, row=entry[0], edit=entry[1])


def _follow(table: str, last: Entry | None, entry: Entry, *, found: Found) -> None:
    """An entry after the ``last`` one of the same row: what that left is what it found."""
    if last is None:
        if entry[2] != b"insert":
            _beginning_lost(found, table, row=entry[0], edit=entry[1])
        return
    fits = last[7] != b"" if _emptied(entry) else _new_fits(last, entry[3], later=True)
    if not fits:
        _changed_between(found, table, row=entry[0], edits=(last[1], entry[1]))


def _end(table: str, last: Entry, today: bytes | None, *, found: Found) -> None:
    if not _new_fits(last, today):
        _changed_row(found, table, last, today)


def _commit(value: bytes | None, nonce: bytes | None) -> bytes | None:
    """As journal.commit_to, in bytes; None if the nonce is gone."""
    if value is None:
        return b""
    if nonce is None:
        return None
    return hashlib.sha256(nonce + b":" + value).hexdigest().encode()


def _former_fits(entry: Entry) -> bool:
    return entry[5] == _commit(entry[3], entry[4])


def _new_fits(entry: Entry, value: bytes | None, *, later: bool = False) -> bool:
    """Whether ``value`` is what ``entry`` left; what stood until a ``later`` one may be purged."""
    if entry[6] is None and later and entry[8] is not None:
        return (value is None) == (entry[7] == b"")
    return entry[7] == _commit(value, entry[6])


def _shape(entry: Entry) -> bool:
    """Whether an entry is such as the program writes: so that its line in the digest is its own."""
    _row, _edit, act, former, _fn, before, _nn, after, purged = entry
    if act not in _ACTS or before is None or after is None:
        return False
    if len(before) not in (0, _DIGEST) or len(after) not in (0, _DIGEST):
        return False
    if (act == b"insert") != (before == b"") or (act == b"delete") != (after == b""):
        return False
    return purged is not None or (former is None) == (act == b"insert")


def _emptied(entry: Entry) -> bool:
    """Whether the former value was purged."""
    return entry[8] is not None and entry[3] is None and entry[4] is None and entry[5] != b""


def _purge_holds(entry: Entry, purged: frozenset[int]) -> bool:
    """An entry without its values or nonces was emptied by a purge, at the time or later."""
    by = entry[8]
    gone = entry[4] is None or entry[6] is None
    if by is None:
        return not gone
    return gone and by in purged and by >= entry[1]


def _all(db: Database, sql: str) -> Iterator[Any]:
    """The rows of a query, some at a time."""
    cursor = db.conn.execute(sql)
    while batch := cursor.fetchmany(BATCH):
        yield from batch


def _json(db: Database, table: str) -> str:
    """The SQL for a row as it was committed to, read while the connection gives bytes for text."""
    factory, db.conn.text_factory = db.conn.text_factory, str
    try:
        return triggers.row_as_json(db, table)
    finally:
        db.conn.text_factory = factory


def _gap(found: Found, first: int, last: int) -> None:
    if last < first:  # two with one number, or a counter that was set back
        text = _("The numbers of the journal's entries do not follow each other at {n}.")
    else:
        text = _("Entries are missing in the journal: {n} to {last}.")
    found.add("journal", "entry", text.format(n=first, last=last), row=first)


def _nobodys(found: Found, edit: int) -> None:
    text = _("Entries of the journal stand apart from their act {edit}, or there is no such act.")
    found.add("journal", "entry", text.format(edit=edit), edit=edit)


def _unchained(found: Found, edit: int) -> None:
    text = _(
        "Act {edit} does not follow from the act before it: one was taken out, put in or changed."
    )
    found.add("edit", "edit", text.format(edit=edit), row=edit, edit=edit)


def _rewritten(found: Found, edit: int) -> None:
    text = _("Act {edit} is not as it was written: it or one of its entries was changed.")
    found.add("edit", "edit", text.format(edit=edit), row=edit, edit=edit)


def _unwritten(found: Found, table: str, row: int) -> None:
    text = _("{thing}: put in around Habeas; no act wrote it.")
    found.add("row", table, text.format(thing=thing(table, row)), row=row)


def _changed_entry(found: Found, table: str, *, row: int, edit: int) -> None:
    text = _("{thing}: what act {edit} keeps of it in the journal was changed.")
    said = text.format(thing=thing(table, row), edit=edit)
    found.add("journal", table, said, row=row, edit=edit)


def _beginning_lost(found: Found, table: str, *, row: int, edit: int) -> None:
    text = _("{thing}: the beginning of its history, before act {edit}, is missing.")
    said = text.format(thing=thing(table, row), edit=edit)
    found.add("journal", table, said, row=row, edit=edit)


def _changed_between(found: Found, table: str, *, row: int, edits: tuple[int, int]) -> None:
    text = _(
        "{thing}: changed around Habeas after act {edit} and before act {later}, or the journal "
        "of it was."
    )
    said = text.format(thing=thing(table, row), edit=edits[0], later=edits[1])
    found.add("row", table, said, row=row, edit=edits[0])


def _changed_row(found: Found, table: str, last: Entry, today: bytes | None) -> None:
    if today is None:
        text = _("{thing}: removed around Habeas; the last to write it was act {edit}.")
    elif last[7] == b"":
        text = _("{thing}: put back around Habeas; act {edit} had removed it.")
    else:
        text = _("{thing}: changed around Habeas; it is not as act {edit} left it.")
    said = text.format(thing=thing(table, last[0]), edit=last[1])
    found.add("row", table, said, row=last[0], edit=last[1])
