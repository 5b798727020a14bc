"""The wards of a council: how deprived the small areas of each are, for everyone."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.area.profile import mapping_of
from appraisal.exports.places import profile_csv
from appraisal.models import Publication
from appraisal.pack.neighbourhood import CONTEXT, blocks_of, charts_of, sourced_chart
from appraisal.queries.profiles import neighbourhoods_of
from appraisal.queries.register import published
from appraisal.queries.wards import Ward, WardKnown, ward_known, wards_of
from appraisal.views.doors import for_everyone, now
from appraisal.views.pictures import drawn, pictures_of
from appraisal.views.places import MOST_LISTED, as_table
from appraisal.views.public import public_page
from core.models import Authority


@require_safe
@for_everyone
def ward(request: HttpRequest, council: Authority, key: str) -> HttpResponse:
    """Show what is known of a ward, which neighbourhoods share its areas, and what was decided there."""
    one, known = _found(council, key)
    shared = set(known.neighbourhoods)
    context = {
        "ward": one,
        "profile": known.profile,
        "context": CONTEXT,
        "blocks": blocks_of(known.profile),
        "pictures": pictures_of(
            charts_of(known.profile),
            lambda name: reverse("appraisal:ward_chart", args=[council.slug, key, name]),
        ),
        "neighbourhoods": [own for own in neighbourhoods_of(council) if own.name in shared],
        "decisions": _decided_in(council, known),
    }
    return public_page(request, council, "appraisal/places/ward.html", context)


def _found(council: Authority, key: str) -> tuple[Ward, WardKnown]:
    on = now().date()
    one = next((one for one in wards_of(council, on) if one.key == key), None)
    if one is None:
        raise Http404
    return one, ward_known(council, one, on)


def _decided_in(council: Authority, known: WardKnown) -> list[Publication]:
    found = published(council).filter(decision__proposal__asset__small_area__in=known.areas)
    return list(found.order_by("-decided_on", "-id")[:MOST_LISTED])


@require_safe
@for_everyone
def ward_chart(request: HttpRequest, council: Authority, key: str, chart: str) -> HttpResponse:
    """Draw a chart of a ward as a picture of its own."""
    return drawn(request, council, sourced_chart(_found(council, key)[1].profile, chart))


@require_safe
@for_everyone
def ward_json(request: HttpRequest, council: Authority, key: str) -> HttpResponse:
    """Return all that is known of a ward, for programs."""
    known = _found(council, key)[1]
    said = {**mapping_of(known.profile), "neighbourhoods": list(known.neighbourhoods)}
    return JsonResponse(said, json_dumps_params={"indent": 1, "ensure_ascii": False})


@require_safe
@for_everyone
def ward_csv(request: HttpRequest, council: Authority, key: str) -> HttpResponse:
    """Return all that is known of a ward as a table, a figure a line."""
    known = _found(council, key)[1]
    return as_table(profile_csv(known.profile), f"{council.slug}-{key}.csv")
