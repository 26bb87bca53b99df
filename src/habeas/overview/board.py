"""The board: for each place, class of places and the country, what held on a day, and how known.

Nothing here says that a thing was not so: a line without entries has no evidence for the day.
What is said of a class ("seven prisons") stands on a line of its own and is not carried over to
any place, for the source did not say of which.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from habeas import i18n, vocabulary
from habeas.domain.quantity import Quantity
from habeas.domain.register import folded
from habeas.domain.scope import Scope
from habeas.domain.when import LONG_AGO, Holding, When
from habeas.i18n import _, ngettext
from habeas.overview.dates import holding_on, in_words, is_day, short_day, spoken_on, when_of
from habeas.overview.wording import quantity_in_words, scope_in_words
from habeas.store.reader import Reader
from habeas.store.records import from_row

DETENTION, PLACE, CLASS, COUNTRY, UNSTATED = "detention", "place", "class", "country", "unstated"
GROUPS = (DETENTION, PLACE, CLASS, COUNTRY, UNSTATED)
YES, SOURCE_DAY, OPEN, PERHAPS = "yes", "source-day", "open", "perhaps"
LIFTED, DENIED = "lifted", "denied"
_STRENGTH = (YES, SOURCE_DAY, OPEN, PERHAPS, LIFTED, DENIED)
_PLAIN_STAGES = ("", "in-force", "carried-out")


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that a line says, resting on ``claims``; ``event`` is theirs if they share one.

    ``how`` is yes (dated evidence), source-day, open (said to go on), perhaps (some day of a
    range), lifted (said to go on, and later said to be lifted) or denied (whoever speaks says
    that it was not so); ``detail`` says it in words.
    """

    kind: str
    type: str
    label: str
    how: str
    detail: str
    claims: tuple[int, ...]
    event: int = 0
    confidential: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A place, a class of places or the country, and what is known of it; see GROUPS."""

    group: str
    name: str
    place: int = 0
    within: str = ""
    held: tuple[Entry, ...] = ()
    incidents: tuple[Entry, ...] = ()  # the last one on or before the day
    figures: tuple[Entry, ...] = ()  # of each type the latest on or before the day


@dataclass(frozen=True, slots=True)
class _Said:
    """A claim as far as it speaks for the day: ``key`` gathers what is one entry of a line."""

    row: Mapping[str, Any]
    how: str
    day: str  # the last dated evidence, or the day of an incident or figure
    key: tuple[Any, ...]


_CLAIMS = """
SELECT c.*, s.published, s.confidentiality AS source_confidentiality FROM claim c
JOIN source s ON s.id = c.source WHERE
  (c.kind IN ('measure', 'condition') AND (c.first_day <> '' OR c.last_day <> '')
    AND c.first_day <= :day AND (c.last_day = '' OR c.last_day >= :day))
  OR (c.kind IN ('incident', 'figure') AND c.first_day <= :day)
