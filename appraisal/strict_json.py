"""Strict JSON: exact numbers, and a complaint instead of a crash for whatever bytes arrive."""

import json
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, InvalidOperation

from appraisal.engine.faults import CannotRead, Fault, Faults, within
from appraisal.json_faults import in_plain_words

MOST_BYTES = 5_000_000
_LONGEST_PLACE = 1_000  # characters of a place; a longer one tells nobody more
_LONGEST_WHOLE = (
    60  # no valid quantity is written longer, and a million digits need not be computed
)


def read_object_text(text: bytes, faults: Faults) -> dict[str, object]:
    """Read one JSON object: whole numbers as int, others as Decimal.

    A number that makes no sense (NaN, Infinity, an absurd length or exponent) comes out as a
    float, which no reader of quantities accepts, so that its fault gets its own place. Repeated
    keys are noted as faults. Raises :class:`CannotRead` where this is no JSON object.
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
        line = text.count(b"\n", 0, error.start) + 1
        raise _unreadable(
            f"The file is not text in UTF-8, for byte {error.start + 1}, on line {line}, makes no sense. "
            "Save it as UTF-8."
        ) from None
    except json.JSONDecodeError as error:
        raise _unreadable(in_plain_words(error)) from None
    except RecursionError:
        raise _unreadable("The file is nested too deeply to be read.") from None
    if not isinstance(value, dict):
        raise _unreadable("The file must hold one JSON object in curly brackets.")
    if repeats:
        _refuse_repeats(value, {id(mapping): keys for mapping, keys in repeats}, faults)
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


def _refuse_repeats(
    value: dict[str, object], repeats: dict[int, list[str]], faults: Faults
) -> None:
    for way, mapping in _objects(value):
        seen: set[str] = set()
        for key in repeats.get(id(mapping), []):
            if key in seen:
                faults.add(within(_place(way), key), "This key is given more than once.")
            seen.add(key)


# The way to an object: the last step, and the way to what holds it. A place is written out only
# where there is a fault, for a hostile file can hold many objects at the end of a very long way.
_Way = tuple["_Way", str | int] | None


def _objects(value: dict[str, object]) -> Iterator[tuple[_Way, dict[str, object]]]:
    waiting: list[tuple[_Way, object]] = [(None, value)]
    while waiting:
        way, one = waiting.pop()
        inner: Iterable[tuple[str | int, object]] = ()
        if isinstance(one, dict):
            yield way, one
            inner = one.items()
        elif isinstance(one, list):
            inner = enumerate(one)
        steps = [((way, step), held) for step, held in inner if isinstance(held, dict | list)]
        waiting.extend(reversed(steps))


def _place(way: _Way) -> str:
    steps: list[str | int] = []
    while way is not None:
        way, step = way
        steps.append(step)
    place = ""
    for step in reversed(steps):
        place = within(place, step) if isinstance(step, str) else f"{place}[{step}]"
    return place if len(place) <= _LONGEST_PLACE else f"{place[:_LONGEST_PLACE]}…"
