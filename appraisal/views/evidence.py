"""Evidence: what was sent in for a criterion or for the checklist, adding to it, reading it, removing it."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.access import NoSuchFile, evidence_of, file_to_read, why_not
from appraisal.actions.evidence import (
    CannotAdd,
    CannotRemove,
    add_evidence,
    is_kept,
    remove_evidence,
)
from appraisal.forms.evidence import EvidenceForm
from appraisal.models import Evidence
from appraisal.models.evidence import MOST_FILES
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.evidence import evidence_listed
from appraisal.roles import To
from appraisal.tasks import scan_evidence
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.steps import address, criterion_address, in_order
from core import kept
from core.limits import within_limit
from core.refusals import log, too_many
from core.uploads.kinds import KINDS

CHECKLIST = "The checklist, and anything else"
# Whatever a browser makes of a file of somebody's, it runs nothing of it as ours.
_DOWNLOAD_POLICY = "default-src 'none'; sandbox"


class OfCriterion(NamedTuple):
    """The files of one criterion, or of the checklist."""

    title: str
    href: str
    files: tuple[Evidence, ...]


def may_upload(at: AtProposal) -> bool:
    """Say whether a person may add evidence now, for the group or for the council."""
    return bool(at.may & {To.UPLOAD, To.UPLOAD_FOR_COUNCIL})


def shown_evidence(at: AtProposal, letter: str) -> dict[str, Any]:
    """Return what a page of a criterion shows of its evidence."""
    return {"files": evidence_listed(at.proposal, letter), "may_upload": may_upload(at)}


def evidence_by_criterion(
    at: AtProposal, sheet: Sheet, *, empty: bool = False
) -> tuple[OfCriterion, ...]:
    """Return the files of a proposal in the order of its criteria, the checklist's last.

    With ``empty`` also the criteria that have none.
    """
    files: dict[str, list[Evidence]] = {}
    for one in evidence_listed(at.proposal):
        files.setdefault(one.letter, []).append(one)
    places = [
        (one.letter, f"{one.letter} {one.title}", address(at, "evidence_for", one.letter))
        for one in in_order(sheet)
    ]
    places.append(("", CHECKLIST, address(at, "evidence")))
    return tuple(
        OfCriterion(title, href, tuple(files.get(letter, ())))
        for letter, title, href in places
        if empty or letter in files
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def evidence(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show all evidence, and take a file for the checklist."""
    *criteria, rest = evidence_by_criterion(at, sheet_of(at.proposal), empty=True)
    more = {
        "title": "Evidence",
        "of_criteria": criteria,
        "bare": [one for one in criteria if not one.files] if may_upload(at) else [],
        "back": (address(at, "proposal"), "All tasks"),
    }
    return _page(request, at, "", rest.files, more)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def evidence_for(request: HttpRequest, at: AtProposal, letter: str) -> HttpResponse:
    """Show the evidence for a criterion, and take a file for it."""
    criterion = sheet_of(at.proposal).scheme.by_letter.get(letter)
    if criterion is None:
        raise Http404
    name = f"{letter} {criterion.title}"
    more = {"title": f"Evidence for {name}", "back": (criterion_address(at, letter), name)}
    return _page(request, at, letter, evidence_listed(at.proposal, letter), more)


def _page(
    request: HttpRequest,
    at: AtProposal,
    letter: str,
    files: tuple[Evidence, ...],
    more: Mapping[str, Any],
) -> HttpResponse:
    if request.method == "POST" and not may_upload(at):
        return _refuse(request, at)
    sent = request.method == "POST"
    if sent and not within_limit(request, "upload"):
        return too_many(request)
    form = EvidenceForm(request.POST, request.FILES) if sent else EvidenceForm()
    if sent and form.is_valid() and _taken(request, at, letter, form):
        return HttpResponseRedirect(request.path)
    found = None if sent else kept.take(request, at=now())
    if found is not None:
        form = EvidenceForm(initial={"words": found.fields.get("words", "")})
    context = {
        "at": at,
        "form": form if may_upload(at) else None,
        "signed_in_again": found is not None,
        "files": files,
        "removable": _removable(at, files),
        "most": MOST_FILES,
        **more,
    }
    return render(request, "appraisal/evidence.html", context)


def _taken(request: HttpRequest, at: AtProposal, letter: str, form: EvidenceForm) -> bool:
    file = form.cleaned_data["file"]
    try:
        added = add_evidence(
            by=at.user,
            proposal=at.proposal,
            letter=letter,
            name=file.name,
            content=file,
            words=form.cleaned_data["words"],
            councils=To.UPLOAD not in at.may,
            at=now(),
            then=lambda one: scan_evidence.enqueue(str(one.pk)),
        )
    except CannotAdd as error:
        log(request, "file refused")
        form.add_error("file", str(error).removesuffix("."))
        return False
    waits = added.state == Evidence.State.HELD
    said = " It can be read once it has passed the virus check." if waits else ""
    messages.success(request, f"“{added.name}” was added.{said}")
    return True


def _removable(at: AtProposal, files: tuple[Evidence, ...]) -> frozenset[UUID]:
    """Return which files this person may remove: their own side’s, unless a record holds them."""
    if not may_upload(at):
        return frozenset()
    councils = To.UPLOAD not in at.may
    newest = at.proposal.records.order_by("-made_at").values_list("made_at", flat=True).first()
    return frozenset(
        one.pk
        for one in files
        if one.councils == councils and (newest is None or one.added_at > newest)
    )


def _refuse(request: HttpRequest, at: AtProposal) -> HttpResponse:
    to = To.UPLOAD_FOR_COUNCIL if at.officer else To.UPLOAD
    return refuse(request, why_not(at.ever, at.proposal, to))


@require_safe
@for_proposal(To.READ)
def download(request: HttpRequest, at: AtProposal, file: UUID) -> HttpResponse:
    """Give a file away, to be saved: a browser never shows one as a page of ours."""
    try:
        found, content = file_to_read(at.proposal, file)
    except NoSuchFile:
        raise Http404 from None
    response = FileResponse(
        content, as_attachment=True, filename=found.name, content_type=KINDS[found.kind].mime
    )
    response.headers["Content-Security-Policy"] = _DOWNLOAD_POLICY
    return response  # type: ignore[return-value]  # a FileResponse is an answer too


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def remove(request: HttpRequest, at: AtProposal, file: UUID) -> HttpResponse:
    """Ask whether a file is to be removed, and remove it."""
    try:
        found = evidence_of(at.proposal, file)
    except NoSuchFile:
        raise Http404 from None
    if not may_upload(at):
        return _refuse(request, at)
    back = address(at, "evidence_for", found.letter) if found.letter else address(at, "evidence")
    councils = To.UPLOAD not in at.may
    if request.method == "POST":
        try:
            remove_evidence(by=at.user, evidence=found, councils=councils, at=now())
        except CannotRemove as refusal:
            return refuse(request, str(refusal))
        messages.success(request, f"“{found.name}” was removed.")
        return HttpResponseRedirect(back)
    if found.councils != councils or is_kept(found):
        return refuse(request, "You may not remove this file: it is not yours, or was sent in.")
    return render(
        request, "appraisal/remove_evidence.html", {"at": at, "file": found, "back": back}
    )
