"""Where rules speak: the stretches of a text that are each the ground of one claim."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from habeas.domain.claim import Assertion, Kind
from habeas.domain.draft import Span
from habeas.suggest import voices
from habeas.suggest.clauses import Clause
from habeas.suggest.fields import Found
from habeas.suggest.found import Mention
from habeas.suggest.rules import Book, Rule
from habeas.suggest.sentences import Page
from habeas.suggest.spoken import Attribution

_LONG = 190  # characters: a clause longer than this holds more than one thing
_SPOKEN = ("statement/criticism", "statement/concern", "statement/demand", "statement/denial")
_ANTECEDENT = re.compile(
    r"(?:\b(?:some|several|many|all|the|those|any|a (?:large |small )?number of|"
    r"hundreds of|dozens of|thousands of)\s+)?"
    r"(?:[\w-]+\s+)?[\w-]+\s+$"
)
_CARRIED_ON = re.compile(r"^(?:saying|arguing|adding|stating|claiming|insisting|calling|and)\b")


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one text before claims are made of it."""

    page: Page
    book: Book
    found: Found
    said: list[Attribution]
    clauses: list[Clause]
    doubts: dict[str, str]
    published: str = ""  # EDTF: when the source speaks


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that speaks for a stretch: the ground of one claim."""

    rule: Rule
    spans: tuple[Span, ...]
    clause: int  # index of its (first) clause
    sentence: int
    words: str
    figure: Mention | None = None
    assertion: Assertion | None = None
    grounds: Span | None = None  # a following sentence that says why
    consumed: tuple[int, ...] = field(default=())  # clauses that it speaks for as well

    @property
    def kind(self) -> Kind:
        """The kind of the claim."""
        return Kind(self.rule.type.split("/")[0])


def find(reading: Reading) -> list[Hit]:
    """The stretches that rules speak for, by start, each kind once in a clause."""
    found: list[Hit] = []
    for index, clause in enumerate(reading.clauses):
        chosen = _chosen(reading, clause)
        for rule, words in chosen:
            span = _narrowed(reading, _reach(reading.page, clause), rule)
            if rule.type in _SPOKEN:
                span = Span(_speaker_start(reading, span.start), span.end)
            found.append(Hit(rule, (span,), index, clause.sentence, words))
        told = any(rule.type.startswith("incident/") for rule, _ in chosen)
        governed = [] if told else list(_governed(reading, index, clause))
        if governed:
            found = [hit for hit in found if hit.clause != index or hit.kind is Kind.FIGURE]
            found += governed
        elif not chosen:
            found += _suspicion(reading, index, clause)
    found = _carried_on(reading, found)
    return _reasoned(reading, _joined(found))


def _chosen(reading: Reading, clause: Clause) -> list[tuple[Rule, str]]:
    """The rules that speak for a clause: the best of each kind, less what another one replaces."""
    low = reading.page.low
    sentence = reading.page.sentences[clause.sentence]
    best: dict[str, tuple[Rule, str]] = {}
    for rule in reading.book.rules:
        start = _speaker_start(reading, clause.start) if rule.type in _SPOKEN else clause.start
        match = rule.pattern.search(low, start, clause.end)
        if match is None or (
            rule.needs and not rule.needs.search(low, sentence.start, sentence.end)
        ):
            continue
        if rule.never and rule.never.search(low, sentence.start, sentence.end):
            continue
        if rule.unless and rule.unless.search(low, clause.start, clause.end):
            continue
        kind = rule.type.split("/")[0]
        if kind not in best or best[kind][0].rank < rule.rank:
            best[kind] = (rule, " ".join(reading.page.text[match.start() : match.end()].split()))
    hidden = tuple(name for rule, _ in best.values() for name in rule.hides)
    return [
        (rule, words)
        for rule, words in best.values()
        if not any(
            rule.type == name or (name.endswith("/") and rule.type.startswith(name))
            for name in hidden
        )
    ]


def _reach(page: Page, clause: Clause) -> Span:
    """A clause, with the words that a "who" at its head stands for."""
    if re.match(r"(?:who|which)\b", page.low[clause.start : clause.end]):
        noun = _ANTECEDENT.search(page.low, max(0, clause.start - 60), clause.start)
        if noun:
            return Span(noun.start(), clause.end)
    return Span(clause.start, clause.end)


def _from(one: Attribution) -> int:
    return one.start


def _speaker_start(reading: Reading, start: int) -> int:
    """Where the words that name the speaker start, if they stand right before ``start``."""
    index = bisect_left(reading.said, start, key=_from)
    for one in reversed(reading.said[max(0, index - 4) : index]):
        between = reading.page.low[one.end : start]
        if one.said and not one.inferred and len(between) <= 3 and not between.strip(' ,:"“'):
            return one.start if one.sort in ("strong", "weak") else start
    return start


def _narrowed(reading: Reading, span: Span, rule: Rule) -> Span:
    """A very long clause cut at the commas around the words that tell."""
    low = reading.page.low
    match = rule.pattern.search(low, span.start, span.end)
    if span.end - span.start <= _LONG or match is None:
        return span
    stop = low.find(", ", match.end(), span.end)
    start, end = span.start, stop if stop > 0 else span.end
    for comma in re.finditer(r",\s(?:and\s|that\s|further,?\s)*", low[start : match.start() + 1]):
        rest = low[span.start + comma.end() : end]
        verb = reading.book.words["verb"].search(rest)
        if end - start > _LONG and verb and len(rest[: verb.start()].split()) >= 1:
            start = span.start + comma.end()
    return Span(start, end)


def _suspicion(reading: Reading, index: int, clause: Clause) -> Iterator[Hit]:
    """What somebody suspects or alleges of a crime, where no other rule speaks for it."""
    span = Span(clause.start, clause.end)
    doubt = voices.doubt(reading.doubts, reading.said, span)
    crime = reading.book.words["crime"].search(reading.page.low, span.start, span.end)
    allegation = next(r for r in reading.book.rules if r.type == "statement/allegation")
    if doubt in (Assertion.SUSPECTED, Assertion.ALLEGED) and crime:
        nearest = voices.covering(reading.said, span)[0]
        words = " ".join(reading.page.text[nearest.start : nearest.end].split())
        rule = replace(allegation, agent=_accused(reading, span), patient="")
        yield Hit(rule, (span,), index, clause.sentence, words, assertion=doubt)


def _governed(reading: Reading, index: int, clause: Clause) -> Iterator[Hit]:
    """What a verb makes a statement of its own: "replied that the police ..."."""
    nearest = voices.covering(reading.said, Span(clause.start, clause.end))[:1]
    for one in nearest:
        name = reading.book.speech["governs"].get(one.verb)
        opens = 0 <= clause.start - one.end <= 12
        if (
            name
            and opens
            and reading.book.words["authority"].search(reading.page.low, clause.start, clause.end)
        ):
            rule = next(r for r in reading.book.rules if r.type == name)
            words = " ".join(reading.page.text[one.start : one.end].split())
            yield Hit(rule, (Span(one.start, clause.end),), index, clause.sentence, words)


def _accused(reading: Reading, span: Span) -> str:
    ordered = reading.book.words["ordering"].search(reading.page.low, span.start, span.end)
    return "orderer" if ordered else "perpetrator-alleged"


def _carried_on(reading: Reading, found: list[Hit]) -> list[Hit]:
    """Criticism takes in what the critic goes on to say in the same sentence."""
    out: list[Hit] = []
    taken: set[int] = set()
    for hit in found:
        if hit.clause in taken and hit.rule.type != "statement/answer":
            continue
        if hit.rule.type in ("statement/criticism", "statement/demand", "statement/answer"):
            spans, index = list(hit.spans), hit.clause + 1
            while index < len(reading.clauses) and _goes_on(reading, hit, reading.clauses[index]):
                spans[0] = Span(spans[0].start, reading.clauses[index].end)
                taken.add(index)
                index += 1
            hit = replace(hit, spans=tuple(spans))
        out.append(hit)
    return [hit for hit in out if hit.clause not in taken]


def _goes_on(reading: Reading, hit: Hit, clause: Clause) -> bool:
    return (
        clause.sentence == hit.sentence
        and _CARRIED_ON.match(clause.joint) is not None
        and (
            clause.joint != "and"
            or (hit.rule.type == "statement/criticism" and _insists(reading, clause))
        )
    )


def _insists(reading: Reading, clause: Clause) -> bool:
    head = " ".join(reading.page.low[clause.start : clause.end].split()[:3])
    return (
        re.match(r"(?:say|says|insists?|insisted|demand\w*|argued?|call\w*|said|warn\w*)\b", head)
        is not None
    )


def _joined(found: list[Hit]) -> list[Hit]:
    """Neighbouring clauses of one sentence that say the same kind of thing are one claim."""
    out: list[Hit] = []
    for hit in sorted(found, key=lambda h: (h.rule.type, h.clause)):
        last = out[-1] if out else None
        if last and _neighbours(last, hit):
            span = Span(last.spans[0].start, max(last.spans[0].end, hit.spans[0].end))
            out[-1] = replace(last, spans=(span,), consumed=(*last.consumed, hit.clause))
        else:
            out.append(hit)
    return sorted(out, key=lambda h: h.clause)


def _neighbours(last: Hit, hit: Hit) -> bool:
    alike = last.rule.type == hit.rule.type and last.sentence == hit.sentence
    return alike and hit.clause - (last.consumed or (last.clause,))[-1] <= 1


def _reasoned(reading: Reading, found: list[Hit]) -> list[Hit]:
    """A "This is necessary to ..." behind a claim gives its purpose; it is no claim of its own."""
    out: list[Hit] = []
    for hit in found:
        last = out[-1] if out else None
        clause = reading.clauses[hit.clause]
        points_back = reading.book.words["pronoun"].match(
            reading.page.low[clause.start : clause.end]
        )
        near = (
            last is not None
            and 0 < hit.clause - last.clause <= 2
            and last.kind in (Kind.STATEMENT, Kind.MEASURE)
        )
        if last and near and points_back and hit.rule.type == "statement/justification":
            out[-1] = replace(last, spans=(*last.spans, hit.spans[0]), grounds=hit.spans[0])
            continue
        out.append(hit)
    return out
