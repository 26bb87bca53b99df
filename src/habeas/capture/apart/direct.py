"""Reading in our own process, for systems on which workers cannot be started (Windows, so far)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

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
            yield _outcome(job)
        except Problem as problem:
            yield Outcome(job, problem=str(problem))
        except Exception as error:  # noqa: BLE001 - whatever a reader trips over is told
            yield _failed(job, error)


def _outcome(job: Job) -> Outcome:
    source = job.data if job.path is None else Path(job.path)
    how: dict[str, Any] = dict(job.how)
    if job.task == "page":
        from habeas.capture.documents import pdf

        return Outcome(job, picture=pdf.render(source, how["number"], scale=how["scale"]))
    if job.task == "picture":
        from habeas.capture.media import showing

        return Outcome(job, picture=showing.picture(source, **how))
    if job.task == "web":
        from habeas.capture.web.showing import shown

        html = shown(taken(job).whole(), media_type=how["media_type"])
        return Outcome(job, Reading(data=b"", text=html, media_type="text/html"))
    if job.task == "list":
        from habeas.capture import references
        from habeas.capture.references import telling

        text = telling.packed(references.read_list(taken(job)))
        return Outcome(job, Reading(data=b"", text=text, media_type="application/json"))
    return Outcome(job, read(source, file_name=job.name))


def _failed(job: Job, error: Exception) -> Outcome:
    original = taken(job)
    problem = sentences.of_whole(End.FAILED, original.name, seconds=0, memory=0)
    kept = unread.unread(original, problem)
    return Outcome(
        job, kept if job.task == "read" else None, problem=problem, fault=type(error).__name__
    )
