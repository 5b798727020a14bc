"""What is read of a proposal for its pages is what stands in the database, in the types of the models."""

from __future__ import annotations

import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal

import pikepdf
import pytest
from django.test import Client

from appraisal.actions.demo import build_demo
from appraisal.models import Answer, CriterionEntry, OwnProxy, PageState, Proposal, ProposalAim
from appraisal.queries import Entry, Sheet, sheet_of
from appraisal.queries.sheet import Saves
from core.models import User
from tests.core.people import second_steps_for_staff

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module", autouse=True)
def demo(for_the_module: None) -> None:
    build_demo(at=NOW, drafts_only=True)
    second_steps_for_staff()


def sheets() -> list[Sheet]:
    return [sheet_of(one) for one in Proposal.objects.all()]


def test_entries_hold_every_answer_and_what_stands_beside_it() -> None:
    for sheet in sheets():
        rows = CriterionEntry.objects.filter(assessment__proposal=sheet.proposal)
        assert sheet.entries == {row.letter: entry_of(row) for row in rows}
    assert {entry.answered for sheet in sheets() for entry in sheet.entries.values()} == {
        True,
        False,
    }


def entry_of(row: CriterionEntry) -> Entry:
    answers = Answer.objects.filter(entry=row).order_by("pk")
    return Entry(
        given={answer.key: json.loads(answer.value) for answer in answers},
        answered=row.answered,
        reason=row.not_applicable_reason,
        agreed_by=row.agreed_by,
        evidence=row.evidence,
        note=row.note,
    )


def test_aims_stand_in_their_order() -> None:
    for sheet in sheets():
        found = [(letter, *aim) for letter, aims in sheet.aims.items() for aim in aims]
        rows = ProposalAim.objects.filter(proposal=sheet.proposal).order_by("letter", "order")
        assert found == [(row.letter, row.key, row.words) for row in rows]


def test_pages_say_how_often_they_were_saved_and_what_was_left() -> None:
    for sheet in sheets():
        rows = PageState.objects.filter(proposal=sheet.proposal)
        assert sheet.pages == {row.page: Saves(row.saves, row.unfinished) for row in rows}
    assert any(sheet.unfinished("H") for sheet in sheets())


def test_own_proxies_are_exact_and_those_of_the_proposal_alone() -> None:
    first, second = Proposal.objects.order_by("title")[:2]
    given = {
        "key": "volunteer-hour",
        "applies_from": date(2026, 4, 1),
        "value": Decimal("12.345678"),
        "source": "Our survey",
    }
    OwnProxy.objects.create(proposal=first, **given)
    assert sheet_of(second).own_proxies == ()
    (found,) = sheet_of(first).own_proxies
    assert {key: getattr(found, key) for key in given} == given


def test_the_pack_holds_the_very_file_that_is_given_away(client: Client) -> None:
    client.force_login(User.objects.get(email="officer@northfield.example"))
    hall = Proposal.objects.get(reference="CAT-2026-014")
    given = client.get(f"/northfield/proposals/{hall.pk}/appraisal.json").content
    drawn = client.get(f"/northfield/proposals/{hall.pk}/pack.pdf").content
    with pikepdf.open(io.BytesIO(drawn)) as pack:
        assert pack.attachments["appraisal.json"].get_file().read_bytes() == given
    assert given.startswith(b'{\n "format"')
