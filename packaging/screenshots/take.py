"""Takes pictures of every screen: ``python packaging/screenshots/take.py FOLDER``.

Every room, the editor, the dialogs and the welcome page, in light and dark, English and Spanish,
on a laptop's window and on a small one, with the example case in a home folder of its own.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
home = tempfile.mkdtemp(prefix="habeas-pictures-")
os.environ.update(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home)

from PySide6.QtWidgets import QApplication, QDialog  # noqa: E402

from habeas import i18n  # noqa: E402
from habeas.ui import app as starting  # noqa: E402
from habeas.ui import theme  # noqa: E402
from habeas.ui.dialogs import newcase  # noqa: E402
from habeas.ui.rooms import ROOMS  # noqa: E402
from habeas.ui.window import Window  # noqa: E402

SIZES = {"laptop": (1366, 768), "small": (1000, 650)}


def settle(app: QApplication, seconds: float = 0.5) -> None:
    """Let everything that was asked for be drawn."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        app.processEvents()
        time.sleep(0.01)


def take(app: QApplication, window: Window, folder: Path, name: str) -> None:
    """One picture for each room, of the dialogs, and of the welcome page."""
    window.close_case()
    settle(app, 0.2)
    window.grab().save(str(folder / f"{name}-welcome.png"))
    window.open_example()
    for room in ROOMS:
        window.enter(room.id)
        settle(app)
        window.grab().save(str(folder / f"{name}-{room.id}.png"))
    sql = "SELECT id FROM claim WHERE kind = 'measure' ORDER BY id LIMIT 1"
    found = window.desk.case.query(sql)
    window.desk.ask("claim", found[0]["id"])
    settle(app)
    window.grab().save(str(folder / f"{name}-claim.png"))
    for dialog, ask in (
        ("report", window.write_report),
        ("help", window.show_help),
        ("verify", window.safe.verify),
        ("seal", window.safe.seal),
        ("backups", window.safe.show_backups),
        ("new-case", lambda: newcase.ask(window, folder / "Costa.habeas", print)),
        ("as-known", window.standing.ask),
    ):
        ask()
        settle(app)
        for shown in [w for w in app.topLevelWidgets() if isinstance(w, QDialog) and w.isVisible()]:
            shown.grab().save(str(folder / f"{name}-{dialog}.png"))
            shown.close()
        settle(app, 0.1)


def main() -> None:
    """Take them all."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    app = starting.make(language="en")
    for language in i18n.LANGUAGES:
        for scheme in ("light", "dark"):
            theme.apply(app, theme.scheme_named(scheme))
            window = Window()
            window.show()
            window.use_language(language)
            for size, (width, height) in SIZES.items():
                window.resize(width, height)
                take(app, window, folder, f"{language}-{scheme}-{size}")
            window.close()
            window.deleteLater()
    sys.stdout.write(f"{len(list(folder.glob('*.png')))} pictures in {folder}\n")


if __name__ == "__main__":
    main()
