"""The example case: invented sources and claims, kept as data, built with the verbs of the record.

``resources/demo`` holds a folder for each language and one for the sources that both share.  In a
folder, ``claims.toml`` lists places, actors, sources, claims, events and links; a quote is given
in words that stand once in the source, or with the number of the occurrence (``nth``).
"""

from __future__ import annotations

import os
import tempfile
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from habeas import capture, i18n, paths
from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.domain.draft import Draft, DraftLink, PlaceName, Span
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Grounds, Scope
from habeas.domain.source import Confidentiality, Source
from habeas.domain.voice import Role, Voice, Wording
from habeas.domain.when import Duration, Holding, When
from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.services import claiming, collecting, gathering, marking, registering
from habeas.store import captures, known
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.suggest import typed

_FILES = {"en": "Example.habeas", "es": "Ejemplo.habeas"}
_LISTS = ("place", "actor", "cited", "source", "claim", "event", "link")

Entry = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Made:
    """What stands in the case so far: the record's numbers by the keys of the data."""

    sources: dict[str, int] = field(default_factory=dict)
    cited: dict[str, int] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)  # of places, by name
    claims: dict[str, int] = field(default_factory=dict)
    events: dict[str, int] = field(default_factory=dict)


def copy_of_example(language: str) -> Path:
    """The user's own copy of the example in ``language``, made now if it is not there.

    It is hers: what she changes in it stays.  A copy appears whole or not at all.
    """
    spoken = language if language in _FILES else "en"
    try:
        path = paths.data_dir() / _FILES[spoken]
        if path.exists():
            return path
        workshop = tempfile.TemporaryDirectory(prefix=".example-", dir=path.parent)
    except OSError as error:
        raise Problem(
            _(
                "Your copy of the example could not be made: {reason} ({place}). Nothing was "
                "changed; see that you may write there, then open the example again."
            ).format(reason=error.strerror, place=error.filename)
        ) from error
    with workshop as folder:
        unfinished = Path(folder) / path.name
        with Case.create(unfinished) as case:
            build(case, spoken)
        if not path.exists():  # another window may have been quicker, and its user at work
            os.replace(unfinished, path)
            known.keep(path)
    return path


def build(case: Case, language: str) -> None:
    """Put the example in ``language`` (en or es) into an empty case, in one Edit."""
    data = contents(language)
    made = _Made()
    with case.beginning(N_("Build the example")) as edit:
        _register(edit, data, made)
        for entry in data["source"]:
            _source(edit, entry, made)
        for entry in data["claim"]:
            _claim(edit, entry, made)
        _events(edit, data, made)


def contents(language: str) -> dict[str, list[Entry]]:
    """The data of the example in ``language``: its own entries, then those that both share."""
    found: dict[str, list[Entry]] = {name: [] for name in _LISTS}
    for part in (language, "shared"):
        folder = paths.resources() / "demo" / part
        with (folder / "claims.toml").open("rb") as file:
            tables = _spoken(tomllib.load(file), language)
        for source in tables.get("source", []):
            source["file"] = folder / source["file"]
        for name, entries in tables.items():
            found[name] += entries
    return found


