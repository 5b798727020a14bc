"""The thread between a group and the council on a proposal."""

from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.messages import CannotWrite, note_read, write_message
from appraisal.forms.gate import MessageForm
from appraisal.queries.messages import last_seen, thread
from appraisal.roles import To
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.steps import address
from core import kept
from core.limits import within_limit
from core.refusals import too_many

_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")  # what browsers say, each in its time


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def messages(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the messages on a proposal, and send one."""
    posted = request.method == "POST"
    if posted and To.WRITE not in at.may:
        return refuse(request, f"You may not {To.WRITE}.")
    if posted and not within_limit(request, "message"):
        return too_many(request)
    found = kept.take(request, at=now()) if not posted else None
    data = request.POST if posted else (found.fields if found else None)
    form = MessageForm(data or None, initial={"form": uuid4()})
    if found:
        form.leave_unchecked()
    if posted and form.is_valid():
        said = form.cleaned_data
        try:
            write_message(
                by=at.user, proposal=at.proposal, form=said["form"], text=said["text"], at=now()
            )
            return HttpResponseRedirect(address(at, "messages"))
        except CannotWrite as cannot:
            form.add_error("text", str(cannot))
    shown = thread(at.proposal)
    seen = last_seen(at.proposal, at.user)
    # A GET that writes, for nobody presses a button to have read something. It changes what this person alone
    # sees, the count of new messages and their mark, and the same again leaves it as it is.
    if shown and shown[-1].pk > seen and _is_looked_at(request):
        note_read(by=at.user, proposal=at.proposal, message=shown[-1].pk)
    context = {
        "at": at,
        "form": form if To.WRITE in at.may else None,
        "thread": [(one, one.pk > seen and one.by_id != at.user.pk) for one in shown],
        "notice": found.words if found else "",
        "tasks_address": address(at, "proposal"),
    }
    return render(request, "appraisal/messages.html", context)


def _is_looked_at(request: HttpRequest) -> bool:
    """Say whether somebody sees the page: not where a browser fetches it ahead, or its head only."""
    ahead = any("prefetch" in request.headers.get(name, "").lower() for name in _AHEAD)
    return request.method != "HEAD" and not ahead
