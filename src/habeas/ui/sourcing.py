"""What is asked of all sources at once: where they come from, and what others wrote of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # The dialogs are imported after the first frame.
    from habeas.ui.window import Window


def ask_literature(window: Window) -> None:
    """Ask for a list of literature, and match it with the sources."""
    from habeas.ui.dialogs import literature

    literature.ask(window, window.desk)


def show_origins(window: Window) -> None:
    """Look for sources that may have one origin."""
    from habeas.ui.dialogs import origins

    origins.open_dialog(window, window.desk)
