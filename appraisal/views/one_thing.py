"""A small page that asks one thing, does it, and goes back to where it was asked from."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from appraisal.views.doors import now, refuse
from core import kept
from core.forms import Form

_F = TypeVar("_F", bound=Form)


class Back(NamedTuple):
    """The page that it was asked from."""

    href: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What stands on such a page. Without ``button`` it only says why nothing can be done."""

    heading: str
    back: Back
    says: tuple[str, ...] = ()
    inset: str = ""
    button: str = ""
    warns: bool = False  # the button takes something away
    then: str = ""  # where to go afterwards, if not back

    @property
    def kind(self) -> str:
        """Return the kind of the button."""
        return "warning" if self.warns else ""


def ask(
    request: HttpRequest,
    page: Asking,
    make: Callable[[QueryDict | None], _F],
    act: Callable[[_F], str],
    cannot: type[Exception] | tuple[type[Exception], ...],
) -> HttpResponse:
    """Show the page; when it is sent, do what it asks, and say on the next page what ``act`` returns.

    What ``act`` raises of ``cannot`` stands at the first box; a page without boxes answers with a refusal.
    """
    found = kept.take(request, at=now()) if request.method != "POST" else None
    form = make(request.POST if request.method == "POST" else (found.fields if found else None))
    if request.method == "POST" and form.is_valid():
        try:
            said = act(form)
        except cannot as error:
            if not form.fields:
                return refuse(request, str(error))
            form.add_error(next(iter(form.fields)), str(error))
        else:
            if said:
                messages.success(request, said)
            return HttpResponseRedirect(page.then or page.back.href)
    context = {"page": page, "form": form, "notice": found.words if found else ""}
    return render(request, "appraisal/people/asking.html", context)
