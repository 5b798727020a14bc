"""An upload, and a removal, are killed in the middle: file and row are both there, or nobody sees either."""

from __future__ import annotations

import copy
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings

from appraisal.actions.evidence import add_evidence, remove_evidence, sweep_files
from appraisal.models import Evidence, Proposal
from core.models import User
from tests.appraisal.site.downloads import content_of
from tests.appraisal.site.people import NOW, Site, events, usual_site
from tests.core.sent_files import PDF
from tests.killing import Point, finished, killed

pytestmark = pytest.mark.django_db(transaction=True)
ACTIONS, JOBS = "appraisal.actions.evidence", "tests.appraisal.site.test_killed_uploads"
WRITES = "core.audit._write"
DELETES = "django.core.files.storage.FileSystemStorage.delete"
MUCH_LATER = timedelta(days=20_000)  # than files that were made by a real clock


@pytest.fixture
def site(transactional_db: None) -> Site:
    return usual_site()


def storages(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(settings.STORAGES)
    found["default"]["OPTIONS"]["location"] = folder
    return found


def upload(proposal: str, by: int, at: str, folder: str) -> None:
    """Add a file: the job that is killed."""
    with override_settings(STORAGES=storages(folder)):
        add_evidence(
            by=User.objects.get(pk=by),
            proposal=Proposal.objects.get(pk=proposal),
            letter="A",
            name="letter.pdf",
            content=BytesIO(PDF),
            councils=False,
            at=datetime.fromisoformat(at),
        )


def removal(proposal: str, by: int, at: str, folder: str) -> None:
    """Remove the only file there is."""
    with override_settings(STORAGES=storages(folder)):
        remove_evidence(
            by=User.objects.get(pk=by),
            evidence=Evidence.objects.select_related("proposal__authority").get(),
            councils=False,
            at=datetime.fromisoformat(at),
        )


def given(site: Site, folder: Path) -> dict[str, object]:
    by = site.people["member"].pk
    at = NOW.isoformat()
    return {"proposal": str(site.proposal.pk), "by": by, "at": at, "folder": str(folder)}


def stored(folder: Path) -> list[Path]:
    return [one for one in folder.rglob("*") if one.is_file()]


def assert_whole(site: Site, folder: Path) -> None:
    """See that a file can be read, to the byte, and is on record."""
    with override_settings(STORAGES=storages(str(folder))):
        file = Evidence.objects.get()
        address = site.address("evidence_file", str(file.pk))
        assert content_of(site.client("member").get(address)) == PDF
        assert sweep_files(at=NOW + MUCH_LATER) == 0
    assert len(stored(folder)) == 1
    assert events(site.proposal)[-1][0] == "evidence added"


def assert_nothing(site: Site, folder: Path, before: list[Any]) -> None:
    """See that no row is there, nothing is on record, and what lies about is swept once it is old."""
    with override_settings(STORAGES=storages(str(folder))):
        assert not Evidence.objects.exists()
        assert sweep_files(at=NOW) == 0, "somebody may be about to add the row"
        sweep_files(at=NOW + MUCH_LATER)
    assert stored(folder) == []
    assert events(site.proposal) == before


@pytest.mark.parametrize(
    "point",
    [
        Point(f"{ACTIONS}._store", "before"),
        Point(f"{ACTIONS}._store", "after"),
        Point(WRITES, "before"),
        Point(WRITES, "after"),
    ],
    ids=lambda point: f"{point.when} {point.function}",
)
def test_an_upload_that_is_killed_leaves_nothing(site: Site, tmp_path: Path, point: Point) -> None:
    before = events(site.proposal)
    killed(f"{JOBS}.upload", point, **given(site, tmp_path))
    assert_nothing(site, tmp_path, before)
    finished(f"{JOBS}.upload", **given(site, tmp_path))
    assert_whole(site, tmp_path)


def test_an_upload_that_is_killed_once_it_is_done_leaves_all(site: Site, tmp_path: Path) -> None:
    killed(
        f"{JOBS}.upload",
        Point(f"{JOBS}.add_evidence", "after"),
        **given(site, tmp_path),
    )
    assert_whole(site, tmp_path)


@pytest.mark.parametrize(
    ("point", "gone"),
    [(Point(WRITES, "before"), False), (Point(WRITES, "after"), False), (Point(DELETES), True)],
    ids=["before writing", "before the commit", "before the file goes"],
)
def test_a_removal_that_is_killed_leaves_all_or_nothing(
    site: Site, tmp_path: Path, point: Point, gone: bool
) -> None:
    finished(f"{JOBS}.upload", **given(site, tmp_path))
    killed(f"{JOBS}.removal", point, **given(site, tmp_path))
    if gone:
        assert events(site.proposal)[-1][0] == "evidence removed"
        assert_nothing(site, tmp_path, events(site.proposal))
    else:
        assert_whole(site, tmp_path)
