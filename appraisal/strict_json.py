"""Strict JSON: exact numbers, and a complaint instead of a crash for whatever bytes arrive."""

import json
from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation

from appraisal.engine.faults import CannotRead, Fault, Faults, within

MOST_BYTES = 5_000_000
_LONGEST_WHOLE = (
    60  # no valid quantity is written longer, and a million digits need not be computed
)


def read_object_text(text: bytes) -> dict[str, object]:
    """Read one JSON object: whole numbers as int, others as Decimal.

    A number that makes no sense (NaN, Infinity, an absurd length or exponent) comes out as a
    float, which no reader of quantities accepts, so that its fault gets its own place. Raises
    :class:`CannotRead`: at place ``""`` where this is no JSON object, else at each repeated key.
    """
    if len(text) > MOST_BYTES:
        raise _unreadable(f"The file has more than {MOST_BYTES:,} bytes.")
    repeats: list[tuple[dict[str, object], list[str]]] = []

    def keep_repeats(pairs: list[tuple[str, object]]) -> dict[str, object]:
        mapping = dict(pairs)
        if len(mapping) < len(pairs):
            repeats.append((mapping, [key for key, _ in pairs]))
        return mapping

    try:
        value = _decoded(text.decode("utf-8-sig"), keep_repeats)
    except UnicodeDecodeError as error:
        raise _unreadable(
            f"The file is not UTF-8 text: byte {error.start + 1} makes no sense."
        ) from None
    except json.JSONDecodeError as error:
        raise _unreadable(
            f"The file is not valid JSON: {error.msg} at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise _unreadable("The file is nested too deeply to be read.") from None
    if not isinstance(value, dict):
        raise _unreadable("The file must hold one JSON object in curly brackets.")
    if repeats:
        _refuse_repeats(value, {id(mapping): keys for mapping, keys in repeats})
    return value


def _decoded(text: str, pairs_hook: Callable[[list[tuple[str, object]]], object]) -> object:
    try:
        return json.JSONDecoder(object_pairs_hook=pairs_hook, parse_float=Decimal).decode(text)
    except json.JSONDecodeError:
        raise
    except (ValueError, InvalidOperation):  # a number beyond all sense: read it with more care
        return json.JSONDecoder(
            object_pairs_hook=pairs_hook, parse_float=_decimal, parse_int=_whole
        ).decode(text)


def _unreadable(message: str) -> CannotRead:
    return CannotRead((Fault("", message),))


def _whole(digits: str) -> int | float:
    if len(digits) <= _LONGEST_WHOLE:
        return int(digits)
    return float("-inf") if digits.startswith("-") else float("inf")


def _decimal(digits: str) -> Decimal | float:
    try:
        return Decimal(digits)
    except InvalidOperation:  # an exponent beyond all sense
        return float("nan")


def _refuse_repeats(value: dict[str, object], repeats: dict[int, list[str]]) -> None:
    faults = Faults()
    for place, mapping in _objects(value):
        keys = repeats.get(id(mapping), [])
        seen: set[str] = set()
        for key in keys:
            if key in seen:
                faults.add(within(place, key), "This key is given more than once.")
            seen.add(key)
    faults.raise_if_any()


def _objects(value: dict[str, object]) -> Iterator[tuple[str, dict[str, object]]]:
    waiting: list[tuple[str, object]] = [("", value)]
    while waiting:
        place, one = waiting.pop()
        if isinstance(one, dict):
            yield place, one
            waiting.extend((within(place, key), inner) for key, inner in reversed(one.items()))
        elif isinstance(one, list):
            waiting.extend((f"{place}[{number}]", inner) for number, inner in enumerate(one))
