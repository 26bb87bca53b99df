"""A report of the record: sentences with notes that lead down to words, voices, source and hash."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from habeas.domain.passage import Passage
from habeas.domain.source import Source
from habeas.errors import Problem
from habeas.export import custody, docx, html, material, notes, sentences
from habeas.export.material import Material
from habeas.export.page import Block, Bullet, Heading, Page, Paragraph, Text, runs
from habeas.i18n import _, ngettext, speaking
from habeas.overview import calling
from habeas.overview.custody import Brief, brief
from habeas.overview.wording import day_in_words
from habeas.services import marking
from habeas.store.case import Case

WRITERS = {".html": html.work, ".docx": docx.work}
not_public = material.not_public

_AT_ONCE = 20  # claims without an event that are told in one step
_LONGEST = 200  # characters of a lost quote that are shown in the message


@dataclass(frozen=True, slots=True)
class Options:
    """What the report holds and how it speaks.

    ``claims`` are the ids of the claims to tell (None: all).  ``include_sources`` are the
    confidential and internal sources that may be named; the others stay out with all they say.
    ``custody`` adds how each source was kept, in short.
    """

    language: str = "en"
    claims: frozenset[int] | None = None
    title: str = ""
    include_sources: frozenset[int] = frozenset()
    author: str = ""
    custody: bool = True


@dataclass(frozen=True, slots=True)
class Written:
    """The file that was written and what is in it; ``told`` are the sources that it names."""

    path: Path
    claims: int
    sources: int
    left_out: int  # sources that are not public and were not ticked
    told: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Step:
    """How far the work is: ``done`` of ``total``, and what it is at."""

    done: int
    total: int
    text: str = ""


def write(case: Case, path: Path, *, options: Options) -> Written:
    """Write the report to ``path``, as HTML or DOCX by its suffix, whole or not at all.

    Problem, and no file, if a quote no longer stands in the stored text or the file cannot be
    written.
    """
    steps = work(case, path, options=options)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            written: Written = end.value
            return written


def work(case: Case, path: Path, *, options: Options) -> Generator[Step, None, Written]:
    """``write`` in steps: after each one it can be stopped, and then nothing is written."""
    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        raise Problem(
            _("A report is written as HTML or DOCX: end the name of the file in .html or .docx.")
        )
    yield Step(0, 0)
    with _one_moment(case):
        found = material.read(case, options.claims, ticked=options.include_sources)
        briefs = brief(case, found.sources) if options.custody else {}
    if not found.told:
        raise Problem(_("There is no claim that the report could tell. Nothing was written."))
    parts = len(found.happenings) + len(found.alone) // _AT_ONCE + 1
    total = len(found.sources) + 2 * parts  # it takes about as long to write them as to say them
    used = {passage.id for told in found.told for passage in told.passages} | set(found.bases)
    for done, source in enumerate(found.sources.values()):
        yield Step(done, total, calling.name_of(source))
        _check(case, source, used=used)
    blocks: list[Block] = []
    for done, part in enumerate(_told(found, options.language), len(found.sources)):
        yield Step(done, total)
        blocks += part
    with speaking(options.language):
        page = _page(found, blocks, options, briefs=briefs)
    for share in writer(page, path):
        yield Step(total - parts + int(share * parts), total)
    seen = sum(source.seen for source in found.sources.values())
    told = frozenset(found.sources)
    return Written(path, len(found.told), seen, left_out=found.sources_left_out, told=told)


@contextmanager
def _one_moment(case: Case) -> Iterator[None]:
    """Read the record as it stands at one moment, whatever is written meanwhile."""
    db = case.read
    if db.conn.in_transaction:  # inside an Edit, which sees what it has written itself
        yield
        return
    db.execute("BEGIN")
    try:
        yield
    finally:
        db.execute("ROLLBACK")


def today() -> str:
    """The day on which a report is written, ISO, by the clock of this machine."""
    return datetime.now(UTC).astimezone().date().isoformat()


def _check(case: Case, source: Source, *, used: Collection[int]) -> None:
    """Find every quote of a source that the report uses again; Problem names one that is lost."""
    lost = [p for p in marking.lost(case, source=source.id) if p.id in used]
    if lost:
        raise Problem(_lost(lost[0], source))


def _lost(lost: Passage, source: Source) -> str:
    quote = " ".join(lost.quote.split())
    short = quote if len(quote) <= _LONGEST else f"{quote[:_LONGEST]}…"
    return _(
        "The report was not written: the words “{quote}” no longer stand in the stored text of"
        " “{title}”. Open the claim that rests on them and mark its words again."
    ).format(quote=short, title=calling.name_of(source))


def _told(found: Material, language: str) -> Iterator[list[Block]]:
    """The body, an event at a time, each made in the report's language before it is handed on."""
    with speaking(language):
        names = sentences.names_of(found)
        parts = {True: _("Events in order of time"), False: _("Without a date in the sources")}
    ordered = sorted(found.happenings, key=lambda h: not sentences.is_dated(h))
    for happening in ordered:
        with speaking(language):
            blocks = list(sentences.of_event(found, happening, names))
        above = parts.pop(sentences.is_dated(happening), "")
        yield [Heading(1, above), *blocks] if above else blocks
    for start in range(0, len(found.alone), _AT_ONCE):
        with speaking(language):
            above = _("Claims in order of time")
            if found.happenings:
                above = _("Claims that belong to no event")
            some = found.alone[start : start + _AT_ONCE]
            told: list[Block] = [sentences.of_claim(found, one, names) for one in some]
        yield told if start else [Heading(1, above), *told]


