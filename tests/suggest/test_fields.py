"""What the fields of a suggestion hold: scope, when, stage, roles, links, and whose view it is."""

from __future__ import annotations

import pytest

from habeas.domain.claim import Assertion, Stage
from habeas.domain.when import Holding
from habeas.suggest import Suggestion, suggest

PUBLISHED = "2031-05-12"

CRIME = (
    "After 14 people were shot dead on Friday, Valdoria declared an emergency in its prisons. "
    "The minister said that intelligence suggested the killings, which took place outside the "
    "prisons, were ordered by jailed band leaders."
)


def read(text: str, published: str = PUBLISHED) -> list[Suggestion]:
    return suggest(text, language="en", published=published)


def the(found: list[Suggestion], type_: str, at: int = 0) -> Suggestion:
    return [one for one in found if one.type == type_][at]


def roles(one: Suggestion) -> list[tuple[str, str]]:
    return [(role.role, role.name) for role in one.draft.roles]


def links(found: list[Suggestion], one: Suggestion) -> list[tuple[str, int]]:
    places = {other.key: n for n, other in enumerate(found)}
    return [(link.kind, places[link.key]) for link in one.draft.links]


def test_a_crime_is_told_again_with_its_place_and_both_passages_count():
    killing = the(read(CRIME), "incident/killing").draft
    assert killing.claim.scope.place_class == "outside the prisons"
    assert [CRIME[span.start : span.end] for span in killing.spans] == [
        "14 people were shot dead on Friday",
        "the killings, which took place outside the prisons",
    ]


def test_what_came_back_to_nothing_gives_no_other_claim_its_place():
    text = (
        "Two people were shot dead on Friday. The army searched all the cells of Peña Gris. "
        "Buses were stopped outside the prisons."
    )
    assert the(read(text), "incident/killing").draft.claim.scope.place_class == ""


def test_a_suspected_order_was_given_some_time_before_the_source_speaks():
    claim = the(read(CRIME), "statement/allegation").draft.claim
    assert (claim.stage, claim.assertion) == (Stage.ORDERED, Assertion.SUSPECTED)
    assert (claim.when.edtf, claim.when.words) == ("/2031-05-12", "were ordered")
    assert claim.when.holding is Holding.SOME_DAY


def test_no_day_before_which_is_made_up_where_the_source_has_none():
    assert the(read(CRIME, ""), "statement/allegation").draft.claim.when.edtf == ""


@pytest.mark.parametrize(
    ("words", "low"),
    [("several hundred", 200), ("several thousand", 2000), ("a few dozen", 24), ("several", 2)],
)
def test_several_of_a_larger_number_is_at_least_two_of_it(words, low):
    (one,) = read(f"Pictures show {words} prisoners crammed into one cell of a jail.")
    quantity = one.draft.claim.quantity
    assert (quantity.low, quantity.high) == (low, None)


def test_some_is_at_least_one():
    (one,) = read("Some inmates of Peña Gris were illegally detained.")
    quantity = one.draft.claim.quantity
    assert (quantity.low, quantity.high, quantity.unit) == (1, None, "inmates")
    assert quantity.words == "Some inmates"


@pytest.mark.parametrize(
    ("text", "type_", "expected"),
    [
        (
            "The government declared a state of emergency against jailed band leaders.",
            "measure/emergency",
            ("target", "jailed band leaders"),
        ),
        (
            "Four jails with prisoners of rival bands are on red alert.",
            "measure/alert",
            ("target", "prisoners of rival bands"),
        ),
        (
            "Dozens of detainees packed into a cell of the jail.",
            "condition/crowding",
            ("victim", "detainees"),
        ),
        (
            "The judge freed two workers who had been unlawfully detained.",
            "incident/unlawful-detention",
            ("victim", "two workers"),
        ),
    ],
)
def test_roles_are_of_people(text, type_, expected):
    assert expected in roles(the(read(text), type_))


def test_a_place_or_an_activity_is_nobodys_part():
    found = read("All workshops in the prisons are suspended. Seven jails are on high alert.")
    assert [roles(one) for one in found] == [[], []]


def test_those_prisons_are_carried_with_the_people_in_them():
    text = (
        "Four jails with inmates of rival bands are on red alert. "
        "All activities in these jails are suspended indefinitely."
    )
    halt = the(read(text), "measure/suspension")
    assert halt.draft.claim.scope.place_class == "Four jails with inmates of rival bands"
    assert roles(halt) == [("target", "inmates of rival bands")]


def test_a_fear_is_noted_as_the_words_of_the_source():
    one = the(
        read("Prisoners live with typhus fears due to overcrowding."), "condition/overcrowding"
    )
    assert "“typhus fears”" in one.draft.claim.note
    spoken = the(read("Doctors fear that overcrowding in jails kills."), "condition/overcrowding")
    assert "“Doctors fear" in spoken.draft.claim.note
    plain = the(read("Overcrowding in the jails is common."), "condition/overcrowding")
    assert plain.draft.claim.note == ""


