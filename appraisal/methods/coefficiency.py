"""Coefficiency and value per public pound, with their parts (method §4): made of the appraisal alone."""

from decimal import Decimal
from typing import NamedTuple

from appraisal.engine.results import Appraisal, Coefficiency
from appraisal.methods.base import Given, Method, nothing_begun, nothing_to_check


class BothRatios(NamedTuple):
    """The two ratios with what they are made of, in pounds a year.

    ``public_contribution`` is None while nobody has said it: then there is no value per public pound.
    """

    parts: Coefficiency
    public_contribution: Decimal | None
    per_public_pound: Decimal | None


def value(given: Given, appraisal: Appraisal) -> BothRatios:
    """Return both ratios of an appraisal. The score’s own sums, set out: nothing is worked out anew."""
    return BothRatios(
        parts=appraisal.coefficiency,
        public_contribution=appraisal.public_contribution,
        per_public_pound=appraisal.value_per_public_pound,
    )


def written(both: BothRatios) -> dict[str, object]:
    """Return the ratios and parts as texts, None where there is none."""
    parts = both.parts
    amounts = {
        "social_value_gbp_pa": parts.social_value,
        "volunteer_time_gbp_pa": parts.volunteer_time,
        "value_added_gbp_pa": parts.value_added,
        "public_contribution_gbp_pa": both.public_contribution,
        "external_funds_gbp_pa": parts.external_funds,
        "resources_gbp_pa": parts.resources,
        "coefficiency": parts.ratio,
        "value_per_public_pound": both.per_public_pound,
    }
    return {key: None if one is None else f"{one:f}" for key, one in amounts.items()}


COEFFICIENCY = Method(
    key="coefficiency",
    check=nothing_to_check,
    value=value,
    written=written,
    begun=nothing_begun,
    asks=False,
)
