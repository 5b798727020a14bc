"""The council's settings: versions with who and why, both sides of limits, two managers, what proposals keep."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from appraisal.actions.aims import Line, set_aim_list, set_neighbourhoods
from appraisal.actions.figures import add_figure, withdraw_figure
from appraisal.actions.newer import CannotTake, newer_of, take_newer_lists
from appraisal.actions.settings import CannotSet, ChangedSince
from appraisal.models import (
    ChecklistItem,
    CouncilAim,
    CouncilProxy,
    Delegation,
    Proposal,
    SettingsVersion,
    StandardCondition,
    State,
)
from appraisal.queries import sheet_of
from appraisal.queries.councils import delegation_of
from appraisal.standard import DELEGATIONS
from core.models import AuditEntry, Authority, Logo
from tests.appraisal.site.browsing import boxes, complaints, page_of, words_of
from tests.appraisal.site.people import NOW, Site, answer, begin, events, give
from tests.core.sent_files import GOOD, png

pytestmark = pytest.mark.django_db
KIND = "asset-transfer"


@pytest.fixture
def manager(site: Site) -> Client:
    return site.client("manager")


def place(site: Site, name: str, *more: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug, *more])


def change(client: Client, address: str, reason: str = "New rules", **typed: Any) -> Any:
    """Open a setting, type into its boxes and save it."""
    return client.post(address, {**boxes(client.get(address)), **typed, "reason": reason})


def version(site: Site, subject: str) -> SettingsVersion:
    found = SettingsVersion.objects.filter(authority=site.council, subject=subject)
    return found.latest("number")


def lists(site: Site, letter: str) -> list[str]:
    aims = CouncilAim.objects.filter(authority=site.council, kind=KIND, letter=letter)
    return [one.words for one in aims]


def set_list(site: Site, letter: str, *words: str | tuple[str, ...], at: Any = None) -> None:
    typed = [one if isinstance(one, tuple) else (one,) for one in words]
    said = [Line(one, where, key) for one, where, key in ((*row, "", "")[:3] for row in typed)]
    seen = SettingsVersion.objects.filter(subject=f"aims:{KIND}:{letter}").count()
    set_aim_list(
        by=site.people["manager"],
        authority=site.council,
        kind=KIND,
        letter=letter,
        said=said,
        seen=seen,
        reason="New",
        at=at or NOW + timedelta(minutes=1),
    )


# --- who settles the documents


def test_a_council_words_its_delegation_itself_and_each_change_is_kept(
    site: Site, manager: Client
) -> None:
    page = place(site, "settings_delegation", KIND)
    ours = DELEGATIONS[KIND]
    assert delegation_of(site.council, KIND) == ours
    assert ours in words_of(manager.get(page))
    assert (
        change(manager, page, words=" authorises the\nchief executive  to complete ").status_code
        == 302
    )
    assert delegation_of(site.council, KIND) == "authorises the chief executive to complete."
    assert delegation_of(site.council, "coproduction") == DELEGATIONS["coproduction"]
    kept = version(site, f"delegation:{KIND}")
    assert json.loads(kept.after) == {"words": "authorises the chief executive to complete."}
    assert (kept.set_by, kept.reason) == (site.people["manager"], "New rules")
    entry = AuditEntry.objects.get(event="delegation changed")
    assert entry.about == f"settings:delegation:{KIND}"
    history = words_of(manager.get(place(site, "settings_history")))
    assert "Delegation: Take over a building or land" in history
    assert "Wording: authorises the chief executive to complete." in history
    assert "The council’s own words" in words_of(manager.get(place(site, "settings")))
    assert change(manager, page).status_code == 302
    assert version(site, f"delegation:{KIND}").number == 1, "what stands there is no change"
    assert "words" in complaints(change(manager, page, words="x" * 601))
    assert change(manager, page, words=ours).status_code == 302
    assert not Delegation.objects.exists(), "our own sentence is no other one"
    assert delegation_of(site.council, KIND) == ours


# --- versions


def test_a_list_is_changed_with_who_when_and_why(site: Site, manager: Client) -> None:
    address = place(site, "settings_list", f"aims-{KIND}-E")
    response = change(manager, address, **{"rows-1-words": "Be  safe at home"})
    assert response.status_code == 302
    assert lists(site, "E") == ["Be healthy", "Be safe at home"]
    kept = version(site, f"aims:{KIND}:E")
    assert (kept.number, kept.set_by, kept.set_at) == (1, site.people["manager"], NOW)
    assert kept.reason == "New rules"
    before, after = json.loads(kept.before), json.loads(kept.after)
    assert [one["words"] for one in before] == ["Be healthy", "Stay safe"]
    assert [one["key"] for one in after] == ["be-healthy", "stay-safe"], "it is the same line"
    entry = AuditEntry.objects.latest("sequence")
    assert (entry.event, entry.about) == ("lists set", f"settings:aims:{KIND}:E")
    assert json.loads(entry.detail)["reason"] == "New rules"
    said = words_of(manager.get(place(site, "settings_history")))
    assert "E Community strategy objectives: Take over a building or land" in said
    assert "Manager Ŵyn, 22 November 2026" in said
    assert "Because: New rules" in said
    assert "“Stay safe” → “Be safe at home”" in said


def test_to_save_what_stands_there_is_no_change(site: Site, manager: Client) -> None:
    for name in (f"aims-{KIND}-E", "neighbourhoods", "conditions", f"checklist-{KIND}"):
        assert change(manager, place(site, "settings_list", name)).status_code == 302
    assert change(manager, place(site, "settings_council")).status_code == 302
    assert not SettingsVersion.objects.exists()


def test_a_version_cannot_be_changed_or_deleted(site: Site) -> None:
    set_list(site, "E", "One")
    for attempt in (
        lambda: SettingsVersion.objects.update(reason="Another"),
        lambda: SettingsVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()


def test_a_reason_is_wanted_and_what_was_typed_stays(site: Site, manager: Client) -> None:
    address = place(site, "settings_list", "neighbourhoods")
    response = manager.post(address, {"rows-0-name": "Kings Norton", "reason": " "})
    assert "Say why you change this" in complaints(response)["reason"]
    assert "Kings Norton" in page_of(response).xpath("//input/@value")
    assert not SettingsVersion.objects.exists()


def test_two_managers_at_once_lose_nothing(site: Site, manager: Client) -> None:
    address = place(site, "settings_list", f"aims-{KIND}-F")
    opened = boxes(manager.get(address))
    set_list(site, "F", "Fewer people out of work", "More people in training")
    typed = {**opened, "rows-0-words": "Better jobs", "reason": "Mine"}
    response = manager.post(address, typed)
    said = words_of(response)
    assert "Manager Ŵyn saved this page" in said or "You saved this page again" in said
    assert "More people in training" in said, "theirs is shown"
    assert "Better jobs" in page_of(response).xpath("//input/@value"), "mine is kept"
    assert lists(site, "F") == ["Fewer people out of work", "More people in training"]
    assert manager.post(address, {**boxes(response), "reason": "Mine"}).status_code == 302
    assert lists(site, "F") == ["Better jobs"], "saved again, knowing of theirs"
    assert version(site, f"aims:{KIND}:F").number == 2


def test_the_council_s_look_is_held_against_another_s_change_too(
    site: Site, manager: Client
) -> None:
    address = place(site, "settings_council")
    opened = boxes(manager.get(address))
    assert change(manager, address, colour="#00703C").status_code == 302
    site.council.refresh_from_db()
    assert site.council.colour == "#00703c"
    response = manager.post(address, {**opened, "name": "Brum", "reason": "x"})
    assert "#00703c" in words_of(response)
    site.council.refresh_from_db()
    assert site.council.name == "Birmingham City Council"


def test_what_was_typed_comes_back_after_signing_in(site: Site) -> None:
    client = site.client("nobody")
    address = place(site, "settings_list", "neighbourhoods")
    client.post(address, {"rows-0-name": "Kings Norton", "reason": "Wards", "version-seen": "0"})
    client.force_login(site.people["manager"])
    page = client.get(address)
    assert "You were signed out before this was saved" in words_of(page)
    assert client.post(address, boxes(page)).status_code == 302
    assert version(site, "neighbourhoods").reason == "Wards"


# --- limits and wrong input


@pytest.mark.parametrize(("many", "fits"), [(12, True), (13, False)])
def test_both_sides_of_the_most_lines_of_a_list(
    site: Site, manager: Client, many: int, fits: bool
) -> None:
    rows = {f"rows-{n}-words": f"Aim {n}" for n in range(many)}
    sent = {**rows, "reason": "x", "version-seen": "0"}
    response = manager.post(place(site, "settings_list", f"aims-{KIND}-E"), sent)
    assert len(lists(site, "E")) == (12 if fits else 2)
    if not fits:
        assert "E has 13 lines; the most is 12" in words_of(response)
        assert "Aim 12" in page_of(response).xpath("//input/@value")


def test_the_most_lines_count_for_each_neighbourhood(site: Site) -> None:
    names = ["North", "South"]
    set_neighbourhoods(by=None, authority=site.council, names=names, at=NOW)
    common = [f"All {n}" for n in range(6)]
    own = [(f"Own {n}", name) for name in names for n in range(6)]
    set_list(site, "G", *common, *own)
    assert len(lists(site, "G")) == 18
    with pytest.raises(CannotSet, match="G has 13 lines"):
        set_list(site, "G", *common, *own, ("One more", "North"))


@pytest.mark.parametrize(
    ("name", "rows", "said"),
    [
        ("neighbourhoods", {"rows-0-name": "North", "rows-1-name": "NORTH"}, "stands there twice"),
        ("neighbourhoods", {"rows-0-name": "N" * 101}, "no more than 100"),
        ("conditions", {"rows-0-words": "Keep it", "rows-1-words": "keep  it"}, "twice"),
        (f"checklist-{KIND}", {"rows-0-title": "", "rows-0-hint": "A hint"}, "what is checked"),
        (f"aims-{KIND}-E", {"rows-0-words": "A", "rows-1-words": "A"}, "stands there twice"),
        (f"aims-{KIND}-E", {"rows-0-words": "w" * 301}, "no more than 300"),
    ],
)
def test_a_list_that_cannot_be_is_refused(
    site: Site, manager: Client, name: str, rows: dict[str, str], said: str
) -> None:
    address = place(site, "settings_list", name)
    response = manager.post(address, {**rows, "reason": "x", "version-seen": "0"})
    assert said in " ".join(complaints(response).values())
    assert not SettingsVersion.objects.exists()


@pytest.mark.parametrize(
    ("typed", "box", "said"),
    [
        ({"colour": "#ffff00"}, "colour", "too pale"),
        ({"colour": "red"}, "colour", "# and six"),
        ({"name": ""}, "name", ""),
        ({"contact_email": "nobody"}, "contact_email", ""),
        ({"groups_see_discount": "perhaps"}, "groups_see_discount", ""),
    ],
)
def test_a_look_that_cannot_be_is_refused(
    site: Site, manager: Client, typed: dict[str, str], box: str, said: str
) -> None:
    response = change(manager, place(site, "settings_council"), **typed)
    assert said in complaints(response)[box]
    assert not SettingsVersion.objects.exists()


def test_contact_and_name_stand_on_every_page(site: Site, manager: Client) -> None:
    typed = {"contact_email": "ask@brum.example", "contact_phone": "0121 496 0000", "name": "Brum"}
    change(manager, place(site, "settings_council"), **typed)
    page = site.client("nobody").get(f"/{site.council.slug}/").content.decode()
    assert 'href="mailto:ask@brum.example"' in page
    assert "0121 496 0000" in page
    assert "Brum" in page


# --- the logo


def wide_png(width: int = 200, height: int = 80) -> bytes:
    """Return a picture that says it is so large."""
    made = bytearray(png())
    made[16:24] = width.to_bytes(4, "big") + height.to_bytes(4, "big")
    return bytes(made)


def send_logo(manager: Client, site: Site, content: bytes, **more: str) -> Any:
    address = place(site, "settings_logo")
    sent = {**boxes(manager.get(address)), "reason": "New house style", **more}
    return manager.post(address, {**sent, "file": SimpleUploadedFile("logo.png", content)})


def test_a_logo_stands_on_pages_and_each_stays_where_it_was(site: Site, manager: Client) -> None:
    assert send_logo(manager, site, wide_png()).status_code == 302
    pages = (f"/{site.council.slug}/", place(site, "register"))
    shown = [page_of(site.client("nobody").get(page)) for page in pages]
    (first,) = {
        one for page in shown for one in page.xpath("//img[@class='app-masthead__logo']/@src")
    }
    assert all(page.xpath("//img[@class='app-masthead__logo']") for page in shown)
    got = site.client("nobody").get(first)
    assert got.content == wide_png()
    assert got.headers["Content-Type"] == "image/png"
    assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in got.headers["Cache-Control"]
    assert send_logo(manager, site, wide_png(300)).status_code == 302
    assert site.client("nobody").get(first).content == wide_png()
    response = manager.post(
        place(site, "settings_logo"),
        {"take-away": "yes", "reason": "Old", "version-seen": "2"},
    )
    assert response.status_code == 302
    assert b"app-masthead__logo" not in manager.get(place(site, "settings")).content
    assert Logo.objects.count() == 2


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (GOOD["jpeg"], "must be a PNG"),
        (b"<svg/>", "none of the kinds"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "none of the kinds",
        ),
        (wide_png(2_001), "2,001 by 80"),
        (wide_png(31), "31 by 80"),
        (wide_png(200, 10_000), "200 by 10,000"),
        (wide_png() + b"\0" * 200_000, "smaller than 200 KB"),
        (b"", "is empty"),
    ],
    ids=[
        "jpeg",
        "svg",
        "svg with a script",
        "too wide",
        "too narrow",
        "too high",
        "too large",
        "empty",
    ],
)
def test_what_is_no_logo_is_refused(site: Site, manager: Client, content: bytes, said: str) -> None:
    response = send_logo(manager, site, content)
    assert said in complaints(response)["file"]
    assert not Logo.objects.exists()


# --- what is retired


def test_conditions_and_checks_that_go_are_retired_and_come_back(
    site: Site, manager: Client
) -> None:
    address = place(site, "settings_list", "conditions")
    first = StandardCondition.objects.filter(authority=site.council)[0]
    keep = {"rows-0-words": "Only this one", "reason": "x", "version-seen": "0"}
    assert manager.post(address, keep).status_code == 302
    first.refresh_from_db()
    assert first.retired_at == NOW
    again = {"rows-0-words": first.words, "reason": "x", "version-seen": "1"}
    assert manager.post(address, again).status_code == 302
    used = StandardCondition.objects.filter(authority=site.council, retired_at__isnull=True)
    assert [one.pk for one in used] == [first.pk]
    checks = place(site, "settings_list", f"checklist-{KIND}")
    item = ChecklistItem.objects.filter(authority=site.council, kind=KIND)[0]
    typed = {"rows-0-title": item.title, "rows-0-hint": "Another hint", "reason": "x"}
    assert manager.post(checks, {**typed, "version-seen": "0"}).status_code == 302
    items = ChecklistItem.objects.filter(authority=site.council, kind=KIND, retired_at__isnull=True)
    assert [(one.key, one.hint) for one in items] == [(item.key, "Another hint")]


# --- what proposals keep


def test_a_draft_keeps_its_list_until_its_group_takes_the_newer_one_over(
    site: Site, member: Client
) -> None:
    by = site.people["member"]
    answer(by, site.proposal, "E", ratings={"be-healthy": "major", "stay-safe": "some"})
    assert "changed its list" not in words_of(member.get(site.address("proposal")))
    set_list(site, "E", "Stay safe", "Achieve")
    assert site.sheet.aims["E"] == (("be-healthy", "Be healthy"), ("stay-safe", "Stay safe"))
    for address in (site.address("proposal"), site.letter("E")):
        assert "The council has changed its list" in words_of(member.get(address))
    page = member.get(site.address("newer_lists"))
    assert (
        "No longer on the list What you said of these would be taken out: E: Be healthy"
        in words_of(page)
    )
    assert "E: Achieve" in words_of(page)
    assert member.post(site.address("newer_lists"), boxes(page)).status_code == 302
    assert site.sheet.aims["E"] == (("stay-safe", "Stay safe"), ("achieve", "Achieve"))
    assert site.sheet.entry("E").given == {"ratings": {"stay-safe": "some"}}
    event, detail = events(site.proposal)[-1]
    assert event == "newer lists taken over"
    assert detail["ratings_dropped"] == {"E": {"be-healthy": "major"}}


def keys(site: Site, letter: str) -> dict[str, str]:
    """Return the keys of a list by their words."""
    found = CouncilAim.objects.filter(authority=site.council, kind=KIND, letter=letter)
    return {one.words: one.key for one in found}


def test_other_words_leave_what_groups_said_and_what_was_sent_in_keeps_the_old(
    site: Site, member: Client, manager: Client
) -> None:
    by = site.people["member"]
    answer(by, site.proposal, "E", ratings={"be-healthy": "major", "stay-safe": "some"})
    sent = begin(site.council, site.group, by, title="Our shed")
    Proposal.objects.filter(pk=sent.pk).update(state=State.SUBMITTED)
    set_list(site, "E", ("Live a healthy life", "", "be-healthy"), ("Stay safe", "", "stay-safe"))
    assert keys(site, "E") == {"Live a healthy life": "be-healthy", "Stay safe": "stay-safe"}
    page = member.get(site.address("newer_lists"))
    assert (
        "In other words What you said of these stays. See afterwards whether it still fits: "
        "E: Be healthy → Live a healthy life" in words_of(page)
    )
    assert "No longer on the list" not in words_of(page)
    assert member.post(site.address("newer_lists"), boxes(page)).status_code == 302
    assert site.sheet.aims["E"][0] == ("be-healthy", "Live a healthy life")
    given = site.sheet.entry("E").given
    assert given == {"ratings": {"be-healthy": "major", "stay-safe": "some"}}
    event, detail = events(site.proposal)[-1]
    assert (event, detail["ratings_dropped"]) == ("newer lists taken over", {})
    assert detail["reworded"][0]["after"]["words"] == "Live a healthy life"
    shed = Proposal.objects.select_related("authority").get(pk=sent.pk)
    assert sheet_of(shed).aims["E"][0] == ("be-healthy", "Be healthy")
    said = words_of(manager.get(place(site, "settings_history")))
    assert "“Be healthy” → “Live a healthy life”" in said


def test_an_aim_is_known_by_its_words_wherever_it_is_typed(site: Site) -> None:
    set_list(site, "E", ("Stay safe", "", "be-healthy"), ("Be healthy", "", "stay-safe"))
    assert keys(site, "E") == {"Stay safe": "stay-safe", "Be healthy": "be-healthy"}
    assert lists(site, "E") == ["Stay safe", "Be healthy"], "only the order is another"
    set_list(site, "E", ("Be healthy", "", "be-healthy"), ("Sing", "", "be-healthy"))
    assert keys(site, "E") == {"Be healthy": "be-healthy", "Sing": "sing"}
    set_list(site, "E", ("Sing out", "", "no-such-key"), ("Dance", "", "stay-safe"))
    assert keys(site, "E") == {"Sing out": "sing-out", "Dance": "dance"}, "forged keys are nothing"


def test_the_key_of_an_aim_that_went_is_nobody_else_s_and_it_comes_back_as_itself(
    site: Site,
) -> None:
    set_list(site, "E", ("Live well", "", "be-healthy"))
    set_list(site, "E", "Achieve")
    set_list(site, "E", "Be healthy!", "Live well", "Stay safe")
    assert keys(site, "E") == {
        "Be healthy!": "be-healthy-2",
        "Live well": "be-healthy",
        "Stay safe": "stay-safe",
    }


def test_a_line_that_was_emptied_is_taken_out(site: Site, manager: Client) -> None:
    address = place(site, "settings_list", f"aims-{KIND}-E")
    assert change(manager, address, **{"rows-0-words": ""}).status_code == 302
    assert lists(site, "E") == ["Stay safe"]


def test_a_draft_that_took_them_over_is_not_asked_again(
    site: Site, member: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_list(site, "E", "Achieve")
    monkeypatch.setattr(timezone, "now", lambda: NOW + timedelta(hours=1))
    page = member.get(site.address("newer_lists"))
    member.post(site.address("newer_lists"), boxes(page))
    assert "changed its list" not in words_of(member.get(site.address("proposal")))
    assert "nothing to take over" in words_of(member.get(site.address("newer_lists")))


def test_where_no_rating_is_left_the_page_is_not_answered(site: Site) -> None:
    by = site.people["member"]
    answer(by, site.proposal, "E", ratings={"be-healthy": "major"})
    set_list(site, "E", "Achieve")
    fresh = Proposal.objects.select_related("authority").get(pk=site.proposal.pk)
    take_newer_lists(by=by, proposal=fresh, seen=newer_of(fresh, NOW.date()), at=NOW)
    assert not site.sheet.entry("E").answered
    assert site.sheet.entry("E").given == {}


def test_lists_that_change_while_somebody_looks_are_not_taken_over(
    site: Site, member: Client
) -> None:
    set_list(site, "E", "Achieve")
    page = member.get(site.address("newer_lists"))
    set_list(site, "E", "Enjoy")
    response = member.post(site.address("newer_lists"), boxes(page))
    assert "changed again" in words_of(response)
    assert "be-healthy" in dict(site.sheet.aims["E"])
    fresh = Proposal.objects.select_related("authority").get(pk=site.proposal.pk)
    seen = newer_of(fresh, NOW.date())
    set_list(site, "E", "Another")
    with pytest.raises(CannotTake, match="changed again"):
        take_newer_lists(by=site.people["member"], proposal=fresh, seen=seen, at=NOW)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ASSESSMENT, State.APPROVED])
def test_a_proposal_that_was_sent_in_keeps_everything(
    site: Site, member: Client, state: State
) -> None:
    Proposal.objects.filter(pk=site.proposal.pk).update(state=state)
    before = site.sheet.source
    set_list(site, "E", "Achieve")
    add_own_figure(site)
    assert site.sheet.source == before
    assert member.get(site.address("newer_lists")).status_code == 403
    assert "changed its list" not in words_of(member.get(site.address("proposal")))


# --- neighbourhoods


def test_a_service_without_a_building_is_told_how_to_name_its_place(
    site: Site, member: Client
) -> None:
    set_neighbourhoods(by=None, authority=site.council, names=["North"], at=NOW)
    service = begin(site.council, site.group, site.people["member"], kind="coproduction", asset={})
    asset = site.address("facts", "asset", proposal=service)
    sent = {**boxes(member.get(asset)), "neighbourhood": "North", "page-then": "stay"}
    refused = member.post(asset, sent)
    assert "enter where you work" in words_of(refused)
    sent = {**boxes(member.get(asset)), "neighbourhood": "North", "name": "Elm Street"}
    assert member.post(asset, {**sent, "page-then": "stay"}).status_code == 302


def test_the_neighbourhood_of_the_asset_brings_its_priorities(site: Site, member: Client) -> None:
    set_neighbourhoods(by=None, authority=site.council, names=["North", "South"], at=NOW)
    set_list(site, "G", ("Young people", "North"), ("Old people", "South"))
    proposal = begin(site.council, site.group, site.people["member"])
    assert "G" not in sheet_of(Proposal.objects.get(pk=proposal.pk)).aims
    page = words_of(member.get(site.address("criterion", "G", proposal=proposal)))
    assert "Choose first which neighbourhood the building or land is in" in page
    asset = site.address("facts", "asset", proposal=proposal)
    choices = page_of(member.get(asset)).xpath("//*[@name='neighbourhood']//@value")
    assert {"North", "South"} <= set(choices)

    def choose(name: str) -> dict[str, str]:
        response = member.post(
            asset, {**boxes(member.get(asset)), "neighbourhood": name, "page-then": "stay"}
        )
        assert response.status_code == 302
        return dict(sheet_of(Proposal.objects.get(pk=proposal.pk)).aims.get("G", ()))

    assert list(choose("North").values()) == ["Young people"]
    page = words_of(member.get(site.address("criterion", "G", proposal=proposal)))
    assert "These are the priorities of North. Choose another neighbourhood" in page
    assert "priorities of" not in words_of(
        member.get(site.address("criterion", "E", proposal=proposal))
    )
    answer(site.people["member"], proposal, "G", ratings={"young-people": "major"})
    assert list(choose("South").values()) == ["Old people"]
    assert sheet_of(Proposal.objects.get(pk=proposal.pk)).entry("G").given == {}
    told = [detail for event, detail in events(proposal) if "neighbourhood" in event]
    assert told[-1]["ratings_dropped"] == {"G": {"young-people": "major"}}
    assert choose("") == {}


def test_a_neighbourhood_with_priorities_cannot_go(site: Site, manager: Client) -> None:
    set_neighbourhoods(by=None, authority=site.council, names=["North"], at=NOW)
    set_list(site, "G", ("Young people", "North"))
    address = place(site, "settings_list", "neighbourhoods")
    response = change(manager, address, **{"rows-0-name": "South"})
    assert "“North” still has priorities" in words_of(response)


def test_an_unknown_neighbourhood_is_refused(site: Site, manager: Client) -> None:
    with pytest.raises(CannotSet, match="no neighbourhood “Mars”"):
        set_list(site, "G", ("Young people", "Mars"))


# --- figures


def add_own_figure(site: Site, **more: Any) -> CouncilProxy:
    given: dict[str, Any] = {
        "key": "minimum_wage_hour",
        "applies_from": date(2026, 4, 1),
        "value": Decimal("20.5"),
        "source": "Council pay survey",
        "reason": "Higher here",
        "at": NOW + timedelta(minutes=1),
        **more,
    }
    return add_figure(by=site.people["manager"], authority=site.council, **given)


def test_a_figure_of_the_council_s_own_counts_for_what_is_started_then(
    site: Site, manager: Client
) -> None:
    address = place(site, "settings_figures")
    typed = {
        "key": "minimum_wage_hour",
        "value": "20.50",
        "applies_from-day": "1",
        "applies_from-month": "4",
        "applies_from-year": "2026",
        "source": "Council pay survey",
    }
    assert change(manager, address, **typed).status_code == 302
    page = words_of(manager.get(address))
    assert "the council’s own £20.50 per hour 1 April 2026 Council pay survey" in page
    assert "published" in page
    assert site.sheet.file.own_proxies == ()
    fresh = begin(site.council, site.group, site.people["member"])
    (own,) = sheet_of(Proposal.objects.get(pk=fresh.pk)).file.own_proxies
    assert (own.value, own.source, own.status) == (Decimal("20.5"), "Council pay survey", "local")
    said = words_of(manager.get(place(site, "settings_history")))
    assert (
        "Added: minimum wage an hour, £20.50 per hour from 1 April 2026 (Council pay survey)"
        in said
    )


def test_a_figure_by_area_is_the_council_s_region_s(site: Site) -> None:
    assert add_own_figure(site, key="regional_pay_week").area == "West Midlands"


def test_a_figure_is_replaced_from_its_day_or_withdrawn_never_changed(
    site: Site, manager: Client
) -> None:
    figure = add_own_figure(site)
    with pytest.raises(CannotSet, match="from that day already"):
        add_own_figure(site, value=Decimal(21))
    add_own_figure(site, applies_from=date(2026, 4, 2), value=Decimal(21))
    address = place(site, "withdraw_figure", str(figure.pk))
    assert "Say why" in complaints(manager.post(address, {"reason": ""}))["reason"]
    assert manager.post(address, {"reason": "A slip"}).status_code == 302
    assert manager.post(address, {"reason": "A slip"}).status_code == 404
    with pytest.raises(CannotSet, match="withdrawn already"):
        withdraw_figure(by=None, authority=site.council, figure_id=figure.pk, reason="x", at=NOW)
    figure.refresh_from_db()
    assert (figure.value, figure.withdrawn_at) == (Decimal("20.5"), NOW)
    assert add_own_figure(site).pk != figure.pk


def test_a_draft_is_asked_to_take_newer_figures_over_and_keeps_the_officer_s(
    site: Site, member: Client
) -> None:
    from appraisal.models import OwnProxy

    OwnProxy.objects.create(
        proposal=site.proposal,
        key="paid_hours_week",
        applies_from=NOW.date(),
        value=36,
        source="Officer",
    )
    figure = add_own_figure(site)
    page = member.get(site.address("newer_lists"))
    assert (
        "New: minimum wage an hour, £20.50 per hour from 1 April 2026 (Council pay survey)"
        in words_of(page)
    )
    member.post(site.address("newer_lists"), boxes(page))
    assert [one.key for one in site.sheet.own_proxies] == ["minimum_wage_hour", "paid_hours_week"]
    withdraw_figure(by=None, authority=site.council, figure_id=figure.pk, reason="x", at=NOW)
    page = member.get(site.address("newer_lists"))
    assert "No longer used: minimum wage an hour" in words_of(page)
    member.post(site.address("newer_lists"), boxes(page))
    assert [one.key for one in site.sheet.own_proxies] == ["paid_hours_week"]


@pytest.mark.parametrize(
    ("typed", "box"),
    [
        ({"value": "0"}, "value"),
        ({"value": "-1"}, "value"),
        ({"value": "1e3"}, "value"),
        ({"value": "1000000000000"}, "value"),
        ({"key": "nonsense"}, "key"),
        ({"source": " "}, "source"),
        ({"applies_from-month": "13"}, "applies_from-month"),
    ],
)
def test_a_figure_that_cannot_be_is_refused(
    site: Site, manager: Client, typed: dict[str, str], box: str
) -> None:
    good = {
        "key": "minimum_wage_hour",
        "value": "20.50",
        "applies_from-day": "1",
        "applies_from-month": "4",
        "applies_from-year": "2026",
        "source": "Council pay survey",
    }
    response = change(manager, place(site, "settings_figures"), **{**good, **typed})
    assert box in complaints(response)
    assert not CouncilProxy.objects.exists()


def test_another_council_s_settings_are_not_there(site: Site, manager: Client) -> None:
    figure = add_own_figure(site)
    elsewhere = site.client("elsewhere")
    assert (
        elsewhere.post(f"/ely/settings/figures/{figure.pk}/withdraw/", {"reason": "x"}).status_code
        == 404
    )
    assert manager.get("/ely/settings/").status_code == 404
    assert "Nothing has been changed" in words_of(elsewhere.get("/ely/settings/history/"))


def test_the_operator_s_commands_leave_versions_too(
    site: Site, manager: Client, tmp_path: Any
) -> None:
    from django.core.management import call_command

    file = tmp_path / "lists.toml"
    file.write_text(
        'neighbourhoods = ["North"]\n[asset-transfer.G]\nall = "All"\n'
        '[asset-transfer.G.North]\nyoung = "Young people"\n'
    )
    call_command("set_lists", str(file), council=site.council.slug)
    call_command("change_council", site.council.slug, colour="#111111")
    found = SettingsVersion.objects.filter(authority=site.council)
    assert {(one.subject, one.set_by) for one in found} == {
        ("neighbourhoods", None),
        (f"aims:{KIND}:G", None),
        ("council", None),
    }
    aims = CouncilAim.objects.filter(authority=site.council, letter="G")
    assert [(one.words, one.neighbourhood) for one in aims] == [
        ("All", ""),
        ("Young people", "North"),
    ]
    assert "The operator of this site" in words_of(manager.get(place(site, "settings_history")))


def test_a_version_seen_by_the_action_is_held_too(site: Site) -> None:
    set_list(site, "E", "One")
    with pytest.raises(ChangedSince):
        set_aim_list(
            by=site.people["manager"],
            authority=site.council,
            kind=KIND,
            letter="E",
            said=[Line("Two")],
            seen=0,
            reason="x",
            at=NOW,
        )
    assert Authority.objects.get(pk=site.council.pk).name
    assert lists(site, "E") == ["One"]


# --- the valuation date


def test_only_an_officer_moves_the_valuation_date_and_says_why(site: Site) -> None:
    address = site.address("facts", "council")
    assert site.client("member").get(address).status_code == 403
    assert site.proposal.valuation_date == NOW.date()
    officer = site.client("officer")
    typed = {**boxes(officer.get(address)), "valuation_date-year": "2027", "page-then": "stay"}
    response = officer.post(address, typed)
    assert "Say why the valuation date changes" in complaints(response)["valuation_date_reason"]
    fresh = Proposal.objects.get(pk=site.proposal.pk)
    assert fresh.valuation_date == NOW.date()
    again = {**boxes(response), "valuation_date_reason": "A later start", "page-then": "stay"}
    assert officer.post(address, again).status_code == 302
    assert Proposal.objects.get(pk=site.proposal.pk).valuation_date.year == 2027
    assert "A later start" in str(events(site.proposal)[-1][1])
    give(site.people["member"], site.proposal, "about", summary="x")
