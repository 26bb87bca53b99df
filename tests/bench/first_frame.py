"""From the start of the process to the first frame: an empty window, and Habeas with the example.

Prints medians in milliseconds, the rows' delay after the first frame, resident memory, and ratios.
Run: ``python tests/bench/first_frame.py [runs]``; it uses the offscreen platform if there is no
screen.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile

EMPTY = """
import sys, time
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1366, 768)
"""

HABEAS = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject, QTimer
from habeas.ui import app as starting
app = starting.make()
from habeas.ui.window import Window
window = Window()
case = Path(sys.argv[1])
"""

WATCH = """
import resource
class Watch(QObject):
    painted = False
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.painted:
            Watch.painted = True
            app.postEvent(self, QEvent(QEvent.Type.User))
        return False
    def event(self, event):
        if event.type() == QEvent.Type.User:
            print('frame', time.clock_gettime(time.CLOCK_BOOTTIME), flush=True)
            after()
            return True
        return super().event(event)
def done():
    print('rows', time.clock_gettime(time.CLOCK_BOOTTIME))
    print('memory', resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)
    import os; os._exit(0)
watch = Watch()
app.installEventFilter(watch)
window.show()
"""

AFTER_EMPTY = "def after(): done()\n" + WATCH + "app.exec()"
AFTER_HABEAS = (
    "def after():\n"
    "    window.begin(case)\n"
    "    window.repaint()\n"
    "    done()\n" + WATCH + "app.exec()"
)


def measure(script: str, *arguments: str) -> dict[str, float]:
    """One run: ms to the first frame, ms more to the rows, MB of memory."""
    import time

    begun = time.clock_gettime(time.CLOCK_BOOTTIME)
    run = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True
    )
    lines = (line.split() for line in run.stdout.splitlines())
    found = {name: float(value) for name, value in lines}
    return {
        "frame": (found["frame"] - begun) * 1000,
        "rows": (found["rows"] - found["frame"]) * 1000,
        "memory": found["memory"] / 1024,
    }


def main() -> None:
    """Measure in turn and print."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    os.environ.setdefault("QT_QPA_PLATFORM", "xcb" if os.environ.get("DISPLAY") else "offscreen")
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home)
        from habeas.services.example import copy_of_example

        case = str(copy_of_example("en"))
        empty, habeas = [], []
        for n in range(runs + 1):  # the first pair warms the file cache and is not counted
            one, other = measure(EMPTY + AFTER_EMPTY), measure(HABEAS + AFTER_HABEAS, case)
            if n:
                empty.append(one)
                habeas.append(other)
    for name, unit in (("frame", "ms"), ("rows", "ms"), ("memory", "MB")):
        a = statistics.median(run[name] for run in empty)
        b = statistics.median(run[name] for run in habeas)
        ratio = "" if name == "rows" else f", ratio {b / a:.2f}"
        print(f"{name}: empty window {a:.0f} {unit}, Habeas with the example {b:.0f} {unit}{ratio}")


if __name__ == "__main__":
    main()