ORDER BY c.id"""


def board(reader: Reader, day: str) -> list[Line]:
    """The lines of the board as of ``day`` (ISO) by group; every place of detention has one."""
    lifted = _lifted(reader, day)
    said = [
        found
        for row in _rows(reader, day)
        if (found := _speaks(row, day, lifted=lifted)) is not None
    ]
    places = {row["id"]: row for row in reader.query("SELECT * FROM place ORDER BY id")}
    named: dict[int, list[int]] = defaultdict(list)
    for row in reader.query("SELECT DISTINCT claim, place FROM claim_place"):
        named[row["claim"]].append(row["place"])
    gathered: dict[tuple[str, Any], list[_Said]] = defaultdict(list)
    for one in said:
        for line in _lines_of(one.row, named.get(one.row["id"], ()), places):
            gathered[line].append(one)
    for number, place in places.items():
        if place["kind"] == DETENTION:
            gathered.setdefault((DETENTION, number), [])
    lines = [_line(where, found, places) for where, found in gathered.items()]
    return sorted(lines, key=lambda line: (GROUPS.index(line.group), folded(line.name)))


def latest_day(reader: Reader) -> str:
    """The latest day (ISO) on which a source of the case speaks; empty if none."""
    spoken = [spoken_on(row["published"]) for row in reader.query("SELECT published FROM source")]
    return max(spoken, default="")


def group_title(group: str) -> str:
    """The heading of a group of lines."""
    return {
        DETENTION: _("Places of detention"),
        PLACE: _("Other places"),
        CLASS: _("Classes of places: said of the class, not of each place"),
        COUNTRY: _("The country"),
        UNSTATED: _("Place not stated"),
    }[group]


def entry_in_words(entry: Entry) -> str:
    """An entry with how it is known, for a line below the board and for those who listen."""
    many = ngettext("{n} claim", "{n} claims", len(entry.claims)).format(n=len(entry.claims))
    return f"{entry.label}: {entry.detail} · {many}"


def _rows(reader: Reader, day: str) -> list[dict[str, Any]]:
    # Parameters are taken in turn, for a Reader hands them on by position.
    return reader.query(_CLAIMS.replace(":day", "?"), day, day, day)


def _speaks(
    row: Mapping[str, Any], day: str, *, lifted: Mapping[str, tuple[str, str]]
) -> _Said | None:
    """What a claim says for the day; None if nothing."""
    if row["kind"] == "incident":
        return _happened(row)
    if row["kind"] == "figure":
        return _counted(row, day)
    when = when_of(row)
    how = holding_on(when, day, row["published"])
    if how == "no":
        return None
    spoke = spoken_on(row["published"])
    evidence = spoke if when.holding is Holding.SOURCE_DAY else max(row["first_day"], spoke)
    if how == OPEN:
        no = ("", "")
        ended = lifted.get(f"event {row['event']}", no)
        ended = lifted.get(f"claim {row['id']}", no) if ended == no else ended
        if ended[0] > evidence:
            how, evidence = LIFTED, ended[1]
    stage = "" if row["stage"] in _PLAIN_STAGES else row["stage"]
    key = (row["kind"], row["type"], stage, row["assertion"], *_apart(row))
    return _Said(row, _unless_denied(row, how), evidence, key)


def _apart(row: Mapping[str, Any]) -> tuple[str, ...]:
    """What keeps entries of one type apart: under "other" each event is its own thing."""
    return (_thing(row),) if row["type"].endswith("/other") or not row["type"] else ()


def _thing(row: Mapping[str, Any]) -> str:
    return f"event {row['event']}" if row["event"] else f"claim {row['id']}"


def _happened(row: Mapping[str, Any]) -> _Said | None:
    day = row["first_day"] if row["first_day"] not in ("", LONG_AGO) else row["last_day"]
    if not day:
        return None
    return _Said(row, _unless_denied(row, _dated(row)), day, (_thing(row),))


def _unless_denied(row: Mapping[str, Any], how: str) -> str:
    return DENIED if row["assertion"] == "denied" else how


def _dated(row: Mapping[str, Any]) -> str:
    if row["when_holding"] == Holding.SOURCE_DAY:
        return SOURCE_DAY
    return YES if is_day(row["when_edtf"]) else PERHAPS


def _counted(row: Mapping[str, Any], day: str) -> _Said | None:
    """A figure on its day, or, undated, on the day its source speaks."""
    dated = row["first_day"] and row["when_holding"] != Holding.SOURCE_DAY
    on = row["first_day"] if dated else spoken_on(row["published"])
    if not on or on > day:
        return None
    how = _unless_denied(row, _dated(row) if dated else SOURCE_DAY)
    return _Said(row, how, on, (row["type"], row["assertion"], *_value(row)))


def _value(row: Mapping[str, Any]) -> tuple[Any, ...]:
    names = ("quantity_low", "quantity_high", "quantity_unit", "quantity_approximate")
    return tuple(row[name] for name in names)


def _lifted(reader: Reader, day: str) -> dict[str, tuple[str, str]]:
    """The events and claims that were said to be lifted up to ``day``: first and last day of it."""
    rows = reader.query(
        "SELECT c.id, c.event, l.to_claim, l.to_event, c.first_day, c.last_day FROM claim c "
        "LEFT JOIN link l ON l.from_claim = c.id AND l.kind = 'lifts' "
        "WHERE c.stage = 'lifted' AND c.assertion = 'stated' "
        "AND c.first_day <> '' AND c.last_day <> '' AND c.last_day <= ? ORDER BY c.first_day",
        day,
    )
    found = {}
    for row in rows:
        named = [("claim", row["to_claim"]), ("event", row["to_event"])]
        for what, number in [*named, *_same_event(reader, row)]:
            if number:
                found[f"{what} {number}"] = row["first_day"], row["last_day"]
    return found


def _same_event(reader: Reader, lifting: Mapping[str, Any]) -> list[tuple[str, int | None]]:
    """What a lifting ends in its own event: all of it, or only what was at the places it names."""
    if not reader.query("SELECT 1 FROM claim_place WHERE claim = ?", lifting["id"]):
        return [("event", lifting["event"])]
    there = reader.query(
        "SELECT id FROM claim WHERE event = ? AND id IN (SELECT claim FROM claim_place) "
        "AND NOT EXISTS (SELECT 1 FROM claim_place cp WHERE cp.claim = claim.id AND cp.place "
        "NOT IN (SELECT place FROM claim_place WHERE claim = ?))",
        lifting["event"],
        lifting["id"],
    )
    return [("claim", row["id"]) for row in there]


def _lines_of(
    row: Mapping[str, Any], named: Iterable[int], places: Mapping[int, Mapping[str, Any]]
) -> set[tuple[str, Any]]:
    """The lines on which a claim stands: its named places, its class, the country, or none."""
    lines: set[tuple[str, Any]] = set()
    for number in named:
        kind = places[number]["kind"]
        group = kind if kind in (DETENTION, COUNTRY) else PLACE
        lines.add((CLASS if kind == "class-of-places" else group, number))
    if row["scope_place_class"] or row["scope_places_low"] or row["scope_places_high"]:
        lines.add((CLASS, _class_name(row)))
    if row["scope_nationwide"] and not any(group == COUNTRY for group, _n in lines):
        countries = [n for n, place in places.items() if place["kind"] == COUNTRY]
        lines.add((COUNTRY, countries[0] if len(countries) == 1 else ""))
    return lines or {(UNSTATED, "")}


def _class_name(row: Mapping[str, Any]) -> str:
    low, high = row["scope_places_low"], row["scope_places_high"]
    return scope_in_words(Scope(row["scope_place_class"], places_low=low, places_high=high))


def _line(
    where: tuple[str, Any], said: Sequence[_Said], places: Mapping[int, Mapping[str, Any]]
) -> Line:
    group, what = where
    place = places.get(what) if isinstance(what, int) else None
    name = place["name"] if place else what
    if not name:
        name = _("Nationwide") if group == COUNTRY else _("Place not stated")
    above = places.get(place["parent"]) if place else None
    return Line(
        group,
        name,
        place=place["id"] if place else 0,
        within=above["name"] if above else "",
        held=_held([one for one in said if one.row["kind"] in ("measure", "condition")]),
        incidents=_last_incident([one for one in said if one.row["kind"] == "incident"]),
        figures=_latest_figures([one for one in said if one.row["kind"] == "figure"]),
    )


def _held(said: Sequence[_Said]) -> tuple[Entry, ...]:
    found = [_entry(group, _held_label(group[0].row)) for group in _groups(said)]
    found.sort(key=lambda e: (_STRENGTH.index(e.how), e.kind != "measure", folded(e.label)))
    return tuple(found)


def _held_label(row: Mapping[str, Any]) -> str:
    return _with_doubt(row, _type_label(row), stage=row["stage"])


def _last_incident(said: Sequence[_Said]) -> tuple[Entry, ...]:
    groups = _groups(said)
    if not groups:
        return ()
    last = max(groups, key=lambda group: max((one.day, one.row["id"]) for one in group))
    row = _best(last).row  # day and doubt are of one claim: an alleged day is not a stated one
    label = _("{what}, {day}").format(what=_type_label(row), day=_short_when(row))
    return (_entry(last, _with_doubt(row, label)),)


def _latest_figures(said: Sequence[_Said]) -> tuple[Entry, ...]:
    latest: dict[str, str] = {}
    for one in said:
        latest[one.row["type"]] = max(latest.get(one.row["type"], ""), one.day)
    groups = _groups([one for one in said if one.day == latest[one.row["type"]]])
    found = []
    for group in groups:
        row = group[0].row
        many = row["quantity_words"] or _many(row) or row["summary"]
        day = short_day(group[0].day) if group[0].how == SOURCE_DAY else _short_when(row)
        label = _("{many} – {what}, {day}").format(many=many, what=_type_label(row), day=day)
        found.append(_entry(group, _with_doubt(row, label)))
    return tuple(sorted(found, key=lambda e: (e.type, folded(e.label))))


def _many(row: Mapping[str, Any]) -> str:
    return quantity_in_words(from_row(Quantity, row, prefix="quantity_"))


def _groups(said: Sequence[_Said]) -> list[list[_Said]]:
    groups: dict[tuple[Any, ...], list[_Said]] = defaultdict(list)
    for one in said:
        groups[one.key].append(one)
    return list(groups.values())


def _entry(group: Sequence[_Said], label: str) -> Entry:
    """One entry of claims that say the same; the strongest evidence among them counts."""
    best = _best(group)
    secret = [_is_confidential(one.row) for one in group]
    detail = _detail(best)
    if any(secret):
        all_ = _("confidential source")
        detail += " · " + (all_ if all(secret) else _("in part from a confidential source"))
    events = {one.row["event"] for one in group}
    return Entry(
        kind=best.row["kind"],
        type=best.row["type"],
        label=label + (_(" (confidential)") if all(secret) else ""),
        how=best.how,
        detail=detail,
        claims=tuple(one.row["id"] for one in group),
        event=(events.pop() or 0) if len(events) == 1 else 0,
        confidential=any(secret),
    )


def _best(group: Sequence[_Said]) -> _Said:
    """The claim with the strongest evidence, the latest of these, and rather one without doubt."""

    def rank(one: _Said) -> tuple[int, str, bool]:
        return -_STRENGTH.index(one.how), one.day, one.row["assertion"] == "stated"

    return max(group, key=rank)


def _detail(one: _Said) -> str:
    """How it is known, in words."""
    day = in_words(When(one.day), "", i18n.language())
    if one.row["kind"] in ("incident", "figure") or one.how in (PERHAPS, DENIED):
        when = in_words(when_of(one.row), one.row["published"], i18n.language())
        if one.how == SOURCE_DAY:
            return _("no day stated; the source speaks on {day}").format(day=day)
        if one.how == DENIED:
            return _("whoever speaks says that it was not so: {when}").format(when=when)
        if one.how == PERHAPS:
            return _("one of the days on which it may have been so: {when}").format(when=when)
        return _("dated evidence: {when}").format(when=when)
    words = {
        YES: _("dated evidence for this day"),
        SOURCE_DAY: _("held on the day the source speaks"),
        OPEN: _("said to go on; last dated evidence on {day}"),
        LIFTED: _("was said to go on, then said to be lifted by {day}"),
    }
    return words[one.how].format(day=day)


def _type_label(row: Mapping[str, Any]) -> str:
    if not row["type"] or row["type"].endswith("/other"):
        return str(row["summary"])
    return vocabulary.label("types", row["type"])


def _with_doubt(row: Mapping[str, Any], words: str, *, stage: str = "") -> str:
    """Words, and after them the stage and how it is said where these matter."""
    more = []
    if stage not in _PLAIN_STAGES:
        more.append(vocabulary.label("stages", stage).lower())
    if row["assertion"] != "stated":
        more.append(vocabulary.label("assertions", row["assertion"]).lower())
    return " · ".join([words, *more])


def _is_confidential(row: Mapping[str, Any]) -> bool:
    return "confidential" in (row["confidentiality"], row["source_confidentiality"])


def _short_when(row: Mapping[str, Any]) -> str:
    if _dated(row) != PERHAPS and row["first_day"]:
        return short_day(row["first_day"])
    return in_words(when_of(row), row["published"], i18n.language())
