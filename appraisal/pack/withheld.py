"""What closed sections hold, and taking it out of every other text: the figures, and whatever people wrote there.

A reader of the public part must not find in one place what is closed in another. Figures are compared by what they
come to, however they are written: £12,500, £12,500.00 and 12500 are one and the same.
"""

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar

from appraisal.engine.law import LIMITS

T = TypeVar("T")
EXEMPT = "[exempt]"  # stands where something was
_FIGURE = re.compile(
    # Thousands may be set apart by a comma or a space that does not break; by any space where it is money.
    r"(?P<pound>£\s?)?(?P<digits>"
    r"(?(pound)\d{1,3}(?:[,\s]\d{3})+(?!\d)|\d{1,3}(?:[,\u00a0\u2009\u202f]\d{3})+(?!\d))(?:\.\d+)?"
    r"|\d+(?:\.\d+)?)"
    r"(?:(?P<percent>\s*(?:%|per\s*cent\b|percent\b))|(?P<times>\s?(?:k|m|bn|thousand|million)\b))?",
    re.IGNORECASE,
)
_OF_POINTS = re.compile(r" of \d+ points?\b")  # a score, which is public whatever discount it gives
_TIMES = {
    "k": 3,
    "t": 3,
    "m": 6,
    "b": 9,
}  # by the first letter: the others have capitals of many kinds
# What the law itself says is nobody's secret: the limit of consent, that of minimal financial assistance.
_LAW = frozenset(
    one.amount for known in LIMITS.values() for one in known if one.unit.startswith("£")
)
_SECTIONS = frozenset(map(Decimal, (123, 149)))  # of Acts
_PLAIN = 100  # a number with no £ that is smaller gives nobody away: points, years, people
_YEARS = range(1900, 2100)
_PHRASE = 20  # letters: what is shorter is said in many places
_REASON = 8  # letters of a reason, which is said of one thing only


@dataclass(frozen=True, slots=True)
class Withheld:
    """What must stand nowhere in the public part: amounts, percentages of discounts, and phrases."""

    amounts: frozenset[Decimal]
    percents: frozenset[Decimal]
    phrases: tuple[str, ...]

    def out_of(self, text: str, *, plain: bool = True, percents: bool = False) -> str:
        """Return a text without it. ``plain``: numbers with no £ too; ``percents``: and percentages."""
        for phrase in self.phrases:
            text = text.replace(phrase, EXEMPT)

        def instead(found: re.Match[str]) -> str:
            return EXEMPT if self._is_withheld(found, plain, percents) else found[0]

        return _FIGURE.sub(instead, text)

    def _is_withheld(self, found: re.Match[str], plain: bool, percents: bool) -> bool:
        if found["percent"]:
            is_score = _OF_POINTS.match(found.string, found.end())
            return percents and not is_score and _value(found) in self.percents
        return (plain or bool(found["pound"])) and _tells(found) and _value(found) in self.amounts

    def is_in(self, json_text: bytes) -> bool:
        """Say whether any of it stands in a file of JSON, under whatever key."""
        return any(self._is_said(key, one) for key, one in _scalars(json.loads(json_text)))

    def _is_said(self, key: str, value: object) -> bool:
        if isinstance(value, bool) or value is None:
            return False
        text = str(value)
        if "_gbp" in key and _number(text) in self.amounts:
            return True
        return self.out_of(text) != text


def withheld(
    said: Iterable[str],
    public: Iterable[str],
    *,
    amounts: Iterable[Decimal] = (),
    percents: Iterable[Decimal] = (),
    phrases: Iterable[str] = (),
) -> Withheld:
    """Return what is withheld of texts; ``public`` is what anybody may read whatever is closed.

    ``amounts``, ``percents`` and ``phrases`` are withheld beside what the texts hold, also where they are public.
    """
    said, known = tuple(said), tuple(public)
    found = {one for text in said for one in _amounts_in(text)}
    found -= {one for text in known for one in _amounts_in(text)} | _LAW
    lines = (line.strip(" ;.:") for text in said for line in (text, *text.splitlines()))
    own = {bare for one in phrases if len(bare := one.strip(" ;.:")) >= _REASON}
    found_phrases = {
        one for one in lines if len(one) >= _PHRASE and not any(one in text for text in known)
    }
    every = {match for text in said for match in _FIGURE.finditer(text) if match["percent"]}
    return Withheld(
        frozenset(found | {one for one in amounts if one}),
        frozenset({*percents, *map(_value, every)}),
        tuple(sorted({*found_phrases, *own} - {""}, key=len, reverse=True)),
    )


def texts_in(value: object) -> Iterator[str]:
    """Yield every text in tuples inside of tuples."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from texts_in(one)


def mapped(value: T, change: Callable[[str], str]) -> T:
    """Return tuples inside of tuples with every text changed."""
    found: Any = value
    if isinstance(found, str):
        return change(found)  # type: ignore[return-value]  # a text for a text
    if isinstance(found, tuple):
        held = [mapped(one, change) for one in found]
        return type(found)(*held) if hasattr(found, "_fields") else tuple(held)  # type: ignore[return-value]
    return value


def _amounts_in(text: str) -> Iterator[Decimal]:
    for found in _FIGURE.finditer(text):
        value = _value(found)
        if not found["percent"] and value and _tells(found):
            yield value


def _tells(found: re.Match[str]) -> bool:
    """Say whether a figure can tell somebody something: money, or a number that is no year and not small."""
    if found["pound"] or found["times"]:
        return True
    value = _value(found)
    year = found["digits"].isdecimal() and int(value) in _YEARS
    return value >= _PLAIN and not year and value not in _SECTIONS


def _value(found: re.Match[str]) -> Decimal:
    digits = Decimal(re.sub(r"[,\s]", "", found["digits"]))
    return digits.scaleb(_TIMES[found["times"].strip()[0].lower()]) if found["times"] else digits


def _number(text: str) -> Decimal | None:
    found = _FIGURE.fullmatch(text)
    return _value(found) if found else None


def _scalars(value: object, key: str = "") -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield from _scalars(one, str(name))
    elif isinstance(value, list):
        for one in value:
            yield from _scalars(one, key)
    else:
        yield key, value
