"""The pages on which a scheme manager sends publishers' files and puts them in force."""

from __future__ import annotations

import copy
import csv
import io
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from pytest_django import Settings

from appraisal.actions.datasets import put_in_force
from appraisal.area.readers import READERS
from appraisal.forms.published import OPEN_LICENCE
from appraisal.models import AreaRank, Asset, Dataset, DatasetState, Postcode
from appraisal.queries.datasets import in_force_for
from appraisal.views.published_words import said_about
from core.uploads import limits
from core.uploads.limits import MOST_BODY
from tests.appraisal.site.area_data import in_force, rank
from tests.appraisal.site.downloads import content_of
from tests.appraisal.site.figures import deprivation, of_site, sent, was_read
from tests.appraisal.site.people import NOW, Site

pytestmark = pytest.mark.django_db
KEY = ("deprivation", 2019)
FILLED = {
    "kind": "deprivation",
    "edition-deprivation": "2019",
    "source": "A ministry, file 7",
    "licence": OPEN_LICENCE,
    "dated-day": "26",
    "dated-month": "9",
    "dated-year": "2019",
    "part": "on",
}


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: Settings) -> None:
    storages = copy.deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"]["location"] = str(tmp_path)
    settings.STORAGES = storages
    cache.clear()


@pytest.fixture
def manager(site: Site) -> Client:
    return site.client("manager")


def page(name: str, *more: int) -> str:
    return reverse(f"appraisal:{name}", args=["brum", *more])


def send(client: Client, content: bytes, **changed: str) -> Any:
    file = SimpleUploadedFile("File_7.csv", content)
    return client.post(page("send_figures"), {**FILLED, **changed, "file": file}, follow=True)


def text(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def test_a_postcode_that_was_typed_before_is_found_once_the_figures_are_in_force(
    site: Site, manager: Client, django_capture_on_commit_callbacks: Any
) -> None:
    row = Postcode(
        postcode="B12 8AB", area21="", area11="E01000003", ward="", council="", ended=False
    )
    in_force("postcodes", [row])
    Asset.objects.update_or_create(
        proposal=site.proposal, defaults={"name": "Hall", "postcode": "B12 8AB"}
    )
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, deprivation(12))
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(page("put_figures_in_force", Dataset.objects.get(kind="deprivation").pk))
    found = Asset.objects.get(proposal=site.proposal)
    assert (found.imd_edition, found.imd_rank) == (2019, 3)


@pytest.mark.parametrize("name", ["put_dataset_back", "withdraw_dataset"])
def test_a_postcode_is_found_by_figures_that_are_put_back_or_come_instead(
    site: Site, manager: Client, django_capture_on_commit_callbacks: Any, name: str
) -> None:
    row = Postcode(
        postcode="B12 8AB", area21="", area11="E01000003", ward="", council="", ended=False
    )
    in_force("postcodes", [row])
    back = name == "put_dataset_back"
    good = in_force(
        "deprivation",
        [rank("E01000003", 3)],
        authority=site.council if back else None,
        edition=2019,
    )
    other = in_force("deprivation", [rank("E01000009", 4)], authority=site.council, edition=2019)
    Dataset.objects.filter(pk=good.pk, state="replaced").update(in_force_until=timezone.now())
    Asset.objects.update_or_create(
        proposal=site.proposal, defaults={"name": "Hall", "postcode": "B12 8AB"}
    )
    changed, seen = (good, other) if back else (other, good)
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(page(name, changed.pk), {"seen": seen.pk, "reason": "Better figures"})
    assert Asset.objects.get(proposal=site.proposal).imd_rank == 3


def test_a_manager_sends_a_file_and_puts_it_in_force(
    site: Site, manager: Client, django_capture_on_commit_callbacks: Any
) -> None:
    assert "None yet." in text(manager.get(page("published")))
    with django_capture_on_commit_callbacks(execute=True):
        answer = send(manager, deprivation(12))
    dataset = Dataset.objects.get()
    assert answer.redirect_chain == [(page("figures_import", dataset.pk), 302)]
    assert dataset.state == DatasetState.CHECKED, "the worker has read it"
    shown = text(manager.get(page("figures_import", dataset.pk)))
    assert "12 rows of it can be put in force. Until you do so, no page uses them." in shown
    assert "Nothing of English Indices of Deprivation 2019 is in force so far" in shown
    assert "<progress" not in shown
    done = manager.post(page("put_figures_in_force", dataset.pk), follow=True)
    assert "the new figures are in force" in text(done)
    listed = text(manager.get(page("published")))
    for said in ("A ministry, file 7", "Open Government Licence v3.0", "26 September 2019", "12 rows",
                 "by Manager Ŵyn", "Your council’s own"):  # fmt: skip
        assert said in listed
    assert in_force_for(site.council)[KEY] == dataset
    again = send(manager, deprivation(12))
    assert "This very file is in force already" in text(again)
    assert "1 file in force" in text(manager.get(page("settings")))
    notices = text(manager.get(f"/{site.council.slug}/notices/"))
    assert "A file of figures was read" in notices
    assert f'href="{page("published")}"' in notices


