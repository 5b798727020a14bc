"""The subsidy ledger in a sentence: on its own page, on the page of the decision, and in its letters."""

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.methods.subsidy import SUBSIDY, value
from appraisal.methods.subsidy_parts import ACT, FinancialYear, Found, NoSubsidy

# What section 36(1) adds up, as section 42 has it.
COUNTED = (
    "minimal financial assistance, assistance for services of public economic interest, de minimis state aid and "
    "small amounts of financial assistance under the trade agreement with the European Union"
)
NO_SUBSIDY = f"No subsidy under the {ACT}: the recipient is not an enterprise."


def in_a_sentence(found: Found) -> str:
    """Return what the ledger comes to: within the limit, at it or over it, and by how much."""
    if isinstance(found, NoSubsidy):
        return NO_SUBSIDY
    limit, left = words.short_pounds(found.limit.amount), words.short_pounds(abs(found.left))
    with_it = f"With this award of {words.short_pounds(found.worth)}"
    if found.before:
        with_it += f" and {words.short_pounds(found.before)} had before"
    if not found.within:
        return f"{with_it}, the recipient would be over the limit of {limit} by {left}."
    if not found.known:
        left = left if found.left else "nothing"
        return (
            f"{with_it}, there would be {left} left of the limit of {limit}, if the recipient has had nothing else. "
            "It has not said."
        )
    if not found.left:
        return f"{with_it}, the recipient is exactly at the limit of {limit}, which is within it: nothing is left."
    return f"{with_it}, the recipient is within the limit of {limit}: {left} is left."


def subsidy_sentence(given: AppraisalFile, appraisal: Appraisal) -> str:
    """Return what the ledger of a file comes to; empty where nobody filled it in."""
    said = given.methods.get(SUBSIDY.key)
    return "" if said is None else in_a_sentence(value(said, appraisal))


def span_of(years: tuple[FinancialYear, ...]) -> str:
    """Return the years that count in words: “1 April 2024 to 31 March 2027”."""
    return f"{words.day(years[0].begins)} to {words.day(years[-1].ends)}"


def recipient_of(recipient: str, group: str = "the group that applied") -> str:
    """Return who receives it."""
    return recipient or group
