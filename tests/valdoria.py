"""Our own article about an invented emergency, and what a careful reader takes from it."""

from __future__ import annotations

from pathlib import Path

ARTICLE = Path(__file__).parent / "files" / "articles" / "valdoria.txt"
PUBLISHED = "2031-05-12"

# What a careful reader takes from the article: type, and words that the passage must hold.
LISTED = [
    ("incident/killing", "more than 30 people"),
    ("figure/homicides", "34 recent homicides"),
    ("measure/emergency", "declared an emergency"),
    ("statement/announcement", "presented the plan"),
    ("statement/allegation", "band leaders gave the order"),
    ("condition/crowding", "squeezed against each other"),
    ("condition/overcrowding", "overcrowding"),
    ("condition/protection", "masks"),
    ("measure/confinement", "total confinement for 24 hours"),
    ("measure/search", "soldiers are searching their cells"),
    ("measure/emergency", "A maximum emergency applies"),
    ("measure/search", "Peña Gris"),
    ("measure/use-of-force", "lethal force"),
    ("measure/alert", "red alert"),
    ("measure/suspension", "halted until further notice"),
    ("measure/light", "no daylight"),
    ("statement/harsher-measures", "Tougher measures"),
    ("measure/lockdown", "nationwide lockdown"),
    ("measure/penalty", "faces imprisonment"),
    ("statement/criticism", "condemned these rules"),
    ("ruling/release", "ordered the release"),
    ("incident/unlawful-detention", "unlawfully detained"),
    ("statement/answer", "the police have the power"),
    ("figure/population", "4.3 million inhabitants"),
    ("figure/covid-19-cases", "512 infections"),
    ("figure/covid-19-deaths", "eleven deaths"),
]
