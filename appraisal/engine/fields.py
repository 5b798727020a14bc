"""One field of a file: what may stand there, and how it is read.

A scheme's questions and the fixed parts of the appraisal file are read by the same few functions,
so that a number means the same thing everywhere.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

from appraisal.engine.amounts import ZERO
from appraisal.engine.faults import Faults, shown, within
from appraisal.engine.places import DEPRIVATION_AREAS

Kind = Literal[
    "amount", "number", "whole", "edition", "rank", "choice", "text", "date", "ratings", "rows"
]

LIMIT = 10**12  # quantities are below this
MOST_DECIMALS = 6
MOST_TEXT = 10_000
MOST_ROWS = 200
MOST_RATINGS = 12

_PLAIN_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of an object, what it may hold and whether it may be left out."""

    key: str
    kind: Kind
    required: bool = False
    above: Decimal | None = None
    at_least: int = 0
    at_most: int | None = None
    choices: tuple[str, ...] = ()
    row: "Shape | None" = None  # what each of several rows holds


class Shape:
    """An object: its fields, and the keys that may stand in it, ``beside`` the fields too."""

    __slots__ = ("fields", "keys")

    def __init__(self, fields: Iterable[Field], beside: Iterable[str] = ()) -> None:
        self.fields = tuple(fields)
        self.keys = frozenset(field.key for field in self.fields) | frozenset(beside)


def read_fields(
    shape: Shape, given: Mapping[str, object], place: str, faults: Faults
) -> dict[str, object]:
    """Read an object: every field that is given and valid, by key; faults for the rest."""
    if given.keys() - shape.keys:
        refuse_other_keys(given, shape.keys, place, faults)
    read: dict[str, object] = {}
    for wanted in shape.fields:
        if wanted.key in given:
            value = read_value(wanted, given[wanted.key], within(place, wanted.key), faults)
            if value is not None:
                read[wanted.key] = value
        elif wanted.required:
            faults.add(within(place, wanted.key), "This is missing.")
    return read


def refuse_other_keys(
    given: Mapping[str, object], keys: Iterable[str], place: str, faults: Faults
) -> None:
    """Note a fault for every key that is not known; keys beginning ``x_`` are the user's own."""
    for key in given:
        if key not in keys and not key.startswith("x_"):
            known = ", ".join(sorted(keys)) or "none"
            faults.add(within(place, key), f"There is no such key here. Known keys: {known}.")


def read_value(wanted: Field, given: object, place: str, faults: Faults) -> object | None:
    """Read one value of the field's kind; None after a fault, or where blanks count as left out."""
    match wanted.kind:
        case "amount" | "number":
            return _read_quantity(wanted, given, place, faults)
        case "whole" | "rank" | "edition":
            return _read_whole(wanted, given, place, faults)
        case "ratings":
            return _read_ratings(wanted, given, place, faults)
        case "rows":
            return _read_rows(wanted, given, place, faults)
        case _:
            return _read_words(wanted, given, place, faults)


def read_object(given: object, place: str, faults: Faults) -> Mapping[str, object] | None:
    """Return the object at ``place``, or None after a fault."""
    if isinstance(given, dict):
        return given
    faults.add(place, "This must be an object in curly brackets.")
    return None


def _read_quantity(wanted: Field, given: object, place: str, faults: Faults) -> Decimal | None:
    complaint = None
    number = ZERO
    if type(given) is int:
        if given >= LIMIT:
            complaint = _TOO_LARGE
        elif given < 0:
            complaint = _BELOW_ZERO
        else:
            number = Decimal(given)
    elif type(given) is Decimal:
        number, complaint = _plain(given)
    elif type(given) is str:
        number, complaint = _from_digits(given)
    else:
        complaint = _not_a_number(given)
    if complaint is None and wanted.above is not None and number <= wanted.above:
        complaint = f"This must be above {wanted.above}."
    if complaint is None:
        return number
    faults.add(place, complaint)
    return None


_TOO_LARGE = "This number is too large: it must be below 1,000,000,000,000."
_BELOW_ZERO = "This number must not be below 0."
_TOO_FINE = "This number has more than 6 decimals."
_NOT_A_NUMBER = 'This must be a number, such as 1250 or "12.50".'


def _plain(number: Decimal) -> tuple[Decimal, str | None]:
    if number < 0:
        return number, _BELOW_ZERO
    if number >= LIMIT:
        return number, _TOO_LARGE
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)  # NaN and Infinity never become a Decimal here
    if exponent < -MOST_DECIMALS:
        return number, _TOO_FINE
    if not number:
        return ZERO, None
    return (number if exponent <= 0 else Decimal(int(number))), None


