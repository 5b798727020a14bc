"""An outcomes star on the site: filled in, refused at the row, saved, shown with its drawing."""

from __future__ import annotations

import pytest

from tests.appraisal.site.assessing import under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db

NAMES = ("Skills", "Confidence", "Friends")


def _sent() -> dict[str, str]:
    rows = {
        "points": [{"name": n, "lowest_means": "None", "highest_means": "All"} for n in NAMES],
        "series": [{"name": "March 2025"}, {"name": "March 2026"}],
        "marks": [
            {"point": n, "mark_1": "4", "mark_2": f"{number}"}
            for number, n in enumerate(NAMES, start=4)
        ],
    }
    return {
        f"{question}-{number}-{key}": text
        for question, many in rows.items()
        for number, row in enumerate(many)
        for key, text in row.items()
    }


def test_it_is_filled_in_saved_and_shown(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", "outcomes-star")
    opened = officer.get(page)
    assert_well_formed(opened)
    asked = {**boxes(opened), "compares": "time", "lowest": "one", "top": "10", **_sent()}
    wrong = officer.post(page, {**asked, "marks-1-point": "Confidense"})
    assert "No outcome above is called “Confidense”" in complaints(wrong)["marks-1-point"]
    assert boxes(wrong)["marks-1-point"] == "Confidense"
    above = officer.post(page, {**asked, "marks-2-mark_2": "11"})
    assert "11 is above the highest mark" in str(complaints(above))
    mended = {**boxes(wrong), "marks-1-point": "Confidence"}
    assert officer.post(page, mended).status_code == 302
    shown = officer.get(site.address("method", "outcomes-star"))
    assert_well_formed(shown)
    assert "marks are higher on 2 and the same on 1 of 3 outcomes" in words_of(shown)
    assert officer.get(site.address("method_chart", "outcomes-star")).status_code == 200
    figures = officer.get(site.address("method_json", "outcomes-star")).json()
    assert figures["differences"][0]["points"] == ["0", "1", "2"]
    assert site.client("lead").get(page).status_code == 403


def test_what_was_typed_stands_in_a_table_as_it_was_typed(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", "outcomes-star")
    named = '<b>Skills</b> & "more"'
    asked = {
        **boxes(officer.get(page)),
        "compares": "time",
        "lowest": "one",
        "top": "10",
        **_sent(),
    }
    sent = {
        **asked,
        "points-0-name": named,
        "marks-0-point": named,
        "series-0-name": '"March" <2025>',
    }
    assert officer.post(page, sent).status_code == 302
    shown = officer.get(site.address("method", "outcomes-star"))
    assert_well_formed(shown)
    assert named in words_of(shown)
    assert "&lt;b&gt;Skills" in shown.content.decode()
    assert "<b>Skills" not in shown.content.decode()
    assert 'data-head="&quot;March&quot; &lt;2025&gt;"' in shown.content.decode()
