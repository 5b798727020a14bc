"""What stands around a page that somebody fills in: where they are, what was saved, where to go next."""

from typing import Any, NamedTuple

from django.http import HttpRequest, HttpResponseRedirect
from django.utils.http import urlencode

from appraisal.engine.explain import Working, criterion_working
from appraisal.engine.faults import CannotRead
from appraisal.engine.results import CriterionScore
from appraisal.queries import Sheet
from appraisal.showing.notes import to_check
from appraisal.views.doors import AtProposal
from appraisal.views.editing import CONTINUE, STAY, Saved
from appraisal.views.steps import address, all_criteria, beside, steps_of
from core.components import PageLink, Pagination


class Worth(NamedTuple):
    """What a criterion is worth so far, and how that was worked out."""

    scored: CriterionScore
    working: Working
    to_check: tuple[tuple[str, str], ...]  # figures that look as if a finger had slipped


def worth_of(sheet: Sheet, letter: str) -> Worth | None:
    """Return what a criterion is worth so far; None where nothing that counts was answered."""
    try:
        scored = next(one for one in sheet.appraisal.criteria if one.criterion.letter == letter)
    except (CannotRead, StopIteration):
        return None
    if scored.answer is None or scored.status not in ("scored", "cannot-be-scored"):
        return None
    wording = sheet.file.wording.get(letter, {})
    working = criterion_working(sheet.appraisal, scored, wording)
    return Worth(scored, working, to_check(sheet.appraisal, letter))


class JustSaved(NamedTuple):
    """What was saved on the page before this one."""

    title: str
    finished: bool
    worth: Worth | None


def around(request: HttpRequest, at: AtProposal, sheet: Sheet, key: str) -> dict[str, Any]:
    """Return what every page that is filled in shows around its form."""
    steps = steps_of(at, sheet)
    own = any(step.key == key for step in steps)
    sides = beside(steps if own else all_criteria(at, sheet), key)  # who only reads, reads them all
    before, after = sides.previous, sides.next
    pages = Pagination(
        previous=before and PageLink(href=before.href, label=before.title),
        next=after and PageLink(href=after.href, label=after.title),
        label="Pages of this proposal",
        classes="app-pages",
    )
    return {
        "at": at,
        "sheet": sheet,
        "tasks_address": address(at, "proposal"),
        "pagination": pages if before or after else None,
        "just_saved": just_saved(request, at, sheet),
        "changed": "changed" in request.GET,
    }


def just_saved(request: HttpRequest, at: AtProposal, sheet: Sheet) -> JustSaved | None:
    """Return what the address says was just saved, or kept unfinished, if there is such a page."""
    if request.method == "POST":  # what is wrong now matters more than what was saved before
        return None
    for name, finished in (("saved", True), ("kept", False)):
        key = request.GET.get(name)
        titles = {step.key: step.title for step in steps_of(at, sheet)} if key else {}
        if key in titles:
            return JustSaved(titles[key], finished, worth_of(sheet, key))
    return None


def after_saving(at: AtProposal, sheet: Sheet, key: str, saved: Saved) -> HttpResponseRedirect:
    """Go on to the next page, stay, or return to the list of tasks, and say there what was saved."""
    steps = steps_of(at, sheet)
    said = urlencode({"saved" if saved.finished else "kept": key})
    own = next(step for step in steps if step.key == key)
    following = beside(steps, key).next
    if saved.then == STAY:
        target = own.href
    elif saved.then == CONTINUE and following:
        target = following.href
    else:
        target = address(at, "proposal")
    return HttpResponseRedirect(f"{target}?{said}")
