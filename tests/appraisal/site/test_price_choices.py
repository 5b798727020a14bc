"""A council chooses the periods, the least sales and the limit that its page of house prices goes by."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from appraisal.actions.price_choices import set_price_choices
from appraisal.actions.settings import CannotSet
from appraisal.area.choices import Choices
from appraisal.area.prices import Period, TooFew, by_district
from appraisal.models import DistrictPrice, PriceChoices, SettingsVersion
from appraisal.queries.prices import choices_of, worked_for
from tests.appraisal.site.area_data import in_force
from tests.appraisal.site.browsing import boxes, complaints, words_of
from tests.appraisal.site.people import NOW, Site
from tests.appraisal.site.test_place_figures import sales_of

pytestmark = pytest.mark.django_db


def page(site: Site, name: str) -> str:
    return reverse(f"appraisal:{name}", args=[site.council.slug])


def choose(site: Site, **typed: Any) -> Any:
    client, address = site.client("manager"), page(site, "settings_prices")
    return client.post(
        address, {**boxes(client.get(address)), "reason": "Prices have risen", **typed}
    )


def test_the_periods_that_a_council_chooses_take_the_place_of_the_ends_of_the_file(
    site: Site, client: Client
) -> None:
    sales_of(site, B12_2000=12, B12_2010=6, B12_2011=6, B12_2024=12, B12_2025=12)
    before = words_of(client.get(page(site, "prices")))
    assert "those of 2000 and 2025, the first and the last whole year" in before
    assert "needs 10 sales in each, our own default" in before
    assert "£58,500 at the start" in before
    assert "published for prices of 2000" in before
    sent = choose(site, start_first="2010", start_last="2011", end_first="2024")
    assert sent.status_code == 302
    found = worked_for(site.council).sold
    assert found is not None
    assert found.periods == (Period(2010, 2011), Period(2024, 2024))
    assert [one.district.code for one in found.equity.districts] == ["B12"]
    said = words_of(client.get(page(site, "prices")))
    assert "those of 2010 to 2011 and of 2024, which the council has chosen" in said
    rows = json.loads(client.get(page(site, "prices_json")).content)["districts"]
    assert [one["start_year"] for one in rows] == ["2010 to 2011"]
    history = words_of(site.client("manager").get(page(site, "settings_history")))
    assert "House prices" in history
    assert "2010 to 2011" in history


def test_a_council_sets_how_many_sales_and_what_is_suburban(site: Site, client: Client) -> None:
    sales_of(site, B12_2000=12, B12_2025=9)
    found = worked_for(site.council).sold
    assert found is not None
    assert by_district(found.left_out) == ("B12 (9 in 2025)",)
    assert choose(site, least="9", suburban_from="50,000").status_code == 302
    found = worked_for(site.council).sold
    assert found is not None
    assert [one.classed for one in found.equity.districts] == ["suburban"]
    said = words_of(client.get(page(site, "prices")))
    assert "needs 9 sales in each, which the council has chosen" in said
    assert "£50,000 at the start, else as outer ring: the limit that the council has chosen" in said


def test_the_limit_counts_for_published_averages_too(site: Site) -> None:
    rows: list[Any] = [
        DistrictPrice(order=1, district="B12", name="Heath", classification="", year=year, price=price)
        for year, price in ((2015, 120_000), (2024, 200_000))
    ]  # fmt: skip
    in_force("district-prices", rows, authority=site.council)
    set_price_choices(
        authority=site.council, chosen=Choices(suburban_from=Decimal(130_000)),
        by=site.people["manager"], reason="New", at=NOW,
    )  # fmt: skip
    found = worked_for(site.council).published
    assert found is not None
    assert [one.classed for one in found.equity.districts] == ["outer ring"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"start_first": "2010"}, "Choose both periods, or leave both blank"),
        ({"end_first": "2010"}, "Choose both periods, or leave both blank"),
        ({"start_last": "2010"}, "Say with which year the period begins"),
        ({"start_first": "2010", "end_first": "2010"}, "must begin after the first has ended"),
        ({"start_first": "1994", "end_first": "2010"}, "from 1995 to 2026"),
        ({"start_first": "2010", "end_first": "2027"}, "from 1995 to 2026"),
        (
            {"start_first": "2010", "end_first": "2011", "end_last": "2027"},
            "or later, and by 2026",
        ),
        (
            {"start_first": "2010", "start_last": "2009", "end_first": "2011"},
            "in which it begins or later",
        ),
        ({"least": "0"}, "from 1 to 1,000"),
        ({"least": "1001"}, "from 1 to 1,000"),
        ({"suburban_from": "0"}, "above £0"),
        ({"suburban_from": "10,000,000.01"}, "£10,000,000 at most"),
        ({"start_first": "2010.5"}, "must be a whole number"),
    ],
)
def test_what_nobody_can_choose_is_said(site: Site, typed: dict[str, str], words: str) -> None:
    response = choose(site, **typed)
    assert response.status_code == 200
    assert any(words in one for one in complaints(response).values()), complaints(response)
    assert not PriceChoices.objects.exists()


def test_the_action_refuses_it_too_and_blanks_go_back_to_what_is_usual(site: Site) -> None:
    wrong = Choices(start=Period(2010, 2010))
    with pytest.raises(CannotSet, match="both periods"):
        set_price_choices(
            authority=site.council, chosen=wrong, by=site.people["manager"], reason="x", at=NOW
        )
    choose(site, least="12")
    assert choices_of(site.council) == Choices(least=12)
    choose(site, least="")
    assert choices_of(site.council) == Choices()
    assert SettingsVersion.objects.filter(subject="prices").count() == 2


def test_what_is_kept_for_a_month_holds_no_words(site: Site) -> None:
    sales_of(site, B12_2000=12, B12_2025=9)
    found = worked_for(site.council).sold
    assert found is not None
    assert found.left_out == (TooFew("B12", Period(2025, 2025), 9),)
