"""Where an asset lies, found by its postcode: its small area's rank for D, and its neighbourhood for G.

What is found is stored with the asset beside what was typed, with where it comes from. It changes only when
the postcode does, or where no rank was known before: newer figures change no rank behind anybody's back.
"""

from collections.abc import Mapping
from datetime import date, datetime

from appraisal.actions.newer import follow_neighbourhood
from appraisal.actions.pages import hold
from appraisal.models import (
    Assessment,
    Asset,
    CriterionEntry,
    Neighbourhood,
    Proposal,
    State,
)
from appraisal.queries.datasets import said_of
from appraisal.queries.places import Found, where
from appraisal.schemes import engine_scheme
from core.audit import on_record, record
from core.models import Authority, User

# The columns of an asset that say how deprived the place is.
RANKED = ("imd_edition", "imd_rank", "small_area", "small_area_name", "imd_source")
_NOTHING: Mapping[str, object] = {
    "imd_edition": None,
    "imd_rank": None,
    "small_area": "",
    "small_area_name": "",
    "imd_source": "",
}
BEING_WRITTEN = (State.DRAFT, State.RETURNED)


def placed(
    authority: Authority, before: Mapping[str, object], after: Mapping[str, object], *, on: date
) -> dict[str, object]:
    """Return what the postcode of an asset says of it: edition, rank and neighbourhood, to be stored with it.

    Nothing changes where the postcode is the same and was found before, or the rank came with a file. A new
    postcode that nobody knows takes away what the old one had found. A neighbourhood that somebody chose
    stays, unless it was the old postcode's.
    """
    new = after.get("postcode") != before.get("postcode")
    by_postcode = bool(before.get("small_area"))
    unknown = before.get("imd_rank") is None
    if not after.get("name") or not ((by_postcode and new) or unknown):
        return {}
    found = where(authority, str(after.get("postcode") or ""), on)
    changed = dict(_ranked(found)) if found and found.ranked else dict(_NOTHING)
    if name := _neighbourhood(authority, found, before, after):
        changed["neighbourhood"] = name
    return changed


def _ranked(found: Found) -> Mapping[str, object]:
    """Return the newest edition that knows the place: ranks of two editions are on no common scale."""
    newest = found.ranked[0]
    return {
        "imd_edition": newest.edition,
        "imd_rank": newest.rank,
        "small_area": newest.code,
        "small_area_name": newest.name,
        "imd_source": f"{said_of(newest.dataset)}. Found by the postcode {found.postcode}: {said_of(found.dataset)}",
    }


def _neighbourhood(
    authority: Authority,
    found: Found | None,
    before: Mapping[str, object],
    after: Mapping[str, object],
) -> str:
    """Return the one neighbourhood that the place is in, where nobody has chosen one; nothing in any doubt."""
    chosen, was = str(after.get("neighbourhood") or ""), str(before.get("neighbourhood") or "")
    moved = after.get("postcode") != before.get("postcode") and chosen == was
    if found is None or (chosen and not moved):
        return ""
    named = {one.casefold() for one in found.neighbourhoods}
    known = Neighbourhood.objects.filter(authority=authority).values_list("name", flat=True)
    own = [name for name in known if name.casefold() in named]
    return own[0] if len(own) == 1 else ""


def answer_by_place(*, by: User | None, held: Proposal, at: datetime) -> None:
    """Let the rank that a postcode has found answer its criterion, or no longer. Inside the caller's turn.

    What somebody has entered or claimed there stays as it is.
    """
    scheme = engine_scheme(held.scheme)
    for criterion in scheme.criteria:
        if not any(question.kind == "rank" for question in criterion.questions):
            continue
        found = Asset.objects.filter(proposal=held).exclude(small_area="").exists()
        own = Assessment.objects.get(proposal=held, of=Assessment.Of.SELF)
        entry = CriterionEntry.objects.filter(assessment=own, letter=criterion.letter).first()
        entry = entry or CriterionEntry(assessment=own, letter=criterion.letter)
        said = entry.not_applicable_reason or (entry.pk and entry.answers.exists())
        if said or entry.answered == found:
            continue
        entry.answered = found
        entry.save()
        record(
            event="answered by the postcode" if found else "no longer answered by the postcode",
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"page": criterion.letter},
        )


def as_ranked_before(
    before: Mapping[str, object], after: Mapping[str, object]
) -> dict[str, object]:
    """Return what was found by a postcode where a file brings the same postcode and rank: it holds good still."""
    same = ("postcode", "imd_edition", "imd_rank")
    if any(before.get(key) != after.get(key) for key in same):
        return {}
    return {key: before[key] for key in RANKED}


def place_again(*, by: User | None, proposal: Proposal, at: datetime) -> bool:
    """Look a proposal's postcode up again while it is being written; say whether anything was found.

    For figures that were imported after somebody had typed the postcode in.
    """
    with on_record():
        held = hold(proposal)
        asset = Asset.objects.filter(proposal=held).first()
        if asset is None or held.state not in BEING_WRITTEN:
            return False
        keys = ("name", "postcode", "neighbourhood", *RANKED)
        before = {key: getattr(asset, key) for key in keys}
        after = before | placed(held.authority, before, before, on=at.date())
        if by is None:  # whoever chooses a neighbourhood chooses whose priorities the group rates
            after["neighbourhood"] = before["neighbourhood"]
        if after == before:
            return False
        for key in keys:
            setattr(asset, key, after[key])
        asset.save(update_fields=keys)
        Proposal.objects.filter(pk=held.pk).update(changed_at=at)
        changed = [key for key in keys if before[key] != after[key]]
        record(
            event="place found by the postcode",
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={
                "page": "asset",
                "before": {key: before[key] for key in changed},
                "after": {key: after[key] for key in changed},
            },
        )
        answer_by_place(by=by, held=held, at=at)
        if "neighbourhood" in changed and by is not None:
            follow_neighbourhood(by=by, held=held, name=str(after["neighbourhood"]), at=at)
    return True


# Kinds of figures without which a postcode finds nothing.
PLACING = frozenset({"postcodes", "deprivation", "places"})


def place_waiting_for(*, kind: str, authority: Authority | None, at: datetime) -> int:
    """Look up what waits for figures of a kind that came into force for a council, or for the whole site."""
    if kind not in PLACING:
        return 0
    councils = [authority] if authority is not None else Authority.objects.order_by("pk")
    return sum(place_waiting(authority=one, at=at) for one in councils)


def place_waiting(*, authority: Authority, at: datetime) -> int:
    """Look up the postcodes of proposals that are being written and were not found yet; return how many were."""
    waiting = Proposal.objects.filter(
        authority=authority,
        state__in=BEING_WRITTEN,
        asset__imd_rank__isnull=True,
    ).exclude(asset__postcode="")
    return sum(place_again(by=None, proposal=one, at=at) for one in waiting.order_by("pk"))
