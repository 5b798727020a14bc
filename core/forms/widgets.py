"""What an answer is typed into, and how that is read from a request."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms


class NumberInput(forms.TextInput):
    """A box for a number. A plain text box: number boxes change what people type."""

    width = 5
    prefix = ""
    inputmode = (
        ""  # a keypad without a point would shut out pence, so only whole numbers ask for one
    )

    def format_value(self, value: Any) -> str | None:
        """Return a stored number with commas, and what was typed as it was typed."""
        if isinstance(value, Decimal | int) and not isinstance(value, bool):
            return f"{value:,f}" if isinstance(value, Decimal) else f"{value:,}"
        found: str | None = super().format_value(value)
        return found


class WholeInput(NumberInput):
    """A box for a whole number."""

    inputmode = "numeric"


class MoneyInput(NumberInput):
    """A box for pounds, with the sign before it."""

    width = 10
    prefix = "£"

    def format_value(self, value: Any) -> str | None:
        """Return a stored amount with both figures of its pence, if it has any."""
        text = super().format_value(value)
        tenths = isinstance(value, Decimal) and value.as_tuple().exponent == -1
        return f"{text}0" if text and tenths else text


class TypedDate(NamedTuple):
    """The three boxes of a date as they were typed."""

    day: str = ""
    month: str = ""
    year: str = ""

    @property
    def blank(self) -> bool:
        """Say whether nothing was typed."""
        return not any(part.strip() for part in self)


class DateInput(forms.Widget):
    """A date in three boxes, named as the field with ``-day``, ``-month`` and ``-year``."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> TypedDate:
        """Return what was typed."""
        return TypedDate(*(str(data.get(f"{name}-{part}", "")) for part in TypedDate._fields))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Say whether none of the boxes was sent."""
        return all(f"{name}-{part}" not in data for part in TypedDate._fields)

    @staticmethod
    def typed(value: object) -> TypedDate:
        """Return a value as it stands in the boxes."""
        if isinstance(value, TypedDate):
            return value
        if isinstance(value, date):
            return TypedDate(str(value.day), str(value.month), str(value.year))
        return TypedDate()

    def id_for_label(self, id_: str | None, index: str | None = None) -> str:
        """Return nothing: the legend names the boxes, no label does."""
        return ""
