"""Social return on investment: the golden case of the issue, both sides of limits, properties, bad input."""

from __future__ import annotations

import json
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.chapters import methods_for
from appraisal.engine.faults import CannotRead
from appraisal.file import read_file
from appraisal.methods.sroi import value
from appraisal.methods.sroi_begun import begun
from appraisal.methods.sroi_parts import Returned
from appraisal.methods.sroi_written import written
from appraisal.pack.charts import chart_svg
from appraisal.pack.document import document_of
from appraisal.pack.pdf import html_of
from appraisal.pack.report.blocks import Table
from appraisal.pack.ways.sroi import TWICE, blocks, chart, lead
from tests.engine.golden import text_of, whole

Json = dict[str, Any]
KEY = "sroi"
WORKS: Json = {
    "stakeholder": "The council",
    "what": "Repairs",
    "kind": "money",
    "amount_gbp": 250000,
}


def outcome(**more: object) -> Json:
    """Return the outcome of the issue’s golden case."""
    return {
        "stakeholder": "Older people",
        "outputs": "A weekly lunch",
        "outcome": "Feel less lonely",
        "counts": "gain",
        "quantity": 60,
        "proxy_gbp_pa": 8500,
        "deadweight_percent": 40,
        "attribution_percent": 30,
        "drop_off_percent": 30,
        "years": 2,
        "also_scored": "none",
        **more,
    }


def plain(**more: object) -> Json:
    """Return a pound a year of which nothing is taken off."""
    nothing = {"deadweight_percent": 0, "attribution_percent": 0, "drop_off_percent": 0}
    return outcome(**{"quantity": 1, "proxy_gbp_pa": 1, **nothing, **more})


NOT_MATERIAL: Json = {
    "stakeholder": "Neighbours",
    "outcome": "Hear music",
    "counts": "small",
    "why_not": "Twice a year only.",
}


def asked(*outcomes: Json, **more: object) -> Json:
    return {
        "first_year": "now",
        "schedule": "standard",
        "inputs": [WORKS],
        "outcomes": list(outcomes or (outcome(),)),
        **more,
    }


def file_of(answers: Json) -> bytes:
    return json.dumps({**whole("hall"), "methods": {KEY: answers}}).encode()


def worked(*outcomes: Json, **more: object) -> Returned:
    file = read_file(file_of(asked(*outcomes, **more)))
    return value(file.methods[KEY], file.appraise())


def faults(*outcomes: Json, **more: object) -> dict[str, str]:
    with pytest.raises(CannotRead) as cannot:
        worked(*outcomes, **more)
    return {
        fault.place.removeprefix(f"methods.{KEY}."): fault.message for fault in cannot.value.faults
    }


def penny(amount: Decimal | None) -> str:
    return f"{amount:.2f}"


# --- the golden case -----------------------------------------------------------------------------


def test_the_golden_case() -> None:
    found = worked()
    assert [year.impact for year in found.years] == [214200, 149940]
    assert [penny(year.present) for year in found.years] == ["214200.00", "144869.57"]
    assert penny(found.impact) == "359069.57"
    assert f"{found.ratio:.5f}" == "1.43628"
    assert "£1.44" in lead(found)


def test_the_golden_case_with_its_first_year_discounted() -> None:
    found = worked(first_year="later")
    assert penny(found.impact) == "346927.12"
    assert penny(found.ratio) == "1.39"


def test_what_each_assumption_must_be_in_the_golden_case() -> None:
    found = worked()
    (switch,) = found.switches
    said: Json = json.loads(json.dumps(written(found)))["ratio_is_1_with"][0]
    assert said["proxy_gbp_pa"] == "5918.07"
    assert f"{switch.deadweight:.1f}" == "58.2"
    assert f"{switch.attribution:.1f}" == "51.3"
    assert f"{switch.drop_off:.1f}" == "82.7"
    assert f"{switch.displacement:.1f}" == "30.4"
    assert switch.years == 2


