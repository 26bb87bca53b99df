"""Lists of literature: what others wrote down of works, to be matched with sources of ours.

They are no sources, so none stands in the table of formats.  A kind of list joins with a sign in
``signs`` and a module whose ``read`` gives References, in the terms of ``saying``.
"""

from __future__ import annotations

from habeas.capture import encodings
from habeas.capture.original import Original
from habeas.capture.references import signs
from habeas.domain.reference import Reference
from habeas.errors import Problem
from habeas.i18n import _

__all__ = ["MOST", "Reference", "read_list"]

MOST = 20_000  # entries of one list
LARGEST = 50_000_000  # bytes of one list


def read_list(original: Original) -> list[Reference]:
    """The entries of a RIS, BibTeX, CSL-JSON or Zotero RDF file, at most MOST.

    Entries that are damaged are left out; Problem if there is none that can be read.
    """
    unread = Problem(
        _(
            "In “{name}” no list of literature was found. Nothing was added. Export the list anew, "
            "as RIS, BibTeX, CSL JSON or Zotero RDF."
        ).format(name=original.name)
    )
    if original.size > LARGEST:
        raise Problem(
            _(
                "“{name}” is too long for a list of literature. Nothing was added. Export fewer "
                "entries at a time."
            ).format(name=original.name)
        )
    data = original.whole()
    decoded = encodings.decode(data)
    if decoded is None:
        raise unread
    found = _read(decoded.text.removeprefix("\ufeff"), data)[:MOST]
    if not found:
        raise unread
    return found


def _read(text: str, data: bytes) -> list[Reference]:
    """Whatever the list is; readers are loaded when a list of theirs comes."""
    if signs.is_ris(text):
        from habeas.capture.references import ris

        return ris.read(text)
    if signs.is_rdf(text):
        from habeas.capture.references import zotero

        return zotero.read(data)
    if signs.is_csl(text):
        from habeas.capture.references import csl

        return csl.read(text)
    if signs.is_bibtex(text):
        from habeas.capture.references import bibtex

        return bibtex.read(text)
    return []