def test_an_announcement_is_about_the_measure_that_was_just_told():
    found = read(CRIME.split(" The minister")[0] + " The president announced the measures.")
    announced = the(found, "statement/announcement")
    ((kind, to),) = links(found, announced)
    assert (kind, found[to].type) == ("about", "measure/emergency")


def test_a_part_belongs_to_the_emergency_of_its_own_speaker():
    text = (
        "The government declared an emergency in the prisons.\n"
        '"A maximum emergency applies in all jails of the south," the presidency tweeted.\n'
        "Seven prisons are on red alert."
    )
    found = read(text)
    ((kind, to),) = links(found, the(found, "measure/alert"))
    assert (kind, to) == ("part-of", 0)


def test_a_search_answers_only_what_its_own_words_name():
    text = "Inmates were locked in their cells while police searched the cells after 12 homicides."
    found = read(text)
    search = the(found, "measure/search")
    assert ("in-response-to", "figure/homicides") in [
        (kind, found[to].type) for kind, to in links(found, search)
    ]
    text = CRIME + " Police searched the cells."
    found = read(text)
    (only,) = links(found, the(found, "measure/search"))
    assert (only[0], found[only[1]].type) == ("part-of", "measure/emergency")


def test_what_a_court_calls_unlawful_is_the_courts_view_as_the_reader_infers():
    text = "The supreme court ordered the release of 12 people who were unlawfully detained."
    found = read(text)
    detention = the(found, "incident/unlawful-detention")
    (voice,) = detention.draft.voices
    assert (voice.name, voice.verb, voice.inferred) == ("The supreme court", "ruled", True)
    ruling = the(found, "ruling/release")
    assert [found[to].type for _, to in links(found, ruling)] == ["incident/unlawful-detention"]


def test_a_detention_that_no_court_spoke_of_is_told_by_the_source():
    (one,) = read("Police held 12 people who were unlawfully detained.")[:1]
    assert one.draft.voices == ()


def test_what_is_carried_out_or_sought_at_present_holds_on_the_day_the_source_speaks():
    search = the(read("Soldiers carry out searches in all the jails."), "measure/search")
    assert (search.draft.claim.when.edtf, search.draft.claim.when.words) == ("/", "carry out")
    rule = the(read("The state of emergency in all jails seeks to stop it."), "measure/emergency")
    assert rule.draft.claim.when.holding is Holding.SOURCE_DAY


@pytest.mark.parametrize(
    "text",
    [
        "Inmates of Peña Gris must remain in their cells 24 hours a day.",
        "Inmates of Peña Gris are to remain locked up in their cells.",
        "All inmates shall stay confined to their cells and wear white.",
    ],
)
def test_an_order_does_not_say_that_it_is_held_to(text):
    when = the(read(text), "measure/confinement").draft.claim.when
    assert (when.holding, when.words) == (Holding.SOME_DAY, "")


def test_a_state_that_is_told_beside_an_order_holds_on_the_day_the_source_speaks():
    found = read("Inmates are confined to their cells and must wear masks.")
    when = the(found, "measure/confinement").draft.claim.when
    assert (when.holding, when.words) == (Holding.SOURCE_DAY, "are")


def test_a_place_keeps_the_words_that_name_it():
    found = read("Police searched the cells of the Santa Brisa [prison] on Friday.")
    (place,) = found[0].draft.places
    assert (place.name, place.words) == ("Santa Brisa prison", "Santa Brisa [prison]")


def test_a_killing_in_the_streets_of_a_town_is_in_that_town():
    found = read("Three men were killed in the streets of Altamora on Friday.")
    (place,) = the(found, "incident/killing").draft.places
    assert (place.name, place.kind) == ("Altamora", "")


def test_who_ordered_the_first_of_two_measures_ordered_the_second():
    text = "Valdoria imposed a lockdown and made prison a punishment for breaking it."
    known = [("Valdoria", "country")]
    found = suggest(text, language="en", published=PUBLISHED, known=known)
    one = the(found, "measure/penalty")
    assert roles(one) == [("orderer", "Valdoria")] == roles(the(found, "measure/lockdown"))
    assert [place.name for place in one.draft.places] == ["Valdoria"]


def test_a_second_measure_with_a_subject_of_its_own_keeps_it():
    text = "The government imposed a lockdown and soldiers searched the cells of the jail."
    assert roles(the(read(text), "measure/search")) == [("executor", "soldiers")]


def test_a_prison_emergency_says_in_its_words_how_far_it_reaches():
    one = the(read("The government launched a prison emergency on Friday."), "measure/emergency")
    assert one.draft.claim.scope.words == "prison emergency"


@pytest.mark.parametrize("how", ["also", "later", "reportedly", "has now"])
def test_what_says_how_or_when_is_no_part_of_a_name(how):
    found = read(f"The court {how} ordered the release of 31 people who had been held illegally.")
    assert [r.name for r in the(found, "ruling/release").draft.roles] == ["The court"]
