"""Discount policies: each kind on both sides of its edges, what every kind may carry, and bad TOML."""

from __future__ import annotations

import copy
import json
import tomllib
from decimal import Decimal
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from appraisal.engine.amounts import Ratio, exactly
from appraisal.engine.answers import Terms
from appraisal.engine.discount import Discount, discount_from, granted
from appraisal.engine.explain import discount_working, why_no_discount
from appraisal.engine.faults import CannotRead, Faults
from appraisal.engine.others import over_the_term, what_others_give
from appraisal.engine.parse_policies import parse_policy
from appraisal.engine.parse_scheme import parse_scheme
from appraisal.engine.policies import KINDS, has_form
from appraisal.engine.policy import Case, Policy
from appraisal.engine.results import Appraisal
from appraisal.engine.tables import Table
from appraisal.file import read_file
from appraisal.library import FIXTURES, example_policies, published_proxies, scheme_named
from appraisal.pack.front import derived
from appraisal.pack.seen import Seen
from appraisal.result import result_of
from tests.engine.golden import Json, whole

AM = scheme_named("valuing-worth-am")
steady = settings(
    derandomize=True,
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.too_slow],
)
SAID = 'title = "Ours."\nsource = "Cabinet, May"\n'

SCORE = 'policy = "score-percent"\n'
OFFSET = 'policy = "rent-offset"\n'
COUNT = """policy = "count-steps"
count = "criteria"
pass_mark = 50
steps = [{ at_least = 2, percent = 25 }, { at_least = 4, percent = 50 }]
"""
ADD = """policy = "additive-cap"
cap = 50
[[tests]]
title = "Plan"
percent = 20
criterion = "C"
at_least = 75
[[tests]]
title = "Wider"
percent = 20
heading = "wider"
at_least = 50
[[tests]]
title = "Charity"
percent = 20
legal_forms = ["registered charity"]
"""
MARK = 'policy = "threshold"\nmark = 10\nmark_of = 15\npart_most = 75\n'
FLAT = 'policy = "flat-conditional"\npercent = 80\ncondition = "A return each year."\n'
EACH = {"score": SCORE, "offset": OFFSET, "count": COUNT, "add": ADD, "mark": MARK, "flat": FLAT}


def read(text: str) -> tuple[Policy, Faults]:
    faults = Faults()
    own = tomllib.loads(SAID + text, parse_float=Decimal)
    policy = parse_policy(Table(own, "discount", faults), AM.headings, tuple(AM.by_letter))
    return policy, faults


def policy(text: str) -> Policy:
    found, faults = read(text)
    faults.raise_if_any()
    return found


def faults_of(text: str) -> dict[str, str]:
    return {one.place: one.message for one in read(text)[1].found}


@cache
def hall() -> Appraisal:
    return read_file(json.dumps(whole("hall")).encode()).appraise()


def case(**changed: Any) -> Case:
    found = hall().case
    assert found is not None
    return found._replace(**changed)


def points(**changed: int) -> Case:
    """Return the hall's case with other points of the criteria, every other one at 0."""
    criteria = tuple(
        one._replace(status="scored", points=changed.get(one.criterion.letter, 0))
        for one in hall().criteria
    )
    return case(criteria=criteria)


def heading(key: str, share: Ratio | None) -> Case:
    return case(
        headings=tuple(
            one._replace(share=share) if one.heading.key == key else one for one in hall().headings
        )
    )


def scored(over: int | str, under: int = 100) -> Case:
    return case(score=Ratio(Decimal(over), Decimal(under)))


LEASE = Terms(tenure="lease", years=10, market_rent_gbp_pa=Decimal(12000))


def discount(text: str, given: Case, terms: Terms = LEASE) -> Discount | None:
    with exactly():
        return discount_from(policy(text), given, terms)


def percent(text: str, given: Case, terms: Terms = LEASE) -> str:
    found = discount(text, given, terms)
    assert found is not None
    return str(found.percent)


# --- the six kinds -------------------------------------------------------------------------------


def test_the_score_in_percent_is_rounded_once_half_up() -> None:
    assert percent(SCORE, scored("61.5")) == "62"
    assert percent(SCORE, scored("61.499999")) == "61"
    assert percent(SCORE + "step = 5\n", scored("62.5")) == "65"
    assert percent(SCORE + "step = 5\n", scored("62.4999")) == "60"
    assert percent(SCORE + "step = 0.5\n", scored("62.25")) == "62.5"


