"""Letting go of what has been kept long enough, so that the audit’s chain stays whole without it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import F
from django.utils import timezone

from appraisal.actions.notices import tell
from appraisal.engine import words
from appraisal.models import (
    AgendaItem,
    AgendaPack,
    Decision,
    Evidence,
    IssuedPack,
    Proposal,
    Record,
    RetentionPeriod,
)
from appraisal.notices import Audience
from appraisal.queries.agenda_packs import ABOUT as ABOUT_AGENDA_PACK
from appraisal.queries.agenda_packs import packs_with
from appraisal.queries.audience import people_for
from appraisal.queries.retention import ANNOUNCED, Over, last_of, periods_of
from appraisal.retention import BY_KEY, NOTICE, TOLD_BEFORE
from core.audit import ERASED, on_record, record
from core.care import each_alone
from core.models import AuditDetail, AuditEntry, Authority, User

# The database lets such a row go only once an entry of this event names it: migrations 0014, 0024 and 0029.
RECORD_ERASED, DECISION_ERASED, PACK_ERASED = "record erased", "decision erased", "pack erased"
AGENDA_PACK_ERASED = "agenda pack erased"


class CannotKeep(ValueError):
    """This is no period; the message says why."""


def set_periods(
    *, by: User | None, authority: Authority, years: Mapping[str, int], at: datetime
) -> bool:
    """Say for how many years a council keeps each kind of thing; say whether that is new."""
    for kind, number in years.items():
        if kind not in BY_KEY or not 1 <= number <= 100:
            raise CannotKeep(f"{kind}: a period is 1 to 100 years.")
    with on_record():
        Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
        before = periods_of(authority)
        changed = {kind: number for kind, number in years.items() if before[kind] != number}
        if not changed:
            return False
        for kind, number in changed.items():
            RetentionPeriod.objects.update_or_create(
                authority=authority, kind=kind, defaults={"years": number}
            )
        record(
            event="retention changed",
            by=by,
            authority=authority,
            about=f"council:{authority.slug}",
            at=at,
            detail={"before": {kind: before[kind] for kind in changed}, "after": changed},
        )
    return True


def let_go(*, authority: Authority, over: Over, at: datetime) -> None:
    """Erase what is over its time: each proposal in a transaction of its own, with all that hangs on it.

    The audit keeps that it was there and what was done; the details of that go, and an entry names them. Of
    what will be over soon people are told. What fails does so alone: an ExceptionGroup is raised at the end.
    """
    each_alone(
        "retention",
        [
            *(partial(_erase, authority, kind, one, at) for kind, one in over.proposals),
            *(partial(_announce, kind, one, at) for kind, one in over.soon),
            partial(_erase_the_rest, authority, over, at),
        ],
    )


def _erase_the_rest(authority: Authority, over: Over, at: datetime) -> None:
    numbers = {
        "letters": over.letters.count(),
        "notices": over.notices.count(),
        "invitations": over.invitations.count(),
    }
    if any(numbers.values()):
        with on_record():
            over.notices.delete()
            over.letters.delete()
            over.invitations.update(email="", over_at=F("expires_at"))
            record(
                event="kept no longer",
                by=None,
                authority=authority,
                about=f"council:{authority.slug}",
                at=at,
                detail=numbers,
            )


def _announce(kind: str, proposal: Proposal, at: datetime) -> None:
    """Tell the group and the officer that a proposal will be erased unless somebody goes on with it."""
    with on_record():
        held = _held_as_it_was(proposal)
        if held is None or last_of([held])[held.pk].announced:
            return
        day = timezone.localdate(at) + NOTICE
        people = people_for(held, (Audience.GROUP, Audience.OFFICER))
        tell(
            "erased-soon",
            proposal=held,
            authority=held.authority,
            to={one.pk: one for side in people.values() for one in side}.values(),
            by=None,
            at=at,
            facts={"day": words.day(day)},
        )
        record(
            event=ANNOUNCED,
            by=None,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"kind": kind, "on": day.isoformat()},
        )


def _held_as_it_was(proposal: Proposal) -> Proposal | None:
    """Lock a proposal; None where somebody has gone on with it since it was found, or erased it."""
    held = Proposal.objects.select_for_update(of=("self",)).select_related("authority")
    return held.filter(
        pk=proposal.pk,
        state=proposal.state,
        state_since=proposal.state_since,
        changed_at=proposal.changed_at,
    ).first()


def _papers_of(held: Proposal) -> Iterator[tuple[str, str, dict[str, object]]]:
    """Yield what of a proposal goes with an event of its own: its records, decisions and issued packs.

    An agenda pack goes with the first of its proposals: its file holds all of them.
    """
    for frozen in Record.objects.filter(proposal=held).order_by("pk"):
        detail: dict[str, object] = {"sequence": frozen.audit_sequence, "sha256": frozen.sha256}
        yield RECORD_ERASED, f"record:{frozen.pk}", detail
    for decision in Decision.objects.filter(proposal=held).order_by("pk"):
        detail = {"number": decision.number, "record_sha256": decision.record_sha256}
        yield DECISION_ERASED, f"decision:{decision.pk}", detail
    for pack in IssuedPack.objects.filter(record__proposal=held).order_by("pk"):
        detail = {"pack": pack.code, "sha256": pack.sha256}
        yield PACK_ERASED, f"pack:{pack.pk}", detail
    for agenda in packs_with(held):
        detail = {"pack": agenda.code, "sha256": agenda.sha256}
        yield AGENDA_PACK_ERASED, f"{ABOUT_AGENDA_PACK}{agenda.pk}", detail


def _erase(authority: Authority, kind: str, proposal: Proposal, at: datetime) -> None:
    with on_record():
        held = _held_as_it_was(proposal)
        if held is None or (kind in TOLD_BEFORE and not last_of([held])[held.pk].announced):
            return
        for event, about, detail in _papers_of(held):
            record(event=event, by=None, authority=authority, about=about, at=at, detail=detail)
        entries = _entries_about(authority, held)
        record(
            event=ERASED,
            by=None,
            authority=authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={"kind": kind, "sequences": ranges(entries)},
            then=_erasing(authority, held, entries),
        )


def _entries_about(authority: Authority, held: Proposal) -> list[int]:
    """Return the places in the chain of all that tells of a proposal and has its detail still."""
    items = [f"item:{item.pk}" for item in AgendaItem.objects.filter(proposal=held)]
    packs = [f"{ABOUT_AGENDA_PACK}{pack.pk}" for pack in packs_with(held)]
    abouts = [f"proposal:{held.pk}", *items, *packs]
    found = AuditEntry.objects.filter(authority=authority, about__in=abouts, told__isnull=False)
    told = found.exclude(event__in=(ERASED, AGENDA_PACK_ERASED))
    return list(told.order_by("sequence").values_list("sequence", flat=True))


def ranges(numbers: Iterable[int]) -> list[list[int]]:
    """Return numbers in order as ranges, each its first and its last."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][1] + 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def _erasing(
    authority: Authority, held: Proposal, entries: list[int]
) -> Callable[[AuditEntry], object]:
    """Return what erases a proposal once the entries that name it stand in the chain: not before."""

    def then(entry: AuditEntry) -> None:
        AuditDetail.objects.filter(entry__authority=authority, entry__sequence__in=entries).delete()
        stored = [
            *Evidence.objects.filter(proposal=held).values_list("stored", flat=True),
            *IssuedPack.objects.filter(record__proposal=held).values_list("stored", flat=True),
            *packs_with(held).exclude(stored="").values_list("stored", flat=True),
        ]
        # By number: which they are is told by rows that go first.
        numbers = list(packs_with(held).values_list("pk", flat=True))
        delete_with_all(AgendaPack.objects.filter(pk__in=numbers))
        delete_with_all(Proposal.objects.filter(pk=held.pk))
        for name in stored:
            transaction.on_commit(partial(default_storage.delete, name))

    return then


def delete_with_all(rows: models.QuerySet[Any]) -> None:
    """Delete rows with every row that hangs on them, also what is otherwise protected by them."""
    for relation in rows.model._meta.related_objects:
        if relation.on_delete in (models.CASCADE, models.PROTECT):
            hanging = relation.related_model._base_manager.filter(
                **{f"{relation.field.name}__in": rows}
            )
            if hanging.exists():
                delete_with_all(hanging)
    rows.model._base_manager.filter(pk__in=list(rows.values_list("pk", flat=True))).delete()
