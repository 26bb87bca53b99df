"""How a sentence of a report begins: who says so, with which doubt, and how far it had come."""

from __future__ import annotations

from collections.abc import Sequence

from habeas.domain.claim import Claim
from habeas.domain.register import folded
from habeas.domain.source import Source
from habeas.domain.voice import Voice
from habeas.export import phrases
from habeas.export.material import Told
from habeas.export.phrases import in_line
from habeas.i18n import N_, _

# Doubt and stage stand first, before the colon, so that everything behind it is read with them.
_LEADS = {
    ("stated", ""): N_("{Voices}: {what}."),
    ("stated", "threatened"): N_("Threatened, {voices}: {what}."),
    ("stated", "ordered"): N_("Ordered, {voices}: {what}."),
    ("stated", "announced"): N_("Announced, {voices}: {what}."),
    ("stated", "authorised"): N_("Authorised, {voices}: {what}."),
    ("stated", "carried-out"): N_("Carried out, {voices}: {what}."),
    ("stated", "in-force"): N_("In force, {voices}: {what}."),
    ("stated", "lifted"): N_("Lifted, {voices}: {what}."),
    ("suspected", ""): N_("Suspected, {voices}: {what}."),
    ("suspected", "threatened"): N_("Suspected to have been threatened, {voices}: {what}."),
    ("suspected", "ordered"): N_("Suspected to have been ordered, {voices}: {what}."),
    ("suspected", "announced"): N_("Suspected to have been announced, {voices}: {what}."),
    ("suspected", "authorised"): N_("Suspected to have been authorised, {voices}: {what}."),
    ("suspected", "carried-out"): N_("Suspected to have been carried out, {voices}: {what}."),
    ("suspected", "in-force"): N_("Suspected to be in force, {voices}: {what}."),
    ("suspected", "lifted"): N_("Suspected to have been lifted, {voices}: {what}."),
    ("alleged", ""): N_("Alleged, {voices}: {what}."),
    ("alleged", "threatened"): N_("Alleged to have been threatened, {voices}: {what}."),
    ("alleged", "ordered"): N_("Alleged to have been ordered, {voices}: {what}."),
    ("alleged", "announced"): N_("Alleged to have been announced, {voices}: {what}."),
    ("alleged", "authorised"): N_("Alleged to have been authorised, {voices}: {what}."),
    ("alleged", "carried-out"): N_("Alleged to have been carried out, {voices}: {what}."),
    ("alleged", "in-force"): N_("Alleged to be in force, {voices}: {what}."),
    ("alleged", "lifted"): N_("Alleged to have been lifted, {voices}: {what}."),
    ("denied", ""): N_("Denied, {voices}: {what}."),
    ("denied", "threatened"): N_("Denied to have been threatened, {voices}: {what}."),
    ("denied", "ordered"): N_("Denied to have been ordered, {voices}: {what}."),
    ("denied", "announced"): N_("Denied to have been announced, {voices}: {what}."),
    ("denied", "authorised"): N_("Denied to have been authorised, {voices}: {what}."),
    ("denied", "carried-out"): N_("Denied to have been carried out, {voices}: {what}."),
    ("denied", "in-force"): N_("Denied to be in force, {voices}: {what}."),
    ("denied", "lifted"): N_("Denied to have been lifted, {voices}: {what}."),
}
_TITLES = {
    "suspected": N_("{title} (suspected)"),
    "alleged": N_("{title} (alleged)"),
    "denied": N_("{title} (denied)"),
}
_SAID = {
    "posted": N_("as posted by {name}"),
    "showed": N_("as shown by {name}"),
    "ordered": N_("as ordered by {name}"),
    "denied": N_("as {name} says in denial"),
    "confirmed": N_("as confirmed by {name}"),
    "reported": N_("as reported by {name}"),
    "announced": N_("as announced by {name}"),
    "wrote": N_("as written by {name}"),
    "ruled": N_("as ruled by {name}"),
    "estimated": N_("as estimated by {name}"),
    "counted": N_("as counted by {name}"),
    "suggested": N_("as suggested by {name}"),
}


def led(told: Told, what: str) -> str:
    """The whole sentence of a claim: who says so and with which doubt, then ``what`` is said."""
    doubt, stage = told.claim.assertion.value, told.claim.stage.value
    if doubt == "stated" and told.voices and told.voices[0].verb == stage:
        stage = ""  # "as announced by ..." says it already
    voices = chain(told.voices, told.source, denied=doubt == "denied")
    opening = voices[:1].upper() + voices[1:]
    return _(_LEADS[doubt, stage]).format(voices=voices, Voices=opening, what=what)


def doubted(title: str, claims: Sequence[Claim]) -> str:
    """The title of an event with the doubt that all its claims share."""
    doubts = {claim.assertion.value for claim in claims}
    shared = doubts.pop() if len(doubts) == 1 else ""
    return _(_TITLES[shared]).format(title=title) if shared in _TITLES else title


def chain(voices: Sequence[Voice], source: Source, *, denied: bool) -> str:
    """Who says so, from the voice nearest to the fact outwards to the source that we read."""
    said = [_voice(voice, denied=denied and n == 0) for n, voice in enumerate(voices)]
    outer = folded(voices[-1].name) if voices else ""
    if not said:
        said = [_("according to {name}").format(name=_speaks(source))]
    elif not source.publisher:
        said.append(_("in “{title}”").format(title=in_line(source.title)))
    elif folded(source.publisher) != outer:
        said.append(_("as published by {name}").format(name=phrases.name(source.publisher)))
    return ", ".join(said)


def _voice(voice: Voice, *, denied: bool) -> str:
    if not voice.name:
        name = _("a voice that is not named here")
    elif voice.inferred:
        name = _("{name} (inferred by the reader)").format(name=phrases.name(voice.name))
    else:
        name = phrases.name(voice.name)
    if voice.verb in ("", "said") or (denied and voice.verb == "denied"):
        return _("according to {name}").format(name=name)
    if voice.verb in _SAID:
        return _(_SAID[voice.verb]).format(name=name)
    return _("according to {name} (“{verb}”)").format(name=name, verb=in_line(voice.verb))


def _speaks(source: Source) -> str:
    """A source as the one who speaks."""
    if source.publisher:
        return phrases.name(source.publisher)
    return _("“{words}”").format(words=in_line(source.title))
