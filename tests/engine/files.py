"""Valid appraisal files of any content, for tests of what holds for all of them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from appraisal.engine.places import REGIONS

Json = dict[str, Any]

# Few values, many of them at limits, so that edges and equal sums come up often.
quantities = st.one_of(
    st.integers(0, 8),
    st.integers(0, 40).map(lambda n: n * 250),
    st.decimals(0, 5000, places=6).map(lambda number: f"{number:f}"),
    st.sampled_from([0, "0.000001", "0.005", "999999999999.999999"]),
)
above_zero = quantities.filter(lambda quantity: Decimal(str(quantity)) > 0)
small = st.one_of(st.integers(0, 60), st.sampled_from(["0.5", "1.5", "0.000001"]))


def rows(*, text: str = "", use: bool = False, **numbers: st.SearchStrategy[Any]) -> Any:
    fixed: dict[str, st.SearchStrategy[Any]] = dict(numbers)
    if text:
        fixed[text] = st.just("Row")
    if use:
        fixed["use"] = st.sampled_from(
            ["play", "sport", "habitat", "growing", "flood_storage", "parking"]
        )
    return st.lists(st.fixed_dictionaries(fixed), max_size=3)


def answer(needed: Json | None = None, optional: Json | None = None) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries(needed or {}, optional=optional or {})


ratings = st.fixed_dictionaries(
    {
        "ratings": st.dictionaries(
            st.sampled_from(["one", "two", "three", "four", "five", "six"]),
            st.sampled_from(["none", "some", "significant", "major"]),
        )
    }
)
savings = answer(optional={"savings": rows(text="item", amount_gbp_pa=quantities)})
claims = st.sampled_from(
    [
        {"not_applicable": {"reason": "Nothing of the kind", "agreed_by": "Asset officer"}},
        {"not_applicable": {"reason": "Nothing of the kind"}},
    ]
)
ANSWERS: dict[str, st.SearchStrategy[Json]] = {
    "A": answer(
        {"capital_cost_gbp": above_zero},
        {
            "secured_gbp": quantities,
            "pending": rows(amount_gbp=quantities, decision_months=st.integers(0, 8)),
        },
    ),
    "B": answer(
        {"annual_revenue_cost_gbp": above_zero},
        {"external_revenue_gbp": quantities, "pro_bono_gbp": quantities},
    ),
    "C": answer({"level": st.sampled_from(["none", "limited", "some", "good", "strong"])}),
    "D": st.one_of(
        st.just({}),
        answer({"imd_edition": st.sampled_from([2019, 2025]), "imd_rank": st.integers(1, 32_844)}),
    ),
    "E": ratings,
    "F": ratings,
    "G": ratings,
    "H": answer(
        optional={
            "activities": rows(
                text="name", participants=small, hours_per_session=small, sessions_per_year=small
            ),
            "volunteers": rows(
                text="role", people=small, hours_per_week=small, weeks_per_year=small
            ),
        }
    ),
    "I": answer(
        optional={
            "training": rows(text="course", places=small, hours_per_place=small),
            "jobs_fte": small,
            "new_enterprises": st.integers(0, 9),
        }
    ),
    "J": answer(optional={"agencies": rows(text="agency", area_m2=quantities)}),
    "K": answer(optional={"land": rows(use=True, area_m2=quantities)}),
    "L": savings,
    "M": answer(
        {"level": st.sampled_from(["none", "some", "significant"]), "reason": st.just("So.")}
    ),
}
AMOUNTS = (
    *("market_rent_gbp_pa", "rent_offered_gbp_pa", "unrestricted_value_gbp"),
    *("consideration_gbp", "voluntary_conditions_gbp", "annual_investment_gbp"),
)
OTHERWISE = {"J": savings, "K": ratings}  # in a coproduction file


@st.composite
def files(draw: st.DrawFn) -> Json:
    together = draw(st.booleans())
    kind = "coproduction" if together else "asset-transfer"
    letters = {**ANSWERS, **(OTHERWISE if together else {})}
    amounts = dict.fromkeys(AMOUNTS, quantities)
    return {
        "format": "valuing-worth/1",
        "scheme": "valuing-worth-coproduction" if together else "valuing-worth-am",
        "kind": kind,
        "title": "Any",
        "valuation_date": draw(
            st.sampled_from(["2011-03-01", "2024-02-29", "2026-11-01", "2029-04-02"])
        ),
        "authority": {"name": "Any council", "region": draw(st.sampled_from(REGIONS))},
        "applicant": {"name": "Any group"},
        "asset": {"name": "Any hall", "imd": {"edition": 2025, "rank": draw(st.integers(1, 4000))}},
        "terms": {
            "tenure": draw(st.sampled_from(["lease", "freehold", "licence"])),
            **draw(st.fixed_dictionaries({}, optional={**amounts, "years": st.integers(1, 999)})),
        },
        "answers": draw(
            st.fixed_dictionaries(
                {},
                optional={
                    letter: st.one_of(own, own, own, claims) for letter, own in letters.items()
                },
            )
        ),
    }
