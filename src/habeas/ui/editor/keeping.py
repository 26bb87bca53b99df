"""Half-filled claims kept in the case, so that closing, Escape and a crash lose no word."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from habeas.domain.draft import Draft
from habeas.services import drafting

if TYPE_CHECKING:
    from habeas.store.case import Case

MOST = 20  # half-filled claims of one source; the oldest make room


@dataclass(frozen=True, slots=True)
class Half:
    """A half-filled claim: what it was ``opened`` with, how it stands ``now``, and words ``typed``.

    ``claim`` is the claim that is corrected (0: a new one); ``key`` and ``reason`` are those of the
    suggestion that it came from; ``event`` is what was chosen by hand.
    """

    opened: Draft
    now: Draft
    claim: int = 0
    key: str = ""
    reason: str = ""
    event: int | None = None
    typed: dict[str, str] = field(default_factory=dict)


def name_of(draft: Draft, *, claim: int, key: str) -> str:
    """Under which name a half-filled claim of a source is found again."""
    if claim:
        return f"claim {claim}"
    where = " ".join(f"{span.start}-{span.end}" for span in draft.spans)
    return f"suggestion {key}" if key else f"{draft.claim.kind} at {where}"


def kept(case: Case, source: int) -> dict[str, Half]:
    """The half-filled claims of a source, the newest last; what cannot be read is left out."""
    found: dict[str, Half] = {}
    stored = case.desk(_key(source), {})
    for name, values in stored.items() if isinstance(stored, dict) else ():
        try:
            found[name] = _half(values)
        except (ValueError, KeyError, TypeError):
            continue
    return found


def keep(case: Case, source: int, name: str, half: Half) -> None:
    """Keep a half-filled claim, as the newest."""
    others = {n: h for n, h in kept(case, source).items() if n != name}
    _put(case, source, dict(list((others | {name: half}).items())[-MOST:]))


def forget(case: Case, source: int, name: str) -> None:
    """Keep it no longer."""
    there = kept(case, source)
    if there.pop(name, None) is not None:
        _put(case, source, there)


def _put(case: Case, source: int, halves: dict[str, Half]) -> None:
    values = {name: _plain(half) for name, half in halves.items()}
    case.put(_key(source), values or None)


def _plain(half: Half) -> dict[str, Any]:
    return {
        "opened": drafting.to_json(half.opened),
        "now": drafting.to_json(half.now),
        "claim": half.claim,
        "key": half.key,
        "reason": half.reason,
        "event": half.event,
        "typed": half.typed,
    }


def _half(values: Any) -> Half:
    return Half(
        opened=drafting.from_json(values["opened"]),
        now=drafting.from_json(values["now"]),
        claim=int(values["claim"]),
        key=str(values["key"]),
        reason=str(values["reason"]),
        event=None if values["event"] is None else int(values["event"]),
        typed={str(name): str(words) for name, words in values["typed"].items()},
    )


def _key(source: int) -> str:
    return f"draft:{source}"
