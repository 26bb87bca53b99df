"""Records come back from their rows as they were."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from enum import Enum
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas.domain.claim import Claim
from habeas.domain.passage import Passage
from habeas.domain.quantity import Quantity
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.domain.when import When
from habeas.store.case import Case
from habeas.store.records import _shape, flatten, from_row, to_row
from habeas.store.tables import RECORDS

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBER = st.integers(-(2**63), 2**63 - 1)
PLAIN = {
    str: TEXT,
    bool: st.booleans(),
    int: NUMBER,
    Decimal: st.decimals(allow_nan=False, allow_infinity=False)
    | st.decimals(allow_nan=False, allow_infinity=False, places=3),
}


@cache
def records(kind):
    """Any record of a kind, by the types of its fields; None where the field may be empty."""
    wanted = {}
    for field, (name, plain) in zip(fields(kind), _shape(kind), strict=True):
        if is_dataclass(plain):
            values = records(plain)
        elif issubclass(plain, Enum):
            values = st.sampled_from(list(plain))
        else:
            values = PLAIN[plain]
        wanted[name] = values | st.none() if "None" in str(field.type) else values
    return st.builds(kind, **wanted)


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_a_record_comes_back_from_its_row(kind):
    @given(records(kind))
    def holds(record):
        row = {"id": record.id, **to_row(record), "a column of a later time": 1}
        back = from_row(kind, row)
        assert back == record
        assert [type(getattr(back, f.name)) for f in fields(kind)] == [
            type(getattr(record, f.name)) for f in fields(kind)
        ]
        assert {type(value) for value in row.values()} <= {str, int, type(None)}

    holds()


@pytest.mark.parametrize("kind", RECORDS, ids=lambda kind: kind.__name__)
def test_every_field_has_its_column_and_comes_back_from_the_file(kind, tmp_path):
    with Case.create(tmp_path / "a.habeas") as case:
        table = RECORDS[kind]
        columns = {row["name"] for row in case.query(f"PRAGMA table_info([{table}])")}
        assert set(to_row(kind())) <= columns

        # Triggers and references are in other tests; here a row is only carried there and back.
        case._db.execute("PRAGMA foreign_keys=OFF")
        case._db.execute("PRAGMA ignore_check_constraints=ON")
        for trigger in case.query("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
            case._db.execute(f"DROP TRIGGER [{trigger['name']}]")
        extra = {"first_day": "", "last_day": ""} if kind is Claim else {}

        @given(records(kind))
        def holds(record):
            case._db.execute(f"DELETE FROM [{table}]")
            row = to_row(record) | extra
            names = ", ".join(f"[{name}]" for name in row)
            marks = ", ".join("?" for _ in row)
            sql = f"INSERT INTO [{table}] (id, {names}) VALUES (1, {marks})"
            case._db.execute(sql, list(row.values()))
            assert case.get(kind, 1) == replace(record, id=1)

        case._db.execute("PRAGMA synchronous=OFF")
        holds()


def test_values_inside_become_columns_with_their_name_before():
    row = flatten({"when": When("2031-05", began=True), "event": None, "note": "x"})
    assert row == {
        "when_edtf": "2031-05",
        "when_words": "",
        "when_holding": "some-day",
        "when_began": 1,
        "when_ended": 0,
        "event": None,
        "note": "x",
    }


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**40), max_value=10**40))
def test_one_number_has_one_text(number):
    texts = {
        flatten({"q": Quantity(low=same)})["q_low"]
        for same in (number, Decimal(f"{number:f}" + ("0" if "." in f"{number:f}" else ".0")))
    }
    assert len(texts) == 1
    assert Decimal(texts.pop()) == number


def test_long_numbers_are_not_rounded():
    number = Decimal("12345678901234567890123456789012345.6789")
    assert from_row(Quantity, flatten({"q": Quantity(low=number)}), prefix="q_").low == number


def test_there_is_a_table_for_each_of_these():
    assert {Source, Passage, Claim, Voice} <= set(RECORDS)
