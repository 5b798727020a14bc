"""The subsidy ledger as JSON holds it."""

from datetime import date
from decimal import Decimal

from appraisal.methods.subsidy_parts import DATABASE, Found, Ledger, NoSubsidy


def written(found: Found) -> dict[str, object]:
    """Return the ledger with every amount a text to the penny and every day as 2026-11-01."""
    if isinstance(found, NoSubsidy):
        return {"enterprise": False, "why_not": found.why, "recipient": found.recipient}
    return {
        "enterprise": True,
        "recipient": found.recipient,
        "linked": found.linked,
        "given_on": found.given_on.isoformat(),
        "limit_gbp": _penny(found.limit.amount),
        "limit_applies_from": found.limit.applies_from.isoformat(),
        "limit_source": found.limit.where,
        "received_known": found.known,
        "received": [
            {
                "from": one.whom,
                "what": one.what,
                "day": one.day.isoformat(),
                "amount_gbp": _penny(one.amount),
                "financial_year": one.year.name,
                "counts": one.counts,
            }
            for one in found.awards
        ],
        "financial_years": [
            {
                "year": one.name,
                "from": one.begins.isoformat(),
                "to": one.ends.isoformat(),
                "received_gbp": _penny(found.in_year(one)),
            }
            for one in found.years
        ],
        "award": [
            {"what": one.what, "how": one.how, "amount_gbp": _penny(one.amount)}
            for one in found.lines
        ],
        "rate_percent": f"{found.rate.percent:f}" if found.rate else None,
        "rate_source": found.rate.source if found.rate else None,
        "summed_gbp": _penny(found.summed),
        "own_gbp": None if found.own is None else _penny(found.own),
        "own_why": found.own_why,
        "worth_gbp": _penny(found.worth),
        "before_gbp": _penny(found.before),
        "total_gbp": _penny(found.total),
        "left_gbp": _penny(found.left),
        "within_limit": found.within,
        **_duties(found),
        "warnings": list(found.warnings),
    }


def _duties(found: Ledger) -> dict[str, object]:
    steps = found.steps
    return {
        "decided_on": _day(steps.decided),
        "notified_on": _day(steps.notified),
        "confirmed_on": _day(steps.confirmed),
        "stated_on": _day(steps.stated),
        "database_above_gbp": _penny(DATABASE.amount),
        "in_database": found.in_database,
        "upload_by": _day(found.upload_by),
        "uploaded_on": _day(steps.uploaded),
    }


def _penny(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
