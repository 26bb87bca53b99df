"""The main clause of a sentence: what is claimed, how far it had come and with which doubt."""

from __future__ import annotations

from habeas.domain.claim import Assertion, Claim, Kind, Stage
from habeas.export import nouns
from habeas.i18n import N_, _, ngettext

# ``there`` begins with a blank where it is not empty: " in Peña Gris, from 1 to 3 May 2031".
_CLAUSES = {
    ("stated", "threatened"): N_("{noun} was threatened{there}"),
    ("stated", "ordered"): N_("{noun} was ordered{there}"),
    ("stated", "announced"): N_("{noun} was announced{there}"),
    ("stated", "authorised"): N_("{noun} was authorised{there}"),
    ("stated", "carried-out"): N_("{noun} was carried out{there}"),
    ("stated", "in-force"): N_("{noun} was in force{there}"),
    ("stated", "lifted"): N_("{noun} was lifted{there}"),
    ("suspected", ""): N_("it is suspected that there was {noun}{there}"),
    ("suspected", "threatened"): N_("it is suspected that {noun} was threatened{there}"),
    ("suspected", "ordered"): N_("it is suspected that {noun} was ordered{there}"),
    ("suspected", "announced"): N_("it is suspected that {noun} was announced{there}"),
    ("suspected", "authorised"): N_("it is suspected that {noun} was authorised{there}"),
    ("suspected", "carried-out"): N_("it is suspected that {noun} was carried out{there}"),
    ("suspected", "in-force"): N_("it is suspected that {noun} was in force{there}"),
    ("suspected", "lifted"): N_("it is suspected that {noun} was lifted{there}"),
    ("alleged", ""): N_("it is alleged that there was {noun}{there}"),
    ("alleged", "threatened"): N_("it is alleged that {noun} was threatened{there}"),
    ("alleged", "ordered"): N_("it is alleged that {noun} was ordered{there}"),
    ("alleged", "announced"): N_("it is alleged that {noun} was announced{there}"),
    ("alleged", "authorised"): N_("it is alleged that {noun} was authorised{there}"),
    ("alleged", "carried-out"): N_("it is alleged that {noun} was carried out{there}"),
    ("alleged", "in-force"): N_("it is alleged that {noun} was in force{there}"),
    ("alleged", "lifted"): N_("it is alleged that {noun} was lifted{there}"),
    ("denied", ""): N_("it is denied that there was {noun}{there}"),
    ("denied", "threatened"): N_("it is denied that {noun} was threatened{there}"),
    ("denied", "ordered"): N_("it is denied that {noun} was ordered{there}"),
    ("denied", "announced"): N_("it is denied that {noun} was announced{there}"),
    ("denied", "authorised"): N_("it is denied that {noun} was authorised{there}"),
    ("denied", "carried-out"): N_("it is denied that {noun} was carried out{there}"),
    ("denied", "in-force"): N_("it is denied that {noun} was in force{there}"),
    ("denied", "lifted"): N_("it is denied that {noun} was lifted{there}"),
}
_FORCE = "measure/use-of-force"
_GIVEN = {  # rulings are given, whether the record says that they order or not
    "stated": N_("{noun} was given{there}"),
    "suspected": N_("it is suspected that {noun} was given{there}"),
    "alleged": N_("it is alleged that {noun} was given{there}"),
    "denied": N_("it is denied that {noun} was given{there}"),
}
_FIGURES = {
    "stated": N_("{noun}{there} is given as {number}"),
    "suspected": N_("it is suspected that {noun}{there} is {number}"),
    "alleged": N_("it is alleged that {noun}{there} is {number}"),
    "denied": N_("it is denied that {noun}{there} is {number}"),
}
_DOUBTS = {
    Assertion.SUSPECTED: N_("This is a suspicion."),
    Assertion.ALLEGED: N_("This is an allegation."),
    Assertion.DENIED: N_("This is a denial."),
}
_STAGES = {
    Stage.THREATENED: N_("It speaks of something threatened."),
    Stage.ORDERED: N_("It speaks of something ordered."),
    Stage.ANNOUNCED: N_("It speaks of something announced."),
    Stage.AUTHORISED: N_("It speaks of something authorised."),
    Stage.CARRIED_OUT: N_("It speaks of something carried out."),
    Stage.IN_FORCE: N_("It speaks of something in force."),
    Stage.LIFTED: N_("It speaks of something lifted."),
}


def clause(claim: Claim, there: str, *, since: str) -> str:
    """What is claimed, without who says so; ``since`` is when it began, where that comes first."""
    said, noun = claim.assertion.value, nouns.noun(claim)
    if (claim.type, said, claim.stage) == (_FORCE, "stated", Stage.CARRIED_OUT):
        return _("force was used{there}").format(there=there)
    if claim.kind is Kind.RULING and claim.stage in (Stage.NONE, Stage.ORDERED):
        pattern = _(_GIVEN[said])
    elif since and (said, claim.stage) == ("stated", Stage.IN_FORCE):
        pattern = _("{noun} has been in force{there}")
    elif since and (said, claim.stage) == ("stated", Stage.NONE):
        pattern = _("there has been {noun}{there}")
    elif (said, claim.stage) == ("stated", Stage.NONE):
        many = 2 if nouns.are_several(claim) else 1
        pattern = ngettext("there was {noun}{there}", "there were {noun}{there}", many)
    else:
        pattern = _(_CLAUSES[said, claim.stage.value])
    return pattern.format(noun=noun, there=there)


def figure(claim: Claim, there: str, *, number: str) -> str:
    """A figure as a clause: "the population of ... is given as ..."."""
    pattern = _(_FIGURES[claim.assertion.value])
    return pattern.format(noun=nouns.noun(claim), there=there, number=number)


def doubt(claim: Claim) -> str:
    """A sentence of its own for the doubt of a claim whose main clause does not tell it."""
    return _(_DOUBTS[claim.assertion]) if claim.assertion in _DOUBTS else ""


def stage(claim: Claim) -> str:
    """A sentence of its own for the stage of a claim whose main clause does not tell it."""
    return _(_STAGES[claim.stage]) if claim.stage in _STAGES else ""
