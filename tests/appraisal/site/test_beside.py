"""Changed scores are marked wherever officers see them, and nowhere that the group looks."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from appraisal.actions.panel import Pick
from appraisal.engine.kite import kite_points
from appraisal.file import read_file
from appraisal.pack import document_of
from appraisal.pack.parts import Earlier
from appraisal.queries.assessed import QUERIES, assessed_of
from appraisal.showing.compared import Named, compared, kites, totals
from tests.appraisal.site.assessing import assessed, find, fresh, recommend, under_assessment
from tests.appraisal.site.browsing import assert_well_formed, page_of, words_of
from tests.appraisal.site.people import Site
from tests.appraisal.site.sitting import sit
from tests.engine.golden import whole

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(site: Site) -> Site:
    return under_assessment(site)


# --- several appraisals beside each other ----------------------------------------------------------


def named(name: str, **changes: Any) -> Named:
    given = whole("hall") | changes
    return Named(name, read_file(json.dumps(given).encode()).appraise())


def picks(**points: int) -> dict[str, Any]:
    return {"picked": {letter: {"points": n, "reason": "So."} for letter, n in points.items()}}


def test_each_is_compared_with_the_one_before() -> None:
    shown = [named("Group"), named("Officer", **picks(H=10)), named("Panel", **picks(H=10, B=10))]
    rows = {row.letter: row for row in compared(shown)}
    assert [cell.changed for cell in rows["H"].cells] == [False, True, False]
    assert [cell.changed for cell in rows["B"].cells] == [False, False, True]
    assert [cell.text for cell in rows["H"].cells] == ["20 of 20", "10 of 20", "10 of 20"]
    assert [cell.picked for cell in rows["H"].cells] == ["", "So.", "So."]
    assert [letter for letter, row in rows.items() if row.changed] == ["B", "H"]
    score = totals(shown)[0]
    assert [cell.text for cell in score.cells] == ["61.5%", "56.5%", "54.0%"]


def test_the_kites_are_laid_over_each_other_the_last_one_solid() -> None:
    shown = [named("Group"), named("Officer", **picks(H=10))]
    both = kites(shown)
    assert both.text.startswith("Outcomes Kite. Group: ")
    assert "Wider effects 50.0%" in both.text
    assert "Wider effects 37.5%" in both.text
    document = document_of(
        read_file(json.dumps(whole("hall") | picks(H=10)).encode()),
        name="Officer",
        earlier=(Earlier("Group", shown[0].appraisal),),
    )
    assert [one.name for one in document.assessments] == ["Officer", "Group"]
    assert document.assessments[1].points == kite_points(shown[0].appraisal)


def test_the_packs_scores_say_what_changed_and_what_was_picked() -> None:
    group = named("Group").appraisal
    given = read_file(json.dumps(whole("hall") | picks(H=10, B=15)).encode())
    document = document_of(given, name="Officer", earlier=(Earlier("Group", group),))
    said = {row.name[0]: row.status for one in document.scores for row in one.rows}
    assert said["H"] == "picked, changed (group: 20)"
    assert said["B"] == "picked"
    assert said["A"] == "scored"
    assert {row.status for one in document_of(given).scores for row in one.rows} == {
        "picked",
        "scored",
    }


# --- where they are shown --------------------------------------------------------------------------


def test_officers_see_both_on_the_result_and_the_group_sees_its_own(
    site: Site, officer: Client
) -> None:
    before = words_of(officer.get(site.address("result")))
    assert "The group’s figures and the officer’s" not in before
    assert "These are the group’s own figures. No officer has found anything" in before
    find(site, "H", "pick", points=10)
    page = officer.get(site.address("result"))
    assert_well_formed(page)
    assert "H Community participation Changed 20 of 2010 of 20" in words_of(page)
    assert "Below them the group’s own figures" in words_of(page)
    figures = {
        one.get("id"): " ".join(one.text_content().split())
        for one in page_of(page).xpath("//div[contains(@class, 'app-figure')][@id]")
    }
    assert "Changed Officer: 10 of 20" in figures["H"]
    assert "Changed" not in figures["B"]
    group = site.client("member").get(site.address("result"))
    assert "Changed" not in words_of(group)
    assert "Seen on the visit." not in words_of(group)


def test_the_councils_pack_holds_the_officers_figures_and_the_groups_pack_its_own(
    site: Site, officer: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[Any] = []

    def draw(document: Any) -> bytes:
        drawn.append(document)
        return b"drawn"

    monkeypatch.setattr("appraisal.views.documents.draw", draw)
    find(site, "H", "pick", points=10)
    assert officer.get(site.address("pack")).status_code == 200
    assert site.client("member").get(site.address("pack")).status_code == 200
    theirs, own = drawn
    assert [one.name for one in theirs.assessments] == ["Officer", "Group"]
    assert (theirs.points, own.points) == ("85", "95")
    assert json.loads(theirs.source)["picked"]["H"]["points"] == 10
    assert b"picked" not in own.source
    assert [one.name for one in own.assessments] == ["This appraisal"]


def test_what_the_panel_agreed_stands_beside_both_and_is_marked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    find(site, "H", "pick", points=10)
    sitting = sit(site, whole=True)
    address, officer = site.address("result"), site.client("officer")
    for who in ("chair", "panel"):
        sitting.declares(who)
    sitting.opens("chair", "panel")
    sitting.moderates()
    assert "Panel:" not in words_of(officer.get(address)), "no level stands before it is agreed"
    sitting.agrees({"H": Pick(5, "Fewer come.")})
    page = officer.get(address)
    assert_well_formed(page)
    said = words_of(page)
    assert "The group’s figures, the officer’s and the panel’s" in said
    assert "where the officer or the panel found something else" in said
    assert "Changed Officer: 10 of 20, Panel: 5 of 20" in said
    assert "Panel" not in words_of(site.client("member").get(address))
    drawn: list[Any] = []

    def draw(document: Any) -> bytes:
        drawn.append(document)
        return b"drawn"

    monkeypatch.setattr("appraisal.views.documents.draw", draw)
    assert officer.get(site.address("pack")).status_code == 200
    assert [one.name for one in drawn[0].assessments] == ["Panel", "Officer", "Group"]
    said_of = {row.name[0]: row.status for one in drawn[0].scores for row in one.rows}
    assert said_of["H"] == "picked, changed (group: 20, officer: 10)"
    assert site.client("member").get(site.address("pack")).status_code == 200
    assert [one.name for one in drawn[1].assessments] == ["This appraisal"]


@pytest.mark.parametrize("name", ["appraisal_file", "criterion", "proposal", "check"])
def test_the_group_finds_nothing_of_the_assessment(site: Site, name: str) -> None:
    find(site, "H", "pick", points=10, reason="A secret of the officer’s.")
    recommend(site, 12, "A secret of the officer’s.")
    more = ["H"] if name == "criterion" else []
    response = site.client("member").get(site.address(name, *more))
    assert response.status_code == 200
    assert "secret" not in response.content.decode()


# --- how much is asked -----------------------------------------------------------------------------


def test_an_assessment_is_read_in_as_many_queries_whatever_was_found(site: Site) -> None:
    counts = []
    for _ in range(2):
        proposal = fresh(site)
        with CaptureQueriesContext(connection) as asked:
            assert assessed_of(proposal).flags == ()
        counts.append(len(asked))
        for letter in assessed(site).group.scheme.by_letter:
            find(site, letter)
        rows = [
            {
                "name": "Club",
                "participants": "1",
                "hours_per_session": "1",
                "sessions_per_year": "1",
            }
        ]
        find(site, "H", "correct", given={"activities": rows * 200})
    assert len(assessed(site).findings) == 13
    assert counts == [4 + 1 + QUERIES] * 2  # the sheet's, its scheme's text, and the assessment's


PAGES = {"assessment": (), "sign_off": (), "flags": (), "assess_criterion": ("H",)}


def test_the_pages_of_an_assessment_ask_as_much_of_a_full_one_as_of_none(
    site: Site, officer: Client
) -> None:
    def counted() -> dict[str, int]:
        found = {}
        for name, more in PAGES.items():
            officer.get(site.address(name, *more))
            with CaptureQueriesContext(connection) as asked:
                assert officer.get(site.address(name, *more)).status_code == 200
            found[name] = len(asked)
        return found

    before = counted()
    for letter in assessed(site).group.scheme.by_letter:
        find(site, letter)
    find(site, "H", "pick", points=10)
    assert counted() == before
    assert max(before.values()) <= 6 + 4 + QUERIES, before
