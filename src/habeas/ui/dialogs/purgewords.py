"""What is said of a purge before it is done, and after."""

from __future__ import annotations

from collections.abc import Sequence

from habeas import i18n
from habeas.domain.register import folded
from habeas.i18n import _, ngettext
from habeas.services import purging


def warnings(*, locked: bool) -> tuple[str, ...]:
    """What it means, and what of it stays out of reach."""
    disk = (
        _("The disk may keep old blocks of the file for a while; they are locked like the case.")
        if locked
        else _(
            "This case is not locked: the disk may keep old blocks of its file for a while, which "
            "special tools can read."
        )
    )
    return (
        _(
            "It may destroy evidence that someone is bound to keep. If in doubt, ask first whoever "
            "answers for it."
        ),
        _(
            "It cannot be undone, nor can anything that was done before it: Undo stops here. The "
            "history keeps that something was purged, when, by whom, how much and why."
        ),
        _("Copies elsewhere keep it: on sticks, in mail, with others, in reports and exports.")
        + " "
        + disk,
    )


def nowhere_else() -> str:
    """That no other record repeats it."""
    return _(
        "Its title, names and quotes, as far as they have {n} letters or more, stand in no other "
        "record."
    ).format(n=purging.SHORTEST)


def shown_there(n: int) -> str:
    """What going to one of ``n`` places does, and whether there may be more."""
    words = _("Going there closes this: nothing is purged.")
    if n < purging.MOST:
        return words
    return " ".join((words, _("The first {n} are listed.").format(n=n)))


def left(n: int) -> str:
    """How many backups still hold it; empty for none."""
    if not n:
        return ""
    said = ngettext("{n} backup still holds it.", "{n} backups still hold it.", n)
    return said.format(n=n)


def join(phrases: Sequence[str]) -> str:
    """One, two and three."""
    from babel.lists import format_list

    return str(format_list(list(phrases), locale=i18n.language()))


def repeated(reason: str, words: Sequence[str]) -> str:
    """The first of ``words`` that stands in the reason, however it is written."""
    said = folded(reason)
    return next((one for one in words if said and folded(one) in said), "")
