"""Rank correlation against sums done by hand, and what always holds."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.area.ranks import NOT_CAUSE, Together, together


def of(*pairs: tuple[int, int]) -> Together:
    return together([(Decimal(one), Decimal(other)) for one, other in pairs])


def told(*numbers: str) -> list[Decimal]:
    return [Decimal(one) for one in numbers]


def test_five_places_without_ties() -> None:
    # Ranks 1 2 3 4 5 against 2 1 4 3 5: the squares of the differences add up to 4, so r = 1 − 24 ÷ 120 = 0.8.
    # Fisher: ½ ln 9 = 1.0986 ± 1.96 ÷ √2 = 1.3859, from −0.2873 to 2.4845; turned back −0.28 and 0.99.
    found = of((10, 200), (20, 100), (30, 400), (40, 300), (50, 900))
    assert found == Together(5, *told("0.80", "-0.28", "0.99"))


def test_what_is_equal_shares_the_mean_of_its_ranks() -> None:
    # Ranks 1 2.5 2.5 4 against 1 2 3 4: covariance 4.5, variances 4.5 and 5, r = √0.9 = 0.9487 → 0.95.
    # ½ ln (1.9487 ÷ 0.0513) = 1.8184 ± 1.96: from −0.1416 to 3.7784, turned back −0.14 and 1.00.
    found = of((1, 1), (2, 2), (2, 3), (3, 4))
    assert found == Together(4, *told("0.95", "-0.14", "1.00"))


def test_of_three_places_there_is_no_interval() -> None:
    assert of((1, 1), (2, 3), (3, 2)) == Together(3, Decimal("0.50"), None, None)


def test_whole_agreement_has_no_interval_and_what_is_all_equal_no_correlation() -> None:
    assert of(*((n, n * n) for n in range(9))) == Together(9, Decimal(1), None, None)
    assert of(*((n, -n) for n in range(9))) == Together(9, Decimal(-1), None, None)
    assert of((1, 1), (1, 2), (1, 3)) == Together(3, None, None, None)
    assert of() == Together(0, None, None, None)


def test_it_is_said_that_correlation_is_not_cause() -> None:
    assert NOT_CAUSE.startswith("Correlation is not cause")


NUMBERS = st.integers(-5, 5)


@settings(max_examples=60)
@given(st.lists(st.tuples(NUMBERS, NUMBERS), max_size=12))
def test_what_always_holds(pairs: list[tuple[int, int]]) -> None:
    found = of(*pairs)
    assert of(*((other, one) for one, other in pairs)) == found
    assert of(*((one**3, other * 7 + 1) for one, other in reversed(pairs))) == found
    turned = of(*((one, -other) for one, other in pairs))
    if found.correlation is not None:
        assert -1 <= found.correlation <= 1
        assert turned.correlation == -found.correlation
    if found.lower is not None and found.upper is not None and found.correlation is not None:
        assert found.lower <= found.correlation <= found.upper
        assert turned.lower == -found.upper
    assert "-0.00" not in (str(found.correlation), str(found.lower), str(found.upper))
