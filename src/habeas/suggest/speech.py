"""The patterns of reported speech, built once from a language's ``speech`` data."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from habeas.suggest import rules
from habeas.suggest.rules import Pattern, any_of


@dataclass(frozen=True, slots=True)
class Speech:
    """Compiled patterns over lower-case text, and the lemma of every verb form."""

    verb: Pattern
    shown: Mapping[str, str]  # form of a verb by which a thing speaks -> its lemma
    lemma: Mapping[str, tuple[str, str]]  # form -> (lemma, class)
    according: Pattern
    evidence: Pattern
    speaker: Pattern
    medium: Pattern
    finite: Pattern
    fillers: Pattern
    addressee: Pattern
    pronoun: Pattern
    not_voice: Pattern
    doubt: Mapping[str, str]  # lemma -> assertion


_AUXILIARY = (
    r"\b(?:is|are|was|were|has|have|had|will|would|must|can|could|may|might|should|does|did|do|began|"
    r"remains?|remained|made|took|went|came|led|held|left|gave|said|says|told|\w{2,}ed)\b"
)


@cache
def patterns(language: str) -> Speech:
    """The patterns of a language that has a book of rules; KeyError if it has none."""
    book = rules.load(language)
    if book is None:
        raise KeyError(language)
    data = book.speech
    lemma: dict[str, tuple[str, str]] = {}
    for sort in ("frame", "stance", "weak", "strong"):
        for name, forms in data[sort].items():
            lemma.update(dict.fromkeys(forms, (name, sort)))
    words, evidence = data["words"], data["evidence"]
    shown = {form: name for name, forms in evidence["verbs"].items() for form in forms}
    medium = (
        rf"(?:on|via|through|over)\s+(?:its\s+|his\s+|her\s+|the\s+)?({any_of(words['media'])})\b"
    )
    kinds = "post|tweet|message|statement|interview|video"
    post = rf"(?:\s+in\s+an?\s+(?:\w+\s+)?(?:{kinds}))?(?:\s+{medium})?"
    made = rf"(?:\s+(?:\w+\s+)?{any_of(evidence['made'])})?"
    by = r"(?:\s+(?:by|from)\s+((?:(?!\b(?:which|that|who)\b)[^,;.\"]){2,60}?))?"
    before = rf"(?:\b{any_of(evidence['before'])}\s+)?"
    return Speech(
        verb=re.compile(rf"(?<![\w-]){any_of(lemma)}(?![\w-])"),
        shown=shown,
        lemma=lemma,
        according=re.compile(
            r"\baccording\s+to\s+((?:(?!\b(?:that|who|which|where|when)\b)[^,;:.()\"“]|\.(?=\w)){2,110})"
        ),
        evidence=re.compile(
            rf"{before}((?:\b\w+\s+)?\b{any_of(evidence['nouns'])}){made}(?:\s+{medium})?{by}"
            rf"\s+(?:(?:which|that)\s+)?({any_of(shown)})\b"
        ),
        speaker=re.compile(rf"(?<![\w-]){any_of(words['speakers'])}(?![\w-])"),
        medium=re.compile(post),
        finite=re.compile(_AUXILIARY),
        fillers=re.compile(
            rf"(?:[\s,]+|\b(?:{any_of(words['before_verb'])}|on\s+\w+\s+\d+\w*|on\s+\d+\s+\w+|on\s+\w+day))+$"
        ),
        addressee=re.compile(
            r"\s+(?:to\s+)?(?:the\s+|this\s+|an?\s+)?[\w-]+(?:\s+(?:government|press|media|reporters|television))?"
        ),
        pronoun=re.compile(rf"{any_of(words['pronouns'])}"),
        not_voice=re.compile(rf"\b{any_of(words['not_voices'])}\b"),
        doubt={name: kind for kind, names in data["doubt"].items() for name in names},
    )
