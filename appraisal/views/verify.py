"""Whether a pack is real: for everyone, by the code on its cover or by its file. Nothing is kept of who asks."""

import hashlib
import threading
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.forms.packs import CodeForm, VerifyForm
from appraisal.pack.codes import in_groups, read_code
from appraisal.pack.inside import look_inside
from appraisal.pack.press import Busy
from appraisal.queries.packs import issued_exactly, known_by_code
from appraisal.views.doors import for_everyone
from appraisal.views.public import public_page
from core.limits import within_limit
from core.models import Authority
from core.refusals import log, too_many


@require_safe
@for_everyone
def codes(request: HttpRequest, council: Authority) -> HttpResponse:
    """Ask for a code, and lead to what is known of it."""
    form = CodeForm(request.GET if "code" in request.GET else None)
    if form.is_bound and form.is_valid():
        code = in_groups(form.cleaned_data["code"])
        return HttpResponseRedirect(reverse("appraisal:pack_code", args=[council.slug, code]))
    return public_page(request, council, "appraisal/packs/codes.html", {"form": form})


@require_safe
@for_everyone
def pack_code(request: HttpRequest, council: Authority, code: str) -> HttpResponse:
    """Say whether there is such a pack, since when its record stands, and whether there is a later one."""
    read = read_code(code)
    known = known_by_code(council, read) if read else None
    if known is None:
        log(request, "code of a pack that there never was")
        if not within_limit(request, "guess"):
            return too_many(request)
        context = {"code": in_groups(read) if read else "", "form": CodeForm()}
        return public_page(request, council, "appraisal/packs/no_code.html", context, status=404)
    context = {"code": in_groups(read), "known": known}
    return public_page(request, council, "appraisal/packs/code.html", context)


# Each look may take a core, and a good part of the memory, for most of a minute.
_looks = threading.BoundedSemaphore(2)


# Nothing is changed by what is sent here, nor read of who sends it: a token would only begin a session.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@for_everyone
def verify_pack(request: HttpRequest, council: Authority) -> HttpResponse:
    """Take the file of a pack, and say of it whether its sums agree and whether the council issued it."""
    if request.method != "POST":
        return public_page(request, council, "appraisal/packs/verify.html", {"form": VerifyForm()})
    if not within_limit(request, "verify"):
        return too_many(request)
    form = VerifyForm(request.POST, request.FILES)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        path = Path(form.cleaned_data["file"].temporary_file_path())
        if not _looks.acquire(blocking=False):
            raise Busy("Too many files are looked into at this moment.")
        try:
            sums = look_inside(path)
        finally:
            _looks.release()
        with path.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        issued = issued_exactly(digest, sums.code, council)
        context |= {"form": VerifyForm(), "sums": sums, "issued": issued, "digest": digest}
    response = public_page(request, council, "appraisal/packs/verify.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response