def test_lines_that_cannot_be_taken_are_shown_and_must_be_ticked(
    site: Site, manager: Client
) -> None:
    put_in_force(by=None, dataset=of_site(deprivation(3)), at=NOW)
    dataset = was_read(site, deprivation(12, wrong=130))
    there = page("figures_import", dataset.pk)
    shown = text(manager.get(there))
    assert "These are the first 100 of 130 lines." in shown
    assert shown.count("is no code of a small area") == 100
    assert (
        "What was in force before still is: the whole site’s, published on 26 September 2019 (3 rows)"
        in shown
    )
    whole = manager.get(page("rejected_lines", dataset.pk))
    lines = content_of(whole).decode("utf-8-sig").splitlines()
    assert lines[0] == "line,what is wrong"
    assert len(lines) == 131
    assert lines[1].startswith('14,"“X0” is no code')
    refused = manager.post(page("put_figures_in_force", dataset.pk))
    assert "Tick that you do without the lines that cannot be taken" in text(refused)
    assert Dataset.objects.get(pk=dataset.pk).state == DatasetState.CHECKED
    manager.post(page("put_figures_in_force", dataset.pk), {"without_rejected": "on"})
    assert in_force_for(site.council)[KEY] == dataset


def test_the_page_shows_real_progress_and_loads_again_only_for_who_asks(
    site: Site, manager: Client
) -> None:
    dataset = sent(site, deprivation(12))
    there = page("figures_import", dataset.pk)
    shown = text(manager.get(there))
    assert "The file waits to be read" in shown
    assert re.search(r"Nothing of \d+ KB read so far \(0%\): 0 rows taken", shown)
    Dataset.objects.filter(pk=dataset.pk).update(
        state=DatasetState.READING, size=2_000_000, read_bytes=500_000, rows=1_500, rejected=1
    )
    shown = text(manager.get(there))
    assert 'max="2000000" value="500000"' in shown
    assert "500 KB of 2.0 MB read so far (25%): 1,500 rows taken, 1 line that cannot be" in shown
    assert "http-equiv" not in shown
    watched = text(manager.get(there, {"watch": "yes"}))
    assert '<meta http-equiv="refresh" content="5">' in watched
    stopped = text(manager.post(page("discard_figures", dataset.pk), follow=True))
    assert "was thrown away. What is in force has not changed." in stopped
    assert "The file was thrown away" in text(manager.get(there, {"watch": "yes"}))
    assert "http-equiv" not in text(manager.get(there, {"watch": "yes"}))
    over = text(manager.post(page("discard_figures", dataset.pk), follow=True))
    assert "there was nothing to throw away" in over


def test_only_to_check_says_what_is_wrong_and_offers_no_button(site: Site, manager: Client) -> None:
    dataset = was_read(site, deprivation(12, wrong=1), only_check=True)
    shown = text(manager.get(page("figures_import", dataset.pk)))
    assert "The file was checked" in shown
    assert "Nothing was kept" in shown
    assert "12 rows that can be taken, none of them kept" in shown
    assert "Put in force</button>" not in shown
    listed = text(manager.get(page("published")))
    assert "waiting for you" not in listed
    assert "Earlier files" in listed
    tried = manager.post(
        page("put_figures_in_force", dataset.pk), {"without_rejected": "on"}, follow=True
    )
    assert "Only a file that was read to its end, and kept" in text(tried)
    assert not AreaRank.objects.exists()


def test_a_file_that_failed_says_why(site: Site, manager: Client) -> None:
    dataset = was_read(site, deprivation(12, wrong=1), part=False)
    shown = text(manager.get(page("figures_import", dataset.pk)))
    assert "The file could not be read" in shown
    assert "The download may be cut off" in shown
    assert "Download all of them" in shown
    assert "Nothing of it is kept but the lines that could not be taken." in shown
    assert "12 rows that can be taken, none of them kept" in shown
    assert "Could not be read" in text(manager.get(page("published")))
    dataset = was_read(site, deprivation(12), part=False)
    shown = text(manager.get(page("figures_import", dataset.pk)))
    assert "Nothing of it is kept." in shown


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"kind": ""}, "Choose what the file holds"),
        ({"edition-deprivation": ""}, "Choose the edition of the English Indices of Deprivation"),
        ({"source": " "}, "Say who publishes the figures, and where"),
        ({"licence": ""}, "Say under which licence the figures are published"),
        ({"dated-month": "13"}, "must have a month between 1 and 12"),
        ({"dated-year": "2999"}, "must be today or in the past"),
    ],
    ids=lambda one: next(iter(one)) if isinstance(one, Mapping) else "said",
)
def test_what_is_wrong_in_the_form_is_said_there_and_the_rest_stays(
    manager: Client, changed: Mapping[str, str], said: str
) -> None:
    shown = text(send(manager, deprivation(), **{"source": "Typed by hand", **changed}))
    assert "There is a problem" in shown
    assert said in shown
    assert "Choose it again before you send this" in shown
    if "source" not in changed:
        assert "Typed by hand" in shown
    assert not Dataset.objects.exists()


