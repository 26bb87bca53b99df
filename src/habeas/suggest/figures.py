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
    inside,
    noise,
    number_pattern,
    number_value,
)

_FLAGS = re.IGNORECASE
_GROUPS = ("more", "least", "less", "most", "about")
_NOUN_WITHIN = 4  # words after the number among which its noun is looked for
_WORD = re.compile(r"(?:[ \t]+|[ \t]*\n[ \t]*)(?P<word>[^\W\d_]+(?:['’.-][^\W\d_]+)*)")
_TOO_LONG = 7  # digits in a row without separators: an identifier, not a count


@dataclass(frozen=True, slots=True)
class _Counted:
    """A counted noun: where it ends, its words, and how many words stand between number and noun."""

    end: int
    unit: str
    modifiers: int = 0


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
    taken = noise(text) + _dated(text, lexicon) + _named(text, lexicon)
    found = []
    for match in number_pattern(lexicon).finditer(text):
        if inside(*match.span(), taken) or _is_part(text, match):
            continue
        figure = _figure(text, match, lexicon)
        if figure is not None:
            found.append(figure)
            taken.append((figure.start, figure.end))
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
    """ "A ninth officer": an ordinal counts only after an article and before one counted noun."""
    window = text[max(0, match.start() - 12) : match.start()]
    before = any_of(lexicon.words("figures", "ordinal_before"))
    article = re.search(rf"\b{before}\s+$", window, _FLAGS)
    noun = _counted_noun(text, match.end(), lexicon, singular=True)
    if not article or noun is None or noun.modifiers:
        return None
    start = match.start() - len(window) + article.start()
    return _Figure(start, noun.end, number, number, unit=noun.unit, noun=True)


