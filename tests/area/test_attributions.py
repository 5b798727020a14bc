"""The statements that owners of published figures want beside them."""

from __future__ import annotations

from datetime import date

import pytest

from appraisal.area.attributions import with_attribution

DAY = date(2025, 8, 1)
OGL = "Open Government Licence v3.0"


def test_price_paid_data_names_the_land_registry_with_its_year() -> None:
    said = (
        f"{OGL}. Contains HM Land Registry data © Crown copyright and database right 2025. This data is licensed "
        "under the Open Government Licence v3.0."
    )
    assert with_attribution("prices", OGL, DAY) == said
    assert with_attribution("prices", said, DAY) == said, "it is not said twice"


def test_postcodes_name_all_three_owners() -> None:
    said = with_attribution("postcodes", f"{OGL}.", DAY)
    assert said == (
        f"{OGL}. Contains OS data © Crown copyright and database right 2025. Contains Royal Mail data © Royal Mail "
        "copyright and database right 2025. Source: Office for National Statistics licensed under the Open "
        "Government Licence v.3.0."
    )
    own = f"{OGL}. Contains OS data © Crown copyright and database right 2024."
    assert with_attribution("postcodes", own, DAY).count("Contains OS data") == 1


@pytest.mark.parametrize(
    "short", ["OGL", "OGL3", "OGL v3.0", "OGL-UK-3.0", "Open Government License"]
)
def test_the_licence_is_known_by_its_short_name_too(short: str) -> None:
    said = with_attribution("prices", short, DAY)
    assert said.startswith(f"{short}. Contains HM Land Registry data © Crown copyright")


@pytest.mark.parametrize(
    ("kind", "licence"),
    [
        ("prices", "Google’s own terms"),
        ("prices", "ogle"),
        ("deprivation", OGL),
        ("prices", "made up"),
        ("postcodes", ""),
    ],
)
def test_nothing_is_said_that_is_not_asked_for(kind: str, licence: str) -> None:
    assert with_attribution(kind, licence, DAY) == licence
