"""Reading a table of a scheme file: typed values, each fault with its place."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from appraisal.engine.faults import Faults, within


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
        if type(value) is int and value >= 0:
            return value
        self._mistyped(key, value, "a whole number from 0")
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
        if isinstance(value, Decimal) and value.is_finite() and value >= 0:
            return value
        self._mistyped(key, value, "a number from 0")
        return Decimal(0)

    def flag(self, key: str) -> bool:
        """Return true or false; false where left out."""
        value = self._value(key, required=False)
        if isinstance(value, bool):
            return value
        self._mistyped(key, value, "true or false")
        return False

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

    def points(self, key: str) -> dict[str, int]:
        """Return a table of name → whole points from 0, in its order."""
        value = self._value(key, required=True)
        if isinstance(value, dict) and all(
            type(points) is int and points >= 0 for points in value.values()
        ):
            return dict(value)
        self._mistyped(key, value, "a table of whole points from 0")
        return {}

    def labels(self, key: str) -> dict[str, str]:
        """Return a table of name → words, in its order."""
        value = self._value(key, required=False)
        if isinstance(value, dict) and all(isinstance(label, str) for label in value.values()):
            return dict(value)
        self._mistyped(key, value, "a table of texts")
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
