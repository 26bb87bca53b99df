"""A text cut into paragraphs, sentences and quotations, every one with its offsets."""

from __future__ import annotations

import re
from dataclasses import dataclass

from habeas.domain.draft import Span
from habeas.suggest import spans

_WRAPPED_AT = 100  # no line longer than this: the line ends are a typewriter's, not paragraphs
_SPEECH_WORDS = 4  # a quotation of fewer words is a label or a term, not somebody speaking
_ABBREVIATED = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|gen|col|lt|sgt|capt|maj|st|no|art|sr|sra|jr|vs|inc|hon|prof|rev|gov|sen"
    r"|rep|u\.s|u\.n|a\.m|p\.m|approx|etc|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\b[a-z]|\.[a-z])\.$"
)
_SENTENCE_END = re.compile(r"[.!?…][\"”’')\]]*\s+(?=[\"“‘'(\[>*@#.-]*(?:[^\W_a-zà-ÿ]|[¿¡@]))")
_FRONT_MATTER = re.compile(r"\s*(?:#[^\n]*\n\s*)?(---|\+\+\+)\n.*?\n\1\n", re.DOTALL)
_NOTE_LINE = re.compile(r"\s*#[^\n]* \| [^\n]*\n")
_MARKUP = re.compile(r"!?\]\(\S+?\)|https?://\S+|<[^>\n]{1,200}>|<!--.*?-->", re.DOTALL)
_DATELINE = re.compile(  # "ALTAMORA, Jan. 10 (Agencia Uno) - "
    r"[A-ZÀ-Þ][^\n\"“]{1,60}?(?:\d{1,4}|\([^()\n]{2,40}\)|[A-ZÀ-Þ]{3,})\s*(?:\([^()\n]{2,40}\))?"
    r"\s+(?:--|[-–—])\s+(?=[A-ZÀ-Þ\[\"“])"
)
_LINE_BREAK = re.compile(  # a line that goes on in small letters was only wrapped
    r"\n(?:[ \t]*\n)+|(?<=[.!?:;\"”)\]])[ \t]*\n|\n(?=[ \t]*[^a-z0-9\s])"
)
_BREAK = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


@dataclass(frozen=True, slots=True)
class Page:
    """A text with its parts; ``low`` is the text in lower case on one line, offsets unchanged."""

    text: str
    low: str
    shouted: bool  # a wire all in capitals: capitals then say nothing about names
    paragraphs: tuple[Span, ...]
    sentences: tuple[Span, ...]
    quotes: tuple[Span, ...]  # with their quotation marks

    def quote_at(self, position: int) -> Span | None:
        """The quotation of somebody's speech that holds ``position``, if there is one."""
        index = spans.holding(self.quotes, position)
        quote = self.quotes[index] if index >= 0 else None
        return quote if quote and self.is_speech(quote) else None

    def is_speech(self, quote: Span) -> bool:
        """Whether a quotation is long enough to be speech rather than a term."""
        return len(self.low[quote.start : quote.end].split()) >= _SPEECH_WORDS

    def paragraph_at(self, position: int) -> int:
        """The index of the paragraph that holds ``position``; -1 outside all of them."""
        return spans.holding(self.paragraphs, position)


def read(text: str) -> Page:
    """Cut ``text`` up; front matter and a note on the first line are not part of what it says."""
    low = lowered(text)
    paragraphs = tuple(p for p in _paragraphs(text) if low[p.start : p.end].strip(" >*-"))
    letters = [letter for letter in text[body_start(text) :] if letter.isalpha()]
    capitals = sum(letter.isupper() for letter in letters)
    return Page(
        text=text,
        low=low,
        shouted=capitals > 0.7 * max(1, len(letters)),
        paragraphs=paragraphs,
        sentences=tuple(s for p in paragraphs for s in _sentences(text, low, p)),
        quotes=tuple(q for p in paragraphs for q in _quotes(text, p)),
    )


def lowered(text: str) -> str:
    """``text`` in lower case, typewriter quotes and apostrophes, one line, the same length."""
    low = text.lower()
    if len(low) != len(text):  # a few capitals become two characters: keep those as they are
        low = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    low = low.translate({10: " ", 13: " ", 9: " ", 0xA0: " ", 0x2019: "'", 0x2018: "'"})
    return _MARKUP.sub(lambda found: " " * len(found.group()), low)


def body_start(text: str) -> int:
    """Where the text proper starts, after a note line and front matter if there are any."""
    found = _FRONT_MATTER.match(text) or _NOTE_LINE.match(text)
    return found.end() if found else 0


def trimmed(text: str, start: int, end: int, extra: str = "") -> Span:
    """``start``..``end`` without white space and ``extra`` characters at its ends."""
    while start < end and (text[start].isspace() or text[start] in extra):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in extra):
        end -= 1
    return Span(start, end)


def _paragraphs(text: str) -> list[Span]:
    start = body_start(text)
    wrapped = all(len(line) <= _WRAPPED_AT for line in text[start:].split("\n"))
    pattern = _BREAK if wrapped and "\n\n" in text[start:] else _LINE_BREAK
    found, position = [], start
    for gap in pattern.finditer(text, start):
        found.append(trimmed(text, position, gap.start()))
        position = gap.end()
    found.append(trimmed(text, position, len(text)))
    told = [p for p in found if p.end > p.start and not text.startswith("#", p.start)]
    return [Span(_behind_dateline(text, p), p.end) for p in told]


def _behind_dateline(text: str, paragraph: Span) -> int:
    found = _DATELINE.match(text, paragraph.start, paragraph.end)
    return found.end() if found else paragraph.start


def _sentences(text: str, low: str, paragraph: Span) -> list[Span]:
    found, position = [], paragraph.start
    for gap in _SENTENCE_END.finditer(text, paragraph.start, paragraph.end):
        head = low[max(position, gap.start() - 12) : gap.start() + 1]
        if _ABBREVIATED.search(head) and text[gap.start() + 1].isspace():
            continue
        found.append(trimmed(text, position, gap.end()))
        position = gap.end()
    found.append(trimmed(text, position, paragraph.end))
    return [s for s in found if s.end > s.start]


def _quotes(text: str, paragraph: Span) -> list[Span]:
    found, opened = [], -1
    for position in range(paragraph.start, paragraph.end):
        mark = text[position]
        if opened < 0 and mark in '"“«':
            opened = position
        elif opened >= 0 and mark in '"”»':
            found.append(Span(opened, position + 1))
            opened = -1
    if opened >= 0:  # a quotation that goes on in the next paragraph
        found.append(Span(opened, paragraph.end))
    return found
