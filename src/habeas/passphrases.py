"""Passphrases: how long a stranger would need to find one, and phrases made of random words."""

from __future__ import annotations

import math
import re
import secrets
import tomllib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from habeas import paths
from habeas.i18n import _

SHORTEST = 8  # characters; the key is made of the phrase and a salt that lies in the file
GUESSES = 10_000  # a second, see strength()
_WORDS = {"en": 6, "es": 7}  # in a phrase; 77 bits in either language

_LOOKED_AT = 72  # characters: zxcvbn takes no more, and what lies behind makes a phrase no weaker
_DICTIONARY = 100_000  # word forms that an attacker's list of any one language holds
_EVERYDAY = 3_000  # words that most of a sentence is made of
_SMALL = 30  # words such as articles, of which only some fit where one stands
_BETWEEN = {" ": 1.0, "-": 2.0, ".": 2.0, "_": 2.0, ",": 2.0, ", ": 2.0}
_SPACED = 10.0  # ways to put spaces or the like between
_LONG_WORD = 15  # letters; what is longer was written without spaces
_VOWELS = frozenset("aeiouy")
_HOUR, _DAY = 3_600.0, 86_400.0
_YEAR = 365.25 * _DAY
_MONTH = _YEAR / 12


@dataclass(frozen=True, slots=True)
class Strength:
    """How many guesses a passphrase takes; ``level`` is 0 (very weak) to 4 (very strong)."""

    guesses: float

    @property
    def bits(self) -> float:
        """The guesses as a power of two."""
        return math.log2(max(self.guesses, 1.0))

    @property
    def seconds(self) -> float:
        """How long the attacker of ``strength`` needs for them."""
        return self.guesses / GUESSES

    @property
    def level(self) -> int:
        """Steps at a day, ten years, a thousand and a million: much room, for it is a guess."""
        steps = (_DAY, 10 * _YEAR, 1_000 * _YEAR, 1_000_000 * _YEAR)
        return sum(self.seconds >= step for step in steps)

    def __str__(self) -> str:
        """Level and time in the user's language."""
        return f"{_levels()[self.level]} {in_words(self.seconds)}"


def strength(passphrase: str, known: Iterable[str] = ()) -> Strength:
    """How many guesses a stranger who has the file needs until she comes to this passphrase.

    ``known`` are words that she can see without the passphrase, such as the name of the file.

    The smaller of two estimates.  One is zxcvbn's, for which passwords, names, dates, rows of keys
    and repetitions are known beforehand; it is given the Spanish words of our list as well, for it
    brings English ones alone.  The other takes the phrase word by word: a word of a list of ours
    is one of so many, any other one of 100,000, and in a sentence (it holds articles and the like)
    one of 3,000; without it every Spanish sentence would pass for noise.  Both know nothing of
    proverbs, songs or the user's life: what somebody else has said is weaker than they say.  A few
    letters and signs drawn at random are stronger than they say: zxcvbn counts ten for each.

    Time is reckoned at 10,000 guesses a second.  One guess moves some 1.5 GB through memory
    (Argon2id, 256 MiB, three passes), which is the limit of a graphics card: at a terabyte a
    second a few hundred guesses, so this is a rack of some tens of them.  Who has a hundred racks
    needs a hundredth of the time.
    """
    phrase = _plain(passphrase)[:_LOOKED_AT]
    if not phrase:
        return Strength(1.0)
    told = [_plain(word) for word in known]
    # What can be seen on the file comes first.
    words = [*told, *(part for word in told for part in _parts(word) if len(part) > 2)]
    return Strength(min(_by_pattern(phrase, words), _by_word(phrase, words)))


def phrase(language: str) -> str:
    """A passphrase of random words in ``language`` (English if we have no list for it)."""
    words = _list(language)
    return " ".join(secrets.choice(words) for _word in range(_count(language)))


def bits_of_phrase(language: str) -> float:
    """How many bits of chance a phrase of ``phrase`` holds."""
    return _count(language) * math.log2(len(_list(language)))


def in_words(seconds: float) -> str:
    """How long the attacker of ``strength`` needs, as a sentence."""
    if seconds < 60:
        return _("Whoever has the file and fast computers finds it at once.")
    for limit, words in _times():
        if seconds < limit:
            return _("Whoever has the file and fast computers needs {time}.").format(time=words)
    return _("Guessing it takes longer than anyone can wait.")


def _levels() -> tuple[str, ...]:
    return (_("Very weak."), _("Weak."), _("Fair."), _("Strong."), _("Very strong."))


