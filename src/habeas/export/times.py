"""When it was, as a sentence of a report says it, and what is said of it in a sentence more."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from habeas import i18n
from habeas.domain import edtf
from habeas.domain.claim import Claim, Kind, Stage
from habeas.domain.source import Source
from habeas.domain.when import Holding, When
from habeas.export.phrases import in_line
from habeas.export.quoting import holds
from habeas.i18n import N_, _
from habeas.overview.wording import when_in_words

_HELD = {  # on the day the source speaks: (is its start known, is it said to go on)
    (False, False): N_(
        "This held on {day}, the day the source speaks; when it began and whether it ended is not"
        " stated."
    ),
    (False, True): N_(
        "This held on {day}, the day the source speaks, and is said to go on; when it began is not"
        " stated."
    ),
    (True, False): N_(
        "This began {start} and held on {day}, the day the source speaks; whether it ended is not"
        " stated."
    ),
    (True, True): N_(
        "This began {start}, held on {day}, the day the source speaks, and is said to go on."
    ),
}


@dataclass(frozen=True, slots=True)
class Time:
    """When it was: ``first`` begins the sentence, ``there`` follows the place, ``more`` is its own.

    ``since`` says that ``first`` tells a beginning.
    """

    first: str = ""
    there: str = ""
    more: str = ""
    since: bool = False


def published(source: Source) -> str:
    """The day a source was published, in words; empty if it is not known."""
    if not source.published:
        return ""
    day = spoken(When(source.published))
    return _("{day} (date inferred)").format(day=day) if source.published_inferred else day


@lru_cache(maxsize=1 << 10)
def _said(when: When, _language: str) -> str:
    return when_in_words(when)


def spoken(when: When) -> str:
    """A date in words; hundreds of claims share theirs, and it takes long to say one."""
    return _said(when, i18n.language())


def time(claim: Claim, source: Source, *, shown: str) -> Time:
    """When it was; ``shown`` are the words that the sentence quotes, which need not come again."""
    when = claim.when
    if when.holding is Holding.SOURCE_DAY:
        return Time(more=_source_day(claim, source))
    if not when.edtf:
        words = in_line(when.words)
        said = _("Its only date is “{words}”.").format(words=words)
        return Time(more=said if words else _undated(claim))
    return _dated(claim, shown)


def _undated(claim: Claim) -> str:
    return "" if claim.kind is Kind.STATEMENT else _("No date is given.")


def _source_day(claim: Claim, source: Source) -> str:
    when, day = claim.when, published(source) or _("an unknown day")
    if claim.kind is Kind.FIGURE and when.edtf in ("", "/"):
        return _("The figure is of {day}, the day the source speaks.").format(day=day)
    first = when.edtf.partition("/")[0]
    start = spoken(When(first)) if edtf.is_valid(first) else ""
    said = _(_HELD[bool(start), when.edtf.endswith("/..")])
    return said.format(day=day, start=start)


def _dated(claim: Claim, shown: str) -> Time:
    """A date or a range; a day begins the sentence, and so does the start of what is in force."""
    when = claim.when
    if not edtf.is_valid(when.edtf):
        return Time(there=_with_words(spoken(when), when, shown=shown))
    span, said = edtf.parse(when.edtf), spoken(when)
    if span.is_day:
        return Time(first=_with_words(_("on {day}").format(day=said), when, shown=shown))
    first = when.edtf.partition("/")[0]
    goes_on = span.interval and span.start_earliest and span.end_latest is None
    if not goes_on or when.holding is not Holding.EVERY_DAY or not edtf.parse(first).is_day:
        return Time(there=_with_words(said, when, shown=shown))
    day = _with_words(spoken(When(first)), when, shown=shown)
    more = _("The source does not say whether it ended.")
    if span.end_open:
        more = _("The source says that it goes on.")
    if claim.stage is Stage.IN_FORCE or claim.kind is Kind.CONDITION:
        return Time(first=_("since {day}").format(day=day), more=more, since=True)
    return Time(there=_("as of {day}").format(day=day), more=more)


def _with_words(said: str, when: When, *, shown: str) -> str:
    """A date with the words it was read from, unless these words are given anyway."""
    words = in_line(when.words)
    if holds(words, shown) or holds(words, said):
        return said
    return _("{when} (“{words}”)").format(when=said, words=words)
