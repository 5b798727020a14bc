"""A council's logo: which pictures will do, and the address at which everybody may fetch it."""

from functools import lru_cache
from io import BytesIO

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from core.models import Authority, Logo
from core.uploads.kinds import NotTaken, kind_of

MOST_BYTES = 200_000
MOST_PIXELS = 2_000  # on each side
LEAST_PIXELS = 32
_WIDTH, _HEIGHT = slice(16, 20), slice(20, 24)  # where a PNG says how large it is
_FINGERPRINT = 12


def wrong_with_logo(content: bytes) -> str:
    """Return why a picture can be no logo, in a sentence; nothing where it can."""
    if len(content) > MOST_BYTES:
        return "The logo must be smaller than 200 KB."
    try:
        if kind_of(BytesIO(content)) != "png":
            return "The logo must be a PNG picture."
    except NotTaken as error:
        return str(error)
    width, height = (int.from_bytes(content[part], "big") for part in (_WIDTH, _HEIGHT))
    if not all(LEAST_PIXELS <= side <= MOST_PIXELS for side in (width, height)):
        size = f"{width:,} by {height:,}"
        return f"The logo must be {LEAST_PIXELS} to {MOST_PIXELS:,} pixels wide and high. It is {size}."
    return ""


def logo_address(council: Authority) -> str:
    """Return the address of a council's logo, which changes whenever it does; nothing without one."""
    return _address(council.slug, council.logo[:_FINGERPRINT]) if council.logo else ""


def logo_of(council: Authority) -> bytes:
    """Return a council's logo as it is now, a PNG; nothing without one."""
    if not council.logo:
        return b""
    return bytes(Logo.objects.get(authority=council, sha256=council.logo).content)


@lru_cache(maxsize=512)
def _address(slug: str, fingerprint: str) -> str:
    return reverse("logo", args=[slug, fingerprint])


@require_safe
def logo(request: HttpRequest, slug: str, fingerprint: str) -> HttpResponse:
    """Return a council's logo; an address that never was leads to the one that holds now."""
    council = get_object_or_404(Authority, slug=slug)
    found = Logo.objects.filter(authority=council, sha256__startswith=fingerprint).first()
    if found is None or len(fingerprint) < _FINGERPRINT:
        if not council.logo:
            raise Http404
        return HttpResponseRedirect(logo_address(council))
    response = HttpResponse(bytes(found.content), content_type="image/png")
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
