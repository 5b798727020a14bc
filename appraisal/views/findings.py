"""A criterion in the officer's assessment: what the group says of it beside what the officer finds."""

from typing import NamedTuple

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.actions.assessing import (
    CannotFind,
    Found,
    save_finding,
)
from appraisal.assessing import PREFIX
from appraisal.engine.explain import criterion_working
from appraisal.engine.scheme import Criterion
from appraisal.forms.assessing import (
    EVIDENCE,
    REASON,
    SEEN,
    VERDICT,
    FindingForm,
    Verdict,
    correctable,
    finding_initial,
)
from appraisal.models import Finding
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.roles import To
from appraisal.showing.compared import compared, points_of
from appraisal.showing.spoken import spoken_answers
from appraisal.views.assessing import MAY_NOT, after_saving, around_page, named, step_address
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import Page, Saved, Shown, edit
from appraisal.views.moving import Worth
from core.forms import Form


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def criterion(request: HttpRequest, at: AtProposal, letter: str) -> HttpResponse:
    """Show what the group says of a criterion beside what the officer finds, and save that."""
    sheet = sheet_of(at.proposal)
    found = sheet.scheme.by_letter.get(letter)
    if found is None:
        raise Http404
    assessed = assessed_of(at.proposal, sheet)
    if To.ASSESS not in at.may:
        if request.method == "POST":
            return refuse(request, MAY_NOT)
        return _criterion_page(request, at, assessed, found, None, "")
    page = FindingPage(at, assessed, found, request)
    try:
        outcome = edit(request, at, sheet, page)
    except CannotFind:  # the answers changed while this was being saved
        return HttpResponseRedirect(f"{step_address(at, letter)}?changed=1")
    if isinstance(outcome, Saved):
        return after_saving(at, sheet, letter, outcome)
    return _criterion_page(request, at, assessed, found, outcome, page.verdict)


class FindingPage(Page):
    """What an officer finds of a criterion, as they fill it in."""

    def __init__(
        self, at: AtProposal, assessed: Assessed, criterion: Criterion, request: HttpRequest
    ) -> None:
        self.at = at
        self.assessed = assessed
        self.criterion = criterion
        self.key = f"{PREFIX}{criterion.letter}"
        self.asked = request.GET.get("as", "") if request.method != "POST" else ""
        self.verdict = ""

    def form(self, sheet: Sheet, typed: QueryDict | None) -> FindingForm:
        assessed = self.assessed
        if sheet is not assessed.group:  # read again, after somebody else had saved it
            assessed = assessed_of(self.at.proposal, sheet)
        letter = self.criterion.letter
        possible = verdicts(assessed, self.criterion)
        finding = assessed.findings.get(letter)
        stored = finding.verdict if finding and finding.verdict in possible else possible[0]
        asked = self.asked if self.asked in possible else ""
        sent = typed.get(VERDICT, "") if typed is not None else ""
        if typed is not None and (sent not in possible or asked not in ("", sent)):
            typed = None  # what was left unfinished was of another kind
        self.verdict = sent if typed is not None else asked or stored
        aims = sheet.aims.get(letter, ())
        given = assessed.officer.entry(letter).given
        same = finding if finding and finding.verdict == self.verdict else None
        initial = finding_initial(self.criterion, aims, same, given)
        if finding and not same:
            initial |= {EVIDENCE: finding.evidence}
        initial |= {VERDICT: self.verdict, SEEN: sheet.saves(letter)}
        return FindingForm(
            self.criterion,
            self.verdict,
            aims,
            saves=sheet.saves(letter),
            answered=sheet.entry(letter).counts(self.criterion),
            data=typed,
            initial=initial,
        )

    def save(self, form: Form, seen: int) -> None:
        assert isinstance(form, FindingForm)  # noqa: S101 (it is the one made above)
        cleaned = form.cleaned_data
        found = Found(
            verdict=form.verdict,
            answers_seen=cleaned[SEEN],
            reason=cleaned.get(REASON, ""),
            evidence=cleaned.get(EVIDENCE, ""),
            points=form.points,
            given=form.given() if form.verdict == Verdict.CORRECT else {},
        )
        save_finding(
            by=self.at.user,
            proposal=self.at.proposal,
            criterion=self.criterion,
            found=found,
            seen=seen,
            at=now(),
        )


