"""How every page that somebody fills in is shown and saved, so that nothing typed is ever lost.

Shown: what was kept when they had to sign in again; else what was left unfinished; else what is stored.
Saved: what is right is stored, what is not is kept as it was typed, and what somebody else has saved in
the meantime is laid beside it.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import NamedTuple

from django.http import HttpRequest, QueryDict

from appraisal.actions.pages import ChangedMeanwhile, keep_unfinished
from appraisal.forms.differences import Difference, differences
from appraisal.models import PageState
from appraisal.queries import Sheet, sheet_of, state_of
from appraisal.views.doors import AtProposal, now
from core import kept
from core.forms import Form

SEEN, THEN = "page-saves", "page-then"
CONTINUE, STAY, LATER = "continue", "stay", "later"
_NOT_ANSWERS = (SEEN, THEN, "csrfmiddlewaretoken")


class Page(ABC):
    """A page that somebody fills in: how its form is made, and how what is typed there is stored."""

    key: str

    @abstractmethod
    def form(self, sheet: Sheet, typed: QueryDict | None) -> Form:
        """Return the form of what was typed, or else of what is stored."""

    @abstractmethod
    def save(self, form: Form, seen: int) -> None:
        """Store a form that is right, given how many saves the person had seen."""

    def take_back(self, form: Form, seen: int) -> bool:
        """Unsay what was answered where somebody leaves the page blank; say whether that was so.

        Unless a page says otherwise, blank is as wrong as any other gap.
        """
        return False


class Conflict(NamedTuple):
    """Somebody else's save, and where it differs from what this person typed."""

    state: PageState
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """The page is to be shown (again)."""

    form: Form
    seen: int
    notice: str = ""  # why what stands in the boxes is not saved
    left_by: PageState | None = None  # who left the page unfinished
    conflict: Conflict | None = None


class Saved(NamedTuple):
    """The page is done with for now; ``then`` says where the person wants to go."""

    then: str
    finished: bool


def edit(request: HttpRequest, at: AtProposal, sheet: Sheet, page: Page) -> Shown | Saved:
    """Show a page, or take what was typed on it."""
    if request.method == "POST":
        return _take(request, at, sheet, page)
    saves = sheet.saves(page.key)
    if found := kept.take(request, at=now()):
        form = page.form(sheet, found.fields) if found.fields else page.form(sheet, None)
        form.leave_unchecked()
        seen = seen_in(found.fields, saves)
        return Shown(form=form, seen=seen, notice=found.words)
    if typed := sheet.unfinished(page.key):
        form = page.form(sheet, QueryDict(typed))
        return Shown(form=form, seen=saves, left_by=state_of(at.proposal, page.key))
    return Shown(form=page.form(sheet, None), seen=saves)


def _take(request: HttpRequest, at: AtProposal, sheet: Sheet, page: Page) -> Shown | Saved:
    form = page.form(sheet, request.POST)
    seen = seen_in(request.POST, 0)
    if form.change_rows():
        return Shown(form=form, seen=seen)
    then = request.POST.get(THEN, CONTINUE)
    try:
        if then == LATER and page.take_back(form, seen):
            return Saved(then, finished=True)
        if form.is_valid():
            page.save(form, seen)
            return Saved(then, finished=True)
        return _keep(request, at, page, form, seen, then)
    except ChangedMeanwhile as change:
        return _conflict(at, page, form, change.state)


def _keep(
    request: HttpRequest, at: AtProposal, page: Page, form: Form, seen: int, then: str
) -> Shown | Saved:
    """Keep what is not right yet as it was typed."""
    typed = request.POST.copy()
    for name in _NOT_ANSWERS:
        typed.pop(name, None)
    saves = keep_unfinished(
        by=at.user,
        proposal=at.proposal,
        page=page.key,
        typed=typed.urlencode(),
        seen=seen,
        at=now(),
    )
    return Saved(then, finished=False) if then == LATER else Shown(form=form, seen=saves)


def _conflict(at: AtProposal, page: Page, form: Form, state: PageState) -> Shown:
    sheet = sheet_of(at.proposal)
    typed = sheet.unfinished(page.key)
    theirs = page.form(sheet, QueryDict(typed) if typed else None)
    conflict = Conflict(state, differences(theirs, form))
    return Shown(form=form, seen=state.saves, conflict=conflict)


def seen_in(fields: QueryDict, otherwise: int) -> int:
    """Read how many saves a page knew of when it was sent; ``otherwise`` where it says nothing sensible."""
    text = fields.get(SEEN, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise
