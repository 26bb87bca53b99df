"""Names of people, organisations and places, by their capitals, titles and a few lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from habeas.suggest.found import Mention
from habeas.suggest.namekinds import HELD_AT, judged, mention, pattern
from habeas.suggest.rules import Book
from habeas.suggest.sentences import Page, body_start

_WORD = re.compile(
    r"[^\W\d_][\w]*(?:['’][A-Za-z]\w+|[-.][^\W\d_]\w*)*|\b[A-Z]\.(?:[A-Z]\.)+|[A-Z]\."
)
_HANDLE = re.compile(r"(?<![\w@./])@\w{2,30}")
_DATELINE = re.compile(
    r"^[ \t]*([A-ZÀ-Þ][A-ZÀ-Þ .,/]{2,50}), \d{1,2} [A-Z]{3,9} \d{2,4} \(([^()\n]{2,40})\)",
    re.MULTILINE,
)
_MAX_WORDS = 9

Known = Iterable[tuple[str, str] | str]


def find(page: Page, book: Book, known: Known = ()) -> list[Mention]:
    """Actors and places of ``page`` in order; ``known`` names win over what the text suggests."""
    found = [*_known(page, known), *_handles(page), *_datelines(page)]
    found += _listed(page, book.names)
    found += _titled(page, book.names) if page.shouted else _capitalised(page, book.names)
    return _settled(found, body_start(page.text))


def _known(page: Page, known: Known) -> Iterator[Mention]:
    for entry in known:
        name, what = (entry, "actor") if isinstance(entry, str) else (entry[0], entry[1])
        if len(name) < 3:
            continue
        for hit in re.finditer(rf"(?<!\w){re.escape(name.lower())}(?!\w)", page.low):
            yield mention(
                _sort(what),
                hit.start(),
                hit.end(),
                "" if what in ("actor", "place") else what,
                name,
            )


def _sort(what: str) -> str:
    return (
        "place"
        if what in ("place", "country", "detention", "department", "municipality")
        else "actor"
    )


def _handles(page: Page) -> Iterator[Mention]:
    for hit in _HANDLE.finditer(page.text):
        yield mention("actor", hit.start(), hit.end(), "handle", hit.group())


def _datelines(page: Page) -> Iterator[Mention]:
    for hit in _DATELINE.finditer(page.text):
        yield mention("place", *hit.span(1), "locality", hit.group(1))
        yield mention("actor", *hit.span(2), "organisation", hit.group(2))


def _listed(page: Page, names: Mapping[str, Any]) -> Iterator[Mention]:
    for hit in pattern(names["countries"]).finditer(page.low):
        if page.text[hit.start()].isupper():
            yield mention("place", *hit.span(), "country", page.text[hit.start() : hit.end()])
    for hit in pattern(names["bodies"]).finditer(page.low):
        words = page.text[hit.start() : hit.end()]
        kind = "office" if "office" in hit.group() else "organisation"
        kind = "group" if hit.group().endswith("groups") else kind
        yield mention("actor", *hit.span(), kind, words)


def _capitalised(page: Page, names: Mapping[str, Any]) -> Iterator[Mention]:
    """Runs of capitalised words, judged by what they hold and what stands around them."""
    starts = {_first_letter(page.text, sentence.start) for sentence in page.sentences}
    surnames: dict[str, str] = {}
    later = []
    for start, end in _runs(page, names):
        if (
            start in starts
            and page.text[start:end].isalpha()
            and not page.text[start:end].isupper()
        ):
            later.append((start, end))  # one capital at the head of a sentence says nothing
            continue
        one = judged(page, names, start, end)
        if one is None:
            later.append((start, end))
            continue
        if one.value["kind"] == "person":
            surnames[str(one.value["name"]).split()[-1]] = str(one.value["name"])
        yield one
    for start, end in later:
        words = page.text[start:end].split()
        if words[-1] in surnames and len(words) == 1:
            yield mention("actor", start, end, "person", surnames[words[-1]])
        elif HELD_AT.search(page.low[max(0, start - 16) : start]) and len(words) <= 3:
            yield mention("place", start, end, "", page.text[start:end])


def _runs(page: Page, names: Mapping[str, Any]) -> Iterator[tuple[int, int]]:
    small, never = set(names["small"]), set(names["never"])
    for sentence in page.sentences:
        run: list[re.Match[str]] = []
        bridge: list[re.Match[str]] = []
        for word in _WORD.finditer(page.text, sentence.start, sentence.end):
            joined = not run or not re.search(
                r"[^\s]", page.text[(bridge or run)[-1].end() : word.start()]
            )
            if run and not joined:
                yield from _run(run)
                run, bridge = [], []
            low = page.low[word.start() : word.end()]
            if word.group()[0].isupper() and low not in never and len(run) < _MAX_WORDS:
                run += [*bridge, word]
                bridge = []
            elif run and low in small and len(bridge) < 3:
                bridge.append(word)
            else:
                yield from _run(run)
                run, bridge = [], []
        yield from _run(run)


def _first_letter(text: str, start: int) -> int:
    while start < len(text) and not text[start].isalnum():
        start += 1
    return start


def _run(run: list[re.Match[str]]) -> Iterator[tuple[int, int]]:
    if run and run[-1].end() - run[0].start() > 1:
        yield run[0].start(), run[-1].end()


def _titled(page: Page, names: Mapping[str, Any]) -> Iterator[Mention]:
    """In capitals throughout: a title leads a person, a kind of place ends a place."""
    never = set(names["never"]) | set(names["titles"]) | set(names["organisations"])
    never |= {word for facility in names["facilities"] for word in facility.split()}
    surnames: dict[str, str] = {}
    for title in pattern(names["titles"]).finditer(page.low):
        words = _plain_words(page, never, title.end())
        if len(words) >= 2 or (words and title.group() in _LEADS_SURNAME):
            start, end = words[0].start(), words[-1].end()
            name = page.text[start:end]
            surnames[page.low[words[-1].start() : end]] = name
            yield mention("actor", start, end, "person", name)
    for facility in pattern(names["facilities"]).finditer(page.low):
        head = re.search(
            r"\b([a-zà-ÿ]{4,})\s+$", page.low[max(0, facility.start() - 30) : facility.start()]
        )
        if (
            head
            and head.group(1) not in never | _COMMON
            and not head.group(1).endswith(("ing", "ed", "ous", "ary"))
        ):
            start = facility.start() - len(head.group())
            yield mention(
                "place", start, facility.end(), "detention", page.text[start : facility.end()]
            )
    if surnames:
        for hit in pattern(sorted(surnames)).finditer(page.low):
            yield mention("actor", *hit.span(), "person", surnames[hit.group()])


_LEADS_SURNAME = {
    "president",
    "col",
    "colonel",
    "mr",
    "mrs",
    "ms",
    "dr",
    "gen",
    "justice",
    "senator",
    "bishop",
}
_COMMON = {
    "this",
    "that",
    "same",
    "from",
    "their",
    "local",
    "state",
    "federal",
    "maximum",
    "security",
    "main",
    "inside",
    "near",
    "better",
    "every",
    "these",
    "those",
    "other",
    "penal",
    "central",
    "crowded",
    "military",
    "private",
    "public",
}


def _plain_words(page: Page, never: set[str], start: int) -> list[re.Match[str]]:
    words: list[re.Match[str]] = []
    for word in _WORD.finditer(page.text, start, min(len(page.text), start + 50)):
        gap = page.text[words[-1].end() if words else start : word.start()]
        low = page.low[word.start() : word.end()]
        verbish = re.search(r"(?:ed|ing|ity|tion)$", low)
        if gap.strip() or "\n\n" in gap or low in never or verbish or len(words) == 3:
            break
        words.append(word)
    return words


def _settled(found: list[Mention], start: int) -> list[Mention]:
    """Without overlaps: the earlier list wins over the later, and the longer name within a list."""
    kept: list[Mention] = []
    for one in sorted(found, key=lambda m: (-(m.end - m.start), m.start)):
        if one.start >= start and all(one.end <= o.start or o.end <= one.start for o in kept):
            kept.append(one)
    return sorted(kept, key=lambda m: m.start)
