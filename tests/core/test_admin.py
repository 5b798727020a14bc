"""The admin: who may change what, and that every change of people is on record."""

from __future__ import annotations

import json
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core import mail
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from core.admin import ReadOnly
from core.audit import on_record, record
from core.models import AuditEntry, Authority, Membership, Organisation, Role, User
from tests.core.people import council, heading, page_of, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def brum() -> Authority:
    return council()


@pytest.fixture
def ann() -> User:
    return person("ann@example.org", "Ann Oak")


@pytest.fixture
def staff(client: Client) -> User:
    user = person("staff@example.org", is_staff=True)
    client.force_login(user)
    return user


def memberships(*rows: dict[str, Any], there: int = 0) -> dict[str, Any]:
    """Return the fields of the rows of memberships as a browser sends them."""
    sent = {"memberships-TOTAL_FORMS": len(rows), "memberships-INITIAL_FORMS": there}
    return sent | {
        f"memberships-{number}-{name}": value
        for number, row in enumerate(rows)
        for name, value in row.items()
    }


def save(
    client: Client, user: User | None, *rows: dict[str, Any], there: int = 0, **typed: Any
) -> Any:
    sent = {"email": user.email, "name": user.name, "is_active": "on"} if user else {}
    address = f"/admin/core/user/{user.pk}/change/" if user else "/admin/core/user/add/"
    return client.post(address, {**sent, **typed, **memberships(*rows, there=there)})


def events() -> list[tuple[str, str]]:
    return [(entry.event, entry.authority.slug) for entry in AuditEntry.objects.order_by("id")]


# --- who gets in ---------------------------------------------------------------------------------


def test_the_admin_s_door_is_our_own(client: Client, ann: User) -> None:
    response = client.get("/admin/", follow=True)
    assert heading(response) == "Sign in"
    assert response.redirect_chain[-1][0] == "/accounts/sign-in/?next=%2Fadmin%2F"
    assert client.post("/admin/login/", {"username": ann.email, "password": "x"}).status_code == 302
    client.force_login(ann)
    assert client.get("/admin/", follow=True).status_code == 403


# --- what nobody changes -------------------------------------------------------------------------


def test_records_are_looked_at_and_not_changed(
    client: Client, staff: User, brum: Authority
) -> None:
    group = Organisation.objects.create(authority=brum, name="Hall group")
    with on_record():
        record(event="tried", by=staff, authority=brum, about="x", at=timezone.now())
    entry = AuditEntry.objects.get()
    for kept in (brum, group, entry):
        name = kept._meta.model_name
        assert client.get(f"/admin/core/{name}/").status_code == 200
        page = client.get(f"/admin/core/{name}/{kept.pk}/change/")
        assert page.status_code == 200
        assert (
            page_of(page).xpath("//form[@id = $id]//input[@type = 'submit']", id=f"{name}_form")
            == []
        )
        assert (
            client.post(f"/admin/core/{name}/{kept.pk}/change/", {"name": "x"}).status_code == 403
        )
        assert client.get(f"/admin/core/{name}/add/").status_code == 403
        assert (
            client.post(f"/admin/core/{name}/{kept.pk}/delete/", {"post": "yes"}).status_code == 403
        )


def test_tasks_are_looked_at_and_not_changed(client: Client, staff: User) -> None:
    task = DBTaskResult.objects.create(
        task_path="core.nothing", args_kwargs={"args": [], "kwargs": {}}, backend_name="default"
    )
    for address in ("", f"{task.pk}/change/"):
        page = client.get(f"/admin/django_tasks_database/dbtaskresult/{address}")
        assert "core.nothing" in page.content.decode()
    for address in ("add/", f"{task.pk}/change/", f"{task.pk}/delete/"):
        tried = client.post(f"/admin/django_tasks_database/dbtaskresult/{address}", {"post": "yes"})
        assert tried.status_code == 403


def test_only_people_can_be_changed() -> None:
    assert [
        model._meta.label
        for model, shown in admin.site._registry.items()
        if not isinstance(shown, ReadOnly)
    ] == []
    changed = [
        model._meta.label
        for model, shown in admin.site._registry.items()
        if type(shown).has_change_permission is not ReadOnly.has_change_permission
    ]
    assert changed == ["core.User"]


# --- people --------------------------------------------------------------------------------------