def test_each_switching_value_put_in_makes_the_ratio_1() -> None:
    two = (outcome(), plain(quantity=1000, proxy_gbp_pa=10, deadweight_percent=10, years=4))
    for one in worked(*two).switches[:1]:
        for key, found in (
            ("quantity", one.quantity),
            ("proxy_gbp_pa", one.proxy),
            ("deadweight_percent", one.deadweight),
            ("displacement_percent", one.displacement),
            ("attribution_percent", one.attribution),
            ("drop_off_percent", one.drop_off),
        ):
            assert found is not None
            again = worked({**two[0], key: f"{round(found, 6):f}"}, two[1])
            assert again.ratio == pytest.approx(Decimal(1), abs=Decimal("0.000001")), key
    few = worked(outcome(years=1)).ratio
    assert few is not None
    assert few < 1


def test_what_never_reaches_1_is_said_in_words() -> None:
    low = worked(outcome(proxy_gbp_pa=100))
    (switch,) = low.switches
    assert (switch.deadweight, switch.drop_off, switch.years) == (None, None, None)
    assert switch.proxy is not None  # a price has no bound
    assert "it stays below 1" in str(blocks(low))
    high = worked(plain(quantity=300000), outcome())
    assert high.switches[1].proxy is None
    assert "it stays above 1" in str(blocks(high))
    assert worked(outcome(quantity=0)).switches[0].proxy is None
    assert worked(outcome(deadweight_percent=100)).switches[0].deadweight is not None


def test_steps_are_what_the_answers_changed_by_them_give() -> None:
    steps = {one.assumption: one for one in worked().steps}

    def ratio(**more: object) -> Decimal | None:
        return worked(outcome(**more)).ratio

    assert steps["Deadweight"].worse == ratio(deadweight_percent=50)
    assert steps["Displacement"].worse == ratio(displacement_percent=10)
    assert steps["Displacement"].better == ratio()  # nothing goes below 0%
    assert steps["Proxies"].better == ratio(proxy_gbp_pa=10200)
    assert steps["Quantities"].worse == ratio(quantity=54)
    assert steps["Drop-off"].better == ratio(drop_off_percent=20)
    assert steps["Years"].worse == ratio(years=1)
    assert steps["Inputs"].worse == worked(inputs=[{**WORKS, "amount_gbp": 275000}]).ratio
    own = worked(schedule="own", own_rate_percent="4.5").ratio
    assert steps["Discount rate"].worse == own
    assert all(one.worse <= one.better for one in steps.values())


# --- sums ----------------------------------------------------------------------------------------

percents = st.integers(0, 100)
some = st.tuples(percents, percents, percents, percents, st.integers(1, 130), st.integers(1, 9))


@settings(max_examples=25, deadline=None)
@given(st.lists(some, min_size=1, max_size=3), st.sampled_from(["now", "later"]))
def test_sums_equal_a_loop_over_the_years(rows: list[tuple[int, ...]], first: str) -> None:
    rate = Decimal("1.07")
    total = Decimal(0)
    given_rows = []
    for dead, moved, others, drop, years, price in rows:
        given_rows.append(
            plain(
                quantity=7,
                proxy_gbp_pa=price,
                deadweight_percent=dead,
                displacement_percent=moved,
                attribution_percent=others,
                drop_off_percent=drop,
                years=years,
            )
        )
        amount = Decimal(7 * price * (100 - dead) * (100 - moved) * (100 - others)) / 1000000
        for year in range(years):
            total += amount / rate ** (year + (first == "later"))
            amount = amount * (100 - drop) / 100
    found = worked(*given_rows, first_year=first, schedule="own", own_rate_percent=7)
    assert found.impact == pytest.approx(total, abs=Decimal("0.000001"))
    assert sum(one.present for one in found.years) == pytest.approx(found.impact)


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 99),
    st.integers(1, 100),
    st.sampled_from(["deadweight", "attribution", "displacement"]),
)
def test_the_ratio_falls_when_more_is_taken_off(low: int, more: int, what: str) -> None:
    high = min(low + more, 100)
    ratios = [worked(outcome(**{f"{what}_percent": percent})).ratio for percent in (low, high)]
    assert ratios[0] is not None
    assert ratios[1] is not None
    assert ratios[1] < ratios[0]


