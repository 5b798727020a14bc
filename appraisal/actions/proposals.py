"""Starting a proposal."""

from datetime import date, datetime

from django.db import transaction

from appraisal.models import Assessment, Asset, Proposal, SchemeVersion, Terms
from core.audit import record
from core.models import Authority, Membership, Organisation, Role, User


class CannotStart(ValueError):
    """The proposal cannot be started; the message says why."""


def start_proposal(
    *,
    by: User,
    authority: Authority,
    organisation: Organisation,
    kind: str,
    title: str,
    asset_name: str = "",
    at: datetime,
) -> Proposal:
    """Start a draft under the newest published scheme of its kind, which it keeps from then on.

    ``at`` picks the scheme and is the first valuation date. Raises :class:`CannotStart`.
    """
    if not title.strip():
        raise CannotStart("A proposal needs a title.")
    if not _belongs(by, organisation, authority):
        raise CannotStart("Only a member of the group can start a proposal for it.")
    with transaction.atomic():
        proposal = Proposal.objects.create(
            authority=authority,
            organisation=organisation,
            scheme=_newest_scheme(authority, kind, at.date()),
            kind=kind,
            title=title.strip(),
            valuation_date=at.date(),
            started_by=by,
            started_at=at,
            changed_at=at,
        )
        Terms.objects.create(proposal=proposal)
        Assessment.objects.create(proposal=proposal, of=Assessment.Of.SELF)
        if asset_name.strip():
            Asset.objects.create(proposal=proposal, name=asset_name.strip())
        about = f"proposal:{proposal.pk}"
        record(event="proposal started", by=by, authority=authority, about=about, at=at)
    return proposal


def _belongs(user: User, organisation: Organisation, authority: Authority) -> bool:
    return (
        organisation.authority_id == authority.pk
        and Membership.objects.filter(
            user=user, organisation=organisation, role=Role.GROUP_MEMBER
        ).exists()
    )


def _newest_scheme(authority: Authority, kind: str, on: date) -> SchemeVersion:
    """Return the council's newest scheme of a kind, or, where it has none of its own, the shared one."""
    published = SchemeVersion.objects.filter(kind=kind, published_on__lte=on)
    for own in (published.filter(authority=authority), published.filter(authority=None)):
        newest = own.order_by("-published_on", "-version").first()
        if newest is not None:
            return newest
    raise CannotStart("The council has not published a scheme for this kind of proposal yet.")
