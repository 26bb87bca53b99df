"""What a text does not repeat: "in these prisons" means those named just before."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from habeas.domain.claim import Kind
from habeas.domain.draft import Draft, Span
from habeas.domain.voice import Voice, Wording
from habeas.suggest.hits import Hit, Reading

_NEAR = 1  # sentences
_CRIMES = ("incident/killing", "incident/attack", "incident/riot", "incident/death-in-custody")


def carried(reading: Reading, hits: Sequence[Hit], drafts: Sequence[Draft]) -> list[Draft]:
    """``drafts`` with the places that "these prisons" or "there" stand for, where just told."""
    out: list[Draft] = []
    for hit, draft in zip(hits, drafts, strict=True):
        told = _just_told(hits, out, hit.sentence)
        made = next(
            (
                _with_places(reading, hit, draft, one)
                for _, one in told
                if one.claim.scope.place_class
            ),
            draft,
        )
        made = _with_subject(reading, hit, made, told=told)
        out.append(_as_judged(reading, hit, made, told=told))
        _say_where(reading, hits, out)
    return out


def _just_told(
    hits: Sequence[Hit], drafts: Sequence[Draft], sentence: int
) -> list[tuple[Hit, Draft]]:
    """What was told in this sentence and the one before, the last first."""
    found = []
    for index in range(len(drafts) - 1, -1, -1):
        if sentence - hits[index].sentence > _NEAR:
            break
        found.append((hits[index], drafts[index]))
    return found


def _with_subject(
    reading: Reading, hit: Hit, draft: Draft, *, told: Sequence[tuple[Hit, Draft]]
) -> Draft:
    """Who ordered it, in "the council closed the gates and made it a crime to leave"."""
    clause = reading.clauses[hit.clause]
    bare = reading.book.words["verb"].match(reading.page.low, clause.start)
    if hit.kind is not Kind.MEASURE or clause.joint not in ("and", "or") or bare is None:
        return draft
    for earlier, one in told:
        orderers = [role for role in one.roles if role.role == "orderer"]
        beside = earlier.sentence == hit.sentence and earlier.clause == hit.clause - 1
        if beside and orderers and all(role.role != "orderer" for role in draft.roles):
            roles = [*orderers, *draft.roles]
            named = [p for p in one.places if any(p.name in role.name for role in orderers)]
            return replace(
                draft,
                roles=tuple(replace(role, position=n) for n, role in enumerate(roles)),
                places=tuple(dict.fromkeys([*draft.places, *named])),
            )
    return draft


def _as_judged(
    reading: Reading, hit: Hit, draft: Draft, *, told: Sequence[tuple[Hit, Draft]]
) -> Draft:
    """A detention called unlawful in "the court released those who ...": the court sees it so."""
    clause = reading.clauses[hit.clause]
    tied = re.match(r"(?:who|which|that|whose)\b", reading.page.low[clause.start : clause.end])
    if hit.rule.type != "incident/unlawful-detention" or not tied:
        return draft
    for earlier, ruling in told:
        court = next((role for role in ruling.roles if role.role == "court"), None)
        if court and earlier.sentence == hit.sentence:
            voice = Voice(
                name=court.name,
                verb="ruled",
                wording=Wording.PARAPHRASE,
                inferred=True,
                words=court.words,
            )
            after = (replace(v, position=v.position + 1) for v in draft.voices)
            cited = tuple(replace(one, voice=one.voice + 1) for one in draft.cited)
            return replace(draft, voices=(voice, *after), cited=cited)
    return draft


def _say_where(reading: Reading, hits: Sequence[Hit], out: list[Draft]) -> None:
    """Give a crime the place that the words say which come back to it: "the murders, which ..."."""
    hit, draft = hits[len(out) - 1], out[-1]
    low, words = reading.page.low, reading.book.words
    span = hit.spans[0]
    outside = words["outside"].search(low, span.start, span.end)
    back = words["back_to_crime"].search(low, span.start, outside.start()) if outside else None
    if outside is None or back is None or hit.rule.type in _CRIMES:
        return
    for index in range(len(out) - 2, -1, -1):
        crime = out[index]
        if hit.sentence - hits[index].sentence > _NEAR:
            return
        if hits[index].rule.type in _CRIMES and not crime.claim.scope.place_class:
            scope = replace(
                crime.claim.scope,
                place_class=draft.claim.scope.place_class,
                words=draft.claim.scope.words,
            )
            out[index] = replace(
                crime,
                claim=replace(crime.claim, scope=scope),
                spans=(*crime.spans, Span(back.start(), outside.end())),
            )
            return


def _with_places(reading: Reading, hit: Hit, draft: Draft, told: Draft) -> Draft:
    span = hit.spans[0]
    back = reading.book.words["same_places"].search(reading.page.low, span.start, span.end)
    scope = draft.claim.scope
    if back is None or scope.place_class:
        return draft
    filled = replace(
        scope,
        place_class=told.claim.scope.place_class,
        places_low=told.claim.scope.places_low,
        places_high=told.claim.scope.places_high,
        words=" ".join(reading.page.text[back.start() : back.end()].split()),
    )
    targets = [role for role in told.roles if role.role == "target"]
    if any(role.role == "target" for role in draft.roles) or draft.claim.kind != told.claim.kind:
        targets = []
    joined = [*draft.roles, *targets]
    return replace(
        draft,
        claim=replace(draft.claim, scope=filled),
        roles=tuple(replace(role, position=n) for n, role in enumerate(joined)),
    )
