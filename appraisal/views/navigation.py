"""The parts of the service that somebody has at a council: the line under the head of each page.

A new part is one more line of ``ENTRIES``. What somebody is to the council is known from the door they came
through, so that the line costs one query, for what they were told of; where no door was (start page, accounts),
there is no line, and for who has no part there is none either, and no query.
"""

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from django.http import HttpRequest
from django.urls import reverse

from appraisal.access import offices_of
from appraisal.queries.notices import unread_notices
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
    notices = reverse("appraisal:notices", args=[council.slug])
    places = tuple(
        Place(
            text=name,
            href=address,
            now=_now(address, request.path) if address == here else "",
            note=_unread(memberships, council) if address == notices else "",
        )
        for name, address in theirs
    )
    if not places:
        return {"navigation": None}
    # On a phone the parts are folded away, and what is new with them.
    new = next((f" ({one.note})" for one in places if one.note), "")
    return {"navigation": ServiceNavigation(places=places, label="Menu", button=f"Menu{new}")}


def _unread(memberships: Memberships, council: Authority) -> str:
    """Say how much somebody was told of that they have not seen; nothing where they have seen it all."""
    number = unread_notices(memberships[0].user_id, council.pk)
    return f"{number:,} new" if number else ""


def _nearest(path: str, addresses: Sequence[str]) -> str:
    """Return the longest address that a page lies under: a part may lie inside another."""
    above = [address for address in addresses if path.startswith(address)]
    return max(above, key=len, default="")


def _now(address: str, path: str) -> Literal["page", "true"]:
    return "page" if address == path else "true"
