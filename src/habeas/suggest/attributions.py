"""Who says what: the words that attribute, and the stretch of text that they speak for."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from habeas.domain.draft import Span
from habeas.suggest import spoken, subjects
from habeas.suggest.found import Mention
from habeas.suggest.sentences import Page, trimmed
from habeas.suggest.speech import Speech
from habeas.suggest.spoken import Attribution

_THAT = re.compile(
    r"[,:]?\s*(?:(?:reports\s+|claims\s+|accusations\s+|allegations\s+|rumou?rs\s+)?that\b|\s(?:\d|at\s+least|more\s+than|a\s+total)|[\"“:])|\s*:"
)
_WHEN_SAID = re.compile(
    r"^\s+(?:on\s+(?:\w+day|\d+\s+\w+|\w+\s+\d+)|today|yesterday|earlier|late|last\s+\w+)(?=\s*[.,])"
)
_RELATIVE = re.compile(r",\s+(?:whose|who|which|when|where|as)\b")
_OUTLETS = re.compile(r"((?:\(\*?[A-Z][^()\n]{1,40}\)\s*)+)$")
_HANDLE_SAYS = re.compile(r"\.?(@\w{2,30}):")
# From such a word on the writer speaks again, not the picture.
_TURN = re.compile(r",?\s(?:despite|although|but)\s")


def find(page: Page, speech: Speech, names: list[Mention]) -> list[Attribution]:
    """All attributions of ``page`` by start, with pronouns and open quotations resolved."""
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
        found += spoken.bounded(here)
    named = spoken.resolved(page, names, sorted(found, key=lambda a: a.start))
    return sorted([*named, *spoken.open_quotes(page, named)], key=lambda a: (a.start, a.end))


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
        verb = speech.shown[hit.group(4)]
        name = re.sub(r"\s+", " ", page.text[source.start : source.end])
        turn = _TURN.search(page.low, hit.end(), sentence.end)
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
        if _spoken(page, hit.start()) or _in_name(names, hit.end()):
            continue
        lemma, sort = speech.lemma[re.sub(r"\s+", " ", hit.group())]
        built = _inverted(page, speech, sentence, hit, lemma, sort) or _plain(
            page, speech, names, sentence, hit, lemma, sort
        )
        if built:
            yield built


def _in_name(names: list[Mention], end: int) -> bool:
    """Whether a name holds the character before ``end``: a country's "States" is no verb."""
    index = bisect_left(names, end, key=lambda one: one.start) - 1
    return index >= 0 and end <= names[index].end


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
    apposed = page.text[end : end + 1] == "," and not _RELATIVE.match(page.low, end)
    if apposed and not speech.finite.search(page.low, end, sentence.end):
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
    behind = _WHEN_SAID.sub("", page.low[end : sentence.end])
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
    if postposed:
        contents = _said_before(page, sentence, source, end)
    else:
        start = source.start if sort in ("stance", "frame") else end
        contents = _said_after(page, sentence, start, end)
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


def _said_before(page: Page, sentence: Span, source: Span, end: int) -> tuple[Span, ...]:
    """What stands before the speaker, and the quotation that goes on right behind."""
    contents = [_quote_before(page, source.start, 2) or Span(sentence.start, source.start)]
    here = page.paragraph_at(sentence.start)
    near = [q for q in page.quotes if 0 <= q.start - end <= 3 and page.is_speech(q)]
    contents += [q for q in near if page.paragraph_at(q.start) == here][:1]
    return tuple(contents)


def _said_after(page: Page, sentence: Span, start: int, end: int) -> tuple[Span, ...]:
    """From ``start`` to a semicolon, or to the end of the sentence or of a quotation in it."""
    rest = page.low[end : sentence.end]
    if rest.startswith(":") and not rest.strip(" :"):
        following = page.paragraph_at(sentence.start) + 1
        if following < len(page.paragraphs):
            return (page.paragraphs[following],)
    halt = page.low.find(";", end, sentence.end)
    stop = halt if halt > 0 and not page.quote_at(halt) else sentence.end
    for quote in page.quotes:
        if start <= quote.start < stop:
            stop = max(stop, quote.end)
    return (Span(start, stop),)
