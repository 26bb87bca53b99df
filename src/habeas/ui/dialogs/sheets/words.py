"""What the import of a spreadsheet says: fields, readings of columns, differences."""

from __future__ import annotations

from habeas import vocabulary
from habeas.domain.sheet import DATES, MANY, TERMS, Field, Mapping, Order
from habeas.i18n import N_, _, ngettext
from habeas.services.sheets.comparing import WORDS
from habeas.services.sheets.surveying import Column

# In the order in which they are offered; the empty text parts groups.
FIELDS: tuple[tuple[str, Field], ...] = (
    (N_("nothing (left out)"), Field.NOTHING),
    (N_("Key (tells rows apart)"), Field.KEY),
    (N_("Summary"), Field.SUMMARY),
    (N_("Type"), Field.TYPE),
    (N_("Kind"), Field.KIND),
    (N_("When, or from when"), Field.WHEN),
    (N_("Until when"), Field.UNTIL),
    (N_("How long"), Field.DURATION),
    (N_("Where: a place of detention"), Field.DETENTION),
    (N_("Where: a municipality"), Field.MUNICIPALITY),
    (N_("Where: a department"), Field.DEPARTMENT),
    (N_("Where: a country"), Field.COUNTRY),
    (N_("Where"), Field.PLACE),
    (N_("How many"), Field.QUANTITY),
    (N_("Of what (its unit)"), Field.UNIT),
    (N_("Who says so"), Field.VOICE),
    (N_("Role: {role}"), Field.VICTIM),
    (N_("Role: {role}"), Field.PERPETRATOR),
    (N_("Role: {role}"), Field.ORDERER),
    (N_("Role: {role}"), Field.EXECUTOR),
    (N_("Role: {role}"), Field.TARGET),
    (N_("Role: {role}"), Field.COURT),
    (N_("Role: {role}"), Field.WITNESS),
    (N_("On whom"), Field.POPULATION),
    (N_("Activities"), Field.ACTIVITIES),
    (N_("Stage"), Field.STAGE),
    (N_("Assertion"), Field.ASSERTION),
    (N_("Purpose"), Field.PURPOSE),
    (N_("Condition"), Field.CONDITION),
    (N_("Basis in law"), Field.LEGAL),
    (N_("Who may know"), Field.CONFIDENTIALITY),
    (N_("Note"), Field.NOTE),
)
_PARTS = {  # of a claim, as differences name them
    "type": N_("Type"), "summary": N_("Summary"), "stage": N_("Stage"),
    "assertion": N_("Assertion"), "when": N_("When"), "duration": N_("How long"),
    "place": N_("Where"), "quantity": N_("How many"), "population": N_("On whom"),
    "activities": N_("Activities"), "purpose": N_("Purpose"), "condition": N_("Condition"),
    "legal-basis": N_("Basis in law"), "voice": N_("Who says so"), "role": N_("Roles"),
    "note": N_("Note"), "confidentiality": N_("Who may know"), WORDS: N_("Other words of the row"),
}  # fmt: skip
_SCHEMES = {
    "type": "types", "stage": "stages", "assertion": "assertions",
    "confidentiality": "confidentiality",
}  # fmt: skip


def field_name(what: Field) -> str:
    """What a field is called in the list of what a column becomes."""
    name = next(_(name) for name, each in FIELDS if each is what)
    if what.value.startswith("role-"):
        return name.format(role=vocabulary.label("roles", what.value.removeprefix("role-")))
    return name


def part_name(name: str) -> str:
    """What a part of a claim is called where differences are shown."""
    return _(_PARTS[name])


def part_words(name: str, value: str) -> str:
    """The words of a part of a claim; terms by their labels."""
    scheme = _SCHEMES.get(name)
    return vocabulary.label(scheme, value) if scheme and value else value


def type_name(ident: str) -> str:
    """A type with its kind before it."""
    kind = ident.partition("/")[0]
    return f"{vocabulary.label('kinds', kind)} · {vocabulary.label('types', ident)}"


def reading(column: Column, what: Field, mapping: Mapping) -> tuple[str, bool]:
    """How a column is read, and whether one should look at it again."""
    if what is Field.NOTHING or not column.filled:
        return ("" if column.filled else _("blank")), False
    said, doubtful = _way(column, what, mapping)
    if what not in MANY and mapping.fields.count(what) > 1:
        shared = _("so is another column: the first that says something counts")
        said, doubtful = "; ".join(filter(None, [shared, said])), True
    bad = column.filled - column.read
    if bad:
        words = ngettext("{n} of {all} cannot be read", "{n} of {all} cannot be read", bad)
        said = "; ".join(filter(None, [said, words.format(n=bad, all=column.filled)]))
    return said, doubtful or bad > 0


def _way(column: Column, what: Field, mapping: Mapping) -> tuple[str, bool]:
    if what in DATES:
        return _dates(column, mapping)
    if what is Field.QUANTITY:
        return _numbers(column, mapping)
    if what is Field.KEY:
        shared = column.filled - column.distinct
        if not shared:
            return _("all different"), False
        words = ngettext("{n} row shares its key with another", "{n} rows share their key with "
                         "another", shared)  # fmt: skip
        return words.format(n=shared), True
    if what in TERMS:
        words = ngettext("{n} of {all} known", "{n} of {all} known", column.read)
        return words.format(n=column.read, all=column.filled), False
    words = ngettext("{n} different value", "{n} different values", column.distinct)
    return words.format(n=column.distinct), False


def _dates(column: Column, mapping: Mapping) -> tuple[str, bool]:
    """The order of day and month, where dates are written so that it matters."""
    if not column.told + column.either:
        return ngettext("{n} date", "{n} dates", column.read).format(n=column.read), False
    day_first = mapping.order is Order.DAY_FIRST
    order = _("day/month/year") if day_first else _("month/day/year")
    if not column.told:
        return _("{order}, but it could be the other way: no date tells").format(order=order), True
    words = ngettext("{order} ({n} of {all} can only be so)", "{order} ({n} of {all} can only be "
                     "so)", column.told)  # fmt: skip
    return words.format(order=order, n=column.told, all=column.filled), False


def _numbers(column: Column, mapping: Mapping) -> tuple[str, bool]:
    said = ngettext("{n} figure", "{n} figures", column.read).format(n=column.read)
    if not column.either or column.told:
        return said, False
    example = "1.234" if mapping.decimal == "," else "1,234"
    return _("{figures}; {example} is read as 1234").format(figures=said, example=example), True


def claims_many(n: int) -> str:
    """So many claims."""
    return ngettext("{n} claim", "{n} claims", n).format(n=n)
