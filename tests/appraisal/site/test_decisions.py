"""Decisions: who can make one, what it holds, what it freezes, and what stands beside it later."""

from __future__ import annotations

import hashlib
import json
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from appraisal.actions.decisions import CannotDecide, answer_again, ask_again, decide
from appraisal.actions.moves import CannotMove, seen_of
from appraisal.actions.pages import MovedMeanwhile
from appraisal.actions.panel import Pick
from appraisal.models import (
    AgendaItem,
    Assessment,
    Decision,
    Meeting,
    Proposal,
    Recommendation,
    Reconsideration,
    Record,
    State,
)
from appraisal.queries.three import three_of
from appraisal.views.tokens import token_of
from core.models import AuditEntry
from tests.appraisal.site.people import NOW, Site, answer, events, fingerprint, give
from tests.appraisal.site.sitting import NATURE, OWN, Sitting, client_of, decided, since, sit

pytestmark = pytest.mark.django_db

TYPED = {
    "outcome": "conditions",
    "decided_on-day": "22",
    "decided_on-month": "11",
    "decided_on-year": "2026",
    "minute_reference": "CAB/2026/114",
    "discount": "score",
    "conditions": "Insure it.\nKeep it open.",
    "reasons": "It serves many ẞ.",
    "call_in_ends-day": "29",
    "call_in_ends-month": "11",
    "call_in_ends-year": "2026",
    "equality_read": "true",
}


@pytest.fixture
def sitting(site: Site) -> Sitting:
    return sit(site)


def assessed_by(sitting: Sitting, who: str) -> None:
    """Say who made the assessment."""
    own, _ = Assessment.objects.get_or_create(proposal=sitting.proposal, of=Assessment.Of.OFFICER)
    Recommendation.objects.update_or_create(
        assessment=own,
        defaults={"ready_by": sitting.people[who], "ready_at": NOW, "ready_of": "x"},
    )


def test_the_chair_records_the_panel_s_decision(sitting: Sitting) -> None:
    sitting.ready()
    sitting.declares("panel2", OWN, NATURE)
    chair, place = client_of(sitting, "chair"), sitting.site.address("decide")
    page = chair.get(place).content.decode()
    assert "Chair Ŵyn</span>, <span" in page
    assert "Panel2 Ŵyn" in page, "who withdrew is named"
    sent = chair.post(place, {**TYPED, **since(sitting)})
    assert sent.headers["Location"] == sitting.site.address("decisions")
    made = Decision.objects.get()
    assert (made.maker, made.outcome, made.number) == ("panel", "conditions", 1)
    assert made.decided_on == date(2026, 11, 22)
    assert made.call_in_ends == date(2026, 11, 29)
    assert made.item == sitting.item
    derived = three_of(sitting.proposal, sitting.item_now()).panel.discount
    assert derived is not None
    assert (made.discount_percent, made.discount_gbp) == (derived.percent, derived.amount)
    assert sitting.proposal.state == State.CONDITIONS
    assert AgendaItem.objects.get().decided_at == NOW


def test_the_record_is_frozen_with_who_decided_and_who_withdrew(sitting: Sitting) -> None:
    sitting.declares("panel2", OWN, NATURE)
    for who in ("chair", "panel"):
        sitting.declares(who)
    sitting.opens("chair", "panel", "panel2")
    sitting.moderates()
    sitting.agrees({"A": Pick(15, "The bank has agreed")})
    made = sitting.decides()
    record = Record.objects.get(event="decide")
    assert made.record_sha256 == record.sha256 == hashlib.sha256(record.text.encode()).hexdigest()
    said = json.loads(record.text)
    people = sitting.people
    panel = said["beside"]["panel"]
    assert panel["withdrew"] == [people["panel2"].pk]
    assert panel["decided"] == sorted([people["chair"].pk, people["panel"].pk])
    assert panel["agreed"] == {"A": {"points": 15, "reason": "The bank has agreed"}}
    assert said["beside"]["minute_reference"] == "CAB/2026/114"
    points = {one["letter"]: one["points"] for one in said["result"]["criteria"]}
    assert points["A"] == 15
    for one in people.values():  # people stand in it by number only
        assert one.email not in record.text
        assert one.name not in record.text
    assert NATURE not in record.text
    entry = AuditEntry.objects.get(event="decide")
    assert (record.audit_sequence, record.audit_hash) == (entry.sequence, entry.hash)
    assert json.loads(entry.detail)["record"] == record.sha256
    with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
        Decision.objects.update(reasons="Other ones")


