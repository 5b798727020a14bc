"""All that is kept of one person, for themselves."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.contrib.admin.models import LogEntry
from django.db.models import Model, Q

from appraisal.models import (
    AgendaPack,
    Check,
    CorrectedTerms,
    Dataset,
    Decision,
    Disclosure,
    Eligibility,
    Evidence,
    Finding,
    Flag,
    Interest,
    IssuedPack,
    Mark,
    MarkSheet,
    Message,
    Notice,
    PackOrder,
    PageState,
    PendingImport,
    Proposal,
    Publication,
    ReadUpTo,
    Recommendation,
    Reconsideration,
    Record,
    SchemeDraft,
    Seat,
    SettingsVersion,
)
from appraisal.notices import said
from appraisal.queries.notices import how_of
from core.models import AuditEntry, Invitation, Letter, Membership, User

FORMAT = "valuing-worth-own-data/1"


class Kept(NamedTuple):
    """Rows that name a person in one of their fields, and what of them the person is given.

    Nothing that somebody else wrote, nor who somebody else is.
    """

    key: str
    model: type[Model]
    person: str
    fields: tuple[str, ...]


_PROPOSAL = ("id", "title", "started_at")
_PUBLIC = ("title", "outcome")
KEPT: tuple[Kept, ...] = (
    Kept("proposals_started", Proposal, "started_by", _PROPOSAL),
    Kept("proposals_confirmed", Proposal, "confirmed_by", (*_PROPOSAL, "confirmed_at")),
    Kept("proposals_dealt_with", Proposal, "officer", _PROPOSAL),
    Kept("messages", Message, "by", ("at", "text", "proposal")),
    Kept("messages_read", ReadUpTo, "user", ("message", "proposal")),
    Kept("files", Evidence, "added_by", ("added_at", "name", "words", "proposal")),
    Kept("files_waiting", PendingImport, "by", ("sent_at", "name", "proposal")),
    Kept("pages_saved_last", PageState, "saved_by", ("saved_at", "page", "proposal")),
    Kept("records", Record, "made_by", ("made_at", "event", "proposal")),
    Kept("packs_issued", IssuedPack, "issued_by", ("issued_at", "code", "edition")),
    Kept("agenda_packs_asked_for", AgendaPack, "asked_by", ("asked_at", "code", "exempt", "issued_at")),
    Kept("packs_ordered", PackOrder, "asked_by", ("asked_at", "exempt", "cancelled_at", "ended_at")),
    Kept("eligibility_said", Eligibility, "by", ("at", "key", "met", "reason", "proposal")),
    Kept("disclosed", Disclosure, "by", ("at", "proposal")),
    Kept("disclosures_read", Disclosure, "read_by", ("read_at", "proposal")),
    Kept("checks_settled", Check, "by", ("at", "title", "outcome", "reason", "evidence", "proposal")),
    Kept("found_in_assessments", Finding, "by",
         ("at", "letter", "verdict", "points", "reason", "evidence", "assessment__proposal")),
    Kept("terms_corrected", CorrectedTerms, "by", ("at", "given", "reason", "proposal")),
    Kept("flags_raised", Flag, "raised_by", ("raised_at", "letter", "reason", "proposal")),
    Kept("flags_resolved", Flag, "resolved_by", ("resolved_at", "letter", "resolution", "proposal")),
    Kept("assessments_made_ready", Recommendation, "ready_by", ("ready_at", "assessment__proposal")),
    Kept("panel_seats", Seat, "person",
         ("meeting__held_at", "meeting__place", "meeting__authority__name", "chair", "attended")),
    Kept("interests_declared", Interest, "person", ("declared_at", "kind", "nature", "item__proposal")),
    Kept("mark_sheets", MarkSheet, "person", ("saves", "done_at", "item__proposal")),
    Kept("marks", Mark, "sheet__person",
         ("letter", "accepts", "points", "comment", "sheet__item__proposal")),
    Kept("decisions_recorded", Decision, "recorded_by", ("recorded_at", "minute_reference", "proposal")),
    Kept("publications_written", Publication, "written_by", ("written_at", *_PUBLIC)),
    Kept("publications_published", Publication, "published_by", ("published_at", *_PUBLIC)),
    Kept("asked_to_look_again", Reconsideration, "asked_by", ("asked_at", "reason", "proposal")),
    Kept("answered_to_look_again", Reconsideration, "answered_by", ("answered_at", "answer", "proposal")),
    Kept("settings_changed", SettingsVersion, "set_by", ("set_at", "subject", "reason", "authority__name")),
    Kept("figures_sent", Dataset, "begun_by",
         ("begun_at", "kind", "edition", "name", "source", "licence", "authority__name")),
    Kept("figures_put_in_force", Dataset, "in_force_by",
         ("in_force_from", "kind", "edition", "authority__name")),
    Kept("figures_withdrawn", Dataset, "withdrawn_by",
         ("in_force_until", "withdrawn_why", "kind", "edition", "authority__name")),
    Kept("schemes_sent", SchemeDraft, "sent_by", ("sent_at", "authority__name")),
    Kept("invitations_sent", Invitation, "invited_by",
         ("sent_at", "role", "organisation__name", "authority__name")),
    Kept("emails", Letter, "user", ("written_at", "subject", "state")),
    Kept("what_you_did", AuditEntry, "by", ("at", "event", "about", "authority")),
    Kept("what_you_did_in_the_admin", LogEntry, "user", ("action_time", "action_flag")),
)  # fmt: skip


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
        "addresses": _rows(EmailAddress.objects.filter(user=user), "email", "verified"),
        # That there is one and since when. What it works with is a secret, also from who looks over a shoulder.
        "second_steps": _rows(
            Authenticator.objects.filter(user=user), "type", "created_at", "last_used_at"
        ),
        "signs_in_through": _rows(
            SocialAccount.objects.filter(user=user), "provider", "uid", "date_joined", "last_login"
        ),
        "invitations_to_you": _invitations(_to(user)),
        "how_you_are_told": {key: str(how) for key, how in how_of(user).items()},
        "notices": _notices(user),
        **{
            one.key: _rows(one.model._default_manager.filter(**{one.person: user}), *one.fields)
            for one in KEPT
        },
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


def _to(user: User) -> Q:
    own = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    addresses = {one.lower() for one in (user.email, *own)}
    return Q(accepted_by=user) | Q(email__in=addresses)


def _invitations(which: Q) -> list[Mapping[str, Any]]:
    fields = ("authority__name", "organisation__name", "role", "sent_at", "expires_at", "over_at")
    return _rows(Invitation.objects.filter(which), *fields)


def _contacts(user: User) -> list[Mapping[str, Any]]:
    found = Proposal.objects.filter(Q(contact_email__iexact=user.email) & ~Q(contact_email=""))
    return _rows(found, "title", "contact_name", "contact_email", "contact_phone")


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
