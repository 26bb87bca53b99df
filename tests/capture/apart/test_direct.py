"""A system on which no worker can be started reads all the same."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from habeas.capture import read, registry
from habeas.capture.apart import direct
from habeas.capture.apart.pool import Job, Pool
from habeas.capture.reading import Reading
from habeas.errors import Problem


@pytest.fixture
def here(monkeypatch):
    monkeypatch.setattr(direct, "HERE", True)
    with Pool() as made:
        yield made


def test_files_are_read_in_our_own_process(here, tmp_path):
    path = tmp_path / "nota.txt"
    path.write_text("Valdoria\n")

    first, second = here.read([Job(path), Job(data=b"  ", name="a.txt", key=2)])

    assert first.reading == read(path)
    assert "is empty" in second.problem
    assert second.job.key == 2


def test_a_file_on_which_its_reader_fails_is_kept(here, monkeypatch):
    def fails(_original) -> Reading:
        raise KeyError("a name")

    monkeypatch.setattr(registry, "_formats", [])
    registry.register("text/x-fails", (".bad",), sniff=lambda _each: True, reader=fails)

    outcome = here.read_one(b"Valdoria\n", "a.bad")

    assert outcome.reading.data == b"Valdoria\n"
    assert "the reader failed" in outcome.problem
    assert outcome.fault == "KeyError"


def test_pictures_are_drawn(here):
    out = io.BytesIO()
    Image.new("RGB", (2, 2), "white").save(out, "PNG")

    assert here.picture(out.getvalue()).rgb == b"\xff" * 12
    with pytest.raises(Problem):
        here.page(out.getvalue(), 1, scale=1.0)
