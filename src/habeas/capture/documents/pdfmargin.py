"""What was put on the pages of a PDF afterwards: comments, and what was filled into a form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from habeas.capture.documents.flow import Aside
from habeas.domain.stretch import StretchKind

MOST = 10_000  # comments and fields of one document
_LONGEST = 400_000  # bytes of one of them


def gather(document: Any, page: Any) -> Iterator[Aside]:
    """The comments on a page, and what is filled in there: the field's name, a tab, its value."""
    import pypdfium2.raw as raw

    silent = (raw.FPDF_ANNOT_POPUP, raw.FPDF_ANNOT_LINK)
    for index in range(min(max(raw.FPDFPage_GetAnnotCount(page), 0), MOST)):
        found = raw.FPDFPage_GetAnnot(page, index)
        if not found:
            continue
        try:
            kind = raw.FPDFAnnot_GetSubtype(found)
            if kind == raw.FPDF_ANNOT_WIDGET:
                aside = _field(document, found)
            elif kind not in silent:
                said, author = _string(found, b"Contents"), _string(found, b"T")
                aside = Aside(StretchKind.COMMENT, said, " ".join(author.split()))
            else:
                continue
        finally:
            raw.FPDFPage_CloseAnnot(found)
        if aside.text.strip():
            yield aside


def _field(document: Any, annotation: Any) -> Aside:
    import pypdfium2.raw as raw

    nothing = Aside(StretchKind.TABLE, "")
    if document.formenv is None:
        return nothing
    form = document.formenv.raw
    if raw.FPDFAnnot_GetFormFieldType(form, annotation) in (
        raw.FPDF_FORMFIELD_UNKNOWN, raw.FPDF_FORMFIELD_PUSHBUTTON, raw.FPDF_FORMFIELD_SIGNATURE,
    ):  # fmt: skip
        return nothing
    name, value = (
        _text(partial(ask, form, annotation))
        for ask in (raw.FPDFAnnot_GetFormFieldName, raw.FPDFAnnot_GetFormFieldValue)
    )
    if not value.strip() or value == "Off":  # a box that is not ticked
        return nothing
    return Aside(StretchKind.TABLE, f"{' '.join(name.split())}\t{' '.join(value.split())}")


def _string(annotation: Any, key: bytes) -> str:
    import pypdfium2.raw as raw

    return _text(partial(raw.FPDFAnnot_GetStringValue, annotation, key))


def _text(ask: Callable[[Any, int], int]) -> str:
    """A text that pdfium writes into a buffer, after it said how many bytes it takes."""
    import pypdfium2.raw as raw

    size = ask(None, 0)
    if not 2 < size <= _LONGEST:
        return ""
    buffer = (raw.FPDF_WCHAR * (size // 2 + 1))()
    ask(buffer, size)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]
