"""A field of a form becomes the component it is drawn as."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.forms.widgets import Input
from django.utils.choices import flatten_choices
from django.utils.safestring import SafeString

from core.components import (
    CharacterCount,
    Checkboxes,
    Choice,
    DatePart,
    FileUpload,
    Label,
    Legend,
    Option,
    PasswordInput,
    Radios,
    Select,
    TextArea,
    TextInput,
)
from core.components import DateInput as DateComponent
from core.components.base import Attributes, Field, escaped, joined
from core.forms.draw_rows import draw_rows
from core.forms.look import Look
from core.forms.rows import BoundRows
from core.forms.widgets import DateInput, NumberInput, TypedDate


def drawn(bound: forms.BoundField, look: Look | None = None) -> Field:
    """Return the component of a field, in the look given, the form's, or none in particular."""
    chosen = look or _look_of(bound)
    if isinstance(bound, BoundRows):
        return draw_rows(bound, chosen, drawn)
    widget = bound.field.widget
    for kind, draw in _DRAWN.items():
        if isinstance(widget, kind):
            return draw(bound, chosen)
    raise TypeError(f"There is no component for {type(widget).__name__}")


def _look_of(bound: forms.BoundField) -> Look:
    looks = getattr(bound.form, "looks", {})
    found = looks.get(bound.name, Look())
    assert isinstance(found, Look)  # noqa: S101 (for the type checker)
    return found


def html_of(bound: forms.BoundField, look: Look | None = None) -> SafeString:
    """Return the HTML of a field, also of one that nobody sees."""
    return bound.as_widget() if bound.is_hidden else drawn(bound, look).render()


# --- what all fields say -----------------------------------------------------------------------


def _shared(bound: forms.BoundField) -> dict[str, Any]:
    errors = bound.errors
    return {
        "id": bound.auto_id or bound.html_name,
        "name": bound.html_name,
        "hint": bound.help_text,
        "error": errors[0] if errors else "",
        "attributes": _attributes(bound.field.widget.attrs),
    }


# What the components themselves write, or what nobody wants: our server checks, and says more.
_OWN = {
    "class",
    "id",
    "name",
    "rows",
    "cols",
    "spellcheck",
    "autocomplete",
    "inputmode",
    "maxlength",
}


def _attributes(attrs: dict[str, Any]) -> Attributes:
    return {name: value for name, value in attrs.items() if name not in _OWN}


def _words(bound: forms.BoundField, look: Look) -> SafeString:
    """Return the label, with what only ears hear: the unit, and in a row which row it is."""
    label = escaped(str(bound.label))
    aside = "".join(f", {escaped(words)}" for words in (look.unit, look.label_suffix) if words)
    hidden = aside and f'<span class="govuk-visually-hidden">{aside}</span>'
    return SafeString(f"{label}{hidden}")  # all of it is escaped above


def _label(bound: forms.BoundField, look: Look) -> Label:
    size = look.size and f"govuk-label--{look.size}"
    return Label(text=_words(bound, look), classes=size, heading=look.heading)


def _legend(bound: forms.BoundField, look: Look) -> Legend:
    size = look.size and f"govuk-fieldset__legend--{look.size}"
    return Legend(text=_words(bound, look), classes=size, heading=look.heading)


# --- writing -----------------------------------------------------------------------------------


def _text_input(bound: forms.BoundField, look: Look) -> TextInput:
    widget: Any = bound.field.widget
    if isinstance(widget, NumberInput):
        look = replace(look, width=look.width or widget.width, prefix=look.prefix or widget.prefix)
    return TextInput(
        **_shared(bound),
        label=_label(bound, look),
        value=_text(bound),
        type="text" if widget.input_type == "number" else widget.input_type,
        prefix=look.prefix,
        suffix=look.suffix,
        classes=look.input_classes,
        disabled=bound.field.disabled,
        **_typing(bound),
    )


def _typing(bound: forms.BoundField) -> dict[str, Any]:
    """Return what a browser is told of how a line is typed."""
    widget: Any = bound.field.widget
    plain = isinstance(widget, NumberInput) or widget.input_type in ("email", "tel", "url")
    spelling = widget.attrs.get("spellcheck", False if plain else None)
    return {
        "spellcheck": None if spelling is None else str(spelling).lower() == "true",
        "autocomplete": widget.attrs.get("autocomplete", ""),
        "inputmode": widget.attrs.get("inputmode", getattr(widget, "inputmode", "")),
    }


def _password(bound: forms.BoundField, look: Look) -> PasswordInput:
    return PasswordInput(
        **_shared(bound),
        label=_label(bound, look),
        classes=look.input_classes,
        autocomplete=bound.field.widget.attrs.get("autocomplete", "current-password"),
    )


