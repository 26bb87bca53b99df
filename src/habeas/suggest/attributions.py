"""Who says what: the words that attribute, and the stretch of text that they speak for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from habeas.domain.draft import Span
from habeas.suggest import subjects
from habeas.suggest.found import Mention
from habeas.suggest.sentences import Page, trimmed
from habeas.suggest.speech import Speech

_THAT = re.compile(r"[,:]?\s*(?:that\b|[\"“:])|\s*:")
_OUTLETS = re.compile(r"((?:\(\*?[A-Z][^()\n]{1,40}\)\s*)+)$")
_HANDLE_SAYS = re.compile(r"\.?(@\w{2,30}):")
_TURN = re.compile(r",?\s(?:despite|although|but)\s")


@dataclass(frozen=True, slots=True)
class Attribution:
    """``source`` (words as written) ``verb`` ...: it speaks for the stretches ``contents``."""

    start: int
    end: int
    source: Span
    name: str
    verb: str
    sort: str  # strong, weak, stance, frame, evidence, according, outlet
    contents: tuple[Span, ...]
    medium: str = ""
    said: bool = True  # False: a frame that only passes on; not an attribution in its own right
    inferred: bool = False

    def covers(self, start: int, end: int) -> bool:
        """Whether it speaks for ``start``..``end``."""
        return any(c.start <= start and end <= c.end for c in self.contents)

    @property
    def reach(self) -> int:
        """How much text it speaks for: the nearest voice has the smallest reach."""
        return sum(c.end - c.start for c in self.contents)


def find(page: Page, speech: Speech, names: list[Mention]) -> list[Attribution]:
    """All attributions of ``page`` by start, pronouns resolved and open quotations given a voice."""
    found: list[Attribution] = []
    for sentence in page.sentences:
        here = [
            *_according(page, speech, sentence),
            *_evidence(page, speech, sentence),
            *_outlets(page, sentence),
            *_handles(page, sentence),
        ]
        here += [
            a
            for a in _verbs(page, speech, names, sentence)
            if a.sort == "frame" or not _within(a, here)
        ]
        found += _bounded(here)
    named = _resolved(page, speech, names, sorted(found, key=lambda a: a.start))
    return sorted([*named, *_open_quotes(page, named)], key=lambda a: (a.start, a.end))


def mentions(page: Page, found: list[Attribution]) -> list[Mention]:
    """The attributions that the text itself states, as mentions."""
    return [
        Mention("attribution", a.start, a.end, {"source": a.name, "verb": a.verb})
        for a in found
        if a.said and not a.inferred
    ]


def _within(one: Attribution, others: list[Attribution]) -> bool:
    return any(one.start < o.end and o.start < one.end for o in others)


def _according(page: Page, speech: Speech, sentence: Span) -> Iterator[Attribution]:
    for hit in speech.according.finditer(page.low, sentence.start, sentence.end):
        source = trimmed(page.text, hit.start(1), hit.end(1))
        if speech.not_voice.search(page.low, source.start, source.end):
            continue
        if hit.start() - sentence.start < 4:
            contents = Span(hit.end(), sentence.end)
        else:
            contents = Span(sentence.start, hit.start())
            if sentence.end - hit.end() > 25:
                contents = sentence
        name = re.sub(r"\s+", " ", page.text[source.start : source.end])
        yield Attribution(
            hit.start(), source.end, source, name, "according to", "according", (contents,)
        )


def _evidence(page: Page, speech: Speech, sentence: Span) -> Iterator[Attribution]:
    for hit in speech.evidence.finditer(page.low, sentence.start, sentence.end):
        by = 3 if hit.group(3) else 1
        source = trimmed(page.text, hit.start(by), hit.end(by))
        verb = next(
            v
            for v, s in (
                ("show", "show"),
                ("suggest", "suggest"),
                ("indicate", "indicat"),
                ("reveal", "reveal"),
            )
            if hit.group(4).startswith(s)
        )
        name = re.sub(r"\s+", " ", page.text[source.start : source.end])
        turn = _TURN.search(
            page.low, hit.end(), sentence.end
        )  # from there on the writer speaks again
        content = Span(hit.end(), turn.start() if turn else sentence.end)
        yield Attribution(
            hit.start(),
            hit.end(),
            source,
            name,
            verb,
            "evidence",
            (content,),
            medium=(hit.group(2) or "").strip().title(),
        )


def _outlets(page: Page, sentence: Span) -> Iterator[Attribution]:
    """Agencies in brackets behind a report: "... were injured. (Example News)"."""
    hit = _OUTLETS.match(page.text, sentence.start, sentence.end)
    paragraph = page.paragraphs[page.paragraph_at(sentence.start)]
    if not hit or sentence.start == paragraph.start or paragraph.end > sentence.end:
        return
    for outlet in re.finditer(r"\(\*?([^()*]+)\*?\)", hit.group(1)):
        start = hit.start(1) + outlet.start()
        inner = Span(start + 1, start + len(outlet.group()) - 1)
        name = outlet.group(1).strip()
        yield Attribution(
            start, inner.end + 1, inner, name, "", "outlet", (Span(paragraph.start, start),)
        )


def _handles(page: Page, sentence: Span) -> Iterator[Attribution]:
    """A post that quotes another: ".@handle: ..."."""
    hit = _HANDLE_SAYS.match(page.text, sentence.start, sentence.end)
    if hit:
        paragraph = page.paragraphs[page.paragraph_at(sentence.start)]
        source = Span(*hit.span(1))
        content = Span(hit.end(), paragraph.end)
        yield Attribution(source.start, hit.end(), source, hit.group(1), "", "handle", (content,))


def _verbs(
    page: Page, speech: Speech, names: list[Mention], sentence: Span
) -> Iterator[Attribution]:
    for hit in speech.verb.finditer(page.low, sentence.start, sentence.end):
        if _spoken(page, hit.start()) or any(m.start < hit.end() <= m.end for m in names):
            continue
        lemma, sort = speech.lemma[re.sub(r"\s+", " ", hit.group())]
        built = _inverted(page, speech, sentence, hit, lemma, sort) or _plain(
            page, speech, names, sentence, hit, lemma, sort
        )
        if built:
            yield built


def _spoken(page: Page, position: int) -> bool:
    return page.quote_at(position) is not None


def _inverted(
    page: Page, speech: Speech, sentence: Span, hit: re.Match[str], lemma: str, sort: str
) -> Attribution | None:
    """'"...," said the warden': the quotation, the verb, then who."""
    if sort not in ("strong", "weak"):
        return None
    quote = _quote_before(page, hit.start(), 2)
    if quote is None:
        return None
    stop = re.compile(r"[.;:\"“]|,|\s--|$").search(page.low, hit.end(), sentence.end)
    end = stop.start() if stop else sentence.end
    source = trimmed(page.text, hit.end(), end)
    words = page.low[source.start : source.end].split()
    if not 1 <= len(words) <= subjects.MAX_WORDS or words[0] in ("that", "in", "on", "to", "it"):
        return None
    if page.text[end : end + 1] == "," and not speech.finite.search(page.low, end, sentence.end):
        tail = trimmed(page.text, end, sentence.end, ".")
        shown = tail.end if tail.end - source.start < 110 else source.end
    else:
        shown = source.end
    name = re.sub(r"\s+", " ", page.text[source.start : source.end])
    return Attribution(hit.start(), shown, source, name, lemma, sort, (quote,))


def _quote_before(page: Page, position: int, gap: int) -> Span | None:
    for quote in page.quotes:
        between = page.text[quote.end : position]
        if quote.end <= position and not between.strip(" ,\n") and len(between) <= gap + 1:
            return quote if page.is_speech(quote) else None
    return None


def _plain(
    page: Page,
    speech: Speech,
    names: list[Mention],
    sentence: Span,
    hit: re.Match[str],
    lemma: str,
    sort: str,
) -> Attribution | None:
    """Who, the verb, then what; or what, a comma, who, the verb."""
    source = subjects.subject(page, speech, sentence, hit.start())
    if source is None or not subjects.can_speak(page, speech, names, source, sort):
        return None
    end, medium = _tail(page, speech, hit, lemma, sentence.end)
    behind = page.low[end : sentence.end]
    last = not behind.strip(" .\n") or (
        behind.lstrip().startswith((".", '"', "“")) and not behind.strip(' .,:"“\n')
    )
    led = page.low[sentence.start : source.start].rstrip()
    postposed = bool(led) and led[-1] in ',"”-' and (last or behind.lstrip()[:1] in ("", ".", ","))
    postposed = postposed and _is_said_before(page, speech, sentence, source)
    if sort == "weak" and not postposed and not _THAT.match(behind) and not _shout_that(behind):
        if lemma == "announce":
            sort = "frame"
        else:
            return None
    if sort == "frame" and _THAT.match(behind):
        sort = "weak"
    contents = _contents(page, sentence, source, end, postposed, sort)
    name = subjects.speaker_name(page, names, source)
    return Attribution(
        source.start,
        end,
        source,
        name,
        lemma,
        sort,
        contents,
        medium or ("Twitter" if lemma == "tweet" else ""),
        said=sort != "frame",
    )


def _is_said_before(page: Page, speech: Speech, sentence: Span, source: Span) -> bool:
    """Whether a quotation or a whole clause stands before the subject, not just "On 7 May,"."""
    if _quote_before(page, source.start, 2):
        return True
    return speech.finite.search(page.low, sentence.start, source.start) is not None


def _shout_that(behind: str) -> bool:
    return re.match(r"\s+(?:today|yesterday)?\s*(?:to\s+[\w-]+\s+)?that\b", behind) is not None


def _tail(page: Page, speech: Speech, hit: re.Match[str], lemma: str, stop: int) -> tuple[int, str]:
    """Where the attribution ends behind its verb, and the medium if one is named."""
    end, medium = hit.end(), ""
    if lemma in ("tell", "write", "explain", "respond") and not re.match(
        r"\s*(?:that|on|in)\b", page.low[end:stop]
    ):
        to = speech.addressee.match(page.low, end, stop)
        if to and (lemma == "tell" or " to " in to.group()):
            end = to.end()
    found = speech.medium.match(page.low, end, stop)
    if found and found.end() > end:
        end, medium = found.end(), (found.group(1) or "").title()
    return end, medium


def _contents(
    page: Page, sentence: Span, source: Span, end: int, postposed: bool, sort: str
) -> tuple[Span, ...]:
    if postposed:
        quote = _quote_before(page, source.start, 2)
        contents = [quote or Span(sentence.start, source.start)]
        here = page.paragraph_at(sentence.start)
        near = [q for q in page.quotes if 0 <= q.start - end <= 3 and page.is_speech(q)]
        after = next((q for q in near if page.paragraph_at(q.start) == here), None)
        return (*contents, after) if after else tuple(contents)
    start = source.start if sort in ("stance", "frame") else end
    halt = page.low.find(";", end, sentence.end)
    stop = halt if halt > 0 and not page.quote_at(halt) else sentence.end
    for quote in page.quotes:
        if start <= quote.start < stop:
            stop = max(stop, quote.end)
    contents = [Span(start, stop)]
    if page.text[end : end + 3].strip().startswith(":") and not page.low[end : sentence.end].strip(
        " :\n"
    ):
        following = page.paragraph_at(sentence.start) + 1
        contents = list(page.paragraphs[following : following + 1]) or contents
    return tuple(contents)


def _bounded(found: list[Attribution]) -> list[Attribution]:
    """What one voice says ends where the next voice of the sentence takes over."""
    out = []
    for one in found:
        cut = []
        for content in one.contents:
            stop = content.end
            for other in found:
                takes_over = (
                    other.sort != "frame"
                    and content.start < other.start < stop
                    and other.start > one.end
                )
                follows = takes_over and (
                    _speaks_back(other)
                    or other.sort == "stance"
                    or other.contents[0].start > other.start
                )
                if follows and not (other.contents[0].start > other.start and one.sort == "frame"):
                    stop = other.start if _speaks_back(other) or other.sort == "stance" else stop
            cut.append(Span(content.start, max(stop, content.start + 1)))
        out.append(replace(one, contents=tuple(cut)))
    return out


def _speaks_back(one: Attribution) -> bool:
    return one.contents[0].end <= one.start


def _resolved(
    page: Page, speech: Speech, names: list[Mention], found: list[Attribution]
) -> list[Attribution]:
    """Pronouns replaced by the last person named before them."""
    out: list[Attribution] = []
    for one in found:
        low = page.low[one.source.start : one.source.end]
        name = one.name
        if low in ("he", "she"):
            people = [m for m in names if m.value.get("kind") == "person" and m.end <= one.start]
            name = str(people[-1].value["name"]) if people else name
        elif low == "they":
            name = out[-1].name if out else name
        out.append(replace(one, name=name))
    return out


def _open_quotes(page: Page, found: list[Attribution]) -> Iterator[Attribution]:
    """A paragraph that is one quotation without a speaker goes on from the paragraph before."""
    for quote in page.quotes:
        index = page.paragraph_at(quote.start)
        paragraph = page.paragraphs[index]
        whole = quote.start == paragraph.start and paragraph.end - quote.end <= 1
        if (
            not whole
            or not page.is_speech(quote)
            or any(a.covers(quote.start + 1, quote.end - 1) for a in found)
        ):
            continue
        before = [
            a
            for a in found
            if a.said and page.paragraph_at(a.start) == index - 1 and _quotes(page, a)
        ]
        if before:
            last = before[-1]
            yield replace(
                last,
                start=quote.start,
                end=quote.start,
                contents=(quote,),
                inferred=True,
                medium="",
            )


def _quotes(page: Page, one: Attribution) -> bool:
    return any(page.quote_at(c.start) or page.quote_at(c.end - 1) for c in one.contents)
