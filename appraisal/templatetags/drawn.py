"""Charts inside what is printed."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from appraisal.pack.charts import chart_svg
from appraisal.pack.report.blocks import Drawing

register = template.Library()


@register.filter
def drawn(drawing: Drawing, prefix: str = "") -> SafeString:
    """Draw a chart; ``prefix`` begins its ids, so that the charts of several packs can share a document."""
    ident = f"{prefix}chart-{drawing.key}"
    return mark_safe(chart_svg(drawing.chart, colour=drawing.colour, ident=ident))  # noqa: S308  # it escapes its own words
