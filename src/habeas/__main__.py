"""``habeas [case file]``: start the program."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from habeas import __version__


def main() -> int:
    """Start the window, with a case if one was named; the exit status of the program.

    A program that was frozen into one file is its own reader of files: ``--worker`` begins one.
    """
    if sys.argv[1:2] == ["--worker"]:
        from habeas.capture.apart import worker

        return worker.main(sys.argv[2:])
    parser = argparse.ArgumentParser(
        prog="habeas", description="The record of an emergency behind bars."
    )
    parser.add_argument("case", nargs="?", type=Path, help="a case file (.habeas) to open")
    parser.add_argument("--language", choices=("en", "es"), default="", help="en or es")
    parser.add_argument("--version", action="version", version=f"Habeas {__version__}")
    asked = parser.parse_args()
    from habeas.ui.app import run

    return run(case=asked.case, language=asked.language)


if __name__ == "__main__":
    sys.exit(main())
