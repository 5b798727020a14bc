"""Starting a proposal, and the group's yes to one that an officer typed in from paper."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from appraisal.actions.councils import join_as_contact, register_group
from appraisal.actions.figures import copy_figures
from appraisal.actions.finding import note_what_finds
from appraisal.actions.notices import tell
from appraisal.actions.pages import hold
from appraisal.actions.placing import answer_by_place, placed
from appraisal.models import (
    Assessment,
    Asset,
    Proposal,
    ProposalAim,
    SchemeVersion,
    State,
)
from appraisal.models import Terms as TermsRow
from appraisal.notices import Audience
from appraisal.queries import newest_version
from appraisal.queries.aims import about_aim, aims_on
from appraisal.queries.audience import people_for
from core.audit import on_record, record
from core.models import Authority, Membership, Organisation, Role, User


class CannotStart(ValueError):
    """The proposal cannot be started; the message says why."""


class CannotConfirm(ValueError):
    """There is nothing to confirm; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Whom the council asks about a proposal."""

    name: str = ""
    email: str = ""
    phone: str = ""


def start_proposal(
    *,
    by: User,
    authority: Authority,
    organisation: Organisation | None,
    group_name: str = "",
    kind: str,
    title: str,
    summary: str = "",
    asset: Mapping[str, str] | None = None,
    contact: Contact = Contact(),
    from_paper: bool = False,
    proposal_id: UUID | None = None,
    at: datetime,
) -> Proposal:
    """Start an enquiry under the newest published scheme of its kind, which it keeps from then on.

    ``at`` picks the scheme and is the first valuation date. With a ``proposal_id`` that this person has
    started already, that proposal is returned: a button pressed twice starts one. An officer starts one
    ``from_paper``, for the group to confirm. Without an ``organisation`` a group of this name is
    registered with it. Raises :class:`CannotStart` and ``CannotRegister``.
    """
    if not title.strip():
        raise CannotStart("A proposal needs a title.")
    proposal_id = proposal_id or uuid4()
    with on_record():
        Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
        earlier = Proposal.objects.filter(pk=proposal_id).first()
        if earlier is not None:
            return _own(earlier, by, authority)
        if organisation is None:
            join = not from_paper
            organisation = register_group(
                by=by, authority=authority, name=group_name, join=join, at=at
            )
        _check_starter(by, organisation, authority, from_paper)
        proposal = Proposal.objects.create(
            id=proposal_id,
            authority=authority,
            organisation=organisation,
            scheme=_newest_scheme(authority, kind, at.date()),
            kind=kind,
            title=title.strip(),
            summary=summary.strip(),
            contact_name=contact.name,
            contact_email=contact.email,
            contact_phone=contact.phone,
            valuation_date=at.date(),
            from_paper=from_paper,
            state=State.ENQUIRY,
            state_since=at,
            started_by=by,
            started_at=at,
            changed_at=at,
        )
        _furnish(proposal, asset or {})
        if from_paper:
            _let_contact_in(proposal, at)
        event = "proposal started from paper" if from_paper else "proposal started"
        _record(proposal, by, event, at)
        answer_by_place(by=by, held=proposal, at=at)
        tell(
            "enquiry",
            proposal=proposal,
            authority=authority,
            to=people_for(proposal, (Audience.OFFICER,))[Audience.OFFICER],
            by=by,
            at=at,
        )
    return proposal


def _let_contact_in(proposal: Proposal, at: datetime) -> None:
    """Let the person whom a paper form names confirm it, if they are known here already."""
    contact = User.objects.filter(email__iexact=proposal.contact_email).first()
    if proposal.contact_email and contact is not None:
        join_as_contact(user=contact, authority=proposal.authority, at=at)


def _own(earlier: Proposal, by: User, authority: Authority) -> Proposal:
    if earlier.started_by_id != by.pk or earlier.authority_id != authority.pk:
        raise CannotStart("This proposal was started already. Begin again.")
    return earlier


def _furnish(proposal: Proposal, asset: Mapping[str, str]) -> None:
    """Give a new proposal what every proposal has, and its own copy of the council's lists and figures.

    The priorities of a neighbourhood come with them where the postcode says in which one the asset is, and else
    once somebody does.
    """
    TermsRow.objects.create(proposal=proposal)
    Assessment.objects.create(proposal=proposal, of=Assessment.Of.SELF)
    neighbourhood = ""
    if asset.get("name", "").strip():
        found = placed(proposal.authority, {}, asset, on=proposal.started_at.date())
        neighbourhood = str(found.get("neighbourhood", ""))
        Asset.objects.create(proposal=proposal, **{**asset, **found})
    note_what_finds(proposal)
    on = proposal.started_at.date()
    ProposalAim.objects.bulk_create(
        ProposalAim(
            proposal=proposal,
            letter=aim.letter,
            order=aim.order,
            key=aim.key,
            words=aim.words,
            neighbourhood=aim.neighbourhood,
            about=about_aim(aim),
        )
        for aim in aims_on(proposal.authority_id, proposal.kind, neighbourhood, on)
    )
    copy_figures(proposal)


def confirm_paper(*, by: User, proposal: Proposal, at: datetime) -> None:
    """Say for the group that what an officer typed in is what its paper form said.

    Raises :class:`CannotConfirm` where nothing waits for it.
    """
    with on_record():
        held = hold(proposal)
        if not held.waits_for_confirmation:
            raise CannotConfirm("This proposal does not wait for your group to confirm it.")
        held.confirmed_at = at
        held.confirmed_by = by
        held.changed_at = at
        held.save(update_fields=["confirmed_at", "confirmed_by", "changed_at"])
        _record(held, by, "paper form confirmed", at)


def _record(proposal: Proposal, by: User, event: str, at: datetime) -> None:
    about = f"proposal:{proposal.pk}"
    record(event=event, by=by, authority=proposal.authority, about=about, at=at)


def _check_starter(
    by: User, organisation: Organisation, authority: Authority, from_paper: bool
) -> None:
    """Refuse who may not start a proposal for this group, or not in this way."""
    if organisation.authority_id != authority.pk:
        raise CannotStart("This group belongs to another council.")
    theirs = Membership.objects.filter(user=by, authority=authority)
    if from_paper:
        if not theirs.filter(role=Role.ASSET_OFFICER).exists():
            raise CannotStart("Only an officer of the council can type in a paper form.")
    elif not theirs.filter(organisation=organisation).exists():
        raise CannotStart("Only a member of the group can start a proposal for it.")


def _newest_scheme(authority: Authority, kind: str, on: date) -> SchemeVersion:
    newest = newest_version(authority, kind, on)
    if newest is None:
        raise CannotStart("The council has not published a scheme for this kind of proposal yet.")
    return newest
