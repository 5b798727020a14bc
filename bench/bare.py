"""The bare page: one indexed query and a template of 10 KB, the least that a page of Django's can be.

A bare file: one indexed query, and Django's own way to send one. And a bare submission: a form that is posted by
somebody who is signed in, and that writes the rows of one.

The template is marked no more densely than those of Django's own admin are on average: a variable in 177
bytes and a tag in 51 there, in 200 and 100 here.
"""

import os
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.storage import default_storage
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template import engines
from django.urls import path
from django.views.decorators.http import require_POST

from appraisal.models import IssuedPack
from bench.inserts import DjangoInserts, read_back
from core.models import Authority

_PARAGRAPH = (
    "{% if council.region %}<p>A page has words, and now and then one of its own: {{ council.name }}. "
    "It says what it has to say and goes on; there is nothing to fill in and no more to do.</p>{% endif %}\n"
)
_SIZE = 10_240  # bytes


@cache
def _template() -> Any:
    """Return the template, compiled once as the cached loader would."""
    paragraphs = _PARAGRAPH * (_SIZE // len(_PARAGRAPH))
    page = f"<!doctype html><title>{{{{ council.name }}}}</title>\n{paragraphs}"
    return engines["django"].from_string(page)


def page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a council's name many times."""
    council = Authority.objects.get(slug=slug)
    return HttpResponse(_template().render({"council": council}, request))


def kept(_: HttpRequest, slug: str, number: int) -> FileResponse:
    """Give a kept pack to whoever asks."""
    pack = IssuedPack.objects.get(pk=number)
    return FileResponse(default_storage.open(pack.stored), content_type="application/pdf")


@cache
def _inserts() -> DjangoInserts:
    """Return what writes the rows of a submission, read once from where they were written down."""
    return DjangoInserts(read_back(Path(os.environ["BENCH_ROWS"]).read_text()))


@login_required
@require_POST
def submit(_: HttpRequest, slug: str, draft: UUID) -> HttpResponse:
    """Write for a draft the rows that a submission writes, and nothing else."""
    _inserts().write(draft)
    return HttpResponseRedirect(f"/bare/{slug}/")


urlpatterns = [
    path("bare/<slug:slug>/", page),
    path("bare/<slug:slug>/packs/open/<int:number>.pdf", kept),
    path("bare/<slug:slug>/packs/own/<int:number>.pdf", login_required(kept)),
    path("bare/<slug:slug>/submissions/<uuid:draft>/", submit),
]
