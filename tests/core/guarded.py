"""Pages behind the guard, for the tests alone: an URLconf and its views."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path
from django.utils import timezone

from core.kept import sign_in_required, take


@sign_in_required
def page(request: HttpRequest) -> HttpResponse:
    """Save what is sent; show what was kept, the token first."""
    if request.method == "POST":
        return HttpResponse(f"saved {request.POST['title']}")
    kept = take(request, at=timezone.now())
    shown = f"{kept.why}|{kept.fields.urlencode()}" if kept else "nothing"
    return HttpResponse(f"{get_token(request)}\n{shown}")


def open_page(request: HttpRequest) -> HttpResponse:
    """Stand behind no guard."""
    return HttpResponse("open")


urlpatterns = [
    path("brum/page", page),
    path("brum/page/<int:number>", lambda request, number: page(request)),
    path("brum/open", open_page),
    path("", include("core.urls")),
]
