"""How a premium of house prices is said in the pack."""

from __future__ import annotations

from decimal import Decimal

import pytest

from appraisal.area.profile import Price, Profile
from appraisal.pack.neighbourhood import blocks_of
from appraisal.pack.report.blocks import Table


@pytest.mark.parametrize(("premium", "said"), [(None, "no premium"), (Decimal(92), "£92")])
def test_a_premium_that_is_none_is_said_in_words(premium: Decimal | None, said: str) -> None:
    price = Price(
        district="B12",
        name="Balsall Heath",
        classed="inner city",
        years=(2000, 2010),
        start=Decimal(40000),
        end=Decimal(60000),
        rise=Decimal(50),
        median=Decimal(60),
        expected=Decimal(64000),
        premium=premium,
        total=None,
        interval="",
    )
    profile = Profile(name="Heath", kind="Neighbourhood", on="2026-11-23", prices=(price,))
    (table,) = (one for one in blocks_of(profile) if isinstance(one, Table))
    assert table.grid.heads[-1].text == "Premium"
    assert table.grid.rows[0][-1].text == said
