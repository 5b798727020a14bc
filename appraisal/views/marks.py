"""Where a member of the panel marks a proposal: alone, and seeing nobody else's marks."""

from collections.abc import Mapping
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.panel import CannotSay, Given, save_mark, say_done
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.engine.results import CriterionScore
from appraisal.engine.scheme import Criterion
from appraisal.forms.panel import ACCEPT, MarkForm
from appraisal.models import AgendaItem, Mark
from appraisal.queries.panel import OwnMarks, live_item, own_marks
from appraisal.queries.three import Three, three_of
from appraisal.readers import Reader
from appraisal.roles import To
from appraisal.showing.check import criterion_card
from appraisal.showing.result import STATUS
from appraisal.views.asking import Asked, ask
from appraisal.views.doors import AtProposal, for_proposal, now
from appraisal.views.steps import Step, address, beside, in_order
from core.components import PageLink, Pagination, Tag, Task, TaskList
from core.forms import Form


class Section(NamedTuple):
    """Some criteria under one heading."""

    id: str
    title: str
    tasks: TaskList


def points_in_words(one: CriterionScore) -> str:
    """Write what a criterion comes to: its points of the maximum, or why it has none."""
    if one.status == "scored":
        return words.out_of(one.points, one.criterion.maximum)
    if one.status == "unanswered":
        return f"{words.out_of(0, one.criterion.maximum)} (not answered)"
    return STATUS[one.status]


def scorable(three: Three) -> tuple[Criterion, ...]:
    """Return the criteria that a panel can mark: all but those that the council agreed not to apply."""
    out = {one.criterion.letter for one in three.officer.criteria if one.status == "not-applicable"}
    return tuple(one for one in in_order(three.group_sheet) if one.letter not in out)


def item_of(at: AtProposal) -> AgendaItem:
    """Return the item with which a proposal waits for the panel."""
    item = live_item(at.proposal)
    if item is None:
        raise Http404
    item.proposal = at.proposal
    return item


def no_result(request: HttpRequest, at: AtProposal, cannot: CannotRead) -> HttpResponse:
    """Say why nothing can be scored."""
    context = {"at": at, "faults": cannot.faults}
    return render(request, "appraisal/no_result.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.SCORE)
def marks(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the criteria and how far a member is with them; “I am done” stands below."""
    item = item_of(at)
    three = three_of(at.proposal, None)
    try:
        criteria = scorable(three)
    except CannotRead as cannot:
        return no_result(request, at, cannot)

    def act(form: Form) -> str:
        letters = tuple(one.letter for one in criteria)
        say_done(by=at.user, item=item, letters=letters, at=now())
        return address(at, "marks")

    asked = ask(request, lambda data: Form(data), act, CannotSay)
    if not isinstance(asked, Asked):
        return asked
    own = own_marks(item, at.user)
    left = [one.letter for one in criteria if not own.marked(one.letter)]
    context = {
        "at": at,
        "item": item,
        "form": asked.form,
        "sections": _sections(at, three, criteria, own),
        "own": own,
        "left": left,
        "next": address(at, "mark", left[0]) if left else "",
        "of": len(criteria),
        "marked": len(criteria) - len(left),
    }
    return render(request, "appraisal/panel/marks.html", context)


def _sections(
    at: AtProposal, three: Three, criteria: tuple[Criterion, ...], own: OwnMarks
) -> list[Section]:
    sections = []
    for heading in three.scheme.headings:
        tasks = tuple(
            Task(
                title=f"{one.letter} {one.title}",
                href=address(at, "mark", one.letter),
                status=_status(one, own.marks) if own.marked(one.letter) else _TODO,
            )
            for one in criteria
            if one.heading == heading.key
        )
        if tasks:
            sections.append(
                Section(heading.key, heading.title, TaskList(tasks=tasks, id=heading.key))
            )
    return sections


_TODO = Tag(text="Not marked", colour="blue")


def _status(criterion: Criterion, marks: Mapping[str, Mark]) -> str:
    mark = marks[criterion.letter]
    if mark.points is None:
        return "Officer’s level kept"
    return words.out_of(mark.points, criterion.maximum)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.SCORE)
def mark(request: HttpRequest, at: AtProposal, letter: str) -> HttpResponse:
    """Show one criterion, what the group says and the officer's level, and keep the member's mark."""
    item = item_of(at)
    three = three_of(at.proposal, None)
    try:
        criteria = scorable(three)
    except CannotRead as cannot:
        return no_result(request, at, cannot)
    criterion = next((one for one in criteria if one.letter == letter), None)
    if criterion is None:
        raise Http404
    if item.moderated_at is not None:
        return HttpResponseRedirect(address(at, "moderation"))
    group, officer, _ = three.scores(letter)
    steps = tuple(
        Step(one.letter, f"{one.letter} {one.title}", address(at, "mark", one.letter))
        for one in criteria
    )
    sides = beside(steps, letter)
    stored = own_marks(item, at.user).marks.get(letter)
    said = points_in_words(officer)

    def make(data: QueryDict | None) -> Form:
        return MarkForm(criterion, said, data, _initial(stored))

    def act(form: Form) -> str:
        given = _given(form.cleaned_data)
        save_mark(
            by=at.user, item=item, letter=letter, given=given, levels=criterion.levels, at=now()
        )
        return sides.next.href if sides.next else address(at, "marks")

    asked = ask(request, make, act, CannotSay)
    if not isinstance(asked, Asked):
        return asked
    before, after = sides
    pages = Pagination(
        previous=before and PageLink(href=before.href, label=before.title),
        next=after and PageLink(href=after.href, label=after.title),
        label="Criteria",
        classes="app-pages",
    )
    context = {
        "at": at,
        "form": asked.form,
        "notice": asked.notice,
        "criterion": criterion,
        "card": criterion_card(three.group_sheet.file, criterion, reader=Reader.OFFICER),
        "group": points_in_words(group),
        "officer": said,
        "why": three.officers_reason(letter),
        "pages": pages,
        "back": address(at, "marks"),
    }
    return render(request, "appraisal/panel/mark.html", context)


def _initial(stored: Mark | None) -> dict[str, object]:
    if stored is None:
        return {}
    level = ACCEPT if stored.accepts else "" if stored.points is None else str(stored.points)
    return {"level": level, "comment": stored.comment}


def _given(cleaned: Mapping[str, str]) -> Given:
    level, comment = cleaned["level"], cleaned["comment"]
    if level in ("", ACCEPT):
        return Given(level == ACCEPT, None, comment)
    return Given(False, int(level), comment)
