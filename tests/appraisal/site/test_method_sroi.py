"""A social return on the site: filled in, refused at the row, shown with its warnings, and taken away as a map."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from appraisal.queries.chapters import chapters_of
from tests.appraisal.site.assessing import under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site

pytestmark = pytest.mark.django_db

KEY = "sroi"
OUTCOME = {
    "stakeholder": "=Older people",
    "outputs": "A weekly lunch",
    "outcome": "Feel less lonely",
    "counts": "gain",
    "why_not": "",
    "quantity": "60",
    "proxy_gbp_pa": "8500",
    "source": "Our survey",
    "deadweight_percent": "40",
    "displacement_percent": "",
    "attribution_percent": "30",
    "drop_off_percent": "30",
    "years": "2",
    "also_scored": "h",
}
INPUT = {
    "stakeholder": "The council",
    "what": "Repairs",
    "kind": "money",
    "amount_gbp": "250000",
    "hours": "",
    "years": "",
}
ASKED = {"first_year": "now", "schedule": "standard", "own_rate_percent": ""}


def test_it_is_filled_in_refused_at_its_row_shown_and_taken_away(site: Site) -> None:
    under_assessment(site)
    officer = site.client("officer")
    page, book = site.address("assess_chapter", KEY), site.address("impact_map")
    assert officer.get(book).status_code == 404  # nobody has answered
    opened = officer.get(page)
    assert_well_formed(opened)
    rows = ("inputs-", "outcomes-")
    plain = {key: text for key, text in boxes(opened).items() if not key.startswith(rows)}
    sent = {
        **{f"inputs-0-{key}": text for key, text in INPUT.items()},
        **{f"outcomes-0-{key}": text for key, text in OUTCOME.items()},
    }
    over = officer.post(page, {**plain, **ASKED, **sent, "outcomes-0-deadweight_percent": "140"})
    assert "Outcome 1: This is over 100%" in str(complaints(over))
    assert boxes(over)["outcomes-0-deadweight_percent"] == "140"
    done = officer.post(page, {**boxes(over), "outcomes-0-deadweight_percent": "40"})
    assert done.status_code == 302
    assert len(chapters_of(site.proposal)[KEY]["outcomes"]) == 1  # type: ignore[arg-type]

    shown = officer.get(site.address("method", KEY))
    assert_well_formed(shown)
    assert "Every £1 put in brings £1.44 of social value: £359,069.57" in words_of(shown)
    assert "“Feel less lonely” is also scored in H, Community participation" in words_of(shown)
    assert officer.get(site.address("method_chart", KEY)).status_code == 200
    assert officer.get(site.address("method_json", KEY)).json()["ratio"] == "1.43628"
    assert book in shown.content.decode()

    taken = officer.get(book)
    assert taken.headers["Content-Disposition"].endswith('-impact-map.xlsx"')
    with zipfile.ZipFile(BytesIO(taken.content)) as file:
        sheets = [file.read(name) for name in file.namelist() if "worksheets/sheet" in name]
        strings = file.read("xl/sharedStrings.xml").decode()
    assert "=Older people" in strings  # words, on no sheet a formula
    assert not any(b"<f>Older people" in sheet for sheet in sheets)
    assert site.client("lead").get(book).status_code == 403
    assert site.client("stranger").get(book).status_code == 404
