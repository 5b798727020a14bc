"""The task list of a proposal: what there is to do, what is done, and what the council does."""

from collections.abc import Iterator
from functools import cache, partial
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from appraisal.actions.newer import has_newer_lists
from appraisal.chapters import PREFIX, Chapter, chapters_for
from appraisal.completeness import terms_given
from appraisal.engine.scheme import Criterion
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.mapping import asset_of
from appraisal.queries.panel import live_item
from appraisal.roles import To
from appraisal.showing.chapters import REPORT
from appraisal.views.around import first_page, ways, whereabouts
from appraisal.views.doors import AtProposal, for_proposal
from appraisal.views.links import links_of
from appraisal.views.moving import just_saved
from appraisal.views.steps import (
    address,
    chapter_step,
    criterion_address,
    readable_facts,
    steps_of,
)
from core.components import SummaryRow, Tag, Task, TaskList

CHAPTERS = "chapters"
COUNCILS = "The council fills this in"
NO_LIST = "Waiting for the council’s list"
_TODO = Tag(text="Not started", colour="blue")
# What a page of facts still wants that the start of a proposal did not ask.
_STILL_MISSING = {
    "about": "The summary is still missing",
    "group": "Whom the council may ask is still missing",
    "asset": "The address is still missing",
    "terms": "The length is still missing",
}
_BEGUN = Tag(text="Unfinished", colour="yellow")


class Section(NamedTuple):
    """Some tasks under one heading."""

    id: str
    title: str
    tasks: TaskList


class Next(NamedTuple):
    """The next thing to do: the one obvious button."""

    text: str
    href: str


