"""The register: one entry for a name however it is spelt; merging can be undone."""

from __future__ import annotations

import pytest

from habeas.domain.register import Actor, Place, folded
from habeas.errors import Refused
from habeas.services import claiming, registering
from habeas.store.case import Case
from making import draft


@pytest.mark.parametrize(
    ("one", "other"),
    [("Peña Gris", "pena  gris"), ("the Ministry", "MINISTRY"), ("“Los Altos”", "los altos")],
)
def test_spellings_of_one_name(case: Case, one: str, other: str) -> None:
    with case.edit("Add name") as edit:
        assert registering.place(edit, one) == registering.place(edit, other)


@pytest.mark.parametrize(("one", "other"), [("@Police", "Police"), ("Cerro Alto", "Cerro Bajo")])
def test_different_names(one: str, other: str) -> None:
    assert folded(one) != folded(other)


def test_a_name_without_letters_is_refused(case: Case) -> None:
    with pytest.raises(Refused), case.edit("Add name") as edit:
        registering.actor(edit, " … ")


def test_a_corrected_name_keeps_the_former_one_as_alias(case: Case) -> None:
    with case.edit("Add name") as edit:
        number = registering.place(edit, "Penya Gris", kind="detention")
    with case.edit("Correct place") as edit:
        registering.describe_place(
            edit, number, name="Peña Gris", kind="detention", parent=None, note=""
        )
    assert registering.names_of(case, "place", number) == ["Penya Gris", "Peña Gris"]
    assert registering.find_place(case, "penya gris") == number


def test_a_place_cannot_lie_within_itself(case: Case) -> None:
    with case.edit("Add name") as edit:
        country = registering.place(edit, "Valdoria", kind="country")
        prison = registering.place(edit, "Peña Gris", kind="detention")
        registering.describe_place(
            edit, prison, name="Peña Gris", kind="detention", parent=country, note=""
        )
    with pytest.raises(Refused) as refused, case.edit("Correct place") as edit:
        registering.describe_place(
            edit, country, name="Valdoria", kind="country", parent=prison, note=""
        )
    assert refused.value.field == "parent"
    assert case.get(Place, country).parent is None


def test_merging_moves_voices_and_names_and_undo_parts_them(case: Case, source: int) -> None:
    with case.edit("Accept claim") as edit:
        number = claiming.accept(
            edit, draft("Seven prisons", voices=("the ministry", "the interior ministry")),
            source=source,
        )  # fmt: skip
    with case.edit("Merge actors") as edit:
        registering.merge_actors(edit, 1, 2)
    assert [v.actor for v in claiming.draft_of(case, number).voices] == [1, 1]
    assert registering.find_actor(case, "interior ministry") == 1
    case.undo()
    assert len(case.select(Actor)) == 2
    assert [v.actor for v in claiming.draft_of(case, number).voices] == [1, 2]


def test_known_names_say_what_they_name(case: Case, source: int) -> None:
    with case.edit("Accept claim") as edit:
        claiming.accept(
            edit, draft("Seven prisons", places=("Peña Gris",), voices=("a warden",)), source=source
        )
    assert registering.known(case) == [("Peña Gris", "place"), ("a warden", "actor")]


@pytest.mark.parametrize("steps", [1, 2])
def test_a_place_that_is_made_one_with_what_it_lies_in_does_not_lie_in_itself(case, steps):
    with case.edit("Add") as edit:
        country, region, town, wing = (
            registering.place(edit, name) for name in ("Valdoria", "Norte", "Arenal", "Ala B")
        )
        for number, name, parent in ((region, "Norte", country), (town, "Arenal", region)):
            registering.describe_place(edit, number, name=name, kind="", parent=parent, note="")
    drop = (region, country)[steps - 1]
    with case.edit("Merge places") as edit:
        registering.merge_places(edit, town, drop)
    assert case.get(Place, town).parent == (country if steps == 1 else None)
    with case.edit("Describe place") as edit:  # went round for ever
        registering.describe_place(edit, wing, name="Ala B", kind="", parent=town, note="")
    assert case.get(Place, wing).parent == town
