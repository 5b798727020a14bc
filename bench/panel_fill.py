"""Adds to the council of a bench's site: published decisions, or a panel of nine that has marked.

``python -m bench.panel_fill register 100000`` or ``python -m bench.panel_fill panel``. Published decisions are
rows as the actions would leave them; who reads the register reads no more. The panel is built by the actions.
"""

import os
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from uuid import uuid4

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402
from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.councils import add_staff  # noqa: E402
from appraisal.actions.finding import looked_through  # noqa: E402
from appraisal.actions.meetings import (  # noqa: E402
    open_meeting,
    plan_meeting,
    put_on_agenda,
    seat_people,
)
from appraisal.actions.panel import Given, declare, open_moderation, save_mark  # noqa: E402
from appraisal.models import Decision, Kind, Outcome, Proposal, Publication, State  # noqa: E402
from appraisal.queries.three import three_of  # noqa: E402
from bench.fill import settle  # noqa: E402
from core.accounts.people import add_person  # noqa: E402
from core.models import Membership, Role, User  # noqa: E402

_A_BATCH = 5_000
_OUTCOMES = (Outcome.APPROVED, Outcome.CONDITIONS, Outcome.REFUSED)
_PLACES = ("Hall", "Lodge", "Library", "Baths", "Pavilion", "Depot", "Market", "School")


def register(count: int) -> None:
    """Publish decisions over twenty years, each of a proposal of its own."""
    hall = Proposal.objects.get(reference="CAT-2026-014")
    officer = User.objects.get(email="officer@northfield.example")
    chance, now = random.Random(count), timezone.now()  # noqa: S311 (figures for a bench)
    numbers = iter(range(count))
    while batch := list(islice(numbers, _A_BATCH)):
        proposals = list(_proposals(hall, batch))
        decisions = [_decision(one, officer, chance) for one in proposals]
        with transaction.atomic():
            Proposal.objects.bulk_create(proposals)
            Decision.objects.bulk_create(decisions)
            Publication.objects.bulk_create(
                Publication(
                    decision=one,
                    authority=hall.authority,
                    kind=Kind.ASSET_TRANSFER,
                    outcome=one.outcome,
                    maker=one.maker,
                    title=one.proposal.title,
                    asset=one.proposal.title,
                    group=hall.organisation.name,
                    decided_on=one.decided_on,
                    minute_reference=one.minute_reference,
                    discount_percent=one.discount_percent,
                    discount_gbp=one.discount_gbp,
                    discount_of="rent",
                    reasons=one.reasons,
                    found_by=looked_through(one.proposal.title, one.minute_reference),
                    written_at=now,
                    written_by=officer,
                    published_at=now,
                    published_by=officer,
                )
                for one in decisions
            )
    settle()


def _proposals(hall: Proposal, numbers: list[int]) -> Iterator[Proposal]:
    for number in numbers:
        place = _PLACES[number % len(_PLACES)]
        yield Proposal(
            id=uuid4(),
            authority=hall.authority,
            organisation=hall.organisation,
            scheme=hall.scheme,
            kind=Kind.ASSET_TRANSFER,
            title=f"{place} {number:06}",
            valuation_date=hall.valuation_date,
            state=State.PUBLISHED,
            state_since=hall.state_since,
            started_by=hall.started_by,
            started_at=hall.started_at,
            changed_at=hall.changed_at,
        )


def _decision(proposal: Proposal, officer: User, chance: random.Random) -> Decision:
    today, outcome = timezone.now(), chance.choice(_OUTCOMES)
    return Decision(
        proposal=proposal,
        number=1,
        maker="panel",
        outcome=outcome,
        conditions="Keep it open to all." if outcome == Outcome.CONDITIONS else "",
        decided_on=(today - timedelta(days=chance.randrange(7_300))).date(),
        minute_reference=f"CAB/{chance.randrange(10**6)}",
        discount_percent=chance.randrange(101),
        discount_gbp=chance.randrange(100_000),
        discount_of="rent",
        reasons="It serves many people who live nearby, and the building is kept in repair.",
        recorded_at=today,
        recorded_by=officer,
        record_sha256="0" * 64,
    )


def panel() -> None:
    """Seat nine people, the first saver as their chair, and let each mark every criterion."""
    hall = Proposal.objects.get(reference="CAT-2026-014")
    officer = User.objects.get(email="officer@northfield.example")
    now = timezone.now()
    Proposal.objects.filter(pk=hall.pk).update(state=State.CHECKED)
    people = [User.objects.get(email=f"saver{number}@example.org") for number in range(8)]
    # They are of the group, and whoever is has an interest in its proposal.
    Membership.objects.filter(user__in=people, organisation=hall.organisation).delete()
    people.append(add_person(email="ninth@example.org", name="Ninth Member"))
    for person in people:
        role = Role.PANEL_CHAIR if person == people[0] else Role.PANEL_MEMBER
        add_staff(user=person, authority=hall.authority, role=role, at=now)
        # Whoever has a role at a council needs a second step.
        Authenticator.objects.create(user=person, type=Authenticator.Type.TOTP, data={"secret": ""})
    meeting = plan_meeting(
        by=officer, authority=hall.authority, held_at=now, place="Room 2", quorum=3, at=now
    )
    members = [one.pk for one in people[1:]]
    seat_people(by=officer, meeting=meeting, chair=people[0].pk, members=members, at=now)
    item = put_on_agenda(by=officer, meeting=meeting, proposal=hall, at=now)
    criteria = three_of(Proposal.objects.get(pk=hall.pk), None).scheme.criteria
    chance = random.Random(9)  # noqa: S311 (figures for a bench)
    for person in people:
        declare(by=person, item=item, kind="none", at=now)
        for one in criteria:
            given = Given(False, chance.choice(one.levels), "The figures bear it out.")
            save_mark(
                by=person, item=item, letter=one.letter, given=given, levels=one.levels, at=now
            )
    open_meeting(by=people[0], meeting=meeting, at=now)
    open_moderation(by=people[0], item=item, at=now)
    settle()


if __name__ == "__main__":
    if sys.argv[1] == "panel":
        panel()
    else:
        register(int(sys.argv[2]))
