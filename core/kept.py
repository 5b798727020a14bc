"""What was typed is not lost when somebody has to sign in again.

A view wrapped in :func:`sign_in_required` keeps what a signed-out person sent it and asks them to sign
in; so does :func:`core.refusals.csrf_failure` where they signed in again in another tab since the page was
opened. The page that they come back to takes it with :func:`take` and shows it, not saved yet.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone

MOST_CHARACTERS = 600_000  # of one form, encoded as it was sent
MOST_PAGES = 3  # in one session; the oldest goes
FOR = timedelta(hours=12)

_KEY = "kept"
_P = ParamSpec("_P")


class Why(StrEnum):
    """Why what was typed was not saved."""

    SIGNED_OUT = "signed-out"
    SIGNED_IN_AGAIN = "signed-in-again"
    NO_SECOND_STEP = "no-second-step"
    TOO_LONG = "too-long"


WORDS = {
    Why.SIGNED_OUT: "You were signed out before this was saved. Check it and save again.",
    Why.SIGNED_IN_AGAIN: "You were signed in again since you opened this page. Check it and save again.",
    Why.NO_SECOND_STEP: "You had to set up a second step before this was saved. Check it and save again.",
    Why.TOO_LONG: "You were signed out before this was saved, and it was too long to keep for you.",
}


@dataclass(frozen=True)
class Kept:
    """What was typed on a page, and why it was not saved; nothing at all if it was too long."""

    fields: QueryDict
    why: Why

    @property
    def words(self) -> str:
        """Return a sentence or two for the person, to stand on the page in a banner."""
        return WORDS[self.why]


def keep(request: HttpRequest, why: Why, *, at: datetime) -> None:
    """Keep the fields that were sent to this path, without files, until :func:`take` asks for them."""
    fields = request.POST.copy()
    fields.pop("csrfmiddlewaretoken", None)
    text = fields.urlencode()
    if len(text) > MOST_CHARACTERS:
        text, why = "", Why.TOO_LONG
    page = {
        "path": request.path,
        "fields": text,
        "why": str(why),
        "by": request.user.pk,
        "at": at.isoformat(),
    }
    others = [one for one in _pages(request, at) if one["path"] != request.path]
    request.session[_KEY] = [*others, page][-MOST_PAGES:]


def take(request: HttpRequest, *, at: datetime) -> Kept | None:
    """Return what was kept of this path, once; never what somebody else typed while signed in."""
    for page in _pages(request, at):
        if page["path"] == request.path and page["by"] in (None, request.user.pk):
            request.session[_KEY] = [one for one in _pages(request, at) if one != page]
            return Kept(QueryDict(page["fields"]), Why(page["why"]))
    return None


def _pages(request: HttpRequest, at: datetime) -> list[dict[str, Any]]:
    pages: list[dict[str, Any]] = request.session.get(_KEY, [])
    return [page for page in pages if at - datetime.fromisoformat(page["at"]) < FOR]


def sign_in_required(
    view: Callable[Concatenate[HttpRequest, _P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, _P], HttpResponse]:
    """Ask a signed-out person to sign in and come back here, with what they sent kept."""

    @wraps(view)
    def guarded(request: HttpRequest, /, *args: _P.args, **kwargs: _P.kwargs) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            keep(request, Why.SIGNED_OUT, at=timezone.now())
        return redirect_to_login(request.get_full_path())

    guarded.keeps_what_was_typed = True  # type: ignore[attr-defined]
    return guarded


def keeps_what_was_typed(request: HttpRequest) -> bool:
    """Say whether the view at this address is one that :func:`sign_in_required` guards."""
    match = request.resolver_match
    return bool(match and getattr(match.func, "keeps_what_was_typed", False))
