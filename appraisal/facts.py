"""What an appraisal file says beside its answers, fact by fact, in words."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from appraisal.engine import words
from appraisal.engine.answers import Terms
from appraisal.engine.scheme import Scheme
from appraisal.file import AppraisalFile

Section = Literal["title", "summary", "reference", "group", "asset", "terms", "council"]

TENURES = {"": "", "lease": "Lease", "freehold": "Freehold", "licence": "Licence"}


class Fact(NamedTuple):
    """One fact: its place in the file, what it is called, and what it is, as data and in words.

    ``section`` is the part of the pages on which it is filled in.
    ``councils`` marks what the council fills in, ``legal`` what only the legal ledger is made of.
    """

    place: str
    section: Section
    label: str
    value: object
    text: str
    councils: bool = False
    legal: bool = False


def facts_of(given: AppraisalFile) -> tuple[Fact, ...]:
    """Return every fact of a file that is no answer, given or not: what is not has no text."""
    return (*_about(given), *_asset(given), *terms_facts(given.answers.terms), *_council(given))


def _about(given: AppraisalFile) -> Iterator[Fact]:
    yield _text("title", "title", "Title", given.title)
    yield _text("summary", "summary", "Summary", given.summary)
    yield _text("reference", "reference", "Reference", given.reference)._replace(councils=True)
    yield _text("applicant.name", "group", "Group", given.applicant)
    yield _text("applicant.legal_form", "group", "Legal form of the group", given.legal_form)


def _asset(given: AppraisalFile) -> Iterator[Fact]:
    asset, stands = given.asset, given.answers.deprivation
    name, address, postcode, uprn = asset[:4] if asset else ("", "", "", "")
    yield _text("asset.name", "asset", "Building or land", name)
    yield _text("asset.address", "asset", "Address", address)
    yield _text("asset.postcode", "asset", "Postcode", postcode)
    yield _text("asset.uprn", "asset", "Property number (UPRN)", uprn)
    floor, site = (asset.floor_area_m2, asset.site_area_m2) if asset else (None, None)
    yield _number("asset.floor_area_m2", "asset", "Floor area", floor, "m²")
    yield _number("asset.site_area_m2", "asset", "Area of the site", site, "m²")
    edition, rank = stands or (None, None)
    year = "" if edition is None else str(edition)
    yield Fact("asset.imd.edition", "asset", "Deprivation index, edition", edition, year, True)
    label = "Deprivation rank of the area"
    yield _number("asset.imd.rank", "asset", label, rank)._replace(councils=True)


def terms_facts(terms: Terms) -> Iterator[Fact]:
    """Yield every fact of the terms, given or not."""
    tenure = TENURES.get(terms.tenure, terms.tenure)
    yield Fact("terms.tenure", "terms", "Lease, freehold or licence", terms.tenure or None, tenure)
    length = "" if terms.years is None else words.counted(terms.years, "year")
    yield Fact("terms.years", "terms", "Length", terms.years, length)
    yield _money("market_rent_gbp_pa", "Market rent", terms.market_rent_gbp_pa, councils=True)
    yield _money("rent_offered_gbp_pa", "Rent offered by the group", terms.rent_offered_gbp_pa)
    for key, label, amount in (
        ("unrestricted_value_gbp", "Unrestricted value", terms.unrestricted_value_gbp),
        ("consideration_gbp", "Consideration", terms.consideration_gbp),
        (
            "voluntary_conditions_gbp",
            "Voluntary conditions priced by a valuer",
            terms.voluntary_conditions_gbp,
        ),
    ):
        yield _money(key, label, amount, councils=True)._replace(legal=True)
    label = "Investment asked for each year"
    yield _money("annual_investment_gbp", label, terms.annual_investment_gbp)


def _council(given: AppraisalFile) -> Iterator[Fact]:
    yield _text("authority.name", "council", "Council", given.authority)._replace(councils=True)
    region = given.answers.region
    yield _text("authority.region", "council", "Region", region)._replace(councils=True)
    on = given.answers.valuation_date
    yield Fact("valuation_date", "council", "Valuation date", on, _day(on), True)
    scheme = given.scheme
    yield Fact("scheme", "council", "Scheme", scheme.name, scheme_in_words(scheme), True)


def scheme_in_words(scheme: Scheme) -> str:
    """Name a scheme and its version."""
    return f"{scheme.title}, version {scheme.version} ({scheme.name})"


def _text(place: str, section: Section, label: str, text: str) -> Fact:
    return Fact(place, section, label, text or None, text)


def _number(
    place: str, section: Section, label: str, number: Decimal | int | None, unit: str = ""
) -> Fact:
    text = "" if number is None else words.quantity(number, unit)
    return Fact(place, section, label, number, text)


def _money(key: str, label: str, amount: Decimal | None, *, councils: bool = False) -> Fact:
    per = " a year" if key.endswith("_pa") or key == "annual_investment_gbp" else ""
    text = "" if amount is None else f"{words.short_pounds(amount)}{per}"
    section: Section = "council" if councils else "terms"
    return Fact(f"terms.{key}", section, label, amount, text, councils)


def _day(when: date) -> str:
    return words.day(when)
