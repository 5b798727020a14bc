"""What somebody was told of, and the letters that did not go out."""

from collections.abc import Sequence

from django.db import connection
from django.db.models import Q, QuerySet

from appraisal.access import offices_of, proposals_for
from appraisal.models import Notice
from appraisal.notices import BEFORE_OPEN, SORTS, How
from appraisal.roles import Office
from core.models import Authority, Letter, Membership, User


def notices_of(
    user: User, authority: Authority, memberships: Sequence[Membership]
) -> QuerySet[Notice]:
    """Return what a person was told of at a council, the newest first.

    What they may not read any more, for instance of a group that they have left, is not among it. What is
    on the agenda of somebody who sits on the panel is, even before it opens to them.
    """
    open_to_them = Q(proposal__isnull=True) | Q(proposal__in=proposals_for(memberships, authority))
    if Office.SIT in offices_of(memberships):
        open_to_them |= Q(kind__in=BEFORE_OPEN)
    own = Notice.objects.filter(open_to_them, user=user, authority=authority)
    return own.select_related("proposal").order_by("-pk")


# Every page of a council asks this. It is written out, for Django takes ten times as long to make such SQL as a
# database to answer it.
_UNREAD = """
    SELECT COUNT(*) FROM appraisal_notice
    WHERE user_id = %s AND authority_id = %s AND read_at IS NULL
"""


def unread_notices(user: int, authority: int) -> int:
    """Count what a person was told of at a council and has not said that they have seen, in one query.

    What has been closed to them since counts until then: to leave it out would cost more than the page.
    """
    with connection.cursor() as cursor:
        cursor.execute(_UNREAD, [user, authority])
        number: int = cursor.fetchone()[0]
    return number


def newest_unread(user: User, authority: Authority) -> int:
    """Return the number of the newest thing that a person has not said they have seen; 0 where there is none."""
    unread = Notice.objects.filter(user=user, authority=authority, read_at__isnull=True)
    return unread.order_by("-pk").values_list("pk", flat=True).first() or 0


def how_of(user: User) -> dict[str, How]:
    """Return how a person wants to be told of each sort of thing."""
    chosen = dict(user.notice_settings.values_list("sort", "how"))
    return {sort.key: How(chosen.get(sort.key, sort.first)) for sort in SORTS}


def stuck_letters(authority: Authority) -> QuerySet[Letter]:
    """Return the letters that wait for a person: failed, or of unknown outcome; the newest first."""
    stuck = Letter.objects.filter(
        authority=authority, state__in=(Letter.State.FAILED, Letter.State.UNKNOWN)
    )
    return stuck.select_related("user", "organisation").order_by("-written_at", "pk")


def longest_waiting(authority: Authority) -> Letter | None:
    """Return the letter that has waited longest to be sent for the first time, if any waits."""
    waiting = Letter.objects.filter(authority=authority, state=Letter.State.QUEUED, tries=0)
    return waiting.order_by("written_at").first()
