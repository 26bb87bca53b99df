"""The words of a source inside a sentence; the note has them exactly as they stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from habeas import i18n
from habeas.domain.passage import Passage
from habeas.export.material import Told
from habeas.export.phrases import in_line, labels_marked, listed, quoted

_LONGEST = 400  # characters of a quote that a sentence takes in
_FEWEST = 4  # words of a further passage that make it more than a pointer ("Peña Gris")
_PAIRS = (("“", "”"), ("«", "»"))
_EDGES = ".,;: "


def shown(told: Told, heading: str) -> tuple[str, bool]:
    """What a sentence gives for a claim, and whether these are the words of the source.

    They are, unless the source speaks another language than the report and the record tells it in
    words of its own, which do not stand in the heading already.
    """
    summary = in_line(told.claim.summary).rstrip(".")
    foreign = told.source.language not in ("", i18n.language())
    if not told.passages or (foreign and is_own(summary, [told]) and summary not in heading):
        return own(summary, [told]), False
    worded = [passage for passage in told.passages if passage.quote]
    if not worded:  # a rectangle on a picture, a stretch of a recording
        return own(summary, [told]), False
    main, *others = (display(passage) for passage in worded)
    others = [words for words in others if len(words.split()) >= _FEWEST and words not in main]
    return listed(quoted(inner(words)) for words in (main, *others)), True


def is_own(words: str, told: Sequence[Told]) -> bool:
    """Whether words of the record are whoever keeps it, not cut out of what a source says."""
    words = _bare(words)
    return bool(words) and not any(
        words in _bare(passage.quote) for one in told for passage in one.passages
    )


def own(words: str, told: Sequence[Told]) -> str:
    """Words of the record, in which the labels that a source gives people are quoted."""
    labels = [role.name for one in told for role in one.roles if role.label_of_source]
    return labels_marked(words, labels)


def display(passage: Passage) -> str:
    """The quote in one line, its own quotation marks in pairs, without a full stop at its end."""
    words = _paired(in_line(passage.quote), passage)
    if len(words) > _LONGEST:
        return f"{words[:_LONGEST].rsplit(' ', 1)[0].rstrip(_EDGES)}…"
    return words.rstrip(_EDGES)


def inner(words: str) -> str:
    """Words as they stand inside the report's quotation marks: theirs are of the second level."""
    if i18n.language() == "es":
        return words.replace("«", "“").replace("»", "”")
    return words.replace("“", "‘").replace("”", "’")


def holds(words: str, said: str) -> bool:
    """Whether ``words`` are already in what is ``said``, large or small, marks aside."""
    return not _bare(words) or _bare(words) in _bare(said)


def _bare(words: str) -> str:
    return re.sub("[\"“”«»‘’']", "", in_line(words)).rstrip("….,;: ").casefold()


def _paired(words: str, passage: Passage) -> str:
    """A mark that the passage cut from its fellow gets it back, or goes if it is at the edge."""
    for before, after in _PAIRS:
        words = _completed(words, passage, marks=(before, after), over=_over(words, before, after))
    if words.count('"') % 2:
        first = words.index('"')
        closing = first > 0 and not words[first - 1].isspace()
        words = _completed(words, passage, marks=('"', '"'), over=1 if closing else -1)
    whole = words[:1] == words[-1:] == '"' and words.count('"') == 2
    return words[1:-1] if whole else words


def _over(words: str, before: str, after: str) -> int:
    """1 if a closing mark has no fellow before it, -1 if an opening one has none after it."""
    return (words.count(after) > words.count(before)) - (words.count(before) > words.count(after))


def _completed(words: str, passage: Passage, *, marks: tuple[str, str], over: int) -> str:
    """The words with the fellow of a mark, or without it where it stands alone at the edge."""
    before, after = marks
    if over > 0:
        if passage.prefix.endswith(before):
            return before + words
        return words.removesuffix(after) if words.count(after) == 1 else words
    if over < 0:
        if passage.suffix.startswith(after):
            return words + after
        return words.removeprefix(before) if words.count(before) == 1 else words
    return words