def _from_digits(text: str) -> tuple[Decimal, str | None]:
    digits = _PLAIN_DECIMAL.fullmatch(text) if len(text) <= MOST_TEXT else None
    if digits is None:
        return ZERO, _NOT_A_NUMBER
    if len(digits[2] or "") > MOST_DECIMALS:
        return ZERO, _TOO_FINE
    number = Decimal(text)
    return number, _TOO_LARGE if number >= LIMIT else None


def _not_a_number(given: object) -> str:
    # The reader of the file leaves a float only where no decimal could be made: NaN, Infinity, or
    # a number too long to be meant.
    if isinstance(given, float) and given in (float("inf"), float("-inf")):
        return _TOO_LARGE if given > 0 else _BELOW_ZERO
    return _NOT_A_NUMBER


def _read_whole(wanted: Field, given: object, place: str, faults: Faults) -> int | None:
    number = _read_quantity(wanted, given, place, faults)
    if number is None:
        return None
    whole = int(number)
    if whole != number:
        faults.add(place, "This must be a whole number.")
    elif wanted.kind == "edition" and whole not in DEPRIVATION_AREAS:
        known = " and ".join(str(edition) for edition in DEPRIVATION_AREAS)
        faults.add(
            place,
            f"There is no such edition of the deprivation index here. Known editions: {known}.",
        )
    elif whole < wanted.at_least:
        faults.add(place, f"This must be at least {wanted.at_least:,}.")
    elif wanted.at_most is not None and whole > wanted.at_most:
        faults.add(place, f"This must be at most {wanted.at_most:,}.")
    else:
        return whole
    return None


def _read_words(wanted: Field, given: object, place: str, faults: Faults) -> str | date | None:
    if type(given) is not str:
        faults.add(place, "This must be a text in quotation marks.")
        return None
    text = checked_text(given, place, faults)
    if text is None:
        return None
    if not text.strip():
        if wanted.required:
            faults.add(place, "This is missing.")
        return None
    if wanted.kind == "date":
        return _read_date(text, place, faults)
    if wanted.choices and text not in wanted.choices:
        faults.add(place, f"“{shown(text)}” is not one of: {', '.join(wanted.choices)}.")
        return None
    return text


def checked_text(text: str, place: str, faults: Faults) -> str | None:
    """Return the text, or None after a fault: too long, or not text that can be printed."""
    if len(text) > MOST_TEXT:
        faults.add(place, f"This text has {len(text):,} characters; the most is {MOST_TEXT:,}.")
        return None
    if not text.isascii() and any("\ud800" <= c <= "\udfff" for c in text):
        faults.add(place, "This text holds half of a character (a lone surrogate).")
        return None
    return text


def _read_date(text: str, place: str, faults: Faults) -> date | None:
    if _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    faults.add(place, f"“{shown(text)}” is not a date such as 2026-11-01.")
    return None


def _read_ratings(
    wanted: Field, given: object, place: str, faults: Faults
) -> dict[str, str] | None:
    mapping = read_object(given, place, faults)
    if mapping is None:
        return None
    own = {key: value for key, value in mapping.items() if not key.startswith("x_")}
    if len(own) > MOST_RATINGS:
        faults.add(place, f"There are {len(own):,} ratings; the most is {MOST_RATINGS}.")
        return None
    ratings: dict[str, str] = {}
    for key, value in own.items():
        where = within(place, key)
        if not key.strip():
            faults.add(where, "A rating needs a key that says what is rated.")
        elif checked_text(key, where, faults) is None:
            continue
        elif type(value) is str and value in wanted.choices:
            ratings[key] = value
        elif type(value) is not str or value.strip():  # blanks: not rated
            faults.add(where, f"This must be one of: {', '.join(wanted.choices)}.")
    return ratings


def _read_rows(wanted: Field, given: object, place: str, faults: Faults) -> tuple[Row, ...] | None:
    if not isinstance(given, list):
        faults.add(place, "This must be a list in square brackets.")
        return None
    if len(given) > MOST_ROWS:
        faults.add(place, f"There are {len(given):,} rows; the most is {MOST_ROWS}.")
        return None
    assert wanted.row is not None
    rows: list[Row] = []
    for number, row in enumerate(given):
        where = f"{place}[{number}]"
        mapping = read_object(row, where, faults)
        if mapping is not None:
            rows.append(read_fields(wanted.row, mapping, where, faults))
    return tuple(rows)
