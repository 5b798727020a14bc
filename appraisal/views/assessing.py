"""The officer's assessment beside the group's: an overview, and a page for each part of it."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.assessing import (
    NotReady,
    say_ready,
)
from appraisal.assessing import PAGES, PREFIX, PUBLIC, TERMS
from appraisal.chapters import PREFIX as CHAPTER
from appraisal.chapters import Chapter, chapter_for, chapters_for
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.queries import Sheet
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.roles import To
from appraisal.showing.compared import Cell, Named, Row, compared, kites, totals
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.editing import CONTINUE, STAY, Saved
from appraisal.views.steps import Step, address, beside, chapter_step, in_order
from core.components import PageLink, Pagination, Tag

MAY_NOT = f"You may not {To.ASSESS}."


# --- the overview --------------------------------------------------------------------------------


class Line(NamedTuple):
    """A criterion in the overview."""

    row: Row
    href: str
    status: str | Tag


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def overview(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show how far the assessment is, and what it changes."""
    return _overview(request, at, assessed_of(at.proposal))


def _overview(
    request: HttpRequest, at: AtProposal, assessed: Assessed, reasons: tuple[str, ...] = ()
) -> HttpResponse:
    context = {
        **around_assessment(at, assessed),
        "lines": _lines(at, assessed),
        "pages": [_page_line(at, assessed, key) for key in PAGES],
        "chapters": [_chapter_line(at, assessed, one) for one in chapters_for(at.proposal.kind)],
        "found": sum(assessed.is_found(one) for one in assessed.group.scheme.by_letter),
        "of": len(assessed.group.scheme.criteria),
        "gaps": _still_to_do(at, assessed),
        "next": step_address(at, assessed.gaps[0].page) if assessed.gaps else "",
        "next_title": _title_of(assessed, assessed.gaps[0].page) if assessed.gaps else "",
        "reasons": reasons,
        "saved": saved_title(at, assessed, request),
    }
    return render(request, "appraisal/assessing/overview.html", context)


def _title_of(assessed: Assessed, page: str) -> str:
    criterion = assessed.group.scheme.by_letter.get(page)
    if criterion:
        return f"{criterion.letter} {criterion.title}"
    chapter = chapter_for(assessed.group.proposal.kind, page.removeprefix(CHAPTER))
    return chapter.title if chapter else PAGES[page]


def _still_to_do(at: AtProposal, assessed: Assessed) -> list[tuple[str, str]]:
    """Return what is still to do, with addresses; several criteria in one line, for the table names them."""
    letters = assessed.group.scheme.by_letter
    criteria = [gap for gap in assessed.gaps if gap.page in letters]
    others = [gap for gap in assessed.gaps if gap.page not in letters]
    said = [(gap.said, step_address(at, gap.page)) for gap in (*criteria, *others)]
    if len(criteria) < 2:
        return said
    count = words.counted(len(criteria), "criterion", "criteria")
    first = (f"Look at {count}.", step_address(at, criteria[0].page))
    return [first, *said[len(criteria) :]]


def around_assessment(at: AtProposal, assessed: Assessed) -> dict[str, Any]:
    """Return what every page about an assessment shows: who may do what, and the figures compared."""
    shown = named(assessed)
    return {
        "at": at,
        "assessed": assessed,
        "may_assess": To.ASSESS in at.may,
        "may_flag": bool({To.ASSESS, To.SIGN_OFF} & at.may),
        "faults": _faults(assessed.officer),
        "totals": totals(shown) if shown else (),
        "kites": kites(shown, at.council.colour) if shown else None,
    }


def named(assessed: Assessed) -> list[Named]:
    """Return the group's and the officer's appraisals by name; none while they cannot be worked out."""
    try:
        return [
            Named("Group", assessed.group.appraisal),
            Named("Officer", assessed.officer.appraisal),
        ]
    except CannotRead:
        return []


def _faults(sheet: Sheet) -> tuple[str, ...]:
    try:
        _ = sheet.appraisal
    except CannotRead as cannot:
        return tuple(str(fault) for fault in cannot.faults)
    return ()


def _lines(at: AtProposal, assessed: Assessed) -> list[Line]:
    rows = {row.letter: row for row in compared(named(assessed))}
    return [
        Line(
            rows.get(one.letter) or Row(one.letter, f"{one.letter} {one.title}", _UNKNOWN),
            step_address(at, one.letter),
            status_of(assessed, one.letter),
        )
        for one in in_order(assessed.group)
    ]


_UNKNOWN = (Cell("Group", "–", changed=False), Cell("Officer", "–", changed=False))


def status_of(assessed: Assessed, letter: str) -> str | Tag:
    """Say how far the officer is with a criterion."""
    if assessed.group.unfinished(f"{PREFIX}{letter}"):
        return Tag(text="Unfinished", colour="yellow")
    finding = assessed.findings.get(letter)
    if finding is None:
        return Tag(text="To do", colour="blue")
    if assessed.is_stale(letter):
        return Tag(text="Answers have changed", colour="yellow")
    return finding.get_verdict_display()


class PageLine(NamedTuple):
    """One of the pages beside the criteria, in the overview."""

    title: str
    href: str
    status: str | Tag


