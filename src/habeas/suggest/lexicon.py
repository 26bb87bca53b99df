"""The reader's rules as data: one language, gathered from the files of ``resources/lexicon``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from habeas import paths

# What is markup, not prose, in any language: tags, notes set high, addresses, handles, link targets.
_NOISE = re.compile(
    r"<sup\b[^>]*>.*?</sup>|<[^<>\n]+>|\]\([^)\s]*\)|https?://\S+|www\.\S+|\S+@\S+\.\w+"
    r"|[@#]\w+|&#?\w+;|\(id \d+\)|^\s*\d{1,3}[.)]\s|^-{3}\n(?s:.{0,2000}?)\n-{3}$",
    re.MULTILINE,
)
_TITLE = re.compile(r"^(?:title|twitt?):.*$", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Lexicon:
    """The rules of one ``language``: ``sections`` by name, as the TOML files spell them.

    A section is a table, or a list of tables (``[[name]]``); ``rows`` gives the latter.
    """

    language: str
    sections: Mapping[str, Any] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, Any]:
        """A section's table; empty where the language has none."""
        found: Mapping[str, Any] = self.sections.get(name, {})
        return found

    def rows(self, name: str) -> list[Mapping[str, Any]]:
        """The tables of a section that is a list of them; empty where the language has none."""
        return list(self.sections.get(name, ()))

    def words(self, section: str, name: str) -> list[str]:
        """A list of words, or the keys of a table of words; empty where the language has none."""
        return list(self.section(section).get(name, ()))

    def table(self, section: str, name: str) -> Mapping[str, Any]:
        """A table inside a section; empty where the language has none."""
        found: Mapping[str, Any] = self.section(section).get(name, {})
        return found


@cache
def load(language: str) -> Lexicon:
    """The lexicon of a language: ``en.toml`` and every ``en-*.toml``; empty if there are none."""
    folder = paths.resources() / "lexicon"
    code = language[:2].lower()
    sections: dict[str, Any] = {}
    for path in (folder / f"{code}.toml", *sorted(folder.glob(f"{code}-*.toml"))):
        if code and path.is_file():
            for name, section in tomllib.loads(path.read_text("utf-8")).items():
                if isinstance(section, dict):
                    sections[name] = {**sections.get(name, {}), **section}
                else:
                    sections[name] = [*sections.get(name, ()), *section]
    return Lexicon(code, sections)


def any_of(words: Iterable[str]) -> str:
    """A pattern for any of the words, the longest first; a blank stands for any white space."""
    ordered = sorted(set(words), key=len, reverse=True)
    parts = [r"\s+".join(re.escape(piece) for piece in word.split(" ")) for word in ordered]
    return "(?:" + "|".join(parts) + ")" if parts else "(?!)"


def noise(text: str) -> list[tuple[int, int]]:
    """The stretches of markup and addresses in which nothing is read."""
    spans = []
    for found in _NOISE.finditer(text):
        start, end = found.span()
        if found[0].startswith("---"):
            spans.extend(_around_titles(text, start, end))
        else:
            spans.append((start, end))
    return spans


def _around_titles(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A block of front matter without its title lines, which are prose."""
    spans = []
    for title in _TITLE.finditer(text, start, end):
        spans.append((start, title.start()))
        start = title.end()
    return [*spans, (start, end)]


def inside(start: int, end: int, spans: Iterable[tuple[int, int]]) -> bool:
    """Whether ``start``..``end`` touches any of the spans."""
    return any(first < end and start < last for first, last in spans)
