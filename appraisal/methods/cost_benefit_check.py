"""What is wrong with the answers to a cost–benefit analysis, beyond what each question alone can see."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from appraisal.engine.faults import Faults, shown
from appraisal.methods.base import Given, rows_of
from appraisal.methods.cost_benefit_parts import ZERO
from appraisal.methods.discounting import HUNDRED, MOST_YEARS

MOST_OPTIONS = 6  # more do not fit side by side
_MOST_RATE = 100


def check(given: Given, faults: Faults) -> None:
    """Note what the shape cannot see: probabilities, years, the order of amounts, names of options, rates."""
    rows = rows_of(given, "flows")
    if not rows:
        faults.add("flows", "There is no option yet. Give at least one cost or benefit.")
    written: dict[str, str] = {}
    for number, row in enumerate(rows):
        _check_row(row, f"flows[{number}]", faults)
        name = name_of(row["option"])
        first = written.setdefault(plain(name), name)
        if name != first:
            faults.add(
                f"flows[{number}].option",
                f"This option is written “{shown(first)}” above. Write it the same way each time.",
            )
    if len(written) > MOST_OPTIONS:
        faults.add(
            "flows", f"There are {len(written)} options; at most {MOST_OPTIONS} can be compared."
        )
    for key in ("own_rate_percent", "deflator_percent", "non_standard_percent"):
        if (given.get(key) or ZERO) > _MOST_RATE:
            faults.add(key, f"This is over {_MOST_RATE}%. Enter 6.6 for 6.6%.")


def _check_row(row: Mapping[str, Any], place: str, faults: Faults) -> None:
    first, last = row["from_year"], row["to_year"]
    for key in ("from_year", "to_year"):
        if row[key] > MOST_YEARS:
            faults.add(
                f"{place}.{key}",
                f"Year {row[key]} is too far ahead: there are discount rates up to year {MOST_YEARS}. "
                f"End at year {MOST_YEARS} or before.",
            )
    if last < first:
        faults.add(f"{place}.to_year", f"Year {last} is before year {first}, in which this begins.")
    if (row.get("probability") or ZERO) > HUNDRED:
        faults.add(f"{place}.probability", "This is over 100%. What is certain is 100%.")
    low, central, high = amounts_of(row)
    if low > central:
        faults.add(f"{place}.low_gbp_pa", "The lowest amount is above the most likely one.")
    if high < central:
        faults.add(f"{place}.high_gbp_pa", "The highest amount is below the most likely one.")


def name_of(typed: str) -> str:
    """Return what was typed without needless blanks."""
    return " ".join(typed.split())


def plain(name: str) -> str:
    """Return a name as it is compared: capitals tell none apart."""
    return name.casefold()


def amounts_of(row: Mapping[str, Any]) -> tuple[Decimal, Decimal, Decimal]:
    """Return the lowest, likeliest and highest amount of a row: where only the second is given, it is all three."""
    central: Decimal = row["central_gbp_pa"]
    low, high = row.get("low_gbp_pa"), row.get("high_gbp_pa")
    return central if low is None else low, central, central if high is None else high
