"""Jobs of a list of literature: matching it with the sources, and filling in what it knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.domain.reference import CERTAIN
from habeas.i18n import N_
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.services.referencing import Proposal
    from habeas.store.case import Case

FILL = N_("Fill in from a list of literature")
_BATCH = 50  # entries between two places to stop


@dataclass(frozen=True, slots=True)
class Line:
    """An entry, the source that it is most like and what that is called, and what it knows more."""

    proposal: Proposal
    name: str = ""
    missing: tuple[str, ...] = ()

    @property
    def can(self) -> bool:
        """Whether there is something to be done with it."""
        new = not self.proposal.source and bool(self.proposal.reference.title)
        return new or bool(self.missing)

    @property
    def is_sure(self) -> bool:
        """Whether it is surely this source, and knows more of it."""
        return self.proposal.score >= CERTAIN and not self.proposal.doubtful and bool(self.missing)


@dataclass(frozen=True, slots=True)
class Matched:
    """The entries of a list, in their order."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Did:
    """How many sources were filled in, and how many were added as not seen by us."""

    filled: int
    cited: int


def matching(case: Case, path: Path) -> Work:
    """Read a list and find for each entry the source that it is most like; gives Matched."""
    from habeas.capture.apart.pool import Pool
    from habeas.overview import calling
    from habeas.services import referencing

    yield Progress()
    with Pool(1) as pool:
        listed = pool.references(path)
    yield Progress(0, len(listed))
    proposals = referencing.proposals(case, listed)
    rows = case.query(f"SELECT id, {calling.sql('source')} AS name FROM source")
    names = {row["id"]: str(row["name"]) for row in rows}
    lines = []
    for n, proposal in enumerate(proposals):
        missing = referencing.missing(case, proposal)
        lines.append(Line(proposal, names.get(proposal.source, ""), missing))
        if n % _BATCH == 0:
            yield Progress(n, len(proposals))
    return Matched(tuple(lines))


def filling(case: Case, lines: Sequence[Line]) -> Work:
    """Fill in the empty fields of the sources, add the others as not seen by us; one act."""
    from habeas.services import collecting, referencing

    filled = cited = 0
    yield Progress(0, len(lines))
    with case.edit(FILL) as edit:
        for n, line in enumerate(lines):
            if line.proposal.source:
                filled += bool(referencing.fill(edit, line.proposal))
            else:
                known = line.proposal.reference
                source = collecting.cite(edit, " ".join(known.title.split()))
                said = {name: getattr(known, name) for name in referencing.FILLED}
                given = {name: value for name, value in said.items() if value and name != "title"}
                collecting.describe(edit, source, **given)
                cited += 1
            if n % _BATCH == 0:
                yield Progress(n, len(lines))
    return Did(filled, cited)
