"""Reading a table of a scheme file: typed values, each fault with its place."""

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import cast

from appraisal.engine.faults import Faults, shown, within

MOST_WHOLE = 1_000_000  # no figure of a scheme is as large; the sums stay exact below it
_WHOLE = f"a whole number from 0 and below {MOST_WHOLE:,}"


def _is_plain(number: Decimal) -> bool:
    if not number.is_finite() or not 0 <= number < MOST_WHOLE:
        return False
    exponent = number.as_tuple().exponent
    return isinstance(exponent, int) and exponent >= -6


class Table:
    """A table of TOML being read; what is never asked for is a fault when it is closed."""

    def __init__(self, given: object, place: str, faults: Faults) -> None:
        self.place = place
        self.faults = faults
        self._asked: set[str] = set()
        if isinstance(given, dict):
            self._given: Mapping[str, object] = given
        else:
            self._given = {}
            faults.add(place, "This must be a table.")

    def wrong(self, key: str, message: str) -> None:
        """Note a fault at a key of this table."""
        self.faults.add(within(self.place, key) if key else self.place, message)

    def has(self, key: str) -> bool:
        """Say whether the key is given."""
        return key in self._given

    def text(self, key: str, *, required: bool = True) -> str:
        """Return a text; blank where it may be left out and is."""
        value = self._value(key, required)
        if isinstance(value, str) and (value.strip() or not required):
            return value.strip()
        self._mistyped(key, value, "a text")
        return ""

    def key(self, key: str, pattern: re.Pattern[str], like: str) -> str:
        """Return a key: a text of plain letters, for it is printed, compared and stored."""
        value = self.text(key)
        if value and not pattern.fullmatch(value):
            self.wrong(key, f"“{shown(value)}” is no key: write it like {like}.")
        return value

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """Return one of the choices; the first after a fault."""
        value = self._value(key, default is None)
        if value is None and default is not None:
            return default
        if isinstance(value, str) and value in choices:
            return value
        self._mistyped(key, value, f"one of: {', '.join(choices)}")
        return choices[0]

    def whole(self, key: str, default: int | None = None) -> int:
        """Return a whole number from 0."""
        value = self._value(key, default is None)
        if value is None and default is not None:
            return default
        if type(value) is int and 0 <= value < MOST_WHOLE:
            return value
        self._mistyped(key, value, _WHOLE)
        return 0

    def whole_or_none(self, key: str) -> int | None:
        """Return a whole number from 0, or None where it is left out."""
        return self.whole(key) if self.has(key) else None

    def number(self, key: str, default: Decimal | None = None) -> Decimal:
        """Return an exact number from 0."""
        value = self._value(key, default is None)
        if value is None and default is not None:
            return default
        if type(value) is int:
            value = Decimal(value)
        if isinstance(value, Decimal) and _is_plain(value):
            return value
        self._mistyped(key, value, "a number from 0 and below a million, with at most 6 decimals")
        return Decimal(0)

    def flag(self, key: str, *, default: bool = False) -> bool:
        """Return true or false; the default where left out."""
        value = self._value(key, required=False)
        if isinstance(value, bool):
            return value
        self._mistyped(key, value, "true or false")
        return default

    def day(self, key: str) -> date | None:
        """Return a date, or None where left out."""
        value = self._value(key, required=False)
        if type(value) is date:
            return value
        self._mistyped(key, value, "a date such as 2026-11-01, without quotation marks")
        return None

    def texts(self, key: str, *, required: bool = False) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._value(key, required)
        if isinstance(value, list) and all(isinstance(text, str) for text in value):
            return tuple(value)
        self._mistyped(key, value, "a list of texts")
        return ()

    def numbers(self, key: str) -> tuple[Decimal, ...]:
        """Return a list of exact numbers from 0; empty where left out."""
        value = self._value(key, required=False)
        read = (
            [Decimal(one) if type(one) is int else one for one in value]
            if isinstance(value, list)
            else None
        )
        if read is not None and all(isinstance(one, Decimal) and _is_plain(one) for one in read):
            return tuple(cast(list[Decimal], read))
        self._mistyped(key, value, "a list of numbers from 0, with at most 6 decimals")
        return ()

    def points(self, key: str) -> dict[str, int]:
        """Return a table of name → whole points from 0, in its order."""
        value = self._value(key, required=True)
        if isinstance(value, dict) and all(
            type(points) is int and 0 <= points < MOST_WHOLE for points in value.values()
        ):
            return dict(value)
        self._mistyped(key, value, "a table of whole points from 0")
        return {}

    def labels(self, key: str) -> dict[str, str]:
        """Return a table of name → words, in its order."""
        value = self._value(key, required=False)
        if isinstance(value, dict) and all(
            isinstance(label, str) and label.strip() for label in value.values()
        ):
            return dict(value)
        self._mistyped(key, value, "a table of texts, none of them blank")
        return {}

    def tables(self, key: str, *, required: bool = True) -> list["Table"]:
        """Return the tables of a list."""
        value = self._value(key, required)
        place = within(self.place, key)
        if isinstance(value, list) and (value or not required):
            return [
                Table(one, f"{place}[{number}]", self.faults) for number, one in enumerate(value)
            ]
        self._mistyped(key, value, "a list of tables")
        return []

    def table(self, key: str) -> "Table":
        """Return the table under a key."""
        return Table(self._value(key, required=True) or {}, within(self.place, key), self.faults)

    def close(self) -> None:
        """Note a fault for every key that nothing asked for: a slip of the pen must not pass."""
        for key in self._given:
            if key not in self._asked:
                self.wrong(key, "There is no such key here.")

    def _value(self, key: str, required: bool) -> object:
        self._asked.add(key)
        if required and key not in self._given:
            self.wrong(key, "This is missing.")
        return self._given.get(key)

    def _mistyped(self, key: str, value: object, wanted: str) -> None:
        if value is not None:
            self.wrong(key, f"This must be {wanted}.")
