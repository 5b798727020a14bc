"""Councils, their officers, and the groups that deal with them."""

import hashlib
from collections.abc import Mapping
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from appraisal.actions.checks import give_default_items
from appraisal.actions.settings import setting_of
from appraisal.engine.places import REGIONS
from appraisal.models import StandardCondition
from appraisal.standard import CONDITIONS
from core.audit import on_record, record
from core.logos import wrong_with_logo
from core.models import Authority, Logo, Membership, Organisation, Role, User


class CannotFound(ValueError):
    """The council cannot be set up; the message says why."""


class CannotRegister(ValueError):
    """The group cannot be registered; the message says why."""


def register_group(
    *, by: User, authority: Authority, name: str, join: bool, at: datetime
) -> Organisation:
    """Register a group with a council; ``join``: the person who does so leads it.

    Raises :class:`CannotRegister` where the council knows a group of this name already.
    """
    name = " ".join(name.split())
    if not name:
        raise CannotRegister("Enter the name of the group.")
    try:
        with on_record():
            group = Organisation.objects.create(authority=authority, name=name)
            if join:
                Membership.objects.create(
                    user=by, authority=authority, organisation=group, role=Role.GROUP_LEAD
                )
            about = f"organisation:{group.pk}"
            record(event="group registered", by=by, authority=authority, about=about, at=at)
    except IntegrityError:
        raise CannotRegister(
            f"{authority} knows a group called “{name}” already. Ask one of its members or the council to add you."
        ) from None
    return group


def found_council(
    *,
    slug: str,
    name: str,
    region: str,
    colour: str = "",
    groups_see_discount: bool = False,
    at: datetime,
) -> Authority:
    """Set up a council; ``slug`` is the first part of the addresses of its pages.

    Raises :class:`CannotFound` where the region is none of England's, or another council has the slug.
    """
    council = Authority(
        slug=slug, name=name, region=region, groups_see_discount=groups_see_discount
    )
    council.colour = colour or council.colour
    if standing := Authority.objects.filter(slug=slug).first():
        raise CannotFound(
            f"There is a council at /{slug}/ already: {standing}. Give another first part of the address, or change "
            "that one with change_council."
        )
    _check(council)
    with on_record():
        council.save()
        give_default_items(council)
        StandardCondition.objects.bulk_create(
            StandardCondition(authority=council, key=one.key, order=order, words=one.words)
            for order, one in enumerate(CONDITIONS, start=1)
        )
        record(event="council set up", by=None, authority=council, about=f"council:{slug}", at=at)
    return council


CHANGEABLE = ("name", "colour", "contact_email", "contact_phone", "groups_see_discount")


def change_council(
    *,
    slug: str,
    changes: Mapping[str, object],
    by: User | None = None,
    seen: int | None = None,
    reason: str = "",
    at: datetime,
) -> Authority:
    """Change what a council is called, how it looks, how it is reached, or whether groups see the discount.

    Raises :class:`CannotFound` where there is no such council, or it could not be set up so, and
    ``ChangedSince``.
    """
    found = Authority.objects.filter(slug=slug).first()
    if found is None:
        raise CannotFound(f"There is no council {slug}.")
    with setting_of(found, "council", by=by, seen=seen, reason=reason, at=at) as setting:
        council = setting.authority
        before = {key: getattr(council, key) for key in changes}
        for key, value in changes.items():
            setattr(council, key, value)
        _check(council)
        if setting.save(before, dict(changes), event="council changed"):
            council.save(update_fields=list(changes))
    return council


def set_logo(
    *,
    authority: Authority,
    content: bytes | None,
    by: User,
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> bool:
    """Set a council's logo, a PNG, or with None take it away; say whether anything changed.

    Raises :class:`CannotFound` where it is no PNG, too large or too small, and ``ChangedSince``.
    """
    digest = hashlib.sha256(content).hexdigest() if content is not None else ""
    if content is not None and (wrong := wrong_with_logo(content)):
        raise CannotFound(wrong)
    with setting_of(authority, "logo", by=by, seen=seen, reason=reason, at=at) as setting:
        held = setting.authority
        before, after = {"sha256": held.logo}, {"sha256": digest}
        changed = setting.save(before, after, event="logo changed")
        if changed:
            if content is not None:
                Logo.objects.get_or_create(
                    authority=held, sha256=digest, defaults={"content": content}
                )
            held.logo = digest
            held.save(update_fields=["logo"])
    return changed


def _check(council: Authority) -> None:
    if council.region not in REGIONS:
        raise CannotFound(f"The region must be one of: {', '.join(REGIONS)}.")
    try:
        council.full_clean()
    except ValidationError as error:
        raise CannotFound(" ".join(error.messages)) from error


def add_officer(*, user: User, authority: Authority, at: datetime) -> Membership:
    """Make somebody an asset officer of a council."""
    return add_staff(user=user, authority=authority, role=Role.ASSET_OFFICER, at=at)


def add_staff(
    *, user: User, authority: Authority, role: Role, by: User | None = None, at: datetime
) -> Membership:
    """Give somebody a role at a council; they may have several. ``by`` None: the council's operator."""
    return _join(user, authority, None, role, by, at)


def join_as_contact(*, user: User, authority: Authority, at: datetime) -> bool:
    """Make somebody a member of the groups whose paper forms name their address; say whether any does.

    The officer who typed the form in has vouched for the address, and signing in has confirmed it, so that
    a group without any member can confirm its form. Nobody who works for the council gets in like this:
    they would confirm in the group's name what the council typed.
    """
    if Membership.objects.filter(user=user, authority=authority, organisation=None).exists():
        return False
    waiting = Organisation.objects.filter(
        authority=authority,
        proposals__contact_email__iexact=user.email,
        proposals__from_paper=True,
        proposals__confirmed_at__isnull=True,
    ).distinct()
    joined = [group for group in waiting if not group.memberships.filter(user=user).exists()]
    for group in joined:
        add_member(user=user, organisation=group, at=at)
    return bool(joined)


def add_member(
    *, user: User, organisation: Organisation, by: User | None = None, at: datetime
) -> Membership:
    """Make somebody a member of a group; they lead it where nobody does yet."""
    led = organisation.memberships.filter(role=Role.GROUP_LEAD).exists()
    role = Role.GROUP_MEMBER if led else Role.GROUP_LEAD
    return _join(user, organisation.authority, organisation, role, by, at)


def _join(
    user: User,
    authority: Authority,
    organisation: Organisation | None,
    role: Role,
    by: User | None,
    at: datetime,
) -> Membership:
    """Add a membership. Of a group somebody is a member once, in whatever role they have there."""
    theirs = {"user": user, "authority": authority, "organisation": organisation}
    own = {**theirs, "role": role} if organisation is None else theirs
    with on_record():
        membership, new = Membership.objects.get_or_create(**own, defaults={"role": role})
        if new:
            about = f"membership:{membership.pk}"
            detail = {"user": user.pk, "role": role}
            record(
                event="membership added",
                by=by,
                authority=authority,
                about=about,
                at=at,
                detail=detail,
            )
    return membership
