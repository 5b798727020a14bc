"""The demo: a proposal in every state, somebody in every role, and nothing that a second run would change."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import call_command

from appraisal.actions.demo import Demo, build_demo
from appraisal.methods.every import METHODS
from appraisal.models import (
    Evidence,
    Flag,
    Interest,
    Message,
    Notice,
    Outcome,
    Proposal,
    Publication,
    Record,
    State,
)
from appraisal.pack.ways import WAYS, valued
from appraisal.queries.assessed import assessed_of
from appraisal.queries.chapters import chapters_of
from appraisal.recorded import read_record
from core.models import AuditEntry, Letter, Membership, Role, User
from tests.appraisal.site.people import fingerprint
from tests.core.people import PASSWORD

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
_SECONDS = 20  # of work, not of waiting


@pytest.mark.django_db
def test_the_demo_shows_every_state_and_every_role_and_a_second_run_changes_nothing() -> None:
    """One demo for all of it, for building it takes as long as hundreds of other tests."""
    began = time.process_time()
    demo = build_demo(at=NOW)
    assert time.process_time() - began < _SECONDS
    _has_every_state_and_role(demo)
    _happened_one_thing_after_another()
    before = fingerprint()
    assert build_demo(at=NOW + timedelta(days=1)) == demo
    assert fingerprint() == before


def _has_every_state_and_role(demo: Demo) -> None:
    here = Proposal.objects.filter(authority__slug="northfield")
    assert set(here.values_list("state", flat=True)) == {str(state) for state in State}
    roles = Membership.objects.filter(authority__slug="northfield").values_list("role", flat=True)
    assert set(roles) == {str(role) for role in Role}
    assert here.filter(kind="coproduction").exclude(state=State.DRAFT).count() >= 2
    outcomes = Publication.objects.exclude(published_at=None).values_list("outcome", flat=True)
    assert {*outcomes} >= {Outcome.APPROVED, Outcome.CONDITIONS, Outcome.REFUSED}
    of_panel = Interest.objects.filter(item__proposal__state=State.PANEL)
    assert {one.kind == Interest.Kind.NONE for one in of_panel} == {True, False}
    assert {one.side for one in Message.objects.all()} == {"group", "council"}
    assert Evidence.objects.filter(state=Evidence.State.OPEN).count() >= 3
    assert Flag.objects.filter(resolved_at=None).exists()
    _has_a_proposal_that_uses_every_method()

    said = StringIO()
    call_command("verify_audit", stdout=said)
    assert "Northfield City Council" in said.getvalue()

    assert {one.what for one in demo.people if "of" not in one.what.split()} == {
        role.label.lower() for role in Role if not role.startswith("group-")
    }
    assert User.objects.get(email="panel2@northfield.example").check_password(demo.password)
    assert not User.objects.get(email="panel2@northfield.example").check_password(PASSWORD)


def _happened_one_thing_after_another() -> None:
    """Over weeks, nothing of it in the wrong order, and nobody gets a mail about the past."""
    entries = AuditEntry.objects.filter(authority__slug="northfield").order_by("sequence")
    times = list(entries.values_list("at", flat=True))
    assert times == sorted(times)
    assert times[-1] <= NOW
    assert times[-1] - times[0] > timedelta(weeks=12)
    assert Letter.objects.count() == 0
    assert Notice.objects.filter(read_at=None).exists()
    for proposal in Proposal.objects.filter(state__in=(State.CHECKED, State.PANEL)):
        assessed = assessed_of(proposal)
        assert not assessed.gaps
        assert not assessed.officer.appraisal.provisional
    for one in Record.objects.filter(event="sign-off"):
        held = read_record(one.text).assessment["chapters"]
        unsaid = {
            chapter["key"]
            for chapter in held
            if not any(asked["value"] for asked in chapter["questions"])
        }
        assert held
        # The garden’s officers left out where savings are likeliest, as they may.
        assert unsaid <= {"likeliest"}
    for title in ("The boathouse for young people", "Neighbours who drive"):
        assert len(chapters_of(Proposal.objects.get(title=title))["likeliest"]) == 10
    again = Proposal.objects.get(state=State.RESUBMITTED)
    assert Record.objects.filter(proposal=again).count() == 2


@pytest.mark.django_db
def test_a_demo_of_drafts_has_nothing_further() -> None:
    build_demo(at=NOW, drafts_only=True)
    assert set(Proposal.objects.values_list("state", flat=True)) == {State.DRAFT}
    assert set(Proposal.objects.values_list("started_at", flat=True)) == {NOW}


def _has_a_proposal_that_uses_every_method() -> None:
    """One proposal is valued in every way there is, each coming to something that can be drawn."""
    music = Proposal.objects.get(title="A music room in the market hall")
    asking = {one.key for one in METHODS.values() if one.asks}
    assert {key for key in chapters_of(music) if key in METHODS} == asking
    of = assessed_of(music).officer
    for key, way in WAYS.items():
        assert valued(way, of.file.methods.get(key, {}), of.appraisal).blocks, key
