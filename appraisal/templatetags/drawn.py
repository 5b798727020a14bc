"""Charts inside what is printed, and texts of which only so much has room."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from appraisal.pack.brief import brief
from appraisal.pack.charts import Chart, Star, chart_svg, large_svgs
from appraisal.pack.report.blocks import Drawing

register = template.Library()
register.filter("brief", brief)
_FRAME = '<div class="chart">{}</div>'


@register.simple_tag
def drawn(
    drawing: Drawing, prefix: str = "", large: bool = False
) -> SafeString:  # a template's words
    """Draw a chart; ``prefix`` begins its ids, so that the charts of several packs can share a document.

    ``large``: for large print, in as many parts as it needs.
    """
    ident, colour = f"{prefix}chart-{drawing.key}", drawing.colour
    if not large:
        return mark_safe(_FRAME.format(chart_svg(drawing.chart, colour=colour, ident=ident)))  # noqa: S308  # it escapes its own words
    parts = "\n".join(map(_FRAME.format, large_svgs(drawing.chart, colour=colour, ident=ident)))
    return mark_safe(parts + _names_of(drawing.chart))  # noqa: S308  # as above, and below


def _names_of(chart: Chart) -> str:
    """List what the numbers of a star stand for."""
    if not isinstance(chart, Star):
        return ""
    return f'<ol class="points">{"".join(f"<li>{escape(one)}</li>" for one in chart.labels)}</ol>'
