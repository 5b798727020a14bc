"""The officer's assessment beside the group's: an overview, and a page for each part of it."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.forms import BoundField
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from appraisal.actions.assessing import (
    CannotFind,
    CannotFlag,
    Found,
    NotReady,
    raise_flag,
    resolve_flag,
    save_conditions,
    save_discount,
    save_finding,
    save_words,
    say_ready,
)
from appraisal.assessing import PAGES, PREFIX
from appraisal.engine import words
from appraisal.engine.explain import criterion_working
from appraisal.engine.faults import CannotRead
from appraisal.engine.scheme import Criterion
from appraisal.forms.assessing import (
    EVIDENCE,
    REASON,
    SEEN,
    VERDICT,
    ConditionsForm,
    DiscountForm,
    EqualityForm,
    FindingForm,
    FlagForm,
    ReasonForm,
    SummaryForm,
    Verdict,
    correctable,
    finding_initial,
)
from appraisal.models import Finding, StandardCondition
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.roles import To
from appraisal.showing.compared import Cell, Named, Row, compared, kites, points_of, totals
from appraisal.showing.spoken import spoken_answers
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import CONTINUE, STAY, Page, Saved, Shown, edit
from appraisal.views.moving import Worth
from appraisal.views.steps import Step, address, beside, in_order
from core.components import PageLink, Pagination, Tag
from core.forms import Form

_MAY_NOT = f"You may not {To.ASSESS}."


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
        "found": sum(assessed.is_found(one) for one in assessed.group.scheme.by_letter),
        "of": len(assessed.group.scheme.criteria),
        "gaps": _still_to_do(at, assessed),
        "next": next((step_address(at, gap.page) for gap in assessed.gaps), ""),
        "reasons": reasons,
        "saved": _saved_title(at, assessed, request),
    }
    return render(request, "appraisal/assessing/overview.html", context)


def _still_to_do(at: AtProposal, assessed: Assessed) -> list[tuple[str, str]]:
    """Return what is still to do, with addresses; several criteria in one line, for the table names them."""
    criteria = [gap for gap in assessed.gaps if gap.page not in PAGES]
    others = [gap for gap in assessed.gaps if gap.page in PAGES]
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


def _page_status(assessed: Assessed, key: str) -> str:
    if key == "conditions":
        return str(len(assessed.conditions) or "None")
    if key == "discount":
        own = assessed.recommendation.discount_percent
        if assessed.discount is None:
            return "None is derived"
        return f"{assessed.discount}%{'' if own is not None else ', as derived'}"
    return "Written"


def step_address(at: AtProposal, page: str) -> str:
    """Return the address of one of the officer's pages, a criterion's or another."""
    if page in PAGES:
        return address(at, "assess_page", page)
    return address(at, "assess_criterion", page)


def _steps(at: AtProposal, sheet: Sheet) -> tuple[Step, ...]:
    criteria = (
        Step(one.letter, f"{one.letter} {one.title}", step_address(at, one.letter))
        for one in in_order(sheet)
    )
    pages = (Step(key, title, step_address(at, key)) for key, title in PAGES.items())
    return (*criteria, *pages)


def _saved_title(at: AtProposal, assessed: Assessed, request: HttpRequest) -> tuple[str, bool]:
    """Return what the address says was just saved or kept, and whether it was finished."""
    titles = {step.key: step.title for step in _steps(at, assessed.group)}
    for name, finished in (("saved", True), ("kept", False)):
        if request.method != "POST" and request.GET.get(name) in titles:
            return titles[request.GET[name]], finished
    return "", False


def _after(at: AtProposal, sheet: Sheet, key: str, saved: Saved) -> HttpResponseRedirect:
    steps = _steps(at, sheet)
    following = beside(steps, key).next
    target = address(at, "assessment")
    if saved.then == STAY:
        target = step_address(at, key)
    elif saved.then == CONTINUE and following:
        target = following.href
    said = urlencode({"saved" if saved.finished else "kept": key})
    return HttpResponseRedirect(f"{target}?{said}")


def _around_page(
    request: HttpRequest, at: AtProposal, assessed: Assessed, key: str
) -> dict[str, Any]:
    sides = beside(_steps(at, assessed.group), key)
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
        "saved": _saved_title(at, assessed, request),
        "changed": "changed" in request.GET,
    }


# --- a criterion ---------------------------------------------------------------------------------


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
            return refuse(request, _MAY_NOT)
        return _criterion_page(request, at, assessed, found, None, "")
    page = FindingPage(at, assessed, found, request)
    try:
        outcome = edit(request, at, sheet, page)
    except CannotFind:  # the answers changed while this was being saved
        return HttpResponseRedirect(f"{step_address(at, letter)}?changed=1")
    if isinstance(outcome, Saved):
        return _after(at, sheet, letter, outcome)
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
        **_around_page(request, at, assessed, letter),
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


# --- the pages beside the criteria ---------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def page(request: HttpRequest, at: AtProposal, page: str) -> HttpResponse:
    """Show and save the summary, the recommended discount, the conditions, the equality considerations."""
    if page not in PAGES:
        raise Http404
    sheet = sheet_of(at.proposal)
    assessed = assessed_of(at.proposal, sheet)
    outcome: Shown | None = None
    if To.ASSESS in at.may:
        done = edit(request, at, sheet, _PAGES[page](at, assessed, page))
        if isinstance(done, Saved):
            return _after(at, sheet, page, done)
        outcome = done
    elif request.method == "POST":
        return refuse(request, _MAY_NOT)
    context = {
        **_around_page(request, at, assessed, page),
        "page": page,
        "title": PAGES[page],
        "shown": outcome,
        "form": outcome.form if outcome else None,
    }
    return render(request, "appraisal/assessing/page.html", context)


class _OwnPage(Page):
    """One of the officer's pages beside the criteria."""

    def __init__(self, at: AtProposal, assessed: Assessed, page: str) -> None:
        self.at = at
        self.assessed = assessed
        self.page = page
        self.key = f"{PREFIX}{page}"

    def now(self, sheet: Sheet) -> Assessed:
        """Return the assessment that goes with a sheet, read again where that was."""
        same = sheet is self.assessed.group
        return self.assessed if same else assessed_of(self.at.proposal, sheet)

    def by(self, seen: int) -> dict[str, Any]:
        """Return what every action is told."""
        return {"by": self.at.user, "proposal": self.at.proposal, "seen": seen, "at": now()}


