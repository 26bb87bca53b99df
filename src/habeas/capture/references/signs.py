"""Telling lists of literature; asked only of what the user says is one."""

from __future__ import annotations

import re

_RIS = re.compile(r"^TY {1,2}- ", re.M)
_BIBTEX = re.compile(r"^[ \t]*@[A-Za-z]{1,30}[ \t]*[{(]", re.M)
_CSL = re.compile(r'\s*[\[{]\s*(?:\{\s*)?"')
_RDF = re.compile(r"<(?:\w+:)?RDF\b")
_HEAD = 20_000  # characters


def is_ris(text: str) -> bool:
    """Whether a text has entries of RIS."""
    return _RIS.search(text) is not None


def is_bibtex(text: str) -> bool:
    """Whether a text has entries of BibTeX."""
    return _BIBTEX.search(text) is not None


def is_csl(text: str) -> bool:
    """Whether a text may be CSL-JSON."""
    return _CSL.match(text) is not None


def is_rdf(text: str) -> bool:
    """Whether a text is RDF, as Zotero writes it."""
    return text.lstrip().startswith("<") and _RDF.search(text[:_HEAD]) is not None
