"""Figures in running text: approximator, number and counted noun, with the interval they allow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from habeas.domain.quantity import Quantity
from habeas.suggest import dates
from habeas.suggest.found import Mention
from habeas.suggest.lexicon import (
    Lexicon,
    Number,
    any_of,
    cover,
    covered,
    inside,
    noise,
    number_pattern,
    number_value,
)
from habeas.suggest.nouns import counted_noun, joined_unit

_FLAGS = re.IGNORECASE
_GROUPS = ("more", "least", "less", "most", "about")
_TOO_LONG = 7  # digits in a row without separators: an identifier, not a count


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure being put together: its stretch, its number or numbers, and what bounds them."""

    start: int
    end: int
    low: Number
    high: Number
    bound: str = ""
    unit: str = ""
    noun: bool = False


def find(text: str, lexicon: Lexicon) -> list[Mention]:
    """The figures in ``text``: not dates, legal references, clock times, handles or markup.

    ``value``: ``low`` and ``high`` (Decimal or None: open) as the words state them, ``unit``,
    ``approximate``, ``stated``, and ``quantity``, the Quantity with rounding allowed for.
    """
    return [_mention(text, figure) for figure in _figures(text, lexicon)]


def _figures(text: str, lexicon: Lexicon) -> list[_Figure]:
    spans = noise(text) + _dated(text, lexicon) + _named(text, lexicon)
    taken = covered(text, spans)
    found = []
    for match in number_pattern(lexicon).finditer(text):
        if inside(taken, *match.span()) or _is_part(text, match):
            continue
        figure = _figure(text, match, lexicon)
        if figure is not None:
            found.append(figure)
            cover(taken, figure.start, figure.end)
    return found


