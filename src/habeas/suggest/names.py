"""Names of people, organisations and places, told by their capitals, their titles and a few lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from habeas.suggest.found import Mention
from habeas.suggest.rules import Book, any_of
from habeas.suggest.sentences import Page, body_start

_WORD = re.compile(
    r"[^\W\d_][\w]*(?:['’][A-Za-z]\w+|[-.][^\W\d_]\w*)*|\b[A-Z]\.(?:[A-Z]\.)+|[A-Z]\."
)
_HANDLE = re.compile(r"(?<![\w@./])@\w{2,30}")
_DATELINE = re.compile(
    r"^[ \t]*([A-ZÀ-Þ][A-ZÀ-Þ .,/]{2,50}), \d{1,2} [A-Z]{3,9} \d{2,4} \(([^()\n]{2,40})\)",
    re.MULTILINE,
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:in|at|near|from|throughout|outside|inside|to|across|around|of))\s+(?:the\s+)?$"
)
_HELD_AT = re.compile(r"\b(?:in|at|near|inside|outside|throughout)\s+(?:the\s+)?$")
_MAX_WORDS = 9

Known = Iterable[tuple[str, str] | str]


def find(page: Page, book: Book, known: Known = ()) -> list[Mention]:
    """Actors and places of ``page`` in order; ``known`` names win over what the text suggests."""
    found = [*_known(page, known), *_handles(page), *_datelines(page)]
    found += _listed(page, book.names)
    found += _titled(page, book.names) if page.shouted else _capitalised(page, book.names)
    return _settled(found, body_start(page.text))


def mention(what: str, start: int, end: int, kind: str, name: str, **more: str) -> Mention:
    """A mention of an actor or a place, its name on one line."""
    return Mention(what, start, end, {"name": re.sub(r"\s+", " ", name), "kind": kind, **more})


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])" + any_of(words) + r"(?![\w-])")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of ``words`` as whole words, in lower-case text."""
    return _pattern(tuple(words))


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
        yield mention("actor", *hit.span(), "organisation", page.text[hit.start() : hit.end()])


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
        judged = _judged(page, names, start, end)
        if judged is None:
            later.append((start, end))
            continue
        if judged.value["kind"] == "person":
            surnames[str(judged.value["name"]).split()[-1]] = str(judged.value["name"])
        yield judged
    for start, end in later:
        words = page.text[start:end].split()
        if words[-1] in surnames and len(words) == 1:
            yield mention("actor", start, end, "person", surnames[words[-1]])
        elif _HELD_AT.search(page.low[max(0, start - 16) : start]) and len(words) <= 3:
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


def _judged(page: Page, names: Mapping[str, Any], start: int, end: int) -> Mention | None:
    """What a run of capitalised words names, or None if it does not tell by itself."""
    title = pattern(names["titles"])
    low, text = page.low[start:end], page.text
    led = title.match(low)
    while led and led.end() < len(low):  # "President Vinicio Cerezo": the name without its title
        start += len(low[: led.end()]) + len(low[led.end() :]) - len(low[led.end() :].lstrip(" ."))
        low = page.low[start:end]
        start = _behind_field(low, names["fields"], start)
        low = page.low[start:end]
        led = title.match(low)
        if not led and low and not pattern(names["small"]).match(low):
            return mention("actor", start, end, "person", text[start:end])
    if not re.search(r"\w", low):
        return None
    inner = [hit for hit in title.finditer(low) if hit.start() > 0 and hit.end() < len(low) - 2]
    if inner and not pattern(names["organisations"]).search(low):  # "Valdorian President Ana Ruiz"
        start = start + inner[-1].end() + 1
        return mention("actor", start, end, "person", text[start:end])
    before = page.low[max(0, start - 40) : start]
    facility = pattern(names["facilities"])
    if facility.search(low) and low not in names["facilities"]:
        return mention("place", start, end, "detention", text[start:end])
    after = re.match(
        r"\s*[\[(]?" + any_of(names["facilities"]) + r"\b[\])]?", page.low[end : end + 40]
    )
    if after and low not in names["countries"]:
        stop = end + after.end()
        return mention("place", start, stop, "detention", re.sub(r"[\[\]()]", "", text[start:stop]))
    if re.search(pattern(names["kinds"]).pattern + r"\s+$", before):
        return mention("actor", start, end, "organisation", text[start:end])
    if pattern(names["outlets"]).fullmatch(low) or pattern(names["organisations"]).search(low):
        return mention("actor", start, end, "organisation", text[start:end])
    words = low.split()
    if words[-1] in names["localities"]:
        return mention("place", start, end, "locality", text[start:end])
    told = re.search(title.pattern + r"\s+$", before) is not None
    if told and not _is_acronym(text[start:end]):
        return mention("actor", start, end, "person", text[start:end])
    if _is_acronym(text[start:end]):
        return mention("actor", start, end, "organisation", text[start:end])
    if _PLACE_BEFORE.search(before) and _HELD_AT.search(before):
        return mention("place", start, end, "", text[start:end])
    if 2 <= len(words) <= 4 and not set(words) & {"of", "the", "on", *names["things"]}:
        return mention("actor", start, end, "person", text[start:end])
    return None


def _behind_field(low: str, fields: list[str], start: int) -> int:
    """Where the name starts in "of penal centers Ana Ruiz": behind what the office is about."""
    if not low.startswith(("of ", "for ", "the ")):
        return start
    last = [hit.end() for hit in pattern(fields).finditer(low)]
    return start + last[-1] + 1 if last and last[-1] < len(low) - 3 else start


def _is_acronym(name: str) -> bool:
    return name.isupper() and 2 <= len(name) <= 7 and " " not in name


def _titled(page: Page, names: Mapping[str, Any]) -> Iterator[Mention]:
    """In capitals throughout: a title leads a person, a kind of place ends a place, and little else tells."""
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
