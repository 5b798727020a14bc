"""Where two people's boxes of one page differ, as the page of a conflict says it."""

from __future__ import annotations

import pytest
from django.http import QueryDict

from appraisal.forms.criterion import CriterionForm, asked_of, initial_of
from appraisal.forms.differences import differences
from appraisal.library import scheme_named

H = scheme_named("valuing-worth-am").by_letter["H"]
B = scheme_named("valuing-worth-am").by_letter["B"]
COST = "What will it cost to run your work there for a year?"
BLANK = {"not-applicable-reason": "", "evidence": "", "note": ""}


@pytest.mark.parametrize(
    ("stored", "typed", "said"),
    [
        ("60000", "60000", []),
        ("60000", "£60,000.00", []),
        ("60000", "59000", [(COST, "60,000", "59,000")]),
        ("60000", "a lot", [(COST, "60,000", "a lot")]),
        ("60000", "", [(COST, "60,000", "(blank)")]),
    ],
)
def test_a_number_differs_only_where_it_is_another_number(
    stored: str, typed: str, said: list[tuple[str, str, str]]
) -> None:
    asked = asked_of(B, ["group"])
    initial = initial_of(asked, (), {"annual_revenue_cost_gbp": stored}, BLANK)
    theirs = CriterionForm(B, asked, (), None, initial)
    mine = CriterionForm(B, asked, (), QueryDict(f"annual_revenue_cost_gbp={typed}"))
    assert list(differences(theirs, mine)) == said


def test_so_it_is_in_rows() -> None:
    asked = asked_of(H, ["group"])
    stored = {"activities": [{"name": "Fair", "participants": "1200", "hours_per_session": "1.5"}]}
    typed = "activities-0-name=Fair&activities-0-participants=1200&activities-0-hours_per_session="
    theirs = CriterionForm(H, asked, (), None, initial_of(asked, (), stored, BLANK))
    assert not differences(theirs, CriterionForm(H, asked, (), QueryDict(typed + "1.5")))
    (one,) = differences(theirs, CriterionForm(H, asked, (), QueryDict(typed + "2")))
    assert one.theirs.endswith("Hours each time: 1.5")
    assert one.mine.endswith("Hours each time: 2")
