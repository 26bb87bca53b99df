"""From a stretch that a rule speaks for to the draft of a claim with all its fields."""

from __future__ import annotations

from dataclasses import replace

from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Draft, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.when import When
from habeas.i18n import _
from habeas.suggest import citing, fields, reasons, roles, voices
from habeas.suggest.hits import Hit, Reading
from habeas.suggest.sentences import Page

_SUMMARY = 80  # characters


def draft(reading: Reading, hit: Hit) -> Draft:
    """The draft of a claim with every field that its words give."""
    page, book, found = reading.page, reading.book, reading.found
    span = hit.spans[0]
    quantity = fields.as_quantity(page, hit.figure) if hit.figure else Quantity()
    clause = reading.clauses[hit.clause] if hit.figure and hit.kind is Kind.FIGURE else None
    around = Span(clause.start, clause.end) if clause else span
    if hit.kind is not Kind.FIGURE and hit.kind is not Kind.STATEMENT:
        quantity, _one = fields.quantity(page, book, found, span, hit.rule.type)
    grounds = fields.grounds(page, book, span) if hit.kind is not Kind.FIGURE else Grounds()
    if hit.grounds and not grounds.purpose:
        grounds = replace(grounds, purpose=fields.grounds(page, book, hit.grounds).purpose)
    voiced = _voiced(reading, hit)
    speakers = [] if _in_passing(page, hit) else voices.covering(reading.said, voiced)
    chain = voices.chain(page, book, speakers, voiced)
    claim = Claim(
        kind=hit.kind,
        type=hit.rule.type,
        summary=summary(page, span),
        stage=_stage(reading, hit, span),
        assertion=_assertion(reading, hit, span),
        when=_when(reading, hit, around),
        duration=fields.duration(page, found, span),
        scope=fields.scope(page, book, found, span) if hit.kind is not Kind.FIGURE else Scope(),
        quantity=quantity,
        grounds=grounds,
        note=_note(reading, hit),
        reason=reasons.of(hit.rule.type, hit.words, chain[0].name if chain else ""),
    )
    return Draft(
        claim=claim,
        spans=hit.spans,
        places=fields.places(page, found, around),
        roles=roles.of(page, book, found, span, hit.rule),
        voices=chain,
        cited=citing.of(page, book, speakers),
    )


def _stage(reading: Reading, hit: Hit, span: Span) -> Stage:
    """How far a measure had come, or what somebody is said to have ordered."""
    if hit.kind is Kind.MEASURE or hit.rule.type == "statement/allegation":
        return fields.stage(reading.page, reading.book, hit.rule, span)
    return Stage.NONE


def _when(reading: Reading, hit: Hit, span: Span) -> When:
    page, book = reading.page, reading.book
    found = fields.when(page, book, reading.found, span, hit.rule.type)
    if hit.rule.type == "statement/allegation" and found == When():
        return fields.before_it_speaks(page, book, span, reading.published)
    return found


def _note(reading: Reading, hit: Hit) -> str:
    """What the fields have no place for: that a condition is told of as something feared."""
    if hit.kind is not Kind.CONDITION:
        return ""
    page, voiced = reading.page, _voiced(reading, hit)
    words = fields.fear(page, reading.book, voiced)
    for one in voices.covering(reading.said, voiced)[:1]:
        if one.verb == "fear":
            words = " ".join(page.text[one.start : one.end].split())
    return _("Feared, in the words of the source: “{words}”").format(words=words) if words else ""


def _voiced(reading: Reading, hit: Hit) -> Span:
    """The stretch whose speakers count: what is said, if the passage holds its speaker too."""
    clause = reading.clauses[hit.clause]
    if hit.kind is not Kind.FIGURE and hit.spans[0].start < clause.start < hit.spans[0].end:
        return Span(clause.start, max(clause.start + 1, min(clause.end, hit.spans[0].end)))
    return hit.spans[0]


def _in_passing(page: Page, hit: Hit) -> bool:
    """Whether the source tells it in passing ("the country of six million"), whoever is cited."""
    return (
        hit.rule.type == "figure/population"
        and " of " in page.low[hit.spans[0].start : hit.figure.start if hit.figure else 0]
    )


def summary(page: Page, span: Span) -> str:
    """The words of a passage as one short line, at most 80 characters."""
    words = " ".join(page.text[span.start : span.end].split()).strip(' "“”,;.')
    if page.shouted:
        words = words.lower()
    words = words[:1].upper() + words[1:]
    if len(words) <= _SUMMARY:
        return words
    return words[: _SUMMARY - 1].rsplit(" ", 1)[0].rstrip(" ,;") + "…"


def _assertion(reading: Reading, hit: Hit, span: Span) -> Assertion:
    """Doubt in the words of the clause, then in the nearest voice's verb, then the rule's own."""
    if hit.assertion:
        return hit.assertion
    clause = reading.page.low[span.start : span.end]
    if hit.rule.assertion:
        return Assertion(hit.rule.assertion)
    if hit.kind in (Kind.INCIDENT, Kind.CONDITION) and reading.book.words["nobody"].match(clause):
        return Assertion.DENIED
    if hit.kind in (Kind.INCIDENT, Kind.MEASURE, Kind.CONDITION):
        for name in ("suspected", "alleged"):
            if reading.book.words[name].search(clause) and not reading.book.words["label"].search(
                clause
            ):
                return Assertion(name)
    if hit.kind in (Kind.STATEMENT, Kind.FIGURE, Kind.RULING):
        return Assertion.STATED
    return voices.doubt(reading.doubts, reading.said, span) or Assertion.STATED
