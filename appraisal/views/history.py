"""What happened: to a proposal, in words; and at a council, for its auditors."""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple, cast

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from appraisal.exports.audit import audit_csv
from appraisal.forms.audit import AuditForm
from appraisal.queries.history import audit_of, closed_to, events_of, history_of
from appraisal.readers import Reader
from appraisal.roles import Office, To
from appraisal.schemes import engine_scheme
from appraisal.showing.history import Line, detail_of, line_of
from appraisal.views.doors import AtCouncil, AtProposal, for_office, for_proposal
from appraisal.views.steps import address
from core.components import PageLink, Pagination
from core.models import AuditEntry, User

_A_PAGE = 25
_AUDIT_PAGE = 50


def number_of(given: str | None) -> int:
    """Return a number that a page has put in its address or form; 0 where somebody has changed it."""
    return int(given) if given and given.isascii() and given.isdigit() and len(given) < 19 else 0


class Happened(NamedTuple):
    """An event as the page shows it."""

    at: datetime
    by: str
    line: Line
    number: int


@require_safe
@for_proposal(To.READ)
def history(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show what happened to a proposal, the newest first."""
    before = number_of(request.GET.get("before"))
    group = _reader(at) is Reader.GROUP
    found = list(history_of(at.proposal, for_group=group, before=before)[: _A_PAGE + 1])
    page, more = found[:_A_PAGE], found[_A_PAGE:]
    older = PageLink(href=f"?before={page[-1].pk}", label="What was before") if more else None
    newest = PageLink(href=request.path, label="The newest") if before else None
    context = {
        "at": at,
        "tasks_address": address(at, "proposal"),
        "happened": list(_happened(at, page)),
        "for_group": group,
        "pagination": Pagination(previous=newest, next=older) if older or newest else None,
    }
    return render(request, "appraisal/history.html", context)


def _reader(at: AtProposal) -> Reader:
    """Return whose eyes it is for: a panel that scores blind reads no more than the group."""
    return (
        Reader.OFFICER if To.READ_AS_COUNCIL in at.may and To.SCORE not in at.may else Reader.GROUP
    )


def _happened(at: AtProposal, page: list[AuditEntry]) -> Iterator[Happened]:
    scheme, reader = engine_scheme(at.proposal.scheme), _reader(at)
    own = (
        set(at.proposal.organisation.memberships.values_list("user", flat=True)) if page else set()
    )
    for entry in page:
        by = _who(entry.by, own, at) if reader is Reader.GROUP else str(entry.by or "This site")
        line = line_of(entry.event, detail_of(entry.detail), scheme, reader)
        yield Happened(entry.at, by, line, entry.sequence)


def _who(person: User | None, own: set[int], at: AtProposal) -> str:
    """Name somebody to a group: its own people by name, all others as the council."""
    if person is not None and (person.pk in own or person.pk == at.user.pk):
        return str(person)
    return str(at.council)


@require_safe
@for_office(Office.AUDIT)
def audit(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List what is on record at a council, in the order of the chain; choose by period and sort of event."""
    form = AuditForm(events_of(at.council), request.GET or None)
    after = number_of(request.GET.get("after"))
    wanted = _chosen(at, form).filter(sequence__gt=after)
    found = list(wanted[: _AUDIT_PAGE + 1])
    page, more = found[:_AUDIT_PAGE], found[_AUDIT_PAGE:]
    query = {key: str(value) for key, value in request.GET.items() if key != "after" and value}
    onward = urlencode({**query, "after": str(page[-1].sequence)}) if more else ""
    context = {
        "at": at,
        "form": form,
        "entries": [(one, _history_of(at, one.about)) for one in page],
        "csv": f"events.csv?{urlencode(query)}",
        "pagination": Pagination(
            previous=PageLink(href=f"?{urlencode(query)}", label="From the beginning")
            if after
            else None,
            next=PageLink(href=f"?{onward}", label="Later events") if onward else None,
        )
        if onward or after
        else None,
    }
    return render(request, "appraisal/audit.html", context)


def _history_of(at: AtCouncil, about: str) -> str:
    """Return the address of the history of a proposal that an event is about; empty where it is about none."""
    kind, _, number = about.partition(":")
    if kind != "proposal":
        return ""
    return reverse("appraisal:history", args=[at.council.slug, number])


@require_safe
@for_office(Office.AUDIT)
def audit_table(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Give the chosen events as a CSV file, with their place and hash in the chain."""
    form = AuditForm(events_of(at.council), request.GET or None)
    if form.is_bound and not form.is_valid():
        return render(request, "appraisal/audit.html", {"at": at, "form": form}, status=400)
    entries = _chosen(at, form).iterator(chunk_size=500)
    closed = closed_to(at.user, at.council)
    lines = (line.encode() for line in audit_csv(entries, closed.why))
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="audit-{at.council.slug}.csv"'
    return cast(HttpResponse, response)  # what Django calls so is a class of its own


def _chosen(at: AtCouncil, form: AuditForm) -> QuerySet[AuditEntry]:
    """Return what the form chooses; all of it where it chooses nothing, or nothing that can be."""
    asked = form.cleaned_data if form.is_bound and form.is_valid() else {}
    return audit_of(
        at.council,
        since=asked.get("since"),
        until=asked.get("until"),
        event=asked.get("event", ""),
    )
