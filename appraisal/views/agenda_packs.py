"""The agenda pack of a meeting: officers issue it, and who prepares the meeting or sits there reads it.

Whoever an item is closed to, for they have an interest in it or have not declared, gets a copy without its pages.
"""

from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from appraisal.access import proposals_to_issue
from appraisal.actions.agenda_packs import CannotAsk, ask_for_agenda_pack, ask_for_copy
from appraisal.forms.packs import AgendaPackForm
from appraisal.models import AgendaPack, Meeting
from appraisal.pack.codes import in_groups
from appraisal.queries.agenda_packs import closed_in, copies_of, issues_of, made_of, planned
from appraisal.roles import Office, To
from appraisal.tasks import draw_asked
from appraisal.views.doors import AtCouncil, for_people, now, refuse
from appraisal.views.meetings import address, of_council
from appraisal.views.panel import own_meeting

MOST_LISTED = 20
NOT_YOURS = "You may not issue the agenda pack. An officer of the council may."


class Listed(NamedTuple):
    """An agenda pack in the list, as its reader may have it.

    ``pack`` is the one that they may read, or that is drawn for them: the issued one, or a copy without the items
    whose titles ``closed`` holds. None where there is no such copy yet; then ``copy_at`` asks for one, and is empty
    where nothing would be left in it.
    """

    issue: AgendaPack
    code: str
    pack: AgendaPack | None
    href: str
    closed: tuple[str, ...]
    copy_at: str
    current: bool  # the agenda is still as it was then


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def packs(request: HttpRequest, at: AtCouncil, meeting: int) -> HttpResponse:
    """List the agenda packs of a meeting; an officer issues one."""
    found = _meeting(at, meeting)
    issues = at.officer and Office.MEETINGS in at.may
    if request.method == "POST" and not issues:
        return refuse(request, NOT_YOURS)
    form = AgendaPackForm(request.POST if request.method == "POST" else None) if issues else None
    why = ""
    if form is not None and form.is_bound and form.is_valid():
        try:
            pack = ask_for_agenda_pack(
                by=at.user,
                meeting=found,
                exempt=form.exempt,
                base=request.build_absolute_uri(
                    reverse("appraisal:pack_codes", args=[at.council.slug])
                ),
                at=now(),
                then=draw_asked,
            )
        except CannotAsk as cannot:
            why = str(cannot)
        else:
            _say(request, pack)
            return HttpResponseRedirect(request.path)
    context = {
        "at": at,
        "meeting": found,
        "form": form,
        "why": why,
        "packs": _listed(at, found),
        "back": address(at, "meeting" if Office.MEETINGS in at.may else "panel_agenda", meeting),
        "back_words": "The meeting" if Office.MEETINGS in at.may else "Agenda",
    }
    return render(request, "appraisal/panel/agenda_packs.html", context, status=409 if why else 200)


def _say(request: HttpRequest, pack: AgendaPack) -> None:
    if pack.ready:
        said = f"Agenda pack {in_groups(pack.code)} is that of the agenda as it stands. It is kept as it is."
    else:
        said = "The agenda pack is being drawn. You get a notice when it is ready."
    messages.success(request, said)


@require_POST
@for_people
def copy(request: HttpRequest, at: AtCouncil, meeting: int, number: int) -> HttpResponse:
    """Ask for a copy without what is closed to who asks."""
    found = _meeting(at, meeting)
    one = _open(at, found, number)
    if one.issue.ready and (one.pack is None or one.pack.failed):
        closed = _closed(one.issue, _open_now(at, [one.issue]))
        try:
            made = ask_for_copy(
                by=at.user, of=one.issue, closed=sorted(closed), at=now(), then=draw_asked
            )
        except CannotAsk as cannot:
            return refuse(request, str(cannot))
        _say(request, made)
    return HttpResponseRedirect(address(at, "agenda_packs", meeting))


