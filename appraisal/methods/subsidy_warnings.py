"""What an officer must look at in the subsidy ledger: steps out of order, figures that differ from the proposal’s."""

from collections.abc import Iterator

from appraisal.engine import words
from appraisal.engine.amounts import pounds
from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given
from appraisal.methods.subsidy_parts import Ledger


def warnings_of(ledger: Ledger, given: Given, appraisal: Appraisal) -> Iterator[str]:
    """Yield each warning as a sentence or two."""
    yield from _of_order(ledger)
    yield from _of_figures(ledger, given, appraisal)


def _of_order(ledger: Ledger) -> Iterator[str]:
    on, steps = ledger.given_on, ledger.steps
    if ledger.asked == "not-yet" and steps.confirmed:
        yield (
            f"The recipient is said to have confirmed on {words.day(steps.confirmed)}, and yet not to have said what "
            "it has had before. Its confirmation is about that: fill in what it listed."
        )
    if steps.notified and steps.notified > on:
        yield (
            f"The notification of {words.day(steps.notified)} came after {words.day(on)}, when the assistance is "
            "to be given. It must be given before."
        )
    if steps.confirmed and steps.confirmed > on:
        yield (
            f"The recipient’s confirmation of {words.day(steps.confirmed)} came after {words.day(on)}, when the "
            "assistance is to be given. Nothing may be given before it has come."
        )
    if steps.stated and steps.stated != on:
        yield (
            f"The council’s own confirmation is of {words.day(steps.stated)}. It is due when the assistance is given: "
            f"on {words.day(on)}."
        )
    if steps.decided and steps.decided > on:
        decided = words.day(steps.decided)
        yield f"The decision of {decided} is after {words.day(on)}, when the assistance is to be given."
    by = ledger.upload_by
    if by and steps.uploaded and steps.uploaded > by:
        made = words.day(steps.uploaded)
        yield f"The entry in the subsidy database was due by {words.day(by)}. It was made on {made}."


def _of_figures(ledger: Ledger, given: Given, appraisal: Appraisal) -> Iterator[str]:
    if ledger.own is not None and ledger.own < ledger.summed:
        own, summed = words.pounds(ledger.own), words.pounds(ledger.summed)
        yield (
            f"The council’s own figure of {own} is below the sum of {summed}. Make sure that its reason would stand up."
        )
    if appraisal.answers.kind == "coproduction":
        return
    terms, found = appraisal.answers.terms, appraisal.discount
    if given["basis"] == "rent":
        rent = terms.market_rent_gbp_pa
        if rent is not None and pounds(rent) != pounds(given["market_rent_gbp_pa"]):
            yield f"The proposal’s market rent is {words.pounds(rent)} a year, not what this ledger counts with."
        if terms.years is not None and terms.years != given["term_years"]:
            yield f"The proposal’s term is {words.counted(terms.years, 'year')}, not what this ledger counts with."
        if found and found.basis == "rent" and found.percent != given["discount_percent"]:
            yield (
                f"The policy derives a discount of {words.plain(found.percent)}%. This ledger counts with "
                f"{words.plain(given['discount_percent'])}%, which is right only if that is what is recommended."
            )
    elif given["basis"] == "price":
        value = terms.unrestricted_value_gbp
        if value is not None and pounds(value) != pounds(given["market_value_gbp"]):
            yield f"The proposal’s unrestricted value is {words.pounds(value)}, not what this ledger counts with."
