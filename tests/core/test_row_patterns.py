"""Rows that nobody has typed into yet come out the same whether they are drawn fast or one by one."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django import forms

from core.forms import Form, Look, RowsField
from core.forms.draw import drawn
from core.forms.draw_rows import _row
from core.forms.rows import NUMBER_OF_BLANK, BoundRows
from core.forms.widgets import MoneyInput, NumberInput

ROWS: list[dict[str, Any]] = [
    {"what": "A <b>\"quoted\"</b> & 'plain' name", "long": "</textarea> __row__", "way": "cost"},
    {"amount": Decimal("1234.5"), "rate": Decimal("0.25"), "way": "benefit", "long": ""},
    {},
    {"what": None, "amount": 0, "rate": "12", "way": "cost"},
    {"way": "no such choice", "what": "ends in a line\n"},
]


class _Form(Form):
    flows = RowsField(
        singular="flow",
        shown=2,
        columns={
            "what": forms.CharField(),
            "long": forms.CharField(widget=forms.Textarea),
            "amount": forms.DecimalField(widget=MoneyInput, required=False),
            "rate": forms.DecimalField(widget=NumberInput, help_text="In <i>%</i>"),
            "way": forms.ChoiceField(choices=[("", ""), ("cost", "Cost"), ("benefit", "Benefit")]),
            "counted": forms.CharField(initial="as ever"),
        },
        looks={"long": Look(rows=2), "counted": Look(most=20)},
    )


@pytest.mark.parametrize("rows", [[], ROWS[:1], ROWS])
def test_each_row_is_what_it_is_one_by_one(rows: list[dict[str, Any]]) -> None:
    bound = _Form(initial={"flows": rows})["flows"]
    assert isinstance(bound, BoundRows)
    fast = drawn(bound)
    slow = [_row(bound, form, place, drawn) for place, form in enumerate(bound.row_forms, 1)]
    assert [one.render() for one in fast.rows] == [one.render() for one in slow]  # type: ignore[attr-defined]
    blank = _row(bound, bound.row_form(NUMBER_OF_BLANK), "", drawn)
    assert fast.blank.render() == blank.render()  # type: ignore[attr-defined]


def test_what_was_typed_is_drawn_with_what_is_wrong_in_it() -> None:
    form = _Form({"flows-0-what": "", "flows-0-rate": "many"})
    assert form.errors
    html = drawn(form["flows"]).render()
    assert 'value="many"' in html
    assert "govuk-error-message" in html
