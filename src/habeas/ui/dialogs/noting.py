"""Noting in the history what left the case, after it did."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from habeas.i18n import _
from habeas.ui.desk import Desk
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    from habeas.export.report import Written
    from habeas.store.case import Case
    from habeas.store.changes import Changes


def note_report(desk: Desk, written: Written) -> None:
    """Let the history say of each source that it was told in this report."""
    if desk.case.read_only:
        desk.say(_("The case is open for reading only, so its history does not note the report."))
        return

    def done(changes: Changes) -> None:
        if desk.is_open:
            desk.tell(changes)

    desk.write(_noting(desk.case, written), title=_("Noting the report"), done=done)


def _noting(case: Case, written: Written) -> Work:
    from habeas.services import custody

    yield Progress()
    digest = hashlib.sha256(written.path.read_bytes()).hexdigest()
    with case.recording(custody.WRITE) as edit:
        custody.exported(
            edit, written.told, how=custody.REPORT, file=written.path.name, sha256=digest
        )
    return case.last
