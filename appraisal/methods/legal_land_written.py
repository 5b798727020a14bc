"""The ledger of land as JSON holds it: amounts and days as texts."""

from datetime import date
from decimal import Decimal

from appraisal.engine.law import Key
from appraisal.methods.legal_land_parts import Ledger


def written(ledger: Ledger) -> dict[str, object]:
    """Return the ledger; what nobody gave is None, or an empty text where a text could stand."""
    under, term = ledger.undervalue, ledger.term
    land, checks, consent = ledger.open_space, ledger.checks, ledger.consent
    return {
        "undervalue_gbp": _amount(under.amount if under else None),
        "within_general_consent": under.within_general_consent if under else None,
        "values": [
            {
                "of": one.of,
                "amount_gbp": _amount(one.amount),
                "valuer": one.valuer,
                "qualification": one.qualification,
                "valued_on": _day(one.valued_on),
                "basis": one.basis,
                "works_for": one.works_for,
            }
            for one in ledger.valuations
        ],
        "priced_gbp": _amount(ledger.priced),
        "decided_on": _day(ledger.decided_on),
        "term": {
            "tenure": term.tenure,
            "years": term.years,
            "days_more": term.days,
            "renewal_years": term.renewal,
            "section_123": term.falls,
        },
        "consent": {
            "stands": consent.stands,
            "reference": consent.reference,
            "given_on": _day(consent.given_on),
        },
        "open_space": {
            "answer": land.answer,
            "newspaper": land.newspaper,
            "notices": [_day(land.first), _day(land.second)],
            "objections": land.objections,
            "weighed_on": _day(land.weighed_on),
        },
        "equality": {"on": _day(checks.equality_on), "by": checks.equality_by},
        "trust": {
            "answer": checks.trust,
            "adviser": checks.adviser,
            "reported_on": _day(checks.adviser_on),
        },
        "limits": [
            {
                "key": key,
                "amount": f"{one.amount:f}",
                "unit": one.unit,
                "applies_from": one.applies_from.isoformat(),
                "where": one.where,
                "status": one.status,
            }
            for key, one in ledger.limits.items()
            if key in OF_LAND
        ],
        "warnings": [one._asdict() for one in ledger.warnings],
    }


# Of the limits of the law, those that concern land.
OF_LAND: tuple[Key, ...] = ("general_consent", "short_lease", "notices", "stale")


def _amount(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:f}"


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
