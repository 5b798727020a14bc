"""Finds the figure that no text may hold: undervalue less social value, or the other way round."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal

from appraisal.engine.results import Appraisal

_FIGURE = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")


def netted(text: str, appraisal: Appraisal) -> set[Decimal]:
    """Return the figures of a text that are one ledger less the other: of a year and of the term, however rounded."""
    assert appraisal.undervalue is not None
    under, social = appraisal.undervalue.amount, appraisal.social_value
    forbidden = {
        abs(under - part).quantize(to, ROUND_HALF_UP)
        for part in (social, social * (appraisal.answers.terms.years or 1))
        for to in (Decimal("0.01"), Decimal(1))
    }
    assert min(forbidden) > 1_000  # smaller ones stand anywhere by chance
    return {Decimal(found.replace(",", "")) for found in _FIGURE.findall(text)} & forbidden
