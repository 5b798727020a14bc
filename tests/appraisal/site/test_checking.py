"""Flags, what is recommended, ready for checking, and the sign-off by another person."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from appraisal.access import may_of
from appraisal.actions.assessing import (
    NotReady,
    save_conditions,
    save_words,
    say_ready,
)
from appraisal.actions.councils import add_member, add_staff
from appraisal.actions.delegations import set_delegation
from appraisal.actions.discounts import save_discount
from appraisal.actions.flags import CannotFlag, raise_flag, resolve_flag
from appraisal.assessing import PREFIX
from appraisal.models import Flag, Proposal, Record, StandardCondition, State
from appraisal.pack.report import Issue
from appraisal.pack.report.recommendation import resolution
from appraisal.queries import sheet_of
from appraisal.recorded import read_record
from appraisal.roles import To
from appraisal.standard import CONDITIONS, DELEGATIONS
from appraisal.views.tokens import token_of
from core.models import AuditEntry, Role
from tests.appraisal.site.assessing import (
    assessed,
    checked,
    complete,
    find,
    fresh,
    made_ready,
    recommend,
    under_assessment,
)
from tests.appraisal.site.browsing import assert_well_formed, complaints, fill_in, words_of
from tests.appraisal.site.people import NOW, Site, events, fingerprint, give

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(site: Site) -> Site:
    return under_assessment(site)


@pytest.fixture
def checker(site: Site) -> Client:
    return site.client("checker")


def state(site: Site) -> str:
    return fresh(site).state


def gaps(site: Site) -> list[str]:
    return [gap.page for gap in assessed(site).gaps]


# --- what is recommended ---------------------------------------------------------------------------


@pytest.mark.parametrize("part", ["summary", "equality"])
def test_words_are_compulsory(site: Site, officer: Client, part: str) -> None:
    address = site.address("assess_page", part)
    assert set(complaints(fill_in(officer, address, {part: "  "}))) == {part}
    assert fill_in(officer, address, {part: "It helps."}).status_code == 302
    assert getattr(assessed(site).recommendation, part) == "It helps."
    assert part not in gaps(site)


@pytest.mark.parametrize(
    ("percent", "reason", "wrong"),
    [
        ("", "", set()),
        ("48", "", set()),  # what the policy derives
        ("49", "", {"reason"}),
        ("47", "", {"reason"}),
        ("0", "", {"reason"}),
        ("49", "The area has no other hall.", set()),
        ("101", "Far more.", {"percent"}),
        ("4.5", "Less.", {"percent"}),
    ],
)
def test_another_discount_than_the_policys_needs_a_reason(
    site: Site, officer: Client, percent: str, reason: str, wrong: set[str]
) -> None:
    assert assessed(site).derived_discount == 48
    address = site.address("assess_page", "discount")
    response = fill_in(officer, address, {"percent": percent, "reason": reason})
    if wrong:
        assert set(complaints(response)) == wrong
    else:
        assert response.status_code == 302
        assert assessed(site).discount == int(percent or 48)


def test_a_discount_that_the_figures_have_left_behind_needs_a_reason_too(site: Site) -> None:
    recommend(site, 48)
    assert "discount" not in gaps(site)
    find(site, "H", "pick", points=10)
    said = [gap.said for gap in assessed(site).gaps if gap.page == "discount"]
    assert said == ["You recommend a discount of 48% and the scheme’s policy derives 43%. Say why."]


def test_conditions_come_from_the_library_and_from_the_officer(site: Site, officer: Client) -> None:
    address = site.address("assess_page", "conditions")
    assert "conditions" in gaps(site)
    typed = {"standard": ["repair", "insurance"], "own-0-words": "The hall keeps its name."}
    assert fill_in(officer, address, typed).status_code == 302
    stood = assessed(site).conditions
    assert [one.key for one in stood] == ["repair", "insurance", ""]
    assert stood[2].words == "The hall keeps its name."
    nothing = {"standard": [], "own-0-words": ""}
    assert fill_in(officer, address, nothing).status_code == 302
    assert not assessed(site).conditions
    assert "conditions" not in gaps(site), "none is an answer too"


def test_a_retired_condition_stands_where_it_was_chosen_and_nowhere_else(
    site: Site, officer: Client
) -> None:
    address = site.address("assess_page", "conditions")
    fill_in(officer, address, {"standard": ["repair"]})
    library = StandardCondition.objects.filter(authority=site.council)
    library.filter(key__in=("repair", "insurance")).update(retired_at=NOW, words="Other words.")
    page = words_of(officer.get(address))
    assert "keeps the building in repair" in page
    assert "Other words." not in page
    forged = officer.post(
        address, {"standard": ["insurance"], "page-saves": "1", "page-then": "stay"}
    )
    assert "standard" in complaints(forged)
    assert [one.key for one in assessed(site).conditions] == ["repair"]


def test_every_council_begins_with_the_products_conditions(site: Site) -> None:
    for council in (site.council, site.other):
        own = StandardCondition.objects.filter(authority=council)
        assert [(one.key, one.words) for one in own] == [tuple(one) for one in CONDITIONS]


# --- flags -----------------------------------------------------------------------------------------


def test_a_flag_is_raised_and_resolved_with_reasons(site: Site, officer: Client) -> None:
    address = site.address("flags")
    assert set(complaints(officer.post(address, {"letter": "A", "reason": ""}))) == {"reason"}
    sent = {"letter": "A", "reason": "No letter is there."}
    assert officer.post(address, sent).status_code == 302
    (flag,) = assessed(site).open_flags
    assert_well_formed(officer.get(address))
    assert "No letter is there." in words_of(officer.get(site.address("assess_criterion", "A")))
    resolve = site.address("resolve_flag", str(flag.pk))
    assert set(complaints(officer.post(resolve, {"reason": " "}))) == {"reason"}
    assert officer.post(resolve, {"reason": "It came today."}).status_code == 302
    assert not assessed(site).open_flags
    assert [event for event, _ in events(site.proposal)][-2:] == ["flag raised", "flag resolved"]
    again = officer.post(resolve, {"reason": "Once more."})
    assert "has resolved this flag already" in words_of(again)
    assert Flag.objects.get(pk=flag.pk).resolution == "It came today."


def test_a_flag_of_another_proposal_is_not_there(site: Site, officer: Client) -> None:
    assert officer.get(site.address("resolve_flag", "999999")).status_code == 404


def test_an_open_flag_stops_the_sign_off(site: Site, checker: Client) -> None:
    officer = site.people["officer"]
    flag = raise_flag(by=officer, proposal=fresh(site), letter="", reason="Who signs?", at=NOW)
    made_ready(site)
    assert "Resolve every flag first." in words_of(checker.get(site.address("sign_off")))
    assert "Resolve every flag first." in words_of(checked(checker, site))
    assert state(site) == State.ASSESSMENT
    resolve_flag(by=officer, proposal=fresh(site), flag=flag.pk, resolution="All do.", at=NOW)
    say_ready(by=officer, proposal=fresh(site), fingerprint=assessed(site).fingerprint, at=NOW)
    assert checked(checker, site).status_code == 302
    assert state(site) == State.CHECKED
    with pytest.raises(CannotFlag, match="Assessment checked"):
        raise_flag(by=officer, proposal=fresh(site), letter="", reason="Late", at=NOW)


# --- ready -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", ["K", "summary", "conditions", "equality"])
def test_what_is_missing_is_said_and_keeps_it_from_being_ready(
    site: Site, officer: Client, missing: str
) -> None:
    complete(site, but=missing)
    assert gaps(site) == [missing]
    response = officer.post(
        site.address("assessment_ready"), {"fingerprint": assessed(site).fingerprint}
    )
    assert "The assessment is not ready yet." in words_of(response)
    assert assessed(site).gaps[0].said in words_of(response)
    assert not assessed(site).is_ready


def test_it_is_ready_once_somebody_says_so_of_what_they_have_read(
    site: Site, officer: Client
) -> None:
    complete(site)
    read = assessed(site).fingerprint
    find(site, "B", "pick", points=10)
    with pytest.raises(NotReady, match="changed since you opened"):
        say_ready(by=site.people["officer"], proposal=fresh(site), fingerprint=read, at=NOW)
    page = officer.get(site.address("assessment"))
    assert b"Say that it is ready" in page.content
    sent = {"fingerprint": assessed(site).fingerprint}
    assert officer.post(site.address("assessment_ready"), sent).status_code == 302
    assert assessed(site).is_ready
    find(site, "B", "pick", points=5)
    assert not assessed(site).is_ready, "it was said of other figures"


def test_a_figure_of_the_councils_that_changes_wants_it_said_again(site: Site) -> None:
    made_ready(site)
    give(site.people["officer"], site.proposal, "council", market_rent_gbp_pa=13000)
    assert not assessed(site).is_ready


# --- sign-off --------------------------------------------------------------------------------------


def test_sign_off_freezes_the_officers_figures_with_findings_and_conditions(
    site: Site, checker: Client
) -> None:
    find(site, "H", "pick", points=10, reason="The room holds nine.")
    find(site, "A", "correct", given={"capital_cost_gbp": "250000", "secured_gbp": "125000"})
    made_ready(site)
    page = checker.get(site.address("sign_off"))
    assert_well_formed(page)
    assert words_of(page).count("Changed") >= 2
    assert "The room holds nine." in words_of(page)
    assert checked(checker, site).status_code == 302
    assert state(site) == State.CHECKED
    (record,) = Record.objects.filter(proposal=site.proposal)
    assert record.sha256 == hashlib.sha256(record.text.encode()).hexdigest()
    said = json.loads(record.text)
    assert said["file"]["picked"] == {"H": {"points": 10, "reason": "The room holds nine."}}
    assert said["file"]["answers"]["A"]["secured_gbp"] == "125000"
    assert said["beside"]["findings"]["A"]["verdict"] == "correct"
    assert said["beside"]["conditions"][1]["words"] == "The hall keeps its name."
    assert said["beside"]["summary"] == "A strong hall."
    points = {one["letter"]: one["points"] for one in said["result"]["criteria"]}
    assert (points["A"], points["H"]) == (5, 10)
    entry = AuditEntry.objects.get(sequence=record.audit_sequence, authority=site.council)
    assert (entry.event, entry.hash) == ("sign-off", record.audit_hash)
    assert "Ŵyn" not in record.text.replace("agreed_by", ""), "people stand in it by number"


def test_who_assessed_it_does_not_sign_it_off(site: Site) -> None:
    officer = site.people["officer"]
    add_staff(user=officer, authority=site.council, role=Role.SECOND_OFFICER, at=NOW)
    made_ready(site)
    before = fingerprint()
    said = words_of(checked(site.client("officer"), site))
    assert (
        "You had a hand in this proposal or its assessment, so somebody else must check and decide."
        in said
    )
    assert fingerprint() == before


def test_who_had_a_hand_in_it_does_not_sign_it_off_though_another_said_that_it_was_ready(
    site: Site, checker: Client
) -> None:
    both = site.people["checker"]
    add_staff(user=both, authority=site.council, role=Role.ASSET_OFFICER, at=NOW)
    find(site, "H", "pick", by="checker", points=10)
    made_ready(site)
    assert "somebody else must check" in words_of(checked(checker, site))
    assert state(site) == State.ASSESSMENT


def test_a_provisional_result_is_not_signed_off(site: Site, checker: Client) -> None:
    give(site.people["officer"], site.proposal, "council", market_rent_gbp_pa=None)
    made_ready(site)
    assert "The result is provisional" in words_of(checked(checker, site))
    assert state(site) == State.ASSESSMENT


def test_what_changed_while_it_was_read_is_not_signed_off(site: Site, checker: Client) -> None:
    made_ready(site)
    read = assessed(site).fingerprint
    find(site, "B", "pick", points=10)
    say_ready(
        by=site.people["officer"],
        proposal=fresh(site),
        fingerprint=assessed(site).fingerprint,
        at=NOW,
    )
    response = checked(checker, site, fingerprint=read)
    assert "The assessment has changed since you opened the page." in words_of(response)
    assert state(site) == State.ASSESSMENT


def _summary(site: Site) -> None:
    save_words(page="summary", words="Mine.", **by_checker(site, "summary"))


def _equality(site: Site) -> None:
    save_words(page="equality", words="Mine.", **by_checker(site, "equality"))


def _discount(site: Site) -> None:
    save_discount(percent=40, reason="Less.", **by_checker(site, "discount"))


def _conditions(site: Site) -> None:
    save_conditions(standard=["insurance"], own=[], **by_checker(site, "conditions"))


def _written_over(site: Site) -> None:
    find(site, "H", "pick", by="checker", points=10)
    find(site, "H", "pick", points=20)


def _figures(site: Site) -> None:
    give(site.people["checker"], site.proposal, "council", market_rent_gbp_pa=13_000)


def by_checker(site: Site, page: str) -> dict[str, Any]:
    seen = sheet_of(fresh(site)).saves(f"{PREFIX}{page}")
    return {"by": site.people["checker"], "proposal": fresh(site), "seen": seen, "at": NOW}


@pytest.mark.parametrize(
    "touch",
    [_summary, _equality, _discount, _conditions, _written_over, _figures],
)
def test_whoever_wrote_any_part_does_not_sign_it_off(
    site: Site, checker: Client, touch: Callable[[Site], None]
) -> None:
    add_staff(user=site.people["checker"], authority=site.council, role=Role.ASSET_OFFICER, at=NOW)
    complete(site)
    touch(site)
    for letter in assessed(site).group.scheme.by_letter:
        if assessed(site).is_stale(letter):
            find(site, letter)
    officer, read = site.people["officer"], assessed(site).fingerprint
    say_ready(by=officer, proposal=fresh(site), fingerprint=read, at=NOW)
    assert "You had a hand in this proposal or its assessment" in words_of(checked(checker, site))
    assert state(site) == State.ASSESSMENT


def test_whoever_is_of_the_group_neither_assesses_nor_signs_off(
    site: Site, checker: Client
) -> None:
    add_staff(user=site.people["checker"], authority=site.council, role=Role.ASSET_OFFICER, at=NOW)
    assert opened(site, "checker") == {To.ASSESS, To.SIGN_OFF}
    add_member(user=site.people["checker"], organisation=site.group, at=NOW)
    assert opened(site, "checker") == set()
    assert To.READ in may_of(site.people["checker"], fresh(site)), "as one of the group"
    complete(site)
    made_ready(site)
    assert checked(checker, site).status_code == 403
    assert state(site) == State.ASSESSMENT


def opened(site: Site, who: str) -> set[To]:
    return {To.ASSESS, To.SIGN_OFF} & may_of(site.people[who], fresh(site))


def shown(site: Site) -> dict[str, str]:
    """Return what a page sends along that was opened just now."""
    return {"since": token_of(fresh(site))}


def test_an_old_page_neither_sends_back_nor_opens_again(
    site: Site, officer: Client, checker: Client
) -> None:
    made_ready(site)
    address = site.address("sign_off")
    sent = {"do": "send-back", "reason": "The rent is last year’s.", **shown(site)}
    unseen = checker.post(address, {**sent, "since": ""})
    assert "Read this page again before you press its button." in words_of(unseen)
    assert checker.post(address, sent).status_code == 302
    assert checker.post(address, sent).status_code == 409, "pressed twice"
    assert [event for event, _ in events(site.proposal)].count("send-back") == 1
    Proposal.objects.filter(pk=site.proposal.pk).update(state=State.CHECKED)
    again = {"reason": "A new rent.", **sent}
    assert officer.post(site.address("reopen"), again).status_code == 409
    assert state(site) == State.CHECKED


def test_it_is_sent_back_with_a_reason(site: Site, checker: Client) -> None:
    made_ready(site)
    address = site.address("sign_off")
    assert set(complaints(checker.post(address, {"do": "send-back"}))) == {"reason"}
    since = fresh(site).state_since
    sent = {"do": "send-back", "reason": "The rent is last year’s.", **shown(site)}
    assert checker.post(address, sent).status_code == 302
    assert (state(site), fresh(site).state_since > since) == (State.ASSESSMENT, True)
    assert events(site.proposal)[-1][0] == "send-back"
    Proposal.objects.filter(pk=site.proposal.pk).update(state_since=NOW + timedelta(minutes=1))
    assert not assessed(site).is_ready, "it must be said again"
    assert "must say that the assessment is ready" in words_of(checked(checker, site))


def test_a_checked_assessment_is_opened_again_with_a_reason(
    site: Site, officer: Client, checker: Client
) -> None:
    made_ready(site)
    checked(checker, site)
    address = site.address("reopen")
    assert set(complaints(officer.post(address, {"reason": ""}))) == {"reason"}
    assert officer.post(address, {"reason": "A new rent.", **shown(site)}).status_code == 302
    assert state(site) == State.ASSESSMENT
    assert events(site.proposal)[-1][1]["reason"] == "A new rent."
    assert Record.objects.filter(proposal=site.proposal).count() == 1, "the record stays"
    assert "Only a checked assessment" in words_of(officer.get(address))


@pytest.mark.parametrize("who", ["officer", "auditor"])
def test_only_a_second_officer_signs_off(site: Site, who: str) -> None:
    made_ready(site)
    before = fingerprint()
    response: Any = checked(site.client(who), site)
    assert response.status_code == 403
    assert fingerprint() == before


def test_a_flag_is_raised_once_though_its_button_is_pressed_twice(
    site: Site, officer: Client
) -> None:
    for _ in range(2):
        sent = {"letter": "A", "reason": "The quote is old."}
        assert officer.post(site.address("flags"), sent).status_code == 302
    assert Flag.objects.count() == 1
    assert [event for event, _ in events(site.proposal)].count("flag raised") == 1
    flag = Flag.objects.get()
    resolve_flag(by=flag.raised_by, proposal=fresh(site), flag=flag.pk, resolution="New", at=NOW)
    officer.post(site.address("flags"), {"letter": "A", "reason": "The quote is old."})
    assert Flag.objects.count() == 2, "once it is resolved it can be raised again"


def delegate(site: Site, words: str) -> None:
    set_delegation(
        authority=site.council,
        kind="asset-transfer",
        words=words,
        by=site.people["manager"],
        reason="New",
        at=NOW,
    )


def test_who_settles_the_documents_is_frozen_with_what_is_recommended(
    site: Site, checker: Client
) -> None:
    delegate(site, "authorises the chief executive to complete.")
    made_ready(site)
    said = ("authorises the chief executive to complete.", ())
    assert said in assessed(site).paragraphs
    delegate(site, "authorises the mayor to complete.")
    assert not assessed(site).is_ready, "what it recommends has changed since"
    by, now = site.people["officer"], assessed(site).fingerprint
    say_ready(by=by, proposal=fresh(site), fingerprint=now, at=NOW)
    assert checked(checker, site).status_code == 302
    delegate(site, "")
    record = Record.objects.get(event="sign-off")
    assert json.loads(record.text)["beside"]["delegation"] == "authorises the mayor to complete."
    kept = ("authorises the mayor to complete.", ())
    assert kept in assessed(site).paragraphs, "also for the record of the decision"
    issue = Issue(signed=read_record(record.text))
    file = issue.newest.file
    assert kept in resolution(issue, file, file.appraise())


def test_our_own_sentence_is_frozen_as_well(site: Site, checker: Client) -> None:
    made_ready(site)
    assert checked(checker, site).status_code == 302
    delegate(site, "authorises the mayor to complete.")
    (record,) = Record.objects.filter(event="sign-off")
    assert json.loads(record.text)["beside"]["delegation"] == DELEGATIONS["asset-transfer"]