@pytest.mark.parametrize(
    ("value", "rent", "stated", "amount", "payable"),
    [
        ("4000", "12000", "33.33", "4000.00", "8000.00"),  # the pounds lead, not the percentage
        ("11999.99", "12000", "100", "11999.99", "0.01"),
        ("12000", "12000", "100", "12000.00", "0.00"),
        ("12000.01", "12000", "100", "12000.00", "0.00"),  # up to the market rent
        ("0", "12000", "0", "0.00", "12000.00"),
        ("50", "0", "0", "0.00", "0.00"),  # no division by zero
    ],
)
def test_the_rent_is_offset_by_the_social_value_up_to_all_of_it(
    value: str, rent: str, stated: str, amount: str, payable: str
) -> None:
    given = case(social_value=Decimal(value), rent=Decimal(rent))
    found = discount(OFFSET, given, Terms(tenure="lease", market_rent_gbp_pa=Decimal(rent)))
    assert found is not None
    said = tuple(str(one) for one in (found.percent, found.amount, found.payable))
    assert said == (stated, amount, payable)
    assert granted(found, found.percent) == found.amount


def test_with_a_step_the_percentage_leads_and_the_pounds_follow() -> None:
    found = discount(OFFSET + "step = 5\n", case(social_value=Decimal(4000)))
    assert found is not None
    assert (str(found.percent), str(found.amount)) == ("35", "4200.00")


def test_offsetting_the_rent_derives_nothing_of_a_price() -> None:
    sale = Terms(tenure="freehold", unrestricted_value_gbp=Decimal(500_000))
    found = discount(OFFSET, case(basis="price", rent=None), sale)
    assert found is not None
    assert (str(found.percent), str(found.payable)) == ("0", "500000.00")
    assert "A freehold has none" in found.derived.lines[0].text


def test_without_a_market_rent_there_is_no_offset_and_the_reason_is_said() -> None:
    assert discount(OFFSET, case(rent=None)) is None
    given = whole("hall")
    del given["terms"]["market_rent_gbp_pa"]
    appraisal = appraised(given, OFFSET)
    assert appraisal.discount is None
    assert "market rent, which is not given" in why_no_discount(appraisal)


@pytest.mark.parametrize(
    ("marks", "wanted"),
    [
        ({}, "0"),
        ({"A": 10}, "0"),
        ({"A": 10, "C": 9}, "0"),  # 9 of 20 is below half
        ({"A": 10, "C": 10}, "25"),
        ({"A": 10, "C": 10, "D": 5}, "25"),
        ({"A": 10, "C": 10, "D": 5, "E": 5}, "50"),
        ({"A": 20, "B": 25, "C": 20, "D": 10, "E": 10, "F": 10}, "50"),
    ],
)
def test_steps_count_what_is_at_or_above_the_pass_mark(marks: dict[str, int], wanted: str) -> None:
    assert percent(COUNT, points(**marks)) == wanted


def test_steps_may_count_headings_by_their_exact_share() -> None:
    text = (
        'policy = "count-steps"\ncount = "headings"\npass_mark = 50\n'
        "steps = [{ at_least = 4, percent = 75 }]\n"
    )
    assert percent(text, case()) == "75"  # of the hall the wider effects stand at 50% exactly
    assert percent(text, heading("wider", Ratio(Decimal("49.9999"), Decimal(100)))) == "0"
    assert percent(text, heading("wider", None)) == "0"


def test_each_test_that_is_met_adds_up_to_the_cap() -> None:
    assert percent(ADD, points(C=14)) == "20"  # 14 of 20 is 70%: only the wider effects
    assert percent(ADD, points(C=15)) == "40"
    assert percent(ADD, points(C=15)._replace(legal_form="Registered charity 1234567")) == "50"
    low = heading("wider", Ratio(Decimal(0)))
    assert percent(ADD, low._replace(criteria=points(C=0).criteria)) == "0"


@pytest.mark.parametrize(
    ("form", "is_one"),
    [
        ("Registered charity", True),
        ("a registered charity no. 1234567", True),
        ("Company limited by guarantee, registered charity 1234567", True),
        ("Charitable company (registered charity)", True),
        ("Not a registered charity", False),
        ("Registered charity shop", False),
        ("", False),
    ],
)
def test_a_legal_form_is_read_in_its_parts(form: str, is_one: bool) -> None:
    assert has_form(form, ("registered charity",)) is is_one


