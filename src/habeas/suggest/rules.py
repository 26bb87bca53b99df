"""The rules of a language, read from ``resources/lexicon`` and compiled once."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from habeas import paths

Pattern = re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """What makes a clause a claim of ``type``: the compiled form of patterns that are data."""

    type: str
    pattern: Pattern
    needs: Pattern | None  # must also be in the sentence
    unless: Pattern | None  # must not be in the clause
    never: Pattern | None  # must not be in the sentence
    stage: str
    assertion: str
    rank: int  # of two rules of one kind on the same words, the higher one speaks
    hides: tuple[str, ...]  # types (or "kind/") that it replaces in its clause
    agent: str  # role of who acts
    patient: str  # role of whom it is done to
    alone: bool  # a noun is enough: no verb is asked for


@dataclass(frozen=True, slots=True)
class Book:
    """All that one language's files say: rules, words about claims, speech and names."""

    rules: tuple[Rule, ...]
    words: Mapping[str, Pattern]
    figures: tuple[tuple[str, Pattern], ...]
    stages: tuple[tuple[str, Pattern], ...]
    speech: Mapping[str, Any]
    names: Mapping[str, Any]


@cache
def load(language: str) -> Book | None:
    """The book of a language (``en``), or None while there is none for it."""
    folder = paths.resources() / "lexicon"
    files = [folder / f"{language}-{part}.toml" for part in ("claims", "speech", "names")]
    if not language.isalpha() or not all(file.is_file() for file in files):
        return None
    claims, speech, names = (tomllib.loads(file.read_text("utf-8")) for file in files)
    classes: dict[str, str] = {}
    for name, value in claims["classes"].items():
        classes[name] = _filled("(?:" + value + ")", classes)
    return Book(
        rules=tuple(_rule(raw, classes) for raw in claims["rule"]),
        words={name: _compiled(value, classes) for name, value in claims["words"].items()},
        figures=tuple(_figure(row, classes) for row in claims["figure"]),
        stages=_table(claims["stage"], classes),
        speech=speech,
        names=names,
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern part for any of ``words``, longest first."""
    listed = sorted(set(words), key=lambda word: (-len(word), word))
    return "(?:" + "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in listed) + ")"


def _table(
    raw: list[dict[str, Any]], classes: Mapping[str, str]
) -> tuple[tuple[str, Pattern], ...]:
    return tuple((row["is"], _compiled(row["pattern"], classes)) for row in raw)


def _figure(row: Mapping[str, Any], classes: Mapping[str, str]) -> tuple[str, Pattern]:
    pattern = rf"^[^#]*(?:{row['pattern']})" if row.get("left") else rf"\|[^#]*(?:{row['pattern']})"
    return row["is"], _compiled(pattern, classes)


def _rule(raw: Mapping[str, Any], classes: Mapping[str, str]) -> Rule:
    return Rule(
        type=raw["type"],
        pattern=_compiled("|".join(f"(?:{part})" for part in raw["pattern"]), classes),
        needs=_compiled(raw["needs"], classes) if "needs" in raw else None,
        unless=_compiled(raw["unless"], classes) if "unless" in raw else None,
        never=_compiled(raw["never"], classes) if "never" in raw else None,
        stage=raw.get("stage", ""),
        assertion=raw.get("assertion", ""),
        rank=raw.get("rank", 50),
        hides=tuple(raw.get("hides", ())),
        agent=raw.get("agent", ""),
        patient=raw.get("patient", ""),
        alone=raw.get("alone", False),
    )


def _filled(pattern: str, classes: Mapping[str, str]) -> str:
    return re.sub(r"<(\w+)>", lambda found: classes[found.group(1)], pattern)


def _compiled(pattern: str, classes: Mapping[str, str]) -> Pattern:
    """``pattern`` with its <classes> filled in; a space stands for any white space."""
    return re.compile(_filled(pattern, classes).replace(" ", r"\s+"))
