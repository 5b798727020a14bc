"""What is true of a proposal, as far as its moves depend on it: read afresh, in few queries.

Each part is read only in the states from which a move asks for it. What a part does not fill in stays as
:class:`~appraisal.route.Standing` has it, which lets nothing through. Whoever adds a move that needs to
know more adds a part.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, NamedTuple

from django.db import connection

from appraisal.completeness import gaps
from appraisal.eligibility import is_eligible
from appraisal.models import Check, Disclosure, Eligibility, Proposal, Recommendation, State
from appraisal.queries.assessed import Assessed, assessed_of, is_provisional
from appraisal.queries.hands import had_a_hand
from appraisal.queries.mapping import asset_of
from appraisal.queries.panel import Table, panel_standing, table_at
from appraisal.queries.recommended import recommendation_of
from appraisal.queries.sheet import Sheet, sheet_of
from appraisal.queries.three import three_of
from appraisal.route import OUTCOMES, Standing
from core.models import User


class Asked(NamedTuple):
    """Of which proposal it is asked, for whom, and the proposal's sheet where a part needs it."""

    proposal: Proposal
    by: User
    sheet: Callable[[], Sheet]
    assessed: Assessed | None
    table: Callable[[], Table | None]
    decides_on: Callable[[], Sheet]
    recommended: Recommendation | None


Found = Mapping[str, Any]  # fields of Standing


class Part(NamedTuple):
    """Something that moves from these states need to know."""

    states: frozenset[State]
    read: Callable[[Asked], Found]


def standing_of(
    proposal: Proposal,
    by: User,
    sheet: Callable[[], Sheet] | None = None,
    assessed: Assessed | None = None,
    table: Callable[[], Table | None] | None = None,
    decides_on: Callable[[], Sheet] | None = None,
    recommended: Recommendation | None = None,
) -> Standing:
    """Return what is true of a proposal for somebody who asks for a move.

    ``sheet`` gives the proposal's, where the caller has read it already or will go on with it;
    ``assessed`` is its assessment, where that was read, and ``table`` gives who sits around the panel's, where that
    is read elsewhere too. ``decides_on`` gives the sheet with the levels that are decided on: the officer's, unless
    the caller says otherwise; ``recommended`` is what its officer recommends, where that was read.
    """
    sheet, table = sheet or partial(sheet_of, proposal), table or partial(table_at, proposal)
    decides_on = decides_on or (lambda: three_of(proposal, None, sheet()).sheet)
    asked = Asked(proposal, by, sheet, assessed, table, decides_on, recommended)
    found: dict[str, Any] = {
        "by": by.pk,
        "waits_for_confirmation": proposal.waits_for_confirmation,
    }
    for part in _PARTS:
        if proposal.state in part.states:
            found |= part.read(asked)
    return Standing(**found)


def has_asset(proposal: Proposal) -> bool:
    """Say whether there is a building or land to tell of: a service may do without."""
    return proposal.kind == "asset-transfer" or asset_of(proposal) is not None


def _enquiry(asked: Asked) -> Found:
    proposal = asked.proposal
    said = Eligibility.objects.filter(proposal=proposal).values_list("key", "met")
    told = Disclosure.objects.filter(proposal=proposal).exists()
    return {
        "eligible": is_eligible(proposal.kind, dict(said)),
        "disclosed": told or not has_asset(proposal),
    }


def _answers(asked: Asked) -> Found:
    found = gaps(asked.sheet())
    return {"unfinished": tuple(one.said for one in found), "complete": not found}


_CHECKS = """SELECT outcome, title FROM appraisal_check WHERE proposal_id = %s ORDER BY "order" """


def _checklist(asked: Asked) -> Found:
    with connection.cursor() as cursor:
        cursor.execute(_CHECKS, [asked.proposal.pk.hex])
        checks = cursor.fetchall()
    return {
        "open_checks": tuple(title for how, title in checks if how == Check.Outcome.OPEN),
        "failed_checks": tuple(title for how, title in checks if how == Check.Outcome.FAILED),
        "checklist_seen": True,
    }


def _assessment(asked: Asked) -> Found:
    assessed = asked.assessed or assessed_of(asked.proposal, asked.sheet())
    return assessment_standing(assessed, asked.by)


def _checked(asked: Asked) -> Found:
    """Return what is asked of an assessment that was signed off: whose it is, and that nothing in it is missing."""
    ready_by = (asked.recommended or recommendation_of(asked.proposal)).ready_by_id
    return {
        "assessor": _assessor(ready_by, asked.by, asked.proposal),
        "provisional": is_provisional(asked.decides_on()),
    }


def _panel(asked: Asked) -> Found:
    return panel_standing(asked.proposal, asked.by, asked.table())


def assessment_standing(assessed: Assessed, by: User) -> dict[str, Any]:
    """Return what the moves on the route need to know of an assessment, as fields of ``Standing``.

    Whoever had a hand in it counts as its assessor, so that nobody checks their own work.
    """
    ready_by = assessed.recommendation.ready_by_id
    gaps = tuple(gap.said for gap in assessed.gaps)
    waits = () if gaps or assessed.is_ready else (_NOT_SAID,)
    return {
        "assessor": _assessor(ready_by, by, assessed.group.proposal),
        "unassessed": gaps + waits,
        "assessed": not gaps and not waits,
        "provisional": is_provisional(assessed.officer),
        "open_flags": len(assessed.open_flags),
    }


def _assessor(ready_by: int | None, by: User, proposal: Proposal) -> int | None:
    own = ready_by is not None and had_a_hand(by, proposal)
    return by.pk if own else ready_by


_NOT_SAID = "The officer must say that the assessment is ready, of what it says now."


_PARTS: tuple[Part, ...] = (
    Part(frozenset({State.ENQUIRY}), _enquiry),
    Part(frozenset({State.DRAFT, State.RETURNED}), _answers),
    Part(
        frozenset({State.SUBMITTED, State.RESUBMITTED, State.ASSESSMENT, State.DEFERRED}),
        _checklist,
    ),
    Part(frozenset({State.ASSESSMENT}), _assessment),
    Part(frozenset({State.CHECKED, State.PANEL}), _checked),
    Part(
        frozenset({State.CHECKED, State.PANEL, *OUTCOMES, State.PUBLISHED, State.RECONSIDERATION}),
        _panel,
    ),
)
