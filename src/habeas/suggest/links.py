"""Links between suggestions of one text: what answers, punishes or speaks about what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from habeas.domain.claim import Stage
from habeas.domain.draft import Draft, DraftLink
from habeas.suggest.hits import Hit, Reading

_ANSWERS = {
    "measure/emergency",
    "measure/confinement",
    "measure/lockdown",
    "measure/curfew",
    "measure/alert",
    "measure/deployment",
}
_ORDERS = {"measure/lockdown", "measure/curfew", "measure/quarantine"}
_PARTS = {
    "measure/use-of-force",
    "measure/suspension",
    "measure/visits-ban",
    "measure/search",
    "measure/alert",
}
_VIOLENT = {"incident/killing", "incident/attack", "incident/riot", "figure/homicides"}
_BACK_TO_RULES = re.compile(
    r"\b(?:the|these|those|such) "
    r"(?:rules|measures|laws|restrictions|policy|lockdown|emergency|orders?)\b"
)
_CAUSES = ("after", "following", "because", "as")
_NEAR = 2  # sentences


def linked(reading: Reading, hits: list[Hit], drafts: list[Draft], keys: list[str]) -> list[Draft]:
    """``drafts`` with their links; hits, drafts and keys are in the same order."""
    return [
        replace(
            draft,
            links=tuple(
                DraftLink(kind, key=keys[to])
                for kind, to in _links(reading, hits, index, drafts=drafts)
            ),
        )
        for index, draft in enumerate(drafts)
    ]


def _links(
    reading: Reading, hits: list[Hit], index: int, *, drafts: list[Draft]
) -> Iterator[tuple[str, int]]:
    name = hits[index].rule.type
    if drafts[index].claim.stage is Stage.LIFTED:
        yield from _nearest(hits, index, {name}, "lifts", within=None)
        return
    if name.startswith("measure/"):
        yield from _answers(reading, hits, index)
    if name == "measure/penalty":
        yield from _nearest(hits, index, _ORDERS, "sanction-for", within=_NEAR)
    if name in _PARTS:
        yield from _part_of(hits, index, drafts)
    if name == "statement/announcement":
        yield from _about_measure(reading, hits, index)
    if name.startswith("ruling/"):
        yield from _about_detention(hits, index)
    if name == "statement/allegation":
        yield from _nearest(
            hits, index, {"incident/killing", "incident/attack"}, "about", within=None
        )
    if name == "statement/criticism":
        yield from _about_rules(reading, hits, index)
    if name in ("statement/answer", "statement/justification"):
        yield from _nearest(
            hits,
            index,
            {"statement/criticism", "ruling/release", "ruling/order"},
            "about",
            within=_NEAR,
        )


def _answers(reading: Reading, hits: list[Hit], index: int) -> Iterator[tuple[str, int]]:
    """A measure "after" or "due to" violence told in the same sentence."""
    one = hits[index]
    for other in _beside(hits, index):
        hit = hits[other]
        if hit.rule.type not in _VIOLENT:
            continue
        if one.rule.type not in _ANSWERS and not _inside(hit, one):
            continue  # a search answers only what its own clause says that it answers
        clause = reading.clauses[hit.clause]
        opened = re.search(
            r"\b(?:after|because)\s+$", reading.page.low[max(0, clause.start - 10) : clause.start]
        )
        before = reading.page.low[max(clause.start, hit.spans[0].start - 24) : hit.spans[0].start]
        due = re.search(r"\b(?:due to|because of|following|after)\b", before)
        if clause.joint.strip(" ,") in _CAUSES or opened or (due and hit.clause == one.clause):
            yield "in-response-to", other


def _beside(hits: list[Hit], index: int) -> Iterator[int]:
    """The other hits of the same sentence; hits are in the order of the text."""
    sentence, first = hits[index].sentence, index
    while first > 0 and hits[first - 1].sentence == sentence:
        first -= 1
    while first < len(hits) and hits[first].sentence == sentence:
        if first != index:
            yield first
        first += 1


def _inside(hit: Hit, one: Hit) -> bool:
    return one.spans[0].start <= hit.spans[0].start and hit.spans[0].end <= one.spans[0].end


def _part_of(hits: list[Hit], index: int, drafts: list[Draft]) -> Iterator[tuple[str, int]]:
    """The emergency told last by the same speaker; if that speaker told of none, the last one."""
    last = None
    for i in range(index - 1, -1, -1):
        if hits[i].rule.type != "measure/emergency":
            continue
        last = i if last is None else last
        if _speaker(drafts[i]) == _speaker(drafts[index]):
            last = i
            break
    if last is not None:
        yield "part-of", last


def _speaker(draft: Draft) -> str:
    return draft.voices[0].name if draft.voices else ""


def _about_measure(reading: Reading, hits: list[Hit], index: int) -> Iterator[tuple[str, int]]:
    """What "announced the crackdown" announces: the measure told of just before."""
    span = hits[index].spans[0]
    if reading.book.words["back_to_measures"].search(reading.page.low, span.start, span.end):
        yield from _nearest(hits, index, _ANSWERS, "about", within=_NEAR)


def _about_detention(hits: list[Hit], index: int) -> Iterator[tuple[str, int]]:
    """The detention that the same sentence says the court judged."""
    for other in _beside(hits, index):
        if hits[other].rule.type == "incident/unlawful-detention":
            yield "about", other


def _nearest(
    hits: list[Hit], index: int, types: set[str], kind: str, *, within: int | None
) -> Iterator[tuple[str, int]]:
    one = hits[index]
    before = [
        i
        for i, hit in enumerate(hits)
        if hit.rule.type in types and i != index and hit.spans[0].start < one.spans[0].start
    ]
    if before and (within is None or one.sentence - hits[before[-1]].sentence <= within):
        yield kind, before[-1]


def _about_rules(reading: Reading, hits: list[Hit], index: int) -> Iterator[tuple[str, int]]:
    one = hits[index]
    span = one.spans[0]
    if not _BACK_TO_RULES.search(reading.page.low, span.start, span.end):
        return
    before = [
        i
        for i, hit in enumerate(hits)
        if hit.rule.type.startswith("measure/") and hit.sentence < one.sentence
    ]
    if before and one.sentence - hits[before[-1]].sentence <= _NEAR:
        yield from (("about", i) for i in before if hits[i].sentence == hits[before[-1]].sentence)
