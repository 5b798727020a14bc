"""What somebody who sits on the panel sees: their meetings, an agenda, and what they declare."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.panel import CannotSay, declare
from appraisal.forms.panel import InterestForm, LaterInterestForm
from appraisal.models import Meeting
from appraisal.queries.panel import Own, meetings_with, own_agenda
from appraisal.roles import Office
from appraisal.views.asking import Asked, ask
from appraisal.views.doors import AtCouncil, for_office, now
from appraisal.views.meetings import MOST_LISTED, address
from core.forms import Form

_WITHDRAWS = (
    "If you have an interest, you withdraw from this item. You will not see it and you will not score it, and the "
    "record of the decision says that you withdrew. You cannot take that back."
)


@require_safe
@for_office(Office.SIT)
def own_meetings(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the meetings at which somebody sits, the latest first."""
    listed = meetings_with(at.user, at.council)[:MOST_LISTED]
    return render(request, "appraisal/panel/own_meetings.html", {"at": at, "listed": listed})


@require_safe
@for_office(Office.SIT)
def agenda(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Show the agenda of a meeting to somebody who sits there."""
    found = own_meeting(at, meeting)
    context = {
        "at": at,
        "meeting": found,
        "items": own_agenda(found, at.user),
        "prepares": Office.MEETINGS in at.may,
    }
    return render(request, "appraisal/panel/agenda.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SIT)
def interest(request: HttpRequest, at: AtCouncil, meeting: int, item: int) -> HttpResponse:
    """Ask somebody whether they have an interest in an item, before anything else of it opens."""
    found = own_meeting(at, meeting)
    own = next((one for one in own_agenda(found, at.user) if one.item.pk == item), None)
    if own is None:
        raise Http404
    back = address(at, "panel_agenda", meeting)
    if own.withdrawn or not own.item.live:
        return render(
            request, "appraisal/panel/withdrawn.html", {"at": at, "own": own, "back": back}
        )

    def act(form: Form) -> str:
        given = form.cleaned_data
        declare(by=at.user, item=own.item, kind=given["kind"], nature=given["nature"], at=now())
        return back

    asked = ask(request, _form(own), act, CannotSay)
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "caption": own.item.proposal.title,
        "title": "Declare an interest now" if own.declared else "Do you have an interest?",
        "lead": _WITHDRAWS,
        "button": "Declare it and withdraw" if own.declared else "Declare",
        "back": back,
        "back_words": "Agenda",
        "own": own,
    }
    return render(request, "appraisal/panel/interest.html", context)


def _form(own: Own) -> Callable[[QueryDict | None], Form]:
    def make(data: QueryDict | None) -> Form:
        return LaterInterestForm(data) if own.declared else InterestForm(data)

    return make


def own_meeting(at: AtCouncil, meeting: int) -> Meeting:
    """Return a meeting at which somebody sits; any other is as one that there never was."""
    found = meetings_with(at.user, at.council).filter(pk=meeting).first()
    if found is None:
        raise Http404
    found.authority = at.council
    return found
