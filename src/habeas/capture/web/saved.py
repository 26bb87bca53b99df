"""What the program that saved a page wrote into it: from where, and when."""

from __future__ import annotations

import re
from dataclasses import dataclass

from habeas.capture.web import dates
from habeas.capture.web.about import is_address

_LOOK = 20_000  # characters from the start
_SINGLE_FILE = re.compile(
    r"<!--\s*Page saved with SingleFile\s+url:\s*(\S{1,4000})\s+saved date:\s*([^\n]{0,200}?)\s*"
    r"(?:\n|-->)"
)
_BROWSER = re.compile(r"<!--\s*saved from url=\(\d+\)(\S{1,4000}?)\s*-->", re.IGNORECASE)
_MIRROR = re.compile(
    r"<!-- Mirrored from (\S{1,4000}) by HTTrack Website Copier/[^,\n]{0,80}, ([^\n]{0,60}?) -->"
)


@dataclass(frozen=True, slots=True)
class Saved:
    """``address`` a page was saved from and ``captured``, the moment, where the program says so.

    ``said`` is the moment as it was written, and ``by`` the program; all may be empty.
    """

    address: str = ""
    captured: str = ""
    said: str = ""
    by: str = ""


def saved(source: str) -> Saved:
    """What stands in the comments at the beginning of a page."""
    start = source[:_LOOK]
    if found := _SINGLE_FILE.search(start):
        return _saved(found[1], found[2], by="SingleFile")
    if found := _BROWSER.search(start):
        return _saved(found[1], "", by="a browser")
    if found := _MIRROR.search(start):
        return _saved(f"http://{found[1]}", found[2], by="HTTrack")
    return Saved()


def _saved(address: str, said: str, *, by: str) -> Saved:
    return Saved(address if is_address(address) else "", dates.moment_of(said), said, by)
