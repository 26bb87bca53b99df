"""What the record knows of a claim beyond its words: short sentences that follow the first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from habeas import i18n, vocabulary
from habeas.domain.claim import Claim, Kind
from habeas.domain.quantity import Quantity
from habeas.domain.scope import Scope
from habeas.domain.vocabulary import counted
from habeas.domain.voice import Role
from habeas.domain.when import Duration
from habeas.export.material import Told
from habeas.export.phrases import in_line, listed, name, quoted
from habeas.export.quoting import holds
from habeas.i18n import N_, _
from habeas.overview.wording import duration_in_words, quantity_in_words, scope_in_words

_ROLES = {
    "orderer": N_("It was ordered by {names}."),
    "executor": N_("It was carried out by {names}."),
    "authorised-body": N_("The body authorised: {names}."),
    "target": N_("It was aimed at {names}."),
    "victim": N_("Named as victims: {names}."),
    "announcer": N_("It was announced by {names}."),
    "critic": N_("It was criticised by {names}."),
    "court": N_("It was decided by {names}."),
    "beneficiary": N_("It was for the benefit of {names}."),
    "witness": N_("It was witnessed by {names}."),
    "perpetrator-alleged": N_("Alleged perpetrator: {names}."),
}
_SPEAKING = ("announcer", "critic", "witness")
_SOME = 3
_MARKS = '"“”«»'


def places(told: Told, shown: str) -> list[str]:
    """Where it was, as parts of the first sentence."""
    scope, named, found = told.claim.scope, list(told.places), []
    if scope.nationwide and len(named) == 1:
        found.append(_("throughout {place}").format(place=named[0]))
    else:
        found += [_("in {places}").format(places=listed(named))] if named else []
        found += [_("throughout the country")] if scope.nationwide else []
    if scope.place_class and not holds(scope.place_class, shown):
        found.append(_("in {places}").format(places=_words(scope.place_class)))
    return found


def more(told: Told, shown: str) -> Iterator[str]:
    """The sentences that add what the words ``shown`` do not say themselves."""
    yield from how_many(told.claim, shown=shown)
    yield from _reach(told, shown)
    yield from how_long(told.claim.duration, shown=shown)
    yield from by_whom(told, shown)
    yield from _why(told.claim, shown)


def number(claim: Claim) -> str:
    """A quantity in its own words, with what they allow; empty if there is none."""
    quantity = claim.quantity
    gloss = "; ".join(part for part in (_unit(claim), _allowed(quantity)) if part)
    if not quantity.words or not gloss:
        return quoted(quantity.words) if quantity.words else gloss
    return _("{words} ({gloss})").format(words=quoted(quantity.words), gloss=gloss)


def how_many(claim: Claim, *, shown: str) -> Iterator[str]:
    """The number where it is not shown, and what its words allow where they do not say so."""
    q = claim.quantity
    if said := number(claim):
        if not holds(q.words, shown):
            yield _("The number given is {number}.").format(number=said)
        elif allowed := _allowed(q):
            yield _("Here “{words}” is read as {number}.").format(
                words=in_line(q.words), number=allowed
            )


def how_long(duration: Duration, *, shown: str) -> Iterator[str]:
    """The length or rhythm where it is not shown, and whether it is clear which of the two."""
    words = duration.words or duration.rhythm
    if words and not holds(words, shown):
        yield _("For how long: {words}.").format(words=_words(words))
    elif not words and (said := duration_in_words(replace(duration, unclear=False))):
        yield _("For how long: {words}.").format(words=said)
    if duration.unclear:
        yield _("It is not clear whether once or daily.")


def by_whom(told: Told, shown: str) -> Iterator[str]:
    """Who took which part, where neither the words shown nor the voices name them."""
    speakers = {voice.actor for voice in told.voices if voice.actor}
    roles = [
        role
        for role in told.roles
        if not holds(role.name, shown) and not (role.role in _SPEAKING and role.actor in speakers)
    ]
    for kind in dict.fromkeys(role.role for role in roles):
        names = listed(_part(role) for role in roles if role.role == kind)
        if kind in _ROLES:
            yield _(_ROLES[kind]).format(names=names)
        else:
            label = vocabulary.label("roles", kind)
            yield _("{role}: {names}.").format(role=label, names=names)


def _reach(told: Told, shown: str) -> Iterator[str]:
    scope = told.claim.scope
    bare = Scope(places_low=scope.places_low, places_high=scope.places_high)
    if (count := scope_in_words(bare)) and not told.places:
        yield _("The source speaks of {count} and names none.").format(count=count)
    if not holds(scope.population, shown):
        yield _("It concerned {words}.").format(words=_words(scope.population))
    if not holds(scope.activities, shown):
        yield _("It affected {words}.").format(words=_words(scope.activities))
    if scope == Scope(words=scope.words) and not told.places and not holds(scope.words, shown):
        yield _("Its reach is given as {words}.").format(words=_words(scope.words))


def _why(claim: Claim, shown: str) -> Iterator[str]:
    """Purpose, condition and legal basis, in the words of the source."""
    grounds = claim.grounds
    if not holds(grounds.purpose, shown):
        yield _("The stated purpose is {words}.").format(words=_words(grounds.purpose))
    if not holds(grounds.condition, shown):
        yield _("The stated condition is {words}.").format(words=_words(grounds.condition))
    if not holds(grounds.legal_basis, shown):
        yield _("The stated legal basis is {words}.").format(words=_words(grounds.legal_basis))


def _words(words: str) -> str:
    """Words of a source in quotation marks, without marks of their own around the whole."""
    words = in_line(words)
    return quoted(words[1:-1] if words[:1] in _MARKS and words[-1:] in _MARKS else words)


def _part(role: Role) -> str:
    return _words(role.name) if role.label_of_source else name(role.name)


def _allowed(q: Quantity) -> str:
    """What the words of a quantity allow, where they do not say so themselves."""
    if q.low is not None and q.low == q.high and q.words:
        return ""  # one number, in figures or in words
    if q.words and q.stated is None and q.high is None and q.low is not None and q.low < _SOME:
        return ""  # "some": that it is one or more goes without saying
    allowed = quantity_in_words(replace(q, words="", unit=""))
    return "" if allowed and allowed in q.words else allowed


def _unit(claim: Claim) -> str:
    """What is counted, where neither the words nor the type of the figure say it."""
    q, figure = claim.quantity, vocabulary.term("types", claim.type)
    if not q.unit:
        return ""
    counts = figure.counts if figure and claim.kind is Kind.FIGURE else ""
    if counts and counts == counted(q.unit, vocabulary.vocabulary("units")):
        return ""
    spoken: Sequence[str] = [
        vocabulary.unit_label(q.unit, many, language=language)
        for many in (1, 2)
        for language in i18n.LANGUAGES  # the words are the source's, in whichever language
    ]
    if any(one.casefold() in q.words.casefold() for one in (q.unit, *spoken)):
        return ""
    return vocabulary.unit_label(q.unit, 1 if q.low == q.high == 1 else None)
