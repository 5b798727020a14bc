"""The public register: what a council has published of its decisions, and nothing else."""

from datetime import date
from typing import NamedTuple

from django.db import models
from django.db.models import QuerySet

from appraisal.models import Publication
from appraisal.queries.paging import Key
from appraisal.queries.search import holding
from core.models import Authority

NEWEST = Key(("decided_on", "id"), (models.DateField(), models.BigIntegerField()))


class Filter(NamedTuple):
    """Which decisions are wanted; what is empty or None is all the same."""

    words: str = ""
    outcome: str = ""
    kind: str = ""
    year: int | None = None


def published(council: Authority) -> QuerySet[Publication]:
    """Return what a council has published. Every page and file of the register begins here."""
    return Publication.objects.filter(authority=council, published_at__isnull=False)


def register(council: Authority, wanted: Filter) -> QuerySet[Publication]:
    """Return the published decisions that are wanted; each word must stand in it somewhere."""
    found = published(council)
    if wanted.outcome:
        found = found.filter(outcome=wanted.outcome)
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        found = found.filter(decided_on__range=(first, last))
    return holding(found, wanted.words)


class Span(NamedTuple):
    """From which year to which there are decisions."""

    first: int
    last: int


def years(council: Authority) -> Span | None:
    """Return from which year to which a council has published decisions; None where it has none."""
    days = published(council).values_list("decided_on", flat=True)
    last = days.order_by(*NEWEST.order()).first()
    first = days.order_by(*NEWEST.order(backwards=True)).first()
    return None if first is None or last is None else Span(first.year, last.year)


def newest_published(council: Authority) -> Publication | None:
    """Return what was published last: as long as it is the same, so is the register."""
    return published(council).order_by("-published_at", "-id").only("published_at").first()
