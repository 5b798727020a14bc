"""What somebody was told of, how they want to be told, and the mails that did not go out."""

import json
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from appraisal.actions.notices import address_of, choose, read
from appraisal.forms.notices import NoticesForm
from appraisal.models import Notice
from appraisal.notices import said
from appraisal.queries.notices import (
    how_of,
    longest_waiting,
    newest_unread,
    notices_of,
    stuck_letters,
)
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, for_office, for_people, now
from appraisal.views.history import number_of
from core.components import PageLink, Pagination
from core.letters import send_again
from core.models import Letter
from core.tasks import send_letters

_A_PAGE = 25
_STUCK = 100
_TOO_LONG = timedelta(hours=1)


class Told(NamedTuple):
    """A notice as the list shows it."""

    subject: str
    line: str
    href: str
    at: datetime
    new: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def notices(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List what the person was told of; take all of it as read."""
    own = notices_of(at.user, at.council, at.memberships)
    if request.method == "POST":
        read(user=at.user, authority=at.council, upto=number_of(request.POST.get("upto")), at=now())
        return HttpResponseRedirect(request.path)
    before = number_of(request.GET.get("before"))
    found = list((own.filter(pk__lt=before) if before else own)[: _A_PAGE + 1])
    page, more = found[:_A_PAGE], found[_A_PAGE:]
    older = PageLink(href=f"?before={page[-1].pk}", label="Older notices") if more else None
    newer = PageLink(href=request.path, label="Newest notices") if before else None
    context = {
        "at": at,
        "told": [_told(one, at) for one in page],
        "unread_upto": newest_unread(at.user, at.council),
        "pagination": Pagination(previous=newer, next=older) if older or newer else None,
    }
    return render(request, "appraisal/notices.html", context)


def _told(notice: Notice, at: AtCouncil) -> Told:
    proposal = notice.proposal
    title = proposal.title if proposal else ""
    facts = json.loads(notice.facts)
    words = said(notice.kind, council=at.council.name, title=title, facts=facts)
    href = address_of(notice.kind, at.council, proposal)
    return Told(words.subject, words.line, href, notice.at, notice.read_at is None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_people
def settings(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Ask how the person wants to be told of each sort of thing."""
    posted = request.POST if request.method == "POST" else None
    form = NoticesForm(how_of(at.user), posted)
    if posted is not None and form.is_valid():
        choose(user=at.user, how=form.chosen)
        messages.success(request, "Your choice is kept.")
        return HttpResponseRedirect(reverse("appraisal:notices", args=[at.council.slug]))
    return render(request, "appraisal/notice_settings.html", {"at": at, "form": form})


class Stuck(NamedTuple):
    """A letter that waits for a person, as the list shows it."""

    letter: Letter
    whom: str
    perhaps_sent: bool


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.LETTERS)
def letters(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the mails that did not go out, or perhaps did; send one again."""
    if request.method == "POST":
        return _send_again(request, at)
    waiting = longest_waiting(at.council)
    context = {
        "at": at,
        "stuck": [_stuck(one) for one in stuck_letters(at.council)[:_STUCK]],
        "most": _STUCK,
        "waiting": waiting if waiting and now() - waiting.written_at > _TOO_LONG else None,
    }
    return render(request, "appraisal/letters.html", context)


def _send_again(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    try:
        wanted = UUID(request.POST.get("letter", ""))
        letter = Letter.objects.get(authority=at.council, pk=wanted)
    except (ValueError, Letter.DoesNotExist):
        raise Http404 from None
    if send_again(letter=letter, by=at.user, at=now(), then=send_letters.enqueue):
        messages.success(request, "The email is on its way again.")
    return HttpResponseRedirect(request.path)


def _stuck(letter: Letter) -> Stuck:
    whom = str(letter.user) if letter.user else letter.address
    if letter.organisation:
        whom = f"{whom}, {letter.organisation}"
    return Stuck(letter, whom, letter.state == Letter.State.UNKNOWN)
