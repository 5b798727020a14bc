"""A scheme manager sends a table of regional pay: it becomes figures of the council's own, all of it or none."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from appraisal.actions.earnings import Report, add_earnings, look_at_earnings
from appraisal.actions.settings import CannotSet
from appraisal.area.read.table import WrongFile
from appraisal.engine import words
from appraisal.forms.earnings import EarningsForm
from appraisal.imports.lines import opened
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, for_office, now
from core.limits import within_limit
from core.refusals import too_many

MOST_LINES = 100  # of those that cannot be taken, on the page


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def send(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Take a table of pay; say what is wrong with it, or what it would add, or add it."""
    if request.method == "POST" and not within_limit(request, "upload"):
        return too_many(request)
    form = EarningsForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    report = _look(at, form) if form.is_bound and form.is_valid() else None
    if report is not None and not report.wrong and not form.cleaned_data["only_check"]:
        try:
            add_earnings(
                by=at.user,
                authority=at.council,
                pay=report.new,
                reason=form.cleaned_data["reason"],
                at=now(),
            )
        except CannotSet as cannot:
            form.add_error("file", f"Nothing was added. {cannot}".removesuffix("."))
        else:
            messages.success(request, _added(report))
            return HttpResponseRedirect(
                reverse("appraisal:settings_figures", args=[at.council.slug])
            )
    if report is not None and report.wrong and not form.errors:
        wrong = words.counted(len(report.wrong), "line")
        form.add_error("file", f"{wrong} of the file cannot be taken, so nothing was added")
    context = {
        "at": at,
        "form": form,
        "report": report,
        "wrong": report.wrong[:MOST_LINES] if report else (),
        "most": MOST_LINES,
    }
    return render(request, "appraisal/published/earnings.html", context)


def _look(at: AtCouncil, form: EarningsForm) -> Report | None:
    """Read the file; None where it is no such table, and then the form says why."""
    try:
        return look_at_earnings(opened(form.cleaned_data["file"]), at.council)
    except WrongFile as wrong:
        form.add_error("file", str(wrong).removesuffix("."))
        return None


def _added(report: Report) -> str:
    there = (
        f" {words.counted(len(report.there), 'figure')} of it you had already."
        if report.there
        else ""
    )
    if not report.new:
        return f"Nothing was added.{there}"
    added = words.counted(len(report.new), "figure")
    return f"{added} of regional pay added.{there} Proposals that are started now use them."
