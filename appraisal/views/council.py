"""A council's home, and the proposals that somebody may read there."""

from typing import NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from appraisal.access import proposals_of
from appraisal.actions.councils import join_as_contact
from appraisal.models import Kind, Proposal
from appraisal.roles import Office
from appraisal.views.around import state_words
from appraisal.views.doors import AtCouncil, at_council, for_everyone, for_people, now
from core.components import PageLink, Pagination
from core.models import Authority

_A_PAGE = 25


class Work(NamedTuple):
    """Where somebody with a role at the council begins their day."""

    office: Office
    text: str
    address: str

    def at(self, council: Authority) -> tuple[str, str]:
        """Return what the button says, and where it leads."""
        return self.text, reverse(f"appraisal:{self.address}", args=[council.slug])


# Of several roles the first counts.
_WORK = (
    Work(Office.QUEUE, "See the queue", "queue"),
    Work(Office.SIT, "See your panel meetings", "panel"),
    Work(Office.SETTINGS, "See the settings", "settings"),
    Work(Office.PEOPLE, "See who belongs to the council", "people"),
)


@require_safe
@for_everyone
def home(request: HttpRequest, council: Authority) -> HttpResponse:
    """Say what a group can do here, to everyone."""
    at = at_council(request, council)
    work = next((one for one in _WORK if one.office in at.may), None)
    context = {
        "kinds": Kind.choices,
        "at": at,
        "work": work and work.at(council),
    }
    return render(request, "appraisal/council.html", context)


class Listed(NamedTuple):
    """A proposal in a list."""

    proposal: Proposal
    state: str


@require_safe
@for_people
def proposals(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the proposals that a person may read, the latest changed first.

    Whoever a paper form names as its group's contact belongs to that group from now on.
    """
    if not at.memberships:
        join_as_contact(user=at.user, authority=at.council, at=now())
    found = proposals_of(at.user, at.council).select_related("organisation")
    pages = Paginator(found.order_by("-changed_at", "pk"), _A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    context = {
        "at": at,
        "listed": [Listed(one, state_words(one)) for one in page],
        "page": page,
        "pagination": pagination_of(page) if pages.num_pages > 1 else None,
    }
    return render(request, "appraisal/proposals.html", context)


def pagination_of(page: "object") -> Pagination:
    """Return the links to the pages before and after one of a list."""
    previous = page.has_previous() and f"?page={page.previous_page_number()}"  # type: ignore[attr-defined]
    following = page.has_next() and f"?page={page.next_page_number()}"  # type: ignore[attr-defined]
    return Pagination(
        previous=PageLink(href=previous) if previous else None,
        next=PageLink(href=following) if following else None,
    )
