"""Taking an appraisal file over: send it, see what it would change, then say yes or no."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.answers import agreed_for
from appraisal.actions.imports import (
    ChangedSincePreview,
    drop_preview,
    keep_for_preview,
    take_over,
)
from appraisal.changes import Change, changes
from appraisal.engine.faults import CannotRead, Fault, Faults
from appraisal.engine.scheme import Scheme
from appraisal.file import AppraisalFile, read_file
from appraisal.forms.imports import ImportForm, WhyForm
from appraisal.imports.merge import Hands, cannot_keep, merged, plain_layout
from appraisal.layout import LEGAL_TERMS
from appraisal.library import NoSuchScheme
from appraisal.models import PendingImport
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.mapping import file_mapping
from appraisal.roles import To
from appraisal.strict_json import read_object_text
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.steps import address
from core import kept

LEGAL_PLACES = tuple(f"terms.{key}" for key in LEGAL_TERMS)
_NOT_BY_FILE = "You may not change anything of this proposal now, so you cannot take a file over."
_MOST_SHOWN = 100  # faults on a page
Layout = Mapping[str, object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What a file would change, and what of it is left out because it is not this person's to change."""

    name: str
    before: Layout
    after: Layout
    changes: tuple[Change, ...]
    left_out: tuple[Change, ...]

    @property
    def fingerprint(self) -> str:
        """Tell this preview from one made of other answers."""
        both = json.dumps([self.before, self.after], sort_keys=True).encode()
        return hashlib.sha256(both).hexdigest()[:20]

    @property
    def moves_date(self) -> bool:
        """Say whether it would change the valuation date, which wants a reason."""
        return self.before["valuation_date"] != self.after["valuation_date"]


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def send(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Take a file that somebody sends, or say all that is wrong with it."""
    if not any(hands_of(at)):
        return refuse(request, _NOT_BY_FILE)
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    faults: tuple[Fault, ...] = ()
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        content = file.read()
        try:
            _read(content, sheet_of(at.proposal).scheme)
        except CannotRead as cannot:
            faults = cannot.faults
        else:
            keep_for_preview(
                by=at.user, proposal=at.proposal, name=file.name, content=content, at=now()
            )
            return HttpResponseRedirect(address(at, "import_preview"))
    signed_in_again = not sent and kept.take(request, at=now()) is not None
    context = {
        "at": at,
        "form": form,
        "signed_in_again": signed_in_again,
        "faults": faults[:_MOST_SHOWN],
        "more": max(0, len(faults) - _MOST_SHOWN),
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/import.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def preview(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show what the file would change; take it over, or drop it."""
    if not any(hands_of(at)):
        return refuse(request, _NOT_BY_FILE)
    pending = PendingImport.objects.filter(proposal=at.proposal, by=at.user).first()
    if pending is None:
        if request.method == "POST":  # the button was pressed twice: it is done
            return HttpResponseRedirect(address(at, "proposal"))
        return HttpResponseRedirect(address(at, "import"))
    shown = _preview(at, sheet_of(at.proposal), pending)
    if request.method == "POST" and request.POST.get("take") == "no":
        drop_preview(by=at.user, proposal=at.proposal)
        return HttpResponseRedirect(address(at, "proposal"))
    stale = request.method == "POST" and request.POST.get("preview") != shown.fingerprint
    form = WhyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not stale and (form.is_valid() or not shown.moves_date):
        try:
            take_over(
                by=at.user,
                proposal=at.proposal,
                before=shown.before,
                after=shown.after,
                name=shown.name,
                reason=form.cleaned_data.get("reason", ""),
                at=now(),
            )
        except ChangedSincePreview:
            stale = True
        else:
            return HttpResponseRedirect(address(at, "check"))
    context = {
        "at": at,
        "preview": shown,
        "form": form if shown.moves_date else None,
        "stale": stale,
        "import_address": address(at, "import"),
    }
    return render(request, "appraisal/import_preview.html", context)


def _preview(at: AtProposal, sheet: Sheet, pending: PendingImport) -> Preview:
    sent, layout = _read(bytes(pending.content), sheet.scheme)
    before = file_mapping(sheet)
    after = merged(before, layout, sheet.scheme, hands_of(at))
    result = _file(after, sheet.scheme)
    return Preview(
        name=pending.name,
        before=before,
        after=after,
        changes=changes(sheet.file, result),
        left_out=tuple(_left_out(changes(result, sent), at.officer)),
    )


def _left_out(found: tuple[Change, ...], officer: bool) -> list[Change]:
    """Return what the file says and nobody takes over: not which council it is, nor what it is silent on.

    A group is not told the figures of the legal ledger, which it does not see elsewhere either.
    """
    hidden = ("authority", "scheme") if officer else ("authority", "scheme", *LEGAL_PLACES)
    return [one for one in found if one.after and not one.place.startswith(hidden)]


def hands_of(at: AtProposal) -> Hands:
    """Return what somebody may change by a file."""
    return Hands(
        group=To.ANSWER in at.may,
        council=To.ANSWER_FOR_COUNCIL in at.may,
        agree=agreed_for(at.council) if To.AGREE in at.may else "",
    )


def _file(layout: Layout, scheme: Scheme) -> AppraisalFile:
    content = json.dumps(layout, ensure_ascii=False).encode()
    return read_file(content, lambda name: scheme, draft=True)


def _read(content: bytes, scheme: Scheme) -> tuple[AppraisalFile, Layout]:
    """Read a file that was sent; ``CannotRead`` names all that is wrong or has no room here."""

    def own(name: str) -> Scheme:
        key, pinned, version = name.partition("@")
        if key != scheme.key or (pinned and version != scheme.version):
            raise NoSuchScheme(
                f"This proposal is appraised under {scheme.name}. The file is for {name}."
            )
        return scheme

    sent = read_file(content, own)
    sent.appraise()
    layout = cast(Layout, plain_layout(read_object_text(content, Faults())))
    faults = cannot_keep(layout)
    if faults:
        raise CannotRead(tuple(faults))
    return sent, layout
