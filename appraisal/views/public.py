"""Pages for everyone, signed in or not, and the same for all of them: any cache on the way may keep them."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any, cast

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.loader import render_to_string
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from core.councils import look_of
from core.models import Authority

_FRESH = "public, max-age=300"


def public_page(
    request: HttpRequest,
    council: Authority,
    template: str,
    context: Mapping[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    """Draw a page without a word about who asks."""
    # Without the request: nothing of the session is read, so none is begun and no cookie is set.
    around = look_of(council)
    response = HttpResponse(render_to_string(template, {**around, **context}), status=status)
    digest = sha256(response.content).hexdigest()[:32]
    return public(request, response, f'"{digest}"', None)


def public(
    request: HttpRequest,
    response: HttpResponse | StreamingHttpResponse,
    etag: str,
    changed: int | None,
) -> HttpResponse:
    """Let an answer be kept for some minutes; who has it already is only told that it is the same."""
    response.headers["Cache-Control"] = _FRESH
    response.headers["ETag"] = etag
    if changed is not None:
        response.headers["Last-Modified"] = http_date(changed)
    answer = get_conditional_response(
        request, etag=etag, last_modified=changed, response=cast(HttpResponse, response)
    )
    return cast(HttpResponse, answer)
