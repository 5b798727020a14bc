"""What anybody may have drawn without signing in: each process draws it once, not at every request."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

_KEPT = 64  # drawings of some 50 kB to 150 kB each
_FRESH = "public, max-age=3600"


class Drawing(NamedTuple):
    """The bytes of a drawing, and what tells them from others."""

    content: bytes
    etag: str


@lru_cache(maxsize=_KEPT)
def drawing_of(draw: Callable[[Any], bytes], of: Any) -> Drawing:
    """Return what ``draw`` makes of a value that says all there is to draw: the same for equal values."""
    content = draw(of)
    return Drawing(content, f'"{hashlib.sha256(content).hexdigest()[:32]}"')


def answer_with(
    request: HttpRequest, drawing: Drawing, kind: str, disposition: str
) -> HttpResponse:
    """Return a drawing for an hour's keeping; to those who have it already only that it is the same."""
    response = HttpResponse(drawing.content, content_type=kind)
    response.headers["Content-Disposition"] = disposition
    response.headers["Cache-Control"] = _FRESH
    response.headers["ETag"] = drawing.etag
    answer = get_conditional_response(request, etag=drawing.etag, response=response)
    return cast(HttpResponse, answer)
