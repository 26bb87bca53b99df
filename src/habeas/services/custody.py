"""Keeping account of where a source went: what left the case, when and as what."""

from __future__ import annotations

import json
from collections.abc import Collection

from habeas.i18n import N_
from habeas.store.edit import Edit
from habeas.store.journal import now

REPORT, ORIGINAL = "report", "original"  # how a source left the case
WRITE = N_("Write a report")
EXPORT = N_("Export a sealed copy")


def exported(
    edit: Edit, sources: Collection[int], *, how: str, file: str, sha256: str = ""
) -> None:
    """Write down that these sources left the case in ``file`` (a name, never a whole path).

    ``how`` is ``REPORT`` (words of it were told) or ``ORIGINAL`` (its bytes were handed on);
    ``sha256`` is that of the file, where it is one.
    """
    detail = {"how": how, "file": file} | ({"sha256": sha256} if sha256 else {})
    words = json.dumps(detail, ensure_ascii=False, sort_keys=True)
    for source in sorted(sources):
        edit.add("custody", source=source, act="exported", made=now(), detail=words)
