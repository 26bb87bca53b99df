"""Sealing a case, and checking a seal that was kept elsewhere against the case."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass

from habeas.i18n import N_, _, ngettext
from habeas.store import sealing
from habeas.store.case import Case
from habeas.store.edit import Edit
from habeas.store.reader import Reader
from habeas.store.sealing import Seal

SEAL = N_("Seal the case")
HOLDS, DIFFERS, REWRITTEN = "holds", "differs", "rewritten"
OTHER, SHORT = "other", "short"
_AT_ONCE = 500  # Edits between two places to stop


@dataclass(frozen=True, slots=True)
class Kept:
    """A seal that the case keeps: the number of its row, and its text."""

    id: int
    edit: int
    made: str  # UTC, ISO 8601
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """How far the check is: ``done`` of ``total`` Edits."""

    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What a seal shows of the case.

    ``verdict`` is ``HOLDS`` (every Edit up to the seal is as it was), ``DIFFERS`` (``edit`` is the
    first that is not), ``REWRITTEN`` (the chain hangs together, and is another), ``OTHER`` (of
    another case) or ``SHORT`` (the case ends before it).
    """

    seal: Seal
    verdict: str
    edit: int = 0
    signed: bool | None = None  # None: it has no signature; False: it is not that of its key
    own_key: bool = False  # the key is one that this case keeps
    later: int = 0  # Edits after the seal
    purges: int = 0  # purges after the seal
    kept: bool | None = None  # this very text is kept in the case; None: no seal of that moment

    @property
    def holds(self) -> bool:
        """Whether the case still holds what it held, and the seal itself is not broken."""
        return self.verdict == HOLDS and self.signed is not False and self.kept is not False

    def sentences(self) -> Iterator[str]:
        """All of it in words, what matters most first."""
        if self.signed is False:
            yield self._signature()
        if self.kept is False:
            yield _(
                "The case keeps a seal of that same moment which reads differently: the text that "
                "you checked was changed, or the one in the case was."
            )
        yield _VERDICTS[self.verdict](self)
        if self.verdict == HOLDS:
            yield from self._since()
        if self.signed is not False:
            yield self._signature()
        if self.verdict == HOLDS:
            yield _(
                "That today's rows are what these acts wrote is not looked at here: verify the "
                "case for that."
            )

    def _since(self) -> Iterator[str]:
        if self.later:
            yield ngettext("One act came after it.", "{n} acts came after it.", self.later).format(
                n=self.later
            )
        if self.purges:
            yield ngettext(
                "After the seal, values were erased for good by one purge: that they were there "
                "can still be shown, what they said cannot.",
                "After the seal, values were erased for good by {n} purges: that they were there "
                "can still be shown, what they said cannot.",
                self.purges,
            ).format(n=self.purges)

    def _signature(self) -> str:
        if self.signed is None:
            return _(
                "The seal is not signed: that it is the one which was made then, you know only "
                "from where it was kept."
            )
        if not self.signed:
            return _("Its signature is wrong: the text was changed after it was signed.")
        mark = sealing.in_groups(sealing.fingerprint(self.seal.key))
        if self.own_key:
            said = _("It is signed, soundly, with a key that this case keeps: {mark}.")
        else:
            said = _(
                "It is signed, soundly, with a key that this case does not keep: {mark}. Ask its "
                "owner whether it is his or hers."
            )
        return said.format(mark=mark)


def _minute(stamp: str) -> str:
    return f"{stamp[:10]} {stamp[11:16]} UTC"


_VERDICTS = {
    HOLDS: lambda one: _(
        "The history is still exactly what it was at this seal: act no. {edit} of {day} and all "
        "before it are unchanged."
    ).format(edit=one.seal.edit, day=_minute(one.seal.finished)),
    DIFFERS: lambda one: _(
        "The case is not as it was at this seal: it was changed around Habeas. The first act "
        "that no longer fits is no. {edit}."
    ).format(edit=one.edit),
    REWRITTEN: lambda one: _(
        "The case is not as it was at this seal: the history up to act no. {edit} was written anew "
        "after it, or the digits of the seal were changed."
    ).format(edit=one.seal.edit),
    OTHER: lambda one: (
        _(
            "This seal begins with another first act, and yet it is signed with a key that this "
            "case keeps: the whole history of the case was probably written anew."
        )
        if one.own_key and one.signed
        else _("This is a seal of another case.")
    ),
    SHORT: lambda one: _(
        "The seal is of act no. {edit}, and this case ends before it: it is an older copy, or what "
        "came later was taken away."
    ).format(edit=one.seal.edit),
}


def seal(edit: Edit, *, sign: bool, who: str | None = None) -> Seal:
    """Seal the case as it was before this Edit, and keep the seal in it.

    ``who`` is the name that the seal gives; None: the one in the history, which may be empty.
    Meant for ``with case.recording(SEAL)``.
    """
    known = edit.who
    private = sealing.signing_key(edit.db, known) if sign else ""
    name = known if who is None else who
    made = sealing.seal_text(edit.db, edit.number, who=name, private=private)
    edit.add(
        "seal", edit=made.edit, digest=made.digest, made=made.made, text=made.text,
        public_key=made.key, signature=made.signature,
    )  # fmt: skip
    return made


def seals(reader: Reader) -> list[Kept]:
    """The seals that the case keeps, the last one first."""
    rows = reader.query("SELECT id, edit, made, text FROM seal ORDER BY id DESC")
    return [Kept(**row) for row in rows]


def check(case: Case, text: str) -> Shown:
    """What a seal, given as text, shows of the case; Problem if there is no seal in the text."""
    steps = checking(case, text)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            shown: Shown = end.value
            return shown


def checking(case: Case, text: str) -> Generator[Step, None, Shown]:
    """``check`` in steps: after each one it can be stopped."""
    seal = sealing.parse(text)
    yield Step(0, seal.edit)
    keys = {row["public"] for row in case.query("SELECT public FROM signing_key")}
    signed = sealing.is_signed_soundly(seal) if seal.signature else None
    verdict, edit = yield from _compare(case, seal)
    there = case.query("SELECT text FROM seal WHERE made = ? AND edit = ?", seal.made, seal.edit)
    return Shown(
        seal,
        verdict,
        edit=edit,
        signed=signed,
        own_key=seal.key in keys,
        later=_count(case, "id > ?", seal.edit),
        purges=_count(case, "id > ? AND act = 'purge'", seal.edit),
        kept=any(row["text"] == seal.text for row in there) if there else None,
    )


def _compare(case: Case, seal: Seal) -> Generator[Step, None, tuple[str, int]]:
    """The verdict, and the first Edit that differs if that can be told."""
    db = case.read
    if sealing.first_digest(db) != seal.case:
        return OTHER, 0
    before, last = "", 0
    for n, link in enumerate(sealing.chain(db, seal.edit)):
        if link.previous != before or link.counted != link.digest:
            return DIFFERS, link.edit
        before, last = link.digest, link.edit
        if n % _AT_ONCE == 0:
            yield Step(link.edit, seal.edit)
    if last != seal.edit:
        gone = _count(case, "id > ?", seal.edit) > 0
        return (DIFFERS, seal.edit) if gone else (SHORT, 0)
    return (HOLDS, 0) if before == seal.digest else (REWRITTEN, 0)


def _count(case: Case, rest: str, *params: object) -> int:
    sql = f"SELECT count(*) AS n FROM edit WHERE open IS NULL AND {rest}"
    return int(case.query(sql, *params)[0]["n"])
