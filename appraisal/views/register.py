"""The public register: for everyone, signed in or not, and the same for all of them.

No page of it looks at who asks, so that any cache on the way may keep it.
"""

from collections.abc import Callable, Iterator
from datetime import date
from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from appraisal.exports.register import Address, register_csv, register_json
from appraisal.forms.register import RegisterForm
from appraisal.models import Publication
from appraisal.queries.paging import Slice, every, slice_of
from appraisal.queries.register import NEWEST, newest_published, published, register, years
from appraisal.views.doors import for_everyone
from appraisal.views.public import public, public_page
from core.components import PageLink, Pagination
from core.models import Authority

A_PAGE = 25


@require_safe
@for_everyone
def entries(request: HttpRequest, council: Authority) -> HttpResponse:
    """List the decisions that a council has published, the latest first."""
    form = RegisterForm(years(council), request.GET)
    found = register(council, form.wanted)
    page = slice_of(
        found,
        NEWEST,
        A_PAGE,
        after=_place(request.GET.get("after")),
        before=_place(request.GET.get("before")),
    )
    same = urlencode(_filters(request))
    context = {
        "form": form,
        "page": page.rows,
        "pagination": _pagination(page, same),
        "query": f"?{same}" if same else "",
        "filtered": bool(same),
    }
    return public_page(request, council, "appraisal/register/list.html", context)


def _filters(request: HttpRequest) -> list[tuple[str, str]]:
    keys = ("q", "outcome", "kind", "year")
    return [(key, request.GET[key]) for key in keys if request.GET.get(key)]


def _place(text: str | None) -> tuple[date, int] | None:
    """Return a place in the list as an address holds it; what is none is as if it were not there."""
    day, _, number = (text or "").partition(".")
    try:
        place = date.fromisoformat(day), int(number)
    except ValueError:
        return None
    return place if 0 <= place[1] < 2**63 else None


def _pagination(page: Slice[Publication], same: str) -> Pagination | None:
    if not page.rows or not (page.before or page.after):
        return None

    def link(name: str, row: Publication) -> PageLink:
        query = f"{same}&" if same else ""
        return PageLink(href=f"?{query}{name}={row.decided_on.isoformat()}.{row.pk}")

    return Pagination(
        previous=link("before", page.rows[0]) if page.before else None,
        next=link("after", page.rows[-1]) if page.after else None,
        label="Pages of the register",
    )


@require_safe
@for_everyone
def entry(request: HttpRequest, council: Authority, number: int) -> HttpResponse:
    """Show one published decision."""
    one = published(council).filter(pk=number).first() if number < 2**63 else None
    if one is None:
        raise Http404
    return public_page(request, council, "appraisal/register/entry.html", {"one": one})


@require_safe
@for_everyone
def entries_csv(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return all that the filter shows as CSV."""
    return _file(request, council, "text/csv; charset=utf-8", "csv", register_csv)


@require_safe
@for_everyone
def entries_json(request: HttpRequest, council: Authority) -> HttpResponse:
    """Return all that the filter shows as JSON."""

    def write(found: Iterator[Publication], address: Address) -> Iterator[str]:
        return register_json(council.name, found, address)

    return _file(request, council, "application/json", "json", write)


def _file(
    request: HttpRequest,
    council: Authority,
    kind: str,
    ending: str,
    write: Callable[[Iterator[Publication], Address], Iterator[str]],
) -> HttpResponse:
    found = register(council, RegisterForm(years(council), request.GET).wanted)
    newest = newest_published(council)
    base = request.build_absolute_uri("/").rstrip("/")

    def address(one: Publication) -> str:
        return f"{base}{reverse('appraisal:register_entry', args=[council.slug, one.pk])}"

    response = StreamingHttpResponse(write(every(found, NEWEST), address), content_type=kind)
    name = f'attachment; filename="{council.slug}-decisions.{ending}"'
    response.headers["Content-Disposition"] = name
    # What is published never changes, so what was published last tells one state from the next.
    state = f"{newest.pk} {newest.published_at}" if newest else ""
    tells = f"{state} {council.name} {base} {ending} {urlencode(_filters(request))}"
    changed = newest.published_at.timestamp() if newest and newest.published_at else None
    etag = f'"{sha256(tells.encode()).hexdigest()[:32]}"'
    return public(request, response, etag, None if changed is None else int(changed))
