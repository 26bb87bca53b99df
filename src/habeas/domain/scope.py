"""Where and on whom, and on what grounds, each with its words."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Scope:
    """The reach of a claim beside its named places (which are ``claim_place`` rows).

    ``place_class`` is a class of places in words ("every centre where gang members are found"),
    ``places_low``..``places_high`` how many ("seven prisons" is 7..7), ``population`` on whom,
    ``activities`` what is touched ("all activities"), ``nationwide`` the country as a whole.
    """

    place_class: str = ""
    places_low: int | None = None
    places_high: int | None = None
    population: str = ""
    activities: str = ""
    nationwide: bool = False
    words: str = ""


@dataclass(frozen=True, slots=True)
class Grounds:
    """Why and under which rule, in the words of the source."""

    purpose: str = ""
    condition: str = ""
    legal_basis: str = ""