def _with_range(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure | None:
    """ "3 to 5", "between 3 and 5", "20-30": the second number joins; a falling pair is a score."""
    to = any_of(lexicon.words("figures", "to"))
    joint = re.compile(rf"\s*[-–—]\s*(?=\d)|\s+{to}\s+", _FLAGS).match(text, figure.end)
    other = number_pattern(lexicon).match(text, joint.end()) if joint else None
    if joint is None or other is None or number_value(other, lexicon).ordinal:
        return figure
    window = text[max(0, figure.start - 12) : figure.start]
    between = any_of(lexicon.words("figures", "between"))
    lead = re.search(rf"\b{between}\s+$", window, _FLAGS)
    low, high = figure.low, number_value(other, lexicon)
    if other["scale"] and not figure.low.half:
        scale = Decimal(str(lexicon.table("numbers", "scales")[_key(other["scale"])]))
        if low.value < 1000:
            low = replace(low, value=low.value * scale, half=high.half)
    dash = joint[0].strip() in ("-", "–", "—")
    if low.value >= high.value:
        return None if dash else figure
    words = _key(joint[0])
    if not lead and not dash and words in lexicon.words("numbers", "joiner"):
        return figure
    start = figure.start - len(window) + lead.start() if lead else figure.start
    return replace(figure, start=start, end=other.end(), low=low, high=high, bound="range")


def _with_approximator(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure:
    window = text[max(0, figure.start - 40) : figure.start]
    for name in _GROUPS:
        words = any_of(lexicon.words("figures", name))
        if found := re.search(rf"\b{words}\s+$", window, _FLAGS):
            longest = re.search(rf"(?<!\w){words}\s+$", window, _FLAGS) or found
            start = figure.start - len(window) + longest.start()
            outer = _with_approximator(text, replace(figure, start=start), lexicon)
            return replace(outer, bound=outer.bound or name) if figure.bound != "range" else outer
    return figure


def _with_noun(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure:
    noun = _unit(text, figure.end, lexicon)
    if noun is None:
        one = figure.low.value == 1 and figure.high.value == 1
        noun = _counted_noun(text, figure.end, lexicon, singular=one)
    if noun is None:
        return figure
    return replace(figure, end=noun.end, unit=noun.unit, noun=True)


def _unit(text: str, end: int, lexicon: Lexicon) -> _Counted | None:
    """A percent sign, or a unit joined by a hyphen: "24-hour", "three-month", "30-year-old"."""
    percent = re.compile(r"\s?%").match(text, end)
    if percent:
        return _Counted(percent.end(), "percent")
    units = any_of(lexicon.table("durations", "units"))
    old = any_of(lexicon.words("figures", "old"))
    joined = re.compile(rf"-(?P<unit>{units})(?:-{old})?\b", _FLAGS).match(text, end)
    if joined:
        unit = _key(joined["unit"])
        return _Counted(joined.end(), unit if unit.endswith("s") else unit + "s")
    return None


@dataclass(frozen=True, slots=True)
class _Nouns:
    """What a language says about counted nouns, as sets."""

    plural: frozenset[str]
    singular: frozenset[str]
    states: frozenset[str]
    never: frozenset[str]
    stops: frozenset[str]
    of_the: str


@cache
def _nouns(lexicon: Lexicon) -> _Nouns:
    def words(name: str) -> frozenset[str]:
        return frozenset(lexicon.words("figures", name))

    of, the = (any_of(lexicon.words("figures", name)) for name in ("of", "of_the"))
    return _Nouns(
        words("plural_nouns") | frozenset(lexicon.words("figures", "percent")),
        words("singular_nouns"),
        words("counted_states"),
        words("not_nouns"),
        words("stops"),
        rf"\s+{of}(?:\s+{the})*(?=\s)",
    )


def _counted_noun(text: str, end: int, lexicon: Lexicon, *, singular: bool) -> _Counted | None:
    """The noun that a number ending at ``end`` counts: the first plural within a few words.

    ``singular`` takes the nouns that are counted one by one.  A participle ("injured") counts those
    it happened to when no noun follows.
    """
    nouns = _nouns(lexicon)
    of_the = None if singular else re.compile(nouns.of_the, _FLAGS).match(text, end)
    words = list(_words_after(text, of_the.end() if of_the else end, nouns))
    for index, (word, stop) in enumerate(words[:_NOUN_WITHIN]):
        if (word in nouns.singular) if singular else _is_plural(word, nouns):
            last = index
            while not singular and last + 1 < len(words) and _is_plural(words[last + 1][0], nouns):
                last += (
                    1  # "police officers", "rights groups": a plural before a plural describes it
                )
            unit = " ".join(w for w, _ in words[index : last + 1])
            return _Counted(words[last][1] if last > index else stop, unit, index)
    if words and words[0][0] in nouns.states:
        return _Counted(words[0][1], words[0][0])
    return None


def _words_after(text: str, end: int, nouns: _Nouns) -> Iterator[tuple[str, int]]:
    """The words after ``end`` in the same phrase, in lower case, each with where it ends."""
    while found := _WORD.match(text, end):
        word = found["word"].lower()
        if word in nouns.stops and word not in nouns.states:
            return
        end = found.end()
        yield word, end


def _is_plural(word: str, nouns: _Nouns) -> bool:
    if word in nouns.plural:
        return True
    ending = word.endswith("s") and not word.endswith(("ss", "us", "is", "'s", "’s"))
    return ending and len(word) > 3 and word not in nouns.never


def _with_afterthought(text: str, figure: _Figure, lexicon: Lexicon) -> _Figure:
    """ "200 or more", "a dozen or so people": a bound that comes after the number."""
    for name, bound in (("or_more", "least"), ("or_less", "most"), ("or_so", "about")):
        words = any_of(lexicon.words("figures", name))
        if found := re.compile(rf"\s+{words}\b", _FLAGS).match(text, figure.end):
            figure = replace(figure, end=found.end(), bound=figure.bound or bound)
            return figure if figure.noun else _with_noun(text, figure, lexicon)
    return figure


def _reads_alone(text: str, match: re.Match[str], figure: _Figure, *, lexicon: Lexicon) -> bool:
    """Whether number, noun and bound say enough together to be a figure."""
    number = figure.low
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
    """The bounds of a Quantity from its numbers and what bounds them (``more`` ... or ``range``)."""
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
