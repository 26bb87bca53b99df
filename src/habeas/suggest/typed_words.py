"""The words of typed dates, English and Spanish: what `typed_dates` looks for."""

from __future__ import annotations

from collections.abc import Mapping

# Patterns on words in lower case and without accents.
WHEN: Mapping[str, Mapping[str, str]] = {
    "en": {
        "unstated": r"(?:date )?(?:not stated|unknown|not known|no date)",
        "source_day": r"(?:it )?(?:held )?(?:on )?the day (?:on which |that )?the source speaks|now"
        r"|currently|at present|source day|present",
        "began": r"(?:began|started|since|from)(?: on)?",
        "open": r"open|ongoing|still open|end open|still in force|no end|until now",
        "start_open": r"start open",
        "start_unstated": r"start not stated",
        "end_unstated": r"end not stated",
        "some_day_from": r"(?:on )?some day from (.+?)(?: on| onwards)?",
        "no_certain_day": r"(?:on )?an un(?:specified|known) day (?:of|in) (.+)",
        "no_certain_year": r"(?:in )?a year between (\d{4}) and (\d{4})",
        "season": r"(?:the )?(?:(spring)|(summer)|(autumn|fall)|(winter))(?: of)? (\d{4})",
        "some_day": r"(?:on )?some day (?:in|of|within)|at some point (?:in|during)|some time in"
        r"|sometime in|one day in",
        "every_day": r"(?:every|each) day (?:of|in|from)|throughout|all of|all through"
        r"|the whole of",
        "since": r"since|ever since",
        "from": r"from|starting|beginning|as of|as from|effective",
        "range_from": r"from",
        "between": r"(?:on )?(?:some day )?between",
        "and": r"and|to|until|till|through",
        "before": r"(?:on or )?before|by|prior to|no later than",
        "until": r"until|till|up to|through",
        "after": r"(?:on or )?after|no earlier than",
        "or_before": r"or (?:before|earlier)",
        "or_after": r"or (?:after|later)",
        "about": r"about|around|approximately|roughly|circa|ca\.?",
        "maybe": r"perhaps|maybe|possibly|probably",
        "article": r"on|in|the|at|during|this",
        "last": r"last|past",
        "next": r"next|this coming|coming",
        "of": r"of|the|month|year",
        "at": r"at",
        "part": r"(?:in the |at )?(?:early )?(?:morning|afternoon|evening|night)"
        r"|(?:at )?(?:noon|midday|midnight)",
    },
    "es": {
        "unstated": r"(?:fecha )?(?:no consta|no se indica|no indicad[ao]|sin fecha)"
        r"|(?:fecha )?desconocida",
        "source_day": r"(?:vigente |valido |se daba )?(?:en )?el dia en que (?:la fuente habla"
        r"|habla la fuente)|ahora|actualmente|en la actualidad|dia de la fuente",
        "began": r"desde|a partir del?|inicio:|empezo",
        "open": r"abiert[ao]|sin fin|en curso|sigue|aun vigente|fin abierto|sigue abiert[ao]",
        "start_open": r"(?:inicio|comienzo) abierto",
        "start_unstated": r"(?:inicio|comienzo) no indicado",
        "end_unstated": r"(?:fin|final) no indicado",
        "some_day_from": r"algun dia (?:desde|a partir del?) (.+?)(?: en adelante)?",
        "no_certain_day": r"un dia (?:no precisado|sin precisar|desconocido) del? (.+)",
        "no_certain_year": r"(?:en )?un ano entre (\d{4}) y (\d{4})",
        "season": r"(?:la |el )?(?:(primavera)|(verano)|(otono)|(invierno))(?: del?)? (\d{4})",
        "some_day": r"(?:en )?algun dia (?:de|en|del)|en algun momento (?:de|del|en)|un dia de",
        "every_day": r"todos los dias (?:de|del|desde)|cada dia (?:de|del)|tod[oa]|durante todo"
        r"|todos los dias durante",
        "since": r"desde",
        "from": r"a partir del?|a contar del?",
        "range_from": r"del?",
        "between": r"(?:algun dia )?entre",
        "and": r"y|a|al|hasta",
        "before": r"antes del?",
        "until": r"hasta",
        "after": r"despues del?",
        "or_before": r"o antes",
        "or_after": r"o despues",
        "about": r"hacia|alrededor de|en torno a|aproximadamente|sobre",
        "maybe": r"quizas?|tal vez|posiblemente|probablemente",
        "article": r"el|la|en|los|este|esta|durante|dia",
        "last": r"pasad[oa]|ultim[oa]",
        "next": r"proxim[oa]|que viene|siguiente",
        "of": r"de|del|mes|ano",
        "at": r"a las|a la",
        "part": r"(?:por|de|en) la (?:manana|tarde|noche|madrugada)|al mediodia|a mediodia",
    },
}
UNCERTAIN = r"\((?:uncertain|(?:fecha )?inciert[ao])\)"
DAYS = {
    "en": {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2},
    "es": {"hoy": 0, "ayer": -1, "anteayer": -2, "antier": -2, "manana": 1, "anoche": -1},
}
CALENDAR = {
    "en": {"week": "W", "weekend": "WEEKEND", "month": "MONTH", "year": "Y"},
    "es": {"semana": "W", "fin de semana": "WEEKEND", "mes": "MONTH", "ano": "Y"},
}
