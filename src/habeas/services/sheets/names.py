"""Places and actors of rows against the register, which is read once and not for each row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from habeas.domain.draft import Draft, PlaceName
from habeas.services import registering
from habeas.services.sheets.lexicon import folded
from habeas.store.edit import Edit
from habeas.store.reader import Reader


@dataclass(slots=True)
class Names:
    """The names in the register, folded, with their numbers."""

    places: dict[str, int] = field(default_factory=dict)
    actors: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, reader: Reader) -> Names:
        """The register as it is now."""
        return cls(_known(reader, "place"), _known(reader, "actor"))

    def place(self, edit: Edit, name: PlaceName, *, make: bool) -> int | None:
        """The place that goes by a name, made if it is to be; None if it is not there."""
        there = self.places.get(folded(name.name))
        if there is None and make:
            there = registering.place(edit, name.name, kind=name.kind)
            self.places[folded(name.name)] = there
        return there

    def actor(self, edit: Edit, name: str, *, make: bool) -> int | None:
        """The actor that goes by a name, made if it is to be; None if it is not there."""
        there = self.actors.get(folded(name))
        if there is None and make:
            there = registering.actor(edit, name)
            self.actors[folded(name)] = there
        return there


@dataclass(slots=True)
class Missing:
    """Names in rows that the register does not hold, as written first, with how many rows."""

    places: Counter[str] = field(default_factory=Counter)
    actors: Counter[str] = field(default_factory=Counter)
    _written: dict[str, str] = field(default_factory=dict)

    def take(self, draft: Draft, known: Names) -> None:
        """Count what of a draft the register lacks."""
        self._count(self.places, (place.name for place in draft.places), known.places)
        said = [*(voice.name for voice in draft.voices), *(role.name for role in draft.roles)]
        self._count(self.actors, said, known.actors)

    def _count(self, into: Counter[str], names: Iterable[str], known: dict[str, int]) -> None:
        for name in names:
            plain = folded(name)
            if plain not in known:
                into[self._written.setdefault(plain, name)] += 1


def unplaced(draft: Draft, known: Names, *, make: bool) -> Draft:
    """A draft whose places are all in the register; what is not is kept as words of its reach."""
    if make or not draft.places:
        return draft
    there = tuple(place for place in draft.places if folded(place.name) in known.places)
    if len(there) == len(draft.places):
        return draft
    lost = "; ".join(place.words for place in draft.places if place not in there)
    scope = replace(draft.claim.scope, words=lost)
    return replace(draft, claim=replace(draft.claim, scope=scope), places=there)


def _known(reader: Reader, table: str) -> dict[str, int]:
    rows = reader.query(f"SELECT folded, {table} AS n FROM {table}_name ORDER BY id DESC")
    return {row["folded"]: int(row["n"]) for row in rows}
