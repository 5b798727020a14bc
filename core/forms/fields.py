"""Fields that read what people write, and say in plain English what to do where that cannot be read."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst

from core.forms.dates import CannotReadDate, read_date
from core.forms.numbers import CannotRead, read_number
from core.forms.widgets import DateInput, MoneyInput, NumberInput, TypedDate, WholeInput


def subject_of(field: forms.Field, name: str = "") -> str:
    """Return what a message calls a field: its name, or its label unless that is a question."""
    label = str(field.label or "")
    if name:
        return capfirst(name)
    if not label:
        return "This"
    return f"Your answer to “{label}”" if label.endswith("?") else label


class NumberField(forms.Field):
    """A number from 0, below 10^12, with at most 6 decimals; becomes a Decimal, exactly as typed.

    ``name`` is what messages call it ("capital cost"); without one they use the label. Its ``unit``
    ("hours a week") may be typed behind it.
    """

    widget: Any = NumberInput
    example = "12 or 12.5"
    ask = "a number"

    def __init__(
        self,
        *,
        name: str = "",
        unit: str = "",
        above: Decimal | None = None,
        at_least: Decimal | int = 0,
        at_most: Decimal | int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.said_if_missing = (kwargs.get("error_messages") or {}).get("required", "")
        self.name = name
        self.unit = unit
        self.above = above
        self.at_least = at_least
        self.at_most = at_most

    def clean(self, value: Any) -> Decimal | int | None:
        """Return the number that was typed, or None."""
        text = "" if value is None else str(value).strip()
        if not text:
            if self.required:
                raise ValidationError(self._missing(), code="required")
            return None
        number = self._read(text)
        self._check(number)
        return self._exact(number)

    def to_python(self, value: Any) -> Decimal | int | None:
        """Return the number, to tell whether an answer has changed."""
        text = "" if value is None else str(value).strip()
        return self._exact(self._read(text)) if text else None

    def _missing(self) -> str:
        if self.said_if_missing:
            return str(self.said_if_missing)
        if self.name:
            return f"Enter {self.name}"
        label = str(self.label or "")
        return f"Answer “{label}”" if label.endswith("?") else f"Enter {self.ask} for “{label}”"

    def _read(self, text: str) -> Decimal:
        try:
            return read_number(text, signs=("£", "%"), unit=self.unit)
        except CannotRead as cannot:
            raise ValidationError(self._said(cannot.code), code=cannot.code) from None

    def _exact(self, number: Decimal) -> Decimal | int:
        return number

    def _said(self, code: str) -> str:
        subject = subject_of(self, self.name)
        named = not self.unit or self.unit.startswith("£") or self.unit.lower() in subject.lower()
        inside = "" if named else f" (in {self.unit})"
        return {
            "invalid": f"{subject} must be a number in figures{inside}, such as {self.example}",
            "figures": f"{subject} must be written with the figures 0 to 9, such as {self.example}",
            "grouped": f"{subject} must be a number such as {self.example}. Use a full stop for decimals "
            "and commas only between thousands",
            "negative": f"{subject} must be 0 or more",
            "too_large": f"{subject} must be less than 1,000,000,000,000",
            "too_fine": f"{subject} must have no more than 6 decimal places",
        }[code]

    def _check(self, number: Decimal) -> None:
        subject = subject_of(self, self.name)
        if self.above is not None and number <= self.above:
            raise ValidationError(f"{subject} must be more than {self.above:,}", code="too_small")
        if number < self.at_least:
            raise ValidationError(f"{subject} must be {self.at_least:,} or more", code="too_small")
        if self.at_most is not None and number > self.at_most:
            raise ValidationError(f"{subject} must be {self.at_most:,} or less", code="too_much")


class AmountField(NumberField):
    """An amount in pounds: “£1,200.50”, “1 200” and “1200” are all read rightly."""

    widget = MoneyInput
    example = "1,200 or 1,200.50"
    ask = "an amount in pounds"

    def _check(self, number: Decimal) -> None:
        """Take pounds and pence only: whoever writes 180.000 may well mean 180,000."""
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and exponent < -2:
            said = (
                f"{subject_of(self, self.name)} must be in pounds and pence, such as {self.example}. Between "
                "thousands write a comma, not a full stop"
            )
            raise ValidationError(said, code="not_pence")
        super()._check(number)


class WholeField(NumberField):
    """A whole number; becomes an int."""

    widget = WholeInput
    example = "12"
    ask = "a whole number"

    def _check(self, number: Decimal) -> None:
        if number != int(number):
            said = f"{subject_of(self, self.name)} must be a whole number, such as {self.example}"
            raise ValidationError(said, code="not_whole")
        super()._check(number)

    def _exact(self, number: Decimal) -> Decimal | int:
        return int(number)


class DateField(forms.Field):
    """A date in three boxes. The code of an error names the boxes that are wrong: ``month-year``."""

    widget = DateInput

    def __init__(self, *, name: str = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.name = name

    def clean(self, value: Any) -> date | None:
        """Return the date that was typed, or None."""
        typed = DateInput.typed(value)
        if typed.blank:
            if self.required:
                subject = self.name or f"a date for “{self.label}”"
                raise ValidationError(f"Enter {subject}", code="required")
            return None
        try:
            return read_date(typed)
        except CannotReadDate as cannot:
            said = f"{subject_of(self, self.name)} {cannot}"
            raise ValidationError(said, code="-".join(cannot.parts)) from None

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Say whether the boxes differ from what stood in them."""
        return DateInput.typed(initial) != (data if isinstance(data, TypedDate) else TypedDate())
