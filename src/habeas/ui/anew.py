"""The work of writing a case file anew: one task, its steps, and what is said of it."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from habeas.i18n import N_, _
from habeas.ui.jobs import Progress, Work

if TYPE_CHECKING:
    # The store is imported after the first frame.
    from habeas.services.purging import Foreseen
    from habeas.store.keys import Key

    Steps = Generator[tuple[int, int], None, Key | None]  # returns what opens the case then

# Title and sentence of the page, in English, with {name}.
CHANGING = (
    N_("Changing the passphrase of “{name}”…"),
    N_(
        "The whole file is encrypted anew beside the old one, compared with it, and put in its "
        "place. Until then the case and its passphrase stay as they were."
    ),
)
LOCKING = (
    N_("Locking “{name}”…"),
    N_(
        "The whole file is encrypted beside the old one, compared with it, and put in its place. "
        "Until then the case stays as it was."
    ),
)
UNLOCKING = (
    N_("Taking the lock off “{name}”…"),
    N_(
        "The whole file is written without encryption beside the old one, compared with it, and "
        "put in its place. Until then the case stays locked."
    ),
)
EMPTYING = (
    N_("Finishing the purge of “{name}”…"),
    N_(
        "What was purged is gone from the case. Its file is written anew, so that nothing of it "
        "stays in pages that are free now."
    ),
)
MOVING = (
    N_("Moving “{name}”…"),
    N_(
        "Nothing is written over. On another drive the file is copied and compared first, and the "
        "old one is removed last."
    ),
)


@dataclass(slots=True)
class Task:
    """One rewriting: ``key`` opens the case as it was; ``words`` are title and sentence.

    ``done`` hears that the file was rewritten, ``undone`` with what error it was not, or None if
    it was stopped; both when the case is open again.  ``to``: where it moved.
    """

    path: Path
    key: Key | None
    steps: Steps
    words: tuple[str, str]
    done: Callable[[], object]
    undone: Callable[[BaseException | None], object]
    to: Path | None = None
    stopping: bool = False
    slept: bool = False
    last: Progress = field(default_factory=Progress)


def changed_words() -> str:
    """What comes of a passphrase that was changed."""
    return _(
        "The old recovery code is void: a new one opens the case from now on. Backups and copies "
        "made before keep the old passphrase and the old code."
    )


def locked_words() -> str:
    """What comes of a case that was locked."""
    return _(
        "A recovery code opens it if the passphrase is lost; nothing else does. Backups and "
        "copies made before stay unlocked: anyone can read them."
    )


def running(task: Task) -> Work:
    """Go through the steps; (whether they came to their end, what opens the case then)."""
    with closing(task.steps):
        while not task.stopping:
            try:
                done, total = next(task.steps)
            except StopIteration as end:
                return True, end.value
            yield Progress(done, total)
    return False, None


def emptying(path: Path, key: Key | None, foreseen: Foreseen | None) -> Steps:
    """Write the file anew with the key that it has; before it, drop what closing it kept again."""
    from habeas.services import purging
    from habeas.store import rewriting
    from habeas.store.case import Case

    yield 0, 0
    whole = False
    try:
        if foreseen is not None:
            with Case.open(path, key=copy_of(key)) as case:
                purging.forget_view(case, foreseen)
        yield from rewriting.rewrite(path, old=key, new=key)
        whole = True
    finally:
        if not whole:
            forget(key)
    return key


def moving(path: Path, to: Path, key: Key | None) -> Steps:
    """Give the closed case another place; its key stays the same."""
    from habeas.store import moving

    whole = False
    try:
        yield from moving.move(path, to)
        whole = True
    finally:
        if not whole:
            forget(key)
    return key


def is_wrong(error: BaseException | None) -> bool:
    """Whether what was given did not open the case."""
    from habeas.store import keys

    return isinstance(error, keys.Locked)


def copy_of(key: Key | None) -> Key | None:
    """The same key for another to keep and forget; None of none."""
    return None if key is None else key.copy()


def forget(key: Key | None) -> None:
    """Overwrite a key, if there is one."""
    if key is not None:
        key.forget()
