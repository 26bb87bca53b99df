"""The parts that actors take in a claim, as the grammar of its clause shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from habeas.domain.draft import Span
from habeas.domain.voice import Role
from habeas.suggest.fields import Found
from habeas.suggest.rules import Book, Rule
from habeas.suggest.sentences import Page, trimmed
from habeas.suggest.spans import within

_BY = re.compile(
    r"\bby\s+(?!\w+ing\b)((?:(?!\b(?:in|on|at|for|to|with|who|which|that|after|as|during|because|when|while)\b)[^,;.\"”“]){3,60})"
)
_AGAINST = re.compile(
    r"\b(?:against|aimed at)\s+"
    r"((?:(?!\b(?:in|on|at|for|to|who|which|after|as|during|because|when|while)\b)[^,;.\"”“]){3,60})"
)
_HELD_IN = re.compile(r"\b(?:with|of|for|hold\w*|hous\w*|where|keep\w*)\b")
_RELATIVE = re.compile(  # "people who were unlawfully held": the people
    r"((?:[\w'-]+\s+){1,6})(?:who|which)\s+(?:was|were|is|are|has been|have been|had been)\s+"
)
_EARLY = re.compile(  # "On Thursday a judge": the judge
    r"to\s+date,?\s+|(?:on|in|last|this|early|late|at)\s+(?:\w+\s+){0,2}?"
    r"(?:\w*day|morning|evening|night|week|month|year|\d{1,4}),?\s+"
)
_HOW = re.compile(
    r"(?<=\w)(?:,?\s+(?:also|later|then|still|now|already|again|meanwhile|soon|recently|formally"
    r"|reportedly|allegedly|subsequently|immediately))+$"
)
_PRONOUNS = {
    "he",
    "she",
    "they",
    "it",
    "we",
    "who",
    "this",
    "that",
    "these",
    "those",
    "there",
    "which",
    "i",
    "you",
}
_PASSIVE = re.compile(
    r"(?:is|are|was|were|has been|have been|had been|must|remains?|stays?|faces?|cannot)\b"
)
_DOING = ("orderer", "executor", "court", "authorised-body")
_DONE_TO = ("target", "victim", "beneficiary")
_MAX_ROLE_WORDS = 9


def of(page: Page, book: Book, found: Found, span: Span, rule: Rule) -> tuple[Role, ...]:
    """Who acts and whom it is done to, where the grammar of the clause shows it."""
    low = page.low[span.start : span.end]
    verb = _main_verb(book, low)
    trigger = rule.pattern.search(low)
    made: list[tuple[str, Span]] = []
    passive = verb is not None and _PASSIVE.match(low, verb.start())
    subject = _subject(page, span.start, span.start + verb.start()) if verb else span
    by = _BY.search(low, trigger.start() if trigger else 0)
    handles = [n for n in within(found.names, span) if n.value.get("kind") == "handle"]
    if rule.agent:
        if by:
            made.append((rule.agent, Span(span.start + by.start(1), span.start + by.end(1))))
        elif handles:
            made += [(rule.agent, Span(h.start, h.end)) for h in handles]
        elif verb and not passive:
            made.append((rule.agent, subject))
    if rule.patient:
        who = _done_to(page, book, span, rule=rule, verb=verb)
        made += [(rule.patient, who)] if who else []
    against = _AGAINST.search(low) if rule.type.startswith("measure/") else None
    if against and all(name != "target" for name, _ in made):
        made.append(("target", Span(span.start + against.start(1), span.start + against.end(1))))
    return tuple(_roles(page, book, found, made))


def _done_to(
    page: Page, book: Book, span: Span, *, rule: Rule, verb: re.Match[str] | None
) -> Span | None:
    """Whom it is done to: a passive's subject, those a "who" stands for, or the object."""
    low = page.low[span.start : span.end]
    stop = span.start + verb.start() if verb else span.end
    subject = _subject(page, span.start, stop)
    relative = _RELATIVE.match(low)
    if relative and verb and re.fullmatch(r"(?:\w+ly\s+)*", low[relative.end() : verb.start()]):
        return Span(span.start, span.start + relative.end(1))
    if verb and _PASSIVE.match(low, verb.start()) and subject.end > subject.start:
        return subject
    held = book.words["prisoner"].search(page.low, subject.start, subject.end)
    if verb and held and rule.type.startswith("condition/"):
        return Span(held.start(), held.end())
    start = _behind_first_word(low, rule.pattern.search(low), verb)
    hit = book.words["group_head"].search(low, start)
    return Span(span.start + hit.start(), span.start + hit.end()) if hit else None


def _subject(page: Page, start: int, stop: int) -> Span:
    """The words before a verb, without what only says how or when: "the court also"."""
    found = trimmed(page.text, start, stop, ' ,"“”')
    how = _HOW.search(page.low, found.start, found.end)
    return trimmed(page.text, start, how.start(), ' ,"“”') if how else found


def _people_in(book: Book, page: Page, span: Span) -> Span | None:
    """The people whom a measure is done to: the inmates of "seven prisons with inmates"."""
    low = page.low[span.start : span.end]
    thing, group = book.words["thing"].search(low), book.words["group_head"].search(low)
    if not thing or (group and group.start() <= thing.start()):
        return span
    held = list(_HELD_IN.finditer(low, thing.end(), group.end())) if group else []
    if group and held:
        return Span(span.start + max(group.start(), held[-1].end()), span.end)
    return None


def _behind_first_word(low: str, trigger: re.Match[str] | None, verb: re.Match[str] | None) -> int:
    """Where an object can start: behind the verb that tells, or else behind the main verb."""
    start = verb.end() if verb else 0
    if trigger and verb and trigger.start() >= verb.start():
        word = re.compile(r"[\w-]+").match(low, trigger.start())
        start = max(start, word.end() if word else trigger.start())
    return start


def _can_act(book: Book, found: Found, span: Span, low: str) -> bool:
    """Whether the words name somebody who can act: an office, a force, a name, a country."""
    if book.words["actor"].search(low):
        return True
    named = within(found.names, span)
    return any(one.what == "actor" or one.value.get("kind") == "country" for one in named)


def _main_verb(book: Book, low: str) -> re.Match[str] | None:
    """The verb of a clause: no participle at its head, nor the one in "prisons that hold"."""
    for verb in book.words["verb"].finditer(low):
        at_head = verb.start() == 0 and verb.group().endswith("ed")
        relative = re.search(r"\b(?:that|who|which|where)\s+$", low[: verb.start()])
        if not at_head and not relative:
            return verb
    return None


def _roles(page: Page, book: Book, found: Found, made: list[tuple[str, Span]]) -> Iterator[Role]:
    position = 0
    for name, rough in made:
        span = trimmed(page.text, rough.start, rough.end, ' ,;:"“”')
        people = _people_in(book, page, span) if name in _DONE_TO else span
        if people is None:
            continue
        span, low = people, page.low[people.start : people.end]
        early = _EARLY.match(low)
        if early:
            span = Span(span.start + early.end(), span.end)
            low = page.low[span.start : span.end]
        if not low or low.split()[-1] in _PRONOUNS or len(low.split()) > _MAX_ROLE_WORDS:
            continue
        if name in _DONE_TO and not book.words["held"].search(low):
            continue
        if name in _DOING and not _can_act(book, found, span, low):
            continue
        words = " ".join(page.text[span.start : span.end].split())
        labelled = book.words["label"].search(low) is not None
        yield Role(position=position, role=name, name=words, words=words, label_of_source=labelled)
        position += 1
