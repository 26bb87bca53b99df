"""What a run of capitalised words names: a person, an organisation, a place, or nothing sure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from habeas.suggest.found import Mention
from habeas.suggest.rules import any_of
from habeas.suggest.sentences import Page

HELD_AT = re.compile(r"\b(?:in|at|near|inside|outside|throughout)\s+(?:the\s+)?$")


def mention(what: str, start: int, end: int, kind: str, name: str, **more: str) -> Mention:
    """A mention of an actor or a place, its name on one line."""
    return Mention(what, start, end, {"name": re.sub(r"\s+", " ", name), "kind": kind, **more})


@cache
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"(?<![\w-])" + any_of(words) + r"(?![\w-])")


def pattern(words: Iterable[str]) -> re.Pattern[str]:
    """Any of ``words`` as whole words, in lower-case text."""
    return _pattern(tuple(words))


def judged(page: Page, names: Mapping[str, Any], start: int, end: int) -> Mention | None:
    """What a run of capitalised words names, or None if it does not tell by itself."""
    titled = _titled(page, names, start, end)
    if titled is not None:
        return titled
    low, text = page.low[start:end], page.text
    if not re.search(r"\w", low):
        return None
    before = page.low[max(0, start - 40) : start]
    place = _place(page, names, start, end)
    if place is not None:
        return place
    if _is_organisation(names, low, before):
        return mention("actor", start, end, "organisation", text[start:end])
    words = low.split()
    if words[-1] in names["localities"]:
        return mention("place", start, end, "locality", text[start:end])
    if _is_acronym(text[start:end]):
        return mention("actor", start, end, "organisation", text[start:end])
    if re.search(pattern(names["titles"]).pattern + r"\s+$", before):
        return mention("actor", start, end, "person", text[start:end])
    if HELD_AT.search(before) or _is_of_a_place(names, low, before):
        return mention("place", start, end, "", text[start:end])
    if 2 <= len(words) <= 4 and not set(words) & {"of", "the", "on", *names["things"]}:
        return mention("actor", start, end, "person", text[start:end])
    return None


def _titled(page: Page, names: Mapping[str, Any], start: int, end: int) -> Mention | None:
    """The person behind a title at the head of the run or inside it."""
    title, low = pattern(names["titles"]), page.low[start:end]
    led = title.match(low)
    while led and led.end() < len(low):  # "President Tadeo Varn": the name without its title
        start += len(low) - len(low[led.end() :].lstrip(" ."))
        start = _behind_field(page.low[start:end], names["fields"], start)
        low = page.low[start:end]
        led = title.match(low)
        if not led and low and not pattern(names["small"]).match(low):
            return mention("actor", start, end, "person", page.text[start:end])
    inner = [hit for hit in title.finditer(low) if hit.start() > 0 and hit.end() < len(low) - 2]
    if inner and not pattern(names["organisations"]).search(low):  # "Valdorian President Ana Ruiz"
        start = start + inner[-1].end() + 1
        return mention("actor", start, end, "person", page.text[start:end])
    return None


def _place(page: Page, names: Mapping[str, Any], start: int, end: int) -> Mention | None:
    """A place of detention: its kind is in its name, or stands behind it."""
    low, text = page.low[start:end], page.text
    if pattern(names["facilities"]).search(low) and low not in names["facilities"]:
        return mention("place", start, end, "detention", text[start:end])
    kind = r"\s*[\[(]?" + any_of(names["facilities"]) + r"\b[\])]?"
    after = re.match(kind, page.low[end : end + 40])
    if after and low not in names["countries"]:
        stop = end + after.end()
        return mention("place", start, stop, "detention", re.sub(r"[\[\]()]", "", text[start:stop]))
    return None


def _is_of_a_place(names: Mapping[str, Any], low: str, before: str) -> bool:
    """Whether "the streets of" or the like leads here; silent where the name may be another's."""
    if set(low.split()) & {*names["things"], *names["fields"]} or len(low.split()) > 4:
        return False
    part = pattern(names["parts_of_places"]).pattern
    return re.search(part + r"\s+of\s+(?:the\s+)?$", before) is not None


def _is_organisation(names: Mapping[str, Any], low: str, before: str) -> bool:
    if re.search(pattern(names["kinds"]).pattern + r"\s+$", before):
        return True
    if pattern(names["outlets"]).fullmatch(low):
        return True
    return pattern(names["organisations"]).search(low) is not None


def _behind_field(low: str, fields: list[str], start: int) -> int:
    """Where the name starts in "of penal centers Ana Ruiz": behind what the office is about."""
    if not low.startswith(("of ", "for ", "the ")):
        return start
    last = [hit.end() for hit in pattern(fields).finditer(low)]
    return start + last[-1] + 1 if last and last[-1] < len(low) - 3 else start


def _is_acronym(name: str) -> bool:
    return name.isupper() and 2 <= len(name) <= 7 and " " not in name
