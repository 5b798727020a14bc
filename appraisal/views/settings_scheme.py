"""Another version of the council's scheme: sent in, checked, compared, tried on the drafts, published."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.schemes import (
    CannotLoadScheme,
    drop_scheme_draft,
    keep_scheme_draft,
    publish_scheme,
)
from appraisal.engine.diff import differences
from appraisal.engine.faults import CannotRead, Fault
from appraisal.forms.settings import PublishForm, SchemeForm
from appraisal.library import named_faults, parse_scheme_text, scheme_mapping
from appraisal.models import Kind, SchemeDraft, SchemeVersion
from appraisal.queries import newest_version
from appraisal.queries.tryout import MOST, tried_under
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, for_office, now
from appraisal.views.settings import saved
from core import kept

_MOST_FAULTS = 100  # on a page
NOT_TEXT = (
    "This file is no text in UTF-8, which a scheme must be. Save it as text and send it again."
)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def schemes(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Show the schemes of today and take another, or say all that is wrong with it."""
    sent = request.method == "POST"
    form = SchemeForm(request.POST, request.FILES) if sent else SchemeForm()
    faults: list[Fault] = []
    if sent and form.is_valid():
        faults = _take(at, form)
        if not faults and not form.errors:
            return HttpResponseRedirect(_address(at, "settings_scheme"))
    signed_in_again = not sent and kept.take(request, at=now()) is not None
    context = {
        "at": at,
        "form": form,
        "faults": faults[:_MOST_FAULTS],
        "more": max(0, len(faults) - _MOST_FAULTS),
        "signed_in_again": signed_in_again,
        "draft": SchemeDraft.objects.filter(authority=at.council).first(),
        "today": [
            (kind, label, newest_version(at.council, kind, now().date()))
            for kind, label in Kind.choices
        ],
        "coming": _coming(at),
    }
    return render(request, "appraisal/settings/schemes.html", context)


def _coming(at: AtCouncil) -> list[SchemeVersion]:
    """Return what is published from a later day on."""
    later = SchemeVersion.objects.filter(authority=at.council, published_on__gt=now().date())
    return list(later.order_by("published_on"))


def _take(at: AtCouncil, form: SchemeForm) -> list[Fault]:
    """Keep a scheme until it is published or dropped; return what is wrong with it."""
    file: UploadedFile[Any] = form.cleaned_data["file"]
    try:
        text = file.read().decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        form.add_error("file", NOT_TEXT.removesuffix("."))
        return []
    try:
        keep_scheme_draft(
            by=at.user, authority=at.council, name=str(file.name), text=text, at=now()
        )
    except CannotRead as cannot:
        return named_faults(text, cannot)
    except CannotLoadScheme as refusal:
        form.add_error("file", str(refusal).removesuffix("."))
    return []


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def scheme(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Show what a scheme that was sent in would change; publish it, or drop it."""
    draft = SchemeDraft.objects.filter(authority=at.council).select_related("sent_by").first()
    if draft is None:  # published or dropped by somebody else, or the button was pressed twice
        return HttpResponseRedirect(_address(at, "settings_schemes"))
    if request.method == "POST" and request.POST.get("take") == "no":
        seen = request.POST.get("draft", "")
        drop_scheme_draft(by=at.user, authority=at.council, sha256=seen, at=now())
        return HttpResponseRedirect(_address(at, "settings_schemes"))
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        initial={"published_on": now().date()},
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = publish_scheme(
                by=at.user,
                authority=at.council,
                sha256=request.POST.get("draft", ""),
                published_on=form.cleaned_data["published_on"],
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except CannotLoadScheme as refusal:
            form.add_error("published_on", str(refusal).removesuffix("."))
        else:
            return saved(request, at, f"{version.title}, version {version.version}: published.")
    return render(request, "appraisal/settings/scheme.html", _preview(at, draft, form))


def _preview(at: AtCouncil, draft: SchemeDraft, form: PublishForm) -> dict[str, Any]:
    coming = parse_scheme_text(draft.text)
    today = newest_version(at.council, coming.kind, now().date())
    before = scheme_mapping(today.text) if today else None
    tried = tried_under(at.council, coming)
    return {
        "at": at,
        "draft": draft,
        "form": form,
        "scheme": coming,
        "today": today,
        "differences": differences(before, scheme_mapping(draft.text)) if before else [],
        "tried": tried,
        "changing": sum(one.before != one.after or bool(one.letters) for one in tried),
        "most": MOST,
    }


@require_safe
@for_office(Office.SETTINGS)
def scheme_file(request: HttpRequest, at: AtCouncil, kind: str) -> HttpResponse:
    """Give the text of today's scheme away, to be changed and sent in again."""
    found = newest_version(at.council, kind, now().date())
    if found is None:
        raise Http404
    response = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{found.key}.toml"'
    return response


def _address(at: AtCouncil, name: str) -> str:
    return reverse(f"appraisal:{name}", args=[at.council.slug])
