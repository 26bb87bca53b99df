"""Which lists of links belong to what a page is about, such as names of people, each with its page.

What tells articles apart takes such lists for menus; a page whose matter they are would lose it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from habeas.capture.web.blocks import Block, Mark

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_NO_MATTER = Mark.FURNITURE | Mark.COMMENT
LINKED = 0.6  # of the letters: more, and a block is a list of links
_FEWEST = 4  # lines of links between paragraphs that are no mere hint to another page
_REMARKED = 8  # lines that were left out and are worth a remark
_ALONE = 2  # times the letters of the prose: so much is the matter of what holds both
_APART = 5  # times likewise: so much in one run is the matter of the page, wherever it stands
_RUN = 20  # lines of such a run
_SHORT = 80  # letters: what parts the links of a run, such as a letter or a month, is no longer


def is_linked(block: Block) -> bool:
    """Whether nearly all of a block is links."""
    return block.linked > LINKED * len(block.text)


def listed(found: list[Block], matched: set[int], container: HtmlElement) -> set[int]:
    """The ids of blocks that are links and matter to the page.

    ``matched`` are the ids of the blocks that were taken for the article, which stands in
    ``container``.
    """
    scope = _scope(container)
    within = [each for each in found if scope in (each.element, *_above(each))]
    links = _lists(within, matched)
    letters = _letters([each for each in found if id(each) in matched and each.kind[0] != "h"])
    times = 1 if scope.tag in ("main", "article") else _ALONE
    if _lines(links) >= _FEWEST and _letters(links) > times * letters:
        return {id(block) for block in within if not block.mark & _NO_MATTER}
    kept = _between(
        [each for each in within if container in (each.element, *_above(each))], matched
    )
    for run in _runs(found, matched):
        links = _lists(run, set())
        if _lines(links) >= _RUN and _letters(links) > _APART * letters:
            kept.update(map(id, run))
    return kept


def is_remarkable(found: list[Block], chosen: list[Block]) -> bool:
    """Whether what was left out, beside menus and the like, are more links than a few hints."""
    kept = {id(block) for block in chosen}
    return _lines(_lists(found, kept)) >= _REMARKED


def _between(found: list[Block], matched: set[int]) -> set[int]:
    """Runs of links that have paragraphs of the article before and behind them."""
    kept: set[int] = set()
    run: list[Block] = []
    begun = False
    for block in found:
        if id(block) in matched:
            if begun and _lines(run) >= _FEWEST:
                kept.update(map(id, run))
            run, begun = [], True
        elif _is_list(block):
            run.append(block)
    return kept


def _runs(found: list[Block], matched: set[int]) -> Iterator[list[Block]]:
    """Links one after the other, with the short lines that part them."""
    run: list[Block] = []
    for block in found:
        parts = id(block) not in matched and len(block.text) <= _SHORT
        if _is_list(block) or (run and parts and not block.mark & _NO_MATTER):
            run.append(block)
        elif run:
            yield run
            run = []
    yield run


def _lists(found: list[Block], matched: set[int]) -> list[Block]:
    return [block for block in found if id(block) not in matched and _is_list(block)]


def _is_list(block: Block) -> bool:
    return is_linked(block) and not block.mark & _NO_MATTER


def _scope(container: HtmlElement) -> HtmlElement:
    """What holds the matter of the page: the page's own word for it, or where the article is."""
    for each in (container, *container.iterancestors()):
        if each.tag in ("main", "article"):
            return each
    return container


def _above(block: Block) -> list[HtmlElement]:
    return list(block.element.iterancestors())


def _lines(blocks: list[Block]) -> int:
    return sum(block.text.count("\n") + 1 for block in blocks)


def _letters(blocks: list[Block]) -> int:
    return sum(len(block.text) for block in blocks)