class _WordsPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        stored = getattr(self.now(sheet).recommendation, self.page)
        form = SummaryForm if self.page == "summary" else EqualityForm
        return form(typed, initial={self.page: stored})

    def save(self, form: Form, seen: int) -> None:
        save_words(page=self.page, words=form.cleaned_data[self.page], **self.by(seen))


class _DiscountPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        assessed = self.now(sheet)
        said = assessed.recommendation
        initial = {"percent": said.discount_percent, "reason": said.discount_reason}
        return DiscountForm(typed, initial=initial, derived=assessed.derived_discount)

    def save(self, form: Form, seen: int) -> None:
        cleaned = form.cleaned_data
        save_discount(percent=cleaned["percent"], reason=cleaned["reason"], **self.by(seen))


class _ConditionsPage(_OwnPage):
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        stood = self.now(sheet).conditions
        initial = {
            "standard": [one.key for one in stood if one.key],
            "own": [{"words": one.words} for one in stood if not one.key],
        }
        kept = {one.key: one.words for one in stood if one.key}
        library = [
            (one.key, kept.get(one.key, one.words))
            for one in StandardCondition.objects.filter(authority=self.at.council)
            if one.retired_at is None or one.key in kept
        ]
        return ConditionsForm(typed, initial=initial, library=library)

    def save(self, form: Form, seen: int) -> None:
        own = [str(row["words"]) for row in form.cleaned_data["own"] if row.get("words")]
        save_conditions(standard=form.cleaned_data["standard"], own=own, **self.by(seen))


_PAGES: Mapping[str, type[_OwnPage]] = {
    "summary": _WordsPage,
    "discount": _DiscountPage,
    "conditions": _ConditionsPage,
    "equality": _WordsPage,
}


# --- flags ---------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def flags(request: HttpRequest, at: AtProposal) -> HttpResponse:
    """List the flags, and raise one."""
    assessed = assessed_of(at.proposal)
    may = bool({To.ASSESS, To.SIGN_OFF} & at.may)
    if request.method == "POST" and not may:
        return refuse(request, _MAY_NOT)
    criteria = assessed.group.scheme.criteria
    about = {"letter": request.GET.get("letter", "")}
    form = FlagForm(request.POST or None, initial=about, criteria=criteria)
    problem = ""
    if request.method == "POST" and form.is_valid():
        try:
            raise_flag(by=at.user, proposal=at.proposal, at=now(), **form.cleaned_data)
            return HttpResponseRedirect(address(at, "flags"))
        except CannotFlag as cannot:
            problem = str(cannot)
    context = {
        "at": at,
        "assessed": assessed,
        "form": form if may else None,
        "problem": problem,
        "up": address(at, "assessment"),
    }
    return render(request, "appraisal/assessing/flags.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def resolve(request: HttpRequest, at: AtProposal, flag: int) -> HttpResponse:
    """Resolve a flag with a reason."""
    assessed = assessed_of(at.proposal)
    found = next((one for one in assessed.flags if one.pk == flag), None)
    if found is None:
        raise Http404
    if not {To.ASSESS, To.SIGN_OFF} & at.may:
        return refuse(request, _MAY_NOT)
    form = ReasonForm(
        request.POST or None,
        ask="How was it settled?",
        hint="For example, “the group has sent its new constitution, which says so”.",
    )
    problem = ""
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            resolve_flag(by=at.user, proposal=at.proposal, flag=flag, resolution=reason, at=now())
            return HttpResponseRedirect(address(at, "flags"))
        except CannotFlag as cannot:
            problem = str(cannot)
    context = {
        "at": at,
        "flag": found,
        "form": form,
        "problem": problem,
        "up": address(at, "flags"),
    }
    return render(request, "appraisal/assessing/resolve.html", context)


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
