"""Taking an appraisal file over into a proposal: shown first, then all of it or none."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from typing import cast

from appraisal import places
from appraisal.actions.answers import put_answer
from appraisal.actions.facts import put_facts, want_reason
from appraisal.actions.pages import Turn, hold_as_seen
from appraisal.actions.placing import place_again
from appraisal.models import OwnProxy, PageState, PendingImport, Proposal, ProposalAim
from appraisal.places import Unlike
from appraisal.queries import sheet_of
from appraisal.queries.mapping import file_mapping
from core.audit import on_record, record
from core.models import User

Layout = Mapping[str, object]


class ChangedSincePreview(Exception):
    """Somebody saved a page after the preview was made: it has to be looked at again."""


def keep_for_preview(
    *, by: User, proposal: Proposal, name: str, content: bytes, at: datetime
) -> None:
    """Keep a valid file until its sender has seen what it would change."""
    PendingImport.objects.update_or_create(
        proposal=proposal,
        by=by,
        defaults={"sent_at": at, "name": name[:200], "content": content},
    )


def drop_preview(*, by: User, proposal: Proposal) -> None:
    """Forget a file that was sent for a preview."""
    PendingImport.objects.filter(proposal=proposal, by=by).delete()


def take_over(
    *,
    by: User,
    proposal: Proposal,
    before: Layout,
    after: Layout,
    name: str,
    reason: str = "",
    at: datetime,
) -> None:
    """Make a proposal say what ``after`` says, all of it or nothing.

    ``before`` is what it said when the sender looked at the preview; if that is no longer so,
    :class:`ChangedSincePreview` is raised and nothing is changed. ``reason`` says why the valuation date
    changes, if it does; without one ``NeedsReason`` is raised.
    """
    with on_record():
        held = hold_as_seen(proposal)
        if file_mapping(sheet_of(held)) != before:
            raise ChangedSincePreview
        want_reason(before, after, reason)
        for page in _put(held, before, after):
            _count(held, page, by, at)
        Proposal.objects.filter(pk=held.pk).update(changed_at=at)
        place_again(by=by, proposal=held, at=at)
        drop_preview(by=by, proposal=held)
        record(
            event="appraisal file taken over",
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"file": name, "before": dict(before), "after": dict(after), "reason": reason},
        )


def _count(proposal: Proposal, page: str, by: User, at: datetime) -> None:
    """Count the save, so that somebody who has the page open is told."""
    state, _ = PageState.objects.get_or_create(
        proposal=proposal, page=page, defaults={"saved_by": by, "saved_at": at}
    )
    Turn(state, state.saves, by, at).count()


def _put(proposal: Proposal, before: Layout, after: Layout) -> list[str]:
    """Store what differs; return the pages that it stands on."""
    pages = put_facts(proposal, _facts(after))
    old, new = _part(before, "answers"), _part(after, "answers")
    for letter in sorted(old.keys() | new.keys()):
        if old.get(letter) != new.get(letter):
            put_answer(proposal, letter, cast("Layout | None", new.get(letter)))
            pages.append(letter)
    if before.get("lists") != after.get("lists"):
        _put_lists(proposal, _part(after, "lists"))
    if before.get("proxies") != after.get("proxies"):
        _put_proxies(proposal, cast(Sequence[Layout], after.get("proxies") or ()))
    return pages


def _part(layout: Layout, key: str) -> Layout:
    return cast(Layout, layout.get(key) or {})


def _facts(layout: Layout) -> dict[str, object]:
    """Return the facts of a file under the names of the columns that keep them."""
    asset, terms = _part(layout, "asset"), _part(layout, "terms")
    amounts = {key: Decimal(str(terms[key])) for key in terms if "_gbp" in key}
    areas = {key: Decimal(str(asset[key])) for key in asset if key.endswith("_m2")}
    imd = _part(asset, "imd")
    texts = {key: asset[key] for key in asset if key not in areas and key != "imd"}
    for key, read in (("postcode", places.postcode), ("uprn", places.uprn)):
        with suppress(Unlike):  # what stood there before there was a check may stay
            texts[key] = read(str(texts.get(key, "")))
    return {
        "title": layout["title"],
        "summary": layout.get("summary", ""),
        "reference": layout.get("reference", ""),
        "valuation_date": date.fromisoformat(str(layout["valuation_date"])),
        "legal_form": _part(layout, "applicant").get("legal_form", ""),
        **texts,
        **areas,
        "imd_edition": imd.get("edition") and int(str(imd["edition"])),
        "imd_rank": imd.get("rank") and int(str(imd["rank"])),
        "tenure": terms.get("tenure", ""),
        "years": terms.get("years") and int(str(terms["years"])),
        **amounts,
    }


def _put_lists(proposal: Proposal, lists: Layout) -> None:
    proposal.aims.all().delete()
    ProposalAim.objects.bulk_create(
        ProposalAim(proposal=proposal, letter=letter, order=order, key=key, words=str(said))
        for letter, aims in lists.items()
        for order, (key, said) in enumerate(cast(Layout, aims).items())
    )


def _put_proxies(proposal: Proposal, proxies: Sequence[Layout]) -> None:
    proposal.own_proxies.all().delete()
    OwnProxy.objects.bulk_create(
        OwnProxy(
            proposal=proposal,
            key=str(one["key"]),
            area=str(one.get("area", "")),
            applies_from=date.fromisoformat(str(one["applies_from"])),
            value=Decimal(str(one["value"])),
            source=str(one["source"]),
        )
        for one in proxies
    )
