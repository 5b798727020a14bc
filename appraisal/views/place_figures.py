"""House prices and social capital over all places of a council: for everyone, with tables, charts and files."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.area.indicators import BY_KEY
from appraisal.area.prices import by_district
from appraisal.area.social_capital import STRONG_ON, Against, When
from appraisal.exports.cells import csv_lines
from appraisal.models import Dataset, IndicatorValue
from appraisal.pack.charts import with_sources
from appraisal.pack.equity import (
    ABOUT,
    Pairs,
    equity_blocks,
    equity_charts,
    interval_words,
    together_table,
)
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Table, Text
from appraisal.queries.cores import Core, cores_of
from appraisal.queries.datasets import in_force_for, said_of
from appraisal.queries.prices import ByPrices, Worked, worked_for
from appraisal.queries.together import beside_prices
from appraisal.views.doors import for_everyone, now
from appraisal.views.pictures import Picture, drawn, pictures_of
from appraisal.views.public import public_page
from core.models import Authority

PUBLISHED, SOLD = "published", "sold"
_IMPORTS = {PUBLISHED: "district-prices", SOLD: "prices"}
_TITLES = {PUBLISHED: "By published averages", SOLD: "By the medians of single sales"}


class Part(NamedTuple):
    """The model by one kind of price; two kinds are never put together."""

    title: str
    blocks: tuple[Block, ...]
    pictures: tuple[Picture, ...]


def _pairs(worked: Worked) -> Pairs:
    return tuple(zip(worked.equity.districts, worked.sure, strict=True))


def _parts(found: ByPrices) -> dict[str, Worked]:
    both = {PUBLISHED: found.published, SOLD: found.sold}
    return {key: one for key, one in both.items() if one is not None}


@require_safe
@for_everyone
def prices(request: HttpRequest, council: Authority) -> HttpResponse:
    """Show what the Neighbourhood Equity Model makes of house prices in the districts of a council."""
    found = worked_for(council)
    parts = [_part(council, key, one) for key, one in _parts(found).items()]
    beside = beside_prices(council, found.published, now().date()) if found.published else ()
    rows = [(one.what, one.found) for one in beside]
    context = {
        "about": ABOUT,
        "parts": parts,
        "together": together_table(rows) if rows else (),
        "sources": found.sources,
        "why_not": found.why_not,
        "used": found.used,
    }
    return public_page(request, council, "appraisal/places/prices.html", context)


def _part(council: Authority, key: str, worked: Worked) -> Part:
    pairs = _pairs(worked)
    pictures = pictures_of(
        equity_charts(worked.periods, pairs),
        lambda name: reverse("appraisal:prices_chart", args=[council.slug, key, name]),
    )
    blocks = tuple(equity_blocks(worked.periods, pairs, by_district(worked.left_out)))
    return Part(_TITLES[key], blocks, pictures)


@require_safe
@for_everyone
def prices_chart(request: HttpRequest, council: Authority, by: str, chart: str) -> HttpResponse:
    """Draw a chart of prices as a picture of its own."""
    every = worked_for(council)
    worked = _parts(every).get(by)
    charts = equity_charts(worked.periods, _pairs(worked)) if worked is not None else {}
    found = charts.get(chart)
    source = _source(in_force_for(council), by) if found is not None else ""
    return drawn(request, council, found and with_sources(found, (f"{source}.",)))


_COLUMNS = (
    *("by", "postcode_district", "area", "classification", "start_year", "end_year", "start_gbp"),
    *("end_gbp", "percent_increase", "class_median_percent", "expected_price_gbp", "premium_gbp"),
    *("dwellings", "total_gbp", "interval", "source"),
)


def _source(sets: Mapping[tuple[str, int], Dataset], by: str) -> str:
    """Say where one kind of price is from."""
    used = sets.get((_IMPORTS[by], 0))
    return said_of(used) if used else ""


def _lines(council: Authority) -> Iterator[tuple[str, ...]]:
    sets = in_force_for(council)
    for key, worked in _parts(worked_for(council)).items():
        source = _source(sets, key)
        for found, sure in _pairs(worked):
            district = found.district
            yield (
                *(key, district.code, district.name, found.classed),
                *(str(worked.periods[0]), str(worked.periods[1])),
                *(f"{district.start:f}", f"{district.end:f}", f"{found.increase:f}"),
                *(f"{found.median:f}", f"{found.expected:f}"),
                f"{found.premium:f}" if found.premium is not None else "",
                str(found.dwellings),
                f"{found.total:f}" if found.total is not None else "",
                *(interval_words(sure), source),
            )


@require_safe
@for_everyone
def prices_csv(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return what the model makes of prices as a table."""
    return _table(csv_lines(_COLUMNS, _lines(council)), f"{council.slug}-prices.csv")