@pytest.mark.parametrize(
    ("over", "under", "wanted"),
    [
        (10, 15, "100"),  # 10 of 15 is not 66.67%: it is exact
        (2, 3, "100"),
        ("66.66", 100, "75"),
        ("66.67", 100, "100"),
        (5, 15, "38"),  # 37.5%
        (0, 1, "0"),
    ],
)
def test_below_the_mark_a_part_in_proportion(over: int | str, under: int, wanted: str) -> None:
    assert percent(MARK, scored(over, under)) == wanted


def test_a_flat_discount_says_its_condition_wherever_it_is_derived() -> None:
    assert percent(FLAT, scored(0)) == percent(FLAT, scored(100)) == "80"
    appraisal = appraised(whole("hall"), FLAT)
    assert appraisal.discount is not None
    assert "A return each year." in discount_working(appraisal, appraisal.discount).rule
    result: Json = result_of(appraisal)
    assert result["discount"]["condition"] == "A return each year."
    assert result["discount"]["policy"] == "flat-conditional"
    file = read_file(json.dumps(whole("hall")).encode())
    for for_group in (False, True):
        front = derived(Seen(file, appraisal, for_group=for_group, with_discount=True))
        assert front.endswith(" Condition: A return each year."), front


# --- what every kind may carry -------------------------------------------------------------------


def test_a_cap_and_a_floor_hold_on_both_sides_and_after_rounding() -> None:
    both = SCORE + "floor = 22\ncap = 72\nstep = 5\n"
    assert [percent(both, scored(one)) for one in (20, 22, 25, 70, 73, 100)] == [
        *("22", "22", "25", "70", "72", "72")
    ]


def test_a_gate_stops_the_discount_or_leaves_the_floor() -> None:
    gate = 'gates = [{ heading = "wider", at_least = 50 }]\n'
    below = heading("wider", Ratio(Decimal("49.999"), Decimal(100)))
    assert percent(SCORE + gate, case()) == "62"  # 50% exactly
    assert percent(SCORE + gate, below) == "0"
    assert percent(SCORE + gate + "floor = 10\n", below) == "0"
    assert percent(SCORE + gate + 'floor = 10\nbelow_gate = "floor"\n', below) == "10"
    assert (
        percent(SCORE + gate, heading("wider", None)) == "62"
    )  # what does not apply stops nothing
    stopped = discount(SCORE + gate, below)
    assert stopped is not None
    assert [line.result for line in stopped.derived.lines] == ["49.999%, not met", "0%"]


def test_an_uplift_is_at_most_so_much_and_never_above_the_cap() -> None:
    def most(text: str, given: Case) -> Decimal | None:
        found = discount(text, given)
        assert found is not None
        return found.most

    assert most(SCORE, scored(50)) is None
    assert most(SCORE + "uplift = 10\n", scored(50)) == 60
    assert most(SCORE + "uplift = 10\n", scored(95)) == 100
    assert most(SCORE + "uplift = 10\ncap = 55\n", scored(50)) == 55
    gated = SCORE + 'uplift = 10\ngates = [{ heading = "wider", at_least = 60 }]\n'
    assert most(gated, scored(50)) == 0


def test_a_transition_steps_the_rent_and_the_term_adds_up() -> None:
    found = discount(FLAT + "transition = [25, 50.5]\n", case())
    assert found is not None
    term = over_the_term(found, 30)
    assert term is not None
    assert [str(one.payable) for one in term.shown[:3]] == ["9600.00", "7152.00", "2400.00"]
    assert [str(one.percent) for one in term.shown[:3]] == ["20.00", "40.40", "80.00"]
    assert len(term.shown) == 25
    assert term.payable == 9600 + 7152 + 28 * 2400
    assert term.payable + term.forgone == 30 * 12000
    short = over_the_term(found, 1)
    assert short is not None
    assert (len(short.shown), str(short.payable)) == (1, "9600.00")
    assert over_the_term(found, None) is None


# --- what holds for every policy -----------------------------------------------------------------

LIMITS = st.tuples(st.integers(0, 40), st.integers(40, 100).filter(bool), st.integers(1, 30))


