"""A list of literature is read in a process of its own, and what that says is looked at."""

from __future__ import annotations

import json

import pytest

from habeas.capture.apart.pool import Pool
from habeas.capture.references import telling
from habeas.domain.reference import Reference
from habeas.errors import Problem

RIS = b"TY  - NEWS\nTI  - Cells closed\nAU  - Duarte, Ines\nPY  - 2031\nER  - \n"


def test_a_list_is_read_in_a_process_of_its_own(tmp_path):
    path = tmp_path / "list.ris"
    path.write_bytes(RIS)
    with Pool(1) as pool:
        (found,) = pool.references(path)
        assert (found.title, found.published) == ("Cells closed", "2031")
        with pytest.raises(Problem, match="no list of literature"):
            pool.references(b"Only some notes.", "notes.txt")


def test_entries_come_back_as_they_were():
    entry = Reference(title="Añil 😀", attachments=("a.pdf",), raw="TY  - NEWS", key="k")
    assert telling.unpacked(telling.packed([entry, Reference()]), most=9) == [entry, Reference()]


@pytest.mark.parametrize(
    "told", ["", "{}", "[" * 100_000, '"list"', json.dumps([{"title": 7, "attachments": "x"}, 3])]
)
def test_what_is_no_list_is_refused_or_empty(told):
    try:
        found = telling.unpacked(told, most=9)
    except ValueError:
        return
    assert found == [Reference()]
