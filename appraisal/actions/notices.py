"""Telling people of what happened: in their list on the site and, if they want that, by mail."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple
from uuid import uuid4

from django.urls import reverse

from appraisal.models import Notice, NoticeSetting, Proposal
from appraisal.notices import KINDS, OF_COUNCIL, SORTS_BY_KEY, How, of_move, said
from appraisal.queries.audience import people_for
from core.audit import must_be_on_record
from core.letters import post
from core.models import GROUP_ROLES, Authority, Letter, Membership, User
from core.tasks import send_letters


def tell(
    kind: str,
    *,
    proposal: Proposal | None = None,
    authority: Authority,
    to: Iterable[User],
    by: User | None,
    at: datetime,
    facts: Mapping[str, str] | None = None,
) -> None:
    """Tell people of something, inside the ``on_record`` of what happened.

    ``kind`` is one of :data:`appraisal.notices.KINDS`. Everybody is told once, and who did it not at all,
    nor who does not belong to the proposal’s group or the council. Each gets a line in the list, and a mail
    where they want one. ``facts`` may hold nothing about people: they go into mails.
    """
    _tell([(kind, to)], proposal=proposal, authority=authority, by=by, at=at, facts=facts)


def tell_of_move(
    key: str, *, proposal: Proposal, reached: str, by: User | None, at: datetime
) -> None:
    """Tell of a move whom it concerns, inside its ``on_record``."""
    kinds = of_move(key, reached)
    people = people_for(proposal, tuple(kinds))
    told = [(kind, people[audience]) for audience, kind in kinds.items()]
    _tell(told, proposal=proposal, authority=proposal.authority, by=by, at=at, facts=None)


def write_to(
    address: str,
    *,
    kind: str,
    authority: Authority,
    subject: str,
    text: str,
    link: str = "",
    go: str = "",
    at: datetime,
) -> Letter:
    """Write to somebody who is not known here yet, inside ``on_record``: an invitation, say.

    ``text`` is paragraphs with an empty line between two, ``link`` a path of this site. Address, text and
    link are kept only until the mail is sent, for the link may be a secret.
    """
    letter = Letter(
        authority=authority,
        address=address,
        kind=kind,
        subject=" ".join(subject.split()),
        text=text,
        link=link,
        go=go,
        written_at=at,
        due_at=at,
    )
    post([letter], then=send_letters.enqueue)
    return letter


def read(*, user: User, authority: Authority, upto: int, at: datetime) -> None:
    """Take all that a person was told of, up to a notice that they have seen, as read."""
    own = Notice.objects.filter(user=user, authority=authority, read_at__isnull=True)
    own.filter(pk__lte=upto).update(read_at=at)


def choose(*, user: User, how: Mapping[str, How]) -> None:
    """Keep how a person wants to be told of each sort of thing. What cannot be switched off is not."""
    for sort, chosen in how.items():
        kept = How.LIST if chosen == How.NOT and SORTS_BY_KEY[sort].always else chosen
        NoticeSetting.objects.update_or_create(user=user, sort=sort, defaults={"how": kept})


class _Due(NamedTuple):
    """What somebody is told of, and how; ``group``: as whose member, if they are told as one."""

    kind: str
    user: User
    group: int | None
    how: str


def _tell(
    told: Iterable[tuple[str, Iterable[User]]],
    *,
    proposal: Proposal | None,
    authority: Authority,
    by: User | None,
    at: datetime,
    facts: Mapping[str, str] | None,
) -> None:
    """Tell people of several things; who is among those of more than one is told of the first."""
    told = list(told)
    for kind, _ in told:
        must_be_on_record(kind)
    due = _due(told, authority, proposal, by)
    letters = {
        one.user.pk: _letter(one.kind, one.user, one.group, authority, proposal, at, facts)
        for one in due
        if one.how == How.MAIL
    }
    post(letters.values(), then=send_letters.enqueue)
    said_beside = json.dumps(dict(facts or {}), sort_keys=True, ensure_ascii=False)
    Notice.objects.bulk_create(
        Notice(
            user=one.user,
            authority=authority,
            proposal=proposal,
            kind=one.kind,
            facts=said_beside,
            at=at,
            letter=letters.get(one.user.pk),
        )
        for one in due
    )


def _due(
    told: Iterable[tuple[str, Iterable[User]]],
    authority: Authority,
    proposal: Proposal | None,
    by: User | None,
) -> list[_Due]:
    """Return who is told of what, and how, in two queries."""
    wanted: dict[int, tuple[str, User]] = {}
    for kind, people in told:
        for one in people:
            if one.is_active and (by is None or one.pk != by.pk):
                wanted.setdefault(one.pk, (kind, one))
    belong = _who_belong(wanted, authority, proposal)
    sorts = {one: KINDS[wanted[one][0]].sort for one in belong}
    how = _how(sorts) if sorts else {}
    return [_Due(*wanted[one], belong[one], how[one]) for one in belong if how[one] != How.NOT]


def _who_belong(
    wanted: Collection[int], authority: Authority, proposal: Proposal | None
) -> dict[int, int | None]:
    """Return of whom they belong here, each with the group as whose member they are told, if any."""
    if not wanted:
        return {}
    found: dict[int, int | None] = {}
    for one in Membership.objects.filter(user__in=wanted, authority=authority).order_by("pk"):
        staff = one.role not in GROUP_ROLES
        if staff:
            found[one.user_id] = None
        elif proposal is None or one.organisation_id == proposal.organisation_id:
            found.setdefault(one.user_id, one.organisation_id)
    return found


def _how(sorts: Mapping[int, str]) -> dict[int, str]:
    """Return how each person wants to be told of the sort of thing that stands beside them."""
    asked = NoticeSetting.objects.filter(user__in=sorts, sort__in=set(sorts.values()))
    chosen = {(user, sort): how for user, sort, how in asked.values_list("user", "sort", "how")}
    return {one: chosen.get((one, sort), SORTS_BY_KEY[sort].first) for one, sort in sorts.items()}


def _letter(
    kind: str,
    user: User,
    group: int | None,
    authority: Authority,
    proposal: Proposal | None,
    at: datetime,
    facts: Mapping[str, str] | None,
) -> Letter:
    words = said(
        kind, council=authority.name, title=proposal.title if proposal else "", facts=facts
    )
    return Letter(
        id=uuid4(),
        authority=authority,
        user=user,
        organisation_id=group,
        kind=kind,
        subject=words.subject,
        text=words.line,
        link=address_of(kind, authority, proposal),
        go=words.go,
        written_at=at,
        due_at=at,
    )


def address_of(kind: str, authority: Authority, proposal: Proposal | None) -> str:
    """Return the address that a notice leads to."""
    page = KINDS[kind].page
    if proposal is not None and page not in OF_COUNCIL:
        return reverse(f"appraisal:{page}", args=[authority.slug, proposal.pk])
    return reverse(f"appraisal:{'home' if page == 'proposal' else page}", args=[authority.slug])
