"""Why a claim is proposed: one plain sentence in the user's language."""

from __future__ import annotations

from habeas.i18n import N_, _

_TELLS_OF = {
    "incident/killing": N_("a killing"),
    "incident/unlawful-detention": N_("an unlawful detention"),
    "incident/death-in-custody": N_("a death in custody"),
    "incident/ill-treatment": N_("ill-treatment"),
    "incident/riot": N_("a riot"),
    "incident/escape": N_("an escape"),
    "incident/hostage-taking": N_("a taking of hostages"),
    "incident/attack": N_("an attack"),
    "incident/disappearance": N_("a disappearance"),
    "incident/protest": N_("a protest"),
    "measure/emergency": N_("an emergency"),
    "measure/confinement": N_("a confinement"),
    "measure/search": N_("a search"),
    "measure/use-of-force": N_("the use of force"),
    "measure/alert": N_("a state of alert"),
    "measure/suspension": N_("a suspension of activities"),
    "measure/light": N_("light being kept out"),
    "measure/lockdown": N_("a lockdown"),
    "measure/penalty": N_("a penalty"),
    "measure/transfer": N_("a transfer"),
    "measure/visits-ban": N_("a ban on visits"),
    "measure/deployment": N_("a deployment of forces"),
    "measure/detention": N_("an arrest or detention"),
    "measure/quarantine": N_("a quarantine"),
    "measure/release": N_("a release"),
    "measure/censorship": N_("censorship"),
    "measure/curfew": N_("a curfew"),
    "measure/negotiation": N_("negotiations"),
    "condition/overcrowding": N_("overcrowding"),
    "condition/crowding": N_("people held close together"),
    "condition/health": N_("the health of people held"),
    "condition/protection": N_("protection against infection"),
    "condition/light": N_("a lack of light"),
    "condition/food-water": N_("food and water"),
    "condition/contact": N_("contact with the outside"),
    "condition/cell-mixing": N_("groups mixed in cells"),
    "ruling/release": N_("a court ordering a release"),
    "ruling/detention-upheld": N_("a court upholding a detention"),
    "ruling/habeas-corpus": N_("a decision on habeas corpus"),
    "ruling/sentence": N_("a sentence"),
    "ruling/annulment": N_("a court annulling an act"),
    "ruling/order": N_("a court order"),
    "statement/announcement": N_("an announcement"),
    "statement/allegation": N_("a suspicion or accusation"),
    "statement/criticism": N_("criticism"),
    "statement/justification": N_("a justification"),
    "statement/answer": N_("an answer to criticism"),
    "statement/denial": N_("a denial"),
    "statement/demand": N_("a demand"),
    "statement/concern": N_("concern"),
    "statement/harsher-measures": N_("harsher measures"),
    "figure/homicides": N_("a count of homicides"),
    "figure/covid-19-cases": N_("a count of cases"),
    "figure/covid-19-deaths": N_("a count of deaths from the virus"),
    "figure/population": N_("a number of inhabitants"),
    "figure/prisoners": N_("a number of prisoners"),
    "figure/deaths": N_("a count of deaths"),
    "figure/injured": N_("a count of injured people"),
    "figure/arrests": N_("a count of arrests"),
    "figure/hostages": N_("a count of hostages"),
    "figure/capacity": N_("a capacity"),
}


def of(type_: str, words: str, speaker: str) -> str:
    """Why a claim of ``type_`` is proposed: the ``words`` that tell of it, and who says so."""
    what = _(_TELLS_OF[type_]) if type_ in _TELLS_OF else type_
    if speaker:
        return _(
            "The words “{words}” tell of {what}, and the text names {speaker} as saying so."
        ).format(words=words, what=what, speaker=speaker)
    return _("The words “{words}” tell of {what}.").format(words=words, what=what)
