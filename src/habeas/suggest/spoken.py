"""Attributions once found: the record itself, and how several of one text fit together."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from habeas.domain.draft import Span
from habeas.suggest.found import Mention
from habeas.suggest.sentences import Page


@dataclass(frozen=True, slots=True)
class Attribution:
    """``source`` (words as written) ``verb`` ...: it speaks for the stretches ``contents``."""

    start: int
    end: int
    source: Span
    name: str
    verb: str
    sort: str  # strong, weak, stance, frame, evidence, according, outlet
    contents: tuple[Span, ...]
    medium: str = ""
    said: bool = True  # False: a frame that only passes on; not an attribution in its own right
    inferred: bool = False

    def covers(self, start: int, end: int) -> bool:
        """Whether it speaks for ``start``..``end``."""
        return any(c.start <= start and end <= c.end for c in self.contents)

    @property
    def reach(self) -> int:
        """How much text it speaks for: the nearest voice has the smallest reach."""
        return sum(c.end - c.start for c in self.contents)


def mentions(found: list[Attribution]) -> list[Mention]:
    """The attributions that the text itself states, as mentions."""
    return [
        Mention("attribution", a.start, a.end, {"source": a.name, "verb": a.verb})
        for a in found
        if a.said and not a.inferred
    ]


def bounded(found: list[Attribution]) -> list[Attribution]:
    """What one voice says ends where the next voice of the sentence takes over."""
    return [
        replace(one, contents=tuple(_cut(one, content, found) for content in one.contents))
        for one in found
    ]


def _cut(one: Attribution, content: Span, found: list[Attribution]) -> Span:
    stop = content.end
    for other in found:
        between = content.start < other.start < stop and other.start > one.end
        if between and other.sort != "frame" and (speaks_back(other) or other.sort == "stance"):
            stop = other.start
    return Span(content.start, max(stop, content.start + 1))


def speaks_back(one: Attribution) -> bool:
    """Whether what is said stands before the words that attribute it."""
    return one.contents[0].end <= one.start


def resolved(page: Page, names: list[Mention], found: list[Attribution]) -> list[Attribution]:
    """Pronouns replaced by the last person named before them."""
    out: list[Attribution] = []
    for one in found:
        low = page.low[one.source.start : one.source.end]
        name = one.name
        if low in ("he", "she"):
            name = _person_before(page, names, out, one) or name
        elif low == "they":
            name = out[-1].name if out else name
        out.append(replace(one, name=name))
    return out


def _person_before(
    page: Page, names: list[Mention], before: list[Attribution], one: Attribution
) -> str:
    """The person named last, or whoever spoke last in the same paragraph if that is nearer."""
    people = [m for m in names if m.value.get("kind") == "person" and m.end <= one.start]
    spoke = [a for a in before if a.sort in ("strong", "weak", "stance")][-1:]
    here = page.paragraph_at(one.start)
    for last in spoke:
        nearer = not people or people[-1].start < last.start
        if nearer and page.paragraph_at(last.start) == here:
            return last.name
    return str(people[-1].value["name"]) if people else ""


def open_quotes(page: Page, found: list[Attribution]) -> Iterator[Attribution]:
    """A paragraph that is one quotation without a speaker goes on from the paragraph before."""
    for quote in page.quotes:
        index = page.paragraph_at(quote.start)
        paragraph = page.paragraphs[index]
        whole = quote.start == paragraph.start and paragraph.end - quote.end <= 1
        if (
            not whole
            or not page.is_speech(quote)
            or any(a.covers(quote.start + 1, quote.end - 1) for a in found)
        ):
            continue
        before = [
            a
            for a in found
            if a.said and page.paragraph_at(a.start) == index - 1 and _quotes(page, a)
        ]
        if before:
            last = before[-1]
            yield replace(
                last,
                start=quote.start,
                end=quote.start,
                contents=(quote,),
                inferred=True,
                medium="",
            )


def _quotes(page: Page, one: Attribution) -> bool:
    return any(page.quote_at(c.start) or page.quote_at(c.end - 1) for c in one.contents)
