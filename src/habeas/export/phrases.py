"""Parts of a report's sentences: when, where and on whom, how many, on what grounds, by whom.

Each phrase is one message with places for names, so that every language can order its own words.
Words of a source stand in quotation marks, its labels for people among them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from habeas import i18n, vocabulary
from habeas.domain import edtf
from habeas.domain.claim import Claim, Kind
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.source import Source
from habeas.domain.voice import Role
from habeas.domain.when import Duration, Holding, When
from habeas.i18n import N_, _
from habeas.overview.wording import (
    duration_in_words,
    quantity_in_words,
    scope_in_words,
    when_in_words,
)

_HELD = {  # on the day the source speaks: (is its start known, is it said to go on)
    (False, False): N_(
        "held on {day}, the day the source speaks; when it began, and whether it ended, is not"
        " stated"
    ),
    (False, True): N_(
        "held on {day}, the day the source speaks, and said to go on; when it began is not stated"
    ),
    (True, False): N_(
        "begun {start} and held on {day}, the day the source speaks; whether it ended is not stated"
    ),
    (True, True): N_(
        "begun {start}, held on {day}, the day the source speaks, and said to go on"
    ),
}  # fmt: skip
_ROLES = {
    "orderer": N_("ordered by {names}"),
    "executor": N_("carried out by {names}"),
    "authorised-body": N_("with {names} as the body authorised"),
    "target": N_("aimed at {names}"),
    "victim": N_("named as victims: {names}"),
    "announcer": N_("announced by {names}"),
    "critic": N_("criticised by {names}"),
    "court": N_("decided by {names}"),
    "beneficiary": N_("for the benefit of {names}"),
    "witness": N_("witnessed by {names}"),
    "perpetrator-alleged": N_("alleged perpetrator: {names}"),
}
_LINKS = {
    "in-response-to": N_("in response to “{title}”"),
    "sanction-for": N_("as the penalty for breaking “{title}”"),
    "part-of": N_("as part of “{title}”"),
    "about": N_("about “{title}”"),
    "contradicts": N_("in contradiction to “{title}”"),
    "lifts": N_("lifting “{title}”"),
}
_LINKED = N_("linked with “{title}”")
_QUOTES = re.compile(r"[“«\"]([^”»\"]*)[”»\"]")


def quoted(words: str) -> str:
    """Words of a source in quotation marks, in one line."""
    return _("“{words}”").format(words=in_line(words))


def unquoted(title: str) -> str:
    """A title without the quotation marks around the whole of it, to stand within others."""
    before, after = marks()
    if title.startswith(before) and title.endswith(after):
        return title[len(before) : -len(after)]
    return title


def marks() -> tuple[str, str]:
    """The quotation marks of the language in use."""
    before, _words, after = _("“{words}”").partition("{words}")
    return before, after


def in_line(words: str) -> str:
    """Words with single blanks, for a sentence; the note has them as they stand."""
    return " ".join(words.split())


def name(words: str) -> str:
    """A name as it stands inside a sentence: an English article before it is small."""
    words = in_line(words)
    return f"the {words[4:]}" if words.startswith("The ") else words


def inside(label: str) -> str:
    """A label as it stands inside a sentence: small, unless it begins with an acronym."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]


def listed(names: Iterable[str]) -> str:
    """Names as a list in a sentence: "A, B and C"."""
    from babel.lists import format_list

    return str(format_list(list(names), locale=_locale()))


def labels_marked(text: str, labels: Iterable[str]) -> str:
    """``text`` in which the labels that a source gives people stand in quotation marks."""
    for label in sorted({in_line(label) for label in labels if label.strip()}, key=len)[::-1]:
        taken = [found.span() for found in _QUOTES.finditer(text)]
        pieces, last = [], 0
        for found in re.finditer(rf"(?<!\w){re.escape(label)}(?!\w)", text, re.IGNORECASE):
            if not any(start < found.end() and found.start() < end for start, end in taken):
                pieces += [text[last : found.start()], quoted(found.group())]
                last = found.end()
        text = "".join([*pieces, text[last:]])
    return text


def when(when: When, source: Source) -> str:
    """When it was; empty if the source gives neither a date nor words for one."""
    if when.holding is Holding.SOURCE_DAY:
        return _source_day(when, source)
    if not when.edtf:
        said = _("with no other date than “{words}”").format(words=in_line(when.words))
        return said if when.words else ""
    return _dated(when)


def published(source: Source) -> str:
    """The day a source was published, in words; empty if it is not known."""
    if not source.published:
        return ""
    day = when_in_words(When(source.published))
    return _("{day} (date inferred)").format(day=day) if source.published_inferred else day


def where(claim: Claim, places: Sequence[str]) -> Iterator[str]:
    """Where and on whom."""
    scope = claim.scope
    if places:
        yield _("in {places}").format(places=listed(places))
    if scope.nationwide:
        yield _("throughout the country")
    if count := _places(scope):
        if scope.place_class:
            said = _("in places that the source gives as “{words}” ({count})")
        else:
            said = _("in {count}")
        yield said.format(words=in_line(scope.place_class), count=count)
    elif scope.place_class:
        yield _("in places that the source gives as “{words}”").format(
            words=in_line(scope.place_class)
        )
    if scope.population:
        yield _("concerning “{words}”").format(words=in_line(scope.population))
    if scope.activities:
        yield _("affecting “{words}”").format(words=in_line(scope.activities))
    if scope.words and not places and scope == Scope(words=scope.words):
        yield _("its reach given as “{words}”").format(words=in_line(scope.words))


