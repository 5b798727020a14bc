"""The neighbourhoods of a council: what is known of each, for everyone; and what is proposed there, for officers."""

from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.area.profile import Profile, in_most_deprived, mapping_of
from appraisal.exports.places import places_csv, profile_csv
from appraisal.models import Kind, Proposal, Publication
from appraisal.pack.neighbourhood import CONTEXT, blocks_of, charts_of, sourced_chart
from appraisal.queries.profiles import (
    Named,
    neighbourhoods_of,
    profile_of,
    profiles_of,
    tenths_of_all,
)
from appraisal.queries.register import published
from appraisal.queries.wards import wards_of
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, for_everyone, for_office, now
from appraisal.views.pictures import drawn, pictures_of
from appraisal.views.public import public_page
from core.models import Authority

MOST_LISTED = 100


class Line(NamedTuple):
    """A neighbourhood in the list: how deprived it is, and how many decisions are published of it."""

    name: str
    href: str
    deprived: str
    decisions: int


@require_safe
@for_everyone
def places(request: HttpRequest, council: Authority) -> HttpResponse:
    """List the neighbourhoods of a council."""
    known = neighbourhoods_of(council)
    deprived = tenths_of_all(council, now().date())
    decisions = _decisions(council)
    lines = [
        Line(
            one.name,
            reverse("appraisal:place", args=[council.slug, one.key]),
            in_most_deprived(deprived.get(one.name, ())),
            decisions.get(one.name, 0),
        )
        for one in known
    ]
    context = {"lines": lines, "wards": wards_of(council, now().date())}
    return public_page(request, council, "appraisal/places/list.html", context)


def _decisions(council: Authority) -> dict[str, int]:
    found = published(council).order_by().values_list("decision__proposal__asset__neighbourhood")
    return dict(found.annotate(many=Count("id")))


@require_safe
@for_everyone
def place(request: HttpRequest, council: Authority, key: str) -> HttpResponse:
    """Show what is known of a neighbourhood, and what was decided on what stands there."""
    named = _named(council, key)
    profile = profile_of(council, named.name, now().date())
    context = {
        "named": named,
        "profile": profile,
        "context": CONTEXT,
        "blocks": blocks_of(profile),
        "pictures": pictures_of(
            charts_of(profile),
            lambda name: reverse("appraisal:place_chart", args=[council.slug, key, name]),
        ),
        "decisions": _published_in(council, named.name),
    }
    return public_page(request, council, "appraisal/places/place.html", context)


def _published_in(council: Authority, name: str) -> list[Publication]:
    found = published(council).filter(decision__proposal__asset__neighbourhood=name)
    return list(found.order_by("-decided_on", "-id")[:MOST_LISTED])


def _named(council: Authority, key: str) -> Named:
    found = next((one for one in neighbourhoods_of(council) if one.key == key), None)
    if found is None:
        raise Http404
    return found


@require_safe
@for_everyone
def place_chart(request: HttpRequest, council: Authority, key: str, chart: str) -> HttpResponse:
    """Draw a chart of a neighbourhood as a picture of its own."""
    return drawn(request, council, sourced_chart(_profile(council, key), chart))


def _profile(council: Authority, key: str) -> Profile:
    return profile_of(council, _named(council, key).name, now().date())


@require_safe
@for_everyone
def place_json(request: HttpRequest, council: Authority, key: str) -> HttpResponse:
    """Return all that is known of a neighbourhood, for programs."""
    return JsonResponse(
        mapping_of(_profile(council, key)), json_dumps_params={"indent": 1, "ensure_ascii": False}
    )


@require_safe
@for_everyone
def place_csv(request: HttpRequest, council: Authority, key: str) -> HttpResponse:
    """Return all that is known of a neighbourhood as a table, a figure a line."""
    return as_table(profile_csv(_profile(council, key)), f"{council.slug}-{key}.csv")


@require_safe
@for_everyone
def all_csv(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return all that is known of all neighbourhoods as one table."""
    names = [one.name for one in neighbourhoods_of(council)]
    profiles = profiles_of(council, names, now().date())
    return as_table(places_csv(profiles), f"{council.slug}-neighbourhoods.csv")


def as_table(lines: Iterator[str], name: str) -> HttpResponse:
    """Return the lines of a CSV as a file to take away."""
    response = HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


class Proposed(NamedTuple):
    """A proposal for something that stands in a neighbourhood."""

    title: str
    href: str
    asset: str
    state: str


@require_safe
@for_office(Office.QUEUE)
def place_proposals(request: HttpRequest, at: AtCouncil, key: str) -> HttpResponse:
    """List what is proposed, or was, for the buildings and land of a neighbourhood."""
    named = _named(at.council, key)
    found = Proposal.objects.filter(
        Q(asset__neighbourhood=named.name), authority=at.council
    ).select_related("asset")
    lines = [
        Proposed(
            one.title,
            reverse("appraisal:proposal", args=[at.council.slug, one.pk]),
            one.asset.name,
            f"{Kind(one.kind).label}: {one.get_state_display()}",
        )
        for one in found.order_by("-changed_at", "pk")[:MOST_LISTED]
    ]
    context = {"at": at, "named": named, "lines": lines, "most": MOST_LISTED}
    return render(request, "appraisal/places/proposals.html", context)