def _page_line(at: AtProposal, assessed: Assessed, key: str) -> PageLine:
    unfinished = assessed.group.unfinished(f"{PREFIX}{key}")
    todo = any(gap.page == key for gap in assessed.gaps)
    status: str | Tag = _page_status(assessed, key)
    if todo:
        status = Tag(text="To do", colour="blue")
    if unfinished:
        status = Tag(text="Unfinished", colour="yellow")
    return PageLine(PAGES[key], step_address(at, key), status)


def _chapter_line(at: AtProposal, assessed: Assessed, chapter: Chapter) -> PageLine:
    groups = chapter.asked_of == "group"
    href = chapter_step(at, chapter).href if groups else step_address(at, chapter.page)
    title = (
        f"The group’s: {chapter.title[:1].lower()}{chapter.title[1:]}" if groups else chapter.title
    )
    if assessed.group.unfinished(chapter.page) and not groups:
        return PageLine(title, href, Tag(text="Unfinished", colour="yellow"))
    answered, of = len(assessed.chapters.get(chapter.key, {})), len(chapter.questions)
    status = f"{answered} of {of} answered" if answered else "Nothing yet"
    return PageLine(title, href, status)


def _page_status(assessed: Assessed, key: str) -> str:
    if key == "conditions":
        return str(len(assessed.conditions) or "None")
    if key == "discount":
        own = assessed.recommendation.discount_percent
        if assessed.discount is None:
            return "None is derived"
        return f"{assessed.discount}%{'' if own is not None else ', as derived'}"
    if key == TERMS:
        return "Corrected" if assessed.terms else "As the group says"
    if key == PUBLIC:
        if not assessed.recommendation.exempt_settled:
            return "Not chosen yet"
        count = words.counted(len(assessed.exempt), "section")
        return f"{count} closed" if assessed.exempt else "All of it is public"
    if key == "wording":
        said = assessed.recommendation
        worded = "Own wording" if said.wording else "As the figures give it"
        return f"Refusal. {worded}" if said.refusal else worded
    return "Written"


def step_address(at: AtProposal, page: str) -> str:
    """Return the address of one of the officer's pages: a criterion's, a chapter's or another."""
    if page in PAGES:
        return address(at, "assess_page", page)
    if page.startswith(CHAPTER):
        return address(at, "assess_chapter", page.removeprefix(CHAPTER))
    return address(at, "assess_criterion", page)


def steps_of(at: AtProposal, sheet: Sheet) -> tuple[Step, ...]:
    """Return the officer's pages in their order: the criteria, those beside them, the chapters."""
    criteria = (
        Step(one.letter, f"{one.letter} {one.title}", step_address(at, one.letter))
        for one in in_order(sheet)
    )
    pages = (Step(key, title, step_address(at, key)) for key, title in PAGES.items())
    chapters = (
        Step(one.page, one.title, step_address(at, one.page))
        for one in chapters_for(at.proposal.kind, "officer")
    )
    return (*criteria, *pages, *chapters)


def saved_title(at: AtProposal, assessed: Assessed, request: HttpRequest) -> tuple[str, bool]:
    """Return what the address says was just saved or kept, and whether it was finished."""
    titles = {step.key: step.title for step in steps_of(at, assessed.group)}
    for name, finished in (("saved", True), ("kept", False)):
        if request.method != "POST" and request.GET.get(name) in titles:
            return titles[request.GET[name]], finished
    return "", False


def after_saving(at: AtProposal, sheet: Sheet, key: str, saved: Saved) -> HttpResponseRedirect:
    """Go on to the next page, stay, or return to the overview, and say there what was saved."""
    steps = steps_of(at, sheet)
    following = beside(steps, key).next
    target = address(at, "assessment")
    if saved.then == STAY:
        target = step_address(at, key)
    elif saved.then == CONTINUE and following:
        target = following.href
    said = urlencode({"saved" if saved.finished else "kept": key})
    return HttpResponseRedirect(f"{target}?{said}")


def around_page(
    request: HttpRequest, at: AtProposal, assessed: Assessed, key: str
) -> dict[str, Any]:
    """Return what each of the pages shows around its form."""
    sides = beside(steps_of(at, assessed.group), key)
    pages = Pagination(
        previous=sides.previous and PageLink(href=sides.previous.href, label=sides.previous.title),
        next=sides.next and PageLink(href=sides.next.href, label=sides.next.title),
        label="Pages of this assessment",
        classes="app-pages",
    )
    return {
        "at": at,
        "assessed": assessed,
        "may_assess": To.ASSESS in at.may,
        "up": address(at, "assessment"),
        "pagination": pages,
        "saved": saved_title(at, assessed, request),
        "changed": "changed" in request.GET,
    }


# --- ready ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.ASSESS)
def ready(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Say that the assessment is ready for another person to check."""
    if request.method != "POST":
        return HttpResponseRedirect(address(at, "assessment"))
    read = request.POST.get("fingerprint", "")
    try:
        say_ready(by=at.user, proposal=at.proposal, fingerprint=read, at=now())
    except NotReady as not_ready:
        return _overview(request, at, assessed_of(at.proposal), not_ready.reasons)
    return HttpResponseRedirect(address(at, "assessment"))
