"""Whose name the history of a case writes: kept in the case, for each installation of Habeas.

The program knows itself by a random name, so that of a case that went from hand to hand nobody
takes the name of whoever had it before, and nothing outside the case says who works on it.
"""

from __future__ import annotations

from habeas import settings
from habeas.store.case import Case
from habeas.store.journal import User

_KEY = "user:"


def user_of(case: Case) -> User:
    """The name and role that were given in this case with this installation; empty if none."""
    found = case.desk(_key())
    if not isinstance(found, dict):
        return User()
    return User(str(found.get("name", "")), str(found.get("role", "")))


def name_in(case: Case, user: User) -> None:
    """Let the history name ``user`` from now on; an empty name is an answer too.  Problem."""
    case.put(_key(), {"name": user.name, "role": user.role})
    case.user = user


def is_unasked(case: Case) -> bool:
    """Whether others gave their names in this case and nobody has here: it is asked once."""
    known = case.desk_keys(_KEY)
    return bool(known) and _key() not in known


def _key() -> str:
    return _KEY + settings.installation()
