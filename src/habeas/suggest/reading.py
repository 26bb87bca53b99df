"""From a text to its mentions and its suggested claims: the reader's steps in order."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable

from habeas.suggest import (
    attributions,
    carrying,
    claims,
    clauses,
    counting,
    dates,
    figures,
    hits,
    lexicon,
    links,
    names,
    noise,
    rules,
    sentences,
    speech,
    spoken,
)
from habeas.suggest.fields import Found
from habeas.suggest.found import Mention, Suggestion
from habeas.suggest.hits import Hit, Reading

Known = Iterable[tuple[str, str] | str]


def mentions(text: str, *, language: str, published: str, known: Known) -> list[Mention]:
    """All mentions of ``text`` by start; what a language has no rules for is left out."""
    words, text = lexicon.load(language), noise.blanked(text)
    found = (
        [*figures.find(text, words), *dates.find(text, words, published)] if words.sections else []
    )
    book = rules.load(language)
    if book is not None:
        page = sentences.read(text)
        named = names.find(page, book, known)
        found += [
            *named,
            *spoken.mentions(attributions.find(page, speech.patterns(language), named)),
        ]
    return sorted(found, key=lambda m: (m.start, m.end, m.what))


def suggest(text: str, *, language: str, published: str, known: Known) -> list[Suggestion]:
    """The claims that ``text`` seems to make, by start; none in a language without rules."""
    text = noise.blanked(text)
    read = _read(text, language=language, published=published, known=known)
    if read is None:
        return []
    told = hits.find(read)
    found = sorted([*told, *counting.find(read, told)], key=_place)
    drafts = carrying.carried(read, found, [claims.draft(read, hit) for hit in found])
    keys = _keys(text, found)
    return [
        Suggestion(draft, draft.claim.reason, key)
        for draft, key in zip(links.linked(read, found, drafts, keys), keys, strict=True)
    ]


def _read(text: str, *, language: str, published: str, known: Known) -> Reading | None:
    book = rules.load(language)
    if book is None or not text.strip():
        return None
    words, talk = lexicon.load(language), speech.patterns(language)
    page = sentences.read(text)
    named = names.find(page, book, known)
    said = attributions.find(page, talk, named)
    found = Found(
        _ordered(figures.find(text, words)),
        _ordered(dates.find(text, words, published)),
        _ordered(figures.find_durations(text, words)),
        named,
    )
    cut = clauses.cut(page, book, said)
    return Reading(page, book, found, said, cut, dict(talk.doubt), published)


def _place(hit: Hit) -> tuple[int, int, str]:
    return hit.spans[0].start, hit.spans[0].end, hit.rule.type


def _ordered(found: list[Mention]) -> list[Mention]:
    return sorted(found, key=lambda mention: mention.start)


def _keys(text: str, found: list[Hit]) -> list[str]:
    """A key for each hit: its type and words, and which of several alike it is."""
    seen: Counter[str] = Counter()
    out = []
    for hit in found:
        quote = " ".join(text[hit.spans[0].start : hit.spans[0].end].split())
        digest = hashlib.sha256(
            f"{hit.rule.type}\n{quote}".encode("utf-8", "surrogatepass")
        ).hexdigest()[:16]
        seen[digest] += 1
        out.append(digest if seen[digest] == 1 else f"{digest}-{seen[digest]}")
    return out
