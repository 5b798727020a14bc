"""The ledger of land: its values and its tests, both sides of every limit, and what is still to be put right."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from hypothesis import given as drawn
from hypothesis import strategies as st

from appraisal.chapters import methods_for
from appraisal.engine.faults import CannotRead
from appraisal.file import read_file
from appraisal.methods.legal_land import begun, value
from appraisal.methods.legal_land_parts import Ledger
from appraisal.methods.legal_land_warns import in_consecutive_weeks, is_stale
from appraisal.methods.legal_land_written import written
from appraisal.pack.report.blocks import Facts, Table, Text
from appraisal.pack.ways.legal_land import RESTRICTED, blocks
from tests.engine.golden import whole

Json = dict[str, Any]
KEY = "legal-land"
SHAH: Json = {
    "valuer": "A. Shah",
    "qualification": "MRICS",
    "valued_on": "2026-09-03",
    "works_for": "council",
}
SOUND: Json = {
    "valuations": [{"of": "unrestricted", **SHAH}],
    "priced_gbp": 4920,  # what the discount of 59% leaves of £12,000
    "decided_on": "2026-12-03",
    "open_space": "no",
    "equality_on": "2026-10-01",
    "equality_by": "The portfolio holder",
    "trust": "no",
}
OPEN: Json = {
    "open_space": "yes",
    "newspaper": "Evening Mail",
    "first_notice_on": "2026-09-04",
    "second_notice_on": "2026-09-11",
    "objections": 0,
}


def file_of(terms: Json | None = None, **said: object) -> Json:
    given = whole("hall")
    given["terms"] = {
        key: one for key, one in {**given["terms"], **(terms or {})}.items() if one is not None
    }
    answers = {**SOUND, **said}
    given["methods"] = {KEY: {key: one for key, one in answers.items() if one is not None}}
    return given


def ledger(terms: Json | None = None, **said: Any) -> Ledger:
    file = read_file(json.dumps(file_of(terms, **said)).encode())
    return value(file.methods[KEY], file.appraise())


def codes(terms: Json | None = None, **said: Any) -> list[str]:
    return [one.code for one in ledger(terms, **said).warnings]


def faults(**said: Any) -> dict[str, str]:
    with pytest.raises(CannotRead) as cannot:
        ledger(**said)
    return {
        fault.place.removeprefix(f"methods.{KEY}."): fault.message for fault in cannot.value.faults
    }


def payable() -> object:
    return ledger().payable


def test_a_sound_ledger_has_nothing_to_put_right_and_the_engines_own_undervalue() -> None:
    found = ledger(priced_gbp=str(payable()))
    file = read_file(json.dumps(file_of()).encode())
    assert found.warnings == ()
    assert found.undervalue == file.appraise().undervalue
    said = written(found)
    assert said["undervalue_gbp"] == "150000.00"
    assert said["warnings"] == []


# --- the age of a valuation, and who made it ------------------------------------------------------


@pytest.mark.parametrize(
    ("valued", "decided", "old"),
    [
        ("2026-06-03", "2026-12-03", False),  # the day itself, six months on
        ("2026-06-03", "2026-12-04", True),
        ("2026-06-02", "2026-12-03", True),
        ("2025-08-31", "2026-02-28", False),  # there is no 31 February
        ("2025-08-31", "2026-03-01", True),
        ("2026-12-03", "2026-12-03", False),
    ],
)
def test_a_valuation_is_stale_the_day_after_six_months(
    valued: str, decided: str, old: bool
) -> None:
    assert is_stale(date.fromisoformat(valued), date.fromisoformat(decided), 6) is old
    rows = [{"of": "unrestricted", **SHAH, "valued_on": valued}]
    assert ("stale" in codes(valuations=rows, decided_on=decided)) is old


@drawn(
    st.dates(date(2000, 1, 1), date(2090, 1, 1)),
    st.integers(0, 400),
    st.integers(0, 24),
)
def test_what_is_stale_stays_stale(valued: date, days: int, months: int) -> None:
    """Nothing turns young again by waiting, and a longer limit lets more pass."""
    on = valued + timedelta(days=days)
    if is_stale(valued, on, months):
        assert is_stale(valued, on + timedelta(days=1), months)
    else:
        assert not is_stale(valued, on, months + 1)


def test_a_value_without_valuer_qualification_or_date_warns() -> None:
    assert codes({"unrestricted_value_gbp": None}, valuations=None)[:1] == ["no-undervalue"]
    bare = [{"of": "unrestricted"}]
    for rows in (None, bare):
        assert {"no-valuer", "no-date"} <= set(codes(valuations=rows))
    unqualified = {key: one for key, one in SHAH.items() if key != "qualification"}
    assert "no-qualification" in codes(valuations=[{"of": "unrestricted", **unqualified}])
    paid = codes({"consideration_gbp": 5000, "voluntary_conditions_gbp": 1}, priced_gbp=None)
    assert paid.count("no-valuer") == 2
    assert "nothing-priced" in paid
    assert "no-valuer" not in codes({"consideration_gbp": 0, "voluntary_conditions_gbp": 0})


def test_a_valuer_of_the_applicant_warns() -> None:
    for who, warns in (("council", 0), ("both", 0), ("applicant", 1), ("self", 1)):
        rows = [{"of": "unrestricted", **SHAH, "works_for": who}]
        assert codes(valuations=rows).count("valuer-of-applicant") == warns, who


def test_days_in_the_wrong_order_warn() -> None:
    assert "valued-later" in codes(decided_on="2026-09-02")
    assert "valued-later" not in codes(decided_on="2026-09-03")
    assert "no-decision-day" in codes(decided_on=None)
    assert "equality-late" in codes(equality_on="2026-12-04")
    assert "equality-late" not in codes(equality_on="2026-12-03")
    assert {"no-equality-day", "equality-unseen"} <= set(codes(equality_on=None, equality_by=" "))


def test_a_restricted_value_stands_beside_the_undervalue_and_changes_none_of_it() -> None:
    rows = [{"of": "unrestricted", **SHAH}, {"of": "restricted", **SHAH}]
    found = ledger(valuations=rows, restricted_value_gbp=90000)
    assert found.undervalue == ledger().undervalue
    assert "restricted-above" not in codes(valuations=rows, restricted_value_gbp=150000)
    assert "restricted-above" in codes(valuations=rows, restricted_value_gbp="150000.01")
    assert "nothing-valued" in codes(valuations=rows)
    assert Text(RESTRICTED) in blocks(found)


# --- the limit, and consent -----------------------------------------------------------------------


def test_the_limit_of_consent_is_met_on_both_sides() -> None:
    for pounds, over in ((2_000_000, False), ("2000000.01", True)):
        terms: Json = {"unrestricted_value_gbp": pounds}
        assert ("over-general-consent" in codes(terms)) is over
        for stands in ("not-asked", "asked"):
            assert ("over-general-consent" in codes(terms, consent=stands)) is over
    given: Json = {
        "consent": "given",
        "consent_reference": "MHCLG/1234",
        "consent_on": "2026-11-20",
    }
    found = ledger({"unrestricted_value_gbp": 3_000_000}, **given)
    assert "over-general-consent" not in [one.code for one in found.warnings]
    facts = {one.label: one.text for block in blocks(found) for one in _facts(block)}
    assert facts["Secretary of State’s consent"] == "Given, 20 November 2026, MHCLG/1234"
    assert "consent-late" not in codes(**{**given, "consent_on": "2026-12-03"})
    assert "consent-late" in codes(**{**given, "consent_on": "2026-12-04"})
    assert "consent-refused" not in codes({"unrestricted_value_gbp": 2_000_000}, consent="refused")
    assert "consent-refused" in codes({"unrestricted_value_gbp": "3000000"}, consent="refused")


def test_consent_that_is_given_has_a_reference_and_a_day() -> None:
    assert set(faults(consent="given")) == {"consent_reference", "consent_on"}


def test_the_engines_warnings_are_said_in_its_own_words() -> None:
    given = file_of({"rent_offered_gbp_pa": 400, "consideration_gbp": 0})
    engine = read_file(json.dumps(given).encode()).appraise()
    own = {one.code: one.message for one in engine.warnings}
    found = {
        one.code: one.message
        for one in ledger({"rent_offered_gbp_pa": 400, "consideration_gbp": 0}).warnings
    }
    assert found["rent-without-consideration"] == own["rent-without-consideration"]
    assert "negative-undervalue" in codes({"consideration_gbp": "150000.01"})
    assert "negative-undervalue" not in codes({"consideration_gbp": 150000})


def test_a_valuer_who_valued_other_terms_warns_beyond_a_peppercorn() -> None:
    left = payable()
    assert left is not None
    assert "other-terms" not in codes(priced_gbp=str(left))
    assert "other-terms" not in codes(priced_gbp=str(left + 1))  # type: ignore[operator]  # a Decimal
    assert "other-terms" in codes(priced_gbp=str(left + 2))  # type: ignore[operator]  # a Decimal


# --- seven years ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "said", "falls"),
    [
        ({"years": 7}, {}, "short"),
        ({"years": 7}, {"days_more": 1}, "applies"),
        ({"years": 6}, {"days_more": 365}, "short"),
        ({"years": 8}, {}, "applies"),
        ({"years": 5}, {"renewal_years": 2}, "short"),
        ({"years": 5}, {"renewal_years": 3}, "applies"),
        ({"years": 5}, {"renewal_years": 2, "days_more": 1}, "applies"),
        ({"years": None}, {}, "not-known"),
        ({"tenure": "freehold", "years": None}, {}, "applies"),
        ({"tenure": "licence", "years": 25}, {}, "licence"),
    ],
)
def test_the_seven_years_of_section_123(terms: Json, said: Json, falls: str) -> None:
    found = ledger(terms, **said)
    assert found.term.falls == falls
    own = {one.code for one in found.warnings}
    assert ("no-term" in own) is (falls == "not-known")
    assert ("longer-than-terms" in own) is (falls == "applies" and bool(said))


# --- open space -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("first", "second", "fit"),
    [
        ("2026-09-04", "2026-09-11", True),
        ("2026-09-06", "2026-09-07", True),  # Sunday, and Monday of the next week
        ("2026-09-07", "2026-09-20", True),  # Monday, and Sunday of the next week
        ("2026-09-07", "2026-09-21", False),  # Monday of the week after that
        ("2026-09-07", "2026-09-13", False),  # the same week
        ("2026-09-07", "2026-09-07", False),
        ("2026-12-31", "2027-01-04", True),  # across a year
    ],
)
def test_notices_stand_in_two_weeks_running(first: str, second: str, fit: bool) -> None:
    days = date.fromisoformat(first), date.fromisoformat(second)
    assert in_consecutive_weeks(*days) is fit
    said = {**OPEN, "first_notice_on": first, "second_notice_on": second}
    assert ("not-consecutive" in codes(**{**said, "decided_on": "2027-02-01"})) is not fit


def test_notices_come_before_the_decision_and_objections_are_weighed_between() -> None:
    assert codes(**OPEN, priced_gbp=str(payable())) == []
    assert "notice-late" in codes(**{**OPEN, "decided_on": "2026-09-11"})
    assert "notice-late" not in codes(**{**OPEN, "decided_on": "2026-09-12"})
    assert "notice-missing" in codes(**{**OPEN, "second_notice_on": None})
    assert {"no-newspaper", "notice-missing"} <= set(codes(open_space="yes"))
    assert "objections-not-known" in codes(**{**OPEN, "objections": None})
    some = {**OPEN, "objections": 2}
    assert "not-weighed" in codes(**some)
    for day, wrong in (
        ("2026-09-11", True),
        ("2026-09-12", False),
        ("2026-12-03", False),
        ("2026-12-04", True),
    ):
        assert ("weighed-wrong-day" in codes(**{**some, "objections_on": day})) is wrong, day
    for answer in (None, "not-known"):
        assert "open-space-not-known" in codes(open_space=answer)


def test_land_on_trust_needs_an_advisers_report_before_the_decision() -> None:
    assert "trust-not-known" in codes(trust="not-known")
    assert "no-adviser" in codes(trust="yes")
    assert "no-adviser" in codes(trust="yes", adviser="B. Roe, MRICS")
    both: Json = {"trust": "yes", "adviser": "B. Roe, MRICS"}
    assert "adviser-late" in codes(**both, adviser_on="2026-12-04")
    assert not {"no-adviser", "adviser-late"} & set(codes(**both, adviser_on="2026-12-03"))


# --- what is wrong, where it begins, and how it is shown ------------------------------------------


def test_what_is_wrong_is_said_at_its_place() -> None:
    twice = [{"of": "unrestricted", **SHAH}, {"of": "unrestricted"}]
    assert "row 1 already" in faults(valuations=twice)["valuations[1].of"]
    backwards = {**OPEN, "first_notice_on": "2026-09-12"}
    assert "before the first" in faults(**backwards)["second_notice_on"]
    wrong = faults(
        valuations=[{"of": "land", "valued_on": "3/9/2026"}], days_more=366, restricted_value_gbp=-1
    )
    assert set(wrong) == {
        "valuations[0].of",
        "valuations[0].valued_on",
        "days_more",
        "restricted_value_gbp",
    }


def test_a_service_has_no_ledger_of_land() -> None:
    given = {**whole("coproduction"), "methods": {KEY: SOUND}}
    with pytest.raises(CannotRead) as cannot:
        read_file(json.dumps(given).encode())
    assert [fault.place for fault in cannot.value.faults] == [f"methods.{KEY}"]
    assert KEY not in [one.key for one in methods_for("coproduction")]


def test_it_begins_with_the_values_that_the_terms_hold() -> None:
    def of(**terms: object) -> list[str]:
        said = begun(read_file(json.dumps(file_of(terms)).encode()).appraise())
        rows: Any = said.get("valuations", [])
        return [row["of"] for row in rows]

    assert of() == ["unrestricted"]
    assert of(consideration_gbp=5, voluntary_conditions_gbp=2) == [
        "unrestricted",
        "consideration",
        "voluntary",
    ]


def test_the_tables_say_who_valued_what_and_where_each_limit_stands() -> None:
    found = ledger(**{**OPEN, "objections": 2, "objections_on": "2026-10-02"})
    tables = [block.grid for block in blocks(found) if isinstance(block, Table)]
    cells = [[cell.text for cell in row] for table in tables for row in table.rows]
    assert [
        "Unrestricted value",
        "£150,000.00",
        "A. Shah, MRICS; works for the council",
        "3 September 2026",
        "–",
    ] in cells
    limits = {row[0]: row for row in cells if len(row) == 4}
    assert limits["General Disposal Consent (England) 2003"][1] == "£2,000,000 of undervalue"
    assert limits["A valuation of the day"][3].endswith("Ours: no statute says it.")
    facts = {one.label: one.text for block in blocks(found) for one in _facts(block)}
    assert facts["Open space"] == (
        "Yes. Notices: 4 September 2026 and 11 September 2026, Evening Mail. Objections: 2, weighed on 2 October 2026."
    )


def _facts(block: object) -> tuple[Any, ...]:
    return block.facts if isinstance(block, Facts) else ()


def test_the_command_says_the_same(tmp_path: Path) -> None:
    path = tmp_path / "land.json"
    path.write_text(json.dumps(file_of()))
    out = StringIO()
    call_command("value", KEY, str(path), "--format", "json", stdout=out)
    assert json.loads(out.getvalue()) == written(ledger())


def test_the_example_in_the_docs_is_one() -> None:
    """Its answers are read, and it names every question that there is."""
    docs = Path(__file__).parents[2] / "docs" / "methods.md"
    example = docs.read_text(encoding="utf-8").split('"methods": {"legal-land": ')[1]
    said = json.loads(example.split("\n}}\n")[0] + "\n}")
    assert ledger(**said).term.days == 1
    (asked,) = [one for one in methods_for("asset-transfer") if one.key == KEY]
    assert set(said) == {one.key for one in asked.questions}


def test_a_year_that_nobody_can_mean_is_refused_at_its_place() -> None:
    first = {**SOUND["valuations"][0], "valued_on": "1899-12-31"}
    others = [{**one, "valued_on": "1900-01-01"} for one in SOUND["valuations"][1:]]
    said = faults(valuations=[first, *others], decided_on="0026-12-03")
    assert said == dict.fromkeys(
        ("decided_on", "valuations[0].valued_on"), "The year must be between 1900 and 2999."
    )
