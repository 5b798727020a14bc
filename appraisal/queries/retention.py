"""What a council has kept long enough."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import QuerySet
from django.utils import timezone

from appraisal.models import Decision, Notice, Outcome, Proposal, RetentionPeriod, State
from appraisal.retention import KINDS, years_before
from core.models import Authority, Letter

_SIMPLE: Mapping[str, tuple[State, ...]] = {
    "declined": (State.DECLINED,),
    "withdrawn": (State.WITHDRAWN,),
    "refused": (State.REFUSED,),
}
# What nobody has decided about, nor sent in: it ends only by nobody going on with it.
_UNFINISHED = (State.ENQUIRY, State.INVITED, State.DRAFT)
_APPROVED = (State.APPROVED, State.CONDITIONS)


@dataclass(frozen=True, slots=True)
class Over:
    """What is over its time at a council."""

    proposals: tuple[tuple[str, Proposal], ...]  # each with the kind that it is of
    letters: QuerySet[Letter]
    notices: QuerySet[Notice]


def periods_of(authority: Authority) -> dict[str, int]:
    """Return for how many years a council keeps each kind of thing."""
    own = dict(RetentionPeriod.objects.filter(authority=authority).values_list("kind", "years"))
    return {kind.key: own.get(kind.key, kind.years) for kind in KINDS}


def over_at(authority: Authority, on: date) -> Over:
    """Return what a council has kept long enough on a day."""
    ends = {kind: _begin(years_before(on, years)) for kind, years in periods_of(authority).items()}
    waiting = (Letter.State.QUEUED, Letter.State.SENDING)
    letters = Letter.objects.filter(authority=authority, written_at__lt=ends["letters"])
    return Over(
        tuple(_proposals(authority, ends, on)),
        letters.exclude(state__in=waiting),
        Notice.objects.filter(authority=authority, at__lt=ends["notices"]),
    )


def _proposals(
    authority: Authority, ends: Mapping[str, datetime], on: date
) -> Iterator[tuple[str, Proposal]]:
    own = Proposal.objects.filter(authority=authority).select_related("terms").order_by("pk")
    for kind, states in _SIMPLE.items():
        for one in own.filter(state__in=states, state_since__lt=ends[kind]):
            yield kind, one
    for one in own.filter(state__in=_UNFINISHED, changed_at__lt=ends["unfinished"]):
        yield "unfinished", one
    decided = own.filter(state__in=(*_APPROVED, State.PUBLISHED))
    for one in decided.filter(state_since__lt=max(ends["approved"], ends["refused"])):
        kind = "approved" if one.state in _APPROVED else _outcome(one)
        if one.state_since < ends[kind] and (kind == "refused" or _lease_over(one, ends[kind])):
            yield kind, one


def _outcome(published: Proposal) -> str:
    """Return what was decided of a published proposal the last time."""
    last = Decision.objects.filter(proposal=published).order_by("-number").first()
    return "refused" if last is not None and last.outcome == Outcome.REFUSED else "approved"


def _lease_over(one: Proposal, end: datetime) -> bool:
    """Say whether a lease that began with the decision was over before then; a freehold has no end."""
    if one.terms.tenure == "freehold":
        return False
    return years_before(end.date(), one.terms.years or 0) > one.state_since.date()


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