def _page(
    found: Material, blocks: Iterable[Block], options: Options, *, briefs: Mapping[int, Brief]
) -> Page:
    return Page(
        title=options.title.strip() or _("Report"),
        language=options.language,
        blocks=(*_about(found, options), *blocks, *_sources(found, briefs)),
        author=options.author.strip(),
        date=_("Written on {day}").format(day=day_in_words(today())),
    )


def _about(found: Material, options: Options) -> Iterator[Block]:
    """The scope of the report, and how it is to be read."""
    yield Heading(1, _("About this report"))
    if options.claims is None:
        scope = _("This report tells what the whole record of the case holds.")
    else:
        scope = _(
            "This report tells a selection from the record of the case. The record holds other"
            " claims that were not selected."
        )
    if found.sources_left_out or found.claims_left_out:
        left = _("What is not public was left out.")
        scope = f"{scope} {left}"
    silence = _(
        "Where it is silent, the record has no evidence. That does not mean that nothing happened"
        " or that no measure was in force."
    )
    yield Paragraph(runs(f"{scope} {_counted(found)} {silence}"))
    yield Paragraph(
        runs(
            _(
                "Every sentence says who speaks. Doubt is the speaker's own, and “threatened”,"
                " “ordered”, “announced”, “authorised” and “carried out” are different facts."
                " Words in quotation marks are those of the sources, the others those of the"
                " record. Each note gives the exact words, who says so, the source with its date,"
                " and the SHA-256 of what was captured."
            )
        )
    )


def _counted(found: Material) -> str:
    seen = sum(source.seen for source in found.sources.values())
    return _("Claims told: {claims}. Sources that they rest on: {sources}.").format(
        claims=len(found.told), sources=seen
    )


def _sources(found: Material, briefs: Mapping[int, Brief]) -> Iterator[Block]:
    """The list of sources: those that we have, those that they lean on, how many are not named.

    Then how those that we have were kept.
    """
    yield Heading(1, _("Sources"))
    ordered = sorted(found.sources.values(), key=lambda s: (not s.seen, s.published or "~", s.id))
    for source in ordered:
        yield Bullet(notes.entry(found, source))
    if n := found.sources_left_out:
        yield Paragraph((Text(_left_out(n)),))
    if n := found.claims_left_out:
        yield Paragraph(
            runs(
                ngettext(
                    "{n} claim of these sources was left out because it is not public.",
                    "{n} claims of these sources were left out because they are not public.",
                    n,
                ).format(n=n)
            )
        )
    yield from custody.section(briefs, found.sources, [source.id for source in ordered])


def _left_out(n: int) -> str:
    return ngettext(
        "{n} source was left out because it is not public.",
        "{n} sources were left out because they are not public.",
        n,
    ).format(n=n)
