"""Who belongs where: roles are given and taken away, people leave, and nobody is left without a lead."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from appraisal.actions.councils import add_member, add_staff
from appraisal.actions.people import (
    CannotChange,
    change_role,
    leave_council,
    leave_group,
    remove_member,
    set_roles,
)
from core.accounts.people import add_person
from core.letters import send_due
from core.models import STAFF_ROLES, AuditEntry, Letter, Membership, Role, User
from tests.appraisal.site.browsing import boxes, complaints, fill_in, page_of, words_of
from tests.appraisal.site.people import NOW, WHO, Site, fingerprint, usual_site
from tests.appraisal.site.test_together import at_once

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_limits() -> None:
    cache.clear()


def membership(site: Site, who: str) -> Membership:
    return Membership.objects.get(user=site.people[who])


def of_group(site: Site, page: str = "") -> str:
    return f"/brum/groups/{site.group.pk}/{page}"


def of(site: Site, who: str) -> str:
    return of_group(site, f"people/{membership(site, who).pk}/")


def told() -> list[tuple[str, Any]]:
    """Return the last thing on record, and what it told."""
    last = AuditEntry.objects.order_by("sequence").last()
    assert last is not None
    return [(last.event, json.loads(last.detail))]


# --- a group -----------------------------------------------------------------------------------


def test_a_group_s_people_are_seen_by_its_own(site: Site) -> None:
    lead, member = (words_of(site.client(who).get(of_group(site))) for who in ("lead", "member"))
    for page in (lead, member):
        for name in ("Lead Ŵyn", "Member Ŵyn", "Second Ŵyn"):
            assert name in page
        assert "Rival" not in page
    assert "Change" in lead
    assert "Invited" in lead
    assert "Change what" not in member
    assert "Invited" not in member


def test_who_has_one_group_is_led_straight_to_it(site: Site) -> None:
    client = site.client("member")
    assert client.get("/brum/groups/").headers["Location"] == of_group(site)
    other = site.people["rival"].memberships.get().organisation
    assert other is not None
    add_member(user=site.people["member"], organisation=other, at=NOW)
    listed = words_of(client.get("/brum/groups/"))
    assert "Hall group" in listed
    assert "Rival group" in listed


def test_a_lead_makes_another_and_removes_one(site: Site) -> None:
    client = site.client("lead")
    assert boxes(client.get(of(site, "member"))) == {"becomes": "group-member"}
    assert fill_in(client, of(site, "member"), {"becomes": "group-lead"}).status_code == 302
    assert membership(site, "member").role == Role.GROUP_LEAD
    detail = {"before": "group-member", "after": "group-lead"}
    number = site.people["member"].pk
    assert told() == [
        ("membership changed", {"user": number, "organisation": site.group.pk, **detail})
    ]
    fill_in(client, of(site, "member"), {"becomes": "remove"})
    assert not site.people["member"].memberships.exists()
    assert told()[0][1]["why"] == "removed"


def test_a_removed_member_with_an_open_tab_is_told_nothing_more(site: Site) -> None:
    client = site.client("member")
    typed = boxes(client.get(site.letter("A")))
    fill_in(site.client("lead"), of(site, "member"), {"becomes": "remove"})
    before = fingerprint()
    assert client.get(site.letter("A")).status_code == 404
    assert client.post(site.letter("A"), {**typed, "capital_cost_gbp": "5"}).status_code == 404
    assert client.get(of_group(site)).status_code == 404
    assert fingerprint() == before


def test_a_lead_who_is_made_a_member_is_refused_with_a_reason_on_the_next_request(
    site: Site,
) -> None:
    membership(site, "member")
    lead = site.client("lead")
    fill_in(lead, of(site, "member"), {"becomes": "group-lead"})
    theirs = of(site, "member")
    fill_in(site.client("member"), of(site, "lead"), {"becomes": "group-member"})
    refused = lead.post(theirs, {"becomes": "remove"})
    assert refused.status_code == 403
    assert "You may not say who belongs to this group." in words_of(refused)
    assert membership(site, "member").role == Role.GROUP_LEAD


def test_leaving_is_immediate(site: Site) -> None:
    client = site.client("member")
    assert client.get(site.address("proposal")).status_code == 200
    assert client.post(of_group(site, "leave/")).headers["Location"] == "/brum/"
    assert client.get(site.address("proposal")).status_code == 404
    assert told()[0][1]["why"] == "left"
    assert client.post(of_group(site, "leave/")).status_code == 404


def test_the_only_lead_names_the_next_one_before_leaving(site: Site) -> None:
    client = site.client("lead")
    page = client.get(of_group(site, "leave/"))
    offered = page_of(page).xpath("//input[@name='successor']/@value")
    assert set(offered) == {str(site.people[who].pk) for who in ("member", "second")}
    assert complaints(client.post(of_group(site, "leave/"))) == {
        "successor": "Choose who leads the group after you"
    }
    for wrong in (site.people["rival"], site.people["lead"]):
        before = fingerprint()
        assert list(complaints(client.post(of_group(site, "leave/"), {"successor": wrong.pk})))
        assert fingerprint() == before
    heir = site.people["member"]
    assert client.post(of_group(site, "leave/"), {"successor": heir.pk}).status_code == 302
    assert membership(site, "member").role == Role.GROUP_LEAD
    assert not site.people["lead"].memberships.exists()


def test_a_lead_who_is_alone_cannot_leave_and_is_told_why(site: Site) -> None:
    client = site.client("rival")
    group = site.people["rival"].memberships.get().organisation_id
    page = client.get(f"/brum/groups/{group}/leave/")
    assert "A group always has a lead" in words_of(page)
    assert not page_of(page).xpath("//main//form")
    refused = client.post(f"/brum/groups/{group}/leave/")
    assert refused.status_code == 403
    assert "A group always has a lead" in words_of(refused)
    assert site.people["rival"].memberships.exists()


def test_a_lead_whose_account_is_not_in_use_counts_for_nothing(site: Site) -> None:
    lead, member = site.people["lead"], site.people["member"]
    change_role(by=lead, membership=membership(site, "member"), role=Role.GROUP_LEAD, at=NOW)
    User.objects.filter(pk=lead.pk).update(is_active=False)
    with pytest.raises(CannotChange, match="always has a lead"):
        leave_group(by=member, organisation=site.group, at=NOW)


def test_one_s_own_row_leads_to_leaving(site: Site) -> None:
    answer = site.client("lead").get(of(site, "lead"))
    assert answer.headers["Location"] == of_group(site, "leave/")


@pytest.mark.parametrize("who", [who for who in WHO if who not in ("lead", "member", "nobody")])
def test_a_guessed_group_or_person_is_not_found(site: Site, who: str) -> None:
    client = site.client(who)
    before = fingerprint()
    pages = [of_group(site, "leave/"), of(site, "member"), of_group(site, "people/999999/")]
    if who != "admin":
        assert client.get(of_group(site)).status_code == 404
        pages.append(of_group(site, "invite/"))
    for page in pages:
        wanted = 403 if who == "admin" and "people" in page else 404
        assert client.get(page).status_code == wanted
        assert client.post(page, {"becomes": "remove"}).status_code == wanted
    assert client.get("/brum/groups/99999999999999999999999/").status_code == 404
    assert fingerprint() == before


def test_somebody_of_another_group_is_not_found_through_one_s_own(site: Site) -> None:
    rival = membership(site, "rival").pk
    client = site.client("lead")
    assert client.get(of_group(site, f"people/{rival}/")).status_code == 404
    assert client.post(of_group(site, f"people/{rival}/"), {"becomes": "remove"}).status_code == 404
    assert client.get(of_group(site, "people/99999999999999999999999/")).status_code == 404


def test_who_is_removed_is_written_to_and_who_leaves_is_not(site: Site) -> None:
    client, their = site.client("lead"), of(site, "member")
    assert client.post(their, {"becomes": "remove"}).status_code == 302
    letter = Letter.objects.get(kind="removed")
    assert (letter.address, letter.user) == ("member@example.org", None)
    assert letter.subject == "You no longer belong to Hall group"
    assert "removed from Hall group" in letter.text
    assert not any(
        one.name in letter.text or one.email in letter.text for one in site.people.values()
    )
    assert "lead" not in letter.text
    mail.outbox.clear()
    assert send_due(clock=lambda: letter.due_at) == 1
    assert mail.outbox[0].to == ["member@example.org"]
    letter.refresh_from_db()
    assert (letter.address, letter.text) == ("", ""), "it is kept only until it is sent"
    leave_group(by=site.people["second"], organisation=site.group, at=NOW)
    assert Letter.objects.count() == 1


def test_who_loses_every_role_at_a_council_is_written_to(site: Site) -> None:
    admin, officer = site.people["admin"], site.people["officer"]
    for roles, letters in (((Role.AUDITOR,), 0), ((), 1), ((), 1)):
        set_roles(by=admin, user=officer, authority=site.council, roles=roles, at=NOW)
        assert Letter.objects.filter(kind="removed").count() == letters
    assert Letter.objects.get(kind="removed").subject.endswith("to Birmingham City Council")
    leave_council(by=site.people["auditor"], authority=site.council, at=NOW)
    assert Letter.objects.filter(kind="removed").count() == 1


# --- a council ---------------------------------------------------------------------------------


def person(site: Site, who: str) -> str:
    return f"/brum/people/{site.people[who].pk}/"


def test_the_administrator_sees_who_has_which_role(site: Site) -> None:
    add_staff(user=site.people["officer"], authority=site.council, role=Role.AUDITOR, at=NOW)
    page = site.client("admin").get("/brum/people/")
    rows = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./*")][:3]
        for row in page_of(page).xpath("(//table)[1]/tbody/tr")
    ]
    assert ["Officer Ŵyn", "officer@example.org", "Asset officer, Auditor"] in rows
    assert ["Admin Ŵyn (you)", "admin@example.org", "Administrator"] in rows
    assert len(rows) == 7
    assert "Elsewhere" not in words_of(page)


def test_roles_are_added_and_taken_away(site: Site) -> None:
    client = site.client("admin")
    page = client.get(person(site, "officer"))
    ticked = page_of(page).xpath("//input[@name='roles'][@checked]/@value")
    assert ticked == ["asset-officer"]
    wanted = ["second-officer", "auditor"]
    assert client.post(person(site, "officer"), {"roles": wanted}).status_code == 302
    roles = site.people["officer"].memberships.values_list("role", flat=True)
    assert sorted(roles) == sorted(wanted)
    events = [one.event for one in AuditEntry.objects.order_by("sequence")][-3:]
    assert events == ["membership removed", "membership added", "membership added"]
    before = fingerprint()
    client.post(person(site, "officer"), {"roles": wanted})
    assert fingerprint() == before, "what is no change is not on record"
    client.post(person(site, "officer"), {"roles": []})
    assert not site.people["officer"].memberships.exists()
    assert client.get(person(site, "officer")).status_code == 404


def test_a_role_at_the_council_cannot_be_a_group_s(site: Site) -> None:
    before = fingerprint()
    page = site.client("admin").post(person(site, "officer"), {"roles": ["group-lead"]})
    assert list(complaints(page)) == ["roles"]
    assert fingerprint() == before


def test_an_officer_whose_role_was_taken_away_sees_nothing_more(site: Site) -> None:
    officer = site.client("officer")
    assert officer.get(site.address("proposal")).status_code == 200
    site.client("admin").post(person(site, "officer"), {"roles": []})
    assert officer.get(site.address("proposal")).status_code == 404
    assert officer.post(site.letter("L"), {"page-saves": "0"}).status_code == 404


def test_the_last_administrator_stays_one(site: Site) -> None:
    admin = site.client("admin")
    before = fingerprint()
    page = admin.post(person(site, "admin"), {"roles": ["auditor"]})
    assert "A council always has an administrator" in complaints(page)["roles"]
    refused = admin.post("/brum/people/leave/")
    assert refused.status_code == 403
    assert "A council always has an administrator" in words_of(refused)
    assert fingerprint() == before
    add_staff(user=site.people["officer"], authority=site.council, role=Role.ADMINISTRATOR, at=NOW)
    assert admin.post("/brum/people/leave/").status_code == 302
    assert admin.get("/brum/people/").status_code == 404
    assert not site.people["admin"].memberships.exists()


def test_leaving_one_council_leaves_the_other(site: Site) -> None:
    who = site.people["elsewhere"]
    add_staff(user=who, authority=site.council, role=Role.AUDITOR, at=NOW)
    add_member(user=who, organisation=site.group, at=NOW)
    leave_council(by=who, authority=site.council, at=NOW)
    left = Membership.objects.filter(user=who)
    assert set(left.filter(authority=site.other).values_list("role", flat=True)) == set(STAFF_ROLES)
    assert [one.role for one in left.filter(authority=site.council)] == [Role.GROUP_MEMBER]


@pytest.mark.parametrize("who", [who for who in WHO if who not in ("admin", "nobody")])
def test_nobody_else_says_who_belongs_to_the_council(site: Site, who: str) -> None:
    client = site.client(who)
    before = fingerprint()
    for page in ("/brum/people/", "/brum/people/invite/", person(site, "officer")):
        assert client.get(page).status_code == 404
        if page != "/brum/people/":
            sent = {"roles": ["administrator"], "role": "administrator", "email": "a@b.example"}
            assert client.post(page, sent).status_code == 404
    assert fingerprint() == before


def test_a_group_s_member_is_no_person_of_the_council(site: Site) -> None:
    client = site.client("admin")
    assert client.get(person(site, "member")).status_code == 404
    assert client.post(person(site, "member"), {"roles": ["auditor"]}).status_code == 404
    assert client.get("/brum/people/99999999999999999999999/").status_code == 404


# --- together ----------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_leads_who_leave_at_once_leave_one() -> None:
    site = usual_site()
    lead, member = site.people["lead"], site.people["member"]
    change_role(by=lead, membership=membership(site, "member"), role=Role.GROUP_LEAD, at=NOW)

    def go(who: User) -> str:
        try:
            leave_group(by=who, organisation=site.group, at=NOW)
        except CannotChange:
            return "stays"
        return "left"

    assert sorted(at_once([partial(go, lead), partial(go, member)])) == ["left", "stays"]
    assert site.group.memberships.filter(role=Role.GROUP_LEAD).count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_administrators_who_remove_each_other_leave_one() -> None:
    site = usual_site()
    pair = [site.people["admin"], site.people["officer"]]
    add_staff(user=pair[1], authority=site.council, role=Role.ADMINISTRATOR, at=NOW)

    def remove(by: User, who: User) -> str:
        try:
            set_roles(by=by, user=who, authority=site.council, roles=(), at=NOW)
        except CannotChange:
            return "stays"
        return "removed"

    jobs = [partial(remove, *pair), partial(remove, *reversed(pair))]
    assert sorted(at_once(jobs)) == ["removed", "stays"]
    assert site.council.memberships.filter(role=Role.ADMINISTRATOR).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_member_who_was_removed_a_moment_before_is_not_made_lead() -> None:
    site = usual_site()
    lead, theirs = site.people["lead"], membership(site, "member")
    remove_member(by=lead, membership=theirs, at=NOW)
    with pytest.raises(CannotChange, match="does not belong to the group any more"):
        change_role(
            by=lead,
            membership=Membership(pk=theirs.pk, organisation=site.group),
            role=Role.GROUP_LEAD,
            at=NOW,
        )


# --- several councils, the operator ------------------------------------------------------------


def test_the_account_page_leads_to_each_council(site: Site) -> None:
    who = site.people["member"]
    add_staff(user=who, authority=site.other, role=Role.AUDITOR, at=NOW)
    page = page_of(site.client("member").get("/accounts/"))
    places = {
        " ".join(link.text_content().split()): link.get("href")
        for link in page.xpath(
            "//main//a[starts-with(@href, '/brum/') or starts-with(@href, '/ely/')]"
        )
    }
    assert places["Birmingham City Council"] == "/brum/"
    assert places["Ely Council"] == "/ely/"
    assert places["Leave Ely Council"] == "/ely/people/leave/"
    assert places["Leave Hall group"] == of_group(site, "leave/")
    assert "You belong to no" in words_of(site.client("stranger").get("/accounts/"))


@pytest.mark.parametrize("role", STAFF_ROLES)
def test_the_operator_gives_the_first_role(site: Site, role: Role) -> None:
    call_command("add_staff", "first@example.org", "First Ŵyn", council="ely", role=str(role))
    first = User.objects.get(email="first@example.org")
    assert [(one.role, one.authority) for one in first.memberships.all()] == [(role, site.other)]
    call_command("add_staff", "FIRST@example.org", "", council="ely", role=str(role))
    assert first.memberships.count() == 1


def test_the_operator_is_told_what_is_wrong(site: Site, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("add_staff", "first@example.org", "", council="atlantis", role="auditor")
    assert stopped.value.code == 2
    assert "There is no council atlantis." in capsys.readouterr().err
    with pytest.raises(CommandError, match="role"):
        call_command("add_staff", "a@b.example", "", "--council", "ely", "--role", "group-lead")
    assert not User.objects.filter(email__in=["first@example.org", "a@b.example"]).exists()


def test_pages_ask_as_much_whoever_belongs(site: Site) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    def asked(client: Client, page: str) -> int:
        client.get(page)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        return len(queries)

    pages = [
        (site.client("lead"), of_group(site)),
        (site.client("admin"), "/brum/people/"),
        (site.client("admin"), "/brum/groups/"),
    ]
    before = [asked(*one) for one in pages]
    for number in range(12):
        user = add_person(email=f"n{number}@example.org", name="")
        add_member(user=user, organisation=site.group, at=NOW)
        add_staff(user=user, authority=site.council, role=Role.AUDITOR, at=NOW)
    assert [asked(*one) for one in pages] == before
    assert max(before) <= 8
