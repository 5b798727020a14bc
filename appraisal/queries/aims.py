"""What a council rates proposals against on a day: its lists, without the priorities that have run out."""

from datetime import date

from django.db.models import Q, QuerySet

from appraisal.engine import words
from appraisal.models import CouncilAim


def holding_on(on: date) -> Q:
    """Return what finds the aims that have not run out by a day."""
    return Q(expires__isnull=True) | Q(expires__gte=on)


def aims_on(authority_id: int, kind: str, neighbourhood: str, on: date) -> QuerySet[CouncilAim]:
    """Return a council's aims for proposals of a kind, with those of one neighbourhood, in order."""
    return CouncilAim.objects.filter(
        holding_on(on),
        authority_id=authority_id,
        kind=kind,
        neighbourhood__in={"", neighbourhood},
    ).order_by("letter", "order")


def about_aim(aim: CouncilAim) -> str:
    """Say where an aim is from, how important it is and how long it holds; nothing where nobody said."""
    said = []
    if aim.origin:
        when = f", {words.day(aim.dated)}" if aim.dated else ""
        said.append(f"From {aim.origin}{when}.")
    if aim.importance:
        said.append(f"{aim.get_importance_display()} importance.")
    if aim.expires:
        said.append(f"Until {words.day(aim.expires)}.")
    return " ".join(said)
