"""What is asked when events are linked, and when a link is removed."""

from __future__ import annotations

from collections.abc import Callable

from habeas import vocabulary
from habeas.i18n import _
from habeas.services import gathering
from habeas.store.edit import Edit
from habeas.ui.desk import Desk
from habeas.ui.widgets.eventpage import EventPage
from habeas.ui.widgets.fieldrow import FieldRow
from habeas.ui.widgets.registerpage import NameCombo, choice, must, names

Asked = tuple[dict[str, FieldRow], Callable[[Edit], object]]  # the fields, and what is done then


def linking(desk: Desk, page: EventPage, *, here: int) -> Asked:
    """How the event ``here`` is linked to which other, and on which words that rests."""
    terms = vocabulary.terms("link-kinds")
    kind = choice((term.id, vocabulary.label("link-kinds", term.id)) for term in terms)
    words = choice((n, _("“{words}”").format(words=quote)) for n, quote in page.passages())
    other = NameCombo()
    other.set_names(names(desk, "event", but=here))
    rows = {
        "kind": FieldRow(_("This event …"), kind),
        "to_event": FieldRow(_("… this &other event"), other),
        "passage": FieldRow(_("The &words that say so"), words),
    }

    def act(edit: Edit) -> None:
        gathering.link(
            edit,
            kind.currentData(),
            from_event=here,
            to_event=must(other, "to_event"),
            passage=words.currentData(),
        )

    return rows, act


def unlinking(page: EventPage) -> Asked:
    """Which link of the event to remove; the one that the keyboard stands on is proposed."""
    links = choice(page.own_links())
    line = page.links.current if page.links.hasFocus() else None
    links.setCurrentIndex(max(0, links.findData(line.ident if line else None)))

    def act(edit: Edit) -> None:
        gathering.unlink(edit, links.currentData())

    return {"link": FieldRow(_("&Link"), links)}, act
