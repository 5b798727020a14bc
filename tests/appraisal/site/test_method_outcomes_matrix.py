"""An outcomes matrix on the site: begun, filled in, refused at its row, shown with its chart."""

from __future__ import annotations

import pytest

from appraisal.queries.chapters import chapters_of
from tests.appraisal.site.assessing import under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db

KEY = "outcomes-matrix"
FILLED = {"name": "Use", "mark_1": "2", "mark_2": "0", "mark_3": "8"}


def test_it_is_filled_in_saved_and_shown(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", KEY)
    opened = officer.get(page)
    assert_well_formed(opened)
    begun = boxes(opened)
    assert [begun[f"options-{number}-name"] for number in range(3)] == [
        "Keep as it is",
        "Sell",
        "Transfer",
    ]
    sent = {f"criteria-{number}-{key}": text for number in range(3) for key, text in FILLED.items()}
    short = officer.post(page, {**begun, "variant": "three", **sent, "criteria-1-mark_3": ""})
    said = " ".join(complaints(short).values())
    assert "Sub-criterion 2: The mark of option 3, “Transfer”, is missing" in said
    assert boxes(short)["criteria-1-mark_2"] == "0"
    over = officer.post(page, {**boxes(short), "criteria-1-mark_3": "11"})
    assert "10" in " ".join(complaints(over).values())
    done = officer.post(page, {**boxes(over), "criteria-1-mark_3": "8"})
    assert done.status_code == 302
    assert len(chapters_of(site.proposal)[KEY]["criteria"]) == 3  # type: ignore[arg-type]
    shown = officer.get(site.address("method", KEY))
    assert_well_formed(shown)
    assert "“Transfer” comes first with 8.00 of 10" in words_of(shown)
    assert officer.get(site.address("method_chart", KEY)).status_code == 200
    assert officer.get(site.address("method_json", KEY)).json()["best"] == ["Transfer"]
    assert site.client("lead").get(page).status_code == 403
