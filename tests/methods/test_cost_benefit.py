"""Cost–benefit analysis: the golden cases of the Green Book and of the issue, both sides of limits, bad input."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest

from appraisal.chapters import methods_for
from appraisal.engine.faults import CannotRead
from appraisal.file import read_file
from appraisal.methods.cost_benefit import value
from appraisal.methods.cost_benefit_begun import begun
from appraisal.methods.cost_benefit_parts import NOTHING_TO_PAY_BACK, Compared, OptionValue
from appraisal.methods.cost_benefit_written import written
from appraisal.methods.discounting import bands_of, bias_of, factors, flat
from appraisal.pack.charts import chart_svg
from appraisal.pack.document import document_of
from appraisal.pack.pdf import html_of
from appraisal.pack.report.blocks import Table, Text
from appraisal.pack.ways.cost_benefit import SOCIAL, blocks, chart
from tests.engine.golden import text_of, whole

Json = dict[str, Any]
KEY = "cost-benefit"


def flow(amount: object, first: int = 0, last: int = 0, **more: object) -> Json:
    return {
        "option": "Transfer",
        "what": "Use",
        "way": "benefit",
        "kind": "other",
        "who": "users",
        "from_year": first,
        "to_year": last,
        "central_gbp_pa": amount,
        **more,
    }


def cost(amount: object, first: int = 0, last: int = 0, **more: object) -> Json:
    return flow(amount, first, last, **{"way": "cost", "what": "Works", "who": "council", **more})


def worked(*flows: Json, **more: object) -> Compared:
    given = {"schedule": "standard", "prices": "real", "optimism": "no", **more}
    given["flows"] = list(flows)
    file = read_file(json.dumps({**whole("hall"), "methods": {KEY: given}}).encode())
    return value(file.methods[KEY], file.appraise())


def one(*flows: Json, **more: object) -> OptionValue:
    return worked(*flows, **more).options[0]


def faults(*flows: Json, **more: object) -> dict[str, str]:
    with pytest.raises(CannotRead) as cannot:
        worked(*flows, **more)
    return {
        fault.place.removeprefix(f"methods.{KEY}."): fault.message for fault in cannot.value.faults
    }


def test_discount_factors_are_the_green_books() -> None:
    standard = factors(bands_of("standard"), 125)
    assert standard[0] == 1
    assert [f"{each:.4f}" for each in standard[1:11]] == (
        [
            "0.9662",
            "0.9335",
            "0.9019",
            "0.8714",
            "0.8420",
            "0.8135",
            "0.7860",
            "0.7594",
            "0.7337",
            "0.7089",
        ]
    )
    assert [f"{standard[year]:.6f}" for year in (30, 31, 75)] == [
        "0.356278",
        "0.345901",
        "0.094214",
    ]
    assert standard[76] * Decimal("1.025") == pytest.approx(standard[75])


@pytest.mark.parametrize(
    ("schedule", "rates"),
    [("health", ("1.015", "1.0129", "1.0107")), ("sensitivity", ("1.03", "1.0257", "1.0214"))],
)
def test_other_schedules_chain_across_their_bands(schedule: str, rates: tuple[str, ...]) -> None:
    found = factors(bands_of(schedule), 125)
    for year, rate in zip((30, 31, 75, 76, 125), (0, 1, 1, 2, 2), strict=True):
        step = (found[year - 1] / found[year]).quantize(Decimal("0.000001"))
        assert step == Decimal(rates[rate])


def test_a_thousand_a_year_and_then_a_cost() -> None:
    found = one(flow(1000, 0, 9), cost(500, 10, 10))
    assert round(found.expected) == 8253
    assert f"{found.expected:.2f}" == "8253.23"


def test_five_years_at_a_rate_of_our_own() -> None:
    amounts = (4800000, 4920000, 5043000, 5169075, 5298302)
    found = one(
        *(flow(amount, year, year) for year, amount in enumerate(amounts)),
        schedule="own",
        own_rate_percent="6.6",
    )
    assert abs(found.expected - 22_223_497) <= 2


def test_optimism_bias_is_mixed_and_raises_capital_costs_alone() -> None:
    bias = bias_of(Decimal(30))
    assert (bias.capital, bias.duration) == (Decimal("32.1"), Decimal("14.5"))
    found = one(
        cost(1000, kind="capital"),
        cost(100, what="Heat", kind="running"),
        flow(10, kind="capital"),
        optimism="yes",
        non_standard_percent=30,
    )
    assert found.expected == Decimal("-1411")


def test_inflation_is_taken_out_before_discounting() -> None:
    found = one(flow(1020, 1, 1), prices="nominal", deflator_percent=2)
    assert found.expected == pytest.approx(Decimal(1000) * factors(flat(Decimal("3.5")), 1)[1])


def test_chances_weigh_what_is_expected_and_bound_worst_and_best() -> None:
    found = one(
        cost(100, low_gbp_pa=80, high_gbp_pa=150),
        flow(200, low_gbp_pa=150, high_gbp_pa=300, probability=50),
    )
    said = [found.planned, found.expected, found.worst, found.best]
    assert [int(each) for each in said] == [100, 0, -150, 220]
    assert one(flow(9, probability=0)).best == 0
    assert one(cost(9, probability=99)).best == 0


def test_options_stand_side_by_side_and_against_keeping() -> None:
    found = worked(
        flow(100), flow(70, option="Sell", kind="capital"), cost(20, option="Keep as it is")
    )
    assert [each.name for each in found.options] == ["Keep as it is", "Sell", "Transfer"]
    assert [each.against_keep for each in found.options] == [0, 90, 120]
    assert worked(flow(1)).options[0].against_keep is None


def test_paybacks() -> None:
    plain = one(cost(100), flow(50, 1, 3))
    assert (plain.payback, plain.payback_discounted) == (2, 3)
    assert one(cost(100), flow(50, 1, 1)).payback is None
    assert one(flow(50, 0, 1)).payback == NOTHING_TO_PAY_BACK
    # What is covered once and lost again is not paid back until it stays so.
    assert one(cost(10), flow(20, 1, 1), cost(30, 2, 2), flow(20, 3, 3)).payback == 3


def test_a_ratio_without_costs_is_said_to_be_unknown() -> None:
    found = worked(flow(50))
    assert found.options[0].ratio is None
    said: Json = json.loads(json.dumps(written(found)))
    assert said["options"][0]["benefit_cost_ratio"] is None
    assert "because there are no costs" in str(blocks(found))


def test_a_switching_value_brings_the_value_to_nothing() -> None:
    found = one(cost(100), flow(75, 1, 2))
    percents = {each.what: each.percent for each in found.switches}
    assert percents["Use"]
    assert percents["Works"]
    for what, percent in percents.items():
        assert percent is not None
        change = 1 + percent / 100
        again = one(
            cost(f"{round(100 * (change if what == 'Works' else 1), 6):f}"),
            flow(f"{round(75 * (change if what == 'Use' else 1), 6):f}", 1, 2),
        )
        assert abs(again.expected) < Decimal("0.00001")
    assert one(cost(0), flow(5)).switches[0].percent is None


def test_who_bears_what_adds_up() -> None:
    found = one(cost(100, 0, 4), cost(40, 1, 3, who="group"), flow(90, 2, 60))
    assert sum(each.net for each in found.borne) == pytest.approx(found.expected)
    assert sum(each.present for each in found.spans) == pytest.approx(found.expected)
    assert [(s.first, s.last) for s in found.spans] == [(0, 4), (1, 3), (2, 60)]


@pytest.mark.parametrize(
    ("bad", "place", "part"),
    [
        ({"probability": "100.01"}, "probability", "over 100%"),
        ({"from_year": 3, "to_year": 2}, "to_year", "before year 3"),
        ({"to_year": 300}, "to_year", "up to year 125"),
        ({"low_gbp_pa": 11}, "low_gbp_pa", "above the most likely"),
        ({"high_gbp_pa": 9}, "high_gbp_pa", "below the most likely"),
        ({"option": "transfer"}, "option", "written “Transfer” above"),
    ],
)
def test_what_is_wrong_is_said_at_its_row(bad: Json, place: str, part: str) -> None:
    found = faults(flow(10), flow(10, **bad))
    assert list(found) == [f"flows[1].{place}"]
    assert part in found[f"flows[1].{place}"]


def test_limits_themselves_are_allowed() -> None:
    found = one(flow(10, 0, 125, probability=100, low_gbp_pa=10, high_gbp_pa=10))
    assert found.expected > 10


def test_rates_and_their_conditions() -> None:
    assert "no option" in faults()["flows"]
    assert "6.6" in faults(flow(1), schedule="own", own_rate_percent=101)["own_rate_percent"]
    assert list(faults(flow(1), schedule="own")) == ["own_rate_percent"]
    assert list(faults(flow(1), prices="nominal")) == ["deflator_percent"]
    assert list(faults(flow(1), optimism="yes")) == ["non_standard_percent"]
    many = [flow(1, option=f"Way {number}") for number in range(7)]
    assert "7 options" in faults(*many)["flows"]
    assert len(worked(*many[:6]).options) == 6


def test_it_begins_with_what_the_proposal_says() -> None:
    appraisal = read_file(text_of("hall.json").encode()).appraise()
    given = begun(appraisal)
    asked = next(each for each in methods_for("asset-transfer") if each.key == KEY)
    assert value(asked.read(given), appraisal).options[0].name == "Transfer"
    flows: list[Json] = given["flows"]  # type: ignore[assignment]
    assert [(each["what"], each["central_gbp_pa"]) for each in flows[:3]] == [
        ("Works", "250000"),
        ("Running costs", "60000"),
        ("Income from outside", "15000"),
    ]
    whole_value = sum(
        Decimal(each["central_gbp_pa"])
        for each in flows
        if each["what"] in ("Savings of the council", "Social value")
    )
    assert whole_value == appraisal.social_value  # savings are not counted twice


def test_tables_and_chart_say_the_same() -> None:
    found = worked(cost(20, option="Keep as it is"), cost(100), flow(75, 1, 2))
    said = blocks(found)
    cells = {
        cell.text
        for block in said
        if isinstance(block, Table)
        for row in block.grid.rows
        for cell in row
    }
    drawn = chart(found)
    assert {text for series in drawn.said for text in series} <= cells  # type: ignore[union-attr]
    assert Text(SOCIAL) in said
    assert drawn.title in chart_svg(drawn, text="paths")


def test_a_pack_holds_the_section_with_its_chart() -> None:
    given = {"schedule": "standard", "prices": "real", "optimism": "no", "flows": [flow(10)]}
    file = read_file(json.dumps({**whole("hall"), "methods": {KEY: given}}).encode())
    drawn = html_of(document_of(file))
    assert "Net present value of each option" in drawn
    assert "Expected net present value of each option" in drawn