def how_many(claim: Claim) -> str:
    """The number in its own words, and what they allow; empty if there is none."""
    q = claim.quantity
    gloss = "; ".join(part for part in (_unit(q), _allowed(q)) if part)
    if not q.words and not gloss:
        return ""
    figure = claim.kind is Kind.FIGURE
    if not q.words:
        said = _("figure given: {number}") if figure else _("number given: {number}")
        return said.format(number=gloss)
    words = quoted(q.words)
    number = _("{words} ({gloss})").format(words=words, gloss=gloss) if gloss else words
    said = _("figure given: {number}") if figure else _("number given: {number}")
    return said.format(number=number)


def how_long(duration: Duration) -> str:
    """The length or rhythm, and whether it is clear which; empty if there is none."""
    words = duration.words or duration.rhythm
    said = quoted(words) if words else duration_in_words(replace(duration, unclear=False))
    if said and duration.unclear:
        return _("for how long: {words}, and it is not clear whether once or daily").format(
            words=said
        )
    return _("for how long: {words}").format(words=said) if said else ""


def by_whom(roles: Sequence[Role]) -> Iterator[str]:
    """Who took which part; a label that the source gives people is quoted."""
    for role in dict.fromkeys(role.role for role in roles):
        names = listed(_part(one) for one in roles if one.role == role)
        if role in _ROLES:
            yield _(_ROLES[role]).format(names=names)
        else:
            label = inside(vocabulary.label("roles", role))
            yield _("{role}: {names}").format(role=label, names=names)


def why(claim: Claim) -> Iterator[str]:
    """Purpose, condition and legal basis, in the words of the source."""
    grounds = claim.grounds
    if grounds.purpose:
        yield _("with the stated purpose “{words}”").format(words=in_line(grounds.purpose))
    if grounds.condition:
        yield _("under the condition “{words}”").format(words=in_line(grounds.condition))
    if grounds.legal_basis:
        yield _("with the stated legal basis “{words}”").format(words=in_line(grounds.legal_basis))


def tied(kind: str, title: str) -> str:
    """What it is a response to, a part of, ...; ``title`` names the other end."""
    said = _LINKS.get(kind, _LINKED)
    return _(said).format(title=unquoted(title))


def _locale() -> str:
    # British English puts no comma before "and".
    return "en_GB" if i18n.language() == "en" else i18n.language()


def _part(role: Role) -> str:
    return quoted(role.name) if role.label_of_source else name(role.name)


def _source_day(when: When, source: Source) -> str:
    first = when.edtf.partition("/")[0]
    start = when_in_words(When(first)) if edtf.is_valid(first) else ""
    said = _(_HELD[bool(start), when.edtf.endswith("/..")])
    return said.format(day=published(source) or _("an unknown day"), start=start)


def _dated(when: When) -> str:
    """A date or a range as it stands in a sentence."""
    if not edtf.is_valid(when.edtf):
        return _with_words(when_in_words(when), when)
    span, said = edtf.parse(when.edtf), when_in_words(when)
    if span.is_day:
        return _with_words(_("on {day}").format(day=said), when)
    first = when.edtf.partition("/")[0]
    goes_on = span.interval and span.start_earliest and span.end_latest is None
    if not goes_on or when.holding is not Holding.EVERY_DAY or not edtf.parse(first).is_day:
        return _with_words(said, when)
    day = _with_words(when_in_words(When(first)), when)
    if span.end_open:
        return _("since {day}, and said to go on").format(day=day)
    return _("since {day}; whether it ended is not stated").format(day=day)


def _with_words(said: str, when: When) -> str:
    """A date with the words it was read from, unless it is given in these words."""
    words = in_line(when.words)
    if not words or words.casefold() in said.casefold():
        return said
    return _("{when} (“{words}”)").format(when=said, words=words)


def _places(scope: Scope) -> str:
    """How many places, in words; empty where the words of their class give the figure."""
    count = scope_in_words(Scope(places_low=scope.places_low, places_high=scope.places_high))
    return "" if any(c.isdigit() for c in scope.place_class) else count


def _allowed(q: Quantity) -> str:
    """What the words of a quantity allow, where they do not say so themselves."""
    allowed = quantity_in_words(replace(q, words="", unit=""))
    return "" if allowed and allowed in q.words else allowed


def _unit(q: Quantity) -> str:
    """What is counted, where the words do not say."""
    if not q.unit:
        return ""
    spoken = [
        vocabulary.unit_label(q.unit, many, language=language)
        for many in (1, 2)
        for language in i18n.LANGUAGES  # the words are the source's, in whichever language
    ]
    if any(name.casefold() in q.words.casefold() for name in (q.unit, *spoken)):
        return ""
    return vocabulary.unit_label(q.unit, 1 if q.low == q.high == 1 else None)