@require_safe
@for_proposal(To.READ)
def proposal(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show where a proposal is, what this person can do next, and the task list once it has begun."""
    sheet = sheet_of(at.proposal)
    where = whereabouts(at)
    begun = where.begun
    sections = tuple(_sections(at, sheet)) if begun else ()
    mine = {step.href for step in steps_of(at, sheet)}
    wanted = [one for one in sections if one.id != CHAPTERS]
    own = [task for one in wanted for task in one.tasks.tasks if task.href in mine]
    item = cache(partial(live_item, at.proposal))
    around = links_of(at, where.far)
    context = {
        "at": at,
        "sheet": sheet,
        "where": where,
        "first": first_page(at, item),
        "ways": ways(at, sheet, item),
        "links": around,
        "news": [one for one in around if one.note],
        "enquiry": () if begun else tuple(_enquiry(at)),
        "sections": sections,
        "next": _next(at, sheet) if begun and own else None,
        "done": sum(1 for task in own if isinstance(task.status, str)),
        "of": len(own),
        "just_saved": just_saved(request, at, sheet),
        "may_confirm": To.CONFIRM in at.may,
        "newer_lists": To.ANSWER in at.may and has_newer_lists(at.proposal),
        "may_hand": To.HANDLE in at.may,
    }
    return render(request, "appraisal/proposal.html", context)


def _enquiry(at: AtProposal) -> Iterator[SummaryRow]:
    """Yield what the group has said when it started, as long as that is all there is."""
    proposal = at.proposal
    asset = asset_of(proposal)
    yield SummaryRow(key="What the group wants to do", value=proposal.get_kind_display())
    yield SummaryRow(key="Building or land", value=asset.name if asset else "None of the council’s")
    yield SummaryRow(key="What it would do, and for whom", value=proposal.summary)


def _sections(at: AtProposal, sheet: Sheet) -> Iterator[Section]:
    facts = [_facts_task(sheet, step.key, step.title, step.href) for step in readable_facts(at)]
    title = "About your proposal" if To.ANSWER in at.ever else "The council’s own figures"
    if facts:
        yield Section("facts", title, TaskList(tasks=tuple(facts), id="facts"))
    for heading in sheet.scheme.headings:
        tasks = tuple(_criterion_task(at, sheet, one) for one in sheet.scheme.under(heading))
        yield Section(heading.key, heading.title, TaskList(tasks=tasks, id=heading.key))
    if chapters := chapters_for(at.proposal.kind, "group"):
        tasks = tuple(_chapter_task(at, sheet, one) for one in chapters)
        yield Section(CHAPTERS, REPORT, TaskList(tasks=tasks, id=CHAPTERS))


def _chapter_task(at: AtProposal, sheet: Sheet, chapter: Chapter) -> Task:
    step = chapter_step(at, chapter)
    hint = "You can send your proposal in without it." if To.ANSWER in at.may else ""
    return Task(
        title=step.title, status=_chapter_status(sheet, step.key), href=step.href, hint=hint
    )


def _chapter_status(sheet: Sheet, key: str) -> str | Tag:
    if sheet.unfinished(key):
        return _BEGUN
    return "Saved" if sheet.saves(key) else "Optional"


def _facts_task(sheet: Sheet, key: str, title: str, href: str) -> Task:
    status = _facts_status(sheet, key)
    hint = _STILL_MISSING.get(key, "") if status is _BEGUN and not sheet.unfinished(key) else ""
    return Task(title=title, status=status, href=href, hint=hint)


def _facts_status(sheet: Sheet, key: str) -> str | Tag:
    if sheet.unfinished(key):
        return _BEGUN
    missing = {
        "about": not sheet.proposal.summary,
        "group": not sheet.proposal.contact_name,
        "asset": sheet.file.asset is None or not sheet.file.asset.address,
        "terms": not terms_given(sheet),
        "council": sheet.file.answers.public_contribution is None,
    }
    if key == "council" and sheet.proposal.kind == "coproduction":
        return "Completed" if sheet.saves(key) else "Optional"
    if key == "asset" and sheet.proposal.kind == "coproduction" and sheet.file.asset is None:
        return "Optional"
    if not missing[key]:
        return "Completed"
    return _BEGUN if key in ("about", "group", "asset") or sheet.saves(key) else _TODO


def _criterion_task(at: AtProposal, sheet: Sheet, criterion: Criterion) -> Task:
    status = criterion_status(at, sheet, criterion)
    return Task(
        title=f"{criterion.letter} {criterion.title}",
        status=status,
        href=criterion_address(at, criterion.letter),
        waiting=status in (COUNCILS, NO_LIST),
    )


def criterion_status(at: AtProposal, sheet: Sheet, criterion: Criterion) -> str | Tag:
    """Say how far a criterion is, to this person."""
    entry = sheet.entry(criterion.letter)
    mine = any(question.asked_of in at.audiences for question in criterion.questions)
    councils = all(question.asked_of == "officer" for question in criterion.questions)
    if sheet.unfinished(criterion.letter):
        return _BEGUN
    if entry.reason and entry.agreed_by:
        return "Does not apply"
    if entry.reason:
        return (
            Tag(text="For you to agree", colour="blue") if at.officer else "Waiting for the council"
        )
    if entry.counts(criterion):
        return "Completed" if mine or not councils else "Filled in by the council"
    if mine and any(one.kind == "ratings" for one in criterion.questions):
        return _TODO if sheet.aims.get(criterion.letter) else NO_LIST
    if mine:
        return _TODO
    return COUNCILS if councils else "Not answered yet"


def _next(at: AtProposal, sheet: Sheet) -> Next:
    """Return the first page that still wants something, or the answers to check."""
    for step in steps_of(at, sheet):
        criterion = sheet.scheme.by_letter.get(step.key)
        if step.key.startswith(PREFIX):
            todo = bool(sheet.unfinished(step.key))
        elif criterion is None:
            todo = isinstance(_facts_status(sheet, step.key), Tag)
        else:
            todo = isinstance(criterion_status(at, sheet, criterion), Tag)
        if todo:
            first = not sheet.pages
            return Next("Start" if first else f"Go on with: {step.title}", step.href)
    if at.officer:
        return Next("See the result", address(at, "result"))
    return Next("Check your answers", address(at, "check"))
