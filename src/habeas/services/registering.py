"""The register of places and actors: it grows as claims name them."""

from __future__ import annotations

from habeas.domain.register import Actor, Place, folded
from habeas.errors import Refused
from habeas.i18n import _
from habeas.store.edit import Edit
from habeas.store.reader import Reader


def find_place(reader: Reader, name: str) -> int | None:
    """The place that goes by ``name``, accents and case aside."""
    return _find(reader, "place", name)


def find_actor(reader: Reader, name: str) -> int | None:
    """The actor that goes by ``name``, accents and case aside."""
    return _find(reader, "actor", name)


def place(edit: Edit, name: str, *, kind: str = "") -> int:
    """The place named so, put into the register if it is not there."""
    there = find_place(edit, name)
    if there is not None:
        if kind and not edit.get(Place, there).kind:
            edit.update(Place, there, kind=kind)
        return there
    number = edit.insert(Place(name=_named(name), kind=kind))
    edit.add("place_name", place=number, name=name.strip(), folded=folded(name))
    return number


def actor(edit: Edit, name: str, *, kind: str = "") -> int:
    """The actor named so, put into the register if it is not there."""
    there = find_actor(edit, name)
    if there is not None:
        if kind and not edit.get(Actor, there).kind:
            edit.update(Actor, there, kind=kind)
        return there
    number = edit.insert(Actor(name=_named(name), kind=kind))
    edit.add("actor_name", actor=number, name=name.strip(), folded=folded(name))
    return number


def describe_place(
    edit: Edit, number: int, *, name: str, kind: str, parent: int | None, note: str
) -> None:
    """Correct a place; a former name stays as an alias.  Refused if it lay within itself."""
    if parent is not None and number in (parent, *_above(edit, parent)):
        raise Refused(_("A place cannot lie within itself."), "parent")
    edit.update(Place, number, name=_named(name), kind=kind, parent=parent, note=note)
    also_place(edit, number, name)


def describe_actor(edit: Edit, number: int, *, name: str, kind: str, note: str) -> None:
    """Correct an actor; the former name stays as an alias."""
    edit.update(Actor, number, name=_named(name), kind=kind, note=note)
    also_actor(edit, number, name)


def also_place(edit: Edit, number: int, name: str) -> None:
    """Let a place go by another name too."""
    _also(edit, "place", number, name)


def also_actor(edit: Edit, number: int, name: str) -> None:
    """Let an actor go by another name too."""
    _also(edit, "actor", number, name)


def merge_places(edit: Edit, keep: int, drop: int) -> None:
    """Make two places one: claims, names and places within go to ``keep``; undo parts them."""
    if drop in _above(edit, keep):  # else it would come to lie within itself
        edit.update(Place, keep, parent=edit.get(Place, drop).parent)
    for table, column in (("claim_place", "place"), ("place", "parent"), ("place_name", "place")):
        _move(edit, table, column, keep, drop)
    edit.delete(Place, drop)


def merge_actors(edit: Edit, keep: int, drop: int) -> None:
    """Make two actors one: voices, roles and names move to ``keep``; undo parts them again."""
    for table in ("voice", "role", "actor_name"):
        _move(edit, table, "actor", keep, drop)
    edit.delete(Actor, drop)


def names_of(reader: Reader, table: str, number: int) -> list[str]:
    """All names as written that a place or actor goes by (``table`` is place or actor)."""
    sql = f"SELECT name FROM {table}_name WHERE {table} = ? ORDER BY id"
    return [row["name"] for row in reader.query(sql, number)]


def known(reader: Reader) -> list[tuple[str, str]]:
    """Every name in the register with what it names: what the suggesting reader may know."""
    found = []
    for table in ("place", "actor"):
        sql = f"SELECT DISTINCT name FROM {table}_name ORDER BY name"
        found += [(row["name"], table) for row in reader.query(sql)]
    return found


def _find(reader: Reader, table: str, name: str) -> int | None:
    sql = f"SELECT {table} AS n FROM {table}_name WHERE folded = ? ORDER BY id LIMIT 1"
    found = reader.query(sql, folded(name))
    return int(found[0]["n"]) if found else None


def _above(reader: Reader, number: int) -> list[int]:
    """The places that a place lies in, the nearest first; each once, even where they go round."""
    found: list[int] = []
    above = reader.get(Place, number).parent
    while above is not None and above not in found:
        found.append(above)
        above = reader.get(Place, above).parent
    return found


def _named(name: str) -> str:
    if not folded(name):
        raise Refused(_("A name needs at least one letter or figure."), "name")
    return name.strip()


def _also(edit: Edit, table: str, number: int, name: str) -> None:
    if folded(name) not in {folded(known) for known in names_of(edit, table, number)}:
        edit.add(f"{table}_name", **{table: number, "name": name.strip(), "folded": folded(name)})


def _move(edit: Edit, table: str, column: str, keep: int, drop: int) -> None:
    for row in edit.query(f"SELECT id FROM {table} WHERE {column} = ?", drop):
        edit.update(table, row["id"], **{column: keep})
