"""What files say of themselves beside their words stays in the case; places stand for pictures."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest

from habeas import capture
from habeas.domain import region
from habeas.domain.claim import Claim, Kind
from habeas.domain.draft import Draft, Span
from habeas.domain.source import Source
from habeas.export import report
from habeas.export.report import Options
from habeas.services import claiming, collecting, gathering
from habeas.store.case import Case
from made import pdfs, pictures

CANARY = "zibeta"
ARTIST, MODEL, GPS, SOFTWARE = 0x013B, 0x0110, 0x8825, 0x0131
NOTE, WHERE, SERIAL = 0x9286, 0x001B, 0xA431


def photo() -> bytes:
    """A picture whose camera tells who took it, where, with what."""
    return pictures.noted(
        tags={ARTIST: f"{CANARY} artist", MODEL: f"{CANARY} camera", SOFTWARE: f"{CANARY} program"},
        more={SERIAL: f"{CANARY}-serial", NOTE: f"{CANARY} note"},
        gps={1: "N", 2: pictures.degrees(13, 41, 250), 3: "W", 4: pictures.degrees(89, 11, 100)},
    )


def order() -> bytes:
    about = {
        "Author": f"{CANARY} clerk", "Producer": f"{CANARY} program",
        "Subject": f"{CANARY} subject", "Keywords": f"{CANARY} words",
        "Creator": f"{CANARY} office",
    }  # fmt: skip
    return pdfs.pdf([pdfs.lines("Visits at Santa Brisa are suspended")], info=about)


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    """A claim on a rectangle of a picture, one on the words of an order, one on a recording."""
    with Case.create(tmp_path / "hidden.habeas") as made:
        with made.edit("Add sources") as edit:
            yard = collecting.add(
                edit, capture.read(photo(), file_name="yard.jpg"), title="The yard", language="en"
            ).source
            decree = collecting.add(
                edit, capture.read(order(), file_name="order.pdf"), title="Order", language="en"
            ).source
        for source, span, summary in (
            (yard, Span(0, 0, region.rectangle(1, (1, 2, 30, 20))), "Fifty people stand there"),
            (yard, Span(0, 0, region.time_range(5, 9)), "Somebody calls for help"),
            (decree, Span(0, 6), "Visits are suspended"),
        ):
            claim = Claim(kind=Kind.INCIDENT, type="incident/killing", summary=summary)
            with made.edit("Mark claim") as edit:
                gathering.new_event(
                    edit, claiming.accept(edit, Draft(claim, spans=(span,)), source=source)
                )
        yield made


def everything(path: Path) -> str:
    """All that a report holds, taken apart."""
    if path.suffix == ".html":
        return path.read_text(encoding="utf-8")
    with ZipFile(path) as package:
        return "".join(package.read(n).decode("utf-8", "replace") for n in package.namelist())


def test_there_is_something_to_leak(case):
    rows = case.query("SELECT metadata FROM layer ORDER BY id")
    told = [dict(json.loads(row["metadata"])) for row in rows]
    assert f"{CANARY} camera" in told[0].values()
    assert f"{CANARY} program" in told[1].values()
    assert {source.author for source in case.select(Source)} == {
        f"{CANARY} artist", f"{CANARY} clerk",
    }  # fmt: skip


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_what_a_file_says_of_itself_is_nowhere_in_a_report(case, tmp_path, suffix):
    path = tmp_path / f"report{suffix}"
    report.write(case, path, options=Options())
    text = everything(path)
    assert "yard.jpg" in text, "the file is named"
    assert CANARY not in text
    assert "13.69" not in text
    assert "13° 41" not in text


def test_an_author_whom_the_user_names_is_in_the_report(case, tmp_path):
    with case.edit("Correct source") as edit:
        collecting.describe(edit, 1, author="Mirador press")
    path = tmp_path / "report.html"
    report.write(case, path, options=Options())
    assert "Mirador press" in everything(path)


@pytest.mark.parametrize("suffix", [".html", ".docx"])
def test_a_report_tells_the_place_where_a_quote_would_stand_and_keeps_the_picture_back(
    case, tmp_path, suffix
):
    path = tmp_path / f"report{suffix}"
    report.write(case, path, options=Options())
    text = everything(path)
    assert "Rectangle on page 1" in text
    assert "From 0:00:05 to 0:00:09" in text
    assert "Fifty people stand there" in text
    assert "“”" not in text
    assert base64.b64encode(photo()[:60]).decode() not in text
    assert "<img" not in text
