"""Dates of many claims: each is worked out once, for thousands of claims share some dozens."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

from habeas import i18n
from habeas.domain.edtf import is_valid, parse
from habeas.domain.when import FAR, Holding, When, holds_on, last_day
from habeas.overview.wording import when_in_words
from habeas.store.records import from_row


def when_of(row: Mapping[str, Any]) -> When:
    """When, without its words, of which nothing here depends: equal ones are worked out once."""
    when: When = from_row(When, row, prefix="when_")
    return replace(when, words="")


holding_on = lru_cache(4096)(holds_on)


@lru_cache(4096)
def in_words(when: When, published: str, _language: str) -> str:
    """A When in words of the language that is in use."""
    return when_in_words(when, published)


@lru_cache(4096)
def is_day(edtf: str) -> bool:
    """Whether a date is one certain day."""
    return is_valid(edtf) and parse(edtf).is_day


@lru_cache(4096)
def spoken_on(published: str) -> str:
    """The day on which a source speaks: the last one that its date allows; empty if unknown."""
    day = last_day(When(holding=Holding.SOURCE_DAY), published)
    return "" if day == FAR else day


def short_day(iso: str) -> str:
    """A day in a few letters: 24 Apr 2020."""
    return _short(iso, i18n.language())


@lru_cache(4096)
def _short(iso: str, language: str) -> str:
    from babel.dates import format_date

    return str(format_date(date.fromisoformat(iso), "d MMM y", locale=language))
