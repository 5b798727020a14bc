"""The error summary of forms: each line leads to the very box that is wrong."""

from collections.abc import Iterator

from django import forms

from core.components import ErrorSummary, Problem
from core.forms.draw import drawn
from core.forms.rows import BoundRows


def error_summary(*given: forms.BaseForm) -> ErrorSummary | None:
    """Return what is wrong with forms, in the order of their fields; None if nothing is."""
    problems = tuple(problem for form in given for problem in problems_of(form))
    return ErrorSummary(problems=problems) if problems else None


def problems_of(form: forms.BaseForm) -> Iterator[Problem]:
    """Yield what is wrong with one form, and where."""
    if not form.errors:
        return
    for message in form.non_field_errors():
        yield Problem(text=str(message))
    for bound in form:
        if isinstance(bound, BoundRows) and bound.errors:
            yield from _problems_of_rows(bound)
        elif bound.errors:
            target = "" if bound.is_hidden else drawn(bound).target
            yield Problem(text=str(bound.errors[0]), target=target)


def _problems_of_rows(bound: BoundRows) -> Iterator[Problem]:
    for fault in bound.errors.as_data():
        if fault.code != "row":
            yield Problem(text=str(fault.message), target=_place_of(bound, str(fault.code)))
    for position, form in bound.typed.filled:
        for problem in problems_of(form):
            which = f"{bound.field.singular.capitalize()} {position}"
            yield Problem(text=f"{which}: {problem.text}", target=problem.target)


def _place_of(bound: BoundRows, code: str) -> str:
    """Return where rows are wrong together: the first one too many, or the first there is."""
    shown = bound.row_forms
    row = shown[bound.field.most] if code == "too_many" else shown[0]
    return drawn(row[next(iter(row.fields))]).target
