"""Moderation: everyone's marks on one page, and what the panel agrees; and the three assessments compared."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.access import why_not
from appraisal.actions.panel import CannotSay, Pick, agree, agreed_when, open_moderation
from appraisal.engine import words
from appraisal.engine.faults import CannotRead
from appraisal.engine.results import CriterionScore
from appraisal.engine.scheme import Criterion
from appraisal.forms.moderation import AgreedForm
from appraisal.models import AgendaItem
from appraisal.queries.panel import (
    GivenMarks,
    Moderation,
    Table,
    item_shown,
    moderation_of,
    table_of,
)
from appraisal.queries.three import Three, three_of
from appraisal.roles import To
from appraisal.showing.overlaid import Compared, Eye, compared, points_of
from appraisal.views.asking import Asked, ask
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.marks import item_of, no_result, scorable
from appraisal.views.steps import address
from core.forms import Form
from core.forms.draw import html_of

_AGREED = "agreed-when"  # what the form sends back: when it was recorded what stood in its boxes


class Moderated(NamedTuple):
    """A criterion with all its marks, and the boxes for what the panel agrees."""

    letter: str
    title: str
    maximum: int
    group: str
    officer: str
    why: str  # of the officer's
    said: SafeString  # everybody's mark
    lowest: str
    median: str
    highest: str
    boxes: SafeString  # for what the panel agrees: a level, and why
    agreed: str
    agreed_why: str


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def moderation(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show everyone's marks once moderation is open; the chair records what the panel agrees."""
    if To.SCORE not in at.may:
        return _for_auditors(request, at)
    item = item_of(at)
    if request.method == "POST" and To.MODERATE not in at.may:
        return refuse(request, f"You may not {To.MODERATE}.")
    if item.moderated_at is None:
        return _before(request, at, item)
    if request.method == "POST" and _AGREED not in request.POST:
        # “Open moderation”, pressed twice: it has no boxes, and must not be taken to leave all of them blank.
        return HttpResponseRedirect(address(at, "moderation"))
    three = three_of(at.proposal, item)
    try:
        officers = [(one, _officers(three.scores(one.letter).officer)) for one in scorable(three)]
    except CannotRead as cannot:
        return no_result(request, at, cannot)

    def act(form: Form) -> str:
        assert isinstance(form, AgreedForm)  # noqa: S101 (it is the form of this page)
        agree(
            by=at.user,
            item=item,
            picks={
                letter: Pick(points, form.cleaned_data[f"{letter}-reason"])
                for letter, points in form.picked().items()
            },
            levels={one.letter: one.levels for one, _ in officers},
            seen=request.POST[_AGREED],
            at=now(),
        )
        return address(at, "compare")

    initial: dict[str, object] = {}
    for letter, one in three.agreed.items():
        initial |= {f"{letter}-level": str(one.points), f"{letter}-reason": one.reason}

    def make(data: QueryDict | None) -> Form:
        return AgreedForm(officers, data, initial)

    asked = ask(request, make, act, CannotSay)
    if not isinstance(asked, Asked):
        return asked
    if request.method == "POST":  # refused: perhaps somebody has recorded something meanwhile
        item = item_of(at)
        three = three_of(at.proposal, item)
    marks = moderation_of(item)
    context = {
        "at": at,
        "item": item,
        "form": asked.form,
        "notice": asked.notice,
        "chairs": To.MODERATE in at.may,
        "agreed_when": agreed_when(item),
        "rows": [_row(one, three, marks, asked.form, item) for one, _ in officers],
        "table": marks.table,
        "people": [_person(one, marks) for one in marks.given],
    }
    return render(request, "appraisal/panel/moderation.html", context)