def test_the_quorum_counts_who_attends_without_an_interest(sitting: Sitting) -> None:
    sitting.declares("chair")
    sitting.declares("panel2", OWN, NATURE)
    sitting.opens("chair", "panel", "panel2")
    sitting.moderates()
    sitting.agrees()
    with pytest.raises(CannotMove, match="The quorum is 2, and 1 member attends") as refusal:
        sitting.decides()
    assert len(refusal.value.reasons) == 1
    assert not Decision.objects.exists()
    assert sitting.proposal.state == State.PANEL
    sitting.declares("panel")
    sitting.decides()


def test_nothing_is_decided_before_the_meeting_or_before_the_panel_agrees(
    sitting: Sitting,
) -> None:
    sitting.declares("chair")
    with pytest.raises(CannotMove) as refusal:
        sitting.decides()
    said = " ".join(refusal.value.reasons)
    for why in ("The meeting is not open.", "The quorum is 2", "has not recorded what it agrees"):
        assert why in said


def test_a_provisional_result_is_not_decided(sitting: Sitting) -> None:
    sitting.ready()
    volunteers = [{"role": "Hosts", "people": "6", "hours_per_week": "4", "weeks_per_year": "48"}]
    answer(sitting.people["member"], sitting.proposal, "H", activities=[], volunteers=volunteers)
    give(sitting.people["officer"], sitting.proposal, "council", market_rent_gbp_pa=None)
    with pytest.raises(CannotMove, match="provisional"):
        sitting.decides()


@pytest.mark.parametrize("who", ["panel", "officer", "lead", "auditor", "checker"])
def test_only_a_chair_who_sits_decides_for_the_panel(sitting: Sitting, who: str) -> None:
    sitting.ready()
    before = fingerprint()
    sent = client_of(sitting, who).post(sitting.site.address("decide"), {**TYPED, **since(sitting)})
    assert sent.status_code == 403
    with pytest.raises(CannotMove, match="You may not"):
        sitting.decides(who)
    assert fingerprint() == before


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"outcome": ""}, "Choose an answer to “What was decided?”"),
        ({"conditions": " "}, "Enter the conditions, one a line"),
        ({"minute_reference": ""}, "Reference of the minute"),
        ({"reasons": ""}, "Give the reasons"),
        ({"equality_read": ""}, "Tick that the equality considerations were read"),
        ({"discount": "other"}, "Enter the discount in per cent"),
        ({"discount": "other", "percent": "40"}, "Say why the discount is not the one"),
        ({"discount": "other", "percent": "101"}, "The discount must be 100 or less"),
        ({"decided_on-day": "23"}, "before the day on which it is made"),
        ({"call_in_ends-day": "1"}, "cannot end before the day of the decision"),
    ],
)
def test_what_a_decision_lacks_is_said_and_what_was_typed_stays(
    sitting: Sitting, changed: dict[str, str], said: str
) -> None:
    sitting.ready()
    page = client_of(sitting, "chair").post(
        sitting.site.address("decide"), {**TYPED, **since(sitting), **changed}
    )
    text = page.content.decode()
    assert said in text
    assert "CAB/2026/114" in text or "minute_reference" in changed
    assert not Decision.objects.exists()