def test_without_a_file_or_with_an_empty_one_it_says_so(manager: Client) -> None:
    assert "Choose the file" in text(manager.post(page("send_figures"), FILLED))
    assert "This file is empty. Choose another" in text(send(manager, b""))


def test_what_was_typed_is_there_after_signing_in_again(site: Site, manager: Client) -> None:
    manager.logout()
    answer = send(manager, deprivation(), source="Typed by hand")
    assert "Sign in" in text(answer)
    assert not Dataset.objects.exists()
    session = manager.session
    kept = session["kept"]
    manager.force_login(site.people["manager"])
    session = manager.session
    session["kept"] = kept
    session.save()
    shown = text(manager.get(page("send_figures")))
    assert "Typed by hand" in shown
    assert "The file itself was not kept: choose it again." in shown
    assert "There is a problem" not in shown


def test_the_whole_site_s_figures_are_read_and_not_changed(site: Site, manager: Client) -> None:
    theirs = put_in_force(by=None, dataset=of_site(deprivation(3)), at=NOW)
    shown = text(manager.get(page("figures_import", theirs.pk)))
    assert "These figures belong to the whole site, so you cannot change them here" in shown
    assert "</form>" not in shown.partition("<main")[2].partition("</main")[0]
    for name in ("put_figures_in_force", "discard_figures"):
        answer = manager.post(page(name, theirs.pk))
        assert answer.status_code == 403
        assert "belong to the whole site" in text(answer)
    waits = of_site(deprivation(2))
    assert manager.get(page("figures_import", waits.pk)).status_code == 404, "not in force yet"
    assert "The whole site’s" in text(manager.get(page("published")))


def test_the_pages_ask_as_much_of_many_as_of_one(site: Site, manager: Client) -> None:
    def asked(path: str) -> int:
        manager.get(path)
        with CaptureQueriesContext(connection) as found:
            assert manager.get(path).status_code == 200
        return len(found)

    first = was_read(site, deprivation(3, wrong=2))
    before = asked(page("published")), asked(page("figures_import", first.pk))
    for number in range(4, 9):
        was_read(site, deprivation(number), part=number % 2 == 0)
    last = was_read(site, deprivation(3, wrong=50))
    assert (asked(page("published")), asked(page("figures_import", last.pk))) == before


# --- how large a file may be -----------------------------------------------------------------------


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    """Make other pages take 1 KB, and this one 1 MB."""
    monkeypatch.setattr(limits, "MOST_BYTES", 1_000)
    settings.MOST_OF_FIGURES = 1024 * 1024


@pytest.mark.usefixtures("small")
def test_a_larger_file_is_taken_on_this_page_alone(site: Site, manager: Client) -> None:
    big = deprivation(500)
    assert len(big) > 10_000
    answer = send(manager, big)
    assert Dataset.objects.get().size == len(big), text(answer)
    evidence = site.client("member").post(
        site.address("evidence"), {"file": SimpleUploadedFile("a.pdf", big)}
    )
    assert "There is a problem" in text(evidence)


@pytest.mark.usefixtures("small")
def test_a_file_that_is_too_large_names_the_command(manager: Client) -> None:
    shown = text(send(manager, deprivation(30_000), source="Typed by hand"))
    assert "This file is larger than 1 MB. Whoever runs this site can read a larger one" in shown
    assert "manage.py import_figures" in shown
    assert "Typed by hand" in shown
    assert not Dataset.objects.exists()


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("who", ["officer", "elsewhere", "nobody"])
def test_nothing_larger_is_kept_of_anybody_else_s(site: Site, who: str) -> None:
    written: list[int] = []
    real = limits.ToDisk.file_complete

    def complete(handler: limits.ToDisk, size: int) -> Any:
        written.append(handler.file.tell() if not handler.file.closed else 0)
        return real(handler, size)

    with mock.patch.object(limits.ToDisk, "file_complete", complete):
        send(site.client(who), deprivation(5_000))
    assert sum(written) == 0
    assert not Dataset.objects.exists()