@steady
@given(st.integers(0, 200), st.integers(0, 200), LIMITS, st.sampled_from(["score", "mark"]))
def test_a_higher_score_never_gives_less(
    one: int, other: int, limits: tuple[int, int, int], kind: str
) -> None:
    floor, cap, step = limits
    text = EACH[kind] + f"floor = {floor}\ncap = {cap}\nstep = {step}\n"
    low, high = sorted((one, other))
    assert Decimal(percent(text, scored(low, 200))) <= Decimal(percent(text, scored(high, 200)))


@steady
@given(
    st.sampled_from(sorted(EACH)),
    LIMITS,
    st.integers(0, 200),
    st.decimals(0, 20_000, places=2),
    st.decimals(0, 20_000, places=2),
)
def test_every_discount_is_between_floor_and_cap_and_the_rest_is_payable(
    kind: str, limits: tuple[int, int, int], score: int, value: Decimal, rent: Decimal
) -> None:
    floor, cap, step = limits
    text = EACH[kind].replace("cap = 50\n", "")
    text = f"floor = {floor}\ncap = {cap}\nstep = {step}\n" + text
    terms = Terms(tenure="lease", market_rent_gbp_pa=rent)
    found = discount(text, scored(score, 200)._replace(social_value=value, rent=rent), terms)
    assert found is not None
    assert floor <= found.percent <= cap
    assert found.full is not None
    assert found.amount is not None
    assert 0 <= found.amount <= found.full
    assert found.payable == found.full - found.amount


def appraised(given: Json, text: str) -> Appraisal:
    """Appraise under the shipped scheme with another discount policy."""
    own = tomllib.loads(AM.text, parse_float=Decimal)
    own["discount"] = tomllib.loads(SAID + text, parse_float=Decimal)
    scheme = parse_scheme(own, published_proxies().kinds)
    return read_file(json.dumps(given).encode(), lambda name: scheme).appraise()


@pytest.mark.parametrize("name", ["hall", "garden", "edges", "freehold"])
def test_no_policy_touches_the_undervalue(name: str) -> None:
    given = whole(name)
    given["terms"] |= {"unrestricted_value_gbp": "480000", "consideration_gbp": "120000"}
    ledgers = {appraised(copy.deepcopy(given), text).undervalue for text in EACH.values()}
    (ledger,) = ledgers
    assert ledger is not None
    assert ledger.amount == (
        ledger.unrestricted - ledger.consideration - ledger.voluntary_conditions
    )
    assert not {"undervalue", "unrestricted", "consideration"} & set(Case._fields)


def test_the_lines_lead_to_the_percentage_and_the_working_to_what_is_payable() -> None:
    for text in EACH.values():
        appraisal = appraised(whole("hall"), text)
        found = appraisal.discount
        assert found is not None
        assert found.derived.lines[-1].result == f"{found.percent}%"
        assert discount_working(appraisal, found).steps[-1].result == f"£{found.payable:,}"


# --- what others give ----------------------------------------------------------------------------


def test_the_examples_are_six_kinds_and_fit_the_shipped_scheme() -> None:
    assert len(list((FIXTURES / "policies").glob("*.toml"))) == 6
    policies = example_policies(AM)
    assert [one.kind for one in policies] == [one.kind for one in KINDS]
    assert all(one.name and one.source and one.title for one in policies)


def test_what_the_others_give_the_hall_and_a_sale() -> None:
    rows = what_others_give(hall(), example_policies(AM))
    assert [(one.policy.name, str(one.discount and one.discount.percent)) for one in rows] == [
        ("Devon", "62"),
        ("Birmingham", "100"),
        ("Hartlepool", "75"),
        ("Cheltenham", "100"),
        ("Vale of White Horse", "69"),
        ("Bath & North East Somerset", "100"),
    ]
    devon, own = rows[0].discount, hall().discount
    assert devon is not None
    assert own is not None
    assert devon.payable == own.payable
    together = read_file(json.dumps(whole("coproduction")).encode()).appraise()
    assert what_others_give(together, example_policies(AM)) == ()


# --- bad TOML ------------------------------------------------------------------------------------