def _dated(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The stretches that are dates with figures of their own."""
    return [(m.start, m.end) for m in dates.find(text, lexicon, "")]


@cache
def _name_pattern(lexicon: Lexicon) -> re.Pattern[str]:
    names = any_of(lexicon.words("figures", "names"))
    return re.compile(
        rf"\b{names}\.?\s*(?:no\.?|n[º°]|#)?\s*\d[\d./-]*(?:,?\s*(?:,|and|to|-|–|or)\s*\d[\d./-]*)*"
        r"|\b\d{1,2}[:.]\d{2}\s*(?:h(?:ours|rs)?\b|[ap]\.?m\b)|\b\d{1,2}:\d{2}(?::\d{2})?"
        r"|\b\d{1,2}\s*(?:[ap]\.?m\b|o.clock)|\b[012]\d[0-5]\d\s*(?:GMT|UTC)\b"
        r"|\b\d+[./]\d+(?:[./]\d+)+",
        _FLAGS,
    )


def _named(text: str, lexicon: Lexicon) -> list[tuple[int, int]]:
    """The stretches in which a number is a name: Article 12, 10:30, 1.2.3."""
    if not lexicon.words("figures", "names"):
        return []
    return [match.span() for match in _name_pattern(lexicon).finditer(text)]


def _is_part(text: str, match: re.Match[str]) -> bool:
    """Whether a number in digits is a piece of something longer: an identifier, an ordinal."""
    digits = match["digits"]
    if not digits:
        return False
    after = text[match.end() : match.end() + 2]
    if re.match(r"\w|[.,:/]\d|-\d", after) and not re.match(r"-\d", after):
        return True
    return digits.isdigit() and len(digits) >= _TOO_LONG


def _figure(text: str, match: re.Match[str], lexicon: Lexicon) -> _Figure | None:
    number = number_value(match, lexicon)
    if number.ordinal:
        return _ordinal(text, match, number, lexicon=lexicon)
    figure = _Figure(match.start(), match.end(), number, number)
    joined = _with_range(text, figure, lexicon)
    return _finished(text, match, joined, lexicon=lexicon) if joined else None


def _finished(
    text: str, match: re.Match[str], figure: _Figure, *, lexicon: Lexicon
) -> _Figure | None:
    currency = re.search(r"(?:US)?[$€£]\s?$", text[max(0, figure.start - 4) : figure.start])
    if currency:
        symbol = currency[0].strip()
        figure = replace(figure, start=figure.start - len(currency[0]), unit=symbol, noun=True)
    figure = _with_approximator(text, figure, lexicon)
    if not figure.noun:
        figure = _with_noun(text, figure, lexicon)
    figure = _with_afterthought(text, figure, lexicon)
    return figure if _reads_alone(text, match, figure, lexicon=lexicon) else None


def _ordinal(
    text: str, match: re.Match[str], number: Number, *, lexicon: Lexicon
) -> _Figure | None:
    """An ordinal, "a ninth officer": only after an article and before a noun counted singly."""
    window = text[max(0, match.start() - 12) : match.start()]
    before = any_of(lexicon.words("figures", "ordinal_before"))
    article = re.search(rf"\b{before}\s+$", window, _FLAGS)
    noun = counted_noun(text, match.end(), lexicon, singular=True)
    if not article or noun is None or noun.modifiers:
        return None
    start = match.start() - len(window) + article.start()
    return _Figure(start, noun.end, number, number, unit=noun.unit, noun=True)


def _with_range(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure | None:
    """The second number of "3 to 5" or "20-30" joined; a falling pair is a score."""
    to = any_of(lexicon.words("figures", "to"))
    joint = re.compile(rf"\s*[-–—]\s*(?=\d)|\s+{to}\s+", _FLAGS).match(text, figure.end)
    # Cut off, so that the dash before it does not make the second number a piece of something.
    other = number_pattern(lexicon).match(text[joint.end() : joint.end() + 60]) if joint else None
    if joint is None or other is None or number_value(other, lexicon).ordinal:
        return figure
    dash = joint[0].strip() in ("-", "–", "—")
    low, high = _in_one_scale(
        figure.low, number_value(other, lexicon), other["scale"], lexicon=lexicon
    )
    if low.value >= high.value:
        return None if dash else figure
    window = text[max(0, figure.start - 12) : figure.start]
    between = any_of(lexicon.words("figures", "between"))
    lead = re.search(rf"\b{between}\s+$", window, _FLAGS)
    if not lead and not dash and _key(joint[0]) in lexicon.words("numbers", "joiner"):
        return figure
    start = figure.start - len(window) + lead.start() if lead else figure.start
    end = joint.end() + other.end()
    return replace(figure, start=start, end=end, low=low, high=high, bound="range")


def _in_one_scale(
    low: Number, high: Number, scale: str | None, *, lexicon: Lexicon
) -> tuple[Number, Number]:
    """Both numbers, the first with the scale word of the second: "3 to 5 million"."""
    if not scale or low.half or low.value >= 1000:
        return low, high
    factor = Decimal(str(lexicon.table("numbers", "scales")[_key(scale)]))
    return replace(low, value=low.value * factor, half=high.half), high


def _with_approximator(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure:
    """The figure with "more than", "at least some" ... before it: the longest words that fit."""
    window = text[max(0, figure.start - 40) : figure.start]
    starts = {}
    for name in _GROUPS:
        words = any_of(lexicon.words("figures", name))
        if found := re.search(rf"\b{words}\s+$", window, _FLAGS):
            starts[name] = found.start()
    if not starts:
        return figure
    name = min(starts, key=lambda group: starts[group])
    start = figure.start - len(window) + starts[name]
    outer = _with_approximator(text, replace(figure, start=start), lexicon)
    if figure.bound == "range":
        return outer
    return replace(outer, bound=outer.bound or name)


def _with_noun(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure:
    noun = joined_unit(text, figure.end, lexicon)
    if noun is None:
        one = figure.low.value == 1 and figure.high.value == 1
        noun = counted_noun(text, figure.end, lexicon, singular=one)
    if noun is None:
        return figure
    return replace(figure, end=noun.end, unit=noun.unit, noun=True)


def _with_afterthought(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure:
    """A bound that comes after the number: "200 or more", "a dozen or so people"."""
    for name, bound in (("or_more", "least"), ("or_less", "most"), ("or_so", "about")):
        words = any_of(lexicon.words("figures", name))
        if found := re.compile(rf"\s+{words}\b", _FLAGS).match(text, figure.end):
            figure = replace(figure, end=found.end(), bound=figure.bound or bound)
            return figure if figure.noun else _with_noun(text, figure, lexicon)
    return figure


def _reads_alone(text: str, match: re.Match[str], figure: _Figure, *, lexicon: Lexicon) -> bool:
    """Whether number, noun and bound say enough together to be a figure."""
    number = figure.low
    if number.value % 1 and not (match["fraction"] or number.half or figure.bound):
        return _is_measure(figure.unit, lexicon)  # 5.2 of anything else is a name or a grade
    if match["digits"] and _is_year(match["digits"]):
        return figure.bound in _GROUPS and figure.noun
    if figure.noun:
        return True
    if number.value <= 1 and not match["fraction"]:
        return False
    if match["plural"]:
        return False
    if figure.bound or match["fraction"] or number.half:
        return True
    if match["digits"] and (number.value >= 1000 or "," in match["digits"]):
        return True
    return _is_counted(text, figure, lexicon)


def _is_measure(unit: str, lexicon: Lexicon) -> bool:
    measures = lexicon.words("figures", "measures") + lexicon.words("figures", "percent")
    return (
        unit in lexicon.table("durations", "units")
        or unit in measures
        or unit[-1:] in ("$", "€", "£")
    )


def _is_year(digits: str) -> bool:
    return digits.isdigit() and len(digits) == 4 and digits[:2] in ("18", "19", "20")


def _is_counted(text: str, figure: _Figure, lexicon: Lexicon) -> bool:
    """Whether the verb beside a bare number says that persons are counted: "killing 12"."""
    before = any_of(lexicon.words("figures", "counting_verbs"))
    if re.search(rf"\b{before}\s+$", text[max(0, figure.start - 20) : figure.start], _FLAGS):
        return True
    after = any_of(lexicon.words("figures", "counting_after"))
    return re.compile(rf"\s+{after}\b", _FLAGS).match(text, figure.end) is not None


def _mention(text: str, figure: _Figure) -> Mention:
    quantity = _quantity(text[figure.start : figure.end], figure)
    low, high = quantity.low, quantity.high
    if figure.low.half and figure.bound in ("", "about"):
        low = high = figure.low.value  # what the words state; the quantity allows for rounding
    if figure.low.half and figure.bound == "range":
        low, high = figure.low.value, figure.high.value
    value = {
        "low": low,
        "high": high,
        "unit": figure.unit,
        "approximate": quantity.approximate or figure.bound in _GROUPS or bool(figure.low.half),
        "stated": quantity.stated,
        "quantity": quantity,
    }
    return Mention("figure", figure.start, figure.end, value)


def _quantity(words: str, figure: _Figure) -> Quantity:
    words = " ".join(words.split())
    low, high = interval(figure.low, figure.high, bound=figure.bound)
    return Quantity(
        low=low,
        high=high,
        stated=None if figure.bound == "range" or figure.low.at_least else figure.low.value,
        unit=figure.unit,
        approximate=figure.low.loose or figure.bound == "about",
        words=words,
    )


def interval(low: Number, high: Number, *, bound: str) -> tuple[Decimal | None, Decimal | None]:
    """The bounds of a Quantity from its numbers and the ``bound`` (``more`` ... or ``range``)."""
    value = low.value
    step = Decimal(1) if value == value.to_integral_value() else Decimal(0)
    if bound == "more":
        return value + step, None
    if bound == "least" or (low.at_least and bound != "range"):
        return value, None
    if bound == "less":
        return None, value - step
    if bound == "most":
        return None, value
    return low.value - low.half, high.value + high.half


def find_durations(text: str, lexicon: Lexicon) -> list[Mention]:
    """The lengths and rhythms in ``text``: ``value`` has ``iso``, ``rhythm`` and ``words``.

    "24 hours" is PT24H; "24 hours a day" and "around the clock" are rhythms; "indefinitely" has
    neither and stands in its words.  Ages are left out.
    """
    found = [*_lengths(text, lexicon), *_fixed(text, lexicon)]
    return sorted(found, key=lambda mention: mention.start)


def _lengths(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    units = lexicon.table("durations", "units")
    per = re.compile(
        rf"(?:\s+{any_of(lexicon.words('durations', 'per'))}\s+|-)(?P<unit>{any_of(units)})\b",
        _FLAGS,
    )
    old = re.compile(rf"[\s-]+{any_of(lexicon.words('figures', 'old'))}\b", _FLAGS)
    for figure in _figures(text, lexicon):
        words = text[figure.start : figure.end]
        if figure.unit not in units or figure.low.ordinal or old.match(text, figure.end):
            continue
        if old.search(words):
            continue
        rhythm = per.match(text, figure.end)
        if rhythm:
            whole = text[figure.start : rhythm.end()]
            yield _duration(figure.start, rhythm.end(), words=whole, rhythm=" ".join(whole.split()))
        else:
            vague = figure.low.at_least or figure.bound == "range"
            iso = "" if vague else iso_duration(figure.low.value, str(units[figure.unit]))
            yield _duration(figure.start, figure.end, words=words, iso=iso)


def _fixed(text: str, lexicon: Lexicon) -> Iterator[Mention]:
    for name in ("indefinite", "constant"):
        words = any_of(lexicon.words("durations", name))
        for match in re.finditer(rf"(?<!\w){words}(?!\w)", text, _FLAGS):
            rhythm = _key(match[0]) if name == "constant" else ""
            yield _duration(match.start(), match.end(), words=match[0], rhythm=rhythm)


def _duration(start: int, end: int, *, words: str, iso: str = "", rhythm: str = "") -> Mention:
    value = {"iso": iso, "rhythm": rhythm, "words": " ".join(words.split())}
    return Mention("duration", start, end, value)


def iso_duration(count: Decimal, size: str) -> str:
    """A length as ISO 8601 writes it; ``size`` is S, M (minutes), H, D, W, MONTH or Y."""
    number = f"{count.normalize():f}"
    if size in ("S", "M", "H"):
        return f"PT{number}{size}"
    return f"P{number}{'M' if size == 'MONTH' else size}"


def _key(text: str) -> str:
    return " ".join(text.lower().split())
