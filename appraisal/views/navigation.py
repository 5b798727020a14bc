"""The parts of the service that somebody has at a council: the line under the head of each page.

A new part is one more line of ``ENTRIES``. What somebody is to the council is known from the door they came
through, so that the line costs no query; where no door was (start page, accounts), there is no line.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from appraisal.access import offices_of
from appraisal.roles import MAY, Office, To
from core.components import Place, ServiceNavigation
from core.models import Authority, Membership

Memberships = Sequence[Membership]


class Entry(NamedTuple):
    """A part of the service: what it is called, the name of its address, and who has it."""

    name: str
    address: str
    whose: Office | Callable[[Memberships], bool]


def reads_proposals(memberships: Memberships) -> bool:
    """Say whether somebody may read any proposal at all."""
    return any(To.READ in MAY.get(one.role, frozenset()) for one in memberships)


def only_in_a_group(memberships: Memberships) -> bool:
    """Say whether somebody belongs to a group, and does not see all groups anyway."""
    member = any(one.organisation_id is not None for one in memberships)
    return member and Office.PEOPLE not in offices_of(memberships)


# In the order of the line. The address takes the council's name and nothing else.
ENTRIES: tuple[Entry, ...] = (
    Entry("Queue", "appraisal:queue", Office.QUEUE),
    Entry("Proposals", "appraisal:proposals", reads_proposals),
    Entry("Your panel meetings", "appraisal:panel", Office.SIT),
    Entry("Panel meetings", "appraisal:meetings", Office.MEETINGS),
    Entry("Your group", "appraisal:groups", only_in_a_group),
    Entry("Groups", "appraisal:groups", Office.PEOPLE),
    Entry("People", "appraisal:people", Office.PEOPLE),
    Entry("Notices", "appraisal:notices", bool),
    Entry("Take an account away", "appraisal:forget", Office.PEOPLE),
    Entry("Retention", "appraisal:retention", Office.SETTINGS),
    Entry("Audit", "appraisal:audit", Office.AUDIT),
    Entry("Emails not sent", "appraisal:letters", Office.LETTERS),
    Entry("Settings", "appraisal:settings", Office.SETTINGS),
)


def has(entry: Entry, memberships: Memberships) -> bool:
    """Say whether somebody has a part of the service."""
    if isinstance(entry.whose, Office):
        return entry.whose in offices_of(memberships)
    return entry.whose(memberships)


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Give templates ``navigation``: the line for whoever came through a door, else None."""
    council: Authority | None = getattr(request, "council", None)
    memberships: Memberships = getattr(request, "memberships", ())
    if council is None:
        return {"navigation": None}
    theirs = [
        (entry.name, reverse(entry.address, args=[council.slug]))
        for entry in ENTRIES
        if has(entry, memberships)
    ]
    here = _nearest(request.path, [address for _, address in theirs])
    places = tuple(
        Place(text=name, href=address, now=_now(address, request.path) if address == here else "")
        for name, address in theirs
    )
    return {"navigation": ServiceNavigation(places=places) if places else None}


def _nearest(path: str, addresses: Sequence[str]) -> str:
    """Return the longest address that a page lies under: a part may lie inside another."""
    above = [address for address in addresses if path.startswith(address)]
    return max(above, key=len, default="")


def _now(address: str, path: str) -> Literal["page", "true"]:
    return "page" if address == path else "true"
