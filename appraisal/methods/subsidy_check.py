"""What is wrong with the answers to the subsidy ledger, beyond what each question alone can see."""

from datetime import date

from appraisal.engine import words
from appraisal.engine.faults import Faults
from appraisal.engine.law import limit_on
from appraisal.methods.base import Given, are_meant, rows_of
from appraisal.methods.discounting import HUNDRED
from appraisal.methods.subsidy_parts import limit_of

_DAYS = ("given_on", "decided_on", "notified_on", "confirmed_on", "stated_on", "uploaded_on")


def check(given: Given, faults: Faults) -> None:
    """Note what does not fit together. Where no enterprise gets it, the rest is not read."""
    if given["enterprise"] == "no":
        return
    given_on: date = given["given_on"]
    if _meant(given, faults) and limit_of(given_on) is None:
        first = limit_on("minimal_assistance", given_on).applies_from
        faults.add(
            "given_on",
            f"The limit of minimal financial assistance applies from {words.day(first)}. "
            "What was given before is under other law.",
        )
    _check_received(given, faults)
    _check_worth(given, faults)
    _check_days(given, faults)


def _meant(given: Given, faults: Faults) -> bool:
    days = [(key, given[key]) for key in _DAYS if given.get(key)]
    days += [
        (f"received[{number}].day", row["day"])
        for number, row in enumerate(rows_of(given, "received"))
    ]
    return are_meant(days, faults)


def _check_received(given: Given, faults: Faults) -> None:
    rows, asked = rows_of(given, "received"), given["asked"]
    if asked == "listed" and not rows:
        faults.add("received", "List what it has had, or say above that it has had nothing.")
    if asked == "none" and rows:
        faults.add("asked", "Awards are listed below, so “Nothing” cannot be right.")
    for number, row in enumerate(rows):
        if row["day"] > given["given_on"]:
            faults.add(
                f"received[{number}].day",
                f"This is after {words.day(given['given_on'])}, the day on which this assistance is to be given. "
                "Only what was given up to that day counts.",
            )


def _check_worth(given: Given, faults: Faults) -> None:
    if given["basis"] == "price" and given["price_gbp"] > given["market_value_gbp"]:
        faults.add("price_gbp", "The price is above the market value, so no price is forgone.")
    if given["basis"] == "nothing" and not rows_of(given, "parts") and given.get("own_gbp") is None:
        faults.add(
            "parts", "Say what is given: rent or a price forgone, another part, or your own figure."
        )
    for key in ("discount_percent", "rate_percent"):
        if (given.get(key) or 0) > HUNDRED:
            faults.add(key, "This is over 100%.")
    if given.get("own_gbp") is not None and not given.get("own_why"):
        faults.add("own_why", "Say why your own figure counts in place of the sum.")
    if given.get("own_why") and given.get("own_gbp") is None:
        faults.add("own_gbp", "Give the figure that this reason is for, or leave the reason empty.")


def _check_days(given: Given, faults: Faults) -> None:
    """Note days that cannot be: an answer before its question, an entry before its decision."""
    for later, earlier, before in (
        ("confirmed_on", "notified_on", "the notification that it answers was sent"),
        ("stated_on", "confirmed_on", "the recipient’s confirmation arrived"),
        ("uploaded_on", "decided_on", "the decision was confirmed"),
    ):
        done, first = given.get(later), given.get(earlier)
        if done is None:
            continue
        if first is None:
            faults.add(earlier, f"Say when {before}: there is a day for what comes after it.")
        elif done < first:
            faults.add(later, f"This is before {words.day(first)}, when {before}.")