def test_another_discount_needs_a_reason_and_has_its_pounds(sitting: Sitting) -> None:
    sitting.ready()
    with pytest.raises(CannotDecide, match="Say why the discount"):
        sitting.decides(percent=Decimal("33.5"))
    with pytest.raises(
        CannotDecide, match="two decimal places at most"
    ):  # the register shows no more
        sitting.decides(percent=Decimal("33.333"), percent_reason="They mend the roof")
    made = sitting.decides(percent=Decimal("33.500"), percent_reason="They mend the roof")
    assert (made.discount_percent, made.discount_gbp) == (Decimal("33.5"), Decimal("4020.00"))
    assert made.discount_of == "rent"
    page = client_of(sitting, "lead").get(sitting.site.address("decisions")).content.decode()
    assert "33.5%, £4,020" in page
    assert "They mend the roof" in page


@pytest.mark.parametrize("outcome", ["refused", "deferred"])
def test_no_discount_goes_with_a_refusal_or_a_deferral(sitting: Sitting, outcome: str) -> None:
    sitting.ready()
    with pytest.raises(CannotDecide, match="only with an approval"):
        sitting.decides(outcome=outcome, percent=Decimal(10), percent_reason="No")
    made = sitting.decides(outcome=outcome)
    assert (made.discount_percent, made.discount_gbp) == (None, None)
    assert sitting.proposal.state == outcome


@pytest.mark.parametrize("maker", ["delegated", "cabinet"])
def test_without_the_panel_somebody_else_than_the_assessor_decides(
    sitting: Sitting, maker: str
) -> None:
    assessed_by(sitting, "officer")
    with pytest.raises(CannotMove, match="You had a hand in this proposal"):
        sitting.decides("officer", maker=maker)
    place = sitting.site.address("decide_alone")
    typed = {**TYPED, **since(sitting), "maker": maker, "outcome": "approved"}
    assert client_of(sitting, "chair").post(place, typed).status_code == 404  # not declared yet
    sent = client_of(sitting, "checker").post(place, typed)
    assert sent.status_code == 302
    made = Decision.objects.get()
    assert (made.maker, made.recorded_by) == (maker, sitting.people["checker"])
    assert Record.objects.filter(event="decide-alone").count() == 1
    assert AgendaItem.objects.get().decided_at == NOW, "nobody decides it a second time"


def test_nobody_decides_alone_what_nobody_says_is_ready(sitting: Sitting) -> None:
    with pytest.raises(CannotMove, match="has not said that the assessment is ready"):
        sitting.decides("checker", maker="delegated")


def test_an_old_page_decides_nothing(sitting: Sitting) -> None:
    sitting.ready()
    old = seen_of(sitting.proposal)
    token = token_of(sitting.proposal)
    Proposal.objects.update(state_since=NOW + timedelta(hours=1))
    with pytest.raises(MovedMeanwhile):
        decide(
            by=sitting.people["chair"],
            proposal=sitting.proposal,
            decided=decided(),
            seen=old,
            at=NOW,
        )
    sent = client_of(sitting, "chair").post(
        sitting.site.address("decide"), {**TYPED, "since": token}
    )
    assert sent.status_code == 409
    page = client_of(sitting, "chair").post(sitting.site.address("decide"), TYPED)
    assert "Read this page again" in page.content.decode()
    assert not Decision.objects.exists()


def test_a_later_decision_stands_beside_the_earlier(sitting: Sitting) -> None:
    sitting.ready()
    sitting.decides(outcome="deferred", reasons="The survey is missing.")
    page = client_of(sitting, "member").get(sitting.site.address("decisions")).content.decode()
    assert "The survey is missing." in page
    Meeting.objects.update(state=Meeting.State.CLOSED)
    again = sit_again(sitting)
    again.ready()
    again.decides(reasons="The survey came.")
    assert list(Decision.objects.values_list("number", "outcome")) == [
        (1, "deferred"),
        (2, "approved"),
    ]
    assert Record.objects.filter(event="decide").count() == 2
    page = client_of(sitting, "member").get(sitting.site.address("decisions")).content.decode()
    assert page.index("The survey came.") < page.index("The survey is missing.")
    assert "earlier decision" in page


