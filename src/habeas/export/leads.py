"""Who says so, as a sentence of a report tells it: the chain of voices out to the source."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.domain.claim import Assertion, Claim
from habeas.domain.register import folded
from habeas.domain.source import Source
from habeas.domain.voice import Voice, Wording
from habeas.export import phrases
from habeas.export.material import Told
from habeas.export.phrases import in_line
from habeas.i18n import N_, _

_TITLES = {
    "suspected": N_("{title} (suspected)"),
    "alleged": N_("{title} (alleged)"),
    "denied": N_("{title} (denied)"),
}
_SAID = {
    "posted": N_("{name} posted"),
    "showed": N_("{name} showed"),
    "ordered": N_("{name} ordered"),
    "denied": N_("{name} denied"),
    "confirmed": N_("{name} confirmed"),
    "reported": N_("{name} reported"),
    "announced": N_("{name} announced"),
    "wrote": N_("{name} wrote"),
    "ruled": N_("{name} ruled"),
    "estimated": N_("{name} estimated"),
    "counted": N_("{name} counted"),
    "suggested": N_("{name} suggested"),
}
_REPORTING = ("article", "report", "dataset", "picture")


def doubted(title: str, claims: Sequence[Claim]) -> str:
    """The title of an event with the doubt that all its claims share."""
    doubts = {claim.assertion.value for claim in claims}
    shared = doubts.pop() if len(doubts) == 1 else ""
    return _(_TITLES[shared]).format(title=title) if shared in _TITLES else title


def quoting(told: Told, before: Told | None) -> str:
    """Who says so, to stand before the words of the source."""
    if _is_ascribed(told):
        return _("in words that {source} quotes and that the reader ascribes to {name}").format(
            source=_source(told, before), name=_name(told.voices[0])
        )
    direct = bool(told.voices) and told.voices[0].wording is Wording.DIRECT
    if direct:
        return _chained(told, before, outermost=_("{said}, in words that {source} quotes"))
    return _chained(told, before, outermost=_("{said}, in the words of {source}"))


def telling(told: Told, before: Told | None) -> str:
    """Who says so, where the words are not the source's."""
    return _chained(told, before, outermost=_("{said}, according to {source}"))


def inferred(told: Told) -> str:
    """A sentence of its own where the reader supplied a voice that the text leaves out."""
    names = [_name(voice) for voice in told.voices if voice.inferred]
    if not names or _is_ascribed(told):
        return ""
    return _("That the voice is {names} is inferred by the reader.").format(
        names=phrases.listed(names)
    )


def _is_ascribed(told: Told) -> bool:
    """Whether one voice, supplied by the reader, is all that stands before the source."""
    if len(told.voices) != 1 or _speaks_itself(told):
        return False
    voice = told.voices[0]
    denied = told.claim.assertion is Assertion.DENIED
    return voice.inferred and voice.wording is Wording.DIRECT and not denied


def _chained(told: Told, before: Told | None, *, outermost: str) -> str:
    """From the voice nearest to the fact outwards to the source that we read."""
    source = _source(told, before)
    if not told.voices:
        reporting = told.source.kind in _REPORTING
        said = _("{source} reports") if reporting else _("{source} states")
        return said.format(source=source)
    denied = told.claim.assertion is Assertion.DENIED
    nearest, *others = [_voice(v, denied=denied and n == 0) for n, v in enumerate(told.voices)]
    said = nearest
    if others:
        through = phrases.listed(_("as {said}").format(said=other) for other in others)
        said = _("{said}, {through}").format(said=nearest, through=through)
    return said if _speaks_itself(told) else outermost.format(said=said, source=source)


def _speaks_itself(told: Told) -> bool:
    """Whether the outermost voice is the publisher of the source."""
    publisher = folded(told.source.publisher)
    return bool(publisher and told.voices) and folded(told.voices[-1].name) == publisher


def _voice(voice: Voice, *, denied: bool) -> str:
    name = _name(voice)
    if voice.verb in ("", "said") or (denied and voice.verb == "denied"):
        return _("{name} said").format(name=name)
    if voice.verb in _SAID:
        return _(_SAID[voice.verb]).format(name=name)
    return _("{name} said (“{verb}”)").format(name=name, verb=in_line(voice.verb))


def _name(voice: Voice) -> str:
    if not voice.name:
        return _("a voice that is not named here")
    # A newspaper keeps its article ("The Example"), others have theirs small inside a sentence.
    return in_line(voice.name) if voice.verb == "reported" else phrases.name(voice.name)


def _source(told: Told, before: Told | None) -> str:
    if before is not None and before.source.id == told.source.id:
        return _("the same source")
    return speaker(told.source)


def speaker(source: Source) -> str:
    """A source as the one who speaks: its publisher as written, else its title."""
    return in_line(source.publisher) or _("“{words}”").format(words=in_line(source.title))
