"""What a scheme manager chooses for the page of house prices."""

from decimal import Decimal
from typing import Any

from django.http import QueryDict

from appraisal.area.choices import Choices, wrong_in
from appraisal.area.equity import SUBURBAN_FROM
from appraisal.area.prices import LEAST_SALES, Period
from appraisal.forms.settings import REASON, reason_field
from core.forms import AmountField, Form, Look, WholeField

_FIELD_OF = {"start": "start_first", "end": "end_first"}
_PERIODS = ("start", "end")


class _YearField(WholeField):
    """A year, which may be left blank."""

    example = "2010"
    ask = "a year"

    def __init__(self, label: str, name: str, help_text: str) -> None:
        super().__init__(label=label, name=name, help_text=help_text, required=False)


class PriceChoicesForm(Form):
    """Two periods, the least number of sales, and the limit of what is suburban. What is blank is left to us."""

    looks = {
        "start_first": Look(size="s", width=4),
        "start_last": Look(size="s", width=4),
        "end_first": Look(size="s", width=4),
        "end_last": Look(size="s", width=4),
        "least": Look(size="s", width=4),
        "suburban_from": Look(size="s", width=10),
        REASON: Look(size="s", rows=2),
    }

    start_first = _YearField(
        "With which year does the first period begin?",
        "the year in which the first period begins",
        "For example, 2010.",
    )
    start_last = _YearField(
        "With which year does the first period end?",
        "the year in which the first period ends",
        "Leave it blank where the period is one year.",
    )
    end_first = _YearField(
        "With which year does the last period begin?",
        "the year in which the last period begins",
        "For example, 2024.",
    )
    end_last = _YearField(
        "With which year does the last period end?",
        "the year in which the last period ends",
        "Leave it blank where the period is one year.",
    )
    least = WholeField(
        label="How many sales does a district need in each period?",
        name="the number of sales",
        help_text=f"A district with fewer has no price. Leave it blank for {LEAST_SALES}.",
        required=False,
    )
    suburban_from = AmountField(
        label="From which price is a district outside the inner city suburban?",
        name="the price",
        help_text="The price of a terraced house in the first period. Below it the district is outer ring. Leave it "
        f"blank for £{SUBURBAN_FROM:,}, which was published for prices of 2000.",
        required=False,
    )
    reason = reason_field("prices have risen since 2000")

    def __init__(self, data: QueryDict | None, *, chosen: Choices, this_year: int) -> None:
        initial: dict[str, object] = {
            "least": chosen.least,
            "suburban_from": chosen.suburban_from,
        }
        for key, period in zip(_PERIODS, (chosen.start, chosen.end), strict=True):
            if period is not None:
                initial[f"{key}_first"] = period.first
                initial[f"{key}_last"] = period.last if period.last != period.first else None
        self._this_year = this_year
        super().__init__(data, initial=initial)

    def chosen(self) -> Choices:
        """Return what was typed."""
        said = self.cleaned_data
        limit: Decimal | None = said.get("suburban_from")
        return Choices(self._period("start"), self._period("end"), said.get("least"), limit)

    def _period(self, key: str) -> Period | None:
        first, last = (self.cleaned_data.get(f"{key}_{end}") for end in ("first", "last"))
        return None if first is None else Period(first, first if last is None else last)

    def clean(self) -> dict[str, Any]:
        """Refuse what nobody can choose."""
        for key in _PERIODS:
            first, last = f"{key}_first", f"{key}_last"
            if first in self.errors or last in self.errors:
                return self.cleaned_data
            if self.cleaned_data.get(last) is not None and self.cleaned_data.get(first) is None:
                self.add_error(first, "Say with which year the period begins")
                return self.cleaned_data
        for key, words in wrong_in(self.chosen(), self._this_year):
            self.add_error(_FIELD_OF.get(key, key), words.removesuffix("."))
        return self.cleaned_data