@require_safe
@for_everyone
def prices_json(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return what the model makes of prices, for programs."""
    rows = [dict(zip(_COLUMNS, line, strict=True)) for line in _lines(council)]
    return _json({"council": council.name, "about": ABOUT, "districts": rows})


def _table(lines: Iterator[str], name: str) -> HttpResponse:
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _json(said: dict[str, object]) -> HttpResponse:
    return JsonResponse(said, json_dumps_params={"indent": 1, "ensure_ascii": False})


_YES: dict[bool | None, str] = {True: "Yes", False: "No", None: "Not known"}
_STANDS = {Against.ABOVE: "above", Against.BELOW: "below", Against.ABOUT: "about the average"}


@require_safe
@for_everyone
def social_capital(request: HttpRequest, council: Authority) -> HttpResponse:
    """Show where deprived places are above average on getting on, influence or satisfaction."""
    cores = cores_of(council, now().date())
    dataset = _indicators(council)
    context = {
        "blocks": tuple(_core_blocks(cores)),
        "source": f"{said_of(dataset)}." if dataset else "",
    }
    return public_page(request, council, "appraisal/places/social.html", context)


def _indicators(council: Authority) -> Dataset | None:
    return in_force_for(council).get(("indicators", 0))


def _core_blocks(cores: tuple[Core, ...]) -> Iterator[Block]:
    surveys = sorted(
        {one.survey for core in cores for one in core.signs if one.indicator in STRONG_ON}
    )
    if not surveys:
        return
    for survey in surveys:
        yield _survey_table(cores, survey)
    named = "; ".join(f"{key} {BY_KEY[key].title.lower()}" for key in STRONG_ON)
    yield Text(
        f"{named}. A core economy is called strong where one of the three at least is above the average. A place "
        "counts as deprived where half of its small areas or more are in the most deprived tenth of England. A figure "
        "is compared with the council’s own of the same survey and period alone, and each survey has a table of "
        "its own: figures of two surveys are not one series."
    )


def _survey_table(cores: tuple[Core, ...], survey: str) -> Table:
    """Return how the places of which a survey says anything stand, by what it asked."""
    asked = sorted(
        {
            one
            for core in cores
            for one in core.signs
            if one.survey == survey and one.indicator in STRONG_ON
        }
    )
    periods = sorted({one.period for one in asked})
    heads = (
        "Neighbourhood",
        *(f"{one.indicator} {one.period}" for one in asked),
        *(f"Strong in {period}" for period in periods),
    )
    rows = [
        (
            core.name,
            *(_STANDS[core.signs[one]] if one in core.signs else "Not known" for one in asked),
            *(_YES[core.strong.get(When(period, survey))] for period in periods),
        )
        for core in cores
        if any(one in core.signs for one in asked)
    ]
    caption = f"Deprived, and yet above the council’s average? ({survey})"
    return Table(grid(heads, rows, tuple(False for _ in heads), caption))


_VALUES = (
    *("indicator", "place_kind", "place", "place_name", "period", "value", "lower", "upper"),
    *("sample", "survey", "source", "licence"),
)


def _values(council: Authority) -> Iterator[tuple[str, ...]]:
    dataset = _indicators(council)
    if dataset is None:
        return
    for row in (
        IndicatorValue.objects.filter(dataset=dataset).order_by("order").values_list(*_VALUES)
    ):
        yield tuple("" if one is None else _unpadded(one) for one in row)


def _unpadded(value: object) -> str:
    """Return a value for programs: a number without the zeros that the database pads it with."""
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


@require_safe
@for_everyone
def social_csv(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return what surveys found as a table, each value with its survey, source and licence."""
    return _table(csv_lines(_VALUES, _values(council)), f"{council.slug}-social-capital.csv")


@require_safe
@for_everyone
def social_json(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return what surveys found, for programs."""
    rows = [dict(zip(_VALUES, line, strict=True)) for line in _values(council)]
    return _json({"council": council.name, "values": rows})
