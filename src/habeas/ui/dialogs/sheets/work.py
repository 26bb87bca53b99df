"""The jobs of the import: reading the file, looking at its sheets, comparing, writing."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.capture.apart.jobs import Outcome
from habeas.capture.sheets import signs
from habeas.domain.sheet import Mapping, Sheet, sheets_of
from habeas.i18n import _
from habeas.overview import calling
from habeas.services.sheets import comparing, guessing, importing, surveying
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.capture.reading import Reading
    from habeas.services.sheets.comparing import Differences
    from habeas.services.sheets.importing import Chosen
    from habeas.store.case import Case


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read, with its sheets; ``problem`` says why there is nothing to import."""

    reading: Reading | None = None
    sheets: tuple[Sheet, ...] = ()
    problem: str = ""

    @property
    def is_typed(self) -> bool:
        """Whether its cells are as people typed them, and not as a workbook keeps them."""
        return self.reading is not None and self.reading.media_type.startswith("text/")


@dataclass(frozen=True, slots=True)
class Held:
    """A spreadsheet that is a source of the case."""

    source: int
    title: str
    capture: str
    file_name: str


def held(case: Case) -> list[Held]:
    """The spreadsheets among the sources of the case, each in its latest capture."""
    kinds = ", ".join("?" for _kind in signs.KINDS)
    rows = case.query(
        f"SELECT s.id, {calling.sql('s')} AS title, c.sha256, sc.file_name, max(sc.id) "
        "FROM source s JOIN source_capture sc ON sc.source = s.id "
        "JOIN capture c ON c.sha256 = sc.capture "
        f"WHERE c.media_type IN ({kinds}) GROUP BY s.id ORDER BY s.id DESC",
        *signs.KINDS,
    )
    return [Held(row["id"], row["title"], row["sha256"], row["file_name"]) for row in rows]


def opening(case: Case, wanted: Path | Held) -> Work:
    """Read a file, or a source of the case, into a Book; in a process of its own."""
    from habeas.capture.apart.pool import Job, Pool

    yield Progress()
    if isinstance(wanted, Held):
        job = Job(data=case.original(wanted.capture), name=wanted.file_name)
    else:
        job = Job(wanted)
    with Pool(1) as pool:
        for outcome in pool.watch([job]):
            if isinstance(outcome, Outcome):
                return _book(outcome)
            yield Progress()
    return Book()


def _book(outcome: Outcome) -> Book:
    """The sheets of what was read, or why there are none."""
    reading = outcome.reading
    if reading is None:
        return Book(problem=outcome.problem)
    sheets = tuple(sheets_of(reading.text, reading.stretches))
    if reading.kind == "dataset" and sheets:
        return Book(reading, sheets)
    said = " ".join(reading.notes) if reading.kind == "dataset" or outcome.problem else ""
    return Book(problem=said or _("There are no rows in this file: it is no spreadsheet."))


def guessing_(sheet: Sheet, *, header: int | None, language: str, typed: bool) -> Work:
    """The Mapping that fits the sheet, with the headings by which it may have been kept."""
    yield Progress()
    made = guessing.guess(sheet, header=header, language=language, typed=typed)
    return made, guessing.signature(sheet, made.header)


def surveying_(sheet: Sheet, mapping: Mapping) -> Work:
    """The Survey of a sheet."""
    work = surveying.survey(sheet, mapping)
    while True:
        try:
            done = next(work)
        except StopIteration as end:
            return end.value
        yield Progress(done)


def comparing_(case: Case, sheet: Sheet, mapping: Mapping, *, source: int) -> Work:
    """The Differences between a sheet and what came from ``source`` before."""
    work = comparing.compare(case, sheet, mapping, source=source)
    while True:
        try:
            done, total = next(work)
        except StopIteration as end:
            return end.value
        yield Progress(done, total)


def likely(case: Case, sheet: Sheet, mapping: Mapping) -> Work:
    """The source that this sheet was imported as before, with all such sources; 0: none."""
    from habeas.services.sheets import earlier
    from habeas.services.sheets.rows import key_of

    called = case.query(f"SELECT s.id, {calling.sql('s')} AS name FROM source s")
    names = {row["id"]: str(row["name"]) for row in called}
    there = [replace(one, title=names[one.source]) for one in earlier.imported(case)]
    yield Progress()
    if not there:
        return 0, there
    rows = list(sheet.rows(after=mapping.header))
    keys = {key: row.cells for row in rows if (key := key_of(row, mapping))}
    lines = frozenset("\t".join(row.cells) for row in rows)
    best, likeness = 0, _ALIKE
    for one in there:
        yield Progress()
        found = earlier.likeness(case, one.source, keys=keys, lines=lines)
        if found > likeness:
            best, likeness = one.source, found
    return best, there


_ALIKE = 0.2  # of the rows imported before must be there again


def importing_(
    case: Case, reading: Reading, found: Differences, *, sheet: str, chosen: Chosen
) -> Work:
    """Write what was chosen, in one act; the Outcome."""
    label = importing.AGAIN if found.source else importing.IMPORT
    with case.edit(label) as edit:
        work = importing.apply(edit, reading, found, sheet=sheet, chosen=chosen)
        while True:
            try:
                done, total = next(work)
            except StopIteration as end:
                outcome = end.value
                break
            yield Progress(done, total, _("Row {n} of {all}").format(n=done, all=total))
        yield Progress(0, 0, _("Closing the act…"))
    return outcome


def guarded(job: Work, words: str) -> Work:
    """The same work, its progress with ``words`` where it has none of its own.

    What goes wrong in it is handed back, for the dialog to hear of it at once.
    """
    try:
        while True:
            try:
                step = next(job)
            except StopIteration as end:
                return end.value
            yield replace(step, text=step.text or words)
    except Exception as error:  # noqa: BLE001 - told by the UI thread
        return error
    finally:
        job.close()


def settled(mapping: Mapping, **changes: object) -> Mapping:
    """The mapping with some of it changed."""
    return replace(mapping, **changes)  # type: ignore[arg-type]
