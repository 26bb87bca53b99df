"""What a type of claim is called inside a sentence, with its article where it takes one."""

from __future__ import annotations

from habeas import vocabulary
from habeas.domain.claim import Claim, Kind
from habeas.export.phrases import inside
from habeas.i18n import N_, _

_NOUNS = {
    "incident/killing": N_("a killing"),
    "incident/unlawful-detention": N_("unlawful detention"),
    "incident/death-in-custody": N_("a death in custody"),
    "incident/ill-treatment": N_("torture or ill-treatment"),
    "incident/riot": N_("a riot"),
    "incident/escape": N_("an escape"),
    "incident/hostage-taking": N_("hostage-taking"),
    "incident/attack": N_("an attack"),
    "incident/disappearance": N_("a disappearance"),
    "incident/protest": N_("a protest"),
    "incident/other": N_("an incident"),
    "measure/emergency": N_("an emergency"),
    "measure/confinement": N_("confinement in cells"),
    "measure/search": N_("a search"),
    "measure/use-of-force": N_("the use of force"),
    "measure/alert": N_("an alert"),
    "measure/suspension": N_("a suspension of activities or rights"),
    "measure/light": N_("the blocking out of light"),
    "measure/lockdown": N_("a lockdown of the population"),
    "measure/penalty": N_("a penalty"),
    "measure/transfer": N_("a transfer"),
    "measure/visits-ban": N_("a ban on visits"),
    "measure/deployment": N_("a deployment"),
    "measure/detention": N_("detention"),
    "measure/quarantine": N_("a quarantine"),
    "measure/release": N_("release from detention"),
    "measure/censorship": N_("censorship"),
    "measure/curfew": N_("a curfew"),
    "measure/negotiation": N_("a negotiation"),
    "measure/other": N_("a measure"),
    "condition/overcrowding": N_("overcrowding"),
    "condition/crowding": N_("a crowding together of people"),
    "condition/cell-mixing": N_("a mixing of prisoners in cells"),
    "ruling/release": N_("an order for release"),
    "ruling/detention-upheld": N_("a decision that upholds detention"),
    "ruling/habeas-corpus": N_("a decision on habeas corpus"),
    "ruling/sentence": N_("a sentence"),
    "ruling/annulment": N_("an annulment"),
    "ruling/order": N_("a court order"),
    "ruling/other": N_("a ruling"),
    "figure/homicides": N_("the number of homicides"),
    "figure/covid-19-cases": N_("the number of COVID-19 cases"),
    "figure/covid-19-deaths": N_("the number of COVID-19 deaths"),
    "figure/population": N_("the population"),
    "figure/prisoners": N_("the prison population"),
    "figure/deaths": N_("the number of deaths"),
    "figure/injured": N_("the number of injured people"),
    "figure/arrests": N_("the number of arrests"),
    "figure/hostages": N_("the number of hostages"),
    "figure/capacity": N_("the capacity"),
    "figure/other": N_("a figure"),
}
_SEVERAL = {
    "incident/killing": N_("killings"),
    "incident/death-in-custody": N_("deaths in custody"),
    "incident/disappearance": N_("disappearances"),
}
_TOPICS = {
    "condition/health": N_("health and medical care"),
    "condition/protection": N_("protection from disease"),
    "condition/light": N_("light in the cells"),
    "condition/food-water": N_("food and water"),
    "condition/contact": N_("contact with the outside"),
    "condition/other": N_("the conditions"),
}
_OF_KIND = {
    Kind.INCIDENT: N_("an incident (“{type}”)"),
    Kind.MEASURE: N_("a measure (“{type}”)"),
    Kind.CONDITION: N_("a condition (“{type}”)"),
    Kind.RULING: N_("a ruling (“{type}”)"),
    Kind.STATEMENT: N_("a statement (“{type}”)"),
    Kind.FIGURE: N_("a figure (“{type}”)"),
}


def noun(claim: Claim) -> str:
    """What is claimed, by its type: "a ban on visits"; a type of the user's own is quoted."""
    if are_several(claim):
        return _(_SEVERAL[claim.type])
    if claim.type in _NOUNS:
        return _(_NOUNS[claim.type])
    label = inside(vocabulary.label("types", claim.type))
    return _(_OF_KIND[claim.kind]).format(type=label)


def topic(claim: Claim) -> str:
    """What a condition is about, where its type says this and not how it was; else empty."""
    return _(_TOPICS[claim.type]) if claim.type in _TOPICS else ""


def are_several(claim: Claim) -> bool:
    """Whether the quantity makes it more than one of its type: 20 people killed are killings."""
    q = claim.quantity
    low = q.low if q.low is not None else q.stated
    return claim.type in _SEVERAL and low is not None and low > 1
