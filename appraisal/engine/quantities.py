"""Reading a quantity: exact, from 0, below 10^12, with at most 6 decimals as written."""

import re
from decimal import Decimal

from appraisal.engine.amounts import ZERO
from appraisal.engine.faults import Faults, typed
from appraisal.engine.fields import Field
from appraisal.engine.places import DEPRIVATION_AREAS

LIMIT = 10**12
MOST_DECIMALS = 6
_LONGEST = 10_000  # characters of a number in quotation marks: as many as of any text

_PLAIN_DECIMAL = re.compile(r"([0-9]+)(?:\.([0-9]+))?", re.ASCII)


def read_quantity(wanted: Field, given: object, place: str, faults: Faults) -> Decimal | None:
    """Read an amount or a number; None after a fault."""
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
        complaint = f"is too little: this must be above {wanted.above}. {wanted.instead}".rstrip()
    if complaint is None:
        return number
    faults.add(place, f"{typed(given)} {complaint}")
    return None


# What is said after the figure that was typed.
_TOO_LARGE = "is too large: it must be below 1,000,000,000,000."
_BELOW_ZERO = "is below 0, and this must not be."
_TOO_FINE = "has more than 6 decimals."
_NOT_A_NUMBER = 'is no number here. Write it like 1250 or "12.50", with no £ or % sign, comma or word beside it.'


def _plain(number: Decimal) -> tuple[Decimal, str | None]:
    if number < 0:
        return number, _BELOW_ZERO
    if number >= LIMIT:
        return number, _TOO_LARGE
    exponent = number.as_tuple().exponent
    if not isinstance(exponent, int):  # the Decimal NaN; JSON cannot write one
        return number, _NOT_A_NUMBER
    if exponent < -MOST_DECIMALS:
        return number, _TOO_FINE
    if not number:
        return ZERO, None
    return (number if exponent <= 0 else Decimal(int(number))), None


def _from_digits(text: str) -> tuple[Decimal, str | None]:
    digits = _PLAIN_DECIMAL.fullmatch(text) if len(text) <= _LONGEST else None
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


def read_whole(wanted: Field, given: object, place: str, faults: Faults) -> int | None:
    """Read a whole number, a rank or an edition of the deprivation index; None after a fault."""
    number = read_quantity(wanted, given, place, faults)
    if number is None:
        return None
    whole = int(number)
    if whole != number:
        complaint = "is no whole number."
    elif wanted.kind == "edition" and whole not in DEPRIVATION_AREAS:
        known = " and ".join(str(edition) for edition in DEPRIVATION_AREAS)
        complaint = f"is no edition of the deprivation index here. Known editions: {known}."
    elif whole < wanted.at_least:
        complaint = f"is too little: this must be at least {wanted.at_least:,}."
    elif wanted.at_most is not None and whole > wanted.at_most:
        complaint = f"is too much: this must be at most {wanted.at_most:,}."
    else:
        return whole
    faults.add(place, f"{typed(given)} {complaint}")
    return None
