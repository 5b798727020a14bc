"""Costs and benefits on the site: filled in, saved, shown with its chart, and refused at the row."""

from __future__ import annotations

import io

import docx
import pytest

from appraisal.queries.chapters import chapters_of
from tests.appraisal.site.assessing import under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db

FLOW = {
    "option": "Transfer",
    "what": "Use",
    "way": "benefit",
    "kind": "other",
    "who": "users",
    "from_year": "0",
    "to_year": "9",
    "central_gbp_pa": "1000",
    "low_gbp_pa": "",
    "high_gbp_pa": "",
    "probability": "",
}
LATE = {**FLOW, "what": "Repair", "way": "cost", "from_year": "10", "to_year": "10"}
ASKED = {"schedule": "standard", "prices": "real", "optimism": "no"}


def test_it_is_filled_in_saved_and_shown(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", "cost-benefit")
    opened = officer.get(page)
    assert_well_formed(opened)
    plain = {key: text for key, text in boxes(opened).items() if not key.startswith("flows-")}
    rows = [FLOW, {**LATE, "central_gbp_pa": "500"}]
    sent = {
        f"flows-{number}-{key}": text
        for number, row in enumerate(rows)
        for key, text in row.items()
    }
    late = officer.post(page, {**plain, **ASKED, **sent, "flows-1-to_year": "300"})
    assert "Year 300" in complaints(late)["flows-1-to_year"]
    assert boxes(late)["flows-1-to_year"] == "300"
    done = officer.post(page, {**boxes(late), "flows-1-to_year": "10"})
    assert done.status_code == 302
    assert len(chapters_of(site.proposal)["cost-benefit"]["flows"]) == 2  # type: ignore[arg-type]
    shown = officer.get(site.address("method", "cost-benefit"))
    assert_well_formed(shown)
    assert "£8,253.23" in words_of(shown)
    assert "not taken off the legal undervalue" in words_of(shown)
    assert officer.get(site.address("method_chart", "cost-benefit")).status_code == 200
    said = officer.get(site.address("method_json", "cost-benefit")).json()
    assert said["options"][0]["expected_npv_gbp"] == "8253.23"
    assert site.client("lead").get(page).status_code == 403


def test_two_wrong_rows_are_each_told_at_their_own_box(site: Site) -> None:
    """A blank row between them takes no number from those that people see."""
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", "cost-benefit")
    plain = {k: text for k, text in boxes(officer.get(page)).items() if not k.startswith("flows-")}
    rows = {0: FLOW, 1: dict.fromkeys(FLOW, ""), 2: {**FLOW, "what": "Rent"}}
    sent = {
        f"flows-{number}-{key}": text for number, row in rows.items() for key, text in row.items()
    }
    wrong = {"flows-0-to_year": "300", "flows-2-probability": "200", "flows-2-low_gbp_pa": "1001"}
    said = complaints(officer.post(page, {**plain, **ASKED, **sent, **wrong}))
    assert set(said) == set(wrong)
    assert "Year 300" in said["flows-0-to_year"]
    assert "This is over 100%" in said["flows-2-probability"]
    assert "above the most likely" in said["flows-2-low_gbp_pa"]


def test_a_draft_pack_holds_a_method_before_anything_is_found(site: Site) -> None:
    """Only the council’s: what officers work out is not the group’s to read."""
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", "cost-benefit")
    plain = {k: text for k, text in boxes(officer.get(page)).items() if not k.startswith("flows-")}
    row = {f"flows-0-{key}": text for key, text in {**FLOW, "option": "Boat shed"}.items()}
    assert officer.post(page, {**plain, **ASKED, **row}).status_code == 302
    report = officer.get(site.address("report_word"))
    told = docx.Document(io.BytesIO(report.content))
    cells = [cell.text for table in told.tables for line in table.rows for cell in line.cells]
    assert "Boat shed" in cells
