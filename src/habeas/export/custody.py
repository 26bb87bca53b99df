"""The custody of a source as a page of its own, and in a few words at the end of a report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from habeas import i18n
from habeas.domain.source import Source
from habeas.domain.when import When
from habeas.export.page import Block, Bullet, Heading, Page, Paragraph, Table, Text, clean, runs
from habeas.export.page import words as plain
from habeas.export.phrases import in_line
from habeas.i18n import _, ngettext
from habeas.overview import custody
from habeas.overview.custody import Brief, Step
from habeas.overview.history import Difference
from habeas.overview.wording import when_in_words
from habeas.store.journal import now
from habeas.store.reader import Reader


def page(reader: Reader, source: int) -> Page:
    """All that happened to a source, with names: made for whoever keeps the case."""
    record = reader.get(Source, source)
    steps = custody.of(reader, source)
    head = tuple(runs(word) for word in (_("When"), _("Who"), _("What")))
    rows = (
        (runs(_moment(step.when)), runs(step.who or _("not stated")), tuple(_told(step)))
        for step in steps
    )
    intro = _(
        "What happened to this source in the case, from the first day on, as the history of the "
        "case tells it. Times are UTC, by the clock of the computer that wrote them."
    )
    return Page(
        title=_("Custody of “{title}”").format(title=in_line(record.title)),
        language=i18n.language(),
        blocks=(Paragraph(runs(intro)), Table((head, *rows))),
        date=_("Written on {day}").format(day=_moment(now())),
    )


def text(made: Page) -> str:
    """The page as plain text: each step a paragraph."""
    lines = [made.title, made.byline(), ""]
    for block in made.blocks:
        if isinstance(block, Table):
            for row in block.filled()[1:]:
                lines += [" · ".join(plain(cell) for cell in row[:2]), plain(row[2]), ""]
        else:
            lines += [plain(block.runs) if not isinstance(block, Heading) else block.text, ""]
    return clean("\n".join(lines))


def section(
    briefs: Mapping[int, Brief], sources: Mapping[int, Source], order: list[int]
) -> Iterator[Block]:
    """How the sources of a report were kept: a line for each that we have; nobody is named."""
    seen = [sources[n] for n in order if n in briefs and sources[n].seen]
    if not seen:
        return
    yield Heading(2, _("How the sources were kept"))
    for source in seen:
        title = Text(f"{in_line(source.title)}. ", bold=True)
        yield Bullet((title, Text(" ".join(_brief(briefs[source.id])))))


def _told(step: Step) -> Iterator[Text]:
    yield Text(step.words, bold=True)
    for one in step.details:
        yield Text(f"; {_field(one)}")
    yield Text(f" ({step.label})")


def _field(one: Difference) -> str:
    """One field: what it is, or what it was and became."""
    if not one.former:
        return _("{name}: {value}").format(name=one.name, value=in_line(one.new))
    return _("{name}: “{former}” became “{new}”").format(
        name=one.name, former=in_line(one.former), new=in_line(one.new)
    )


def _moment(when: str) -> str:
    """A time as it is read; as it stands where it is none."""
    try:
        then = datetime.fromisoformat(when).astimezone(UTC)
    except ValueError:
        return when
    return when_in_words(When(then.strftime("%Y-%m-%dT%H:%M:%SZ")))


def _brief(one: Brief) -> Iterator[str]:
    for reading in one.readings:
        yield _("Text read out of the capture with {program}.").format(program=reading)
    if one.corrected:
        yield ngettext(
            "Its description was corrected on one occasion, {day}.",
            "Its description was corrected on {n} occasions, last {day}.",
            one.corrected,
        ).format(n=one.corrected, day=when_in_words(When(one.last_corrected)))
    else:
        yield _("Its description was never corrected.")
    if one.reports:
        yield ngettext(
            "Told in one report before this one.",
            "Told in {n} reports before this one.",
            one.reports,
        ).format(n=one.reports)
    if one.originals:
        yield ngettext(
            "Its original was handed on in one sealed export.",
            "Its original was handed on in {n} sealed exports.",
            one.originals,
        ).format(n=one.originals)
