"""The council's settings: what there is, and every change with who made it, when and why."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.delegations import subject_of
from appraisal.area.choices import Choices
from appraisal.engine import words
from appraisal.models import (
    ChecklistItem,
    CouncilAim,
    CouncilProxy,
    Delegation,
    Kind,
    Neighbourhood,
    SettingsVersion,
    StandardCondition,
)
from appraisal.queries import newest_scheme
from appraisal.queries.datasets import in_force_for, last_put_in_force
from appraisal.queries.prices import choices_of
from appraisal.roles import Office
from appraisal.showing.versions import change_words
from appraisal.views.doors import AtCouncil, for_office, now
from appraisal.views.settings_editing import OPERATOR, edit_setting
from appraisal.views.settings_lists import ListPage, list_page
from core.components import PageLink, Pagination
from core.models import Authority

_A_PAGE = 25


class Line(NamedTuple):
    """One setting on the list of them: what it is, how much of it there is, who changed it when."""

    title: str
    href: str
    now: str
    changed: datetime | None


class Part(NamedTuple):
    """Some settings under one heading."""

    title: str
    lines: tuple[Line, ...]


@require_safe
@for_office(Office.SETTINGS)
def settings(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """List the settings of the council."""
    changed = _changed(at)
    context = {"at": at, "parts": tuple(_parts(at, changed))}
    return render(request, "appraisal/settings/home.html", context)


def _changed(at: AtCouncil) -> Mapping[str, datetime]:
    found = SettingsVersion.objects.filter(authority=at.council).order_by()
    return dict(found.values_list("subject").annotate(last=Max("set_at")))


def _parts(at: AtCouncil, changed: Mapping[str, datetime]) -> Iterator[Part]:
    council = at.council
    yield Part(
        "The council",
        (
            Line("Name, colour and contact", _address(at, "settings_council"), council.name,
                 changed.get("council")),
            Line("Logo", _address(at, "settings_logo"), "Set" if council.logo else "None",
                 changed.get("logo")),
        ),
    )  # fmt: skip
    yield Part("What proposals are rated against", tuple(_rated(at, changed)))
    yield Part("What officers work with", tuple(_officers(at, changed)))
    figures = CouncilProxy.objects.filter(authority=council, withdrawn_at__isnull=True).count()
    yield Part(
        "Rules and figures",
        (
            Line("Figures of the council’s own", _address(at, "settings_figures"),
                 words.counted(figures, "figure"), changed.get("figures")),
            Line("Figures that others publish", _address(at, "published"),
                 f"{words.counted(len(in_force_for(council)), 'file')} in force", last_put_in_force(council)),
            Line("House prices", _address(at, "settings_prices"), _prices(council), changed.get("prices")),
            *(
                Line(f"Scheme: {label}", _address(at, "settings_schemes"), _scheme(at, kind),
                     changed.get(f"scheme:{kind}"))
                for kind, label in Kind.choices
            ),
        ),
    )  # fmt: skip


def _prices(council: Authority) -> str:
    return "Our defaults" if choices_of(council) == Choices() else "The council’s own choice"


def _scheme(at: AtCouncil, kind: str) -> str:
    scheme = newest_scheme(at.council, kind, now().date())
    return f"{scheme.title}, version {scheme.version}" if scheme else "None yet"


def _rated(at: AtCouncil, changed: Mapping[str, datetime]) -> Iterator[Line]:
    aims = CouncilAim.objects.filter(authority=at.council).order_by()
    counts = {
        (kind, letter): many
        for kind, letter, many in aims.values_list("kind", "letter").annotate(many=Count("id"))
    }
    for kind, label in Kind.choices:
        scheme = newest_scheme(at.council, kind, now().date())
        for one in scheme.criteria if scheme else ():
            if any(question.kind == "ratings" for question in one.questions):
                many = counts.get((kind, one.letter), 0)
                yield Line(
                    f"{one.letter} {one.title}: {label}",
                    _address(at, "settings_list", f"aims-{kind}-{one.letter}"),
                    words.counted(many, "line") if many else "No list yet",
                    changed.get(f"aims:{kind}:{one.letter}"),
                )
    places = Neighbourhood.objects.filter(authority=at.council).count()
    yield Line(
        "Neighbourhoods",
        _address(at, "settings_list", "neighbourhoods"),
        words.counted(places, "neighbourhood"),
        changed.get("neighbourhoods"),
    )


def _officers(at: AtCouncil, changed: Mapping[str, datetime]) -> Iterator[Line]:
    used = Q(authority=at.council, retired_at__isnull=True)
    items = ChecklistItem.objects.filter(used).order_by()
    counts = dict(items.values_list("kind").annotate(many=Count("id")))
    for kind, label in Kind.choices:
        yield Line(
            f"Checklist: {label}",
            _address(at, "settings_list", f"checklist-{kind}"),
            words.counted(counts.get(kind, 0), "check"),
            changed.get(f"checklist:{kind}"),
        )
    own = set(Delegation.objects.filter(authority=at.council).values_list("kind", flat=True))
    for kind, label in Kind.choices:
        yield Line(
            f"Delegation: {label}",
            _address(at, "settings_delegation", kind),
            "The council’s own words" if kind in own else "Our sentence",
            changed.get(subject_of(kind)),
        )
    yield Line(
        "Standard conditions",
        _address(at, "settings_list", "conditions"),
        words.counted(StandardCondition.objects.filter(used).count(), "condition"),
        changed.get("conditions"),
    )


def _address(at: AtCouncil, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[at.council.slug, *more])


@require_http_methods(["GET", "HEAD", "POST"])
@for_office(Office.SETTINGS)
def settings_list(request: HttpRequest, at: AtCouncil, name: str) -> HttpResponse:
    """Change one of the council's lists."""
    page = list_page(at, name)
    if page is None:
        raise Http404
    shown = edit_setting(request, at, subject=page.subject, make=page.form, save=page.save)
    if shown is None:
        return saved(request, at, f"{page.title}: saved. {page.afterwards}")
    return render(request, "appraisal/settings/form.html", _context(at, page, shown))


