"""A form that knows how its fields look, and whose rows grow and shrink without a script."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.forms.utils import ErrorDict, pretty_name

from core.forms.look import Look
from core.forms.rows import CHANGE, BoundRows
from core.forms.words import speak_plainly


class Form(forms.Form):
    """A form in our look.

    ``looks`` says how fields look, by name. A field that a radio button or a tick brings out is checked
    only if that was chosen.
    """

    looks: dict[str, Look] = {}
    use_required_attribute = False  # our messages say more than a browser's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if field.label is None:
                field.label = pretty_name(name)
            speak_plainly(field)

    def revealed(self) -> dict[str, tuple[str, str]]:
        """Return which fields are drawn inside a choice of another: name → that field, the choice."""
        return {
            name: (by, choice)
            for by, look in self.looks.items()
            if by in self.fields
            for choice, name in look.reveals.items()
        }

    def rows(self) -> Iterator[BoundRows]:
        """Yield the fields that are rows."""
        for bound in self:
            if isinstance(bound, BoundRows):
                yield bound

    def change_rows(self) -> bool:
        """Carry out a press of “Add another” or “Remove”; say whether there was one.

        The form then holds everything that was typed and is drawn again as it is, without complaints: to
        add a row is not to be finished. Ask this before ``is_valid``.
        """
        pressed = str(self.data.get(CHANGE, "")).split()
        if len(pressed) < 2:
            return False
        for bound in list(self.rows()):
            if bound.html_name == pressed[1]:
                self.data = bound.changed(pressed)
        self._bound_fields_cache: dict[str, forms.BoundField] = {}
        self.leave_unchecked(pressed)
        return True

    def leave_unchecked(self, pressed: Sequence[str] = ("", "")) -> None:
        """Show what was typed without complaints; ``pressed`` is the button of rows that was, if one."""
        for bound in self.rows():
            bound.left_unchecked(pressed if bound.html_name == pressed[1] else ("",))
        self._errors = ErrorDict()
        self.cleaned_data: dict[str, Any] = {}

    def full_clean(self) -> None:
        """Check the form, and forget what stands behind choices that were not made."""
        super().full_clean()
        if not self.is_bound or self._errors is None:
            return
        for name, (by, choice) in self.revealed().items():
            if choice not in self._chosen(by):
                self._errors.pop(name, None)
                self.cleaned_data[name] = getattr(self.fields[name], "empty_value", None)

    def _chosen(self, name: str) -> set[str]:
        """Return the choices that were made in a field, as a page sends them: a tick is “true”."""
        value = self[name].value()
        made = value if isinstance(value, list) else [value]
        return {"true" if one is True else str(one) for one in made}