def test_a_new_person_has_no_password_and_chooses_one(
    client: Client, staff: User, brum: Authority
) -> None:
    row = {"authority": brum.pk, "organisation": "", "role": Role.ASSET_OFFICER}
    assert (
        save(client, None, row, email="New@Example.org", name="Nia", is_active="on").status_code
        == 302
    )
    nia = User.objects.get(email="new@example.org")
    assert not nia.has_usable_password()
    assert events() == [("membership added", "brum")]
    theirs = Client()
    theirs.post("/accounts/password/forgotten/", {"email": nia.email})
    link = next(word for word in str(mail.outbox[-1].body).split() if word.startswith("http"))
    form = theirs.get(link, follow=True)
    chosen = theirs.post(form.redirect_chain[-1][0], {"password1": "willow hammer porridge"})
    assert chosen.headers["Location"] == "/brum/", "the link has shown whose address it is"
    assert theirs.session["_auth_user_id"] == str(nia.pk)


def test_nothing_of_a_password_is_shown(client: Client, staff: User, ann: User) -> None:
    response = client.get(f"/admin/core/user/{ann.pk}/change/")
    assert ann.password not in response.content.decode()
    names = page_of(response).xpath("//form[@id = 'user_form']//*[@name]/@name")
    assert not [name for name in names if "password" in str(name)]


def test_memberships_added_changed_and_removed_are_on_record(
    client: Client, staff: User, ann: User, brum: Authority
) -> None:
    leeds = council("leeds", "Leeds")
    group = Organisation.objects.create(authority=leeds, name="Hall group")
    officer = {"authority": brum.pk, "organisation": "", "role": Role.ASSET_OFFICER}
    assert save(client, ann, officer).status_code == 302
    (membership,) = ann.memberships.all()
    row = {"id": membership.pk, "user": ann.pk}
    member = {"authority": leeds.pk, "organisation": group.pk, "role": Role.GROUP_MEMBER}
    assert save(client, ann, {**row, **member}, there=1).status_code == 302
    assert save(client, ann, {**row, **member, "DELETE": "on"}, there=1).status_code == 302
    assert not Membership.objects.exists()
    assert events() == [
        ("membership added", "brum"),
        ("membership changed from", "brum"),
        ("membership changed to", "leeds"),
        ("membership removed", "leeds"),
    ]
    entries = AuditEntry.objects.order_by("id")
    assert {(entry.by, entry.about) for entry in entries} == {(staff, f"user:{ann.pk}")}
    assert json.loads(entries[3].detail) == {
        "membership": membership.pk,
        "organisation": group.pk,
        "role": "group-member",
    }


def test_a_changed_person_is_on_record_with_each_council(
    client: Client, staff: User, ann: User, brum: Authority
) -> None:
    for one in (brum, council("leeds", "Leeds")):
        Membership.objects.create(user=ann, authority=one, role=Role.ASSET_OFFICER)
    rows = [
        {
            "id": m.pk,
            "user": ann.pk,
            "authority": m.authority_id,
            "organisation": "",
            "role": m.role,
        }
        for m in ann.memberships.all()
    ]
    assert save(client, ann, *rows, there=2, is_active="", name="Ann Elm").status_code == 302
    assert events() == [("person changed", "brum"), ("person changed", "leeds")]
    detail = AuditEntry.objects.order_by("id")[0].detail
    assert json.loads(detail) == {"fields": ["is_active", "name"], "is_active": False}


def test_a_changed_address_must_be_confirmed_and_the_old_one_is_gone(
    client: Client, staff: User, ann: User
) -> None:
    assert save(client, ann, email="Elm@example.org").status_code == 302
    assert not EmailAddress.objects.filter(user=ann).exists()
    right = {"password": "willow hammer porridge"}
    old = Client().post("/accounts/sign-in/", {"login": "ann@example.org", **right})
    assert old.status_code == 200, "the old address signs nobody in"
    new = Client().post("/accounts/sign-in/", {"login": "elm@example.org", **right})
    assert new.headers["Location"] == "/accounts/check-your-email/"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"role": "group-member", "organisation": ""}, "A group member needs a group."),
        ({"role": "asset-officer"}, "An officer belongs to the council, not to a group."),
        ({"role": "group-member"}, "This group deals with another council."),
    ],
)
def test_a_membership_that_cannot_be_is_refused_in_words(
    client: Client, staff: User, ann: User, brum: Authority, row: dict[str, str], said: str
) -> None:
    elsewhere = Organisation.objects.create(authority=council("leeds", "Leeds"), name="Hall group")
    response = save(client, ann, {"authority": brum.pk, "organisation": elsewhere.pk, **row})
    assert said in response.content.decode()
    assert not Membership.objects.exists()
    assert events() == []


def test_staff_cannot_raise_themselves_or_touch_those_above(
    client: Client, staff: User, ann: User
) -> None:
    root = person("root@example.org", is_staff=True, is_superuser=True)
    assert save(client, root, email="mine@example.org").status_code == 403
    save(client, ann, is_staff="on")
    ann.refresh_from_db()
    assert not ann.is_staff
    client.force_login(root)
    save(client, ann, is_staff="on")
    ann.refresh_from_db()
    assert ann.is_staff
