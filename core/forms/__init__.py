"""Forms in the look of the GOV.UK Design System: fields, widgets, rows that repeat, layout."""

from core.forms.base import Form
from core.forms.draw import drawn
from core.forms.fields import AmountField, DateField, NumberField, WholeField
from core.forms.layout import Buttons, Field, Fieldset, Put
from core.forms.look import Look
from core.forms.problems import error_summary
from core.forms.rows import CarriedField, RowsField
from core.forms.widgets import DateInput, MoneyInput, NumberInput, WholeInput

__all__ = [
    "AmountField",
    "Buttons",
    "CarriedField",
    "DateField",
    "DateInput",
    "Field",
    "Fieldset",
    "Form",
    "Look",
    "MoneyInput",
    "NumberField",
    "NumberInput",
    "Put",
    "RowsField",
    "WholeField",
    "WholeInput",
    "drawn",
    "error_summary",
]
