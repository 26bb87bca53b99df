"""Who the subject of a verb of speech is: its words, whether it can speak, and its name."""

from __future__ import annotations

import re

from habeas.domain.draft import Span
from habeas.suggest.found import Mention
from habeas.suggest.sentences import Page, trimmed
from habeas.suggest.spans import within
from habeas.suggest.speech import Speech

_BE = re.compile(
    r"\b(?:is|are|was|were|been|being|be|to|not|must|can|could|may|should|the|a|an|this|of|in|its|his|her|their)\s+(?:\w+ly\s+)?$"
)
_WHO = re.compile(r"\b(?:who|which|whom|what|whose)\s*$")
_BOUNDARY = re.compile(
    r"[;:\"“”\[\]>*]|\((?![\w .-]{1,15}\))|(?<=[^()]{16})\)|--+|\s[–—]\s"
    r"|\b(?:that|while|because|when|where|although|as|if|but|after|which)\b"
)
_EARLY = re.compile(
    r"(?:on|last|this)\s+(?:\w+\s+)?(?:\w+day|morning|evening|night|week|month|year)\s+"
)
MAX_WORDS = 22


def subject(page: Page, speech: Speech, sentence: Span, verb: int) -> Span | None:
    """The words before a verb that can be its subject."""
    low = page.low
    if _BE.search(low, max(sentence.start, verb - 24), verb):
        return None
    filler = speech.fillers.search(low, sentence.start, verb)
    stop = filler.start() if filler else verb
    comma = "," in low[stop:verb] and "however" not in low[stop:verb]
    if stop <= sentence.start or _WHO.search(low, max(sentence.start, stop - 8), stop):
        return None
    start = sentence.start
    for edge in _BOUNDARY.finditer(low, sentence.start, stop):
        start = edge.end()
    pieces = _pieces(low, start, stop)
    begin = pieces[-1]
    if comma and len(pieces) >= 2:  # "Ana Ruiz, head of the prisons, said"
        begin = pieces[-2]
        if (
            re.match(r"\s*(?:a|an|the|who|press|member)\b", low[pieces[-2] : stop])
            and len(pieces) >= 3
        ):
            begin = pieces[-3] if not re.match(r"\s*the\b", low[pieces[-2] : stop]) else begin
    begin = _after_and(speech, low, begin, stop)
    found = trimmed(page.text, begin, stop, ',.->"”')
    early = _EARLY.match(low[found.start : found.end])
    found = Span(found.start + early.end(), found.end) if early else found
    said = re.compile(
        r"^(?:and|but|or|meanwhile|however|in\s+turn|moreover|additionally|instead)[\s,]+"
    ).match(low[found.start : found.end])
    return Span(found.start + said.end(), found.end) if said else found


def _pieces(low: str, start: int, stop: int) -> list[int]:
    return (
        [start, *(m.end() for m in re.finditer(r",\s", low[start:stop]))]
        if start == 0
        else [start, *(start + m.end() for m in re.finditer(r",\s", low[start:stop]))]
    )


def _after_and(speech: Speech, low: str, start: int, stop: int) -> int:
    for hit in re.finditer(r"\band\b", low[start:stop]):
        if speech.finite.search(low, start, start + hit.start()):
            start = start + hit.end()
            break
    return start


def can_speak(page: Page, speech: Speech, names: list[Mention], source: Span, sort: str) -> bool:
    """Whether the words can be a speaker's; ``sort`` is how sure a sign of speech the verb is."""
    low = page.low[source.start : source.end]
    words = low.split()
    if not 1 <= len(words) <= MAX_WORDS:
        return False
    clean = re.sub(
        r"\b(?:based|called|named|united|armed|retired|detained|imprisoned|held|jailed|displaced|accused)\b",
        "",
        low,
    )
    if speech.finite.search(clean) and not speech.pronoun.fullmatch(low):
        return False
    if speech.pronoun.fullmatch(low):
        return low not in ("it",) or sort == "strong"
    if any(m.what == "actor" for m in within(names, source)):
        return True
    if speech.speaker.search(low):
        return True
    shouted = page.shouted and len(words) <= 3 and sort == "strong"
    capital = (
        page.text[source.start].isupper()
        and len(words) <= 4
        and source.start not in _heads(page)
        and not page.shouted
    )
    single = (
        len(words) == 1
        and page.text[source.start].isupper()
        and sort == "strong"
        and words[0] not in ("this", "that", "these", "there", "which", "what")
    )
    return shouted or capital or single


def _heads(page: Page) -> set[int]:
    return {s.start for s in page.sentences}


def speaker_name(page: Page, names: list[Mention], source: Span) -> str:
    """The person at the end of the words, else the words themselves."""
    written = re.sub(r"\s+", " ", page.text[source.start : source.end])
    written = re.split(r",\s+(?:citing|quoting)\b", written)[0]
    for one in within(names, source):
        if one.value.get("kind") != "person":
            continue
        at_edge = one.end == source.end or (
            page.text[one.end : one.end + 1] == "," and one.start - source.start < 60
        )
        before = page.low[source.start : one.start]
        owned = re.search(r"\b(?:of|by|for|to|'s)\s*$", before) or " and " in before
        if at_edge and not owned:
            return str(one.value["name"])
    return re.sub(r"^(?:the|a|an)\s+(?=the\b)", "", written)
