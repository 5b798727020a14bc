"""The page on which a scheme manager chooses what the page of house prices goes by."""

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.price_choices import SUBJECT, set_price_choices
from appraisal.forms.prices import PriceChoicesForm
from appraisal.forms.settings import REASON
from appraisal.queries.prices import choices_of
from appraisal.roles import Office
from appraisal.views.doors import AtCouncil, for_office, now
from appraisal.views.settings import saved
from appraisal.views.settings_editing import edit_setting
from core.forms import Form

TITLE = "House prices"


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def prices(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Choose the periods, the least sales and the limit of what is suburban."""

    def make(typed: QueryDict | None) -> Form:
        return PriceChoicesForm(typed, chosen=choices_of(at.council), this_year=now().year)

    def save(form: Form, seen: int) -> object:
        return set_price_choices(
            authority=at.council,
            chosen=cast("PriceChoicesForm", form).chosen(),
            by=at.user,
            seen=seen,
            reason=form.cleaned_data[REASON],
            at=now(),
        )

    shown = edit_setting(request, at, subject=SUBJECT, make=make, save=save)
    if shown is None:
        return saved(request, at, f"{TITLE}: saved. The page of house prices goes by it now.")
    context = {
        "at": at,
        "title": TITLE,
        "lead": "The page of house prices sets the prices of two periods beside each other. It says which, and why. "
        "Leave the years blank for the first and the last whole year of the sales that are in force. "
        "Published averages keep the two years of their file. What stands on record does not change.",
        "shown": shown,
    }
    return render(request, "appraisal/settings/form.html", context)
