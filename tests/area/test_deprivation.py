"""Ranks of the Indices of Deprivation, on both sides of each edge, and counts instead of averages."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from appraisal.area.deprivation import (
    Deciles,
    Ranked,
    TwoEditions,
    among_most_deprived,
    deciles,
    standing,
)


@pytest.mark.parametrize(
    ("edition", "rank", "decile", "percentile", "within"),
    [
        (2019, 1, 1, 1, (True, True)),
        (2019, 1_642, 1, 5, (True, True)),  # 5 % of 32,844 are 1,642.2
        (2019, 1_643, 1, 6, (False, True)),
        (2019, 3_284, 1, 10, (False, True)),
        (2019, 3_285, 2, 11, (False, False)),
        (2019, 16_422, 5, 50, (False, False)),  # exactly half of the areas
        (2019, 16_423, 6, 51, (False, False)),
        (2019, 32_844, 10, 100, (False, False)),
        (2025, 1_687, 1, 5, (True, True)),  # 5 % of 33,755 are 1,687.75
        (2025, 1_688, 1, 6, (False, True)),
        (2025, 3_375, 1, 10, (False, True)),
        (2025, 3_376, 2, 11, (False, False)),
        (2025, 33_755, 10, 100, (False, False)),
    ],
)
def test_a_rank_on_both_sides_of_each_edge(
    edition: int, rank: int, decile: int, percentile: int, within: tuple[bool, bool]
) -> None:
    found = standing(edition, rank)
    assert (found.decile, found.percentile) == (decile, percentile)
    assert (found.most_deprived_5, found.most_deprived_10) == within


@pytest.mark.parametrize(
    ("edition", "rank"), [(2019, 0), (2019, 32_845), (2025, 33_756), (2015, 1)]
)
def test_what_is_no_rank_is_refused(edition: int, rank: int) -> None:
    with pytest.raises(ValueError, match="edition"):
        standing(edition, rank)


def test_a_ward_has_counts_per_decile() -> None:
    found = deciles(Ranked(2019, rank) for rank in (5, 3_284, 3_285, 32_844, 32_000))
    assert found == Deciles(2019, (2, 1, 0, 0, 0, 0, 0, 0, 0, 2))
    assert found.areas == 5


def test_two_editions_are_never_counted_together() -> None:
    with pytest.raises(TwoEditions, match="editions 2019 and 2025"):
        deciles([Ranked(2025, 1), Ranked(2019, 1)])
    with pytest.raises(ValueError, match="no area"):
        deciles([])


@settings(max_examples=60)
@given(
    st.sampled_from([(2019, 32_844), (2025, 33_755)]).flatmap(
        lambda one: st.tuples(st.just(one), st.integers(1, one[1]))
    )
)
def test_what_always_holds(given_rank: tuple[tuple[int, int], int]) -> None:
    (edition, areas), rank = given_rank
    found = standing(edition, rank)
    assert (found.decile - 1) * areas < rank * 10 <= found.decile * areas
    assert (found.percentile + 9) // 10 == found.decile
    assert found.most_deprived_10 == (found.decile == 1)
    assert found.most_deprived_5 == (found.percentile <= 5)
    assert among_most_deprived(edition, rank, 100)
