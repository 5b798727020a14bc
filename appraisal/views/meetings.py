"""Preparing and holding the panel's meetings: for officers and the chair."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions import meetings as actions
from appraisal.actions.meetings import CannotMeet
from appraisal.forms.panel import (
    MeetingForm,
    PresentForm,
    SeatsForm,
)
from appraisal.models import AgendaItem, Interest, Meeting
from appraisal.queries.panel import (
    agenda_of,
    interests_in,
    meetings_of,
    panel_people,
    seats_of,
)
from appraisal.roles import Office
from appraisal.templatetags.show import clock, moment
from appraisal.views.asking import Asked, ask
from appraisal.views.doors import AtCouncil, for_office, now
from core.forms import Form
from core.models import Role

MOST_LISTED = 200
_BOTH = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@for_office(Office.MEETINGS)
def meetings(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the meetings of the panel, the latest first."""
    listed = meetings_of(at.council)[:MOST_LISTED]
    return render(request, "appraisal/panel/meetings.html", {"at": at, "listed": listed})


@_BOTH
@for_office(Office.MEETINGS)
def plan(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Plan a meeting."""

    def act(form: Form) -> str:
        made = actions.plan_meeting(
            by=at.user, authority=at.council, at=now(), **_when_and_where(form)
        )
        return address(at, "meeting_seats", made.pk)

    asked = ask(request, lambda data: MeetingForm(data), act, CannotMeet)
    return page_of(request, at, asked, "Plan a meeting", "Plan it", _meetings(at))


@_BOTH
@for_office(Office.MEETINGS)
def change(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Change when or where a meeting is, or its quorum."""
    found = of_council(at, meeting)
    local = timezone.localtime(found.held_at)
    initial = {
        "date": local.date(),
        "time": clock(local),
        "place": found.place,
        "quorum": found.quorum,
    }

    def act(form: Form) -> str:
        actions.change_meeting(by=at.user, meeting=found, at=now(), **_when_and_where(form))
        return address(at, "meeting", meeting)

    asked = ask(request, lambda data: MeetingForm(data, initial=initial), act, CannotMeet)
    up = address(at, "meeting", meeting)
    return page_of(request, at, asked, "Change this meeting", "Save", up, of=found)


def _when_and_where(form: Form) -> dict[str, Any]:
    given = form.cleaned_data
    begins = datetime.combine(given["date"], given["time"])
    return {
        "held_at": timezone.make_aware(begins),
        "place": given["place"],
        "quorum": given["quorum"],
    }


@require_safe
@for_office(Office.MEETINGS)
def meeting(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Show a meeting: who sits, what is on the agenda, and what to do next."""
    found = of_council(at, meeting)
    items = agenda_of(found)
    seats = seats_of(found)
    declared = _declared(items, {one.person_id for one in seats})
    context = {
        "at": at,
        "meeting": found,
        "seats": seats,
        "has_chair": any(one.chair for one in seats),
        "items": [(item, _where(at, item), declared[item.pk]) for item in items],
        "handles": Office.QUEUE in at.may and at.officer,
        "open_items": any(item.live for item in items),
        "sits": Office.SIT in at.may and any(one.person_id == at.user.pk for one in seats),
    }
    return render(request, "appraisal/panel/meeting.html", context)


def _where(at: AtCouncil, item: AgendaItem) -> str:
    """Return where an officer reads a proposal; a chair reads it from the agenda of their own."""
    if not at.officer:
        return ""
    return reverse("appraisal:proposal", args=[at.council.slug, item.proposal_id])


def _declared(items: list[AgendaItem], sits: set[int]) -> dict[int, str]:
    """Return, for each item, how many of those who sit have declared, and how many withdrew."""
    found = [one for one in interests_in(items) if one.person_id in sits]
    said: dict[int, str] = {}
    for item in items:
        gone = {
            one.person_id
            for one in found
            if one.kind != Interest.Kind.NONE and _of_proposal(one, item)
        }
        clear = {one.person_id for one in found if one.item_id == item.pk} - gone
        declared = f"{len(clear | gone)} of {len(sits)} have declared"
        said[item.pk] = f"{declared}, {len(gone)} withdrew" if gone else declared
    return said


def _of_proposal(interest: Interest, item: AgendaItem) -> bool:
    return interest.item.proposal_id == item.proposal_id


@_BOTH
@for_office(Office.MEETINGS)
def seats(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Choose who sits at a meeting, from those with a role on the panel."""
    found = of_council(at, meeting)
    seated = seats_of(found)
    people = panel_people(at.council)
    # Who sits there but has lost their role since is listed too, so that they can be left out.
    listed = {**{one.person: set[str]() for one in seated}, **people}
    names = [(one.pk, str(one)) for one in listed]
    chairs = [(one.pk, str(one)) for one, roles in people.items() if Role.PANEL_CHAIR in roles]
    initial: dict[str, object] = {
        "members": [str(one.person_id) for one in seated],
        "chair": next((str(one.person_id) for one in seated if one.chair), ""),
    }

    def act(form: Form) -> str:
        given = form.cleaned_data
        chair = int(given["chair"]) if given["chair"] else None
        members = [int(one) for one in given["members"]]
        actions.seat_people(by=at.user, meeting=found, chair=chair, members=members, at=now())
        return address(at, "meeting", meeting)

    asked = ask(request, lambda data: SeatsForm(names, chairs, data, initial), act, CannotMeet)
    up = address(at, "meeting", meeting)
    lead = (
        ""
        if names
        else "Nobody has a role on the panel yet. The council’s administrator gives people their roles."
    )
    return page_of(request, at, asked, "Who sits at this meeting", "Save", up, lead=lead, of=found)


@_BOTH
@for_office(Office.MEETINGS)
def attendance(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Say who came."""
    found = of_council(at, meeting)
    seated = seats_of(found)
    names = [(one.person_id, str(one.person)) for one in seated]
    initial: dict[str, object] = {"present": [str(s.person_id) for s in seated if s.attended]}

    def act(form: Form) -> str:
        present = [int(one) for one in form.cleaned_data["present"]]
        actions.record_attendance(by=at.user, meeting=found, present=present, at=now())
        return address(at, "meeting", meeting)

    asked = ask(request, lambda data: PresentForm(names, data, initial), act, CannotMeet)
    up = address(at, "meeting", meeting)
    return page_of(request, at, asked, "Who attends this meeting", "Save", up, of=found)


@_BOTH
@for_office(Office.MEETINGS)
def begin(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Open a meeting."""
    found = of_council(at, meeting)

    def act(form: Form) -> str:
        actions.open_meeting(by=at.user, meeting=found, at=now())
        return address(at, "meeting_attendance", meeting)

    lead = "Then say who attends. From now on the quorum can no longer change."
    asked = ask(request, lambda data: Form(data), act, CannotMeet)
    up = address(at, "meeting", meeting)
    return page_of(request, at, asked, "Open the meeting", "Open it", up, lead=lead, of=found)


@_BOTH
@for_office(Office.MEETINGS)
def close(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """Close a meeting."""
    found = of_council(at, meeting)

    def act(form: Form) -> str:
        actions.close_meeting(by=at.user, meeting=found, at=now())
        return address(at, "meeting", meeting)

    lead = "Nothing about it can be changed after that."
    asked = ask(request, lambda data: Form(data), act, CannotMeet)
    up = address(at, "meeting", meeting)
    return page_of(request, at, asked, "Close the meeting", "Close it", up, lead=lead, of=found)


# --- shared --------------------------------------------------------------------------------------


def of_council(at: AtCouncil, meeting: int) -> Meeting:
    """Return a meeting of this council; another's is as one that there never was."""
    found = Meeting.objects.filter(pk=meeting, authority=at.council).first()
    if found is None:
        raise Http404
    found.authority = at.council
    return found


def address(at: AtCouncil, name: str, *more: int) -> str:
    """Return the address of a page about meetings."""
    return reverse(f"appraisal:{name}", args=[at.council.slug, *more])


def _meetings(at: AtCouncil) -> str:
    return address(at, "meetings")


def page_of(
    request: HttpRequest,
    at: AtCouncil,
    asked: Asked | HttpResponse,
    title: str,
    button: str,
    back: str,
    *,
    lead: str = "",
    of: Meeting | None = None,
) -> HttpResponse:
    """Return the page that asks one thing about a meeting, or where its button leads.

    ``of``: the meeting, which the page names; none where there is none yet.
    """
    if not isinstance(asked, Asked):
        return asked
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "title": title,
        "caption": f"Meeting on {moment(timezone.localtime(of.held_at))}" if of else "",
        "button": button,
        "back": back,
        "back_words": "The meeting" if of else "Panel meetings",
        "lead": lead,
    }
    return render(request, "appraisal/panel/ask.html", context, status=asked.status)
