"""What a case file may hold, object by object: a stranger's schema is compared, never trusted.

What is expected is made by the steps themselves, in memory, up to the version that the file says
it has.  A file that took them one by one over the years comes to the same words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache

from habeas.errors import Problem
from habeas.i18n import N_, _
from habeas.store import migrations
from habeas.store.damage import Damaged
from habeas.store.driver import Database

Object = tuple[str, str]  # kind and name
Row = tuple[str, str, str, int, str]  # kind, name, table, root page, SQL: as sqlite_master has it

MOST = 1000  # objects of a file that are looked at; a case has about 150
_SHOWN = 40  # characters of a name that a stranger chose
_OWN = "_sqlite_migrations"  # the table in which sqlite-utils writes down the steps taken
_KINDS = {"table": N_("the table"), "index": N_("the index"), "view": N_("the view")}
_KINDS |= {"trigger": N_("the trigger")}
# What the index of words may keep of itself, with the values that are harmless.
_INDEX_SAYS = {"version": (4, 5), "secure-delete": (0, 1)}
_INDEXES = ("layer_text", "record_text")


@cache
def expected(version: int) -> Mapping[Object, tuple[str, str]]:
    """Every object of a case that has taken ``version`` steps: its table and its SQL."""
    db = Database(memory=True, execute_plugins=False)
    try:
        names = [step.name for step in migrations.steps.pending(db)]
        migrations.steps.apply(db, stop_before=names[version : version + 1])
        found = db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
    finally:
        db.close()
    return {(kind, name): (table, _plain(sql)) for kind, name, table, sql in found}


def refuse_foreign(db: Database, version: int) -> None:
    """Problem, which names it, if an object is not as it is in a case of ``version``.

    Reads ``sqlite_master`` alone: nothing of the file runs, and no table of it is touched.
    """
    sql = f"SELECT type, name, tbl_name, rootpage, sql FROM sqlite_master LIMIT {MOST + 1}"
    rows: list[Row] = db.execute(sql).fetchall()
    wanted = expected(version)
    here = Counter((row[0], row[1]) for row in rows)
    for kind, name, table, _root, sql in rows:
        if (kind, name) not in wanted or here[kind, name] > 1:
            raise _refusal(_("{thing} in it is not from Habeas"), kind, name)
        if (table, _plain(sql)) != wanted[kind, name]:
            raise _refusal(_("{thing} in it is not as Habeas made it"), kind, name)
    for kind, name in wanted:
        if (kind, name) not in here:
            raise _refusal(_("{thing} is missing in it"), kind, name)
    _refuse_shared_pages(rows)


def refuse_tampered(db: Database, version: int) -> None:
    """Problem if what SQLite and sqlite-utils keep about the case would lead them elsewhere.

    Called when the schema is known to be ours: it reads tables.
    """
    sql = f"SELECT migration_set, name FROM [{_OWN}] ORDER BY id LIMIT {MOST}"
    taken = [tuple(row) for row in db.execute(sql).fetchall()]
    if taken != [("habeas", name) for name in _step_names()[:version]]:
        raise _refusal(_("{thing} in it is not as Habeas made it"), "table", _OWN)
    if db.execute("SELECT 1 FROM edit WHERE open = 1").fetchone():  # it would take any change
        raise _refusal(_("{thing} in it is not as Habeas made it"), "table", "edit")
    for index in _INDEXES:
        said = db.execute(f"SELECT k, v FROM [{index}_config] LIMIT {MOST}").fetchall()
        if not all(value in _INDEX_SAYS.get(key, ()) for key, value in said):
            raise _refusal(_("{thing} in it is not as Habeas made it"), "table", f"{index}_config")


@cache
def _step_names() -> list[str]:
    db = Database(memory=True, execute_plugins=False)
    try:
        return [step.name for step in migrations.steps.pending(db)]
    finally:
        db.close()


def _refuse_shared_pages(rows: Iterable[Row]) -> None:
    """Two tables in one place would read each other's rows; none begins where the schema does."""
    begun: set[int] = set()
    for kind, name, _table, root, sql in rows:
        kept = kind in ("table", "index") and not _plain(sql).upper().startswith("CREATE VIRTUAL")
        if not kept and not root:
            continue
        if not kept or not isinstance(root, int) or root < 2 or root in begun:
            raise Damaged(_sentence(_("{thing} in it is not as Habeas made it"), kind, name))
        begun.add(root)


def _plain(sql: str | None) -> str:
    """The SQL of an object; a table that was made again under its name may stand quoted."""
    return (sql if isinstance(sql, str) else "").replace('"edit"', "edit")


def _refusal(words: str, kind: str, name: str) -> Problem:
    return Problem(_sentence(words, kind, name))


def _sentence(words: str, kind: str, name: str) -> str:
    return _(
        "This case was changed by another program: {what}. It was not opened and nothing was "
        "changed. Open a copy made earlier, or ask whoever sent it for another one."
    ).format(what=words.format(thing=_thing(kind, name)))


def _thing(kind: str, name: str) -> str:
    shown = "".join(c if c.isprintable() else "�" for c in str(name)[:_SHOWN])
    said = _(_KINDS[kind]) if kind in _KINDS else ""
    return _("{kind} “{name}”").format(kind=said, name=shown).strip()
