"""Reading an object by its fields.

A scheme's questions and the fixed parts of the appraisal file are read by the same few functions,
so that a number means the same thing everywhere.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from appraisal.engine.faults import Faults, typed, within
from appraisal.engine.fields import MOST_RATINGS, MOST_ROWS, MOST_TEXT, Field, Kind, Shape
from appraisal.engine.guesses import did_you_mean, not_known
from appraisal.engine.quantities import read_quantity, read_whole

_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", re.ASCII)
_HALF_CHARACTER = re.compile("[\ud800-\udfff]")

Row = Mapping[str, object]

_NO_COLUMNS = Shape(())


def read_fields(
    shape: Shape, given: Mapping[str, object], place: str, faults: Faults
) -> dict[str, object]:
    """Read an object: every field that is given and valid, by key; faults for the rest."""
    read: dict[str, object] = {}
    by_key = shape.by_key
    under = f"{place}." if place else ""  # the keys of fields are plain: no need for within()
    for key, value in given.items():
        wanted = by_key.get(key)
        if wanted is None:
            if key not in shape.keys:
                refuse_key(key, shape.keys, place, faults)
            continue
        found = _READERS[wanted.kind](wanted, value, under + key, faults)
        if found is not None:
            read[key] = found
    if not shape.required <= given.keys():
        for key in sorted(shape.required - given.keys(), key=list(shape.by_key).index):
            faults.add(under + key, "This is missing.")
    return read


def refuse_key(key: str, keys: Iterable[str], place: str, faults: Faults) -> None:
    """Note a fault for a key that is not known; keys beginning ``x_`` are the user's own."""
    if key.startswith("x_"):
        return
    if faults.full:
        faults.add(place, "")
        return
    known = sorted(keys)
    guess = did_you_mean(key, known, faults)
    faults.add(
        within(place, key), f"There is no such key here. {guess}Known keys: {', '.join(known)}."
    )


def read_value(wanted: Field, given: object, place: str, faults: Faults) -> object | None:
    """Read one value of the field's kind; None after a fault, or where blanks count as left out."""
    return _READERS[wanted.kind](wanted, given, place, faults)


def read_object(
    given: object, place: str, faults: Faults, like: str = ""
) -> Mapping[str, object] | None:
    """Return the object at ``place``, or None after a fault, which shows what it may look ``like``."""
    if isinstance(given, dict):
        return given
    such = f", such as {like}" if like else ""
    faults.add(place, f"{typed(given)} is no object: this must be one in curly brackets{such}.")
    return None


def _read_words(wanted: Field, given: object, place: str, faults: Faults) -> str | date | None:
    if type(given) is not str:
        faults.add(place, f"{typed(given)} is no text: this must be one in quotation marks.")
        return None
    text: str = given
    if len(text) > MOST_TEXT or (not text.isascii() and not is_sound(text)):
        faults.add(place, unsound(text))
        return None
    if not text.strip():
        if wanted.required:
            faults.add(place, "This is missing.")
        return None
    if wanted.kind == "date":
        return _read_date(text, place, faults)
    if wanted.choices and text not in wanted.choices:
        faults.add(place, not_known(text, wanted.choices, faults))
        return None
    return text


def is_sound(text: str) -> bool:
    """Say whether a text is short enough, and text that can be printed."""
    return len(text) <= MOST_TEXT and (text.isascii() or not _HALF_CHARACTER.search(text))


def unsound(text: str) -> str:
    """Say why a text is not sound."""
    if len(text) > MOST_TEXT:
        return f"This text has {len(text):,} characters; the most is {MOST_TEXT:,}."
    return "This text holds half of a character (a lone surrogate)."


def _read_date(text: str, place: str, faults: Faults) -> date | None:
    if _ISO_DATE.fullmatch(text):
        try:
            return date.fromisoformat(text)
        except ValueError:
            pass
    faults.add(
        place, f"{typed(text)} is not a date. Write year, month and day, such as 2026-11-01."
    )
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
        if not key.strip():
            faults.add(within(place, key), "A rating needs a key that says what is rated.")
        elif not is_sound(key):
            faults.add(within(place, key), unsound(key))
        elif type(value) is str and value in wanted.choices:
            ratings[key] = value
        elif type(value) is not str or value.strip():  # blanks: not rated
            faults.add(within(place, key), not_known(value, wanted.choices, faults))
    return ratings


def _read_rows(wanted: Field, given: object, place: str, faults: Faults) -> tuple[Row, ...] | None:
    if not isinstance(given, list):
        faults.add(place, f"{typed(given)} is no list: this must be one in square brackets.")
        return None
    if len(given) > MOST_ROWS:
        faults.add(place, f"There are {len(given):,} rows; the most is {MOST_ROWS}.")
        return None
    shape = wanted.row or _NO_COLUMNS
    rows: list[Row] = []
    for number, row in enumerate(given):
        where = f"{place}[{number}]"
        mapping = read_object(row, where, faults)
        if mapping is not None:
            rows.append(read_fields(shape, mapping, where, faults))
    return tuple(rows)


_READERS: dict[Kind, Callable[[Field, object, str, Faults], object | None]] = {
    "amount": read_quantity,
    "number": read_quantity,
    "whole": read_whole,
    "rank": read_whole,
    "edition": read_whole,
    "choice": _read_words,
    "text": _read_words,
    "date": _read_words,
    "ratings": _read_ratings,
    "rows": _read_rows,
}
