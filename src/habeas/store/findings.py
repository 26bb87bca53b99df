"""What verifying a case found: each thing that does not fit, named, and the whole as a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from habeas.i18n import N_, _, ngettext

MOST = 100  # findings of one kind in one table that are told; the rest is counted

_CALLED = {
    "source": N_("Source"), "claim": N_("Claim"), "event": N_("Event"), "place": N_("Place"),
    "actor": N_("Actor"), "passage": N_("Passage"), "voice": N_("Voice"), "role": N_("Role"),
    "link": N_("Link"), "claim_passage": N_("Rests on the passage"),
    "claim_place": N_("Said of the place"), "source_capture": N_("Capture of a source"),
    "place_name": N_("Name of a place"), "actor_name": N_("Name of an actor"),
    "rejection": N_("Rejected suggestion"), "term": N_("Term"), "custody": N_("Custody"),
    "seal": N_("Seal"), "purge": N_("Purge"), "edit": N_("Act no."), "entry": N_("Journal entry"),
    "capture": N_("Capture"), "layer": N_("Text"), "source_layer": N_("Layer of a source"),
    "same_origin": N_("Origin of two sources"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not fit.

    ``kind``: row, journal, edit, capture, layer, passage, claim, reference, seal, index, trigger,
    schema or file.  ``table`` and ``row`` say where (row 0: the table as a whole), ``edit`` the
    Edit that it does not fit with (0: none), ``name`` the SHA-256, trigger or object that is meant.
    ``text`` is a sentence in the user's language.
    """

    kind: str
    table: str = ""
    row: int = 0
    edit: int = 0
    name: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """What verifying a case came to.

    ``more`` counts findings that are not listed; ``counts`` say how much was looked at (edits,
    entries, rows, captures, bytes, layers, passages, claims); ``when`` is UTC, ISO 8601; ``edit``
    and ``digest`` are the head of the chain; ``said`` is what this does not show.
    """

    problems: tuple[Finding, ...]
    more: int
    counts: Mapping[str, int]
    when: str
    edit: int
    digest: str
    said: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether everything fits."""
        return not self.problems


@dataclass(slots=True)
class Found:
    """Gathers findings while they are made, as many as a person would read."""

    problems: list[Finding] = field(default_factory=list)
    more: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _told: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(
        self, kind: str, table: str, text: str, *, row: int = 0, edit: int = 0, name: str = ""
    ) -> None:
        """One thing that does not fit; see Finding."""
        self._told[kind, table] += 1
        if self._told[kind, table] > MOST:
            self.more += 1
        else:
            self.problems.append(Finding(kind, table, row=row, edit=edit, name=name, text=text))


def thing(table: str, row: int) -> str:
    """A row as a sentence begins with it: “Claim 12”."""
    called = _(_CALLED[table]) if table in _CALLED else table
    return f"{called} {row}"


def not_shown() -> tuple[str, ...]:
    """What verifying cannot show, in plain words."""
    return (
        _("That what is written is true: only that it is what was written."),
        _(
            "A history written anew from its beginning by someone who can open the case. Only a "
            "seal that is kept elsewhere shows that."
        ),
        _("That the clock of the computer was right, or that the names of users are theirs."),
        _(
            "What belongs to the screen (where you were, half-filled drafts), your signing key, "
            "and what is noted of bytes and texts that no source has any more."
        ),
        _(
            "Whether bytes and texts that no record of today uses were added, or taken out: then "
            "what was undone cannot be done again."
        ),
        _("Free pages of the file: what was deleted may still lie there."),
    )


def as_text(report: Report, name: str) -> str:
    """The whole report on the case called ``name`` as text with lines, to be saved or printed."""
    lines = [
        _("Verification of the case “{name}”").format(name=name),
        report.when,
        "",
        summary(report),
        "",
        *(f"– {found.text}{_in_full(found)}" for found in report.problems),
    ]
    if report.more:
        lines.append("– " + more(report))
    if report.problems:
        lines.append("")
    lines += [*checked(report), "", _("What this does not show:")]
    lines += [f"– {sentence}" for sentence in report.said]
    return "\n".join(lines) + "\n"


def _in_full(found: Finding) -> str:
    return f" SHA-256: {found.name}" if found.kind == "capture" else ""


def summary(report: Report) -> str:
    """The outcome in a sentence or two."""
    if report.ok:
        return _("Everything fits: nothing in the case was changed around Habeas.")
    n = len(report.problems) + report.more
    return ngettext("{n} thing does not fit.", "{n} things do not fit.", n).format(n=n)


def more(report: Report) -> str:
    """How many findings are not listed."""
    return ngettext("{n} more of the same kinds", "{n} more of the same kinds", report.more).format(
        n=report.more
    )


def checked(report: Report) -> list[str]:
    """What was looked at, and the head of the chain, line by line."""
    count = report.counts.get
    lines = [
        _(
            "Looked at · acts: {edits} · entries of the journal: {entries} · rows: {rows} · "
            "claims: {claims} · passages: {passages} · texts: {layers} · "
            "captures: {captures} ({size})"
        ).format(
            edits=count("edits", 0), entries=count("entries", 0), rows=count("rows", 0),
            claims=count("claims", 0), passages=count("passages", 0), layers=count("layers", 0),
            captures=count("captures", 0), size=_in_bytes(count("bytes", 0)),
        )
    ]  # fmt: skip
    if report.edit:
        lines.append(
            _("The history ends with act {edit}, digest {digest}.").format(
                edit=report.edit, digest=report.digest
            )
        )
    return lines


def _in_bytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{size / 1e3:.1f} kB"
