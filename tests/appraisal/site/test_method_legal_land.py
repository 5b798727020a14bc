"""The ledger of land on the site: filled in, saved, shown among the law, and refused at its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from zipfile import ZipFile

import pytest

from appraisal.assessing import PAGES
from appraisal.chapters import chapters_for, methods_for
from appraisal.methods.every import METHODS
from appraisal.queries.chapters import chapters_of
from tests.appraisal.site.assessing import assessed, find, under_assessment
from tests.appraisal.site.browsing import assert_well_formed, boxes, complaints, words_of
from tests.appraisal.site.people import Site, begin, give
from tests.pack.figures import netted

pytestmark = pytest.mark.django_db
KEY = "legal-land"
ROW = {
    "of": "unrestricted",
    "valuer": "A. Shah of Shah and Company",
    "qualification": "MRICS",
    "valued_on-day": "3",
    "valued_on-month": "3",
    "valued_on-year": "2026",
    "basis": "Red Book",
    "works_for": "council",
}
SAID = {
    "restricted_value_gbp": "90123.45",
    "decided_on-day": "3",
    "decided_on-month": "12",
    "decided_on-year": "2026",
    "open_space": "no",
    "trust": "no",
    "equality_by": "The portfolio holder",
}


def with_values(site: Site) -> Site:
    under_assessment(site)
    give(
        site.people["officer"],
        site.proposal,
        "council",
        unrestricted_value_gbp="151234.56",
        consideration_gbp="5432.10",
    )
    return site


def test_it_is_filled_in_saved_and_shown(site: Site) -> None:
    with_values(site)
    officer = site.client("officer")
    page = site.address("assess_chapter", KEY)
    opened = officer.get(page)
    assert_well_formed(opened)
    begun = boxes(opened)
    assert [begun["valuations-0-of"], begun["valuations-1-of"]] == ["unrestricted", "consideration"]
    first = {f"valuations-0-{key}": text for key, text in ROW.items()}
    twice = officer.post(page, {**begun, **SAID, **first, "valuations-1-of": "unrestricted"})
    assert any("row 1 already" in text for text in complaints(twice).values())
    typed = boxes(twice)
    assert typed["valuations-0-valuer"] == ROW["valuer"]
    assert typed["valuations-0-valued_on-day"] == "3"
    done = officer.post(page, {**typed, "valuations-1-of": "consideration"})
    assert done.status_code == 302
    held = chapters_of(site.proposal)[KEY]
    assert held["valuations"][0]["valued_on"] == "2026-03-03"  # type: ignore[index]  # rows of a mapping
    assert held["decided_on"] == "2026-12-03"
    shown = officer.get(site.address("method", KEY))
    assert_well_formed(shown)
    said = words_of(shown)
    assert "£145,802.46" in said
    assert "more than 6 months before the decision on 3 December 2026" in said
    assert "No valuer is named for the consideration" in said
    assert officer.get(site.address("method_chart", KEY)).status_code == 404
    assert officer.get(site.address("method_json", KEY)).json()["undervalue_gbp"] == "145802.46"
    assert boxes(officer.get(page))["valuations-0-valued_on-year"] == "2026"
    listed = words_of(officer.get(site.address("methods")))
    assert listed.index("The legal ledger") < listed.index("Values and undervalue")
    assert site.client("lead").get(page).status_code == 403
    assert site.client("lead").get(site.address("method", KEY)).status_code == 403


def test_a_service_has_no_ledger_of_land(site: Site) -> None:
    own = begin(site.council, site.group, site.people["member"], kind="coproduction", asset={})
    officer = site.client("officer")
    assert officer.get(site.address("methods", proposal=own)).status_code == 200
    for name in ("assess_chapter", "method", "method_chart", "method_json"):
        assert officer.get(site.address(name, KEY, proposal=own)).status_code == 404, name


def pages(site: Site) -> Iterator[str]:
    """Yield every page and file on which an officer may read either figure."""
    for name in ("assessment", "methods", "result", "check", "proposal", "history", "records"):
        yield site.address(name)
    for name in ("appraisal_file", "report_word", "scores_sheet", "sign_off"):
        yield site.address(name)
    yield from (site.address("assess_page", one) for one in PAGES)
    yield from (site.address("assess_criterion", one) for one in "HL")
    for chapter in (*chapters_for("asset-transfer", "officer"), *methods_for("asset-transfer")):
        yield site.address("assess_chapter", chapter.key)
    for key in METHODS:
        yield site.address("method", key)
    yield site.address("method_json", KEY)


def text_of(content: bytes) -> str:
    """Return the text of a page, or of every part of a file for an office."""
    if not content.startswith(b"PK"):
        return unescape(content.decode())
    with ZipFile(BytesIO(content)) as parts:
        return "\n".join(
            re.sub(r"<[^>]+>", " ", parts.read(one).decode())
            for one in parts.namelist()
            if one.endswith(".xml")
        )


def test_no_page_of_an_officer_takes_social_value_off_the_undervalue(site: Site) -> None:
    """Every page from which an officer reads either figure, and every file of the proposal in words or as JSON."""
    with_values(site)
    find(site, "A")  # from then on the council's files are of the officer's figures
    officer = site.client("officer")
    page = site.address("assess_chapter", KEY)
    first = {f"valuations-0-{key}": text for key, text in ROW.items()}
    assert officer.post(page, {**boxes(officer.get(page)), **SAID, **first}).status_code == 302
    appraisal = assessed(site).officer.appraisal
    said = ""
    for page in pages(site):
        answer = officer.get(page)
        assert answer.status_code == 200, page
        text = text_of(b"".join(answer) if answer.streaming else answer.content)
        assert netted(text, appraisal) == set(), page
        said += text
        if page == site.address("report_word"):
            assert ROW["valuer"] in text
    assert appraisal.undervalue is not None
    assert f"{appraisal.undervalue.amount:,f}" in said
    assert f"{appraisal.social_value:,f}" in said