def _spoken(value: Any, language: str) -> Any:
    """``value`` with every table of languages in it made the words in ``language``."""
    if isinstance(value, list):
        return [_spoken(one, language) for one in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == set(i18n.LANGUAGES):
        return value[language]
    return {name: _spoken(one, language) for name, one in value.items()}


def _register(edit: Edit, data: Mapping[str, list[Entry]], made: _Made) -> None:
    for entry in data["place"]:
        name, kind = entry["name"], entry["kind"]
        number = registering.place(edit, name, kind=kind)
        above = entry.get("within")
        parent = registering.find_place(edit, above) if above else None
        registering.describe_place(edit, number, name=name, kind=kind, parent=parent, note="")
        made.kinds[name] = kind
    for entry in data["actor"]:
        number = registering.actor(edit, entry["name"], kind=entry["kind"])
        for name in entry.get("also", []):
            registering.also_actor(edit, number, name)
    for entry in data["cited"]:
        made.cited[entry["key"]] = collecting.cite(
            edit, entry["title"], kind=entry["kind"], publisher=entry["publisher"]
        )


def _source(edit: Edit, entry: Entry, made: _Made) -> None:
    described = {name: value for name, value in entry.items() if name not in ("key", "file")}
    level = Confidentiality(described.pop("confidentiality", "public"))
    added = collecting.add(
        edit, capture.read(entry["file"]), how="file", confidentiality=level, **described
    )
    made.sources[entry["key"]] = added.source


def _claim(edit: Edit, entry: Entry, made: _Made) -> None:
    source = made.sources[entry["source"]]
    draft = _draft(entry, made, source=edit.get(Source, source), text=_text(edit, source))
    claim = claiming.accept(edit, draft, source=source)
    made.claims[entry["key"]] = claim
    event = entry.get("event", entry["key"])
    if event in made.events:
        gathering.gather(edit, claim, made.events[event])
    else:
        made.events[event] = gathering.new_event(edit, claim)


def _events(edit: Edit, data: Mapping[str, list[Entry]], made: _Made) -> None:
    for entry in data["event"]:
        event = made.events[entry["key"]]
        gathering.describe(edit, event, title=entry["title"], note=entry.get("note", ""))
        if "stands_on" in entry:
            chosen = made.claims[entry["stands_on"]]
            gathering.stand_on(edit, event, chosen, reason=entry["stands_reason"])
    for entry in data["link"]:
        resting_on = marking.passages_of(edit, made.claims[entry["on"]])[0]
        gathering.link(
            edit,
            entry["kind"],
            from_event=made.events[entry["from"]],
            to_event=made.events[entry["to"]],
            passage=resting_on.id,
        )


def _draft(entry: Entry, made: _Made, *, source: Source, text: str) -> Draft:
    claim = Claim(
        kind=Kind(entry["type"].partition("/")[0]),
        type=entry["type"],
        summary=entry["summary"],
        stage=Stage(entry.get("stage", "")),
        assertion=Assertion(entry.get("assertion", "stated")),
        when=_when(entry, source),
        duration=_duration(entry, source.language),
        scope=Scope(**entry.get("scope", {})),
        quantity=_quantity(entry, source.language),
        grounds=Grounds(**entry.get("grounds", {})),
        note=entry.get("note", ""),
    )
    return Draft(
        claim,
        spans=tuple(_span(text, quote, key=entry["key"]) for quote in entry["quotes"]),
        places=tuple(PlaceName(name, made.kinds[name]) for name in entry.get("places", [])),
        roles=tuple(Role(**role) for role in entry.get("roles", [])),
        voices=tuple(_voice(voice, made) for voice in entry.get("voices", [])),
        links=tuple(
            DraftLink(link["kind"], made.claims[link["to"]]) for link in entry.get("links", [])
        ),
    )


def _when(entry: Entry, source: Source) -> When:
    """The date as typed; ``when_words`` are the source's own where other words were typed."""
    said = entry.get("when", "")
    when = typed.read_when(said, language=source.language, published=source.published)
    bare = when.holding is Holding.SOURCE_DAY
    return replace(when, words=entry.get("when_words", "" if bare else when.words))


def _duration(entry: Entry, language: str) -> Duration:
    """The length as typed; words that are no length of their own stand as they are."""
    if "duration_words" in entry:
        return Duration(words=entry["duration_words"])
    length = typed.read_duration(entry.get("duration", ""), language=language)
    return replace(length, unclear=entry.get("duration_unclear", False))


def _quantity(entry: Entry, language: str) -> Quantity:
    quantity = typed.read_quantity(entry.get("quantity", ""), language=language)
    return replace(quantity, words=entry.get("quantity_words", quantity.words))


def _voice(entry: Entry, made: _Made) -> Voice:
    values = dict(entry)
    cited = values.pop("cited", "")
    wording = Wording(values.pop("wording", "unknown"))
    return Voice(**values, wording=wording, cited_source=made.cited[cited] if cited else None)


def _span(text: str, quote: str | Entry, *, key: str) -> Span:
    """Where a quote stands; ValueError if it does not, or if which one is meant is left open."""
    words, nth = (quote, 0) if isinstance(quote, str) else (quote["words"], quote["nth"])
    count = text.count(words)
    if (count != 1 and not nth) or count < nth:
        raise ValueError(f"claim {key}: {words!r} stands {count} times in its source")
    start = -1
    for _time in range(max(nth, 1)):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def _text(edit: Edit, source: int) -> str:
    return captures.text(edit.db, collecting.layer_of(edit, source))
