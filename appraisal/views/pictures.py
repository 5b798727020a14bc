"""Charts on pages: each with a short name to see, and in words for who does not see it; and as a picture of its own."""

from collections.abc import Callable, Mapping
from hashlib import sha256
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse

from appraisal.pack.charts import Chart, chart_svg
from appraisal.views.examples import KITE_HEADERS
from appraisal.views.public import public
from core.models import Authority


class Picture(NamedTuple):
    """A chart of a page: where it is, what it is called, and all that it shows in words."""

    src: str
    name: str
    alt: str


def pictures_of(charts: Mapping[str, Chart], address: Callable[[str], str]) -> tuple[Picture, ...]:
    """Return the charts of a page; ``address`` says where the picture of one is.

    The figures of a title follow a colon or its first sentence: they are in the alternative text, and in the tables.
    """
    return tuple(
        Picture(address(key), _name_of(chart), f"{chart.title} {chart.about}")
        for key, chart in charts.items()
    )


def _name_of(chart: Chart) -> str:
    return chart.title.partition(": ")[0].partition(". ")[0].rstrip(".")


def drawn(request: HttpRequest, council: Authority, chart: Chart | None) -> HttpResponse:
    """Return a chart as a picture that everybody may see. Raises Http404 without one."""
    if chart is None:
        raise Http404
    picture = chart_svg(chart, colour=council.colour, text="paths")
    response = HttpResponse(picture, content_type="image/svg+xml", headers=KITE_HEADERS)
    return public(request, response, f'"{sha256(picture.encode()).hexdigest()[:32]}"', None)
