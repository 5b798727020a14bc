"""Saving the facts of a proposal: what it is, who proposes it, the asset, the terms, the council's figures."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

from django.db import models

from appraisal.actions.finding import note_what_finds
from appraisal.actions.newer import follow_neighbourhood
from appraisal.actions.pages import Turn, turn_at
from appraisal.actions.placing import (
    PLACE_FOUND,
    RANKED,
    answer_by_place,
    as_ranked_before,
    placed,
)
from appraisal.layout import (
    APPLICANT,
    ASSET,
    COUNCIL_FACTS,
    COUNCIL_TERMS,
    GROUP_FACTS,
    GROUP_TERMS,
)
from appraisal.models import Asset, Proposal, Terms
from core.models import User

# The council's, and on no page of the group's: whoever has that page open need not hear of them. They come with
# a file, or are found by the postcode; a file holds the first two alone.
_ONLY_IN_FILES = RANKED

NEIGHBOURHOOD = "neighbourhood"  # of the asset; what it means for a proposal are its priorities
# No part of a file, so that taking one over leaves them as they are.
_IN_NO_FILE = (NEIGHBOURHOOD, PLACE_FOUND, "contact_name", "contact_email", "contact_phone")

# Page → where each of its facts is stored. A form's field, a row's column and a file's key share one name.
FACTS: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "about": {"proposal": GROUP_FACTS},
    "group": {
        "organisation": tuple(key for key in APPLICANT.by_key if key != "name"),
        "proposal": ("contact_name", "contact_email", "contact_phone"),
    },
    "asset": {"asset": (*ASSET.by_key, *_ONLY_IN_FILES, NEIGHBOURHOOD, PLACE_FOUND)},
    "terms": {"terms": GROUP_TERMS},
    "council": {"proposal": COUNCIL_FACTS, "terms": COUNCIL_TERMS},
}
_FOUND_BY = ("about", "asset", "council")  # pages with something that a search finds a proposal by
# The record keeps no more of a person than it needs: that their details changed, not what they are.
_PERSONAL = ("contact_name", "contact_email", "contact_phone")


def facts_of(proposal: Proposal, page: str) -> dict[str, object]:
    """Return the facts of a page as they are stored."""
    rows = _rows(proposal)
    return {
        key: exact(getattr(rows[name], key)) for name, keys in FACTS[page].items() for key in keys
    }


def exact(value: object) -> object:
    """Return an amount without the zeros that its column fills it up with."""
    return Decimal(f"{value.normalize():f}") if isinstance(value, Decimal) else value


class NeedsReason(ValueError):
    """The valuation date would change and nobody says why; the message asks for it."""

    def __init__(self) -> None:
        super().__init__("Say why the valuation date changes: it goes on record.")


def want_reason(before: Mapping[str, object], after: Mapping[str, object], reason: str) -> None:
    """Refuse another valuation date without a reason, on whatever way it comes."""
    if before.get("valuation_date") != after.get("valuation_date") and not reason.strip():
        raise NeedsReason


def save_facts(
    *,
    by: User,
    proposal: Proposal,
    page: str,
    facts: Mapping[str, object],
    reason: str = "",
    seen: int,
    at: datetime,
) -> bool:
    """Save the facts of a page that are given; say whether anything changed.

    Raises ``ChangedMeanwhile`` where somebody saved the page after this person had opened it, and
    :class:`NeedsReason`.
    """
    with turn_at(proposal, page, seen=seen, by=by, at=at) as turn:
        held = turn.state.proposal
        before = facts_of(held, page)
        after = before | {key: value for key, value in facts.items() if key in before}
        if page == "asset":
            after |= placed(held.authority, before, after, on=at.date())
        want_reason(before, after, reason)
        changed = _put_on_record(turn, before, after, reason)
        if changed:
            _store(held, page, after)
            if before.get("small_area") != after.get("small_area"):
                answer_by_place(by=by, held=held, at=at)
            name = str(after.get(NEIGHBOURHOOD, ""))
            if name != before.get(NEIGHBOURHOOD, ""):
                follow_neighbourhood(by=by, held=held, name=name, at=at)
    return changed


def _put_on_record(
    turn: Turn, before: Mapping[str, object], after: Mapping[str, object], reason: str
) -> bool:
    changed = [key for key in before if before[key] != after[key]]
    old, new = _plain(before, changed, "(kept out)"), _plain(after, changed, "(changed)")
    return turn.save(old, {**new, "reason": reason} if reason and changed else new)


def _plain(facts: Mapping[str, object], keys: list[str], personal: str) -> dict[str, object]:
    return {key: personal if key in _PERSONAL else _text(facts[key]) for key in keys}


def _text(value: object) -> object:
    return str(value) if isinstance(value, Decimal | date) else value


def _rows(proposal: Proposal) -> dict[str, models.Model]:
    return {
        "proposal": proposal,
        "organisation": proposal.organisation,
        "asset": getattr(proposal, "asset", None) or Asset(proposal=proposal),
        "terms": getattr(proposal, "terms", None) or Terms(proposal=proposal),
    }


def _store(proposal: Proposal, page: str, facts: Mapping[str, object]) -> None:
    rows = _rows(proposal)
    for name, keys in FACTS[page].items():
        row = rows[name]
        for key in keys:
            setattr(row, key, facts[key])
        if name == "asset" and not facts["name"]:
            if row.pk:
                row.delete()
            continue
        row.save(update_fields=keys if row.pk and not row._state.adding else None)
    if page in _FOUND_BY:
        note_what_finds(proposal)


def put_facts(proposal: Proposal, facts: Mapping[str, object]) -> list[str]:
    """Make a proposal's facts those of a file; return the pages that changed. Inside the caller's turn.

    Every fact that a file can hold is replaced: what is not among ``facts`` is blank from then on. A
    proposal's contact and its neighbourhood are no part of a file and stay.
    """
    changed = []
    for page, rows in FACTS.items():
        before = facts_of(proposal, page)
        own = [key for keys in rows.values() for key in keys if key not in _IN_NO_FILE]
        after = before | {key: facts.get(key, _blank(before[key])) for key in own}
        if page == "asset":
            after |= as_ranked_before(before, after)
        if after != before:
            _store(proposal, page, after)
            if any(before[key] != after[key] for key in own if key not in _ONLY_IN_FILES):
                changed.append(page)
    return changed


def _blank(before: object) -> object:
    return "" if isinstance(before, str) else None
