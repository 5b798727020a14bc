"""People, councils and memberships: what the database holds to, whoever writes to it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from core.audit import on_record, record
from core.colour import contrast_with_white, validate_colour
from core.models import GROUP_ROLES, AuditEntry, Authority, Membership, Organisation, Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def council() -> Authority:
    return Authority.objects.create(slug="brum", name="Birmingham", region="West Midlands")


@pytest.fixture
def ann() -> User:
    return User.objects.create_user("Ann@Example.org", "a long pass phrase")


def test_an_address_names_one_person_however_it_is_capitalised(ann: User) -> None:
    assert ann.email == "ann@example.org"
    assert User.objects.get_by_natural_key("ANN@example.ORG") == ann
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(email="ANN@example.org")


def test_a_group_member_has_a_group_and_an_officer_has_none(council: Authority, ann: User) -> None:
    group = Organisation.objects.create(authority=council, name="Hall group")
    for role, organisation in ((Role.GROUP_MEMBER, None), (Role.ASSET_OFFICER, group)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(
                user=ann, authority=council, organisation=organisation, role=role
            )
    Membership.objects.create(
        user=ann, authority=council, organisation=group, role=Role.GROUP_MEMBER
    )
    Membership.objects.create(user=ann, authority=council, role=Role.ASSET_OFFICER)


@pytest.mark.parametrize("role", Role.values)
def test_a_membership_is_had_once(council: Authority, ann: User, role: str) -> None:
    group = Organisation.objects.create(authority=council, name="Hall group")
    organisation = group if role in GROUP_ROLES else None
    Membership.objects.create(user=ann, authority=council, organisation=organisation, role=role)
    with pytest.raises(IntegrityError), transaction.atomic():
        Membership.objects.create(user=ann, authority=council, organisation=organisation, role=role)


def test_a_council_cannot_take_the_site_s_own_addresses() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Authority.objects.create(slug="admin", name="Cheeky", region="London")


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_audit_is_only_ever_added_to(council: Authority, ann: User, change: str) -> None:
    with on_record():
        record(event="tried", by=ann, authority=council, about="test:1", at=timezone.now())
    entries = AuditEntry.objects.filter(about="test:1")
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        entries.update(event="never was") if change == "update" else entries._raw_delete(entries.db)
    assert entries.get().event == "tried"


@pytest.mark.parametrize("colour", ["#1d4e79", "#000000", "#767676"])
def test_a_colour_that_carries_white_words_is_taken(colour: str) -> None:
    assert contrast_with_white(colour) >= 4.5
    validate_colour(colour)


@pytest.mark.parametrize("colour", ["#777777", "#ffffff", "red", "#12345", "#12345G", "url(x)", ""])
def test_a_colour_that_is_too_pale_or_none_is_refused(colour: str) -> None:
    with pytest.raises(ValidationError):
        validate_colour(colour)
