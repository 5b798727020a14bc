"""Which years, how many sales and which limit the page of house prices goes by."""

from datetime import datetime

from appraisal.actions.settings import CannotSet, setting_of
from appraisal.area.choices import Choices, wrong_in
from appraisal.models import PriceChoices
from appraisal.queries.prices import choices_of
from core.models import Authority, User

SUBJECT = "prices"


def set_price_choices(
    *,
    authority: Authority,
    chosen: Choices,
    by: User | None,
    seen: int | None = None,
    reason: str,
    at: datetime,
) -> bool:
    """Set what a council chooses for its house prices; say whether that is new. What is None is left to us.

    Raises :class:`CannotSet` for what :func:`wrong_in` tells, and ``ChangedSince``.
    """
    for _, words in wrong_in(chosen, at.year):
        raise CannotSet(words)
    with setting_of(authority, SUBJECT, by=by, seen=seen, reason=reason, at=at) as setting:
        before = _said(choices_of(setting.authority))
        changed = setting.save(before, _said(chosen), event="price choices changed")
        if changed:
            start, end = chosen.start, chosen.end
            PriceChoices.objects.update_or_create(
                authority=setting.authority,
                defaults={
                    "start_first": start.first if start else None,
                    "start_last": start.last if start else None,
                    "end_first": end.first if end else None,
                    "end_last": end.last if end else None,
                    "least_sales": chosen.least,
                    "suburban_from": chosen.suburban_from,
                },
            )
    return changed


def _said(chosen: Choices) -> dict[str, str]:
    limit = chosen.suburban_from
    return {
        "first period": str(chosen.start or "our default"),
        "last period": str(chosen.end or "our default"),
        "least sales": str(chosen.least or "our default"),
        "suburban from": "our default" if limit is None else f"£{limit:,.2f}".removesuffix(".00"),
    }
