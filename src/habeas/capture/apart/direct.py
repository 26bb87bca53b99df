"""Reading in our own process, for systems on which workers cannot be started (Windows, so far)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from habeas.capture import read, unread
from habeas.capture.apart import sentences
from habeas.capture.apart.jobs import Job, Outcome, taken
from habeas.capture.apart.sentences import End
from habeas.capture.reading import Reading
from habeas.errors import Problem

HERE = os.name == "nt"  # pipes cannot be listened to as we do


def outcomes(jobs: Iterable[Job]) -> Iterator[Outcome]:
    """The outcome of each job; nothing bounds how long one takes."""
    for job in jobs:
        try:
            yield Outcome(job, _reading(job))
        except Problem as problem:
            yield Outcome(job, problem=str(problem))
        except Exception as error:  # noqa: BLE001 - whatever a reader trips over is told
            yield _failed(job, error)


def _reading(job: Job) -> Reading:
    return read(job.data if job.path is None else job.path, file_name=job.name)


def _failed(job: Job, error: Exception) -> Outcome:
    original = taken(job)
    problem = sentences.of_whole(End.FAILED, original.name, seconds=0, memory=0)
    kept = unread.unread(original, problem)
    return Outcome(job, kept, problem=problem, fault=type(error).__name__)
