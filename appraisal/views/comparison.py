"""The comparison sheet of a meeting, of what who asks for it may read: for officers, the chair, who sits."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.access import MayNot, NoSuchProposal, open_proposal
from appraisal.models import AgendaItem, Meeting
from appraisal.pack.comparison import Item, comparison_of
from appraisal.pack.comparison_pdf import draw_comparison
from appraisal.queries.packs import newest_issues
from appraisal.queries.panel import agenda_of
from appraisal.roles import Office, To
from appraisal.templatetags.show import moment
from appraisal.views.documents import as_file
from appraisal.views.doors import AtCouncil, for_office
from appraisal.views.meetings import address, of_council
from appraisal.views.panel import own_meeting


@require_safe
@for_office(Office.MEETINGS)
def for_meeting(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Draw the sheet for who prepares the meeting."""
    return _sheet(request, at, of_council(at, meeting), address(at, "meeting", meeting))


@require_safe
@for_office(Office.SIT)
def for_panel(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Draw the sheet for who sits there, without the items that are closed to them."""
    return _sheet(request, at, own_meeting(at, meeting), address(at, "panel_agenda", meeting))


def _sheet(request: HttpRequest, at: AtCouncil, meeting: Meeting, back: str) -> HttpResponse:
    agenda = agenda_of(meeting)
    numbered = [(number, one) for number, one in enumerate(agenda, start=1) if _may_read(at, one)]
    issues = newest_issues([one.proposal_id for _, one in numbered])
    items = tuple(
        Item(number, issues[one.proposal_id])
        for number, one in numbered
        if one.proposal_id in issues
    )
    if not items:
        return render(
            request, "appraisal/panel/no_comparison.html", {"at": at, "back": back}, status=409
        )
    sheet = comparison_of(
        items,
        title=f"Panel meeting, {moment(meeting.held_at)}, {meeting.place}",
        council=at.council.name,
        day=meeting.held_at.date(),
        colour=at.council.colour,
        left_out=len(agenda) - len(items),
    )
    name = f"comparison-{meeting.held_at:%Y-%m-%d}.pdf"
    answer = as_file(draw_comparison(sheet), "application/pdf", name, "inline")
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def _may_read(at: AtCouncil, item: AgendaItem) -> bool:
    """Say whether an item is open to somebody: not to who withdrew from it, or has not declared."""
    try:
        open_proposal(
            memberships=at.memberships,
            authority=at.council,
            proposal_id=item.proposal_id,
            to=To.READ_AS_COUNCIL,
        )
    except (NoSuchProposal, MayNot):
        return False
    return True