BAD: list[tuple[str, str, str]] = [
    (SCORE + "floor = 60\ncap = 50\n", "discount.cap", "below the floor"),
    (SCORE + "cap = 100.5\n", "discount.cap", "at most 100"),
    (SCORE + "cap = 0\n", "discount.cap", "no discount at all"),
    (SCORE + "floor = 10.005\n", "discount.floor", "two decimals"),
    (SCORE + "floor = -1\n", "discount.floor", "number from 0"),
    (SCORE + "step = 0\n", "discount.step", "above 0"),
    (SCORE + "uplift = 0\n", "discount.uplift", "above 0"),
    (SCORE + 'below_gate = "none"\n', "discount.below_gate", "no gates"),
    (SCORE + "pass_mark = 50\n", "discount.pass_mark", "no such key"),
    (SCORE + "transition = [50, 101]\n", "discount.transition", "at most 100"),
    (SCORE + 'transition = ["half"]\n', "discount.transition", "list of numbers"),
    (SCORE + f"transition = {[1] * 26}\n", "discount.transition", "at most 25 years"),
    (
        SCORE + 'gates = [{ heading = "moon", at_least = 5 }]\n',
        "discount.gates[0].heading",
        "one of: financial",
    ),
    (
        SCORE + 'gates = [{ heading = "wider", at_least = 0 }]\n',
        "discount.gates[0].at_least",
        "above 0",
    ),
    (
        SCORE
        + 'gates = [{ heading = "wider", at_least = 5 }, { heading = "wider", at_least = 6 }]\n',
        "discount.gates",
        "2 gates",
    ),
    (
        SCORE + 'below_gate = "floor"\ngates = [{ heading = "wider", at_least = 5 }]\n',
        "discount.below_gate",
        "no floor",
    ),
    (COUNT.replace("at_least = 4", "at_least = 2"), "discount.steps[1].at_least", "overlap"),
    (COUNT.replace("at_least = 4", "at_least = 1"), "discount.steps[1].at_least", "overlap"),
    (COUNT.replace("percent = 50", "percent = 20"), "discount.steps[1].percent", "go down"),
    (COUNT.replace("at_least = 2", "at_least = 0"), "discount.steps[0].at_least", "1 or more"),
    (COUNT.replace("at_least = 4", "at_least = 14"), "discount.steps[1].at_least", "only 13"),
    (
        COUNT.replace("criteria", "headings").replace("4", "5"),
        "discount.steps[1].at_least",
        "only 4",
    ),
    (COUNT.replace("pass_mark = 50", "pass_mark = 0"), "discount.pass_mark", "above 0"),
    ('policy = "count-steps"\ncount = "criteria"\npass_mark = 5\n', "discount.steps", "missing"),
    ('policy = "additive-cap"\ncap = 50\ntests = []\n', "discount.tests", "list of tables"),
    (ADD.replace("cap = 50\n", ""), "discount.cap", "missing"),
    (ADD.replace('"Wider"', '"Plan"'), "discount.tests", "stands 2 times"),
    (ADD.replace('criterion = "C"\n', ""), "discount.tests[0]", "one thing"),
    (ADD.replace('"C"', '"Z"'), "discount.tests[0].criterion", "one of: A"),
    (ADD.replace('["registered charity"]', "[]"), "discount.tests[2].legal_forms", "at least one"),
    (ADD.replace("at_least = 75", "at_least = 175"), "discount.tests[0].at_least", "at most 100"),
    (MARK.replace("mark = 10", "mark = 16"), "discount.mark", "never reached"),
    (MARK.replace("mark = 10", "mark = 0"), "discount.mark", "above 0"),
    (MARK.replace("mark_of = 15", "mark_of = 0"), "discount.mark_of", "above 0"),
    (MARK + "full = 60\n", "discount.part_most", "above the full 60%"),
    ('policy = "flat-conditional"\npercent = 80\n', "discount.condition", "missing"),
    (FLAT.replace("80", "180"), "discount.percent", "at most 100"),
]


@pytest.mark.parametrize(("text", "place", "word"), BAD)
def test_what_is_wrong_with_a_policy_is_said_where_it_stands(
    text: str, place: str, word: str
) -> None:
    found = faults_of(text)
    assert place in found, found
    assert word in found[place]


def test_a_scheme_with_a_bad_policy_is_refused_at_its_place() -> None:
    own = tomllib.loads(AM.text, parse_float=Decimal)
    own["discount"] = tomllib.loads(SAID + SCORE + "floor = 60\ncap = 50\n")
    with pytest.raises(CannotRead) as refused:
        parse_scheme(own, published_proxies().kinds)
    assert [fault.place for fault in refused.value.faults] == ["discount.cap"]
