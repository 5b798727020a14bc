"""A page that asks one thing and does one thing: shown, checked, done, or shown again with what is wrong."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict

from appraisal.actions.moves import CannotMove, Seen
from appraisal.views.doors import now
from appraisal.views.tokens import seen_in
from core import kept
from core.forms import Form
from core.refusals import log

_UNSEEN = "Read this page again before you press its button."


class Asked(NamedTuple):
    """A form to show, and what to say over it: that somebody had to sign in again."""

    form: Form
    notice: str = ""
    status: int = 200  # 409: the route has a reason against what they pressed


def ask(
    request: HttpRequest,
    make: Callable[[QueryDict | None], Form],
    act: Callable[[Form], str],
    *cannot: type[ValueError],
) -> Asked | HttpResponse:
    """Show a form, or do what it says and go to the address that ``act`` returns.

    What ``act`` refuses (``CannotMove``, and ``cannot``) stands on the form, which keeps what was typed.
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
            form.add_error(None, str(refusal))
    return Asked(form)


def seen_on(request: HttpRequest) -> Seen:
    """Return where a proposal was on the page whose button was pressed.

    Raises ``CannotMove`` where the page does not say so: nobody moves what they have not seen.
    """
    seen = seen_in(request)
    if seen is None:
        raise CannotMove((_UNSEEN,))
    return seen