def sit_again(sitting: Sitting) -> Sitting:
    """Put a deferred proposal on the agenda of another meeting of the same people."""
    from appraisal.actions.meetings import plan_meeting, put_on_agenda, seat_people

    officer = sitting.people["officer"]
    meeting = plan_meeting(
        by=officer,
        authority=sitting.site.council,
        held_at=NOW + timedelta(days=9),
        place="Room 3",
        quorum=2,
        at=NOW,
    )
    members = [sitting.people["panel"].pk]
    chair = sitting.people["chair"].pk
    seat_people(by=officer, meeting=meeting, chair=chair, members=members, at=NOW)
    item = put_on_agenda(by=officer, meeting=meeting, proposal=sitting.proposal, at=NOW)
    return Sitting(sitting.site, meeting, item, sitting.people)


# --- looking again -------------------------------------------------------------------------------


def test_the_lead_asks_once_and_the_officer_stands_by_it(sitting: Sitting) -> None:
    sitting.ready()
    sitting.decides(outcome="refused")
    lead, place = client_of(sitting, "lead"), sitting.site.address("ask_again")
    assert client_of(sitting, "member").get(place).status_code == 403
    assert "Give a reason" in lead.post(place, {"reason": "", **since(sitting)}).content.decode()
    sent = lead.post(place, {"reason": "You overlooked the youth club.", **since(sitting)})
    assert sent.status_code == 302
    assert sitting.proposal.state == State.RECONSIDERATION
    answers = {"answer": "uphold", "reason": "We had seen it."}
    officer = client_of(sitting, "officer")
    page = officer.get(sitting.site.address("look_again")).content.decode()
    assert "You overlooked the youth club." in page
    assert officer.post(sitting.site.address("look_again"), {**answers, **since(sitting)})
    assert sitting.proposal.state == State.REFUSED
    said = Reconsideration.objects.get()
    assert (said.upheld, said.answer, said.answered_by) == (
        True,
        "We had seen it.",
        sitting.people["officer"],
    )
    page = lead.get(sitting.site.address("decisions")).content.decode()
    assert "We had seen it." in page
    assert "The council stands by its decision." in page
    with pytest.raises(CannotMove, match="looked at this decision again already"):
        ask_again(by=sitting.people["lead"], proposal=sitting.proposal, reason="Again", at=NOW)
    kinds = [name for name, _ in events(sitting.proposal)]
    assert kinds[-2:] == ["ask-again", "uphold"]


def test_the_officer_assesses_again_and_the_first_decision_stays(sitting: Sitting) -> None:
    sitting.ready()
    sitting.decides(outcome="refused")
    ask_again(by=sitting.people["lead"], proposal=sitting.proposal, reason="Look", at=NOW)
    answer_again(
        by=sitting.people["officer"],
        proposal=sitting.proposal,
        uphold=False,
        reason="There are new figures.",
        at=NOW,
    )
    assert sitting.proposal.state == State.ASSESSMENT
    assert Decision.objects.count() == 1
    assert Reconsideration.objects.get().upheld is False


def test_a_published_decision_that_is_upheld_stays_published(sitting: Sitting) -> None:
    sitting.ready()
    sitting.decides()
    sitting.publishes()
    ask_again(by=sitting.people["lead"], proposal=sitting.proposal, reason="Look", at=NOW)
    answer_again(
        by=sitting.people["officer"], proposal=sitting.proposal, uphold=True, reason="No", at=NOW
    )
    assert sitting.proposal.state == State.PUBLISHED


def test_a_comparison_still_stands_when_an_answer_changed(sitting: Sitting) -> None:
    """What the panel agreed is laid over the officer's sheet as it is: the record keeps what it was."""
    sitting.ready()
    made = sitting.decides()
    text = Record.objects.get(sha256=made.record_sha256).text
    Proposal.objects.update(state=State.DRAFT)
    answer(sitting.people["member"], sitting.proposal, "C", level="none")
    assert Record.objects.get(sha256=made.record_sha256).text == text
