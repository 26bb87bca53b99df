"""What a Reading says, in a form that tests can compare."""

from __future__ import annotations

from habeas.capture.reading import Reading


def said(reading: Reading) -> str:
    """All notes, one after the other."""
    return " ".join(reading.notes)


def marked(reading: Reading) -> list[tuple[str, str, str]]:
    """Each stretch as its kind, its name and the words in it."""
    return [
        (each.kind.value, each.name, reading.text[each.start : each.end])
        for each in reading.stretches
    ]
