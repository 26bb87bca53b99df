"""A deterministic, explainable reader that proposes claims; its rules are data.

``mentions`` finds figures, dates, actors, places and attributions; ``suggest`` proposes claims.
Offsets are Unicode code points: ``text[start:end]`` is the quote.
"""

from __future__ import annotations

from collections.abc import Iterable

from habeas.suggest.found import Mention, Suggestion

__all__ = ["Mention", "Suggestion", "mentions", "suggest"]


def mentions(
    text: str, *, language: str, published: str, known: Iterable[tuple[str, str] | str] = ()
) -> list[Mention]:
    """Figures, dates, actors, places and attributions of ``text``, by start.

    ``published`` (EDTF day or empty) anchors relative dates; ``known`` are names already in the
    register, plain or with what they are.  A language without rules gives an empty list.
    """
    from habeas.suggest import reading  # rules load with the first text, not with the program

    return reading.mentions(text, language=language, published=published, known=known)


def suggest(
    text: str, *, language: str, published: str, known: Iterable[tuple[str, str] | str] = ()
) -> list[Suggestion]:
    """Claims that ``text`` seems to make, by start, each with its passage and its reason."""
    from habeas.suggest import reading

    return reading.suggest(text, language=language, published=published, known=known)
