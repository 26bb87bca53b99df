"""The reader's rules as data: one language's words and patterns, and how it writes numbers."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any

from habeas import paths

# What is markup, not prose, in any language: tags, notes set high, addresses, handles, links.
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


def covered(text: str, spans: Iterable[tuple[int, int]]) -> bytearray:
    """One byte for each character of ``text``, set where a span covers it."""
    mask = bytearray(len(text))
    for start, end in spans:
        cover(mask, start, end)
    return mask


def cover(mask: bytearray, start: int, end: int) -> None:
    """Set a further stretch of a mask."""
    mask[start:end] = b"\x01" * (end - start)


def inside(mask: bytearray, start: int, end: int) -> bool:
    """Whether ``start``..``end`` touches what the mask covers."""
    return mask.find(1, start, end) >= 0


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: ``value``, half its last digit where it is rounded, and its sharpness.

    ``at_least`` is a collective plural ("dozens"): that many or more; ``loose`` is not sharp.
    """

    value: Decimal
    half: Decimal = Decimal(0)
    at_least: bool = False
    loose: bool = False
    ordinal: bool = False


def read_number(text: str, lexicon: Lexicon) -> Number | None:
    """The Number that the whole of ``text`` writes, in digits or words; None if it is none."""
    match = number_pattern(lexicon).fullmatch(text.strip())
    return number_value(match, lexicon) if match else None


@cache
def number_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    """A number in digits or in words, with its scale; what a language lacks never matches."""

    def words(name: str) -> str:
        return any_of(lexicon.words("numbers", name))

    group = re.escape(str(lexicon.section("numbers").get("group", ",")))
    decimal = re.escape(str(lexicon.section("numbers").get("decimal", ".")))
    digits = rf"(?:\d{{1,3}}(?:{group}\d{{3}})+|\d+)(?:{decimal}\d+)?"
    one, joiner = words("one"), words("joiner")
    simple = any_of(lexicon.words("numbers", "units") + lexicon.words("numbers", "scales"))
    spelled = rf"{simple}(?:(?:\s+|-)(?:{joiner}\s+)?{simple})*"
    return re.compile(
        rf"\b(?P<fraction>{words('fractions')})\b"
        rf"|\b(?P<plural>{words('plurals')})\b"
        rf"|\b(?:(?P<many>{digits}|{spelled}|{one}|half\s+{one})\s+)?(?P<collective>{words('collectives')})\b"
        rf"|(?P<digits>(?<![\w.,:/@#&-]){digits})(?:\s+(?P<scale>{words('scales')})\b)?"
        rf"|\b(?P<spelled>(?:{one}\s+{words('scales')}\s*)?{spelled}|{one}\s+{words('scales')})\b"
        rf"|\b(?P<ordinal>{words('ordinals')})\b",
        re.IGNORECASE,
    )


def number_value(match: re.Match[str], lexicon: Lexicon) -> Number:
    """The Number of a match of ``number_pattern``."""

    def table(name: str, word: str) -> Decimal:
        return Decimal(str(lexicon.table("numbers", name)[_key(word)]))

    if match["fraction"]:
        return Number(table("fractions", match["fraction"]))
    if match["plural"]:
        return Number(table("plurals", match["plural"]), at_least=True, loose=True)
    if match["collective"]:
        times = _times(match["many"], lexicon)
        return Number(_plain(times * table("collectives", match["collective"])), loose=True)
    if match["ordinal"]:
        return Number(table("ordinals", match["ordinal"]), ordinal=True)
    if match["digits"]:
        value = _digits(match["digits"], lexicon)
        if not match["scale"]:
            return Number(value)
        scale = table("scales", match["scale"])
        exponent = value.as_tuple().exponent
        step = Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
        return Number(_plain(value * scale), half=_plain(step * scale / 2))
    return _spelled(match["spelled"], lexicon)


def _plain(value: Decimal) -> Decimal:
    """A whole number without decimals: 6400000, not 6400000.0."""
    return value.to_integral_value() if value == value.to_integral_value() else value


def _times(many: str | None, lexicon: Lexicon) -> Decimal:
    if not many or _key(many) in lexicon.words("numbers", "one"):
        return Decimal(1)
    if _key(many).startswith("half"):
        return Decimal("0.5")
    return _digits(many, lexicon) if many[0].isdigit() else _spelled(many, lexicon).value


def _digits(written: str, lexicon: Lexicon) -> Decimal:
    numbers = lexicon.section("numbers")
    plain = written.replace(str(numbers.get("group", ",")), "")
    return Decimal(plain.replace(str(numbers.get("decimal", ".")), "."))


def _spelled(written: str, lexicon: Lexicon) -> Number:
    """The value of number words: "two hundred and forty", "six million"."""
    units, scales = lexicon.table("numbers", "units"), lexicon.table("numbers", "scales")
    total, current, last, scale = 0, 0, "", 1
    for word in re.findall(r"\w+", written.lower()):
        if word in units:
            current += int(units[word])
        elif word in scales:
            scale = int(scales[word])
            current = max(1, current) * scale
            if scale >= 1000:
                total, current = total + current, 0
        else:
            continue
        last = word
    rounded = last in lexicon.words("numbers", "rounded")
    return Number(Decimal(total + current), half=Decimal(scale) / 2 if rounded else Decimal(0))


def _key(text: str) -> str:
    return " ".join(text.lower().split())
