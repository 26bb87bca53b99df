"""The two kinds of failure: a Problem is the world's fault, anything else is ours."""

from __future__ import annotations


class Problem(Exception):
    """Something the user can act on: says what happened, what was kept, and what to do.

    ``str(problem)`` is one or two sentences in the user's language; no stack trace is shown.
    """


class Refused(Problem):
    """A value or an act that the record does not allow; ``field`` names the field that is meant."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


class Incomplete(Problem):
    """Some of what was asked for was done; it says what was not."""


class NotWritten(Problem):
    """The disk would not take it, or the file is gone: no other act could be written either."""
