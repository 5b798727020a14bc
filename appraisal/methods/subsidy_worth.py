"""What an award is worth over all its years: rent or price forgone, and whatever else comes with it."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from appraisal.engine import words
from appraisal.engine.amounts import PENNY, Ratio, exactly, half_up, pounds
from appraisal.engine.discount import granted
from appraisal.engine.results import Appraisal
from appraisal.methods.base import Given, rows_of
from appraisal.methods.discounting import HUNDRED, ONE, precise
from appraisal.methods.subsidy_parts import NOTHING, Line


def lines_of(given: Given, appraisal: Appraisal) -> Iterator[Line]:
    """Yield the parts of an award, each rounded once to the penny, half up.

    The amounts of the first year are not discounted; those of each year after are, by one year more. That is so
    whether they fall at the start or the end of a year, which is the cautious way.
    """
    rate: Decimal | None = given["rate_percent"] if given["discounting"] == "today" else None
    if given["basis"] == "rent":
        yield from _rent(given, appraisal, rate)
    elif given["basis"] == "price":
        value, price = pounds(given["market_value_gbp"]), pounds(given["price_gbp"])
        how = f"{words.pounds(value)} − {words.pounds(price)}"
        yield Line("Price forgone", how, value - price)
    for row in rows_of(given, "parts"):
        yield _part(row, rate)


def _rent(given: Given, appraisal: Appraisal, rate: Decimal | None) -> Iterator[Line]:
    """Yield the rent forgone: each year that the policy phases alone, then the years that are alike."""
    rent, percent, years = (
        pounds(given["market_rent_gbp_pa"]),
        given["discount_percent"],
        given["term_years"],
    )
    yearly = _forgone(appraisal, rent, percent)
    found = appraisal.discount
    phased = found.policy.transition[:years] if found and found.basis == "rent" else ()
    whole = f"{words.pounds(rent)} a year × {words.plain(percent)}%"
    for year, part in enumerate(phased, start=1):
        amount = _share(yearly, part)
        how = f"{whole} × {words.plain(part)}%, as the policy phases it{_brought(year, year, rate)}"
        yield Line(f"Rent forgone in year {year}", how, over_years(amount, year, year, rate))
    first = len(phased) + 1
    if first <= years:
        some = f"{words.pounds(yearly)} a year for {words.counted(years - len(phased), 'year')}"
        how = f"{whole} = {some}{_brought(first, years, rate)}"
        yield Line(
            f"Rent forgone{_span(first, years)}", how, over_years(yearly, first, years, rate)
        )


def _forgone(appraisal: Appraisal, rent: Decimal, percent: Decimal) -> Decimal:
    """Return the rent forgone in a year: by the policy’s own pounds where they led to the percentage."""
    found = appraisal.discount
    if found is not None and found.basis == "rent" and found.full == rent:
        own = granted(found, percent)
        if own is not None:
            return own
    return _share(rent, percent)


def _share(amount: Decimal, percent: Decimal) -> Decimal:
    with exactly():
        return half_up(Ratio(amount * percent, HUNDRED), 2)


def _part(row: Any, rate: Decimal | None) -> Line:
    amount, years = pounds(row["amount_gbp"]), row.get("years") or 1
    if years == 1:
        return Line(row["what"], "once", amount)
    how = f"{words.pounds(amount)} a year for {years} years{_brought(1, years, rate)}"
    return Line(row["what"], how, over_years(amount, 1, years, rate))


def _span(first: int, last: int) -> str:
    if first == 1:
        return " over the whole term"
    return f" in year {first}" if first == last else f" in years {first} to {last}"


def _brought(first: int, last: int, rate: Decimal | None) -> str:
    return "" if rate is None or first == last == 1 else ", in today’s value"


def over_years(amount: Decimal, first: int, last: int, rate: Decimal | None) -> Decimal:
    """Return the same amount in each of some years, in full or discounted from the second year on."""
    if rate is None:
        return amount * (last - first + 1)
    with precise():
        factor = ONE / (ONE + rate / HUNDRED)
        now, sum_of = factor ** (first - 1), NOTHING
        for _ in range(first, last + 1):
            sum_of += amount * now
            now *= factor
        return sum_of.quantize(PENNY, ROUND_HALF_UP)
