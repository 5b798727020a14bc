"""The bare page: one indexed query and a template of 10 KB, the least that a page of Django's can be.

The template is marked no more densely than those of Django's own admin are on average: a variable in 177
bytes and a tag in 51 there, in 200 and 100 here.
"""

from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

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


urlpatterns = [path("bare/<slug:slug>/", page)]
