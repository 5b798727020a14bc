"""Which council a page belongs to, and the colour that it has for that."""

from collections.abc import Callable
from functools import lru_cache, wraps
from hashlib import sha256
from typing import Any, Concatenate, NamedTuple, ParamSpec

from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.views.decorators.http import require_safe

from core.colour import validate_colour
from core.logos import logo_address
from core.models import Authority, User

ACCOUNTS = "/accounts/"  # its pages take the council that the person comes from
_KEY = "council"
_P = ParamSpec("_P")


def council_of_request(request: HttpRequest) -> Authority | None:
    """Return the council that a page belongs to.

    It is the one a view has set as ``request.council``; else the one of the page that the person wants
    to go on to (``next``), else the one whose pages they last saw (``request.session["council"]``).
    """
    if hasattr(request, "council"):
        found: Authority | None = request.council
        return found
    return _council(_first_part(next_of(request))) or _council(request.session.get(_KEY, ""))


def remember(request: HttpRequest, council: Authority) -> None:
    """Have the pages of signing in and out look as this council's from now on."""
    if request.session.get(_KEY) != council.slug:
        request.session[_KEY] = council.slug


def next_of(request: HttpRequest) -> str:
    """Return where the person wants to go on to, if that is a page of ours, else nothing."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if ours and wanted.startswith("/") else ""


def _first_part(path: str) -> str:
    return path.split("?")[0].split("#")[0].removeprefix("/").split("/")[0]


def _council(slug: str) -> Authority | None:
    # PostgreSQL refuses even to look for a NUL, which an address may hold.
    return Authority.objects.filter(slug=slug).first() if slug and "\0" not in slug else None


def home_of(council: Authority | None) -> str:
    """Return the address of a council's own pages, or of the start page."""
    return f"/{council.slug}/" if council else "/"


def home_of_person(user: User, council: Authority | None) -> str:
    """Return where somebody goes who has signed in: the council they came from, or their only one."""
    if council:
        return home_of(council)
    theirs = Authority.objects.filter(memberships__user=user).distinct()[:2]
    return home_of(theirs[0]) if len(theirs) == 1 else reverse("account")


# --- what templates are told ---------------------------------------------------------------------


def look_of(council: Authority | None) -> dict[str, Any]:
    """Give templates ``council``, its logo, its colour and its home: what every page has of it."""
    return {
        "council": council,
        "council_logo": logo_address(council) if council else "",
        "council_style": style_of(council) if council else "",
        "home": home_of(council),
    }


def branding(request: HttpRequest) -> dict[str, Any]:
    """Give templates the look of the council, and the addresses of signing in."""
    council: Authority | None = getattr(request, "council", None)
    on_account_pages = request.path.startswith(ACCOUNTS)
    if council is None and on_account_pages and hasattr(request, "session"):
        council = council_of_request(request)
    back = next_of(request) if on_account_pages else request.get_full_path()
    query = f"?{urlencode({'next': back})}" if back else ""
    return {
        **look_of(council),
        "directory": directory_of(council, back) if on_account_pages else None,
        "sign_in": f"{reverse('account_login')}{query}",
    }


class Button(NamedTuple):
    """What signs somebody in through their council's directory."""

    text: str
    href: str


def directory_of(council: Authority | None, back: str = "") -> Button | None:
    """Return the button for a council's own directory, if it has one; ``back``: where to go afterwards."""
    found = settings.DIRECTORIES.get(council.slug) if council else None
    if council is None or found is None:
        return None
    query = f"?{urlencode({'next': back})}" if back else ""
    href = reverse("openid_connect_login", args=[council.slug]) + query
    return Button(found.name or f"Sign in as staff of {council.name}", href)


def of_council(
    view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """Give a page the look of the council that the person comes from, and keep to it on the next."""

    @wraps(view)
    def branded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        council = council_of_request(request)
        request.council = council  # type: ignore[attr-defined]
        if council:
            remember(request, council)
        return view(request, *args, **kwargs)

    return branded


# --- the colour ----------------------------------------------------------------------------------


def style_of(council: Authority) -> str:
    """Return the address of a council's stylesheet, which changes whenever the colour does."""
    return _style(council.slug, council.colour)


@lru_cache(maxsize=512)
def _style(slug: str, colour: str) -> str:
    return reverse("theme", args=[slug, _fingerprint(colour)])


@require_safe
def theme(request: HttpRequest, slug: str, fingerprint: str) -> HttpResponse:
    """Return a council's stylesheet; an old address leads to the one that holds now."""
    council = _council(slug)
    if council is None:
        raise Http404
    if fingerprint != _fingerprint(council.colour):
        return HttpResponseRedirect(style_of(council))
    response = HttpResponse(_css(council.colour), content_type="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


def _fingerprint(colour: str) -> str:
    return sha256(_css(colour).encode()).hexdigest()[:12]


def _css(colour: str) -> str:
    """Return the rule that sets the colour; none, and so the site's own, if it is unfit for white words."""
    try:
        validate_colour(colour)
    except ValidationError:
        return ""
    return f":root{{--council-colour:{colour};--council-colour-text:#fff}}\n"
