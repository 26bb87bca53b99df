"""The labels of the fields in one place: no two ask for the same key, and all are equally wide."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QApplication, QWidget

from habeas.i18n import N_, _
from habeas.ui.widgets.fieldrow import FieldRow

LABELS = {
    "kind": N_("&Kind"),
    "type": N_("&Type"),
    "summary": N_("S&ummary"),
    "when": N_("&When"),
    "places": N_("Whe&re"),
    "quantity": N_("How &many"),
    "assertion": N_("&Assertion"),
    "stage": N_("&Stage"),
    "event": N_("Eve&nt"),
    "duration": N_("&Duration"),
    "place_class": N_("Class &of places"),
    "places_many": N_("How many places"),
    "population": N_("On whom"),
    "activities": N_("Activities"),
    "purpose": N_("&Purpose"),
    "condition": N_("Condition"),
    "legal_basis": N_("&Basis in law"),
    "note": N_("Note"),
}
ABOVE = {
    "voices": N_("Who sa&ys so"),
    "passages": N_("Passages"),
    "roles": N_("Who takes part"),
    "links": N_("&Links to other claims"),
}


def row(name: str, editor: QWidget) -> FieldRow:
    """The row of a field: its label beside it, or above where the editor needs the whole width."""
    if name in ABOVE:
        return FieldRow(_(ABOVE[name]), editor)
    return FieldRow(_(LABELS[name]), editor, label_width=_letters())


def _letters() -> int:
    """As many average letters as the longest word of any label is wide: words are never broken."""
    metrics = QFontMetricsF(QApplication.font())
    words = [word.replace("&", "") for label in LABELS.values() for word in _(label).split()]
    widest = max(metrics.horizontalAdvance(word) for word in words)
    return int(widest / metrics.averageCharWidth()) + 2
