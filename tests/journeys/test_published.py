"""A scheme manager sends a file of published figures, looks at what cannot be taken, and puts it in force."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import in_force_for
from tests.appraisal.site.figures import deprivation, sent
from tests.appraisal.site.people import usual_site
from tests.journeys.examine import Examination
from tests.journeys.stage import sign_in
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_a_manager_sends_figures_and_puts_them_in_force(
    page: Page, live_server: LiveServer, tmp_path: Path
) -> None:
    site = usual_site()
    sign_in(page, live_server.url, site.people["manager"])
    walker, examination = Walker(page, live_server.url), Examination(page)
    file = tmp_path / "File_7.csv"
    file.write_bytes(deprivation(12, wrong=3))

    walker.go("/brum/settings/")
    walker.follow("Change Figures that others publish")
    assert "None yet." in walker.text
    examination.look("published-none")
    walker.follow("Send a file")
    examination.look("send-figures")
    assert not walker.box("edition-deprivation").first.is_visible()
    walker.choose("kind", "deprivation")
    walker.write("source", "Ministry of Housing, Communities and Local Government, file 7")
    walker.press("Send the file")
    assert "Choose the edition of the English Indices of Deprivation" in walker.errors
    assert walker.reads("source").startswith("Ministry of Housing")
    examination.look("send-figures-wrong", known=True)

    walker.choose("edition-deprivation", "2019")
    for part, said in (("day", "26"), ("month", "September"), ("year", "2019")):
        walker.write(f"dated-{part}", said)
    walker.tick("part")
    page.set_input_files("[name=file]", file)
    walker.press("Send the file")
    assert walker.heading == "The file was read"
    assert "12 rows of it can be put in force" in walker.text
    assert page.locator("table tbody tr").count() == 3
    examination.look("figures-read")
    walker.press("Put in force")
    assert walker.errors == ["Tick that you do without the lines that cannot be taken"]
    examination.look("figures-not-ticked", known=True)
    walker.tick("without_rejected")
    walker.press("Put in force")
    assert "the new figures are in force" in page.locator("main").inner_text()
    assert in_force_for(site.council)["deprivation", 2019].rejected == 3
    examination.look("published")

    page.get_by_role("link", name="Details of English Indices of Deprivation 2019").click()
    walker.follow("Withdraw these figures")
    assert "Nothing. The whole site has no English Indices of Deprivation 2019." in walker.text
    examination.look("withdraw-dataset")
    walker.press("Withdraw the figures")
    assert walker.errors == ["Give a reason: it goes on record"]
    walker.write("reason", "an older file")
    walker.press("Withdraw the figures")
    assert in_force_for(site.council) == {}
    walker.go(f"/brum/settings/published/{Dataset.objects.get().pk}/")
    examination.look("figures-withdrawn")
    walker.follow("Put them back in force")
    examination.look("put-dataset-back")
    walker.write("reason", "right after all")
    walker.press("Put back in force")
    assert in_force_for(site.council)["deprivation", 2019].rejected == 3

    walker.go("/brum/settings/published/")
    walker.follow("Send a table of regional pay")
    pay, region = tmp_path / "pay.csv", site.council.region
    head = "region,applies_from,value,source\n"
    pay.write_text(f"{head}{region},2025-04-01,619.70,ASHE 2025\n{region},2024,1,ASHE\n")
    walker.write("reason", "a new survey")
    page.set_input_files("[name=file]", pay)
    walker.press("Send the file")
    assert walker.errors == ["1 line of the file cannot be taken, so nothing was added"]
    examination.look("send-earnings-wrong")
    pay.write_text(f"{head}{region},2025-04-01,619.70,ASHE 2025\n")
    walker.tick("only_check")
    page.set_input_files("[name=file]", pay)
    walker.press("Send the file")
    assert "£619.70 a week from 1 April 2025" in walker.text
    examination.look("send-earnings-checked")

    waits = sent(site, deprivation(9))
    Dataset.objects.filter(pk=waits.pk).update(
        state=DatasetState.READING, size=14_000_000, read_bytes=5_600_000, rows=20_000
    )
    walker.go(f"/brum/settings/published/{waits.pk}/")
    assert "5.6 MB of 14.0 MB read so far (40%)" in walker.text
    examination.look("figures-being-read")
    walker.press("Stop and throw away")
    examination.look("published-thrown-away")
    assert not examination.found, "\n".join(examination.found)