@require_safe
@for_people
def pack(request: HttpRequest, at: AtCouncil, meeting: int, number: int) -> HttpResponse:
    """Return an agenda pack byte for byte, or the copy of it that this reader may have."""
    one = _open(at, _meeting(at, meeting), number)
    if one.pack is None or not one.pack.ready:
        raise Http404
    etag = f'"{one.pack.sha256}"'
    if (same := get_conditional_response(request, etag=etag)) is not None:
        return same
    part = "exempt" if one.pack.exempt else "public"
    name = f"agenda-pack-{one.issue.meeting.held_at:%Y-%m-%d}-{part}-{in_groups(one.pack.code)}.pdf"
    response = FileResponse(
        default_storage.open(one.pack.stored), filename=name, content_type="application/pdf"
    )
    response.headers["ETag"] = etag
    return response  # type: ignore[return-value]  # a FileResponse is an answer too


# --- what is open to whom ------------------------------------------------------------------------


def _meeting(at: AtCouncil, meeting: int) -> Meeting:
    """Return a meeting to who prepares the council’s meetings, or sits at this one."""
    if Office.MEETINGS in at.may:
        return of_council(at, meeting)
    if Office.SIT in at.may:
        return own_meeting(at, meeting)
    raise Http404


def _open(at: AtCouncil, meeting: Meeting, number: int) -> Listed:
    """Return one of the packs that are listed for somebody; any other is as one that there never was."""
    for one in _listed(at, meeting):
        if one.issue.pk == number:
            return one
    raise Http404


def _listed(at: AtCouncil, meeting: Meeting) -> list[Listed]:
    """Return the packs that were issued, the newest first; the panel sees the newest of each part."""
    issues = list(issues_of(meeting)[:MOST_LISTED])
    if not at.officer:
        drawn = [one for one in issues if one.ready]
        issues = [
            one for one in (_newest(drawn, exempt) for exempt in (True, False)) if one is not None
        ]
    if not issues:
        return []
    open_now = _open_now(at, issues)
    copies = copies_of(issues)
    plan = planned(meeting)
    as_it_stands = {made_of(meeting, plan, exempt=exempt) for exempt in (True, False)}
    return [
        _one(at, meeting, issue, open_now, copies, issue.made_of in as_it_stands)
        for issue in issues
    ]


def _newest(packs: list[AgendaPack], exempt: bool) -> AgendaPack | None:
    return next((one for one in packs if one.exempt == exempt), None)


def _one(
    at: AtCouncil,
    meeting: Meeting,
    issue: AgendaPack,
    open_now: frozenset[UUID],
    copies: list[AgendaPack],
    current: bool,
) -> Listed:
    items = list(issue.items.all())
    closed = _closed(issue, open_now)
    found: AgendaPack | None = issue
    if closed:
        found = next(
            (one for one in copies if one.copy_of_id == issue.pk and closed_in(one) == closed), None
        )
    left = any(one.record_id and one.item.proposal_id not in closed for one in items)
    numbers = (meeting.pk, issue.pk)
    return Listed(
        issue=issue,
        code=in_groups(found.code) if found else "",
        pack=found,
        href=address(at, "agenda_pack", *numbers),
        closed=tuple(
            f"{one.number}. {one.item.proposal.title}"
            for one in items
            if one.item.proposal_id in closed
        ),
        copy_at=address(at, "agenda_pack_copy", *numbers) if left else "",
        current=current,
    )


def _open_now(at: AtCouncil, issues: list[AgendaPack]) -> frozenset[UUID]:
    wanted = {one.item.proposal_id for issue in issues for one in issue.items.all()}
    own = proposals_to_issue(at.memberships, at.council, To.READ_AS_COUNCIL).filter(pk__in=wanted)
    return frozenset(own.values_list("pk", flat=True))


def _closed(issue: AgendaPack, open_now: frozenset[UUID]) -> frozenset[UUID]:
    """Return the proposals whose pages a pack holds and that are not open to somebody."""
    items = issue.items.all()
    return frozenset(one.item.proposal_id for one in items if one.record_id) - open_now