def test_rates_chain_across_the_bands_of_the_schedule() -> None:
    found = worked(plain(years=126), schedule="standard")
    assert f"{found.years[75].factor:.6f}" == "0.094214"
    assert found.years[76].factor * Decimal("1.025") == pytest.approx(found.years[75].factor)


def test_inputs_are_shown_by_stakeholder_with_what_is_in_kind_apart() -> None:
    hours = {
        "stakeholder": "Volunteers",
        "what": "Serving",
        "kind": "time",
        "amount_gbp": "16.75",
        "hours": 800,
        "years": 2,
    }
    rooms = {**WORKS, "stakeholder": " the  COUNCIL", "what": "Rooms", "kind": "goods"}
    found = worked(inputs=[WORKS, hours, {**rooms, "amount_gbp": 10}])
    assert found.money == 250000
    assert penny(found.in_kind) == penny(Decimal(13400) * (1 + 1 / Decimal("1.035")) + 10)
    assert [(one.stakeholder, int(one.money)) for one in found.shares] == [
        ("The council", 250000),
        ("Volunteers", 0),
        ("Older people", 0),
    ]
    assert found.ratio is not None
    assert found.money_ratio is not None
    assert found.ratio < found.money_ratio
    assert [one.code for one in found.doubts] == ["volunteers"]


def test_without_inputs_there_is_no_ratio_and_words_say_why() -> None:
    for inputs in ([], [{**WORKS, "amount_gbp": 0}]):
        found = worked(inputs=inputs)
        assert found.ratio is None
        assert written(found)["ratio"] is None
        assert "no ratio, because nothing is put in" in str(blocks(found))
        chart(found)


def test_a_loss_takes_away() -> None:
    found = worked(plain(quantity=5, years=1), plain(quantity=2, years=1, counts="loss"))
    assert found.impact == 3
    assert "More is lost than gained" in lead(worked(plain(counts="loss")))
    (_, loss) = worked(plain(quantity=300000, years=1), plain(quantity=1, counts="loss")).switches
    assert loss.quantity is not None
    assert loss.quantity > 1  # it may grow until the ratio is 1
    assert loss.deadweight is None


def test_only_material_outcomes_count_and_the_others_are_listed_with_why() -> None:
    found = worked(outcome(), NOT_MATERIAL)
    assert found.impact == worked().impact
    assert "Twice a year only." in str(blocks(found))
    assert [one["why"] for one in written(found)["left_out"]] == ["Twice a year only."]  # type: ignore[attr-defined]


def test_what_is_also_scored_or_uses_the_same_price_is_warned_of() -> None:
    found = worked(outcome(also_scored="h"), outcome(outcome="Fitter"), plain(outcome="Sure"))
    assert [(one.place, one.code) for one in found.doubts] == [
        ("outcomes[0].also_scored", "also-scored"),
        ("outcomes[2]", "nothing-taken-off"),
    ]
    assert "H, Community participation" in found.doubts[0].message
    price = next(
        one.value
        for one in read_file(text_of("hall.json").encode()).appraise().proxies
        if one.unit.startswith("GBP")
    )
    (doubt,) = worked(outcome(proxy_gbp_pa=f"{price:f}")).doubts
    assert doubt.code == "same-proxy"


def test_many_outcomes_that_last_long_stay_quick() -> None:
    from time import process_time

    rows = [outcome(years=300, drop_off_percent=f"0.{n + 100}") for n in range(200)]
    own: Json = {"schedule": "own", "own_rate_percent": "3.3"}
    total = worked(*rows, **own).impact
    file = read_file(
        file_of(asked(*rows, inputs=[{**WORKS, "amount_gbp": f"{round(total, 2):f}"}], **own))
    )
    appraisal = file.appraise()
    began = process_time()
    found = value(file.methods[KEY], appraisal)
    blocks(found)
    assert process_time() - began < 5
    assert all(one.drop_off is not None for one in found.switches)


