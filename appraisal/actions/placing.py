"""Where an asset lies, found by its postcode: its small area's rank for D, and its neighbourhood for G.

What is found is stored with the asset beside what was typed, with where it comes from, and whether the neighbourhood
was found or chosen. It changes only when the postcode does, or where no rank was known before: newer figures change no
rank behind anybody's back.
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
PLACE_FOUND = "neighbourhood_found"  # by the postcode; else a person chose the neighbourhood
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
    postcode that nobody knows takes away what the old one had found: the rank, and the neighbourhood unless
    somebody chose it. What a person has chosen stays, whatever the postcode says.
    """
    if not after.get("name"):
        return {}
    new = after.get("postcode") != before.get("postcode")
    by_postcode = bool(before.get("small_area"))
    rank = (by_postcode and new) or before.get("imd_rank") is None
    was_found = bool(before.get(PLACE_FOUND))
    if not (rank or (was_found and new)):
        return _chosen(before, after)
    found = where(authority, str(after.get("postcode") or ""), on)
    changed: dict[str, object] = {}
    if rank:
        changed |= _ranked(found) if found and found.ranked else _NOTHING
    return changed | (_chosen(before, after) or _neighbourhood(authority, found, before, after))


def _chosen(before: Mapping[str, object], after: Mapping[str, object]) -> dict[str, object]:
    """Return that the neighbourhood is a person’s choice from now on, where somebody has chosen just now."""
    chosen = str(after.get("neighbourhood") or "")
    if not chosen or chosen == str(before.get("neighbourhood") or ""):
        return {}
    return {"neighbourhood": chosen, PLACE_FOUND: False}


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
) -> dict[str, object]:
    """Return the one neighbourhood that the place is in, none in any doubt; nothing where a person has chosen."""
    was_found = bool(before.get(PLACE_FOUND))
    if after.get("neighbourhood") and not was_found:
        return {}
    named = {one.casefold() for one in found.neighbourhoods} if found else set()
    known = Neighbourhood.objects.filter(authority=authority).values_list("name", flat=True)
    own = [name for name in known if name.casefold() in named]
    if len(own) == 1:
        return {"neighbourhood": own[0], PLACE_FOUND: True}
    moved = after.get("postcode") != before.get("postcode")
    return {"neighbourhood": "", PLACE_FOUND: False} if was_found and moved else {}


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
        keys = ("name", "postcode", "neighbourhood", PLACE_FOUND, *RANKED)
        before = {key: getattr(asset, key) for key in keys}
        after = before | placed(held.authority, before, before, on=at.date())
        if by is None:  # whoever chooses a neighbourhood chooses whose priorities the group rates
            after |= {key: before[key] for key in ("neighbourhood", PLACE_FOUND)}
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
