"""What a reader does with a suggestion or a claim: each one act, that can be undone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from habeas.domain.draft import Draft, Span
from habeas.domain.link import Link
from habeas.i18n import N_
from habeas.services import claiming, gathering
from habeas.services.gathering import Proposal
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.suggest.found import Suggestion
from habeas.ui.desk import Desk

ACCEPT, REJECT = N_("Accept claim"), N_("Reject suggestion")
WITHDRAW, ADD_PASSAGE = N_("Withdraw claim"), N_("Add passage to claim")


def accept(
    desk: Desk, suggestion: Suggestion, *, source: int, found: Sequence[Suggestion]
) -> tuple[int, Proposal]:
    """Take a suggestion as it is, into the likeliest event or a new one: the claim, and why there.

    Links to and from the other suggestions of ``found`` are tied to those accepted already.
    Refused if the suggestion cannot stand as a claim.
    """
    taken = remembered(desk.case, source)
    with desk.edit(ACCEPT) as edit:
        draft = _drafted(suggestion, taken)
        proposal = gathering.propose(edit, draft, source=source)[0]
        claim = claiming.accept(edit, draft, source=source, event=proposal.event)
        if proposal.event is None:
            gathering.new_event(edit, claim, title=proposal.title)
        _tie_back(edit, suggestion.key, claim, found=found, taken=taken)
    remember(desk.case, source, key=suggestion.key, claim=claim)
    return claim, proposal


def reject(desk: Desk, suggestion: Suggestion, *, source: int, text: str) -> None:
    """Take a suggestion away for good."""
    quote = text[suggestion.start : suggestion.end]
    with desk.edit(REJECT) as edit:
        claiming.reject(edit, suggestion, source=source, quote=quote)


def withdraw(desk: Desk, claim: int) -> None:
    """Take a claim out of the record."""
    with desk.edit(WITHDRAW) as edit:
        claiming.withdraw(edit, claim)


def add_passage(desk: Desk, claim: int, span: Span) -> None:
    """Let a claim rest on further words of its source too."""
    draft = claiming.draft_of(desk.case, claim)
    with desk.edit(ADD_PASSAGE) as edit:
        claiming.correct(edit, claim, replace(draft, spans=(*draft.spans, span)))


def remembered(case: Case, source: int) -> dict[str, int]:
    """Which suggestion (by key) became which claim, as far as these are still claims."""
    kept: dict[str, Any] = case.desk(_key(source), {})
    if not kept:
        return {}
    there = {row["id"] for row in case.query("SELECT id FROM claim WHERE source = ?", source)}
    return {key: claim for key, claim in kept.items() if claim in there}


def remember(case: Case, source: int, *, key: str, claim: int) -> None:
    """Keep which claim a suggestion became, for the links of those that come after it.

    Claims that are gone stay in it: undone withdrawals bring them back under their number.
    """
    case.put(_key(source), {**case.desk(_key(source), {}), key: claim})


def _drafted(suggestion: Suggestion, taken: dict[str, int]) -> Draft:
    draft = suggestion.draft
    claim = replace(draft.claim, origin="accepted", reason=suggestion.reason)
    links = tuple(
        replace(link, to_claim=taken[link.key], key="") if link.key in taken else link
        for link in draft.links
    )
    return replace(draft, claim=claim, links=links)


def _tie_back(
    edit: Edit, key: str, claim: int, *, found: Sequence[Suggestion], taken: dict[str, int]
) -> None:
    """Link the claims accepted before that were suggested with a link to this one."""
    for other in found:
        for link in other.draft.links:
            if link.key == key and other.key in taken:
                edit.insert(Link(kind=link.kind, from_claim=taken[other.key], to_claim=claim))


def _key(source: int) -> str:
    return f"accepted/{source}"
