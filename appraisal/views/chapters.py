"""The chapters for the committee's report: the group's among its tasks, the officer's beside the assessment."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from appraisal.access import why_not
from appraisal.actions.chapters import save_chapter
from appraisal.area.likeliest import CHAPTER
from appraisal.chapters import Chapter, Recorded, chapter_for
from appraisal.engine.faults import CannotRead
from appraisal.forms.chapters import ChapterForm
from appraisal.methods.every import METHODS
from appraisal.methods.subsidy import SUBSIDY
from appraisal.methods.subsidy_begun import with_recommended
from appraisal.models import Disclosure
from appraisal.pack.report.likeliest import CONTEXT, likeliest_blocks
from appraisal.queries import Sheet, sheet_of
from appraisal.queries.assessed import Assessed, assessed_of
from appraisal.queries.chapters import Said, chapters_of
from appraisal.roles import To
from appraisal.showing.chapters import chapter_card
from appraisal.views.around import why_closed
from appraisal.views.assessing import MAY_NOT, around_page
from appraisal.views.assessing import after_saving as after_assessing
from appraisal.views.doors import AtProposal, for_proposal, now, refuse
from appraisal.views.editing import Page, Saved, edit
from appraisal.views.enquiries import told_rows
from appraisal.views.moving import after_saving, around
from appraisal.views.steps import address
from core.forms import Form


class ChapterPage(Page):
    """The page of a chapter, for somebody who fills it in."""

    def __init__(self, at: AtProposal, chapter: Chapter, assessed: Assessed | None = None) -> None:
        """Take whose page it is; ``assessed``: what officers say, where it was read already."""
        self.at = at
        self.chapter = chapter
        self.key = chapter.page
        self.assessed = assessed

    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        given = {} if typed is not None else self._said(sheet).get(self.chapter.key)
        if given is None and self.chapter.is_method:
            given = self._begun(sheet)
        return ChapterForm(self.chapter, typed, given)

    def _said(self, sheet: Sheet) -> Said:
        assessed = self.assessed
        if assessed is not None and sheet is assessed.group:
            return assessed.chapters
        return chapters_of(self.at.proposal)  # somebody else has saved it meanwhile

    def _begun(self, sheet: Sheet) -> dict[str, object]:
        """Return what the proposal answers already of what a method asks, for an officer to look over."""
        assessed = self.assessed
        if assessed is None or sheet is not assessed.group:
            assessed = assessed_of(self.at.proposal, sheet)
        try:
            appraisal = assessed.officer.appraisal
        except CannotRead:
            return {}
        begun = METHODS[self.chapter.key].begun(appraisal)
        if self.chapter.key == SUBSIDY.key:
            return with_recommended(begun, appraisal, assessed.discount)
        return begun

    def save(self, form: Form, seen: int) -> None:
        assert isinstance(form, ChapterForm)  # noqa: S101 (it is the one made above)
        at = self.at
        save_chapter(
            by=at.user,
            proposal=at.proposal,
            chapter=self.chapter,
            given=form.given(),
            seen=seen,
            at=now(),
        )


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ)
def chapter(request: HttpRequest, at: AtProposal, chapter: str) -> HttpResponse:
    """Show a chapter that the group fills in, and save it; to everybody else what it says."""
    found = _found(at, chapter, "group")
    sheet = sheet_of(at.proposal)
    shown = edit(request, at, sheet, ChapterPage(at, found)) if To.ANSWER in at.may else None
    if isinstance(shown, Saved):
        return after_saving(at, sheet, found.page, shown)
    if shown is None and request.method == "POST":
        return refuse(request, why_not(at.ever, at.proposal, To.ANSWER))
    context = {
        **around(request, at, sheet, found.page),
        "chapter": found,
        "shown": shown,
        "form": shown.form if shown else None,
        "closed": why_closed(at, To.ANSWER),
        "card": None if shown else _card(at, found),
    }
    return render(request, "appraisal/chapter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_proposal(To.READ_AS_COUNCIL)
def assess_chapter(request: HttpRequest, at: AtProposal, chapter: str) -> HttpResponse:
    """Show a chapter that officers fill in, and save it; to who else sees what the council sees what it says."""
    found = _found(at, chapter, "officer")
    assessed = assessed_of(at.proposal)
    sheet = assessed.group
    page = ChapterPage(at, found, assessed)
    shown = edit(request, at, sheet, page) if To.ASSESS in at.may else None
    if isinstance(shown, Saved):
        if found.is_method:
            return HttpResponseRedirect(address(at, "method", found.key))
        return after_assessing(at, sheet, found.page, shown)
    if shown is None and request.method == "POST":
        return refuse(request, MAY_NOT)
    context = {
        **around_page(request, at, assessed, found.page),
        "chapter": found,
        "shown": shown,
        "form": shown.form if shown else None,
        "card": None if shown else chapter_card(found, assessed.chapters.get(found.key, {})),
        "told": _told(at) if found.key in _OF_PLACE else (),
        **(_meaning(found, assessed.chapters) if found.key == CHAPTER else {}),
    }
    return render(request, "appraisal/assessing/chapter.html", context)


_OF_PLACE = (
    "asset-today",
    "legal-land",
)  # beside them stands what the council has told of the place


def _found(at: AtProposal, key: str, asked_of: str) -> Chapter:
    found = chapter_for(at.proposal.kind, key)
    if found is None or found.asked_of != asked_of:
        raise Http404
    return found


def _meaning(found: Chapter, said: Said) -> dict[str, object]:
    """Return what was saved comes to, as the pack shows it: context, and no points."""
    blocks = tuple(likeliest_blocks(Recorded(found, said.get(found.key, {}))))
    return {"meaning": blocks, "meaning_about": CONTEXT}


def _card(at: AtProposal, found: Chapter) -> object:
    return chapter_card(found, chapters_of(at.proposal).get(found.key, {}))


def _told(at: AtProposal) -> tuple[object, ...]:
    """Return what the council told the group at the enquiry, so that nobody is asked for it again."""
    told = Disclosure.objects.filter(proposal=at.proposal).first()
    return told_rows(told) if told else ()