def _text_area(bound: forms.BoundField, look: Look) -> TextArea:
    own: dict[str, Any] = {
        **_shared(bound),
        "label": _label(bound, look),
        "value": _text(bound),
        "rows": look.rows,
        "autocomplete": bound.field.widget.attrs.get("autocomplete", ""),
        "disabled": bound.field.disabled,
    }
    if look.most is None:
        return TextArea(**own)
    return CharacterCount(**own, most=look.most, threshold=look.threshold)


def _text(bound: forms.BoundField) -> str:
    found = bound.field.widget.format_value(bound.value())
    return "" if found is None else str(found)


def _file(bound: forms.BoundField, look: Look) -> FileUpload:
    multiple = bool(getattr(bound.field.widget, "allow_multiple_selected", False))
    return FileUpload(**_shared(bound), label=_label(bound, look), multiple=multiple)


# --- choosing ----------------------------------------------------------------------------------


def _options(bound: forms.BoundField) -> Iterator[tuple[str, str, bool]]:
    """Yield the value and words of each choice, and whether it is chosen."""
    widget: Any = bound.field.widget
    stored = widget.format_value(bound.value())
    chosen = {stored} if isinstance(stored, str) else {str(value) for value in stored}
    choices: Iterator[tuple[Any, Any]] = flatten_choices(widget.choices)
    for given, words in choices:
        value = "" if given is None else str(given)
        yield value, str(words), value in chosen


def _select(bound: forms.BoundField, look: Look) -> Select:
    options = tuple(
        Option(value=value, text=text, selected=chosen) for value, text, chosen in _options(bound)
    )
    return Select(
        **_shared(bound),
        label=_label(bound, look),
        options=options,
        classes=look.input_classes,
        disabled=bound.field.disabled,
    )


def _choices(bound: forms.BoundField, look: Look) -> tuple[Choice, ...]:
    found: list[Choice] = []
    for value, text, chosen in _options(bound):
        if not value:
            continue  # Django's "---------" is for selects
        if divider := look.divider_before.get(value):
            found.append(Choice(divider=divider))
        found.append(
            Choice(
                value=value,
                text=text,
                checked=chosen,
                hint=look.option_hints.get(value, ""),
                conditional=_conditional(bound, look, value),
                exclusive=value in look.exclusive,
                disabled=bound.field.disabled,
            )
        )
    return tuple(found)


def _conditional(bound: forms.BoundField, look: Look, value: str) -> str:
    name = look.reveals.get(value)
    return drawn(bound.form[name]).render() if name else ""


def _modifiers(kind: str, look: Look) -> str:
    return joined(*(f"govuk-{kind}--{name}" for name in look.choice_classes.split()))


def _radios(bound: forms.BoundField, look: Look) -> Radios:
    return Radios(
        **_shared(bound),
        legend=_legend(bound, look),
        choices=_choices(bound, look),
        classes=_modifiers("radios", look),
    )


def _checkboxes(bound: forms.BoundField, look: Look) -> Checkboxes:
    return Checkboxes(
        **_shared(bound),
        legend=_legend(bound, look),
        choices=_choices(bound, look),
        classes=_modifiers("checkboxes", look),
    )


def _tick(bound: forms.BoundField, look: Look) -> Checkboxes:
    choice = Choice(
        value="true",
        text=_words(bound, look),
        checked=bool(bound.field.to_python(bound.value())),
        disabled=bound.field.disabled,
        conditional=_conditional(bound, look, "true"),
    )
    return Checkboxes(**_shared(bound), choices=(choice,), classes=_modifiers("checkboxes", look))


# --- dates -------------------------------------------------------------------------------------


def _date(bound: forms.BoundField, look: Look) -> DateComponent:
    typed = DateInput.typed(bound.value())
    wrong = _wrong_parts(bound)
    parts = tuple(
        DatePart(name=part, value=value, error=part in wrong, width=4 if part == "year" else 2)
        for part, value in zip(TypedDate._fields, typed, strict=True)
    )
    return DateComponent(**_shared(bound), legend=_legend(bound, look), parts=parts)


def _wrong_parts(bound: forms.BoundField) -> set[str]:
    faults = bound.errors.as_data() if bound.errors else []
    return {part for fault in faults for part in str(fault.code or "").split("-")}


# The first that fits is taken, so a kind stands before those it is derived from.
_DRAWN: dict[type[forms.Widget], Callable[[forms.BoundField, Look], Field]] = {
    DateInput: _date,
    forms.CheckboxSelectMultiple: _checkboxes,
    forms.RadioSelect: _radios,
    forms.Select: _select,
    forms.CheckboxInput: _tick,
    forms.FileInput: _file,
    forms.PasswordInput: _password,
    forms.Textarea: _text_area,
    Input: _text_input,
}
