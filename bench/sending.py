"""Times submissions and the inserts of their rows in turn: ``python -m bench.sending 41`` prints JSON.

Run by bench/submissions.py in the environment of a site that is filled. Every round sends in one draft by
the action, and writes the same rows for two others, with Django's own inserts and with bare SQL.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "core.settings")

import django

django.setup()

from django.utils import timezone  # noqa: E402

from appraisal.access import memberships_of, open_proposal  # noqa: E402
from appraisal.actions.moves import seen_of  # noqa: E402
from appraisal.actions.sending import send_in  # noqa: E402
from appraisal.models import Proposal  # noqa: E402
from appraisal.roles import To  # noqa: E402
from bench.drafts import drafts  # noqa: E402
from bench.inserts import BareSql, DjangoInserts, counted, left_by  # noqa: E402
from bench.measure import timed  # noqa: E402
from core.models import Authority, User  # noqa: E402

LEAD, COUNCIL = "asha@example.org", "northfield"
WARM = 5


def sender(proposal_id: UUID) -> Callable[[], None]:
    """Open a draft as the page does, and return the action that sends it in."""
    lead, council = User.objects.get(email=LEAD), Authority.objects.get(slug=COUNCIL)
    memberships = memberships_of(lead, council)
    opened = open_proposal(
        memberships=memberships, authority=council, proposal_id=proposal_id, to=To.SUBMIT
    )
    proposal, at = opened.proposal, timezone.now()
    return lambda: _send(lead, proposal, at)


def _send(lead: User, proposal: Proposal, at: datetime) -> None:
    send_in("submit", by=lead, proposal=proposal, declared=True, seen=seen_of(proposal), at=at)


def rounds(count: int) -> list[dict[str, float]]:
    """Return the seconds that each took, a round at a time."""
    ready = iter(drafts(3 * (count + 2 * WARM) + 1))
    first = next(ready)
    left = left_by(sender(first), first)
    by_django, by_sql = DjangoInserts(left), BareSql(left)

    def one() -> dict[str, float]:
        ours, other, bare = sender(next(ready)), next(ready), next(ready)
        return {
            "ours": timed(ours),
            "Django's own inserts": timed(lambda: by_django.write(other)),
            "bare SQL": timed(lambda: by_sql.write(bare)),
        }

    for _ in range(WARM):
        one()
    before = counted()
    for _ in range(WARM):
        one()
    added = {table: many - before[table] for table, many in counted().items()}
    expected = {table: 3 * WARM * len(rows) for table, rows in left.items()}
    if {table: many for table, many in added.items() if many} != expected:
        raise RuntimeError(f"The baselines do not write what a submission does: {added}")
    return [one() for _ in range(count)]


if __name__ == "__main__":
    print(json.dumps(rounds(int(sys.argv[1]))))
