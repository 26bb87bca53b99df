"""Putting a claim into the record as the editor holds it: one act, with the event it belongs to."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from habeas.domain.claim import Claim
from habeas.domain.draft import Draft
from habeas.errors import Refused
from habeas.i18n import N_, _
from habeas.services import claiming, drafting, gathering
from habeas.ui.desk import Desk
from habeas.ui.editor.event import NEW, NONE
from habeas.ui.editor.keeping import Half

if TYPE_CHECKING:
    from habeas.store.edit import Edit


def save(desk: Desk, half: Half, *, source: int, event: int) -> int:
    """Save a claim and return its id; Refused names the field that cannot stand.

    ``event`` is the number of an event, NEW or NONE.  A claim that was not changed is not written.
    """
    draft = claiming.checked(half.now)
    _check_ends(desk, draft, event)
    if half.claim:
        return _correct(desk, half, event=event)
    came = bool(half.key)
    changed = not drafting.same(half.opened, draft)
    origin = ("edited" if changed else "accepted") if came else "hand"
    draft = replace(draft, claim=replace(draft.claim, origin=origin, reason=half.reason))
    with desk.edit(N_("Accept claim") if came else N_("Mark claim")) as edit:
        number = claiming.accept(edit, draft, source=source)
        _gather(edit, number, event)
    return number


def _check_ends(desk: Desk, draft: Draft, event: int) -> None:
    """Refuse links and an event that were taken out of the record meanwhile."""
    for link in draft.links:
        if link.to_claim and not desk.case.query("SELECT 1 FROM claim WHERE id = ?", link.to_claim):
            raise Refused(_("The claim that is linked to was withdrawn. Remove the link."), "links")
    if event > NEW and not desk.case.query("SELECT 1 FROM event WHERE id = ?", event):
        raise Refused(_("This event is no longer there. Choose another one."), "event")


def _correct(desk: Desk, half: Half, *, event: int) -> int:
    there = desk.case.get(Claim, half.claim).event or NONE
    if drafting.same(half.opened, half.now) and event == there:
        return half.claim
    with desk.edit(N_("Correct claim")) as edit:
        if not drafting.same(half.opened, half.now):
            claiming.correct(edit, half.claim, _with_own_origin(edit, half))
        if event != there:
            _gather(edit, half.claim, event)
    return half.claim


def _with_own_origin(edit: Edit, half: Half) -> Draft:
    there = edit.get(Claim, half.claim)
    return replace(half.now, claim=replace(half.now.claim, reason=there.reason))


def _gather(edit: Edit, claim: int, event: int) -> None:
    if event == NEW:
        gathering.new_event(edit, claim)
    elif event == NONE:
        if edit.get(Claim, claim).event is not None:
            gathering.gather(edit, claim, None)
    else:
        gathering.gather(edit, claim, event)
