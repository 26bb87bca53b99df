"""What events are called in a report: above their own paragraph, and where others speak of them."""

from __future__ import annotations

from habeas import vocabulary
from habeas.domain import edtf
from habeas.domain.when import FAR, Holding, When
from habeas.export import leads, quoting
from habeas.export.material import Happening, Told
from habeas.export.phrases import in_line, listed, opening
from habeas.export.times import spoken
from habeas.i18n import _
from habeas.overview.wording import day_in_words


def heading(happening: Happening) -> str:
    """The day, then the title that was given, or the type and the place."""
    first = happening.told[0]
    day, title = _day(first), _given(happening)
    if title and day.partition(" ")[2] in title:  # it holds the date itself
        day = ""
    parts = [opening(day), title or _type(first), "" if title else listed(first.places)]
    return _doubted(" · ".join(part for part in parts if part), happening)


def mention(happening: Happening) -> str:
    """What another sentence calls the event."""
    if title := _given(happening):
        return _doubted(title, happening)
    first = happening.told[0]
    parts = (_type(first), listed(first.places), _day(first))
    return _doubted(", ".join(part for part in parts if part), happening)


def _given(happening: Happening) -> str:
    """The title in words of whoever keeps the record; empty if it is cut out of a quote.

    Where claims of the event are kept back its title may hold their words: then it is called after
    the first claim that is told.
    """
    words = happening.event.title if happening.whole else happening.told[0].claim.summary
    words = in_line(words).rstrip(".")
    cut = words.endswith("…") or words in {in_line(t.claim.summary) for t in happening.told}
    if not words or (cut and not quoting.is_own(words, happening.told)):
        return ""
    return quoting.own(words, happening.told)


def _doubted(title: str, happening: Happening) -> str:
    claims = [told.claim for told in happening.told]
    word = leads.doubted("", claims).strip(" ()")
    is_said = bool(word) and word.casefold() in title.casefold()
    return title if is_said else leads.doubted(title, claims)


def _type(told: Told) -> str:
    return vocabulary.label("types", told.claim.type)


def _day(told: Told) -> str:
    """When it begins, in words; empty if nothing tells."""
    when = told.claim.when
    if told.day == FAR:
        return ""
    if when.holding is Holding.SOURCE_DAY:
        return spoken(When(told.source.published)) or day_in_words(told.day)
    if edtf.is_valid(when.edtf) and edtf.parse(when.edtf).interval:
        first = when.edtf.partition("/")[0]
        begins = edtf.is_valid(first) and edtf.parse(first).is_day
        if when.holding is Holding.EVERY_DAY and begins:
            return _("from {day}").format(day=spoken(When(first)))
    return spoken(When(when.edtf, holding=when.holding))
