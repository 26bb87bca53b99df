"""Workbooks: XLSX, XLS and ODS, each sheet a block of the text, each row a line of it."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from habeas.capture import language, sentences, signatures
from habeas.capture.original import Original
from habeas.capture.reading import Reading
from habeas.capture.sheets import about, signs, weighing
from habeas.capture.sheets.grid import Layer
from habeas.errors import Problem
from habeas.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

VERSION = "1"
UNREAD = N_(
    "The sheet “{name}” was not read, for there is too much before it; it is kept in the file."
)
BROKEN = N_("The sheet “{name}” is damaged and could not be read; it is kept in the file.")
_SAMPLE = 20_000  # letters by which the language is told
_MOST_SHEETS = 1_000
_MOST_XLS = 150_000_000  # bytes: a format of old, whose sheets are never that large


def read(original: Original) -> Reading:
    """The Reading of a workbook; one that is locked, damaged or too large is kept without text."""
    bare = _bare(original)
    if signs.is_locked(original):
        return replace(bare, notes=(_(sentences.LOCKED),))
    try:
        hidden, refused = _weighed(original)
        if refused:
            return replace(bare, notes=(refused,))
        return _read(original, bare, hidden=hidden)
    except weighing.DAMAGED:
        return replace(bare, notes=(_(sentences.DAMAGED),))


def _weighed(original: Original) -> tuple[int, str]:
    """How many rows are hidden, and why it is not read, if it is not."""
    if not original.head.startswith(signatures.ZIP):
        return 0, (_too_much() if original.size > _MOST_XLS else "")
    weight = weighing.weigh(original)
    return weight.hidden, (_too_much() if weight.is_too_much else "")


def _read(original: Original, bare: Reading, *, hidden: int) -> Reading:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    layer = Layer()
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(original.whole()))
        _take(book, layer, CalamineError)
    except PasswordError:
        return replace(bare, notes=(_(sentences.LOCKED),))
    except CalamineError as error:
        locked = "ncrypted" in str(error) or "password" in str(error).lower()
        return replace(bare, notes=(_(sentences.LOCKED) if locked else _(sentences.DAMAGED),))
    except Problem:
        raise
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # of the library: a file that it cannot bear
            raise
        return replace(bare, notes=(_(sentences.DAMAGED),))
    return _reading(original, bare, layer, hidden=hidden)


def _take(book: CalamineWorkbook, layer: Layer, failed: type[Exception]) -> None:
    """Put every sheet into the layer, the hidden ones too, and say which those are."""
    from python_calamine import SheetTypeEnum, SheetVisibleEnum

    sheets = book.sheets_metadata[:_MOST_SHEETS]
    unseen = [s.name for s in sheets if s.visible != SheetVisibleEnum.Visible]
    for sheet in sheets:
        if layer.is_full:
            layer.notes.append(_(UNREAD).format(name=sheet.name))
            continue
        if sheet.typ not in (SheetTypeEnum.WorkSheet, SheetTypeEnum.MacroSheet):
            continue
        try:
            found = book.get_sheet_by_name(sheet.name)
            layer.add(sheet.name, found.iter_rows())
            _say_merged(layer, found)
        except failed:
            layer.notes.append(_(BROKEN).format(name=sheet.name))
    if unseen:
        note = ngettext("The sheet {names} is hidden in the file; it was read all the same.",
                        "The sheets {names} are hidden in the file; they were read all the same.",
                        len(unseen))  # fmt: skip
        layer.notes.append(note.format(names=", ".join(_("“{name}”").format(name=n)
                                                       for n in unseen)))  # fmt: skip


def _say_merged(layer: Layer, sheet: Any) -> None:
    """Cells that are merged over several rows hold their words in the first one alone."""
    merged = [one for one in sheet.merged_cell_ranges or () if one[0][0] != one[1][0]]
    if merged and layer.sizes[-1][1]:
        note = ngettext(
            "In the sheet “{name}”, {n} cell reaches over several rows; its words stand in the "
            "first of them.",
            "In the sheet “{name}”, {n} cells reach over several rows; their words stand in the "
            "first of them.",
            len(merged),
        )
        layer.notes.append(note.format(name=sheet.name, n=len(merged)))


def _reading(original: Original, bare: Reading, layer: Layer, *, hidden: int) -> Reading:
    said = list(layer.said())
    if hidden:
        note = ngettext(
            "{n} row is hidden in the file; it was read all the same.",
            "{n} rows are hidden in the file; they were read all the same.",
            hidden,
        )
        said.append(note.format(n=hidden))  # fmt: skip
    if not layer.cells:
        said.append(_(sentences.NO_TEXT))
    told = about.about(original)
    text = layer.text
    return replace(
        bare,
        text=text,
        notes=tuple(said),
        title=told.title or bare.title,
        author=told.creator,
        language=language.guess(text[:_SAMPLE]) or told.language,
        silent=tuple(
            name
            for name, value in (("author", told.creator), ("title", told.title))
            if not value and bare.media_type != signs.XLS
        ),
        metadata=(*told.pairs, *_sizes(layer.sizes)),
        stretches=tuple(layer.stretches),
    )


def _sizes(sizes: Sequence[tuple[str, int, int]]) -> Iterator[tuple[str, str]]:
    """What each sheet is called and how large it is."""
    for name, rows, columns in sizes:
        yield "Sheet", f"{name} ({rows} × {columns})"


def _bare(original: Original) -> Reading:
    """What is known without opening it."""
    import importlib.metadata

    name = original.name
    zipped = signs.XLSX if signs.is_xlsx(original) else signs.XLS
    kind = signs.ODS if signs.is_ods(original) else zipped
    return Reading(
        data=original.data,
        text="",
        media_type=kind,
        extractor="calamine",
        version=f"{VERSION}+{importlib.metadata.version('python-calamine')}",
        file_name=name,
        title=name.rpartition(".")[0] or name,
        kind="dataset",
    )


def _too_much() -> str:
    return _(
        "The file is kept, but its sheets are too large to be read. Save the part that you need by "
        "itself, and add that too."
    )
