"""Check the answers, see what they come to, and confirm what was typed in from paper."""

from contextlib import suppress
from dataclasses import replace
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.proposals import CannotConfirm, confirm_paper
from appraisal.chapters import chapters_for
from appraisal.engine.faults import CannotRead
from appraisal.legal import silent_on_legal
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.assessed import is_assessed
from appraisal.queries.chapters import chapters_of
from appraisal.queries.panel import item_shown
from appraisal.queries.three import Three, three_of
from appraisal.readers import Reader
from appraisal.roles import To
from appraisal.showing.chapters import chapter_card, chapters_heading
from appraisal.showing.check import CheckPage, check_page
from appraisal.showing.compared import Kites, Named, Row, compared, kites, totals
from appraisal.showing.result import result_page
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.evidence import evidence_by_criterion, may_upload
from appraisal.views.links import DECIDED
from appraisal.views.steps import (
    FACTS,
    address,
    all_criteria,
    chapter_steps,
    criterion_address,
    facts_steps,
    steps_of,
)

# Where each section of the facts is changed.
_PAGES = {"title": "about", "summary": "about", "reference": "council"}


def reader_of(at: AtProposal) -> Reader:
    """Return whose eyes a page is made for."""
    return Reader.OFFICER if at.officer else Reader.GROUP


@require_safe
@for_proposal(To.READ)
def check(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show every question with what was answered, each with a link to change it."""
    sheet = sheet_of(at.proposal)
    context = {
        "at": at,
        "check": _check_page(at, sheet),
        "unfinished": _unfinished(at, sheet),
        "unanswered": _unanswered(sheet),
        "evidence": evidence_by_criterion(at, sheet),
        "may_confirm": To.CONFIRM in at.may,
        "may_upload": may_upload(at),
        "result_address": address(at, "result"),
    }
    return render(request, "appraisal/check.html", context)


def _check_page(at: AtProposal, sheet: Sheet) -> CheckPage:
    pages = {step.key: step.href for step in facts_steps(at)}
    page = check_page(
        sheet.file,
        reader=reader_of(at),
        change=lambda letter: criterion_address(at, letter),
        change_fact=lambda section: pages.get(_PAGES.get(section, section)),
        may_fill_in=at.audiences,
    )
    own = {step.key: step.href for step in chapter_steps(at)}
    said = chapters_of(at.proposal)
    cards = tuple(
        chapter_card(one, said.get(one.key, {}), change=own.get(one.page, ""))
        for one in chapters_for(at.proposal.kind, "group")
    )
    return replace(page, headings=(*page.headings, *chapters_heading(cards)))


def _unfinished(at: AtProposal, sheet: Sheet) -> list[tuple[str, str]]:
    """Return the pages on which something typed is not taken yet, with addresses for those who may go there."""
    own = {step.key: step for step in (*all_criteria(at, sheet), *steps_of(at, sheet))}
    titles = {key: step.title for key, step in own.items()} | FACTS
    return [
        (title, own[key].href if key in own else "")
        for key, title in titles.items()
        if sheet.unfinished(key)
    ]


def _unanswered(sheet: Sheet) -> int:
    """Return how many criteria count as unanswered, as the result page counts them."""
    try:
        return sum(one.status == "unanswered" for one in sheet.appraisal.criteria)
    except CannotRead:
        return 0


@require_safe
@for_proposal(To.READ)
def result(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show what the proposal comes to as it stands, every figure with how it was worked out."""
    sheet = sheet_of(at.proposal)
    given = sheet.file if at.officer else silent_on_legal(sheet.file)
    three = three_shown(at, sheet)
    try:
        shown = result_page(
            given,
            sheet.appraisal if given is sheet.file else given.appraise(),
            later=named(three)[1:] if three else (),
            reader=reader_of(at),
            show_discount=To.READ_DISCOUNT in at.may,
            colour=at.council.colour,
        )
    except CannotRead as cannot:
        context = {"at": at, "faults": cannot.faults}
        return render(request, "appraisal/no_result.html", context)
    context = {
        "at": at,
        "result": shown,
        "unfinished": _unfinished(at, sheet),
        "beside": _beside(at, three),
        "decided": at.proposal.state in DECIDED,
    }
    return render(request, "appraisal/result.html", context)


class Beside(NamedTuple):
    """The group's figures, the officer's and what the panel agreed next to each other."""

    title: str
    panel: bool
    totals: tuple[Row, ...]
    rows: tuple[Row, ...]
    kites: Kites


def three_shown(at: AtProposal, sheet: Sheet) -> Three | None:
    """Return all the assessments of a proposal, for the council and once an officer has found something.

    What the panel agreed is among them from then on: before, a level stands nowhere.
    """
    if not (at.officer and is_assessed(at.proposal)):
        return None
    item = item_shown(at.proposal)
    return three_of(at.proposal, item if item and item.agreed_at else None, sheet)


def named(three: Three) -> list[Named]:
    """Return the appraisals by whose they are, the group's first; raise ``CannotRead`` where one cannot be made."""
    shown = [Named("Group", three.group), Named("Officer", three.officer)]
    return [*shown, Named("Panel", three.panel)] if three.has_panel else shown


def _beside(at: AtProposal, three: Three | None) -> Beside | None:
    if three is None:
        return None
    shown = named(three)
    title = "The group’s figures, the officer’s and the panel’s"
    return Beside(
        title if three.has_panel else "The group’s figures and the officer’s",
        three.has_panel,
        totals(shown),
        compared(shown),
        kites(shown, at.council.colour),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.CONFIRM)
def confirm(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Ask the group whether what an officer typed in is what its paper form said."""
    if request.method == "POST":
        with suppress(CannotConfirm):  # somebody else of the group was faster: confirmed it is
            confirm_paper(by=at.user, proposal=at.proposal, at=now())
        return HttpResponseRedirect(address(at, "proposal"))
    sheet = sheet_of(at.proposal)
    context = {
        "at": at,
        "check": _check_page(at, sheet),
        "unfinished": _unfinished(at, sheet),
        "unanswered": _unanswered(sheet),
    }
    return render(request, "appraisal/confirm.html", context)