# --- what is refused -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "place", "part"),
    [
        *(
            ({f"{key}_percent": "100.01"}, f"{key}_percent", "over 100%")
            for key in ("deadweight", "displacement", "attribution", "drop_off")
        ),
        ({"years": 0}, "years", "no year at all"),
        ({"years": 127}, "years", "more than 126: the Green Book has rates up to year 125"),
        ({"quantity": None}, "quantity", "how many"),
        ({"proxy_gbp_pa": None}, "proxy_gbp_pa", "worth"),
        ({"also_scored": None}, "also_scored", "None"),
        ({"why_not": "No."}, "why_not", "This outcome counts"),
        ({**NOT_MATERIAL, "why_not": None}, "why_not", "Say why"),
    ],
)
def test_what_is_wrong_is_said_at_its_row(bad: Json, place: str, part: str) -> None:
    row = {key: said for key, said in outcome(**bad).items() if said is not None}
    found = faults(outcome(), row)
    assert list(found) == [f"outcomes[1].{place}"]
    assert part in found[f"outcomes[1].{place}"]


def test_limits_themselves_are_allowed() -> None:
    all_gone = {f"{key}_percent": 100 for key in ("deadweight", "displacement", "attribution")}
    assert worked(outcome(**all_gone)).impact == 0
    assert len(worked(plain(years=126)).years) == 126
    assert list(faults(plain(years=126), first_year="later")) == ["outcomes[0].years"]
    assert len(worked(plain(years=125), first_year="later").years) == 125
    for first in ("now", "later"):
        own: Json = {"schedule": "own", "own_rate_percent": 0, "first_year": first}
        assert worked(plain(years=300), **own).impact == 300
        assert "more than 300" in faults(plain(years=301), **own)["outcomes[0].years"]
    # All of it wears off after the first year.
    assert worked(plain(years=9, drop_off_percent=100)).impact == 1


def test_settings_and_inputs_that_cannot_be() -> None:
    assert list(faults(schedule="own")) == ["own_rate_percent"]
    assert "6.6" in faults(schedule="own", own_rate_percent="100.5")["own_rate_percent"]
    assert worked(schedule="own", own_rate_percent=100).ratio is not None
    assert list(faults(inputs=[{**WORKS, "hours": 3}])) == ["inputs[0].hours"]
    assert list(faults(inputs=[{**WORKS, "years": 0}])) == ["inputs[0].years"]
    assert "nothing to sum up" in faults(NOT_MATERIAL)["outcomes[0].counts"]
    assert list(faults(outcomes=[])) == ["outcomes"]


# --- where it is used ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["hall", "coproduction"])
def test_it_begins_with_what_the_proposal_says(name: str) -> None:
    file = read_file(text_of(f"{name}.json").encode())
    appraisal = file.appraise()
    answers = begun(appraisal)
    shape = next(one for one in methods_for(appraisal.answers.kind) if one.key == KEY)
    found = value(shape.read(answers), appraisal)
    assert sum(one.impact for one in found.outcomes) == (
        sum(one.value or Decimal(0) for one in appraisal.criteria if one.criterion.letter in "JKL")
    )
    assert {one.code for one in found.doubts} >= {"also-scored", "volunteers"}
    assert found.in_kind > 0
    assert found.money > 0


def test_tables_and_chart_say_the_same() -> None:
    found = worked(outcome(), NOT_MATERIAL)
    said = blocks(found)
    cells = {
        cell.text
        for block in said
        if isinstance(block, Table)
        for row in block.grid.rows
        for cell in row
    }
    drawn = chart(found)
    said_in_bars = {text for series in drawn.said for text in series if text}  # type: ignore[union-attr]
    assert {"£250,000.00", "£359,069.57"} == said_in_bars <= cells
    assert TWICE in str(said)
    assert "£5,918.07" in cells
    assert "82.7%" in cells
    assert drawn.title in chart_svg(drawn, text="paths")


def test_a_pack_holds_the_section_and_its_chart() -> None:
    drawn = html_of(document_of(read_file(file_of(asked()))))
    assert "Every £1 put in brings £1.44" in drawn
    assert "What each stakeholder puts in and gains" in drawn


def test_the_command_writes_the_golden_case(tmp_path: Path) -> None:
    file = tmp_path / "hall.json"
    file.write_bytes(file_of(asked()))
    out = StringIO()
    call_command("value", KEY, str(file), "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    assert (said["ratio"], said["impact_present_gbp"]) == ("1.43628", "359069.57")
