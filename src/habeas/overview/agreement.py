"""What the claims of an event agree on, and where two of them cannot both hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import combinations

from habeas import i18n, vocabulary
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.quantity import Quantity, bounds
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.domain.when import Holding, When, exclude, first_day, last_day
from habeas.i18n import _
from habeas.overview.wording import when_in_words
from habeas.store.reader import Reader

_FEW = 3  # sentences about pairs; more are drawn together
_DONE = (Stage.CARRIED_OUT, Stage.IN_FORCE)  # what is told without a stage is taken for done
_STATES = (Kind.CONDITION, Kind.FIGURE)


class About(StrEnum):
    """What two claims are compared in."""

    QUANTITY = "quantity"
    DATE = "date"
    DENIAL = "denial"


@dataclass(frozen=True, slots=True)
class Side:
    """One claim of an event with what is needed to set it beside the others."""

    claim: Claim
    source: Source
    voices: tuple[Voice, ...]

    @property
    def origin(self) -> str:
        """Who says it first: the nearest voice, or the source where it speaks for itself."""
        if self.voices:
            nearest = self.voices[0]
            return f"actor {nearest.actor}" if nearest.actor else nearest.name.casefold()
        return f"source {self.source.id}"


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two claims that cannot both hold, about what, and the sentence that says so."""

    about: About
    one: int
    other: int
    sentence: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """An event's claims side by side; ``agreeing`` says in sentences what can be true together."""

    sides: tuple[Side, ...]
    disagreements: tuple[Disagreement, ...]
    agreeing: tuple[str, ...]

    @property
    def apart(self) -> frozenset[int]:
        """The claims that cannot hold together with another one."""
        return self.apart_in(*About)

    def apart_in(self, *about: About) -> frozenset[int]:
        """The claims that cannot hold together with another one in what they are compared in."""
        found = (d for d in self.disagreements if d.about in about)
        return frozenset(n for d in found for n in (d.one, d.other))

    @property
    def origins(self) -> int:
        """How many different voices or sources say it first: ten papers of one wire are one."""
        return len({side.origin for side in self.sides})

    @property
    def sources(self) -> int:
        """How many sources speak of it."""
        return len({side.source.id for side in self.sides})


def agreement(reader: Reader, event: int) -> Agreement:
    """Set the claims of an event side by side, in the order of their dates."""
    sides = tuple(_sides(reader, event))
    disagreements = tuple(found for pair in combinations(sides, 2) for found in compare(*pair))
    return Agreement(sides, disagreements, tuple(_agreeing(sides, disagreements)))


def disagreeing(reader: Reader, events: Sequence[int]) -> dict[int, int]:
    """For each of these events, how many pairs of its claims cannot both hold, with two queries."""
    marks = ", ".join("?" for _event in events)
    claims = reader.select(Claim, f"WHERE event IN ({marks}) ORDER BY id", *events)
    numbers = sorted({claim.source for claim in claims})
    marks = ", ".join("?" for _source in numbers)
    sources = {s.id: s for s in reader.select(Source, f"WHERE id IN ({marks})", *numbers)}
    gathered: dict[int | None, list[Side]] = {event: [] for event in events}
    for claim in claims:
        gathered[claim.event].append(Side(claim, sources[claim.source], ()))
    return {
        event: sum(any(True for _about in clashes(*p)) for p in combinations(sides, 2))
        for event, sides in gathered.items()
        if event is not None
    }


def alike(sides: Sequence[Side]) -> list[list[Side]]:
    """The claims that say how many, in groups that count the same thing: one scale for each."""
    groups: list[list[Side]] = []
    for side in sides:
        if not has_quantity(side.claim.quantity):
            continue
        fitting = [g for g in groups if any(comparable(side.claim, one.claim) for one in g)]
        groups = [g for g in groups if g not in fitting]
        groups.append([*(one for g in fitting for one in g), side])
    order = {side.claim.id: n for n, side in enumerate(sides)}
    for group in groups:
        group.sort(key=lambda side: order[side.claim.id])
    return sorted(groups, key=lambda group: order[group[0].claim.id])


def compare(one: Side, other: Side) -> Iterator[Disagreement]:
    """Where two claims about the same thing cannot both hold."""
    a, b = one.claim, other.claim
    for about in clashes(one, other):
        if about is About.DATE:
            said = _("{a} and {b} cannot both be the day.").format(a=_when(one), b=_when(other))
        elif about is About.QUANTITY:
            said = _("{a} and {b} cannot both hold.").format(**_by_size(a.quantity, b.quantity))
        else:
            said = _("One source says it and another denies it: {a}; {b}.").format(
                a=_quoted(a.summary), b=_quoted(b.summary)
            )
        yield Disagreement(about, a.id, b.id, said)


def clashes(one: Side, other: Side) -> Iterator[About]:
    """In what two claims about the same thing cannot both hold."""
    a, b = one.claim, other.claim
    denied = [claim.assertion is Assertion.DENIED for claim in (a, b)]
    if _dates_apart(one, other):
        if not any(denied) and _date_the_same(a, b):
            yield About.DATE
    elif held_against(one, other) and not _overlap(a.quantity, b.quantity):
        yield About.QUANTITY
    if a.type == b.type and denied[0] != denied[1]:
        yield About.DENIAL


def held_against(one: Side, other: Side) -> bool:
    """Whether anything is said of the quantities of two claims: they count one thing at one time.

    Of different days, different numbers can hold; and a denied number is nobody's number.
    """
    a, b = one.claim, other.claim
    denied = Assertion.DENIED in (a.assertion, b.assertion)
    if denied or not comparable(a, b) or _dates_apart(one, other):
        return False
    return _overlap(a.quantity, b.quantity) or not _spoken_apart(one, other)


