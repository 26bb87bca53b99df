"""What the voices of a suggestion lean on and nobody has seen, read from the words."""

from __future__ import annotations

import pytest

from habeas.suggest import Suggestion, suggest


def read(text: str, type_: str) -> Suggestion:
    found = suggest(text, language="en", published="2031-05-12")
    return next(one for one in found if one.type == type_)


@pytest.mark.parametrize(
    ("text", "type_", "title", "kind"),
    [
        (
            "A video posted by the warden of Peña Gris shows forty inmates packed into one cell.",
            "condition/crowding",
            "video posted by the warden of Peña Gris",
            "picture",
        ),
        (
            '"Police searched the cells of Peña Gris," the ministry of justice tweeted.',
            "measure/search",
            "the ministry of justice tweeted",
            "post",
        ),
        (
            "The ministry of justice said in a short statement that police searched the cells.",
            "measure/search",
            "The ministry of justice said in a short statement",
            "report",
        ),
        (
            "Guards beat three detainees, according to a report by the ombudsman.",
            "incident/ill-treatment",
            "report by the ombudsman",
            "report",
        ),
        (
            "The virus has caused 40 deaths, according to the Fever Watch tracker.",
            "figure/covid-19-deaths",
            "Fever Watch tracker",
            "dataset",
        ),
    ],
)
def test_the_words_name_what_a_voice_leans_on(text, type_, title, kind):
    one = read(text, type_)
    assert [(c.title, c.kind) for c in one.draft.cited] == [(title, kind)]
    (cited,) = one.draft.cited
    assert 0 <= cited.voice < len(one.draft.voices)


def test_each_post_has_the_name_of_who_wrote_it():
    text = (
        "Prisons director Inés Oquendo visited the jails. "
        '"Guards searched all the cells this morning," she wrote on Twitter.'
    )
    (cited,) = read(text, "measure/search").draft.cited
    assert (cited.title, cited.kind) == ("Inés Oquendo wrote on Twitter", "post")


@pytest.mark.parametrize(
    "text",
    [
        "Police searched the cells of Peña Gris after seeing the pictures.",
        "The minister said that police searched the cells of Peña Gris.",
        "Radio Lago reports that police searched the cells of Peña Gris.",
        "According to a report, police searched the cells of Peña Gris.",
    ],
    ids=["no voice", "said", "a verb", "no name"],
)
def test_nothing_is_cited_that_no_voice_of_the_claim_leans_on(text):
    assert read(text, "measure/search").draft.cited == ()


def test_a_speaker_whom_the_reader_infers_leans_on_nothing_seen_or_unseen():
    text = (
        '"Police searched the cells of Peña Gris on Friday," the presidency tweeted.\n'
        '"Guards may use lethal force in self-defence at any time."'
    )
    one = read(text, "measure/use-of-force")
    assert [voice.inferred for voice in one.draft.voices] == [True]
    assert one.draft.cited == ()
