"""What a council's open proposals would come to under another scheme: nothing is stored."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from appraisal.engine.faults import CannotRead
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Scheme
from appraisal.models import Proposal, State
from appraisal.queries.sheet import Sheet, sheet_of
from core.models import Authority

MOST = 50  # the drafts that changed last: each is appraised twice
OPEN = (State.DRAFT, State.RETURNED)


class Tried(NamedTuple):
    """A draft with its points now and under the other scheme, or why it has none there."""

    proposal: Proposal
    before: int | None
    after: int | None
    maximum: int
    letters: tuple[str, ...]  # the criteria whose points would change
    fault: str = ""


def tried_under(authority: Authority, scheme: Scheme) -> tuple[Tried, ...]:
    """Appraise the council's open proposals of the scheme's kind under it, the latest changed first."""
    found = (
        Proposal.objects.filter(authority=authority, kind=scheme.kind, state__in=OPEN)
        .select_related("organisation", "scheme", "asset", "terms", "authority")
        .order_by("-changed_at", "pk")[:MOST]
    )
    return tuple(_tried(sheet_of(one), scheme) for one in found)


def _tried(sheet: Sheet, scheme: Scheme) -> Tried:
    before = _appraised(sheet)
    points = before.points if isinstance(before, Appraisal) else None
    after = _appraised(replace(sheet, scheme=scheme))
    if not isinstance(after, Appraisal):
        return Tried(sheet.proposal, points, None, scheme.maximum, (), after)
    letters = tuple(_changed(before, after)) if isinstance(before, Appraisal) else ()
    return Tried(sheet.proposal, points, after.points, scheme.maximum, letters)


def _appraised(sheet: Sheet) -> Appraisal | str:
    """Return what a sheet comes to, or in a sentence why it comes to nothing."""
    try:
        return sheet.appraisal
    except CannotRead as cannot:
        first = cannot.faults[0]
        return f"{first.place}: {first.message}" if first.place else first.message


def _changed(before: Appraisal, after: Appraisal) -> Iterator[str]:
    old = {one.criterion.letter: one.points for one in before.criteria}
    new = {one.criterion.letter: one.points for one in after.criteria}
    yield from (key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key))