def _date_the_same(a: Claim, b: Claim) -> bool:
    """Whether the dates of two claims are of one step of one thing.

    A measure is ordered on one day and lifted on another; a ruling is not of the day of the deed.
    """
    alike = a.kind is b.kind or {a.kind, b.kind} == {Kind.INCIDENT, Kind.FIGURE}
    steps = {Stage.NONE if claim.stage in _DONE else claim.stage for claim in (a, b)}
    return alike and len(steps) == 1


def _spoken_apart(one: Side, other: Side) -> bool:
    """Whether two states are each told of the day of their source, and these days differ."""
    if any(side.claim.kind not in _STATES for side in (one, other)):
        return False
    if any(side.claim.when.holding is not Holding.SOURCE_DAY for side in (one, other)):
        return False
    (first, last), (other_first, other_last) = _days(one), _days(other)
    return "" not in (last, other_last) and (last < other_first or other_last < first)


def _days(side: Side) -> tuple[str, str]:
    when, published = side.claim.when, side.source.published
    return first_day(when, published), last_day(when, published)


def comparable(a: Claim, b: Claim) -> bool:
    """Whether the quantities of two claims count the same thing."""
    if not (has_quantity(a.quantity) and has_quantity(b.quantity)):
        return False
    return _counts_the_same(a.quantity.unit, a.type, b.quantity.unit, b.type)


# An event of hundreds of claims compares the same few dates and units thousands of times.
_apart = lru_cache(maxsize=1 << 14)(exclude)


def _dates_apart(one: Side, other: Side) -> bool:
    published = one.source.published, other.source.published
    return _apart(one.claim.when, other.claim.when, *published)


@lru_cache(maxsize=1 << 12)
def _counts_the_same(unit_a: str, type_a: str, unit_b: str, type_b: str) -> bool:
    return vocabulary.comparable_units(_unit(unit_a), _unit(unit_b), type_a=type_a, type_b=type_b)


def _unit(words: str) -> str:
    """The unit that words name: of "recent homicides" the homicides; unknown ones as written."""
    known = vocabulary.vocabulary("units")
    if known.named(words) is not None:
        return words
    return next((word for word in reversed(words.split()) if known.named(word)), words)


def _overlap(a: Quantity, b: Quantity) -> bool:
    """Whether two quantities that count the same thing can both hold, by whatever word each does.

    The vocabulary has told that jails and cárceles are one thing; here only the numbers count.
    """
    low_a, high_a = bounds(a)
    low_b, high_b = bounds(b)
    below = high_a is not None and low_b is not None and high_a < low_b
    above = high_b is not None and low_a is not None and high_b < low_a
    return not (below or above)


def has_quantity(quantity: Quantity) -> bool:
    """Whether a quantity says anything."""
    return quantity.low is not None or quantity.high is not None


def named(quantity: Quantity) -> str:
    """A quantity by its own words, in quotation marks."""
    return _quoted(quantity.words or str(quantity.stated or quantity.low))


def sides_of(reader: Reader, claims: Sequence[Claim]) -> list[Side]:
    """Claims with their sources and voices."""
    return [
        Side(
            claim,
            reader.get(Source, claim.source),
            tuple(reader.select(Voice, "WHERE claim = ? ORDER BY position", claim.id)),
        )
        for claim in claims
    ]


def _sides(reader: Reader, event: int) -> list[Side]:
    found = reader.select(Claim, "WHERE event = ? ORDER BY first_day = '', first_day, id", event)
    return sides_of(reader, found)


def _agreeing(sides: Sequence[Side], disagreements: Sequence[Disagreement]) -> Iterator[str]:
    """What can be true together: two by two, or of many what can be true with all the others."""
    apart = {frozenset((d.one, d.other)) for d in disagreements if d.about is About.QUANTITY}
    for group in alike(sides):
        fitting: dict[frozenset[str], dict[str, str]] = {}
        clashing: set[str] = set()
        for one, other in combinations(group, 2):
            a, b = one.claim.quantity, other.claim.quantity
            pair = frozenset((named(a), named(b)))
            # Two papers with the same words say one thing, and it is said once.
            # Numbers of different days were not held against each other: nothing is said of them.
            if not comparable(one.claim, other.claim):
                continue
            both = frozenset((one.claim.id, other.claim.id))
            if both in apart or not held_against(one, other):
                clashing |= pair
            elif len(pair) == 2:
                fitting[pair] = _by_size(a, b)
        free = [name for name in dict.fromkeys(named(s.claim.quantity) for s in group)
                if name not in clashing]  # fmt: skip
        if len(fitting) <= _FEW:
            free = []
        for name in free:
            yield _("{a} can be true together with every other number.").format(a=name)
        for pair, said in fitting.items():
            if not pair & set(free):
                yield _("{a} and {b} can both be true.").format(**said)


def _by_size(*two: Quantity) -> dict[str, str]:
    """The smaller one is named first, in whatever order the claims stand."""
    small, large = sorted(two, key=lambda q: (q.low or 0, q.high is None, q.high or 0))
    return {"a": named(small), "b": named(large)}


def _when(side: Side) -> str:
    return _when_said(side.claim.when, side.source.published, i18n.language())


@lru_cache(maxsize=1 << 10)
def _when_said(when: When, published: str, _language: str) -> str:
    if when.holding is Holding.SOURCE_DAY or not when.words:
        return when_in_words(when, published)
    return f"{when_in_words(when, published)} ({_quoted(when.words)})"


def _quoted(words: str) -> str:
    return _("“{words}”").format(words=" ".join(words.split()))
