"""A submission is killed in the middle, and two are made at once: all of one is there, or nothing."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest

from appraisal.actions.sending import send_in
from appraisal.models import Check, Proposal, Record, State
from core.audit import entry_hash
from core.models import AuditEntry, AuditHead, User
from tests.appraisal.site.browsing import boxes
from tests.appraisal.site.people import NOW, Site, complete, events, fingerprint, usual_site
from tests.appraisal.site.test_together import at_once
from tests.killing import Point, finished, killed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db: None) -> Site:
    site = usual_site()
    complete(site)
    return site


def submit(proposal: str, by: int, at: str) -> None:
    """Send a proposal in: the job that is killed."""
    send_in(
        "submit",
        by=User.objects.get(pk=by),
        proposal=Proposal.objects.get(pk=proposal),
        declared=True,
        at=datetime.fromisoformat(at),
    )


JOB = "tests.appraisal.site.test_killed.submit"


def given(site: Site) -> dict[str, object]:
    lead = site.people["lead"]
    return {"proposal": str(site.proposal.pk), "by": lead.pk, "at": NOW.isoformat()}


def assert_chain_is_whole(site: Site) -> None:
    previous = ""
    entries = list(AuditEntry.objects.filter(authority=site.council).order_by("sequence"))
    for number, entry in enumerate(entries, 1):
        assert (entry.sequence, entry.previous) == (number, previous)
        assert entry.hash == entry_hash(entry)
        previous = entry.hash
    head = AuditHead.objects.get(authority=site.council)
    assert (head.sequence, head.hash) == (len(entries), previous)


def assert_sent_in_once(site: Site) -> None:
    proposal = Proposal.objects.get(pk=site.proposal.pk)
    assert proposal.state == State.SUBMITTED
    record = Record.objects.get()
    entry = AuditEntry.objects.get(sequence=record.audit_sequence, authority=site.council)
    assert (entry.event, entry.hash) == ("submit", record.audit_hash)
    assert Check.objects.filter(proposal=proposal).count() == 7
    assert [name for name, _ in events(proposal)].count("submit") == 1
    assert_chain_is_whole(site)


POINTS = [
    Point("appraisal.actions.sending.make_move", "before"),  # the checklist is copied
    Point("core.audit._chained", "after"),  # the state is changed, the chain is longer
    Point("core.audit._write", "after"),  # the record is written too; it is not committed
]


@pytest.mark.parametrize("point", POINTS, ids=str)
def test_a_submission_that_is_killed_leaves_nothing(site: Site, point: Point) -> None:
    before = fingerprint()
    killed(JOB, point, **given(site))
    assert fingerprint() == before, "no state, record, check, entry or notice"
    assert_chain_is_whole(site)
    finished(JOB, **given(site))
    assert_sent_in_once(site)


def test_a_submission_that_is_killed_when_it_is_done_is_all_there(site: Site) -> None:
    killed(JOB, Point(JOB, "after"), **given(site))
    assert_sent_in_once(site)


def test_a_point_that_is_never_reached_fails_the_test(site: Site) -> None:
    with pytest.raises(AssertionError, match=r"was to be killed before .* and ended with 0"):
        killed(JOB, Point("appraisal.actions.moves.move_on"), **given(site))


def test_two_who_send_it_in_at_once_make_one_record(site: Site) -> None:
    client = site.client("lead")
    other = site.client("lead")
    sent = {**boxes(client.get(site.address("send"))), "declared": "on"}
    address = site.address("send")
    answers = at_once([partial(one.post, address, sent) for one in (client, other) * 4])
    assert {one.status_code for one in answers} == {302}
    assert_sent_in_once(site)


def test_a_withdrawal_and_a_submission_at_once_end_in_one_of_the_two(site: Site) -> None:
    send, withdraw = site.client("lead"), site.client("lead")
    sent = {**boxes(send.get(site.address("send"))), "declared": "on"}
    gone = {**boxes(withdraw.get(site.address("move", "withdraw"))), "reason": "No time"}
    jobs = [
        partial(send.post, site.address("send"), sent),
        partial(withdraw.post, site.address("move", "withdraw"), gone),
    ]
    answers = [one.status_code for one in at_once(jobs)]
    moved = [name for name, _ in events(site.proposal) if name in ("submit", "withdraw")]
    assert len(moved) == 1
    assert answers.count(302) == 1
    assert Record.objects.count() == moved.count("submit")
    assert_chain_is_whole(site)
