"""A decision is killed in the middle, and two chairs decide at once: there is all of one, or nothing."""

from __future__ import annotations

from datetime import datetime
from functools import partial

import pytest

from appraisal.actions.decisions import decide
from appraisal.actions.publishing import Wording, publish, write_publication
from appraisal.models import AgendaItem, Decision, Notice, Proposal, Publication, Record, State
from appraisal.queries.verify import first_broken_link
from core.models import AuditEntry, User
from tests.appraisal.site.people import NOW, events, fingerprint, usual_site
from tests.appraisal.site.sitting import Sitting, client_of, decided, since, sit
from tests.appraisal.site.test_decisions import TYPED
from tests.appraisal.site.test_together import at_once
from tests.killing import Point, finished, killed

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def sitting(transactional_db: None) -> Sitting:
    made = sit(usual_site())
    made.ready()
    made.declares("chair2")
    return made


def decide_job(proposal: str, by: int, at: str) -> None:
    """Record the panel's decision: the job that is killed."""
    moment = datetime.fromisoformat(at)
    person, of = User.objects.get(pk=by), Proposal.objects.get(pk=proposal)
    decide(by=person, proposal=of, decided=decided(), at=moment)


def publish_job(proposal: str, by: int, seen: str, at: str) -> None:
    """Publish what was written: the job that is killed."""
    publish(
        by=User.objects.get(pk=by),
        proposal=Proposal.objects.get(pk=proposal),
        seen=datetime.fromisoformat(seen),
        at=datetime.fromisoformat(at),
    )


DECIDE, PUBLISH = f"{__name__}.decide_job", f"{__name__}.publish_job"


def given(sitting: Sitting, who: str) -> dict[str, object]:
    by = sitting.people[who].pk
    return {"proposal": str(sitting.proposal.pk), "by": by, "at": NOW.isoformat()}


def assert_decided_once(sitting: Sitting) -> None:
    made, record = Decision.objects.get(), Record.objects.get(event="decide")
    assert made.record_sha256 == record.sha256
    assert sitting.proposal.state == State.APPROVED
    assert AgendaItem.objects.get().decided_at == NOW
    assert [name for name, _ in events(sitting.proposal)].count("decide") == 1
    entry = AuditEntry.objects.get(event="decide")
    assert (entry.sequence, entry.hash) == (record.audit_sequence, record.audit_hash)
    assert first_broken_link(sitting.site.council) is None


@pytest.mark.parametrize(
    "point",
    [
        Point("appraisal.actions.decisions.record_of", "after"),  # nothing is written yet
        Point("appraisal.actions.decisions.make_move", "after"),  # the state has changed
        Point("core.audit._chained", "after"),  # the decision is there, the chain is longer
        Point("core.audit._write", "after"),  # the record too; it is not committed
    ],
    ids=str,
)
def test_a_decision_that_is_killed_leaves_nothing(sitting: Sitting, point: Point) -> None:
    before = fingerprint()
    killed(DECIDE, point, **given(sitting, "chair"))
    assert fingerprint() == before, "no state, decision, record, entry or notice"
    finished(DECIDE, **given(sitting, "chair"))
    assert_decided_once(sitting)


def test_a_decision_that_is_killed_when_it_is_done_is_all_there(sitting: Sitting) -> None:
    killed(DECIDE, Point(DECIDE, "after"), **given(sitting, "chair"))
    assert_decided_once(sitting)
    assert Notice.objects.filter(proposal=sitting.proposal).exists()


def test_a_publication_that_is_killed_publishes_nothing(sitting: Sitting) -> None:
    sitting.decides()
    officer = sitting.people["officer"]
    wording = Wording(title="Our hall", asset="", reasons="It serves many.")
    written = write_publication(by=officer, proposal=sitting.proposal, wording=wording, at=NOW)
    more = {**given(sitting, "officer"), "seen": written.written_at.isoformat()}
    before = fingerprint()
    killed(PUBLISH, Point("core.audit._write", "after"), **more)
    assert fingerprint() == before
    finished(PUBLISH, **more)
    assert Publication.objects.get().published_at == NOW
    assert sitting.proposal.state == State.PUBLISHED


def test_two_chairs_who_decide_at_once_make_one_decision(sitting: Sitting) -> None:
    place, typed = sitting.site.address("decide"), {**TYPED, **since(sitting)}
    jobs = [
        partial(client_of(sitting, who).post, place, {**typed, "outcome": outcome})
        for who, outcome in (("chair", "approved"), ("chair2", "refused")) * 3
    ]
    answers = [one.status_code for one in at_once(jobs)]
    assert answers.count(302) == 1
    assert set(answers) <= {302, 403, 409}
    made = Decision.objects.get()
    assert sitting.proposal.state == made.outcome
    assert Record.objects.filter(event="decide").count() == 1
    assert first_broken_link(sitting.site.council) is None
