"""What is wrong with the answers to a social return, beyond what each question alone can see."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from appraisal.engine.faults import Faults
from appraisal.methods.base import Given, rows_of
from appraisal.methods.discounting import MOST_YEARS, bands_of
from appraisal.methods.green_book import Band
from appraisal.methods.sroi_parts import HUNDRED, MATERIAL, MOST_OWN_YEARS, ZERO, Rates

PERCENTS = (
    "deadweight_percent",
    "displacement_percent",
    "attribution_percent",
    "drop_off_percent",
)
_WANTED = {
    "quantity": "Give how many people or things change.",
    "proxy_gbp_pa": "Give what one of them is worth a year.",
    "years": "Give how many years it lasts.",
    "also_scored": "Choose the criterion that the same change is scored in, or “None”.",
}


def rates_of(given: Given) -> Rates:
    """Return the rates that the answers choose; one of their own counts for 300 years."""
    first = 1 if given["first_year"] == "later" else 0
    if given["schedule"] == "own":
        own = given.get("own_rate_percent") or ZERO
        return Rates((Band(MOST_OWN_YEARS, own),), first)
    return Rates(bands_of(given["schedule"]), first)


def check(given: Given, faults: Faults) -> None:
    """Note what the shape cannot see: what counts, percentages, years, hours, rates."""
    most = rates_of(given).most_years
    outcomes = rows_of(given, "outcomes")
    if not outcomes:
        faults.add("outcomes", "There is no outcome yet. Give at least one.")
    elif not any(row["counts"] in MATERIAL for row in outcomes):
        faults.add(
            "outcomes[0].counts",
            "No outcome counts, so there is nothing to sum up. At least one must be a gain or a loss.",
        )
    for number, row in enumerate(outcomes):
        _check_outcome(row, f"outcomes[{number}]", most, faults)
    for number, row in enumerate(rows_of(given, "inputs")):
        _check_input(row, f"inputs[{number}]", most, faults)
    if (given.get("own_rate_percent") or ZERO) > HUNDRED:
        faults.add("own_rate_percent", "This is over 100%. Enter 6.6 for 6.6%.")


def _check_outcome(row: Mapping[str, Any], place: str, most: int, faults: Faults) -> None:
    if row["counts"] not in MATERIAL:
        if not row.get("why_not"):
            faults.add(f"{place}.why_not", "Say why this outcome does not count.")
        return
    if row.get("why_not"):
        faults.add(
            f"{place}.why_not",
            "This outcome counts. Leave this empty, or say above that it does not count.",
        )
    for key, message in _WANTED.items():
        if row.get(key) is None:
            faults.add(f"{place}.{key}", message)
    for key in PERCENTS:
        percent: Decimal = row.get(key) or ZERO
        if percent > HUNDRED:
            faults.add(f"{place}.{key}", "This is over 100%. All of something is 100%.")
    _check_years(row.get("years"), place, most, faults)


def _check_input(row: Mapping[str, Any], place: str, most: int, faults: Faults) -> None:
    if row["kind"] != "time" and row.get("hours") is not None:
        faults.add(
            f"{place}.hours",
            "Only volunteers’ time has hours. Leave this empty, or change the kind.",
        )
    _check_years(row.get("years"), place, most, faults)


def _check_years(years: int | None, place: str, most: int, faults: Faults) -> None:
    if years == 0:
        faults.add(f"{place}.years", "This lasts no year at all. Enter 1 or more.")
    elif years is not None and years > most:
        why = (
            f"the Green Book has rates up to year {MOST_YEARS}. Give fewer years, or use a rate of your own"
            if most < MOST_OWN_YEARS
            else "that is as far ahead as this reckons"
        )
        faults.add(f"{place}.years", f"{years} years are more than {most}: {why}.")
