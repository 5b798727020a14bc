"""Figures with their workings, and answers to check, put together here: a page has many, and a template is slow."""

from django import template
from django.utils.safestring import SafeString

from appraisal.showing.check import CheckCard, CheckRow
from appraisal.showing.result import ProxyLine, Worked
from appraisal.templatetags.tables import said
from core.components.base import escaped

register = template.Library()


@register.filter
def figure(worked: Worked) -> SafeString:
    """Return a figure that stands by itself, with how it was worked out below it."""
    return SafeString(  # every text in it is escaped
        f'<div class="app-figure app-figure--wide" id="{escaped(worked.id)}">'
        f'<p class="app-figure__name">{escaped(worked.title)}'
        f'<span class="app-figure__small">{escaped(worked.small)}</span></p>\n'
        f'<p class="app-figure__points">{escaped(worked.figure)}</p>\n{working(worked)}\n</div>'
    )


@register.filter
def working(worked: Worked) -> SafeString:
    """Return how a figure was worked out, to be opened: each line, the rule, what it took and from where."""
    title = escaped(worked.title)
    lines = "".join(
        f"<div{_BELOW if below else ''}><dt>{escaped(text)}</dt><dd>{escaped(result)}</dd></div>\n"
        for text, result, below in worked.lines
    )
    used = "".join(map(_proxy, worked.proxies))
    used = f"<p><strong>Figures used</strong></p>\n<ul>{used}</ul>\n" if used else ""
    basis = f" {escaped(worked.basis)}." if worked.basis else ""
    return SafeString(  # every text in it is escaped
        '<details class="govuk-details app-working">\n<summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">How this was worked out'
        f'<span class="govuk-visually-hidden">: {title}</span></span></summary>\n'
        f'<div class="govuk-details__text"><dl class="app-sum">{lines}<div class="app-sum__result">'
        f"<dt>{title}</dt><dd>{escaped(worked.result)}</dd></div></dl>\n"
        f"<p><strong>The rule.</strong> {escaped(worked.rule)}</p>\n{used}"
        f'<p class="app-quiet"><strong>Source.</strong> {escaped(worked.source)}.{basis}</p></div>\n</details>'
    )


_BELOW = ' class="app-sum__below"'


def _proxy(one: ProxyLine) -> str:
    text = f"{one.title}: {one.value}, applies from {one.applies_from}. {one.status}. {one.source}."
    return f"<li>{escaped(text)}</li>\n"


@register.filter
def check_card(card: CheckCard, level: int) -> SafeString:
    """Return answers to check, each with a link to change it; ``level`` is that of the heading over them."""
    title, wide = escaped(card.title), " app-with-wide" if card.has_wide else ""
    free = " govuk-summary-list__row--no-actions" if card.has_links else ""
    rows = "".join(_row(one, "" if one.change else free, title) for one in card.rows)
    return SafeString(  # every text in it is escaped
        f'<div class="govuk-summary-card" id="check-{escaped(card.id)}">\n'
        f'<div class="govuk-summary-card__title-wrapper"><h{level} class="govuk-summary-card__title">'
        f"{title}</h{level}></div>\n"
        f'<div class="govuk-summary-card__content"><dl class="govuk-summary-list{wide}">\n{rows}</dl></div>\n</div>\n'
    )


def _row(row: CheckRow, free: str, title: str) -> str:
    key, wide = escaped(row.key), " app-wide" if row.wide else ""
    if row.missing:
        value = f'<span class="app-quiet">{escaped(row.missing)}</span>'
    elif row.text:
        value = f'<span class="app-typed">{escaped(row.text)}</span>'
    else:
        value = said(row.spoken)
    change = (
        f'<dd class="govuk-summary-list__actions"><a class="govuk-link" href="{escaped(row.change)}">Change'
        f'<span class="govuk-visually-hidden"> {key} ({title})</span></a></dd>'
        if row.change
        else ""
    )
    return (
        f'<div class="govuk-summary-list__row{wide}{free}"><dt class="govuk-summary-list__key">{key}</dt>\n'
        f'<dd class="govuk-summary-list__value">{value}</dd>{change}</div>\n'
    )
