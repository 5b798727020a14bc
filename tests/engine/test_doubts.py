"""Figures that look mistyped are asked about, and change nothing."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest

from appraisal.engine.doubts import Doubt, doubts
from appraisal.engine.scheme import Scheme
from appraisal.file import read_file
from appraisal.library import scheme_named
from appraisal.result import result_of
from appraisal.summary import summary_of
from tests.engine.changes import changed
from tests.engine.golden import WHOLE, appraised, whole
from tests.engine.test_schemes import A, H, am, scheme


def found(given: dict[str, Any], under: Scheme | None = None) -> tuple[Doubt, ...]:
    file = read_file(json.dumps(given).encode())
    return doubts(under or file.scheme, file.answers)


@pytest.mark.parametrize("name", WHOLE)
def test_the_worked_examples_raise_no_doubt(name: str) -> None:
    assert found(whole(name)) == ()


# Where, the most that is usual, and words of the doubt one above it raises.
USUAL = [
    ("answers.H.activities[0].participants", 2000, "Lunch club, “People each time”: 2,001 people"),
    ("answers.H.activities[0].hours_per_session", 24, "“Hours each time”: 25 hours is"),
    ("answers.H.activities[0].sessions_per_year", 366, "“Times a year”: 367 times a year is"),
    ("answers.H.volunteers[0].people", 500, "Kitchen, “Volunteers”: 501 people is"),
    ("answers.H.volunteers[0].hours_per_week", 168, "169 hours a week is unusually large"),
    ("answers.H.volunteers[0].weeks_per_year", 53, "Up to 53 is usual."),
    ("answers.I.training[0].places", 2000, "“Places a year”"),
    ("answers.I.training[0].hours_per_place", 2000, "“Hours for each place”"),
    ("answers.I.jobs_fte", 500, "“Full-time jobs”: 501 full-time jobs is unusually large."),
    ("answers.I.new_enterprises", 100, "“New businesses”: 101 new businesses is"),
    ("answers.J.agencies[0].area_m2", 10_000, "“Area used”: 10,001 m² is"),
    ("answers.K.land[0].area_m2", 500_000, "Growing, “Area”: 500,001 m² is"),
    ("answers.A.pending[0].decision_months", 60, "“Months until the decision”: 61 months is"),
]


@pytest.mark.parametrize(("place", "most", "said"), USUAL, ids=[one[0] for one in USUAL])
def test_only_a_figure_above_the_usual_is_doubted(place: str, most: int, said: str) -> None:
    assert found(changed(whole("hall"), place, most)) == ()
    (doubt,) = found(changed(whole("hall"), place, most + 1))
    assert doubt.place == place
    assert said in doubt.message


def test_a_millionth_above_the_usual_is_above_it() -> None:
    (doubt,) = found(changed(whole("hall"), "answers.H.volunteers[0].weeks_per_year", "53.000001"))
    assert "53.000001 weeks a year" in doubt.message


def test_more_money_than_the_works_cost_is_doubted() -> None:
    given = whole("hall")
    cost = given["answers"]["A"]["capital_cost_gbp"]
    assert found(changed(given, "answers.A.secured_gbp", cost)) == ()
    (doubt,) = found(changed(given, "answers.A.secured_gbp", cost + 1))
    assert doubt == Doubt(
        "answers.A.secured_gbp",
        "The money that is certain, £250,001, is more than the capital cost, £250,000.",
    )


def test_the_limit_is_the_scheme_s() -> None:
    own = changed(am(), f"{H}.questions[1].columns[1].usual_most", 2)
    own = changed(own, f"{A}.questions[0].usual_most", 1000)
    places = [doubt.place for doubt in found(whole("hall"), scheme(own))]
    assert places == ["answers.A.capital_cost_gbp", "answers.H.volunteers[0].people"]
    assert "£250,000 is unusually large. Up to £1,000 is usual." in (
        found(whole("hall"), scheme(own))[0].message
    )


def test_a_doubt_changes_no_result() -> None:
    given = changed(whole("hall"), "answers.H.volunteers[0].weeks_per_year", 54)
    plain = copy.deepcopy(am())
    for criterion in plain["criteria"]:
        for question in criterion["questions"]:
            question.pop("usual_most", None)
            for column in question.get("columns", []):
                column.pop("usual_most", None)
    without = read_file(json.dumps(given).encode(), lambda name: scheme(plain))
    assert found(given, without.scheme) == ()
    assert len(found(given)) == 1
    assert appraised(given) == json.loads(json.dumps(result_of(without.appraise())))


def test_a_claim_and_an_answer_left_out_raise_no_doubt() -> None:
    given = whole("hall")
    given["answers"] = {"H": {"not_applicable": {"reason": "None", "agreed_by": "Officer"}}}
    assert found(given) == ()


def test_a_row_s_name_is_told_on_one_line() -> None:
    given = changed(whole("hall"), "answers.H.volunteers[0].weeks_per_year", 54)
    (doubt,) = found(changed(given, "answers.H.volunteers[0].role", "a\n\x1b" + "b" * 9_000))
    assert doubt.message.isprintable()
    assert len(doubt.message) < 300


def test_the_summary_asks_to_check_after_the_warnings() -> None:
    given = changed(whole("edges"), "answers.H.activities[0].hours_per_session", 30)
    file = read_file(json.dumps(given).encode())
    lines = summary_of(file, file.appraise()).splitlines()
    assert lines.index("Warnings") < lines.index("Please check")
    assert lines[lines.index("Please check") + 1].startswith("  answers.H.activities[0].hours_per_")
    quiet = read_file(json.dumps(whole("hall")).encode())
    assert "Please check" not in summary_of(quiet, quiet.appraise())


def test_both_schemes_doubt_the_same_hours() -> None:
    for name in ("valuing-worth-am", "valuing-worth-coproduction"):
        (rows,) = [q for q in scheme_named(name).by_letter["H"].questions if q.key == "volunteers"]
        assert [str(column.usual_most) for column in rows.columns] == ["None", "500", "168", "53"]
