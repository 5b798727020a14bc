"""Telling people of what happened: in their list on the site and, if they want that, by mail."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
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
    must_be_on_record(kind)
    wanted = {one.pk: one for one in to if one.is_active and (by is None or one.pk != by.pk)}
    people = _who_belong(wanted, authority, proposal)
    how = _how(people, KINDS[kind].sort) if people else {}
    told = [one for one in people if how[one] != How.NOT]
    letters = {
        one: _letter(kind, wanted[one], people[one], authority, proposal, at, facts)
        for one in told
        if how[one] == How.MAIL
    }
    post(letters.values(), then=send_letters.enqueue)
    Notice.objects.bulk_create(
        Notice(
            user=wanted[one],
            authority=authority,
            proposal=proposal,
            kind=kind,
            facts=json.dumps(dict(facts or {}), sort_keys=True, ensure_ascii=False),
            at=at,
            letter=letters.get(one),
        )
        for one in told
    )


def tell_of_move(
    key: str, *, proposal: Proposal, reached: str, by: User | None, at: datetime
) -> None:
    """Tell of a move whom it concerns, inside its ``on_record``."""
    kinds = of_move(key, reached)
    people = people_for(proposal, tuple(kinds))
    known: set[int] = set()  # who is in two audiences is told once
    for audience, kind in kinds.items():
        new = [one for one in people[audience] if one.pk not in known]
        known |= {one.pk for one in new}
        tell(kind, proposal=proposal, authority=proposal.authority, to=new, by=by, at=at)


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


def _who_belong(
    wanted: Mapping[int, User], authority: Authority, proposal: Proposal | None
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


def _how(people: Iterable[int], sort: str) -> dict[int, str]:
    chosen = NoticeSetting.objects.filter(user__in=people, sort=sort).values_list("user", "how")
    return {**dict.fromkeys(people, SORTS_BY_KEY[sort].first), **dict(chosen)}


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
