"""Agreement with hand-annotated texts, where ``HABEAS_GOLD`` names a folder that holds some."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from habeas.suggest import mentions

GOLD = os.environ.get("HABEAS_GOLD", "")
FLOOR = {"figure": 0.80, "date": 0.80, "attribution": 0.50}

pytestmark = pytest.mark.skipif(not GOLD, reason="HABEAS_GOLD names no folder of annotated texts")


def overlap(one: dict[str, Any], other: dict[str, Any]) -> float:
    shared = min(one["end"], other["end"]) - max(one["start"], other["start"])
    return max(0, shared) / (max(one["end"], other["end"]) - min(one["start"], other["start"]))


def counts(path: Path, kind: str) -> tuple[int, int, int]:
    gold = json.loads(path.read_text("utf-8"))
    text = (path.parent / gold["file"]).read_text("utf-8")
    wanted = [item for item in gold["items"] if item["kind"] == kind]
    found = [
        {"start": m.start, "end": m.end}
        for m in mentions(text, language=gold["language"], published=gold["published"])
        if m.what == kind and m.start >= gold["body_start"]
    ]
    matched = sum(any(overlap(item, one) >= 0.5 for one in found) for item in wanted)
    return matched, len(wanted), len(found)


@pytest.mark.parametrize("kind", sorted(FLOOR))
def test_mentions_agree_with_the_hand_annotation(kind: str) -> None:
    english = [
        p for p in Path(GOLD).glob("*.json") if json.loads(p.read_text("utf-8"))["language"] == "en"
    ]
    matched, wanted, found = (
        sum(column) for column in zip(*(counts(p, kind) for p in english), strict=True)
    )
    assert 2 * matched / (wanted + found) >= FLOOR[kind]
