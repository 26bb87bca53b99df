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
_EARLY = re.compile(  # "On Thursday a judge": the judge
    r"to\s+date,?\s+|(?:on|in|last|this|early|late|at)\s+(?:\w+\s+){0,2}?"
    r"(?:\w*day|morning|evening|night|week|month|year|\d{1,4}),?\s+"
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
    passive = verb is not None and _PASSIVE.match(low[verb.start() :])
    subject = trimmed(page.text, span.start, span.start + verb.start(), ' ,"“”') if verb else span
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
        if passive and verb and subject.end > subject.start:
            made.append((rule.patient, subject))
        else:
            start = _behind_first_word(low, trigger, verb)
            hit = book.words["group_head"].search(low, start)
            if hit:
                made.append((rule.patient, Span(span.start + hit.start(), span.start + hit.end())))
    return tuple(_roles(page, book, found, made))


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
        low = page.low[span.start : span.end]
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
