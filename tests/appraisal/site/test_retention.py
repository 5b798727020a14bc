"""What was kept long enough goes, with all that hangs on it; what was done stays in the chain, which is whole."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, transaction
from pytest_django import DjangoCaptureOnCommitCallbacks

from appraisal.actions.retention import CannotKeep, let_go, ranges, set_periods
from appraisal.models import (
    AgendaItem,
    Answer,
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
from core.models import AuditDetail, AuditEntry, Letter
from tests.appraisal.site.people import NOW, Site, answer
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


@pytest.mark.parametrize(
    ("state", "years", "terms", "kind"),
    [
        (State.DRAFT, 1.9, {}, ""),
        (State.DRAFT, 2.1, {}, "unfinished"),
        (State.INVITED, 2.1, {}, "unfinished"),
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
        (State.SUBMITTED, 50, {}, ""),
        (State.PANEL, 50, {}, ""),
        (State.DEFERRED, 50, {}, ""),
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


@pytest.mark.parametrize(("outcome", "kind"), [("refused", "refused"), ("approved", "")])
def test_what_was_published_goes_as_what_it_was_with_all_that_the_panel_said(
    site: Site, outcome: str, kind: str
) -> None:
    sitting = sit(site)
    sitting.ready()
    sitting.decides(outcome=outcome)
    sitting.publishes()
    stand(site, State.PUBLISHED, 7.1, tenure="lease", years=25)
    over = over_at(site.council, TODAY)
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
