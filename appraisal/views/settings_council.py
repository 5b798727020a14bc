"""The pages on which a scheme manager sets how the council looks, and which figures of its own it has."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from appraisal.actions.councils import CHANGEABLE, change_council, set_logo
from appraisal.actions.delegations import set_delegation, subject_of
from appraisal.actions.figures import SUBJECT as FIGURES
from appraisal.actions.figures import add_figure, area_of, withdraw_figure
from appraisal.actions.settings import CannotSet
from appraisal.forms.settings import (
    REASON,
    CouncilSettingsForm,
    DelegationForm,
    FigureForm,
    LogoForm,
    WithdrawForm,
)
from appraisal.library import published_proxies
from appraisal.models import CouncilProxy, Kind
from appraisal.queries.councils import own_delegation
from appraisal.roles import Office
from appraisal.showing.versions import amount_words, unit_words
from appraisal.standard import DELEGATIONS
from appraisal.views.doors import AtCouncil, for_office, now
from appraisal.views.settings import saved
from appraisal.views.settings_editing import edit_setting
from core.forms import Form

TAKE_AWAY = "take-away"


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def council(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Change the council's name, colour, contact, and whether groups see the discount."""

    def make(typed: QueryDict | None) -> Form:
        stored = {key: getattr(at.council, key) for key in CHANGEABLE}
        shown = {
            **stored,
            "groups_see_discount": "yes" if stored["groups_see_discount"] else "no",
        }
        return CouncilSettingsForm(typed, initial=shown)

    def save(form: Form, seen: int) -> object:
        return change_council(
            slug=at.council.slug,
            changes={key: form.cleaned_data[key] for key in CHANGEABLE},
            by=at.user,
            seen=seen,
            reason=form.cleaned_data[REASON],
            at=now(),
        )

    shown = edit_setting(request, at, subject="council", make=make, save=save)
    if shown is None:
        return saved(request, at, "Name, colour and contact: saved. Every page shows them now.")
    context = {
        "at": at,
        "title": "Name, colour and contact",
        "lead": "Every page of the council shows them.",
        "shown": shown,
    }
    return render(request, "appraisal/settings/form.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def logo(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Set the council's logo, or take it away."""
    away = request.POST.get(TAKE_AWAY) == "yes"

    def make(typed: QueryDict | None) -> Form:
        form = LogoForm(typed, request.FILES if typed is not None else None)
        if away:
            del form.fields["file"]
        return form

    def save(form: Form, seen: int) -> object:
        content = None if away else form.cleaned_data["file"].read()
        return set_logo(
            authority=at.council,
            content=content,
            by=at.user,
            seen=seen,
            reason=form.cleaned_data[REASON],
            at=now(),
        )

    shown = edit_setting(request, at, subject="logo", make=make, save=save)
    if shown is None:
        return saved(request, at, "The logo is taken away." if away else "The logo is set.")
    context = {
        "at": at,
        "title": "Logo",
        "lead": "It stands beside the council’s name on every page, and on the cover of each pack.",
        "shown": shown,
    }
    return render(request, "appraisal/settings/logo.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def delegation(request: HttpRequest, at: AtCouncil, kind: str) -> HttpResponse:
    """Set who settles the documents, as recommendations for a kind of proposal say it."""
    if kind not in DELEGATIONS:
        raise Http404
    title = f"Delegation: {Kind(kind).label}"

    def make(typed: QueryDict | None) -> Form:
        stored = {"words": own_delegation(at.council, kind)}
        return DelegationForm(DELEGATIONS[kind], typed, initial=stored)

    def save(form: Form, seen: int) -> object:
        return set_delegation(
            authority=at.council,
            kind=kind,
            words=form.cleaned_data["words"],
            by=at.user,
            seen=seen,
            reason=form.cleaned_data[REASON],
            at=now(),
        )

    shown = edit_setting(request, at, subject=subject_of(kind), make=make, save=save)
    if shown is None:
        return saved(request, at, f"{title}: saved. What officers recommend from now on says it.")
    context = {
        "at": at,
        "title": title,
        "lead": "Each recommendation ends with who may settle the documents and complete. Say it as the council’s "
        "scheme of delegation does. What is signed off keeps the words that it has. What waits for its check must be "
        "said to be ready again.",
        "shown": shown,
    }
    return render(request, "appraisal/settings/form.html", context)


def _capital(title: str) -> str:
    return title[:1].upper() + title[1:]


class Figure(NamedTuple):
    """A figure as the page shows it."""

    title: str
    whose: str
    value: str
    applies_from: date
    source: str
    withdraw: str = ""


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def figures(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Show the figures that hold, and add one of the council's own."""
    proxies = published_proxies()
    kinds = [
        (key, f"{_capital(kind.title)}, {unit_words(proxies.unit_of(key))}")
        for key, kind in proxies.kinds.items()
    ]

    def make(typed: QueryDict | None) -> Form:
        return FigureForm(kinds, typed)

    def save(form: Form, seen: int) -> object:
        given = {key: form.cleaned_data[key] for key in ("key", "value", "applies_from", "source")}
        reason = form.cleaned_data[REASON]
        return add_figure(by=at.user, authority=at.council, reason=reason, at=now(), **given)

    shown = edit_setting(request, at, subject=FIGURES, make=make, save=save)
    if shown is None:
        messages.success(request, "The figure is added. Proposals that are started now use it.")
        return HttpResponseRedirect(request.path)
    context = {
        "at": at,
        "title": "Figures of the council’s own",
        "lead": "Hours, areas and new businesses are valued with published figures. Where the council has a better "
        "one for its area, enter it here with its day and its source.",
        "shown": shown,
        "figures": tuple(_figures(at)),
    }
    return render(request, "appraisal/settings/figures.html", context)


def _figures(at: AtCouncil) -> Iterator[Figure]:
    """Yield the published figure that holds today for each kind, and the council's own beside it."""
    proxies, today = published_proxies(), now().date()
    own: dict[str, list[CouncilProxy]] = {}
    for one in CouncilProxy.objects.filter(authority=at.council, withdrawn_at__isnull=True):
        own.setdefault(one.key, []).append(one)
    for key, kind in proxies.kinds.items():
        title = _capital(kind.title)
        found = proxies.newest(key, area_of(kind, at.council), today)
        if found is not None:
            yield Figure(
                title,
                "published" if found.status == "published" else "default figure",
                amount_words(found.value, found.unit),
                found.applies_from,
                found.source,
            )
        for one in own.get(key, ()):
            address = reverse("appraisal:withdraw_figure", args=[at.council.slug, one.pk])
            yield Figure(
                title,
                "the council’s own",
                amount_words(one.value, proxies.unit_of(key)),
                one.applies_from,
                one.source,
                address,
            )


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def withdraw(request: HttpRequest, at: AtCouncil, figure: int) -> HttpResponse:
    """Withdraw a figure of the council's own."""
    found = CouncilProxy.objects.filter(
        authority=at.council, pk=figure, withdrawn_at__isnull=True
    ).first()
    if found is None:
        raise Http404
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    back = reverse("appraisal:settings_figures", args=[at.council.slug])
    if request.method == "POST" and form.is_valid():
        try:
            reason = form.cleaned_data[REASON]
            withdraw_figure(
                by=at.user, authority=at.council, figure_id=figure, reason=reason, at=now()
            )
        except CannotSet as refusal:
            form.add_error(REASON, str(refusal).removesuffix("."))
        else:
            messages.success(request, "The figure is withdrawn. Drafts keep their copy for now.")
            return HttpResponseRedirect(back)
    kind = published_proxies().kinds[found.key]
    context: dict[str, Any] = {
        "at": at,
        "form": form,
        "figure": found,
        "title": _capital(kind.title),
        "back": back,
    }
    return render(request, "appraisal/settings/withdraw.html", context)
