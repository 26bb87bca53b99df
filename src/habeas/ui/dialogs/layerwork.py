"""Jobs of the texts of a source: reading it again, reading its pictures, comparing two texts."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from habeas.capture.apart.jobs import Busy, Job
from habeas.capture.original import WHOLE, too_large
from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.capture.apart.pool import Pool
    from habeas.capture.picture import Picture
    from habeas.capture.reading import Reading
    from habeas.domain.page import Page
    from habeas.overview.likeness import Difference
    from habeas.services.layering import Layer
    from habeas.store.case import Case

AGAIN = N_("Read a source again")
WORDS = N_("Read the words of a picture")
USE = N_("Read a source in another text")
TRANSLATE = N_("Add a translation")
LONGEST = 60_000  # letters of a text that are shown and compared word by word
SHARPNESS = 3.0  # pixels for each point of a page: about 216 to the inch
SEEN = 20_000_000  # pixels of a picture that are read
_DRAWN = "application/pdf"


@dataclass(frozen=True, slots=True)
class Both:
    """The text that a source is read in, another text of it, and where they differ."""

    layer: str
    present: str
    other: str
    differences: list[Difference]


@dataclass(frozen=True, slots=True)
class Bytes:
    """The file that a source is read out of."""

    sha256: str
    media_type: str
    name: str
    size: int


def comparing(case: Case, present: str, layer: Layer) -> Work:
    """Both texts; the words that differ are told unless one is a translation of the other."""
    from habeas.overview import likeness

    yield Progress()
    mine, other = (case.text(each)[:LONGEST] for each in (present, layer.hash))
    yield Progress()
    alike = layer.language or present == layer.hash
    return Both(layer.hash, mine, other, [] if alike else likeness.differences(mine, other))


def reading_again(case: Case, source: int) -> Work:
    """Read the bytes of a source again, in a process of its own; gives the Reading."""
    file = bytes_of(case, source)
    return (yield from _read(file, data_of(case, file)))


def keeping(case: Case, source: int, reading: Reading, *, how: str) -> Work:
    """Keep another reading of a source as a layer, and carry its passages over."""
    from habeas.services import layering

    yield Progress()
    with case.edit(WORDS if how == layering.OCR else AGAIN) as edit:
        carried = layering.read_again(edit, reading, source=source, how=how)
        yield Progress()
    return carried


def reading_words(case: Case, source: int, languages: tuple[str, ...]) -> Work:
    """Have the pictures of a source's pages read, one after the other; gives the Reading."""
    from habeas.capture.apart.pool import Pool
    from habeas.capture.media import ocr, tesseract
    from habeas.store import stretches

    yield Progress(0, 0, _("Looking for Tesseract"))
    program = tesseract.available()
    if program is None:
        raise tesseract.missing()
    file = bytes_of(case, source)
    data, found = data_of(case, file), []
    pages = list(stretches.pages(case, _first_layer(case, source)))
    with Pool(1) as pool:
        pictures = _pictures(pool, file, data=data, pages=pages)
        sizes = ((page.width, page.height) for page in pages)
        for page in ocr.pages_of(pictures, languages, sizes=sizes, program=program):
            if page is not None:
                found.append(page)
            said = _("Page {n} of {total}").format(
                n=min(len(found) + 1, len(pages) or 1), total=len(pages) or 1
            )
            yield Progress(len(found), len(pages) or 1, said)
    return ocr.joined(found, program=program, languages=languages)


def using(case: Case, source: int, layer: str) -> Work:
    """Read the source in another of its texts, and carry its passages over."""
    from habeas.services import layering

    yield Progress()
    with case.edit(USE) as edit:
        carried = layering.use(edit, source, layer=layer)
        yield Progress()
    return carried


def bytes_of(case: Case, source: int) -> Bytes:
    """The file that the source was first read out of; Problem if there is none."""
    rows = case.query(
        "SELECT c.sha256, c.media_type, c.size, sc.file_name FROM source_capture sc "
        "JOIN capture c ON c.sha256 = sc.capture WHERE sc.source = ? ORDER BY sc.id LIMIT 1",
        source,
    )
    if not rows:
        raise Problem(_("This source was not seen by us: there is nothing to read."))
    row = rows[0]
    return Bytes(row["sha256"], row["media_type"], row["file_name"], row["size"])


def data_of(case: Case, file: Bytes) -> bytes:
    """All bytes of the file; Problem if they are too many to read."""
    if file.size > WHOLE:
        raise Problem(too_large(file.name, file.size))
    return case.original(file.sha256)


def _read(file: Bytes, data: bytes) -> Generator[Progress, None, Reading]:
    from habeas.capture.apart.pool import Pool

    with Pool(1) as pool:
        for outcome in pool.watch([Job(data=data, name=file.name)]):
            if isinstance(outcome, Busy):
                yield Progress(0, 0, _("Reading the file"))
            elif outcome.reading is None or (outcome.problem and not outcome.reading.text):
                raise Problem(outcome.problem)
            else:
                return outcome.reading
    raise Problem(_("The file could not be read again. Nothing was changed. Try it once more."))


def _pictures(pool: Pool, file: Bytes, *, data: bytes, pages: list[Page]) -> Iterator[Picture]:
    """Each page drawn in a worker, when the one before has been read."""
    numbers = [page.number for page in pages] or [1]
    for number in numbers:
        if file.media_type == _DRAWN:
            yield pool.page(data, number, scale=SHARPNESS)
        else:
            yield pool.picture(data, number=number, most=SEEN)


def _first_layer(case: Case, source: int) -> str:
    """The layer that was read when the source came: its pages are those of the file."""
    rows = case.query(
        "SELECT layer FROM source_capture WHERE source = ? AND layer IS NOT NULL "
        "ORDER BY id LIMIT 1",
        source,
    )
    return str(rows[0]["layer"]) if rows else ""
