"""What officers type into the legal ledger is the council’s: no group and no stranger reads a word of it."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from appraisal.actions.chapters import save_chapter
from appraisal.assessing import PREFIX
from appraisal.chapters import chapter_for
from appraisal.queries import sheet_of
from tests.appraisal.site.assessing import fresh
from tests.appraisal.site.downloads import content_of
from tests.appraisal.site.people import NOW, Site
from tests.appraisal.site.sitting import complete, sit
from tests.appraisal.site.test_method_legal_land import text_of

pytestmark = pytest.mark.django_db

SECRET = "Zyxwv"
COUNCIL = "[a-z]+"
LEDGERS: dict[str, dict[str, object]] = {
    "legal-land": {
        "valuations": [{"of": "restricted", "valuer": f"{SECRET} valuer", "works_for": "council"}],
        "restricted_value_gbp": "90123.45",
        "equality_by": f"{SECRET} cabinet",
    },
    "subsidy": {"enterprise": "no", "enterprise_why": f"{SECRET} looks after the pond."},
}


def everything(client: Client, *starts: str) -> dict[str, str]:
    """Follow every link of our own from these pages, and return what stands behind each."""
    found: dict[str, str] = {}
    to_see = list(starts)
    while to_see:
        page = to_see.pop().split("#")[0].split("?")[0]
        # Drawn packs are made of the same reader’s file, and cost seconds each.
        if page in found or not re.match(f"/{COUNCIL}/(?!booklet)", page) or page.endswith(".pdf"):
            continue
        got = client.get(page)
        content = (
            b"" if got.status_code != 200 else content_of(got) if got.streaming else got.content
        )
        found[page] = text_of(content)
        if "html" in got.headers.get("Content-Type", ""):
            to_see += re.findall(r'(?:href|src)="(/[^"]*)"', found[page])
    return found


def test_no_page_or_file_of_a_group_or_the_public_holds_a_word_of_it(site: Site) -> None:
    """From the officer’s typing to publication: records, changes, history, decisions, the register, every file."""
    officer = site.people["officer"]
    complete(site)
    for key, given in LEDGERS.items():
        chapter = chapter_for("asset-transfer", key)
        assert chapter is not None
        proposal = fresh(site)
        seen = sheet_of(proposal).saves(f"{PREFIX}{key}") or sheet_of(proposal).saves(chapter.page)
        save_chapter(by=officer, proposal=proposal, chapter=chapter, given=given, seen=seen, at=NOW)
    sitting = sit(site, whole=True)
    sitting.freezes("submit")
    sitting.freezes("sign-off")
    sitting.ready()
    sitting.decides()
    sitting.publishes()
    starts = (site.address("proposal"), f"/{site.council.slug}/register/", site.address("records"))
    own = site.client("officer").get(site.address("method", "legal-land")).content.decode()
    assert SECRET in own, "an officer reads it"
    of_group, of_anybody = everything(site.client("lead"), *starts), everything(Client(), *starts)
    assert any("/records/" in page and text for page, text in of_group.items())
    assert any("/register/" in page and text for page, text in of_anybody.items())
    for found in (of_group, of_anybody):
        leaks = [page for page, text in found.items() if SECRET in text or "90,123" in text]
        assert leaks == []
