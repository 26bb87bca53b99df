"""Writing the rows of a sheet as claims, and bringing those of an earlier import up to date."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from habeas.capture.reading import Reading
from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.domain.passage import Passage, PassageKind, cut
from habeas.domain.register import ClaimPlace
from habeas.domain.sheet import Row
from habeas.domain.source import Source
from habeas.domain.when import first_day, last_day
from habeas.i18n import N_
from habeas.services import claiming, collecting
from habeas.services.refinding import Text
from habeas.services.sheets import earlier
from habeas.services.sheets.comparing import EACH, Changed, Differences, New
from habeas.services.sheets.earlier import ORIGIN, Kept
from habeas.services.sheets.names import Names, unplaced
from habeas.store.edit import Edit

IMPORT = N_("Import a spreadsheet")
AGAIN = N_("Import a spreadsheet again")
_SAME = 1000  # thousandths: the very same words


@dataclass(frozen=True, slots=True)
class Chosen:
    """What of the differences is taken: rows by their numbers (None: all), claims to withdraw.

    ``make_places`` and ``make_actors``: put names into the register that it lacks.
    """

    rows: frozenset[int] | None = None
    withdraw: frozenset[int] = frozenset()
    make_places: bool = False
    make_actors: bool = False


@dataclass(slots=True)
class Outcome:
    """What came of it: the source, and how many claims were made, changed and withdrawn."""

    source: int = 0
    made: int = 0
    changed: int = 0
    withdrawn: int = 0
    claims: list[int] = field(default_factory=list)


def apply(
    edit: Edit,
    reading: Reading,
    found: Differences,
    *,
    sheet: str,
    chosen: Chosen,
    **described: Any,
) -> Generator[tuple[int, int], None, Outcome]:
    """Keep the file and write what was chosen of ``found``; yields how far it is.

    ``described`` sets fields of a new source (title, published ...).
    """
    return (yield from _Writer(edit, reading, sheet, chosen).write(found, described))


class _Writer:
    """Writes the rows of one sheet within one Edit."""

    def __init__(self, edit: Edit, reading: Reading, sheet: str, chosen: Chosen) -> None:
        self._edit, self._reading, self._sheet = edit, reading, sheet
        self._chosen = chosen
        self._names = Names.of(edit)
        self._outcome = Outcome()
        self._layer = self._published = ""
        self._left = ""  # the layer that the source was read in before

    def write(
        self, found: Differences, described: dict[str, Any]
    ) -> Generator[tuple[int, int], None, Outcome]:
        """Write it all, row after row."""
        self._keep_file(found.source, described)
        acts: list[Callable[[], None]] = [
            *(partial(self._add, one) for one in found.new if self._is_taken(one.row)),
            *(partial(self._change, one) for one in found.changed if self._is_taken(one.row)),
            *(partial(self._drop, one) for one in found.gone if self._is_withdrawn(one)),
        ]
        if self._left:
            acts += [partial(self._carry, *one) for one in found.same]
        for done, act in enumerate(acts):
            if done % EACH == 0:
                yield done, len(acts)
            act()
        yield len(acts), len(acts)
        if self._left:
            self._carry_marked()
        return self._outcome

    def _is_taken(self, row: Row) -> bool:
        return self._chosen.rows is None or row.number in self._chosen.rows

    def _is_withdrawn(self, there: Kept) -> bool:
        return there.claim in self._chosen.withdraw

    # the file

    def _keep_file(self, source: int, described: dict[str, Any]) -> None:
        """Keep the file as a new source, or as a further capture of the one it was before."""
        edit, reading = self._edit, self._reading
        if not source:
            described = {"kind": "dataset", **described}
            source = collecting.add(edit, reading, how="file", **described).source
        self._layer = _layer_with(edit, source, reading) or collecting.attach(
            edit, reading, source=source, how="file"
        )
        there = edit.get(Source, source)
        in_use = collecting.layer_of(edit, source)
        if in_use != self._layer and edit.query(
            "SELECT 1 FROM passage WHERE source = ? AND kind = 'row' LIMIT 1", source
        ):
            edit.update(Source, source, layer=self._layer)
            self._left = in_use
        self._outcome.source, self._published = source, there.published

    # the rows

    def _add(self, new: New) -> None:
        draft = unplaced(claiming.checked(new.draft), self._names, make=self._chosen.make_places)
        claim = replace(draft.claim, source=self._outcome.source, origin=ORIGIN)
        number = self._edit.insert(claim, **self._days(claim))
        passage = self._passage(new.row, key=new.key, draft=draft)
        self._edit.add("claim_passage", claim=number, passage=passage, position=0)
        self._hang(number, draft)
        self._outcome.made += 1
        self._outcome.claims.append(number)

    def _change(self, changed: Changed) -> None:
        """Give a claim what its row says now; the passages that a person added to it stay."""
        edit, number = self._edit, changed.kept.claim
        rows = edit.query("SELECT id FROM claim WHERE id = ?", number)
        if not rows:
            return  # withdrawn meanwhile
        there = edit.get(Claim, number)
        draft = unplaced(changed.draft, self._names, make=self._chosen.make_places)
        claim = replace(
            draft.claim,
            **{name: getattr(there, name) for name in ("id", "source", "event", "origin")},
        )
        columns = {name: getattr(claim, name) for name in Claim.__dataclass_fields__}
        del columns["id"]
        edit.update(Claim, number, **columns, **self._days(claim))
        passage = self._passage(changed.row, key=changed.key, draft=draft)
        for tie in edit.query(
            "SELECT id FROM claim_passage WHERE claim = ? AND passage = ?",
            number,
            changed.kept.passage,
        ):
            edit.update("claim_passage", tie["id"], passage=passage)
        for table in ("claim_place", "voice", "role"):
            for row in edit.query(f"SELECT id FROM {table} WHERE claim = ?", number):
                edit.delete(table, row["id"])
        self._hang(number, draft)
        self._outcome.changed += 1
        self._outcome.claims.append(number)

    def _carry(self, row: Row, key: str, there: Kept) -> None:
        """Let the passage of a row that did not change stand in the new text."""
        passage = self._edit.get(Passage, there.passage)
        place = cut(self._reading.text, row.start, row.end)
        told = earlier.region(passage.region) | {"sheet": self._sheet, "key": key}
        self._edit.update(
            Passage,
            there.passage,
            layer=self._layer,
            start=place.start,
            end=place.end,
            prefix=place.prefix,
            suffix=place.suffix,
            region=json.dumps(told | {"row": row.number}, ensure_ascii=False),
            carried=passage.carried or passage.layer,
            score=_SAME,
        )

    def _carry_marked(self) -> None:
        """Let what a person marked in the text of before stand in the new one, where it is found.

        Rows are left out: one that changed, and was not taken, goes on resting on its old words.
        """
        text = Text(self._reading.text)
        for passage in self._edit.select(
            Passage,
            "WHERE source = ? AND layer <> ? AND kind = 'text' ORDER BY id",
            self._outcome.source,
            self._layer,
        ):
            found = text.find(passage)
            if found is not None:
                place = cut(text.text, found.start, found.end)
                self._edit.update(
                    Passage,
                    passage.id,
                    layer=self._layer,
                    start=place.start,
                    end=place.end,
                    quote=place.quote,
                    prefix=place.prefix,
                    suffix=place.suffix,
                    carried=passage.carried or passage.layer,
                    score=found.score,
                )

    def _drop(self, gone: Kept) -> None:
        if self._edit.query("SELECT 1 FROM claim WHERE id = ?", gone.claim):
            claiming.withdraw(self._edit, gone.claim)
            self._outcome.withdrawn += 1

    def _passage(self, row: Row, *, key: str, draft: Draft) -> int:
        passage = cut(self._reading.text, row.start, row.end)
        face = earlier.face_of(draft)
        return self._edit.insert(
            replace(
                passage,
                source=self._outcome.source,
                layer=self._layer,
                kind=PassageKind.ROW,
                region=earlier.region_of(self._sheet, row, key=key, face=face),
            )
        )

    def _hang(self, claim: int, draft: Draft) -> None:
        """Places, voices and roles of a claim; who is not in the register keeps the name alone."""
        edit, chosen = self._edit, self._chosen
        for place in draft.places:
            number = self._names.place(edit, place, make=chosen.make_places)
            if number is not None:
                edit.insert(ClaimPlace(claim=claim, place=number, words=place.words or place.name))
        for position, voice in enumerate(draft.voices):
            actor = self._names.actor(edit, voice.name, make=chosen.make_actors)
            edit.insert(replace(voice, claim=claim, position=position, actor=actor))
        for position, role in enumerate(draft.roles):
            actor = self._names.actor(edit, role.name, make=chosen.make_actors)
            edit.insert(replace(role, claim=claim, position=position, actor=actor))

    def _days(self, claim: Claim) -> dict[str, str]:
        return {
            "first_day": first_day(claim.when, self._published),
            "last_day": last_day(claim.when, self._published),
        }


def _layer_with(edit: Edit, source: int, reading: Reading) -> str:
    """The layer of a source, of this very file, that holds the words that were read; or none."""
    digest = reading.sha256 or hashlib.sha256(reading.data).hexdigest()
    rows = edit.query(
        "SELECT l.hash, l.text FROM source_capture sc JOIN layer l ON l.hash = sc.layer "
        "WHERE sc.source = ? AND l.capture = ? AND l.length = ? ORDER BY sc.id DESC",
        source,
        digest,
        len(reading.text),
    )
    return next((str(row["hash"]) for row in rows if row["text"] == reading.text), "")