def _for_auditors(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Show the marks of the newest item to who audits, once moderation was opened: never before the panel."""
    if To.READ_MARKS not in at.may:
        return refuse(request, why_not(at.ever, at.proposal, To.SCORE))
    if request.method == "POST":
        return refuse(request, f"You may not {To.MODERATE}.")
    item = item_shown(at.proposal)
    if item is None or item.moderated_at is None:
        return refuse(
            request, "The panel has not opened its moderation, so nobody reads marks yet."
        )
    item.proposal = at.proposal
    three = three_of(at.proposal, item)
    try:
        officers = [(one, _officers(three.scores(one.letter).officer)) for one in scorable(three)]
    except CannotRead as cannot:
        return no_result(request, at, cannot)
    marks = moderation_of(item)
    form = AgreedForm(officers)
    context = {
        "at": at,
        "item": item,
        "form": form,
        "chairs": False,
        "rows": [_row(one, three, marks, form, item) for one, _ in officers],
        "table": marks.table,
        "people": [_person(one, marks) for one in marks.given],
        "up": address(at, "proposal"),
    }
    return render(request, "appraisal/panel/moderation.html", context)


def _officers(one: CriterionScore) -> int | None:
    return one.points if one.status == "scored" else None


def _person(one: GivenMarks, marks: Moderation) -> tuple[str, str]:
    """Return a member who marked, and how far they are."""
    if one.person.pk in marks.table.withdrawn:
        return str(one.person), "withdrew; their marks do not count"
    return str(one.person), "done" if one.done else "not done"


def _before(request: HttpRequest, at: AtProposal, item: AgendaItem) -> HttpResponse:
    """Say that moderation is not open; the chair can open it."""

    def act(form: Form) -> str:
        open_moderation(by=at.user, item=item, at=now())
        return address(at, "moderation")

    asked = ask(request, lambda data: Form(data), act, CannotSay)
    if not isinstance(asked, Asked):
        return asked
    table = table_of(item)
    done = dict(item.sheets.values_list("person_id", "done_at"))
    context = {
        "at": at,
        "item": item,
        "form": asked.form,
        "chairs": To.MODERATE in at.may,
        "people": [(str(one.person), _how_far(one.person_id, table, done)) for one in table.seats],
    }
    return render(request, "appraisal/panel/before_moderation.html", context)


def _how_far(person: int, table: Table, done: Mapping[int, object]) -> str:
    if person in table.withdrawn:
        return "withdrew"
    if person not in table.clear:
        return "has not declared yet"
    if done.get(person):
        return "done"
    return "has begun" if person in done else "has not begun"


def _row(
    criterion: Criterion, three: Three, marks: Moderation, form: Form, item: AgendaItem
) -> Moderated:
    letter = criterion.letter
    group, officer, panel = three.scores(letter)
    given = marks.points(letter, officer.points)
    boxes = SafeString("".join(html_of(form[f"{letter}-{one}"]) for one in ("level", "reason")))
    points = sorted(one for _, one in given)
    return Moderated(
        letter=letter,
        title=criterion.title,
        maximum=criterion.maximum,
        group=points_of(group),
        officer=points_of(officer),
        why=three.officers_reason(letter),
        said=_said(letter, given),
        lowest=str(points[0]) if points else "–",
        median=_median(points),
        highest=str(points[-1]) if points else "–",
        boxes=boxes,
        agreed=points_of(panel) if item.agreed_at else "",
        agreed_why=three.panels_reason(letter),
    )


def _said(letter: str, given: Sequence[tuple[GivenMarks, int]]) -> SafeString:
    """Return everybody's mark as a list; put together here, for nine members make 117 and a template is slow."""
    lines = []
    for one, points in given:
        mark = one.marks[letter]
        kept = " (keeps the officer’s)" if mark.points is None else ""
        comment = (
            f': <span class="app-typed">“{escape(mark.comment)}”</span>' if mark.comment else ""
        )
        name = f'<span class="app-typed">{escape(str(one.person))}</span>'
        lines.append(f"<li><strong>{points:,}</strong> {name}{kept}{comment}</li>")
    inside = "".join(lines)  # every part of it is escaped above
    return SafeString(f'<ul class="govuk-list">{inside}</ul>' if inside else "")


def _median(points: Sequence[int]) -> str:
    """Return the middle of points in order; half way between the two in the middle of an even number."""
    if not points:
        return "–"
    middle = points[(len(points) - 1) // 2] + points[len(points) // 2]
    return words.plain(Decimal(middle) / 2)


# --- compared ------------------------------------------------------------------------------------


@require_safe
@for_proposal(To.READ_AS_COUNCIL)
def compare(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """Lay the group's, the officer's and the panel's assessment over each other."""
    item = item_shown(at.proposal)
    three = three_of(at.proposal, item)
    try:
        shown = _compared(at, three, item)
    except CannotRead as cannot:
        return no_result(request, at, cannot)
    context = {
        "at": at,
        "compared": shown,
        "item": item,
        "may_decide": To.DECIDE in at.may and item is not None and item.live,
    }
    return render(request, "appraisal/panel/compare.html", context)


def _compared(at: AtProposal, three: Three, item: AgendaItem | None) -> Compared:
    eyes = [Eye("Group", three.group), Eye("Officer", three.officer, three.officers_reason)]
    if item is not None and item.agreed_at is not None:
        eyes.append(Eye("Panel", three.panel, three.panels_reason))
    return compared(eyes, at.council.colour)
