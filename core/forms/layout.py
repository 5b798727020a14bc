"""How fields are arranged, for django-crispy-forms: ``helper.layout = Layout(Field("title"), …)``."""

from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from core import components
from core.components import Component, Legend
from core.forms.draw import html_of
from core.forms.look import Look, Size


class Field:
    """One field, in a look of its own here."""

    def __init__(self, name: str, look: Look | None = None) -> None:
        self.name = name
        self.look = look

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the HTML, and tell crispy-forms that the field is drawn."""
        drawn_already: set[str] = getattr(form, "rendered_fields", set())
        drawn_already.add(self.name)
        return html_of(form[self.name], self.look)


class Fieldset:
    """Fields under one legend, which may be the page's heading."""

    def __init__(self, legend: str, *fields: Any, size: Size = "m", heading: bool = False) -> None:
        self.legend = Legend(
            text=legend,
            classes=size and f"govuk-fieldset__legend--{size}",
            heading=heading,
        )
        self.fields = [Field(field) if isinstance(field, str) else field for field in fields]

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the HTML."""
        parts = ((field.render(form, context, **kwargs),) for field in self.fields)
        content = format_html_join("\n", "{}", parts)
        return components.Fieldset(legend=self.legend, content=content).render()


class Put:
    """A component between the fields: an inset text, details, a button."""

    def __init__(self, component: Component) -> None:
        self.component = component

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the HTML."""
        return self.component.render()


class Buttons:
    """Buttons beside each other, the main one first."""

    def __init__(self, *buttons: components.Button) -> None:
        self.buttons = buttons

    def render(self, form: forms.BaseForm, context: Any, **kwargs: Any) -> SafeString:
        """Return the HTML."""
        inside = format_html_join("\n", "{}", ((button.render(),) for button in self.buttons))
        return format_html('<div class="govuk-button-group">{}</div>', inside)
