"""Which blocks of a page are its main text: trafilatura points to them, the page has the words."""

from __future__ import annotations

import logging
import re
import unicodedata
from typing import TYPE_CHECKING

from habeas.capture.web import listed
from habeas.capture.web.blocks import Block, Mark

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ELEMENTS = 40_000  # more are too many to be weighed against each other
LETTERS = 2_000_000
_SURE = 25  # letters: a run that stands in two places by chance is shorter
_MOST = 0.8  # of the words that were pointed to: what holds them is the article
_BLANK = re.compile(r"[\s\u00ad\u200b\ufeff\u2060]+")


def main_text(root: HtmlElement, found: list[Block], *, title: str) -> list[Block]:
    """The blocks of the article, in order; all that is no furniture if none can be made out."""
    pointed = _pointed(root) if is_bounded(root, found) else []
    chosen = {id(block) for block in _matched(found, pointed)}
    matched = [block for block in found if id(block) in chosen]
    if not matched:
        return [block for block in found if not block.mark & Mark.FURNITURE] or found
    container = _container(matched)
    chosen |= listed.listed(found, chosen, container)
    inside = [_is_inside(block, container) for block in found]
    first = inside.index(True) if True in inside else 0
    start = _headline(found[:first], _key(title))
    return [
        block
        for at, block in enumerate(found)
        if id(block) in chosen or ((inside[at] or start <= at < first) and _belongs(block))
    ]


def is_bounded(root: HtmlElement, found: list[Block]) -> bool:
    """Whether the parts of a page are few enough to be weighed against each other."""
    if sum(len(block.text) for block in found) > LETTERS:
        return False
    return sum(1 for _each in root.iter()) <= ELEMENTS


def _pointed(root: HtmlElement) -> list[str]:
    """The pieces of text that trafilatura takes for the article, without white space."""
    from trafilatura import bare_extraction

    # What it remarks may hold words of the page, which have no place in a log.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    try:
        document = bare_extraction(
            root, favor_recall=True, include_comments=False, include_tables=True
        )
    except Exception:  # noqa: BLE001 - a stranger's page may upset it anywhere; we go on without
        return []
    body = getattr(document, "body", None)
    if body is None:
        return []
    return [_key("".join(each.itertext())) for each in body.iter() if isinstance(each.tag, str)]


def _matched(found: list[Block], pointed: list[str]) -> list[Block]:
    """The blocks whose words were pointed to."""
    whole = pointed[0] if pointed else ""
    exact = {piece for piece in pointed if piece}
    return [block for block in found if _is_pointed(block, whole, exact)]


def _is_pointed(block: Block, whole: str, exact: set[str]) -> bool:
    # A cell, or a line, may have been taken without those beside it.
    for line in re.split(r"[\n\t]", block.text):
        key = _key(line)
        if len(key) >= _SURE:
            if key in whole:
                return True
        elif key and key in exact and not block.mark & Mark.FURNITURE:
            return True
    return False


def _key(text: str) -> str:
    return unicodedata.normalize("NFC", _BLANK.sub("", text))


def _container(matched: list[Block]) -> HtmlElement:
    """The innermost element that holds most of what was pointed to."""
    weight: dict[HtmlElement, int] = {}
    for block in matched:
        element: HtmlElement | None = block.element
        while element is not None:
            weight[element] = weight.get(element, 0) + len(block.text)
            element = element.getparent()
    enough = _MOST * sum(len(block.text) for block in matched)
    holding = [element for element, letters in weight.items() if letters >= enough]
    return max(holding, key=lambda element: sum(1 for _each in element.iterancestors()))


def _is_inside(block: Block, container: HtmlElement) -> bool:
    element: HtmlElement | None = block.element
    while element is not None:
        if element is container:
            return True
        element = element.getparent()
    return False


def _headline(before: list[Block], title: str) -> int:
    """Where the headline stands that comes before the article itself; after all of it: nowhere."""
    for at, block in enumerate(before):
        if block.kind == "h1" and (not title or _key(block.text) in title or len(before) - at < 8):
            return at
    return len(before)


def _belongs(block: Block) -> bool:
    """Whether a block that was not pointed to is part of the article it stands in."""
    if block.mark & (Mark.FURNITURE | Mark.COMMENT):
        return False
    return not listed.is_linked(block)
