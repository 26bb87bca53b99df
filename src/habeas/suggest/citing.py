"""What a voice leans on and the reader has not seen: a post, a picture, a tracker, a report."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from habeas.domain.draft import Cited
from habeas.suggest.rules import Book, Pattern, any_of
from habeas.suggest.sentences import Page
from habeas.suggest.spoken import Attribution

_ARTICLE = re.compile(r"^(?:the|an?|its|his|her|their)\s+", re.IGNORECASE)


def of(page: Page, book: Book, voices: Iterable[Attribution]) -> tuple[Cited, ...]:
    """What each of ``voices`` leans on, where its words name it; titles keep those words."""
    return tuple(_found(page, book, voices))


def _found(page: Page, book: Book, voices: Iterable[Attribution]) -> Iterator[Cited]:
    nouns, told = _nouns(book), _told(book)
    for place, one in enumerate(voices):
        if one.inferred or not one.said:
            continue
        kind, title = (
            _shown(page, nouns, one)
            if one.sort == "evidence"
            else _named(nouns, one) or _posted(page, book, told, one)
        )
        # One word ("a report", "images") names nothing that could be found again.
        if kind and len(title.split()) > 1:
            yield Cited(place, title, kind)


def _shown(page: Page, nouns: Mapping[str, Pattern], one: Attribution) -> tuple[str, str]:
    """The thing that shows, with who made it: the attribution from its noun to its verb."""
    low = page.low[one.start : one.end]
    for kind, noun in nouns.items():
        hit = noun.search(low)
        if hit:
            words = page.text[one.start + hit.start() : one.end].split()[:-1]
            return kind, re.sub(r"\s(?:that|which)$", "", " ".join(words))
    return "", ""


def _named(nouns: Mapping[str, Pattern], one: Attribution) -> tuple[str, str] | None:
    """A voice that is itself such a thing: "according to the tracker of ..."."""
    head = re.split(r",|\s(?:of|by|from|on|for|run|in)\s", one.name.lower())[0]
    for kind, noun in nouns.items():
        hits = list(noun.finditer(head))
        if hits and hits[-1].end() == len(head):
            return kind, _ARTICLE.sub("", one.name)
    return None


def _posted(
    page: Page, book: Book, told: list[tuple[str, Pattern]], one: Attribution
) -> tuple[str, str]:
    """What somebody wrote in a post or a statement: who, and the words that say where."""
    low = page.low[one.start : one.end]
    kind = str(book.speech["cited"]["verbs"].get(one.verb, ""))
    kind = kind or next((name for name, where in told if where.search(low)), "")
    before = one.source.start == one.start
    words = page.text[one.source.end : one.end] if before else ""
    said = " ".join(words.split())
    return kind, f"{one.name} {said}".strip() if one.name else ""


def _nouns(book: Book) -> dict[str, Pattern]:
    """What names a thing of each kind of source."""
    whole = r"(?<![\w-])<>(?![\w-])"
    nouns = book.speech["cited"]["nouns"]
    return {kind: _compiled(whole, tuple(words)) for kind, words in nouns.items()}


def _told(book: Book) -> list[tuple[str, Pattern]]:
    """Where something was said: "in a post", "on Twitter"."""
    cited = book.speech["cited"]
    where = tuple(cited["where"])
    found = [
        (kind, _compiled(r"\b<>\s+(?:[\w-]+\s+){1,3}?<>(?![\w-])", where, tuple(words)))
        for kind, words in cited["nouns"].items()
    ]
    network = _compiled(
        r"\b<>\s+(?:\w+\s+)?<>(?![\w-])", tuple(cited["on"]), tuple(cited["networks"])
    )
    return [("post", network), *found]


@cache
def _compiled(pattern: str, *words: tuple[str, ...]) -> Pattern:
    for some in words:
        pattern = pattern.replace("<>", any_of(some), 1)
    return re.compile(pattern)
