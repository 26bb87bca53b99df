"""Sentences cut into clauses, so that a claim rests on the words that say it and no more."""

from __future__ import annotations

import re
from dataclasses import dataclass

from habeas.domain.draft import Span
from habeas.suggest.rules import Book, Pattern
from habeas.suggest.sentences import Page, trimmed
from habeas.suggest.spoken import Attribution

_JOINTS = re.compile(
    r"[;]|\s--\s|--(?=\w)|\s[–—]\s|"
    r",?\s+\b(?:after|because|although|though|while|whereas|despite|when|but|so that)\b|"
    r",\s+(?:and|but|or|which|who|where|whose|as|with|to|thus|thereby|\w{3,}ing|\w{3,}ed)\b|"
    r"\s(?:and|while)\s|\s(?:who|which)\s+(?=(?:was|were|is|are|had|have|has|been|remain)\b)|(?<=[.,!?;])[\"”](?=\s*\w)(?!\s*(?:is|are|was|were|has|have|had|will|would|must)\b)"
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|must|can|could|may|should|shall|cannot)\b"
    r"(?! been)"
)
_TAIL = re.compile(
    r",\s+(?:an?|one|two|three|some|\d+)\s+(?:hours?|days?|weeks?|months?|years?)$"
    r"|[\s,]+(?:after|because|that|while|and|but|or|by|as|who|which|although|though)$"
)
_FRONTED = re.compile(
    r"[\s>*\"“]*(after|when|while|because|although|though|following|since|once"
    r"|as(?!\s+(?:of|for|part|an?|the)\b))\b"
)
_AUXILIARY = re.compile(r"\b(?:is|are|was|were|has|have|had|will)\b")
_TAG = re.compile(r"\[[A-Za-z ]{1,30}\]\s+")
_HEAD = re.compile(
    r"^(?:(?:and|but|or|so|then|meanwhile|however|because|although|though|as(?!\s+of\b)|despite|while|after"
    r"|when|where|that|following|once)\b[\s,]+"
    r"|(?:today|yesterday|(?:on|in|last|this)\s+(?:\w+\s+){1,3})\s*that\s+)"  # a day of saying
)
_TO_LATER = re.compile(r"\s*,[\"”]?\s*(?:was|were|is|are|has|have|had|will|would|must|\w+ed)\b")
_TRIM = " ,;:.-–—>*+\n\t"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of sentence number ``sentence``; ``joint`` is the word that ties it on ("after")."""

    start: int
    end: int
    sentence: int
    joint: str = ""


def cut(page: Page, book: Book, said: list[Attribution]) -> list[Clause]:
    """The clauses of ``page`` in order, without the words that attribute them."""
    out: list[Clause] = []
    for index, sentence in enumerate(page.sentences):
        for piece in _without(sentence, said):
            out += _clauses(page, book.words["verb"], piece, index)
    return out


def _without(sentence: Span, said: list[Attribution]) -> list[Span]:
    """The sentence less its attributions; a stance taken is part of what is claimed and stays."""
    pieces, start = [], sentence.start
    for one in sorted(said, key=lambda a: a.start):
        apart = one.said and not one.inferred and one.sort != "stance"
        if apart and sentence.start <= one.start and one.end <= sentence.end and one.start >= start:
            pieces.append(Span(start, one.start))
            start = one.end
    pieces.append(Span(start, sentence.end))
    return [p for p in pieces if p.end - p.start > 8]


def _clauses(page: Page, verb: Pattern, piece: Span, index: int) -> list[Clause]:
    low = page.low
    fronted = _FRONTED.match(low, piece.start, piece.end)
    edges = [(piece.start, fronted.group(1) if fronted else "")]
    if fronted:
        edges += _main_clause(verb, low, piece)
    for joint in _JOINTS.finditer(low, piece.start, piece.end):
        if joint.start() <= edges[-1][0] + 3 or _keeps(page, verb, edges[-1][0], joint, piece.end):
            continue
        edges.append((joint.start(), re.sub(r"[\s,;\"”–—-]+", " ", joint.group()).strip()))
    out = []
    for (start, word), (stop, _) in zip(edges, [*edges[1:], (piece.end, "")], strict=True):
        clause = _tidied(page, start, stop)
        if clause.end - clause.start > 5:
            out.append(Clause(clause.start, clause.end, index, word))
    return out


def _main_clause(verb: Pattern, low: str, piece: Span) -> list[tuple[int, str]]:
    """Where the main clause starts behind "After ..., ": at the first comma between two verbs."""
    for comma in re.finditer(r",\s", low[piece.start : piece.end]):
        at = piece.start + comma.start()
        if verb.search(low, piece.start, at) and verb.search(low, at, piece.end):
            return [(at, ",")]
    return []


def _keeps(page: Page, verb: Pattern, start: int, joint: re.Match[str], stop: int) -> bool:
    """Whether a joint joins words rather than clauses."""
    low = page.low
    word = re.sub(r"[\s,;\"”–—-]+", " ", joint.group()).strip()
    inside = any(q.start < joint.start() < q.end - 1 and not page.is_speech(q) for q in page.quotes)
    left, right = low[start : joint.start()], low[joint.end() : stop]
    if inside:
        return True
    if word in ("", ";", "--", "–", "—"):
        return False
    if word in ("which", "who", "where", "whose"):
        return _embedded(right) if joint.group().startswith(",") else _restricts(right)
    if word in ("and", "or") and re.match(r"(?:to|for|in|at|on|by|from|of)\b", right):
        return True
    if word in ("and", "or") and verb.search(_since_relative(left)) is None:
        return True
    if word in ("and", "or", "as", "with", "to") or word.endswith(("ing", "ed")):
        return verb.search(left) is None or not _starts_clause(verb, word, right)
    if word in ("despite",):
        return False
    if word in ("after", "because", "while", "when", "but", "although", "though", "whereas"):
        whole = _has_verb(verb, left, right) if word == "after" else verb.search(left)
        return not whole or len(right.split()) < 3
    return verb.search(left) is None


def _has_verb(verb: Pattern, left: str, right: str) -> bool:
    """Whether the left is a clause; a lone participle is none if the finite verb comes later."""
    relative = re.search(r"\b(?:who|which|that)\b", left)
    if relative and relative.start() > 2 and not verb.search(left[: relative.start()]):
        return (
            _AUXILIARY.search(re.split(r"[,;.]", right)[0]) is None
        )  # "men who fled after ... are"
    found = [hit.group() for hit in verb.finditer(left)]
    only_participles = bool(found) and all(word.endswith("ed") for word in found)
    if (
        only_participles
        and len(found) == 1
        and re.search(r"\b(?:people|persons?|men|those|inmates|prisoners) \w+ed\b", left)
    ):
        return _AUXILIARY.search(re.split(r"[,;.]", right)[0]) is None
    return bool(found)


def _since_relative(left: str) -> str:
    """What stands behind the last "where", "who" or "that": a subject may still grow there."""
    return re.split(r"\b(?:where|who|which|that)\b", left)[-1]


def _restricts(right: str) -> bool:
    """Whether the main verb is still to come, as in "anyone who is arrested must ..."."""
    head = re.split(r"[,;.]", right)[0]
    return len(_FINITE.findall(head)) >= 2


def _embedded(right: str) -> bool:
    """Whether the clause goes on behind it, as in ", who ..., were": both commas stay inside."""
    comma = right.find(",")
    return comma >= 0 and _TO_LATER.match(right, comma) is not None


def _starts_clause(verb: Pattern, word: str, right: str) -> bool:
    head = " ".join(right.split()[:9])
    if word == "with" or word == "to":
        return False
    if word.endswith(("ing", "ed")) and word not in ("and",):
        return len(right.split()) > 3
    stop = re.search(r"[,;.]", head)
    found = verb.search(head[: stop.start()] if stop else head)
    if found is None:
        return False
    before = head[: found.start()]
    if found.group().endswith("ed") and re.search(
        r"\b(?:of|for|in|to|by|with|those|all)\b", before
    ):
        return False  # "the life and integrity of all those detained"
    return not re.match(r"(?:\w+ ){0,2}(?:who|which|that)\b", head)


def _tidied(page: Page, start: int, stop: int) -> Span:
    span = trimmed(page.low, start, stop, _TRIM)  # addresses are blanks in the lower-case text
    while tag := _TAG.match(page.text, span.start, span.end):  # "[Text]" at the head of a wire
        span = trimmed(page.text, tag.end(), span.end, _TRIM)
    found = _HEAD.match(page.low[span.start : span.end])
    if found:
        span = trimmed(page.text, span.start + found.end(), span.end, _TRIM)
    tail = _TAIL.search(page.low[span.start : span.end])
    if tail:
        span = Span(span.start, span.start + tail.start())
    span = trimmed(page.text, span.start, span.end, ' ,.:"“”')
    quotes = page.text[span.start : span.end]
    closing = page.text[span.end : span.end + 1]
    if closing in ('"', "”") and quotes.count('"') % 2 + quotes.count("“") - quotes.count("”") == 1:
        span = Span(span.start, span.end + 1)  # give back the mark that ends a quoted word inside
    opening = page.text[span.start - 1 : span.start] if span.start else ""
    if opening in ('"', "“") and (
        quotes.count('"') % 2 == 1 or quotes.count("”") > quotes.count("“")
    ):
        span = Span(span.start - 1, span.end)
    return span
