"""All that is kept of one person, for themselves."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q

from appraisal.models import (
    Evidence,
    Finding,
    Interest,
    Mark,
    Message,
    Notice,
    PageState,
    Proposal,
    Record,
)
from appraisal.notices import said
from appraisal.queries.notices import how_of
from core.models import AuditEntry, Letter, Membership, User

FORMAT = "valuing-worth-own-data/1"


def own_data(user: User, *, at: datetime) -> dict[str, Any]:
    """Return what the site keeps of a person as plain values that JSON can hold.

    Nobody else stands in it. What they wrote for their group is there; the group’s proposals themselves are
    the group’s, and can be had from their pages.
    """
    return {
        "format": FORMAT,
        "made_at": at.isoformat(),
        "account": _account(user),
        "memberships": _memberships(user),
        "contact_of_proposals": _contacts(user),
        "proposals_started": _proposals(Proposal.objects.filter(started_by=user)),
        "proposals_confirmed": _proposals(Proposal.objects.filter(confirmed_by=user)),
        "proposals_dealt_with": _proposals(Proposal.objects.filter(officer=user)),
        "messages": _rows(Message.objects.filter(by=user), "at", "text", "proposal"),
        "files": _rows(Evidence.objects.filter(added_by=user), "added_at", "name", "proposal"),
        "pages_saved_last": _rows(
            PageState.objects.filter(saved_by=user), "saved_at", "page", "proposal"
        ),
        "records": _rows(Record.objects.filter(made_by=user), "made_at", "event", "proposal"),
        "found_in_assessments": _rows(
            Finding.objects.filter(by=user), "at", "letter", "reason", "assessment__proposal"
        ),
        "interests_declared": _rows(
            Interest.objects.filter(person=user), "declared_at", "kind", "nature", "item__proposal"
        ),
        "marks": _rows(
            Mark.objects.filter(sheet__person=user),
            "letter",
            "points",
            "comment",
            "sheet__item__proposal",
        ),
        "how_you_are_told": {key: str(how) for key, how in how_of(user).items()},
        "notices": _notices(user),
        "emails": _rows(Letter.objects.filter(user=user), "written_at", "subject", "state"),
        "what_you_did": _rows(
            AuditEntry.objects.filter(by=user), "at", "event", "about", "authority"
        ),
    }


def _account(user: User) -> Mapping[str, Any]:
    return {
        "number": user.pk,
        "name": user.name,
        "email": user.email,
        "since": user.date_joined.isoformat(),
        "last_signed_in": user.last_login.isoformat() if user.last_login else None,
        "password": "kept as a hash that nobody can read",
    }


def _memberships(user: User) -> list[Mapping[str, Any]]:
    found = Membership.objects.filter(user=user).select_related("authority", "organisation")
    return [
        {
            "council": one.authority.name,
            "group": one.organisation.name if one.organisation else None,
            "role": one.get_role_display(),
            "since": one.since.isoformat(),
        }
        for one in found.order_by("pk")
    ]


def _contacts(user: User) -> list[Mapping[str, Any]]:
    found = Proposal.objects.filter(Q(contact_email__iexact=user.email) & ~Q(contact_email=""))
    return _rows(found, "title", "contact_name", "contact_email", "contact_phone")


def _proposals(found: Any) -> list[Mapping[str, Any]]:
    return _rows(found, "id", "title", "started_at")


def _notices(user: User) -> list[Mapping[str, Any]]:
    found = Notice.objects.filter(user=user).select_related("authority", "proposal").order_by("pk")
    return [
        {
            "at": one.at.isoformat(),
            "read_at": one.read_at.isoformat() if one.read_at else None,
            "council": one.authority.name,
            "subject": said(
                one.kind,
                council=one.authority.name,
                title=one.proposal.title if one.proposal else "",
                facts=json.loads(one.facts),
            ).subject,
        }
        for one in found
    ]


def _rows(found: Any, *fields: str) -> list[Mapping[str, Any]]:
    rows: Iterable[Mapping[str, Any]] = found.order_by("pk").values(*fields)
    return [{key: _plain(value) for key, value in row.items()} for row in rows]


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value if isinstance(value, int | str | None) else str(value)
