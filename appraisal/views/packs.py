"""Issued packs: the council makes and lists them, and whoever may read one takes it away."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.access import NoSuchFile, why_not
from appraisal.access_packs import pack_to_read, packs_to_read
from appraisal.actions.packs import issue_pack
from appraisal.engine.faults import CannotRead
from appraisal.forms.packs import IssueForm
from appraisal.models import IssuedPack, Record
from appraisal.pack import TooLong
from appraisal.pack.codes import in_groups
from appraisal.pack.editions import Edition
from appraisal.queries.exempt import left_out
from appraisal.queries.records import records_of
from appraisal.roles import To
from appraisal.views.documents import name_of
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.records import choices, copies, title_of
from appraisal.views.steps import address
from core.models import Authority


class Listed(NamedTuple):
    """A pack in the list of a proposal's."""

    pack: IssuedPack
    title: str
    code: str
    edition: str
    href: str
    copies: tuple[tuple[str, str], ...]  # of its record, to work with: for who reads all of it


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def packs(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the issued packs that somebody may read; an officer issues one."""
    sent = request.method == "POST"
    if sent and To.ISSUE not in at.may:
        return refuse(request, why_not(at.ever, at.proposal, To.ISSUE))
    form = _form(request, at) if To.ISSUE in at.may else None
    if sent and form is not None and form.is_valid():
        return _issue(request, at, form)
    context = {
        "at": at,
        "form": form,
        "packs": [_listed(at, one) for one in packs_to_read(at.proposal, at.may)],
        "back": address(at, "proposal"),
    }
    return render(request, "appraisal/packs/list.html", context)


def _form(request: HttpRequest, at: AtProposal) -> IssueForm | None:
    """Return the form that issues a pack; None where there is no record to draw one from."""
    records = list(records_of(at.proposal))
    if not records:
        return None
    hints = {str(pk): said for pk, said in left_out(records).items()}
    return IssueForm(choices(records), request.POST if request.method == "POST" else None, hints)


def _listed(at: AtProposal, pack: IssuedPack) -> Listed:
    return Listed(
        pack,
        title_of(pack.record.event),
        in_groups(pack.code),
        Edition(pack.edition).words,
        address(at, "issued_pack", str(pack.pk)),
        copies(at, pack.record) if pack.exempt else (),
    )


def _issue(request: HttpRequest, at: AtProposal, form: IssueForm) -> HttpResponse:
    of = Record.objects.select_related("proposal__authority").get(
        pk=form.number, proposal=at.proposal
    )
    try:
        issued = issue_pack(
            by=at.user,
            of=of,
            exempt=form.exempt,
            edition=form.of_edition,
            address=address_of_codes(request, at.council),
            at=now(),
        )
    except CannotRead as cannot:
        return render(request, "appraisal/no_result.html", {"at": at, "faults": cannot.faults})
    except TooLong as too_long:
        context = {"at": at, "why": str(too_long)}
        return render(request, "appraisal/pack_too_long.html", context, status=409)
    messages.success(request, f"Pack {in_groups(issued.code)} is ready. It is kept as it is now.")
    return HttpResponseRedirect(request.path)


def address_of_codes(request: HttpRequest, council: Authority) -> Callable[[str], str]:
    """Return what gives the whole address of the page on which anybody asks of a code."""

    def of(code: str) -> str:
        path = reverse("appraisal:pack_code", args=[council.slug, in_groups(code)])
        return request.build_absolute_uri(path)

    return of


@require_safe
@for_proposal(To.READ, alone=True)
def issued_pack(request: HttpRequest, at: AtProposal, number: int) -> HttpResponse:
    """Return an issued pack byte for byte; to who has it already only that it is the same."""
    try:
        pack, opened = pack_to_read(at.proposal, at.may, number)
    except NoSuchFile:
        raise Http404 from None
    etag = f'"{pack.sha256}"'
    if (same := get_conditional_response(request, etag=etag)) is not None:
        return same
    name = f"{name_of(at)}-pack-{in_groups(pack.code)}.pdf"
    response = FileResponse(opened(), filename=name, content_type="application/pdf")
    response.headers["ETag"] = etag
    return response  # type: ignore[return-value]  # a FileResponse is an answer too
