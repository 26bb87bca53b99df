"""Lists of literature give their entries in our terms, and damaged ones what is whole in them."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from habeas import capture
from habeas.capture import original as originals
from habeas.capture.references import read_list, saying
from habeas.domain import edtf
from habeas.domain.reference import Reference
from habeas.errors import Problem

RIS = """TY  - NEWS
ID  - nunez2020
TI  - Traslados nocturnos en Peña Gris
AU  - Núñez, Ana
AU  - Prada, Beto
T2  - El Faro de Brisa
DA  - 2020/04/24/
PY  - 2020
UR  - https://faro.example/traslados
LA  - es-PE
DO  - 10.5555/faro.24
L1  - files/12/traslados.pdf
N1  - Visto en la biblioteca
ER  -

TY  - RPRT
TI  - Prisons of Valdoria
PB  - Ombudsman
PY  - 2019///
ER  -
"""
BIBTEX = r"""
@string{faro = {El Faro de Brisa}}
@article{nunez2020,
  title = {Traslados nocturnos en {Pe\~na} {Gris}},
  author = {N{\'u}{\~n}ez, Ana and Beto Prada},
  journal = faro,
  date = {2020-04-24},
  url = {https://faro.example/traslados},
  doi = {10.5555/faro.24},
  langid = {spanish},
  note = {Visto en la biblioteca},
  file = {PDF:files/12/traslados.pdf:application/pdf}
}
@techreport{omb, title = "Prisons of Valdoria", institution = "Ombudsman", year = 2019, month = may}
"""
CSL = [
    {
        "id": "nunez2020", "type": "article-newspaper", "title": "Traslados nocturnos en Peña Gris",
        "author": [{"family": "Núñez", "given": "Ana"}, {"family": "Prada", "given": "Beto"}],
        "container-title": "El Faro de Brisa", "issued": {"date-parts": [[2020, 4, 24]]},
        "URL": "https://faro.example/traslados", "DOI": "10.5555/faro.24", "language": "es",
        "note": "Visto en la biblioteca",
    },
    {"id": 2, "type": "report", "title": "Prisons of Valdoria", "publisher": "Ombudsman",
     "issued": {"date-parts": [["2019"]]}},
]  # fmt: skip
RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:bib="http://purl.org/net/biblio#"
 xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:link="http://purl.org/rss/1.0/modules/link/">
 <bib:Article rdf:about="https://faro.example/traslados">
  <z:itemType>newspaperArticle</z:itemType>
  <dcterms:isPartOf><bib:Newspaper><dc:title>El Faro de Brisa</dc:title></bib:Newspaper>
  </dcterms:isPartOf>
  <bib:authors><rdf:Seq>
   <rdf:li><foaf:Person><foaf:surname>Núñez</foaf:surname><foaf:givenName>Ana</foaf:givenName>
   </foaf:Person></rdf:li>
   <rdf:li><foaf:Person><foaf:surname>Prada</foaf:surname><foaf:givenName>Beto</foaf:givenName>
   </foaf:Person></rdf:li>
  </rdf:Seq></bib:authors>
  <link:link rdf:resource="#item_12"/>
  <dc:title>Traslados nocturnos en Peña Gris</dc:title>
  <dc:date>2020-04-24</dc:date>
  <z:language>es</z:language>
  <dc:identifier>DOI 10.5555/faro.24</dc:identifier>
  <dc:identifier><dcterms:URI><rdf:value>https://faro.example/traslados</rdf:value></dcterms:URI>
  </dc:identifier>
  <dc:description>Visto en la biblioteca</dc:description>
 </bib:Article>
 <z:Attachment rdf:about="#item_12"><z:itemType>attachment</z:itemType>
  <rdf:resource rdf:resource="files/12/traslados.pdf"/><dc:title>PDF</dc:title></z:Attachment>
 <bib:Report rdf:about="#item_2"><z:itemType>report</z:itemType>
  <dc:publisher><foaf:Organization><foaf:name>Ombudsman</foaf:name></foaf:Organization>
  </dc:publisher><dc:title>Prisons of Valdoria</dc:title><dc:date>2019</dc:date></bib:Report>
</rdf:RDF>
"""
LISTS = {
    "list.ris": RIS.encode(), "list.bib": BIBTEX.encode(),
    "list.json": json.dumps(CSL, ensure_ascii=False).encode(), "list.rdf": RDF.encode(),
}  # fmt: skip
FILES = ("files/12/traslados.pdf",)


def read(data: bytes, name: str = "list") -> list[Reference]:
    return read_list(originals.of_bytes(data, name))


@pytest.mark.parametrize("name", sorted(LISTS))
def test_every_kind_of_list_says_the_same_of_the_same_works(name):
    first, second = read(LISTS[name], name)

    assert first.title == "Traslados nocturnos en Peña Gris"
    assert first.author == "Ana Núñez, Beto Prada"
    assert (first.publisher, first.published) == ("El Faro de Brisa", "2020-04-24")
    assert first.address == "https://faro.example/traslados"
    assert (first.kind, first.language, first.doi) == ("article", "es", "10.5555/faro.24")
    assert first.note == "Visto en la biblioteca"
    assert first.attachments == (() if name == "list.json" else FILES)
    assert first.key == ("https://faro.example/traslados" if name == "list.rdf" else "nunez2020")
    assert "Traslados" in first.raw
    assert (second.title, second.publisher) == ("Prisons of Valdoria", "Ombudsman")
    assert second.published == ("2019-05" if name == "list.bib" else "2019")
    assert second.kind == "report"


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2020-04-24", "2020-04-24"), ("2020/4/24", "2020-04-24"), ("2020/04//", "2020-04"),
        ("2020", "2020"), ("24 April 2020", "2020-04-24"), ("April 24, 2020", "2020-04-24"),
        ("24 de abril de 2020", "2020-04-24"), ("abril de 2020", "2020-04"),
        ("2020 Apr 24", "2020-04-24"), ("2020-04-24T10:00:00Z", "2020-04-24T10:00:00Z"),
        ("2020-13-01", "2020"), ("04/05/2020", ""), ("soon", ""), ("", ""), ("99999", ""),
        ("2020-02-30", "2020-02"), ("1 floreal 2020", ""), ("2020-04/2020-06", "2020-04/2020-06"),
    ],
)  # fmt: skip
def test_dates_are_no_more_exact_than_they_are_written(written, day):
    assert saying.day(written) == day


def test_dates_of_csl_may_be_spans_words_and_about():
    def of(issued):
        entry = {"type": "report", "title": "x", "issued": issued}
        return read(json.dumps([entry]).encode())[0].published

    assert of({"date-parts": [[2020, 4], [2020, 6]]}) == "2020-04/2020-06"
    assert of({"raw": "April 2020"}) == "2020-04"
    assert of({"date-parts": [[2020]], "circa": True}) == "2020~"
    assert of({"date-parts": [[]]}) == of({"date-parts": "x"}) == of([]) == ""


def test_an_entry_that_is_damaged_costs_no_other():
    ris = RIS.replace("ER  -\n\n", "\n", 1).replace("TI  - Prisons", "  stray\nTI  - Prisons")
    bibtex = "@article{broken, title = {Never closed,\n" + BIBTEX

    assert [each.title for each in read(ris.encode())][-1] == "Prisons of Valdoria"
    assert "Prisons of Valdoria" in [each.title for each in read(bibtex.encode())]
    assert [each.title for each in read(RDF[:-40].encode())] == [
        "Traslados nocturnos en Peña Gris", "Prisons of Valdoria",
    ]  # fmt: skip


def test_what_is_no_list_is_refused_with_a_sentence():
    for data in (b"Some words.", b"{}", b"[1, 2]", b"<html></html>", b"@", b"\x00\x01\x02"):
        with pytest.raises(Problem, match="no list of literature"):
            read(data)


def test_a_list_reaches_for_nothing_outside(tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("do not tell")
    head = f'<!DOCTYPE r [<!ENTITY e SYSTEM "{secret.as_uri()}">]>'
    bad = RDF.replace("<rdf:RDF", f"{head}<rdf:RDF", 1).replace("Prisons of", "&e; of")

    assert "do not tell" not in str(read(bad.encode()))


def test_a_list_that_is_added_as_a_source_is_a_text():
    for name in ("list.ris", "list.bib", "list.json"):
        reading = capture.read(LISTS[name], file_name=name)
        assert (reading.media_type, reading.text) == ("text/plain", LISTS[name].decode())


@given(
    st.sampled_from(sorted(LISTS)),
    st.lists(st.tuples(st.integers(0, 1500), st.binary(max_size=8)), max_size=5),
)
def test_no_change_to_a_list_raises_anything_but_a_problem(name, changes):
    data = bytearray(LISTS[name])
    for at, new in changes:
        data[at : at + len(new)] = new

    with contextlib.suppress(Problem):
        for each in read(bytes(data), name):
            assert not each.published or edtf.is_valid(each.published)
            assert "\n" not in each.title


@given(st.text(max_size=30))
def test_no_date_by_chance_is_taken_for_one_that_is_none(written):
    assert not saying.day(written) or edtf.is_valid(saying.day(written))