def _times() -> tuple[tuple[float, str], ...]:
    return (
        (_HOUR, _("some minutes")),
        (_DAY, _("some hours")),
        (_MONTH, _("some days")),
        (_YEAR, _("some months")),
        (10 * _YEAR, _("some years")),
        (100 * _YEAR, _("decades")),
        (10_000 * _YEAR, _("centuries")),
    )


def _by_pattern(phrase: str, known: Iterable[str]) -> float:
    """The estimate of zxcvbn, also for what is left without spaces: "a b c" is "abc"."""
    # Our list is in order of the alphabet, and zxcvbn counts the rank: so all of it goes behind as
    # many blanks, as if each word were about as common.
    spanish = _list("es")
    inputs = [*known, *[""] * len(spanish), *spanish]
    joined = re.sub(r"[\s._,-]+", "", phrase)
    found = _guesses(phrase, inputs)
    return min(found, _SPACED * _guesses(joined, inputs)) if joined else found


def _guesses(text: str, inputs: Iterable[str]) -> float:
    """What zxcvbn says, which keeps nothing of what it was given."""
    from zxcvbn import matching, zxcvbn  # 30 ms that a start is spared

    try:
        return float(zxcvbn(text, user_inputs=list(inputs))["guesses"])
    finally:
        matching.RANKED_DICTIONARIES.pop("user_inputs", None)


def _by_word(phrase: str, known: Iterable[str]) -> float:
    """Every word for one of a dictionary, whatever lies between as zxcvbn has it."""
    parts = _parts(phrase)
    different = set(parts)
    sentence = any(part.lower() in _small_words() for part in different if len(part) > 1)
    guesses = 1.0
    for part in different:
        guesses *= _of_part(part, known, sentence=sentence)
    # The same word again only tells where it stands.
    words = [part for part in parts if part not in _BETWEEN]
    return guesses * math.pow(len(words), len(words) - len(set(words)))


def _of_part(part: str, known: Iterable[str], *, sentence: bool) -> float:
    if part in _BETWEEN:
        return _BETWEEN[part]
    own = _guesses(part, known)
    if not _like_a_word(part):
        return own
    if sentence:
        told = _SMALL if part.lower() in _small_words() else min(_EVERYDAY, _among(part.lower()))
    else:
        told = _among(part.lower())
    words = math.ceil(len(part) / _LONG_WORD)
    return min(own, math.pow(told, words) * _cases(part))


def _among(word: str) -> int:
    """How many words our own list has that holds this one."""
    return min((len(_list(one)) for one in _WORDS if word in _held(one)), default=_DICTIONARY)


def _cases(word: str) -> float:
    """How many ways of writing capitals an attacker tries until she comes to this one."""
    if word in (word.lower(), word.upper(), word.lower().capitalize()):
        return 1.0 if word.islower() else 2.0
    return math.pow(2, len(word))


def _like_a_word(part: str) -> bool:
    """Whether people would take ``part`` for a word: vowels enough, no knot of consonants."""
    if not part.isalpha():
        return False
    if _among(part.lower()) < _DICTIONARY:
        return True
    vowels = "".join("v" if c in _VOWELS else "c" for c in part.lower())
    share = vowels.count("v") / len(vowels)
    return 0.2 <= share <= 0.8 and "ccccc" not in vowels and "vvvv" not in vowels


@cache
def _small_words() -> frozenset[str]:
    """Articles, pronouns and the like in the languages that we know: what makes a sentence."""
    path = paths.resources() / "lexicon" / "stopwords.toml"
    with path.open("rb") as file:
        spoken = tomllib.load(file)
    return frozenset(_plain(word) for one in spoken.values() for word in one["words"])


def _parts(phrase: str) -> list[str]:
    """Runs of letters, of digits, and what stands between them."""
    return re.findall(r"[^\W\d_]+|\d+|[\W_]+", phrase)


def _plain(text: str) -> str:
    """Without accents: an attacker tries them both ways, and many people leave them out."""
    spread = unicodedata.normalize("NFKD", text)
    return "".join(c for c in spread if not unicodedata.combining(c))


def _count(language: str) -> int:
    return _WORDS.get(language, _WORDS["en"])


@cache
def _list(language: str) -> tuple[str, ...]:
    """The words of a language, in the order of the file; lines with # are notes."""
    name = language if language in _WORDS else "en"
    text = (paths.resources() / "words" / f"{name}.txt").read_text(encoding="utf-8")
    return tuple(line for line in text.split("\n") if line and not line.startswith("#"))


@cache
def _held(language: str) -> frozenset[str]:
    return frozenset(_list(language))
