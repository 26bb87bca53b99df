"""What importing a sheet would do: new rows, changed ones field by field, those that are gone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field

from habeas.domain.draft import Draft
from habeas.domain.sheet import TERMS, Field, Mapping, Row, Sheet
from habeas.domain.vocabulary import folded as settled
from habeas.i18n import _
from habeas.services.sheets import earlier
from habeas.services.sheets.earlier import Kept
from habeas.services.sheets.names import Missing, Names
from habeas.services.sheets.rows import Bad, Unreadable, is_open, key_of, read_row
from habeas.store.reader import Reader

EACH = 200  # rows between two places to stop
WORDS = "words"  # the name of the difference where only cells changed that become nothing

Steps = Generator[tuple[int, int], None, "Differences"]  # rows done, of how many


@dataclass(frozen=True, slots=True)
class New:
    """A row that is not in the case yet, and the claim that it makes."""

    row: Row
    draft: Draft
    key: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A row whose claim is there and would change: ``fields`` hold name, before and after."""

    row: Row
    draft: Draft
    key: str
    kept: Kept
    fields: tuple[tuple[str, str, str], ...]


@dataclass(slots=True)
class Differences:
    """What importing would do, with ``same`` for the rows that stay as they are.

    ``missing`` are the names that the register lacks; ``source`` is 0 for a first import.
    """

    source: int = 0
    new: list[New] = field(default_factory=list)
    changed: list[Changed] = field(default_factory=list)
    gone: list[Kept] = field(default_factory=list)
    same: list[tuple[Row, str, Kept]] = field(default_factory=list)
    unread: list[Unreadable] = field(default_factory=list)
    missing: Missing = field(default_factory=Missing)


def compare(
    reader: Reader,
    sheet: Sheet,
    mapping: Mapping,
    *,
    source: int = 0,
    published: str = "",
) -> Steps:
    """Read every row by ``mapping`` and hold it against what came from ``source`` before.

    Yields how far it is.  Rows are told by their key; those without one by all their words.
    """
    names = Names.of(reader)
    found = Differences(source)
    matcher = _Matcher(earlier.kept(reader, source) if source else [], sheet.name)
    total, seen = len(sheet.lines), dict[str, int]()
    for done, row in enumerate(sheet.rows(after=mapping.header)):
        if done % EACH == 0:
            yield row.number, total
        key = key_of(row, mapping)
        read = _twice(row, mapping, key, seen) or read_row(row, mapping, published=published)
        there = matcher.find(row, key)
        if isinstance(read, Unreadable):
            found.unread.append(read)
            continue
        found.missing.take(read, names)
        _sort(found, row, read, key=key, there=there)
    found.gone = matcher.left()
    return found


def _sort(found: Differences, row: Row, draft: Draft, *, key: str, there: Kept | None) -> None:
    """Put a row where it belongs."""
    if there is None:
        found.new.append(New(row, draft, key))
        return
    line = "\t".join(row.cells)
    differing = tuple(_differing(there.face, earlier.face_of(draft)))
    # What a person changed in Habeas is no change of the sheet, as long as its row is the same.
    if line == there.quote and (there.edited or not differing):
        found.same.append((row, key, there))
        return
    if not differing:
        before = Row(there.row, tuple(there.quote.split("\t"))).words
        differing = ((WORDS, before, row.words),)
    found.changed.append(Changed(row, draft, key, there, differing))


def _differing(before: earlier.Face, after: earlier.Face) -> Iterator[tuple[str, str, str]]:
    for name in dict.fromkeys([*before, *after]):
        one, other = before.get(name, ""), after.get(name, "")
        if one != other:
            yield name, one, other


def _twice(row: Row, mapping: Mapping, key: str, seen: dict[str, int]) -> Unreadable | None:
    """A row whose key another one has already cannot be told from it."""
    if not key:
        return None
    if key in seen:
        said = _("“{key}” is the key of row {n} already: a key tells one row from all others.")
        return Unreadable(row, (Bad(mapping.key, said.format(key=key, n=seen[key])),))
    seen[key] = row.number
    return None


class _Matcher:
    """Finds the claim that a row became when it was imported before."""

    def __init__(self, there: list[Kept], sheet: str) -> None:
        # A sheet may be given another name: then all that was imported from the source counts.
        own = [one for one in there if one.sheet == sheet]
        self._there = own or there
        self._keys = {one.key: one for one in reversed(self._there) if one.key}
        self._lines = defaultdict[str, list[Kept]](list)
        for one in reversed(self._there):
            self._lines[one.quote].append(one)
        self._taken: set[int] = set()

    def find(self, row: Row, key: str) -> Kept | None:
        """The claim, by the key of the row, else by its words; each is found once."""
        found = self._keys.get(key) if key else None
        if found is None:
            alike = self._lines.get("\t".join(row.cells), [])
            while alike and (found is None or found.claim in self._taken):
                found = alike.pop()
        if found is None or found.claim in self._taken:
            return None
        self._taken.add(found.claim)
        return found

    def left(self) -> list[Kept]:
        """The claims whose rows were not found."""
        return [one for one in self._there if one.claim not in self._taken]


def settle(sheet: Sheet, mapping: Mapping) -> dict[Field, Counter[str]]:
    """The words of cells that are to be terms and are none, with how often; each once, folded."""
    found: dict[Field, Counter[str]] = {}
    written: dict[tuple[Field, str], str] = {}
    columns = [(n, what) for n, what in enumerate(mapping.fields) if what in TERMS]
    for row in sheet.rows(after=mapping.header):
        for column, what in columns:
            cell = row.cell(column).strip()
            plain = settled(cell)
            if not is_open(what, cell):
                continue
            found.setdefault(what, Counter())[written.setdefault((what, plain), cell)] += 1
    return found
