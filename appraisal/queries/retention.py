"""What a council has kept long enough."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from appraisal.models import Decision, Notice, Outcome, Proposal, RetentionPeriod, State
from appraisal.queries.mapping import corrected_terms_of, terms_mapping
from appraisal.retention import KINDS, NOTICE, TOLD_BEFORE, years_before
from core.models import AuditEntry, Authority, Invitation, Letter

# The event of the entry that stands in the audit once people were told that a proposal will be erased.
ANNOUNCED = "erasure announced"

_SIMPLE: Mapping[str, tuple[State, ...]] = {
    "declined": (State.DECLINED,),
    "withdrawn": (State.WITHDRAWN,),
}
_STANDING: Mapping[str, tuple[State, ...]] = {
    "unfinished": (State.ENQUIRY, State.INVITED, State.DRAFT),
    "stalled": (
        State.SUBMITTED,
        State.RETURNED,
        State.RESUBMITTED,
        State.ASSESSMENT,
        State.CHECKED,
        State.PANEL,
        State.DEFERRED,
    ),
}
_DECIDED = (State.APPROVED, State.CONDITIONS, State.REFUSED, State.PUBLISHED)
_AT_ONCE = 500  # proposals that one query asks the audit about


class Last(NamedTuple):
    """When something was last done about a proposal, and when it was last said that it will be erased."""

    touched: datetime
    told: datetime | None

    @property
    def announced(self) -> bool:
        """Say whether it was said, and nothing was done since."""
        return self.told is not None and self.told >= self.touched


@dataclass(frozen=True, slots=True)
class Over:
    """What is over its time at a council; ``soon`` will be, and nobody was told so far."""

    proposals: tuple[tuple[str, Proposal], ...]  # each with the kind that it is of
    soon: tuple[tuple[str, Proposal], ...]
    letters: QuerySet[Letter]
    notices: QuerySet[Notice]
    invitations: QuerySet[Invitation]


def periods_of(authority: Authority) -> dict[str, int]:
    """Return for how many years a council keeps each kind of thing."""
    own = dict(RetentionPeriod.objects.filter(authority=authority).values_list("kind", "years"))
    return {kind.key: own.get(kind.key, kind.years) for kind in KINDS}


def over_at(authority: Authority, on: date) -> Over:
    """Return what a council has kept long enough on a day."""
    periods = periods_of(authority)
    ends = {kind: _begin(years_before(on, years)) for kind, years in periods.items()}
    soon = {kind: _begin(years_before(on + NOTICE, periods[kind])) for kind in TOLD_BEFORE}
    standing = list(_standing(authority, soon))
    last = last_of(one for _, one in standing)
    told_before = _begin(on - NOTICE + timedelta(days=1))
    over, untold = [], []
    for kind, one in standing:
        was = last[one.pk]
        if was.touched >= soon[kind]:
            continue
        if not was.announced:
            untold.append((kind, one))
        elif was.touched < ends[kind] and was.told is not None and was.told < told_before:
            over.append((kind, one))
    waiting = (Letter.State.QUEUED, Letter.State.SENDING)
    letters = Letter.objects.filter(authority=authority, written_at__lt=ends["letters"])
    unanswered = Invitation.objects.filter(authority=authority, over_at=None)
    return Over(
        (*_ended(authority, ends), *over),
        tuple(untold),
        letters.exclude(state__in=waiting),
        Notice.objects.filter(authority=authority, at__lt=ends["notices"]),
        unanswered.filter(expires_at__lt=ends["invitations"]),
    )


def last_of(proposals: Iterable[Proposal]) -> dict[object, Last]:
    """Return for each proposal, by number, when something was last done about it, whoever did it.

    A page, a move, a message, a file: each is in the audit. A query for some hundreds of them.
    """
    found: dict[object, Last] = {}
    wanted = list(proposals)
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        entries = AuditEntry.objects.filter(about__in=[f"proposal:{one.pk}" for one in some])
        rows = (
            entries.order_by()
            .values("about")
            .annotate(
                last_done=Max("at", filter=~Q(event=ANNOUNCED)),
                last_told=Max("at", filter=Q(event=ANNOUNCED)),
            )
        )
        told = {row["about"]: row for row in rows}
        for one in some:
            row = told.get(f"proposal:{one.pk}", {"last_done": None, "last_told": None})
            times = (one.changed_at, one.state_since, row["last_done"])
            found[one.pk] = Last(max(time for time in times if time is not None), row["last_told"])
    return found


def _standing(authority: Authority, ends: Mapping[str, datetime]) -> Iterator[tuple[str, Proposal]]:
    """Return what may have stood still for its time; the audit has the last word."""
    own = _undecided(authority)
    for kind, states in _STANDING.items():
        end = ends[kind]
        for one in own.filter(state__in=states, changed_at__lt=end, state_since__lt=end):
            yield kind, one


def _ended(authority: Authority, ends: Mapping[str, datetime]) -> Iterator[tuple[str, Proposal]]:
    undecided = _undecided(authority)
    for kind, states in _SIMPLE.items():
        for one in undecided.filter(state__in=states, state_since__lt=ends[kind]):
            yield kind, one
    latest = max(ends["approved"], ends["refused"])
    decided = Proposal.objects.filter(
        Exists(_decisions().filter(decided_on__lt=latest.date()))
        | Q(state__in=_DECIDED, state_since__lt=latest),
        authority=authority,
    )
    for one in (
        decided.select_related("terms", "corrected_terms")
        .prefetch_related("decisions")
        .order_by("pk")
    ):
        last = _last_decision(one)
        refused = Outcome.REFUSED in (last.outcome if last else "", one.state)
        kind = "refused" if refused else "approved"
        decided_on = last.decided_on if last else timezone.localdate(one.state_since)
        if one.state not in _DECIDED and one.changed_at >= ends[kind]:
            continue  # the council looks at it again
        corrected = corrected_terms_of(one)
        terms = terms_mapping(one.terms) | (json.loads(corrected.given) if corrected else {})
        if _is_over(terms, refused, decided_on, ends[kind].date()):
            yield kind, one


def _undecided(authority: Authority) -> QuerySet[Proposal]:
    """Return a council’s proposals that were never decided; one that was put off is not."""
    return Proposal.objects.filter(~Exists(_decisions()), authority=authority).order_by("pk")


def _decisions() -> QuerySet[Decision]:
    return Decision.objects.filter(proposal=OuterRef("pk")).exclude(outcome=Outcome.DEFERRED)


def _last_decision(one: Proposal) -> Decision | None:
    made = [each for each in one.decisions.all() if each.outcome != Outcome.DEFERRED]
    return max(made, key=lambda each: each.number, default=None)


def _is_over(terms: Mapping[str, object], refused: bool, decided_on: date, end: date) -> bool:
    """Say whether the time of a decided proposal, or of the lease that it led to, was over before a day.

    A lease counts from the decision, for its beginning is not known here. A freehold has no end, nor has a
    lease or licence whose term is not known.
    """
    if refused or not terms.get("tenure"):
        return decided_on < end
    if terms["tenure"] == "freehold" or not terms.get("years"):
        return False
    return decided_on < years_before(end, int(str(terms["years"])))


def _begin(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
