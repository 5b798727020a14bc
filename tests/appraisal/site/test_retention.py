"""What was kept long enough goes, with all that hangs on it; what was done stays in the chain, which is whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO
from uuid import UUID

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from appraisal.actions import retention
from appraisal.actions.invitations import IsOver, send_again, withdraw
from appraisal.actions.invitations import Over as Ended
from appraisal.actions.invitations import invite as invite_to
from appraisal.actions.invitations import over as over_for
from appraisal.actions.messages import write_message
from appraisal.actions.retention import CannotKeep, let_go, ranges, set_periods
from appraisal.models import (
    AgendaItem,
    Answer,
    CorrectedTerms,
    Decision,
    Evidence,
    Meeting,
    Message,
    Notice,
    Proposal,
    Publication,
    Record,
    State,
    Terms,
)
from appraisal.queries.retention import over_at, periods_of
from appraisal.queries.verify import first_broken_link
from appraisal.retention import KINDS, years_before
from core.models import AuditDetail, AuditEntry, Authority, Letter, Role
from tests.appraisal.site.people import NOW, Site, answer, begin
from tests.appraisal.site.sitting import sit
from tests.appraisal.site.test_notices import send
from tests.appraisal.site.test_records import freeze

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def stand(site: Site, state: State, ago: float, **terms: object) -> None:
    """Let the proposal have stood somewhere for some years."""
    since = NOW - timedelta(days=round(365.25 * ago))
    Proposal.objects.filter(pk=site.proposal.pk).update(
        state=state, state_since=since, changed_at=since
    )
    Terms.objects.filter(proposal=site.proposal).update(**terms)


def found(site: Site, days: int = 0) -> tuple[list[str], list[str]]:
    """Return the kinds of what is over its time so many days from today, and of what will be soon."""
    over = over_at(site.council, TODAY + timedelta(days=days))
    return [kind for kind, _ in over.proposals], [kind for kind, _ in over.soon]


def carry_out(site: Site, days: int = 0) -> None:
    over = over_at(site.council, TODAY + timedelta(days=days))
    let_go(authority=site.council, over=over, at=NOW + timedelta(days=days))


@pytest.mark.parametrize(
    ("state", "years", "terms", "kind"),
    [
        (State.DECLINED, 1.9, {}, ""),
        (State.DECLINED, 2.1, {}, "declined"),
        (State.WITHDRAWN, 2.1, {}, "withdrawn"),
        (State.REFUSED, 6.9, {}, ""),
        (State.REFUSED, 7.1, {}, "refused"),
        (State.APPROVED, 7.1, {"tenure": "lease", "years": 25}, ""),
        (State.APPROVED, 31.9, {"tenure": "lease", "years": 25}, ""),
        (State.APPROVED, 32.1, {"tenure": "lease", "years": 25}, "approved"),
        (State.CONDITIONS, 99, {"tenure": "freehold"}, ""),
        (State.PUBLISHED, 8, {"tenure": "lease", "years": 25}, ""),
        (State.APPROVED, 7.1, {"tenure": ""}, "approved"),
        (State.APPROVED, 99, {"tenure": "lease", "years": None}, ""),
        (State.RECONSIDERATION, 99, {"tenure": "lease", "years": 25}, ""),
        (State.APPROVED, 7.1, {"tenure": "lease", "years": 9999}, ""),
    ],
)
def test_each_kind_has_its_time(
    site: Site, state: State, years: float, terms: Mapping[str, object], kind: str
) -> None:
    stand(site, state, years, **terms)
    over = over_at(site.council, TODAY)
    assert [found for found, _ in over.proposals] == ([kind] if kind else [])
    assert over_at(site.other, TODAY).proposals == ()


YEAR = 365.25
STANDING = [
    (State.ENQUIRY, 2, "unfinished"),
    (State.INVITED, 2, "unfinished"),
    (State.DRAFT, 2, "unfinished"),
    (State.SUBMITTED, 3, "stalled"),
    (State.RETURNED, 3, "stalled"),
    (State.RESUBMITTED, 3, "stalled"),
    (State.ASSESSMENT, 3, "stalled"),
    (State.CHECKED, 3, "stalled"),
    (State.PANEL, 3, "stalled"),
    (State.DEFERRED, 3, "stalled"),
]


@pytest.mark.parametrize(("state", "years", "kind"), STANDING)
def test_what_nobody_goes_on_with_is_said_first_and_goes_30_days_later(
    site: Site, state: State, years: int, kind: str
) -> None:
    Proposal.objects.update(state=state)
    over = round(years * YEAR) + 1  # days after which its time is over
    assert found(site, over - 32) == ([], [])
    assert found(site, over + 500) == ([], [kind]), "never without having been told"
    carry_out(site, over - 29)
    assert found(site, over - 29) == ([], []), "it is said once"
    assert found(site, over) == ([], [])
    assert found(site, over + 1) == ([kind], [])
    carry_out(site, over + 1)
    assert not Proposal.objects.exists()
    assert first_broken_link(site.council) is None


def test_every_state_that_a_proposal_can_stand_in_ends_some_day(site: Site) -> None:
    Terms.objects.update(tenure="")
    for state in State:
        Proposal.objects.update(state=state)
        over, soon = found(site, 40_000)
        assert over or soon or state == State.RECONSIDERATION, state  # that one has a decision


def test_people_are_told_the_day_and_where_to_go_on(site: Site) -> None:
    carry_out(site, 800)
    told = Notice.objects.filter(kind="erased-soon").values_list("user__email", flat=True)
    assert set(told) == {f"{who}@example.org" for who in ("lead", "member", "second", "officer")}
    letter = Letter.objects.filter(kind="erased-soon").first()
    assert letter is not None
    assert "on 1 March 2029 it will be erased" in letter.text
    assert letter.link == f"/brum/proposals/{site.proposal.pk}/"
    carry_out(site, 801)
    assert Notice.objects.filter(kind="erased-soon").count() == 4


def test_whatever_somebody_does_about_it_its_time_begins_anew(site: Site) -> None:
    carry_out(site, 800)
    write_message(
        by=site.people["lead"],
        proposal=site.proposal,
        form=UUID(int=1),
        text="Please keep it",
        at=NOW + timedelta(days=820),
    )
    carry_out(site, 900)
    assert Proposal.objects.exists()
    assert found(site, 820 + 699) == ([], [])
    assert found(site, 820 + 702) == ([], ["unfinished"]), "and it is said again"


def test_what_is_done_between_finding_and_erasing_saves_it(site: Site) -> None:
    carry_out(site, 800)
    over = over_at(site.council, TODAY + timedelta(days=900))
    assert [kind for kind, _ in over.proposals] == ["unfinished"]
    later = NOW + timedelta(days=900)
    write_message(
        by=site.people["lead"], proposal=site.proposal, form=UUID(int=1), text="Wait", at=later
    )
    let_go(authority=site.council, over=over, at=later)
    assert Proposal.objects.exists()


def test_a_lease_counts_from_the_decision_and_not_from_its_publication(site: Site) -> None:
    sitting = sit(site)
    sitting.ready()
    decided = sitting.decides(outcome="approved")
    sitting.publishes()
    published = NOW + timedelta(days=3 * YEAR)
    Proposal.objects.update(state_since=published, changed_at=published)
    Terms.objects.update(tenure="lease", years=25)
    end = (decided.decided_on - TODAY).days + round(32 * YEAR)
    assert found(site, end - 3) == ([], [])
    assert found(site, end + 3) == (["approved"], [])


def test_the_term_that_an_officer_corrected_counts(site: Site) -> None:
    stand(site, State.APPROVED, 32.1, tenure="lease", years=25)
    assert found(site) == (["approved"], [])
    CorrectedTerms.objects.create(
        proposal=site.proposal,
        given='{"years": 30}',
        reason="A slip.",
        saves_seen=1,
        by=site.people["officer"],
        at=NOW,
    )
    assert found(site) == ([], [])


def test_one_that_cannot_be_erased_keeps_no_other(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(site, State.WITHDRAWN, 3)
    other = begin(site.council, site.group, site.people["lead"], title="Our shed")
    Proposal.objects.filter(pk=other.pk).update(
        state=State.WITHDRAWN, state_since=NOW - timedelta(days=900)
    )
    over = over_at(site.council, TODAY)
    assert len(over.proposals) == 2
    real = retention._entries_about

    def fails(authority: Authority, held: Proposal) -> list[int]:
        if held.pk == over.proposals[0][1].pk:
            raise OSError("the disk is full")
        return real(authority, held)

    monkeypatch.setattr(retention, "_entries_about", fails)
    with pytest.raises(ExceptionGroup) as failed:
        let_go(authority=site.council, over=over, at=NOW)
    assert [str(one) for one in failed.value.exceptions] == ["the disk is full"]
    assert [one.pk for one in Proposal.objects.all()] == [over.proposals[0][1].pk]
    with pytest.raises(CommandError, match="1 part of this could not be done"):
        call_command("keep_to_retention", "--carry-out", stdout=StringIO())


def test_the_address_of_an_invitation_that_nobody_answered_goes(site: Site) -> None:
    sent = invite_to(
        by=site.people["lead"],
        authority=site.council,
        organisation=site.group,
        email="new@secret.example",
        role=Role.GROUP_MEMBER,
        at=NOW,
    )
    Letter.objects.all().delete()
    carry_out(site, 14 + 364)
    sent.refresh_from_db()
    assert sent.email == "new@secret.example"
    carry_out(site, 14 + 367)
    sent.refresh_from_db()
    assert sent.email == ""
    later = NOW + timedelta(days=400)
    assert over_for(sent, later) == Ended.EXPIRED, "nobody has withdrawn it"
    with pytest.raises(IsOver):
        send_again(by=site.people["lead"], invitation=sent, at=later)
    withdraw(by=site.people["lead"], invitation=sent, at=later)
    assert AuditEntry.objects.filter(event="invitation withdrawn").count() == 0
    again = invite_to(
        by=site.people["lead"],
        authority=site.council,
        organisation=site.group,
        email="new@secret.example",
        role=Role.GROUP_MEMBER,
        at=later,
    )
    assert again.pk != sent.pk


@pytest.mark.parametrize(("outcome", "kind"), [("refused", "refused"), ("approved", "")])
def test_what_was_published_goes_as_what_it_was_with_all_that_the_panel_said(
    site: Site, outcome: str, kind: str
) -> None:
    sitting = sit(site)
    sitting.ready()
    sitting.decides(outcome=outcome)
    sitting.publishes()
    Terms.objects.update(tenure="lease", years=25)
    over = over_at(site.council, TODAY + timedelta(days=7.1 * YEAR))
    assert [found for found, _ in over.proposals] == ([kind] if kind else [])
    let_go(authority=site.council, over=over, at=NOW)
    left = {model: model._default_manager.count() for model in (AgendaItem, Decision, Publication)}
    assert set(left.values()) == ({0} if kind else {1})
    assert Meeting.objects.count() == 1
    assert first_broken_link(site.council) is None
    told = AuditDetail.objects.filter(entry__about__startswith="item:").exclude(text="{}")
    assert told.exists() != bool(kind)


def test_a_council_s_own_period_counts(site: Site) -> None:
    stand(site, State.DECLINED, 2.1)
    officer = site.people["manager"]
    assert set_periods(by=officer, authority=site.council, years={"declined": 3}, at=NOW)
    assert not set_periods(by=officer, authority=site.council, years={"declined": 3}, at=NOW)
    assert over_at(site.council, TODAY).proposals == ()
    assert periods_of(site.council)["declined"] == 3
    assert periods_of(site.other) == {kind.key: kind.years for kind in KINDS}
    assert AuditEntry.objects.filter(event="retention changed").count() == 1


@pytest.mark.parametrize("years", [{"declined": 0}, {"declined": 101}, {"nothing": 5}])
def test_a_period_that_is_none_is_refused(site: Site, years: dict[str, int]) -> None:
    with pytest.raises(CannotKeep):
        set_periods(by=None, authority=site.council, years=years, at=NOW)


@pytest.fixture
def full(site: Site) -> Site:
    """Return a site whose proposal has answers, a record, a message, a file and a notice."""
    lead = site.people["lead"]
    answer(lead, site.proposal, "A", capital_cost_gbp="777777")
    freeze(site, "submit")
    Message.objects.create(
        proposal=site.proposal,
        form="00000000-0000-0000-0000-000000000001",
        side="group",
        by=lead,
        at=NOW,
        text="Ring Mair",
    )
    name = default_storage.save("evidence/ab/abc", ContentFile(b"x"))
    Evidence.objects.create(
        proposal=site.proposal,
        name="quote.pdf",
        kind="pdf",
        size=1,
        sha256="0" * 64,
        stored=name,
        state="open",
        added_by=lead,
        added_at=NOW,
    )
    send(site, "message", "lead", site.proposal)
    stand(site, State.WITHDRAWN, 3)
    return site


def test_a_proposal_goes_with_all_that_hangs_on_it_and_the_chain_stays_whole(
    full: Site, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    stored = Evidence.objects.get().stored
    before = AuditEntry.objects.filter(authority=full.council).count()
    about = AuditEntry.objects.filter(about=f"proposal:{full.proposal.pk}").count()
    with django_capture_on_commit_callbacks(execute=True):
        let_go(authority=full.council, over=over_at(full.council, TODAY), at=NOW)
    for model in (Proposal, Record, Message, Evidence, Answer):
        assert not model._default_manager.exists(), model
    assert not Notice.objects.filter(proposal=full.proposal.pk).exists()
    assert not default_storage.exists(stored)
    assert first_broken_link(full.council) is None
    details = " ".join(AuditDetail.objects.values_list("text", flat=True))
    assert "777777" not in details
    assert AuditEntry.objects.filter(about=f"proposal:{full.proposal.pk}").count() == about + 1
    assert AuditEntry.objects.filter(authority=full.council).count() == before + 2
    with django_capture_on_commit_callbacks(execute=True):
        let_go(authority=full.council, over=over_at(full.council, TODAY), at=NOW)
    assert AuditEntry.objects.filter(authority=full.council).count() == before + 2, "done is done"


def test_what_somebody_goes_on_with_meanwhile_is_left(full: Site) -> None:
    over = over_at(full.council, TODAY)
    Proposal.objects.update(changed_at=NOW)
    let_go(authority=full.council, over=over, at=NOW)
    assert Proposal.objects.exists()


def test_a_record_cannot_go_before_the_audit_says_so(full: Site) -> None:
    with pytest.raises(DatabaseError, match="never changed or deleted"), transaction.atomic():
        Record.objects.all().delete()
    assert Record.objects.exists()


def test_letters_and_notices_go_after_a_year_and_what_waits_stays(site: Site) -> None:
    for years in (0.9, 1.1):
        send(site, "returned", "lead", site.proposal)
        then = NOW - timedelta(days=365.25 * years)
        Letter.objects.filter(written_at=NOW).update(written_at=then, state="sent")
        Notice.objects.filter(at=NOW).update(at=then)
    Letter.objects.create(
        authority=site.council,
        user=site.people["lead"],
        kind="x",
        subject="x",
        text="x",
        written_at=NOW - timedelta(days=800),
        due_at=NOW,
    )
    let_go(authority=site.council, over=over_at(site.council, TODAY), at=NOW)
    assert sorted(Letter.objects.values_list("state", flat=True)) == ["queued", "sent"]
    assert Notice.objects.count() == 1
    assert first_broken_link(site.council) is None


def test_the_command_says_first_and_does_only_when_told(full: Site) -> None:
    said = StringIO()
    call_command("keep_to_retention", "--council", full.council.slug, stdout=said)
    assert "Would erase “Our hall”" in said.getvalue()
    assert "2 years after the group withdrew" in said.getvalue()
    assert said.getvalue().endswith("Say --carry-out to erase it.\n")
    assert Proposal.objects.exists()
    call_command("keep_to_retention", "--carry-out", stdout=(done := StringIO()))
    assert "Erased “Our hall”" in done.getvalue()
    assert not Proposal.objects.exists()
    call_command("keep_to_retention", "--carry-out", stdout=(again := StringIO()))
    assert "Erased" not in again.getvalue()
    assert "Nothing is over its time." in again.getvalue()
    call_command("verify_audit", stdout=StringIO())
    with pytest.raises(SystemExit):
        call_command("keep_to_retention", "--council", "nowhere", stderr=StringIO())


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2028, 2, 29), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
        (date(2026, 11, 22), 7, date(2019, 11, 22)),
        (date(2026, 11, 22), 9999, date.min),
    ],
)
def test_the_same_day_some_years_earlier(day: date, years: int, expected: date) -> None:
    assert years_before(day, years) == expected


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [([], []), ([1], [[1, 1]]), ([1, 2, 3, 5, 7, 8], [[1, 3], [5, 5], [7, 8]])],
)
def test_numbers_are_said_as_ranges(numbers: list[int], expected: list[list[int]]) -> None:
    assert ranges(numbers) == expected


def test_the_manager_says_how_long_on_a_page(site: Site) -> None:
    manager, address = site.client("manager"), f"/{site.council.slug}/retention/"
    typed = {kind.key: str(kind.years) for kind in KINDS}
    assert "Proposals that were refused" in manager.get(address).content.decode()
    assert manager.post(address, {**typed, "refused": "0"}).status_code == 200
    assert manager.post(address, {**typed, "refused": "101"}).status_code == 200
    assert periods_of(site.council)["refused"] == 7
    assert manager.post(address, {**typed, "refused": "10"}).status_code == 302
    assert periods_of(site.council)["refused"] == 10
    entry = AuditEntry.objects.get(event="retention changed")
    assert entry.by == site.people["manager"]
