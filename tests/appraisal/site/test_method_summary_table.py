"""A summary table on the site: begun with facts, refused at its row, saved and shown."""

from __future__ import annotations

import pytest

from tests.appraisal.site.assessing import under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db

KEY = "summary-table"
ROW = {
    "group": "accessibility",
    "name": "Getting in",
    "what": "Step-free from the street",
    "quantity": "2 of 3 floors",
    "score": "benefit",
    "amount_gbp_pa": "",
}


def test_it_is_filled_in_saved_and_shown(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", KEY)
    opened = officer.get(page)
    assert_well_formed(opened)
    begun = boxes(opened)
    assert "Public pounds" in begun.values()
    plain = {key: text for key, text in begun.items() if not key.startswith("rows-")}
    sent = {f"rows-0-{key}": text for key, text in ROW.items()}
    short = officer.post(page, {**plain, **sent})
    assert "Effect 1: Enter how many pounds" in " ".join(complaints(short).values())
    assert boxes(short)["rows-0-quantity"] == "2 of 3 floors"
    done = officer.post(page, {**boxes(short), "rows-0-score": "large_beneficial"})
    assert done.status_code == 302
    shown = officer.get(site.address("method", KEY))
    assert_well_formed(shown)
    assert "There is no total." in words_of(shown)
    assert "Large beneficial" in words_of(shown)
    assert officer.get(site.address("method_chart", KEY)).status_code == 200
    assert officer.get(site.address("method_json", KEY)).json()["total"] is None
    assert site.client("lead").get(page).status_code == 403
