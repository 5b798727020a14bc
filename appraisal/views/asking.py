"""A page that asks one thing and does one thing: shown, checked, done, or shown again with what is wrong.

:func:`ask` is what every such page has in common; :func:`ask_simply` draws it as well, where it needs no template
of its own.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render

from appraisal.actions.moves import CannotMove, Seen
from appraisal.views.doors import now, refuse
from appraisal.views.tokens import seen_in
from core import kept
from core.forms import Form
from core.refusals import log

_F = TypeVar("_F", bound=Form)
_UNSEEN = "Read this page again before you press its button."


class Asked(NamedTuple):
    """A form to show, and what to say over it: that somebody had to sign in again."""

    form: Form
    notice: str = ""
    status: int = 200  # 409: the route has a reason against what they pressed


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
    make: Callable[[QueryDict | None], _F],
    act: Callable[[_F], str],
    *cannot: type[ValueError],
    at_box: bool = False,
) -> Asked | HttpResponse:
    """Show a form, or do what it says and go to the address that ``act`` returns.

    What ``act`` refuses (``CannotMove``, and ``cannot``) stands on the form, which keeps what was typed;
    with ``at_box`` what it refuses stands at the first box.
    """
    if request.method != "POST":
        found = kept.take(request, at=now())
        return Asked(make(found.fields if found else None), found.words if found else "")
    form = make(request.POST)
    if form.is_valid():
        try:
            return HttpResponseRedirect(act(form))
        except CannotMove as refusal:
            log(request, "not allowed")
            for reason in refusal.reasons:
                form.add_error(None, reason)
            return Asked(form, status=409)
        except cannot as refusal:
            form.add_error(next(iter(form.fields), None) if at_box else None, str(refusal))
    return Asked(form)


def ask_simply(
    request: HttpRequest,
    page: Asking,
    make: Callable[[QueryDict | None], _F],
    act: Callable[[_F], str],
    *cannot: type[ValueError],
) -> HttpResponse:
    """Show a page; when it is sent, do what it asks, and say on the next page what ``act`` returns.

    What ``act`` raises of ``cannot`` stands at the first box; a page without boxes answers with a refusal.
    """

    def done(form: _F) -> str:
        if said := act(form):
            messages.success(request, said)
        return page.then or page.back.href

    asked = ask(request, make, done, *cannot, at_box=True)
    if isinstance(asked, HttpResponse):
        return asked
    if not asked.form.fields and (refused := asked.form.non_field_errors()):
        return refuse(request, str(refused[0]))
    context = {"page": page, "form": asked.form, "notice": asked.notice}
    return render(request, "appraisal/people/asking.html", context, status=asked.status)


def seen_on(request: HttpRequest) -> Seen:
    """Return where a proposal was on the page whose button was pressed.

    Raises ``CannotMove`` where the page does not say so: nobody moves what they have not seen.
    """
    seen = seen_in(request)
    if seen is None:
        raise CannotMove((_UNSEEN,))
    return seen
