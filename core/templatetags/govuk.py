"""Components in templates. Built into every template: no need to load it."""

from typing import Any

from django import forms, template
from django.contrib.messages import SUCCESS
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from core import components
from core.forms.base import Form
from core.forms.draw import html_of
from core.forms.problems import error_summary as summary_of

register = template.Library()


@register.simple_tag
def govuk_fields(form: forms.BaseForm) -> SafeString:
    """Draw all fields of a form at once, each as ``govuk_field`` does.

    It asks once what is drawn inside choices, and needs no template for each field.
    """
    inside = form.revealed() if isinstance(form, Form) else {}
    drawn = (html_of(bound) for bound in form if bound.name not in inside)
    return mark_safe("".join(drawn))  # noqa: S308  # components escape their own words


@register.simple_tag
def govuk_field(bound: forms.BoundField) -> SafeString | str:
    """Draw a field of a form, unless it is drawn inside a choice of another."""
    inside = bound.form.revealed() if isinstance(bound.form, Form) else {}
    return "" if bound.name in inside else html_of(bound)


@register.simple_tag
def error_summary(*given: forms.BaseForm) -> SafeString | str:
    """Draw what is wrong with forms, or nothing."""
    summary = summary_of(*given)
    return summary.render() if summary else ""


@register.simple_tag
def error_prefix(*given: forms.BaseForm) -> str:
    """Return what a page's title begins with if something is wrong with its forms."""
    return "Error: " if any(form.is_bound and form.errors for form in given) else ""


@register.simple_tag
def default_button() -> SafeString:
    """Draw the button that the Enter key presses in a form with rows.

    Without it a browser presses the first button there is, which would remove the first row.
    """
    return mark_safe(
        '<button type="submit" class="govuk-visually-hidden" tabindex="-1" aria-hidden="true">'
        "Save</button>"
    )


@register.simple_tag
def button(text: str, **options: Any) -> SafeString:
    """Draw a button: ``{% button "Save and continue" once=True %}``."""
    return components.Button(text=text, **options).render()


@register.simple_tag
def back_link(href: str, text: str = "Back") -> SafeString:
    """Draw a link to the page before, as a landmark, for it stands outside the main part of the page."""
    link = components.BackLink(href=href, text=text)
    return format_html('<nav aria-label="Page before this">{}</nav>', link)


@register.simple_tag
def tag(text: str, colour: str = "") -> SafeString:
    """Draw a status."""
    return components.Tag(text=text, colour=colour).render()


@register.simple_tag
def warning_text(text: str) -> SafeString:
    """Draw what must not be overlooked."""
    return components.WarningText(text=text).render()


@register.simple_block_tag
def inset_text(content: str) -> SafeString:
    """Draw words that stand apart: ``{% inset_text %}…{% endinset_text %}``."""
    return components.InsetText(content=content).render()


@register.simple_block_tag
def details(content: str, summary: str, **options: Any) -> SafeString:
    """Draw more to read: ``{% details "How this was worked out" %}…{% enddetails %}``."""
    return components.Details(summary=summary, content=content, **options).render()


@register.simple_block_tag
def notification_banner(content: str, **options: Any) -> SafeString:
    """Draw a banner: ``{% notification_banner success=True %}…{% endnotification_banner %}``."""
    return components.NotificationBanner(content=content, html=True, **options).render()


@register.simple_block_tag
def panel(content: str, title: str, **options: Any) -> SafeString:
    """Draw that something is done: ``{% panel "Proposal sent" %}…{% endpanel %}``."""
    return components.Panel(title=title, content=content, **options).render()


@register.simple_tag(takes_context=True)
def banners(context: template.Context) -> SafeString:
    """Draw what the page before has to say, each as a banner."""
    found = (
        (
            components.NotificationBanner(
                content=str(message),
                success=message.level == SUCCESS,
                title_id=f"message-{number}",
            ),
        )
        for number, message in enumerate(context.get("messages") or (), 1)
    )
    return format_html_join("\n", "{}", found)
