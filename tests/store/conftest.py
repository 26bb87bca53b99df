"""What the tests of the store stand on: an empty case, and ways to fill one."""

from __future__ import annotations

import pytest

from habeas.domain.claim import Claim
from habeas.domain.passage import Passage, cut
from habeas.domain.source import Source
from habeas.store.case import Case


def described(case, edit, source, text):
    """Give ``source`` its bytes and text; returns the layer's hash."""
    capture = edit.keep(text.encode(), media_type="text/plain")
    layer = edit.keep_layer(capture, text)
    edit.add(
        "source_capture",
        source=source,
        capture=capture,
        layer=layer,
        file_name="note.txt",
        captured="",
        captured_by="",
        how="typed",
        noted=edit.noted(capture, layer),
    )
    return layer


class Filling:
    """A case with the two acts that most tests need."""

    def __init__(self, case: Case) -> None:
        self.case = case

    def source(self, text: str, title: str = "Visit note") -> int:
        with self.case.edit("Add source") as edit:
            source = edit.insert(Source(title=title))
            described(self.case, edit, source, text)
        return source

    def claim(self, source: int, quote: str, **fields: object) -> int:
        with self.case.edit("Mark claim") as edit:
            layer = edit.row("SELECT layer FROM source_capture WHERE source = ?", source)["layer"]
            text = self.case.text(layer)
            start = text.index(quote)
            found = cut(text, start, start + len(quote))
            passage = edit.insert(
                Passage(
                    source=source,
                    layer=layer,
                    start=found.start,
                    end=found.end,
                    quote=found.quote,
                    prefix=found.prefix,
                    suffix=found.suffix,
                )
            )
            claim = edit.insert(Claim(source=source, **fields), first_day="", last_day="")
            edit.add("claim_passage", claim=claim, passage=passage, position=0)
        return claim


@pytest.fixture
def case(tmp_path):
    with Case.create(tmp_path / "valdoria.habeas") as case:
        yield case


@pytest.fixture
def fill(case):
    return Filling(case)