@pytest.mark.parametrize(
    ("who", "name", "length", "status"),
    [
        ("manager", "send_figures", MOST_BODY + 1, 200),
        ("manager", "send_figures", 400 * 1024 * 1024, 413),
        ("manager", "settings_schemes", MOST_BODY + 1, 413),
        ("officer", "send_figures", MOST_BODY + 1, 413),
        ("nobody", "send_figures", MOST_BODY + 1, 413),
    ],
)
def test_a_body_beyond_all_sense_is_refused_before_it_is_read(
    site: Site, who: str, name: str, length: int, status: int
) -> None:
    answer = site.client(who).post(
        page(name),
        b"",
        content_type="application/x-www-form-urlencoded",
        CONTENT_LENGTH=str(length),
    )
    assert answer.status_code == status
    if status == 413 and name == "send_figures" and who == "manager":
        assert "at most 300 MB" in text(answer)
        assert "manage.py import_figures" in text(answer)


# --- every kind ------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", sorted(READERS))
def test_a_sample_of_every_kind_goes_from_the_page_into_force(
    site: Site, manager: Client, django_capture_on_commit_callbacks: Any, kind: str
) -> None:
    given = manager.get(reverse("appraisal:figures_sample", args=["brum", kind]))
    edition = "2025" if kind == "deprivation" else ""
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, given.content, **{"kind": kind, "edition-deprivation": edition})
    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.failed, dataset.rejected) == (DatasetState.CHECKED, "", 0)
    manager.post(page("put_figures_in_force", dataset.pk))
    in_force = in_force_for(site.council)
    assert in_force[kind, int(edition or 0)].rows == dataset.rows > 0
    assert READERS[kind].title in text(manager.get(page("published")))
    assert f"/samples/{kind}.csv" in text(manager.get(page("send_figures")))


# --- what else may be sent -------------------------------------------------------------------------


def test_the_notices_of_owners_stand_beside_what_is_sent(site: Site, manager: Client) -> None:
    given = manager.get(reverse("appraisal:figures_sample", args=["brum", "prices"]))
    send(manager, given.content, kind="prices")
    shown = text(manager.get(page("figures_import", Dataset.objects.get().pk)))
    assert "Contains HM Land Registry data © Crown copyright and database right 2019." in shown


def _file_1(areas: int) -> bytes:
    """Return a workbook as File 1 is: a sheet of notes first, then the one of ranks and deciles."""
    book = openpyxl.Workbook()
    book.active.title = "Notes"
    book.active.append(("English Indices of Deprivation 2019",))
    ranks = book.create_sheet("IMD2019")
    lines = deprivation(areas).decode("utf-8-sig").splitlines()
    for line in csv.reader(lines):
        ranks.append([int(one) if one.isdecimal() else one for one in line])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_a_spreadsheet_goes_from_the_page_into_force(
    site: Site, manager: Client, django_capture_on_commit_callbacks: Any
) -> None:
    file = SimpleUploadedFile("File_1_-_IMD2019.xlsx", _file_1(12))
    with django_capture_on_commit_callbacks(execute=True):
        manager.post(page("send_figures"), {**FILLED, "file": file})
    dataset = Dataset.objects.get()
    assert (dataset.state, dataset.rows, dataset.rejected) == (DatasetState.CHECKED, 12, 0)
    assert dataset.name.endswith(".xlsx")
    manager.post(page("put_figures_in_force", dataset.pk))
    assert in_force_for(site.council)[KEY] == dataset
    assert AreaRank.objects.get(dataset=dataset, code="E01000003").rank == 3


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<!DOCTYPE html><title>503</title>", "This is a web page and not a table."),
        (deprivation().decode("utf-8-sig").encode("utf-16-le"), "This file is in UTF-16."),
        (b"PK\x03\x04", "damaged or cut off"),
        (deprivation(3).decode("utf-8-sig")[:-30].encode(), "The download may be cut off"),
    ],
    ids=["page", "utf-16", "cut zip", "cut csv"],
)
def test_what_is_no_table_is_said_on_the_page(
    manager: Client, django_capture_on_commit_callbacks: Any, content: bytes, said: str
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        send(manager, content, part="")
    shown = text(manager.get(page("figures_import", Dataset.objects.get().pk)))
    assert "The file could not be read" in shown
    assert said in shown


def test_of_single_sales_it_says_what_a_row_is() -> None:
    dataset = Dataset(kind="prices", state=DatasetState.CHECKED, rows=1_008)
    said = " ".join(said_about(dataset, None))
    assert "A row holds the sales of terraced houses in one district and one year" in said
    dataset.kind = "places"
    assert "A row holds" not in " ".join(said_about(dataset, None))


def test_the_changes_of_the_settings_lead_to_the_list_of_files(manager: Client) -> None:
    shown = manager.get(page("settings_history")).content.decode()
    assert f'href="{page("published")}"' in shown
