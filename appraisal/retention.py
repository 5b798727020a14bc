"""How long a council keeps what, until it says otherwise.

The periods are defaults of ours, to be replaced by those of the council's own retention schedule: the UK GDPR
asks for a period that can be justified (article 5(1)(e)) and names none. Six years and one are the usual time
in which a decision or a contract may come before a court (Limitation Act 1980, section 5).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple


class Kept(NamedTuple):
    """One kind of thing that is kept for a time: ``since`` completes “so many years after …”."""

    key: str
    title: str
    since: str
    years: int


KINDS: tuple[Kept, ...] = (
    Kept("unfinished", "Enquiries and drafts that were never sent in",
         "anybody last did anything about them", 2),
    Kept("stalled", "Proposals that were sent in, with nothing done and nothing decided since",
         "anybody last did anything about them", 3),
    Kept("declined", "Enquiries that were declined", "the answer", 2),
    Kept("withdrawn", "Proposals that were withdrawn", "the group withdrew", 2),
    Kept("refused", "Proposals that were refused", "the decision", 7),
    Kept("approved", "Proposals that were approved",
         "the lease or licence ends (after the decision where there is none)", 7),
    Kept("letters", "Emails that the site has sent", "they were written", 1),
    Kept("invitations", "Email addresses of people who were invited and did not answer",
         "the invitation ended", 1),
    Kept("notices", "What people were told in their list", "they were told", 1),
)  # fmt: skip
BY_KEY: Mapping[str, Kept] = {kind.key: kind for kind in KINDS}

# Nobody has decided these: they end only by nobody going on with them, so that is said before.
TOLD_BEFORE: frozenset[str] = frozenset({"unfinished", "stalled"})
NOTICE = timedelta(days=30)


def years_before(day: date, years: int) -> date:
    """Return the same day some years earlier; of 29 February the 28th. No day is before the year 1."""
    if years >= day.year:
        return date.min
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)