def verdicts(assessed: Assessed, criterion: Criterion) -> list[str]:
    """Return what can be found of a criterion, the usual first: of a claim, whether it is agreed to."""
    entry = assessed.group.entry(criterion.letter)
    first = [Verdict.AGREE, Verdict.REFUSE] if entry.reason else [Verdict.ACCEPT]
    correct = [Verdict.CORRECT] if correctable(criterion) else []
    return [str(one) for one in (*first, *correct, Verdict.PICK)]


_ASKS = {
    Verdict.ACCEPT: "Accept it as it is",
    Verdict.CORRECT: "Correct the figures",
    Verdict.PICK: "Pick other points",
    Verdict.AGREE: "Agree that it does not apply",
    Verdict.REFUSE: "Do not agree",
}


class Ask(NamedTuple):
    """One of the things that an officer can find, with the address of its form."""

    text: str
    href: str
    current: bool


def _criterion_page(
    request: HttpRequest,
    at: AtProposal,
    assessed: Assessed,
    criterion: Criterion,
    shown: Shown | None,
    verdict: str,
) -> HttpResponse:
    letter = criterion.letter
    file = assessed.group.file
    answer = file.answers.letters.get(letter)
    wording = file.wording.get(letter, {})
    here = step_address(at, letter)
    rows = {row.letter: row for row in compared(named(assessed))}
    form = shown.form if shown else None
    context = {
        **around_page(request, at, assessed, letter),
        "criterion": criterion,
        "heading": next(
            one for one in assessed.group.scheme.headings if one.key == criterion.heading
        ),
        "entry": assessed.group.entry(letter),
        "spoken": spoken_answers(criterion, answer, wording, file.answers.deprivation),
        "row": rows.get(letter),
        "worths": _worths(assessed, letter),
        "finding": assessed.findings.get(letter),
        "corrected": _corrected(assessed, criterion),
        "stale": assessed.is_stale(letter),
        "flags": [flag for flag in assessed.flags if flag.letter == letter],
        "shown": shown,
        "form": form,
        "asks": [
            Ask(_ASKS[Verdict(one)], f"{here}?as={one}#finding", one == verdict)
            for one in verdicts(assessed, criterion)
        ],
        "verdict_said": _ASKS[Verdict(verdict)] if verdict else "",
        **_fields(form),
    }
    return render(request, "appraisal/assessing/criterion.html", context)


class NamedWorth(NamedTuple):
    """How one of the two comes to its points."""

    name: str
    points: str
    worth: Worth


def _worths(assessed: Assessed, letter: str) -> list[NamedWorth]:
    """Return how the group's points come about, and the officer's where they are others."""
    found = []
    for name, appraisal in named(assessed):
        scored = next(one for one in appraisal.criteria if one.criterion.letter == letter)
        wording = assessed.group.file.wording.get(letter, {})
        working = criterion_working(appraisal, scored, wording)
        found.append(NamedWorth(name, points_of(scored), Worth(scored, working, ())))
    same = len(found) == 2 and found[0].worth.working == found[1].worth.working
    return found[:1] if same else found


def _corrected(assessed: Assessed, criterion: Criterion) -> list[object]:
    """Return the officer's own answers in words, where the officer corrected the group's."""
    finding = assessed.findings.get(criterion.letter)
    if finding is None or finding.verdict != Finding.Verdict.CORRECT:
        return []
    file = assessed.officer.file
    answer = file.answers.letters.get(criterion.letter)
    wording = file.wording.get(criterion.letter, {})
    return list(spoken_answers(criterion, answer, wording, file.answers.deprivation))


def _fields(form: Form | None) -> dict[str, list[BoundField]]:
    ratings = form.ratings if isinstance(form, FindingForm) else {}
    fields = list(form) if form else []
    return {
        "rating_fields": [field for field in fields if field.name in ratings],
        "other_fields": [field for field in fields if field.name not in ratings],
    }
