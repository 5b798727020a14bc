"""Subsidy: minimal financial assistance over three financial years (Subsidy Control Act 2022 ss36 and 37).

Part of the legal ledger (method §2.4): no social value comes into it, and nothing is taken off anything else.
"""

from collections.abc import Iterator

from appraisal.engine.amounts import pounds
from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, Method, rows_of
from appraisal.methods.subsidy_begun import begun
from appraisal.methods.subsidy_check import check
from appraisal.methods.subsidy_parts import (
    NOTHING,
    Award,
    Found,
    Ledger,
    NoSubsidy,
    Rate,
    Steps,
    financial_year,
    limit_of,
    years_that_count,
)
from appraisal.methods.subsidy_warnings import warnings_of
from appraisal.methods.subsidy_worth import lines_of
from appraisal.methods.subsidy_written import written


def value(given: Given, appraisal: Appraisal) -> Found:
    """Return what the award and the years before it come to; that there is no subsidy where no enterprise gets it."""
    recipient = _said(given, "recipient")
    if given["enterprise"] == "no":
        return NoSubsidy(recipient, _said(given, "enterprise_why"))
    given_on = given["given_on"]
    limit = limit_of(given_on)
    if limit is None:  # the check refuses such a day
        raise ValueError(f"There was no limit yet on {given_on}.")
    lines = tuple(lines_of(given, appraisal))
    own = given.get("own_gbp")
    ledger = Ledger(
        recipient=recipient,
        linked=_said(given, "linked"),
        given_on=given_on,
        limit=limit,
        years=years_that_count(given_on),
        asked=given["asked"],
        awards=tuple(_awards(given)),
        lines=lines,
        rate=_rate(given),
        summed=sum((one.amount for one in lines), NOTHING),
        own=None if own is None else pounds(own),
        own_why=_said(given, "own_why"),
        steps=Steps(
            decided=given.get("decided_on"),
            notified=given.get("notified_on"),
            confirmed=given.get("confirmed_on"),
            stated=given.get("stated_on"),
            uploaded=given.get("uploaded_on"),
        ),
        warnings=(),
    )
    return ledger._replace(warnings=tuple(warnings_of(ledger, given, appraisal)))


def _awards(given: Given) -> Iterator[Award]:
    """Yield what was had before, the oldest first."""
    counted = years_that_count(given["given_on"])
    for row in sorted(rows_of(given, "received"), key=lambda one: one["day"]):
        year = financial_year(row["day"])
        yield Award(
            whom=row["whom"],
            what=row["what"],
            day=row["day"],
            amount=pounds(row["amount_gbp"]),
            year=year,
            counts=year in counted,
        )


def _rate(given: Given) -> Rate | None:
    if given["discounting"] != "today":
        return None
    return Rate(given["rate_percent"], _said(given, "rate_source"))


def _said(given: Given, key: str) -> str:
    return str(given.get(key) or "").strip()


SUBSIDY = Method(key="subsidy", check=check, value=value, written=written, begun=begun)
