"""Passages that are no words, in words: what stands where a quote would stand."""

from __future__ import annotations

from habeas.domain import region as regions
from habeas.i18n import _


def in_words(region: str) -> str:
    """“Rectangle on page 3”, “From 0:01:05 to 0:02:00”; empty if a region is neither."""
    if (page := regions.page_of(region)) is not None:
        return _("Rectangle on page {n}").format(n=page)
    if (times := regions.times(region)) is not None:
        start, end = (clock(seconds) for seconds in times)
        return _("From {start} to {end}").format(start=start, end=end)
    return ""


def quote_of(kind: str, quote: str, region: str) -> str:
    """A passage in one line: its words, or where it is if it has none."""
    return " ".join(quote.split()) if quote or kind == "text" else in_words(region)


def clock(seconds: float) -> str:
    """Seconds as hours, minutes and seconds: 0:01:05."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}"
