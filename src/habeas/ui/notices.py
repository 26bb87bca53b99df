"""What the user should know of the case that is open, one thing at a time, above its rooms.

It waits there until it is answered, and stands in nobody's way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from habeas.i18n import _

if TYPE_CHECKING:
    from habeas.ui.widgets.banner import Banner
    from habeas.ui.window import Window

GONE, TYPED, DANGER, PLAIN, VERIFY = "gone", "typed", "danger", "plain", "verify"
_ORDER = (GONE, TYPED, DANGER, PLAIN, VERIFY)  # which is told first

Act = tuple[str, Callable[[], object]]


@dataclass(frozen=True, slots=True)
class Notice:
    """Words, buttons, and whether it must not be missed; in the language that is spoken then."""

    words: Callable[[], str]
    acts: Callable[[], tuple[Act, ...]]
    loud: bool = False


class Notices(QObject):
    """Keeps what is to be told of the case that is open, and shows the most urgent of it."""

    def __init__(self, window: Window) -> None:
        super().__init__(window)
        self._window = window
        self._told: dict[str, Notice] = {}
        self._shown: Notice | None = None

    def put(self, what: str, notice: Notice) -> None:
        """Tell this from now on, in place of what was told of the same."""
        self._told[what] = notice
        self._refresh()

    def drop(self, what: str) -> None:
        """This needs not be told any more."""
        if self._told.pop(what, None) is not None:
            self._refresh()

    def clear(self) -> None:
        """Another case is open, or none."""
        self._told.clear()
        self._refresh()

    def has(self, what: str) -> bool:
        """Whether this is being told, or waits to be."""
        return what in self._told

    def tell(self, banner: Banner) -> None:
        """Say the most urgent on a new banner."""
        self._shown = None
        self._refresh(banner)

    def dismissing(self, what: str, *, words: str = "") -> Act:
        """A button that takes it away."""
        return (words or _("Not now"), lambda: self.drop(what))

    def _refresh(self, banner: Banner | None = None) -> None:
        banner = banner or self._window.frame.notice
        first = next((self._told[what] for what in _ORDER if what in self._told), None)
        if first is None:
            banner.hush()
        elif first is not self._shown:
            banner.say(first.words(), first.acts(), loud=first.loud)
        self._shown = first
