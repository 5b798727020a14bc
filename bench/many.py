"""Adds many proposals to the council of a bench's site, quickly: ``python -m bench.many 100000``.

They are rows as the actions would leave them, in all states and with ten officers, and nothing more: who
lists proposals reads no more of them. The same number gives the same proposals.
"""

import os
import random
import sys
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from appraisal.actions.councils import add_officer  # noqa: E402
from appraisal.actions.finding import found_by  # noqa: E402
from appraisal.models import Asset, Kind, Proposal, SchemeVersion, State  # noqa: E402
from bench.fill import settle  # noqa: E402
from core.accounts.people import add_person  # noqa: E402
from core.models import Authority, Organisation, User  # noqa: E402

COUNCIL, OFFICER = "northfield", "officer@northfield.example"
_A_BATCH = 5_000
_PLACES = ("Hall", "Lodge", "Library", "Baths", "Pavilion", "Depot", "Market", "School")


def add(count: int) -> None:
    """Add proposals, their groups and their buildings."""
    council = Authority.objects.get(slug=COUNCIL)
    officers = [*_officers(council), None]
    groups = Organisation.objects.bulk_create(
        Organisation(authority=council, name=f"Group {number:05}") for number in range(count // 20)
    )
    scheme = SchemeVersion.objects.filter(proposals__isnull=False).first()
    assert scheme, "the demo has proposals, so there is a scheme"
    made = _proposals(count, council, officers, groups, scheme)
    while batch := [one for one, _ in zip(made, range(_A_BATCH), strict=False)]:
        for one in batch:
            one.found_by = f"{found_by(one)}\n{one.title.lower()}"  # the building is called so too
        with transaction.atomic():
            Proposal.objects.bulk_create(batch)
            Asset.objects.bulk_create(Asset(proposal=one, name=one.title) for one in batch)
    settle()


def _officers(council: Authority) -> list[User]:
    """Return the officer who is signed in, and nine others."""
    people = [User.objects.get(email=OFFICER)]
    for number in range(9):
        person = add_person(email=f"officer{number}@example.org", name=f"Officer {number}")
        add_officer(user=person, authority=council, at=timezone.now())
        people.append(person)
    return people


def _proposals(
    count: int,
    council: Authority,
    officers: list[User | None],
    groups: list[Organisation],
    scheme: SchemeVersion,
) -> Iterator[Proposal]:
    chance, now = random.Random(count), timezone.now()  # noqa: S311 (figures for a bench)
    for number in range(count):
        since = now - timedelta(minutes=chance.randrange(count * 5))
        yield Proposal(
            id=UUID(int=chance.getrandbits(128), version=4),
            authority=council,
            organisation=chance.choice(groups),
            scheme=scheme,
            kind=Kind.ASSET_TRANSFER,
            title=f"{chance.choice(_PLACES)} {number:06}",
            reference=f"CAT-{number:06}",
            valuation_date=now.date(),
            state=chance.choice(State.values),
            state_since=since,
            officer=chance.choice(officers),
            started_by_id=officers[0].pk if officers[0] else 0,
            started_at=since,
            changed_at=since,
        )


if __name__ == "__main__":
    add(int(sys.argv[1]))
