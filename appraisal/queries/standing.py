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
from appraisal.models import Check, Disclosure, Eligibility, Proposal, State
from appraisal.queries.assessed import Assessed, assessed_of, is_provisional
from appraisal.queries.hands import had_a_hand
from appraisal.queries.mapping import asset_of
from appraisal.queries.panel import Table, panel_standing, table_at
from appraisal.queries.sheet import Sheet, sheet_of
from appraisal.route import OUTCOMES, Standing
from core.models import User


class Asked(NamedTuple):
    """Of which proposal it is asked, for whom, and the proposal's sheet where a part needs it."""

    proposal: Proposal
    by: User
    sheet: Callable[[], Sheet]
    assessed: Assessed | None
    table: Callable[[], Table | None]


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
) -> Standing:
    """Return what is true of a proposal for somebody who asks for a move.

    ``sheet`` gives the proposal's, where the caller has read it already or will go on with it;
    ``assessed`` is its assessment, where that was read, and ``table`` gives who sits around the panel's, where that
    is read elsewhere too.
    """
    sheet, table = sheet or partial(sheet_of, proposal), table or partial(table_at, proposal)
    asked = Asked(proposal, by, sheet, assessed, table)
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


def _panel(asked: Asked) -> Found:
    return panel_standing(asked.proposal, asked.by, asked.table())


def assessment_standing(assessed: Assessed, by: User) -> dict[str, Any]:
    """Return what the moves on the route need to know of an assessment, as fields of ``Standing``.

    Whoever had a hand in it counts as its assessor, so that nobody checks their own work.
    """
    ready_by = assessed.recommendation.ready_by_id
    own = ready_by is not None and had_a_hand(by, assessed.group.proposal)
    gaps = tuple(gap.said for gap in assessed.gaps)
    waits = () if gaps or assessed.is_ready else (_NOT_SAID,)
    return {
        "assessor": by.pk if own else ready_by,
        "unassessed": gaps + waits,
        "assessed": not gaps and not waits,
        "provisional": is_provisional(assessed.officer),
        "open_flags": len(assessed.open_flags),
    }


_NOT_SAID = "The officer must say that the assessment is ready, of what it says now."


_PARTS: tuple[Part, ...] = (
    Part(frozenset({State.ENQUIRY}), _enquiry),
    Part(frozenset({State.DRAFT, State.RETURNED}), _answers),
    Part(
        frozenset({State.SUBMITTED, State.RESUBMITTED, State.ASSESSMENT, State.DEFERRED}),
        _checklist,
    ),
    Part(frozenset({State.ASSESSMENT, State.CHECKED, State.PANEL}), _assessment),
    Part(
        frozenset({State.CHECKED, State.PANEL, *OUTCOMES, State.PUBLISHED, State.RECONSIDERATION}),
        _panel,
    ),
)
