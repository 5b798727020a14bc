"""The only door to the content of issued packs, and to what is made of a whole record."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.core.files.storage import default_storage
from django.db.models import Q, QuerySet

from appraisal.access import NoSuchFile
from appraisal.models import IssuedPack, Proposal, Record
from appraisal.queries.packs import DECIDED, SENT_IN, SIGNED_OFF, packs_of
from appraisal.roles import To

if TYPE_CHECKING:
    from django.core.files.base import File

# Who of the council reads every pack; the panel, who read as the council too, only what they decide with.
_READS_ALL = frozenset({To.ISSUE, To.SIGN_OFF, To.READ_MARKS})


def records_to_read(proposal: Proposal, may: frozenset[To]) -> QuerySet[Record]:
    """Return the records of a proposal that somebody may read whole, with all that is exempt from publication.

    The council’s officers and auditors read all; the panel that of the last sign-off and those of decisions; a
    group none like that.
    """
    found = Record.objects.filter(proposal=proposal)
    if may & _READS_ALL:
        return found
    if To.READ_AS_COUNCIL in may:
        signed = found.filter(event__in=SIGNED_OFF).order_by("-audit_sequence")
        return found.filter(Q(pk__in=signed.values("pk")[:1]) | Q(event__in=DECIDED))
    return found.none()


def packs_to_read(proposal: Proposal, may: frozenset[To]) -> QuerySet[IssuedPack]:
    """Return the issued packs of a proposal that somebody may read who has come to it through ``open_proposal``.

    The council and its panel read those of the records that they may read whole; a group the public ones of what
    it sent in itself and, once decided, of the decision.
    """
    packs = packs_of(proposal)
    if may & _READS_ALL:
        return packs
    if To.READ_AS_COUNCIL in may:
        return packs.filter(record__in=records_to_read(proposal, may).values("pk"))
    return packs.filter(exempt=False, record__event__in=(*SENT_IN, *DECIDED))


def pack_to_read(
    proposal: Proposal, may: frozenset[To], number: int
) -> tuple[IssuedPack, Callable[[], "File[bytes]"]]:
    """Return an issued pack and what opens its content: the only way to that.

    Raises :class:`NoSuchFile` where there is none for this person, exactly as for one that there never was.
    """
    packs = packs_to_read(proposal, may).select_related(None).defer(None)
    try:
        found = packs.get(pk=number)
    except IssuedPack.DoesNotExist:
        raise NoSuchFile from None
    return found, lambda: default_storage.open(found.stored)
