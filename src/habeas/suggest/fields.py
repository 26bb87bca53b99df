"""The fields of a claim, read from its clause: when, how many, where, on what grounds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from habeas.domain.claim import Stage
from habeas.domain.draft import PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.when import Duration, Holding, When
from habeas.suggest.found import Mention
from habeas.suggest.rules import Book, Pattern, Rule
from habeas.suggest.sentences import Page, trimmed
from habeas.suggest.spans import within

# The words behind a figure that can still be part of what it counts.
COUNTED_WORDS = re.compile(
    r"(?:\s+(?!(?:and|or|in|among|at|from|to|on|by|after|for|was|were|are|is|have|has|had|who|that)\b)"
    r"[\w-]+){0,3}"
)

# Acts of a moment: "have been arrested" does not say that anything still holds.
_MOMENTS = (
    "measure/detention",
    "measure/transfer",
    "measure/release",
    "measure/search",
    "measure/deployment",
    "measure/negotiation",
)


@dataclass(frozen=True, slots=True)
class Found:
    """All mentions of a text that fields are filled from."""

    figures: list[Mention]
    dates: list[Mention]
    durations: list[Mention]
    names: list[Mention]


def when(page: Page, book: Book, found: Found, span: Span, type_: str) -> When:
    """The date in the clause; else, for what holds at present, the day the source speaks."""
    words = book.words
    clause = page.low[span.start : span.end]
    ends_open = words["open_end"].search(clause)
    for date in within(found.dates, span):
        if not words["open_end"].search(page.low, date.start, date.end):
            return _dated(page, words, span, date, str(date.value.get("edtf") or ""))
    lasts = type_.startswith(("measure/", "condition/"))
    lasting = _lasting(words, clause, type_) if lasts else None
    if lasting and not words["future"].search(clause):
        said = lasting.group() + (f" … {ends_open.group()}" if ends_open else "")
        return When("/.." if ends_open else "/", said, Holding.SOURCE_DAY)
    return When()


def before_it_speaks(page: Page, book: Book, span: Span, published: str) -> When:
    """What is told as past, without a day: at some time before the source speaks."""
    told = book.words["past"].finditer(page.low[span.start : span.end])
    past = max(told, key=lambda hit: len(hit.group().split()), default=None)  # "were" before more
    if not past or not published or "/" in published:
        return When()
    return When(f"/{published}", _written(page, span, past, 0))


def fear(page: Page, book: Book, span: Span) -> str:
    """The words that say what is feared, in a clause that tells of a fear."""
    hit = book.words["fear"].search(page.low[span.start : span.end])
    return _written(page, span, hit, 0) if hit else ""


def _lasting(words: Mapping[str, Pattern], clause: str, type_: str) -> re.Match[str] | None:
    """The verb in the present tense, but not the one inside "prisons that hold ...".

    Nor an order: that inmates "must remain" or "are to stay" does not say that they do.
    """
    pattern = words["under_way"] if type_ in _MOMENTS else words["present"]
    orders = list(words["ordered"].finditer(clause))
    for hit in pattern.finditer(clause):
        if any(order.start() <= hit.start() < order.end() for order in orders):
            continue
        if orders and orders[0].end() <= hit.start() and words["infinitive"].search(hit.group()):
            continue
        if not re.search(r"\b(?:that|who|which|where)\s+(?:\w+\s+){0,2}$", clause[: hit.start()]):
            return hit
    return None


def _dated(page: Page, words: Mapping[str, Pattern], span: Span, date: Mention, edtf: str) -> When:
    before = page.low[span.start : date.start]
    said = " ".join(page.text[date.start : date.end].split())
    since = words["since"].search(before)
    until = words["until"].search(before)
    if not edtf:  # "on Sunday" in a source without a date: the words alone
        return When("", said)
    if "/" in edtf:
        begun = edtf.endswith("..")
        return When(edtf, said, Holding.EVERY_DAY if begun else Holding.SOME_DAY, began=begun)
    if since:
        still = re.match(r"since", since.group()) or re.search(r"\b(?:has|have) been\b", before)
        start = " ".join(page.text[span.start + since.start() : date.end].split())
        said = start if len(start) < 30 else said
        return When(f"{edtf}/.." if still else f"{edtf}/", said, Holding.EVERY_DAY, began=True)
    if until:
        return When(f"/{edtf}", said, Holding.EVERY_DAY, ended=True)
    return When(edtf, said, Holding.SOME_DAY)


def duration(page: Page, found: Found, span: Span) -> Duration:
    """The length or rhythm in the clause; "for 24 hours" may be once or daily, so it is unclear."""
    for one in within(found.durations, span):
        before = page.low[max(span.start, one.start - 12) : one.start]
        iso, rhythm = str(one.value.get("iso", "")), str(one.value.get("rhythm", ""))
        if re.search(r"\b(?:after|every|ago|past|last|over)\s+(?:the\s+)?$", before):
            continue
        unclear = iso == "PT24H" and not rhythm
        words = str(one.value.get("words", ""))
        led = re.search(r"\bfor\s+$", before) is not None
        return Duration(iso, f"for {words}" if led else words, rhythm, unclear)
    return Duration()


def quantity(
    page: Page, book: Book, found: Found, span: Span, type_: str
) -> tuple[Quantity, Mention | None]:
    """How many people a claim of ``type_`` is about, and the figure that says so."""
    deadly = type_ in ("incident/killing", "incident/death-in-custody")
    for one in within(found.figures, span):
        counted = figure_type(page, book, one, span)
        people = book.words["person_unit"].search(page.low, one.start, one.end)
        if people and counted in ("", "figure/prisoners", "figure/arrests", "figure/hostages"):
            return as_quantity(page, one), one
        if deadly and counted in ("figure/deaths", "figure/homicides"):
            return as_quantity(page, one), one
    some = book.words["some_people"].search(page.low[span.start : span.end])
    if some:
        return _some(_written(page, span, some, 0)), None
    return Quantity(), None


def _some(words: str) -> Quantity:
    """At least one: "some inmates", or "some" of those told of before."""
    last = words.split()[-1]
    unit = "" if last.lower() in ("some", "them") else last
    return Quantity(low=Decimal(1), unit=unit, words=words)


def as_quantity(page: Page, figure: Mention) -> Quantity:
    """The Quantity of a figure mention."""
    made = figure.value.get("quantity")
    if isinstance(made, Quantity):
        return made
    return Quantity(words=" ".join(page.text[figure.start : figure.end].split()))


def figure_type(page: Page, book: Book, figure: Mention, sentence: Span) -> str:
    """What a figure counts, as a type of figure claim; empty if nothing that we know."""
    low = page.low
    tail = COUNTED_WORDS.match(low, figure.end, sentence.end)
    end = tail.end() if tail else figure.end
    context = (
        f"{low[max(sentence.start, figure.start - 45) : figure.start]}|{low[figure.start : end]}"
    )
    context += f"#{low[sentence.start : sentence.end]}"
    return next((name for name, pattern in book.figures if pattern.search(context)), "")


def scope(page: Page, book: Book, found: Found, span: Span) -> Scope:
    """Where the clause says that it reaches, beside the places it names."""
    low = page.low[span.start : span.end]
    words = book.words
    place = words["place_class"].search(low)
    touched = max(words["activities"].finditer(low), key=lambda hit: len(hit.group()), default=None)
    made = Scope(nationwide=words["nationwide"].search(low) is not None)
    if touched:
        made = replace(made, activities=_written(page, span, touched, 1))
    if place:
        said = _cut_at_verb(book, _written(page, span, place, 1))
        low_count, high_count = _places(
            found, Span(span.start + place.start(1), span.start + place.end(1))
        )
        made = replace(
            made, place_class=said, places_low=low_count, places_high=high_count, words=said
        )
    outside = words["outside"].search(low)
    if outside and not place:
        said = _written(page, span, outside, 1)
        made = replace(made, place_class=said, words=said)
    system = words["whole_system"].search(low)
    if system and made == Scope():  # "a prison emergency" reaches the prisons
        made = Scope(words=_written(page, span, system, 1))
    return made


def _cut_at_verb(book: Book, words: str) -> str:
    """A class of places less the verb behind it: "where ..." holds one verb, "with ..." none."""
    relative = re.search(r"\s(with|that|where|which|holding|in which|in)\s", words)
    if not relative:
        return words
    verbs = list(book.words["verb"].finditer(words.lower(), relative.end()))
    if relative.group(1) in ("that", "where", "which", "in which"):
        verbs = (
            verbs[2:] if len(verbs) > 1 and verbs[1].start() - verbs[0].end() == 1 else verbs[1:]
        )
    return words[: verbs[0].start()].strip() if verbs else words


def _places(found: Found, span: Span) -> tuple[int | None, int | None]:
    for one in within(found.figures, span):
        low, high = one.value.get("low"), one.value.get("high")
        return (int(low) if low is not None else None), (int(high) if high is not None else None)
    return None, None


def grounds(page: Page, book: Book, span: Span) -> Grounds:
    """The purpose, the condition and the legal basis that the clause names."""
    low = page.low[span.start : span.end]

    def read(name: str) -> str:
        hit = book.words[name].search(low)
        return _written(page, span, hit, 0) if hit else ""

    return Grounds(read("purpose"), read("condition"), read("legal"))


def _written(page: Page, span: Span, hit: re.Match[str], group: int) -> str:
    inner = trimmed(page.text, span.start + hit.start(group), span.start + hit.end(group), ' ,;"“”')
    return " ".join(page.text[inner.start : inner.end].split())


def places(page: Page, found: Found, span: Span) -> tuple[PlaceName, ...]:
    """The places that the clause names, each once."""
    kinds = {"country": "country", "detention": "detention"}
    named: dict[str, PlaceName] = {}
    for one in within(found.names, span):
        if one.what == "place":
            name = str(one.value["name"])
            words = " ".join(page.text[one.start : one.end].split())
            named.setdefault(name, PlaceName(name, kinds.get(str(one.value["kind"]), ""), words))
    return tuple(named.values())


def stage(page: Page, book: Book, rule: Rule, span: Span) -> Stage:
    """How far a measure had come: the rule's own stage, else the first whose words are there."""
    if rule.stage:
        return Stage(rule.stage)
    low = page.low[span.start : span.end]
    if rule.type == "statement/allegation":  # who is said to have ordered it
        return Stage.ORDERED if book.words["ordering"].search(low) else Stage.NONE
    return next((Stage(name) for name, pattern in book.stages if pattern.search(low)), Stage.NONE)
