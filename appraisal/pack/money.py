"""The pack's pages of money: values and proxies, totals, terms, and the legal ledger apart."""

from decimal import Decimal

from appraisal.engine import words
from appraisal.engine.explain import (
    Working,
    coefficiency_working,
    discount_working,
    pound_working,
    score_working,
    undervalue_working,
)
from appraisal.engine.measures import Step
from appraisal.engine.proxies import Proxy
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import SOCIAL_VALUE
from appraisal.file import AppraisalFile
from appraisal.pack.criteria import name_of
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact, Grid, Total
from appraisal.pack.seen import Seen

_STATUS = {"published": "published", "default": "default†", "local": "the council’s own"}
WITHHELD = "What the council’s valuer says is not in this pack, so no amount is shown."
TENURES = {"lease": "Lease", "freehold": "Freehold", "licence": "Licence"}


def value_rows(appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the £ value of each criterion that the social value adds up."""
    return tuple(
        Fact(name_of(scored.criterion), words.pounds(scored.value))
        for scored in appraisal.criteria
        if scored.value is not None and SOCIAL_VALUE in scored.criterion.tags
    )


def proxy_grid(appraisal: Appraisal, proxies: tuple[Proxy, ...], caption: str) -> Grid | None:
    """Return a table of proxies, or None where there are none."""
    if not proxies:
        return None
    kinds = appraisal.known_proxies.kinds
    rows = [
        (
            _title(kinds[proxy.key].title, proxy.area),
            words.plain(proxy.value) if not _money(proxy) else words.pounds(proxy.value),
            _unit(proxy.unit),
            words.day(proxy.applies_from),
            _STATUS[proxy.status],
            proxy.source[:1].upper() + proxy.source[1:],
        )
        for proxy in proxies
    ]
    heads = ("Figure", "Value", "Unit", "Applies from", "Status", "Source")
    return grid(heads, rows, (False, True, False, False, False, False), caption)


def unused_proxies(given: AppraisalFile, appraisal: Appraisal) -> tuple[Proxy, ...]:
    """Return the council's own figures that no sum of this appraisal used."""
    return tuple(proxy for proxy in given.own_proxies if proxy not in appraisal.proxies)


def has_defaults(proxies: tuple[Proxy, ...]) -> bool:
    """Say whether any of the figures is a default, to be explained below the table."""
    return any(proxy.status == "default" for proxy in proxies)


def _title(title: str, area: str) -> str:
    start = title[:1].upper() + title[1:]
    return f"{start}: {area}" if area else start


def _money(proxy: Proxy) -> bool:
    return proxy.unit.startswith("GBP")


def _unit(unit: str) -> str:
    return unit.replace("GBP", "£").replace("m2", "m²").replace("per year", "a year")


def totals(appraisal: Appraisal) -> tuple[Total, ...]:
    """Return the workings of the well-being case. The legal ledger is not among them.

    The social value adds up in its own table already.
    """
    workings = (
        score_working(appraisal),
        pound_working(appraisal),
        coefficiency_working(appraisal),
    )
    return tuple(map(_total, workings))


def _total(working: Working) -> Total:
    ends = Step(working.title, working.result)
    return Total(working.title, working.steps, ends, working.rule, working.source)


def discount(seen: Seen) -> Total | None:
    """Return how the discount is derived, down to what is payable; None where there is none."""
    derived = seen.appraisal.discount
    if derived is None:
        return None
    total = _total(discount_working(seen.appraisal, derived))
    if seen.for_group and derived.basis == "price":
        return total._replace(steps=(*derived.derived.lines, Step(WITHHELD)))
    if derived.payable is None:
        return total
    left = "Rent payable a year" if derived.basis == "rent" else "Price payable"
    return total._replace(steps=total.steps[:-1], ends=Step(left, words.pounds(derived.payable)))


def undervalue(appraisal: Appraisal) -> Total | None:
    """Return how the legal undervalue is worked out, or None where there is none."""
    return _total(undervalue_working(appraisal.undervalue)) if appraisal.undervalue else None


def terms_title(seen: Seen) -> str:
    """Name the section that holds the terms."""
    if seen.appraisal.answers.kind == "coproduction":
        return "Annual investment"
    return "Terms and discount" if seen.with_discount else "Terms"


def terms(seen: Seen) -> tuple[Fact, ...]:
    """Return the terms that are proposed, what is unknown included."""
    asked = seen.appraisal.answers.terms
    length = "not given" if asked.years is None else words.counted(asked.years, "year")
    if seen.appraisal.answers.kind == "coproduction":
        return (
            Fact("Annual investment asked for", _known(asked.annual_investment_gbp, " a year")),
            Fact("Length", length),
        )
    facts = [Fact("Tenure", TENURES.get(asked.tenure, asked.tenure))]
    if asked.tenure != "freehold" or asked.years is not None:
        facts.append(Fact("Length", length))
    if asked.tenure != "freehold" or asked.market_rent_gbp_pa is not None:
        facts.append(Fact("Market rent", _known(asked.market_rent_gbp_pa, " a year")))
    if asked.tenure != "freehold" or asked.rent_offered_gbp_pa is not None:
        facts.append(
            Fact("Rent offered by the group", _known(asked.rent_offered_gbp_pa, " a year"))
        )
    if asked.tenure == "freehold" and not seen.for_group:
        facts.append(Fact("Unrestricted value", _known(asked.unrestricted_value_gbp, "")))
    return tuple(facts)


def _known(amount: Decimal | None, per: str) -> str:
    return "not given" if amount is None else f"{words.short_pounds(amount)}{per}"
