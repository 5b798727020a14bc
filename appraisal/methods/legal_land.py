"""The ledger of land: who valued what and when, and what the law asks before it is let or sold (method §2.4).

The undervalue is the engine’s: unrestricted value − consideration − voluntary conditions that a valuer priced. No
social value comes in here at all.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from appraisal.engine.answers import Terms
from appraisal.engine.faults import Faults
from appraisal.engine.law import limits_on
from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, are_meant, rows_of
from appraisal.methods.legal_land_parts import (
    VALUES,
    Checks,
    Consent,
    Ledger,
    Of,
    OpenSpace,
    Section123,
    Term,
    Valuation,
)
from appraisal.methods.legal_land_warns import warnings_of
from appraisal.methods.legal_land_written import written


def check(given: Given, faults: Faults) -> None:
    """Note a value that stands in two rows, days of no year that can be meant, notices the wrong way round."""
    seen: dict[str, int] = {}
    for number, row in enumerate(rows_of(given, "valuations")):
        first = seen.setdefault(row["of"], number)
        if first != number:
            faults.add(
                f"valuations[{number}].of",
                f"“{VALUES[row['of']]}” stands in row {first + 1} already. Give each value one row.",
            )
    days = [(key, day) for key, day in given.items() if isinstance(day, date)]
    days += [
        (f"valuations[{number}].valued_on", row["valued_on"])
        for number, row in enumerate(rows_of(given, "valuations"))
        if row.get("valued_on")
    ]
    are_meant(days, faults)
    one, two = given.get("first_notice_on"), given.get("second_notice_on")
    if one and two and two < one:
        faults.add(
            "second_notice_on", "The second notice stands before the first. Change the days."
        )


def value(given: Given, appraisal: Appraisal) -> Ledger:
    """Return the ledger. The valuation date of the proposal says which limits hold."""
    terms, discount = appraisal.answers.terms, appraisal.discount
    limits = limits_on(appraisal.answers.valuation_date)
    undervalue = appraisal.undervalue
    said = {row["of"]: row for row in rows_of(given, "valuations")}
    amounts = {
        "unrestricted": terms.unrestricted_value_gbp,
        "consideration": terms.consideration_gbp,
        "voluntary": terms.voluntary_conditions_gbp,
        "restricted": given.get("restricted_value_gbp"),
    }
    ledger = Ledger(
        undervalue=undervalue,
        valuations=tuple(_valuation(of, amounts[of], said.get(of)) for of in VALUES),
        priced=given.get("priced_gbp"),
        payable=discount.payable if discount else None,
        decided_on=given.get("decided_on"),
        term=_term(given, terms, limits["short_lease"].whole),
        consent=Consent(
            given.get("consent") or "", _text(given, "consent_reference"), given.get("consent_on")
        ),
        open_space=OpenSpace(
            given.get("open_space") or "",
            _text(given, "newspaper"),
            given.get("first_notice_on"),
            given.get("second_notice_on"),
            given.get("objections"),
            given.get("objections_on"),
        ),
        checks=Checks(
            given.get("equality_on"),
            _text(given, "equality_by"),
            given.get("trust") or "",
            _text(given, "adviser"),
            given.get("adviser_on"),
        ),
        limits=limits,
    )
    return ledger._replace(warnings=tuple(warnings_of(ledger, appraisal)))


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Begin with a row for each value that the terms hold."""
    terms = appraisal.answers.terms
    held = {
        "unrestricted": terms.unrestricted_value_gbp is not None,
        "consideration": bool(terms.consideration_gbp),
        "voluntary": bool(terms.voluntary_conditions_gbp),
    }
    rows = [{"of": of} for of, is_held in held.items() if is_held]
    return {"valuations": rows} if rows else {}


def _valuation(of: Of, amount: Any, row: Mapping[str, Any] | None) -> Valuation:
    said = row or {}
    return Valuation(
        of=of,
        amount=amount,
        named=row is not None,
        valuer=_text(said, "valuer"),
        qualification=_text(said, "qualification"),
        valued_on=said.get("valued_on"),
        basis=_text(said, "basis"),
        works_for=said.get("works_for") or "",
    )


def _text(said: Mapping[str, Any], key: str) -> str:
    return str(said.get(key) or "").strip()


def _term(given: Given, terms: Terms, short: int) -> Term:
    days, renewal = given.get("days_more") or 0, given.get("renewal_years") or 0
    years = terms.years if terms.years is None else terms.years + renewal
    falls: Section123 = "not-known"
    if terms.tenure == "freehold":
        falls = "applies"
    elif terms.tenure == "licence":
        falls = "licence"
    elif terms.tenure == "lease" and years is not None:
        falls = "short" if years < short or (years == short and not days) else "applies"
    return Term(terms.tenure, years, days, renewal, falls)


LEGAL_LAND = Method(key="legal-land", check=check, value=value, written=written, begun=begun)
