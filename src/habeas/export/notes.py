"""Footnotes that lead a sentence back to its words, and the list of sources."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from habeas import i18n, vocabulary
from habeas.domain.passage import Passage
from habeas.domain.source import Source
from habeas.domain.voice import Voice, Wording
from habeas.domain.when import When
from habeas.export.material import Capture, Material, Told
from habeas.export.page import Note, Paragraph, Text
from habeas.export.phrases import in_line, inside, marks
from habeas.export.times import published
from habeas.i18n import _
from habeas.overview import regions
from habeas.overview.wording import when_in_words

_JOIN = " · "


def note(material: Material, told: Sequence[Told]) -> Note:
    """The note of a sentence that rests on these claims: words, voices, source, date, hash."""
    return Note(tuple(part for one in told for part in _parts(material, one)))


def note_of(material: Material, passage: Passage, source: Source) -> Note:
    """The note of a sentence that rests on one passage, such as a link between events."""
    return Note((_quotes([passage], source), _of_source(material, [passage], source)))


def entry(material: Material, source: Source) -> tuple[Text, ...]:
    """What the list of sources says of one."""
    title = Text(f"{in_line(source.title)}. ", bold=True, language=_language(source))
    return title, Text(" ".join(_described(material, source)))


def _parts(material: Material, told: Told) -> Iterator[Paragraph]:
    yield _quotes(told.passages, told.source)
    if told.voices:
        chain = [_voice(material, voice) for voice in told.voices] + [_("this source")]
        yield Paragraph((Text(_("Who says so: {chain}.").format(chain=" ← ".join(chain))),))
    yield _of_source(material, told.passages, told.source)


def _quotes(passages: Sequence[Passage], source: Source) -> Paragraph:
    """The exact words: nothing is cut, joined or tidied inside the quotation marks.

    What has no words is told by its place: the picture itself stays out of the report.
    """
    runs: list[Text] = []
    before, after = marks()
    for passage in passages:
        if not passage.quote:
            where = regions.in_words(passage.region)
            runs.append(Text(f"{_JOIN}{where}" if runs else where))
            continue
        runs.append(Text(f"{_JOIN}{before}" if runs else before))
        runs += [Text(passage.quote, language=_language(source)), Text(after)]
    return Paragraph(tuple(runs))


def _of_source(material: Material, passages: Sequence[Passage], source: Source) -> Paragraph:
    hashes = dict.fromkeys(material.sha256(passage) for passage in passages)
    parts = [
        _("“{words}”").format(words=in_line(source.title)),
        in_line(source.publisher),
        published(source) or _("date not known"),
        *(_("SHA-256 {digest}").format(digest=digest) for digest in hashes if digest),
    ]
    return Paragraph((Text(", ".join(part for part in parts if part) + "."),))


def _voice(material: Material, voice: Voice) -> str:
    """A link of the chain with its verb, medium, wording, and what it leans on."""
    name = in_line(voice.name) or _("a voice that is not named here")
    more = [
        inside(vocabulary.label("verbs", voice.verb)) if voice.verb else "",
        _medium(voice.medium),
        _wording(voice.wording),
        _("inferred by the reader") if voice.inferred else "",
        _leans(material.sources.get(voice.cited_source or 0)),
    ]
    said = "; ".join(part for part in more if part)
    return f"{name} ({said})" if said else name


def _medium(medium: str) -> str:
    known = vocabulary.term("media", medium)
    return inside(vocabulary.label("media", medium)) if known else in_line(medium)


def _wording(wording: Wording) -> str:
    if wording is Wording.UNKNOWN:
        return ""
    return inside(vocabulary.label("wordings", wording.value))


def _leans(cited: Source | None) -> str:
    if cited is None:
        return ""
    said = _("in “{title}”") if cited.seen else _("in “{title}”, not seen by us")
    return said.format(title=in_line(cited.title))


def _described(material: Material, source: Source) -> Iterator[str]:
    yield f"{_JOIN.join(_what_it_is(source))}."
    if day := published(source):
        yield _("Published: {day}.").format(day=day)
    else:
        yield _("Published: date not known.")
    if not source.seen:
        yield _("Not seen by us: other sources lean on it.")
    for capture in material.captures.get(source.id, ()):
        yield _captured(capture)
    if source.address:  # last, so that no full stop runs into it
        yield _("Address: {address}").format(address=in_line(source.address))


def _what_it_is(source: Source) -> Iterator[str]:
    yield vocabulary.label("source-kinds", source.kind)
    if source.publisher:
        yield in_line(source.publisher)
    if author := source.pseudonym or source.author:
        yield in_line(author)
    if source.confidentiality != "public":
        yield _("not public")


def _captured(capture: Capture) -> str:
    when = when_in_words(When(capture.captured))
    if capture.file_name:
        said = _("Captured {when} from the file “{file}”; SHA-256 {digest}.")
    else:
        said = _("Captured {when}; SHA-256 {digest}.")
    return said.format(when=when, file=in_line(capture.file_name), digest=capture.sha256)


def _language(source: Source) -> str:
    """The language of a source's words, where it is not the report's."""
    return "" if source.language in ("", i18n.language()) else source.language
