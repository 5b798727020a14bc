"""What an appraisal file may hold beside its answers, object by object, and whose part of it is whose.

The names of these keys are those of the site's fields and columns too.
"""

from collections.abc import Mapping
from decimal import Decimal
from typing import get_args

from appraisal.engine.fields import Field, Shape
from appraisal.engine.parse_answers import PICKED
from appraisal.engine.scheme import ProposalKind

FORMAT = "valuing-worth/1"


def text_field(key: str, *, required: bool = False, choices: tuple[str, ...] = ()) -> Field:
    """Return a field that holds words."""
    return Field(key=key, kind="text", required=required, choices=choices)


def _amounts(*keys: str) -> tuple[Field, ...]:
    return tuple(Field(key=key, kind="amount") for key in keys)


TERMS = Shape(
    (
        text_field("tenure", choices=("lease", "freehold", "licence")),
        Field(key="years", kind="whole", at_least=1, at_most=999),
        *_amounts(
            "market_rent_gbp_pa",
            "rent_offered_gbp_pa",
            "unrestricted_value_gbp",
            "consideration_gbp",
            "voluntary_conditions_gbp",
            "annual_investment_gbp",
        ),
    )
)
AUTHORITY = Shape((text_field("name", required=True), text_field("region", required=True)))
APPLICANT = Shape((text_field("name", required=True), text_field("legal_form")))
ASSET = Shape(
    (
        text_field("name", required=True),
        text_field("address"),
        text_field("postcode"),
        text_field("uprn"),
        Field(key="floor_area_m2", kind="number"),
        Field(key="site_area_m2", kind="number"),
    ),
    beside=("imd",),
)
IMD = Shape(
    (
        Field(key="edition", kind="edition", required=True),
        Field(key="rank", kind="rank", required=True, at_least=1),
    )
)
OWN_PROXY = Shape(
    (
        text_field("key", required=True),
        text_field("area"),
        Field(key="applies_from", kind="date", required=True),
        Field(key="value", kind="number", required=True, above=Decimal(0)),
        text_field("source", required=True),
    )
)
FACTS = Shape(
    (
        text_field("format", required=True, choices=(FORMAT,)),
        text_field("scheme", required=True),
        text_field("kind", required=True, choices=get_args(ProposalKind)),
        text_field("title", required=True),
        text_field("summary"),
        text_field("reference"),
        Field(key="valuation_date", kind="date", required=True),
        Field(key="proxies", kind="rows", row=OWN_PROXY),
    ),
    beside=("authority", "applicant", "asset", "terms", "answers", "picked", "lists", "methods"),
)

# Every object of the file whose keys are fixed, by its place: what docs/file.md is made from.
SHAPES: Mapping[str, Shape] = {
    "": FACTS,
    "authority": AUTHORITY,
    "applicant": APPLICANT,
    "asset": ASSET,
    "asset.imd": IMD,
    "terms": TERMS,
    "proxies[]": OWN_PROXY,
    "picked.<letter>": PICKED,
}

# --- whose is whose ------------------------------------------------------------------------------

# Of the terms, what a group asks for; all others are the council's to fill in.
GROUP_TERMS = ("tenure", "years", "rent_offered_gbp_pa", "annual_investment_gbp")
COUNCIL_TERMS = tuple(key for key in TERMS.by_key if key not in GROUP_TERMS)
# Of the council's, what only the legal ledger is made of. A group does not see these.
LEGAL_TERMS = ("unrestricted_value_gbp", "consideration_gbp", "voluntary_conditions_gbp")
GROUP_FACTS = ("title", "summary")
COUNCIL_FACTS = ("reference", "valuation_date")