def _context(at: AtCouncil, page: ListPage, shown: object) -> dict[str, object]:
    return {"at": at, "title": page.title, "lead": page.lead, "shown": shown, "wide": True}


def saved(request: HttpRequest, at: AtCouncil, words: str) -> HttpResponseRedirect:
    """Go back to the list of settings and say what was done."""
    messages.success(request, words)
    return HttpResponseRedirect(_address(at, "settings"))


class Version(NamedTuple):
    """A change of a setting, in words."""

    title: str
    at: datetime
    by: str
    reason: str
    changes: tuple[str, ...]


@require_safe
@for_office(Office.SETTINGS)
def history(request: HttpRequest, at: AtCouncil) -> HttpResponse:
    """Show every change of the settings, the newest first."""
    found = SettingsVersion.objects.filter(authority=at.council).select_related("set_by")
    pages = Paginator(found.order_by("-id"), _A_PAGE)
    page = pages.get_page(request.GET.get("page"))
    titles = _titles(at)
    context = {
        "at": at,
        "versions": [_version(one, titles) for one in page],
        "pagination": _pagination(page) if pages.num_pages > 1 else None,
    }
    return render(request, "appraisal/settings/history.html", context)


def _titles(at: AtCouncil) -> dict[str, str]:
    """Return what each subject is called."""
    titles = {
        "council": "Name, colour and contact",
        "logo": "Logo",
        "neighbourhoods": "Neighbourhoods",
        "conditions": "Standard conditions",
        "figures": "Figures of the council’s own",
        "prices": "House prices",
    }
    for kind, label in Kind.choices:
        titles[f"checklist:{kind}"] = f"Checklist: {label}"
        titles[subject_of(kind)] = f"Delegation: {label}"
        titles[f"scheme:{kind}"] = f"Scheme: {label}"
        scheme = newest_scheme(at.council, kind, now().date())
        for one in scheme.criteria if scheme else ():
            titles[f"aims:{kind}:{one.letter}"] = f"{one.letter} {one.title}: {label}"
    return titles


def _version(one: SettingsVersion, titles: Mapping[str, str]) -> Version:
    return Version(
        titles.get(one.subject, one.subject),
        one.set_at,
        str(one.set_by or OPERATOR),
        one.reason,
        change_words(json.loads(one.before), json.loads(one.after)),
    )


def _pagination(page: "object") -> Pagination:
    previous = page.has_previous() and f"?page={page.previous_page_number()}"  # type: ignore[attr-defined]
    following = page.has_next() and f"?page={page.next_page_number()}"  # type: ignore[attr-defined]
    return Pagination(
        previous=PageLink(href=previous) if previous else None,
        next=PageLink(href=following) if following else None,
    )
