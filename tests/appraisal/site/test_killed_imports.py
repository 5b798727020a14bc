"""An import is killed in the middle: what was in force stays, and the next worker reads it anew to its end."""

from __future__ import annotations

import copy
from datetime import datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.conf import settings
from django.test import override_settings

from appraisal.actions.datasets import put_in_force
from appraisal.models import AreaRank, Dataset, DatasetState
from appraisal.queries.datasets import imports_to_go_on_with, in_force_for
from core.models import AuditEntry, User
from tests.appraisal.site.figures import LATER, areas_of, deprivation, sent, was_read, worked
from tests.appraisal.site.people import NOW, Site, fingerprint, usual_site
from tests.appraisal.site.test_killed import assert_chain_is_whole
from tests.killing import Point, finished, killed

pytestmark = pytest.mark.django_db(transaction=True)
HERE = "tests.appraisal.site.test_killed_imports"
ACTIONS, KEEP = "appraisal.actions.datasets", "appraisal.actions.reading.Reading._keep"
KEY = ("deprivation", 2019)


def storages(folder: str) -> dict[str, Any]:
    found: dict[str, Any] = copy.deepcopy(settings.STORAGES)
    found["default"]["OPTIONS"]["location"] = folder
    return found


@pytest.fixture
def site(transactional_db: None, tmp_path: Path) -> Any:
    with override_settings(STORAGES=storages(str(tmp_path))):
        site = usual_site()
        old = was_read(site, deprivation(7, name="Old"))
        put_in_force(by=site.people["manager"], dataset=old, at=NOW)
        yield site


def read(dataset: int, at: str, folder: str) -> None:
    """Read an import in batches of five rows: the job that is killed."""
    with (
        override_settings(STORAGES=storages(folder)),
        mock.patch("appraisal.actions.reading._A_BATCH", 5),
    ):
        worked(Dataset.objects.get(pk=dataset), datetime.fromisoformat(at))


def put(dataset: int, by: int, at: str) -> None:
    """Put an import in force: the other job that is killed."""
    put_in_force(
        by=User.objects.get(pk=by),
        dataset=Dataset.objects.get(pk=dataset),
        without_rejected=True,
        at=datetime.fromisoformat(at),
    )


def assert_old_is_in_force(site: Site) -> None:
    old = in_force_for(site.council)[KEY]
    assert (old.rows, areas_of(old)) == (7, 7)
    assert set(AreaRank.objects.filter(dataset=old).values_list("name", flat=True)) == {
        f"Old {number}" for number in range(1, 8)
    }


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        (Point(f"{ACTIONS}.throw_away", "before"), 0),
        (Point("appraisal.actions.reading.write_rows", "after"), 0),  # written, not committed
        (Point(KEEP, "after"), 5),
        (Point(KEEP, "after", 2), 10),
        (Point(f"{ACTIONS}._finish", "before"), 12),
        (Point("core.audit._write", "before", 2), 12),  # the first is the claim’s
    ],
    ids=lambda one: f"{one.when} {one.function} {one.call}" if isinstance(one, Point) else str(one),
)
def test_an_import_that_is_killed_leaves_the_old_figures_and_is_read_anew(
    site: Site, tmp_path: Path, point: Point, kept: int
) -> None:
    dataset = sent(site, deprivation(12, wrong=2))
    given = {"dataset": dataset.pk, "folder": str(tmp_path)}
    killed(f"{HERE}.read", point, at=NOW.isoformat(), **given)
    left = Dataset.objects.get(pk=dataset.pk)
    assert (left.state, areas_of(left)) == (DatasetState.READING, kept)
    assert_old_is_in_force(site)
    assert imports_to_go_on_with(NOW) == [], "its reader may live still"
    assert imports_to_go_on_with(LATER) == [dataset.pk]
    finished(f"{HERE}.read", at=LATER.isoformat(), **given)
    done = Dataset.objects.get(pk=dataset.pk)
    assert (done.state, done.rows, done.rejected, done.tries) == (DatasetState.CHECKED, 12, 2, 2)
    assert (areas_of(done), done.rejections.count()) == (12, 2)
    assert_old_is_in_force(site)
    assert_chain_is_whole(site)
    assert not [one for one in tmp_path.rglob("*") if one.is_file()], "the file is gone"


@pytest.mark.parametrize(
    "point",
    [
        Point("appraisal.models.Dataset.save", "after"),  # the old one is said to be replaced
        Point("appraisal.models.Dataset.save", "after", 2),  # and the new one to be in force
        Point("core.audit._write", "before"),
        Point("core.audit._write", "after"),  # not committed
    ],
    ids=lambda one: f"{one.when} {one.function} {one.call}",
)
def test_who_is_killed_while_putting_in_force_leaves_the_old_in_force(
    site: Site, point: Point
) -> None:
    dataset = was_read(site, deprivation(12))
    before = fingerprint()
    given = {"dataset": dataset.pk, "by": site.people["manager"].pk, "at": NOW.isoformat()}
    killed(f"{HERE}.put", point, **given)
    assert fingerprint() == before
    assert_old_is_in_force(site)
    finished(f"{HERE}.put", **given)
    new = in_force_for(site.council)[KEY]
    assert (new.pk, areas_of(new)) == (dataset.pk, 12)
    entries = AuditEntry.objects.filter(about=f"import:{dataset.pk}", event="import put in force")
    assert entries.count() == 1
    assert_chain_is_whole(site)


def test_who_is_killed_once_it_is_in_force_leaves_all_of_it(site: Site) -> None:
    dataset = was_read(site, deprivation(12))
    given = {"dataset": dataset.pk, "by": site.people["manager"].pk, "at": NOW.isoformat()}
    killed(f"{HERE}.put", Point(f"{HERE}.put_in_force", "after"), **given)
    new = in_force_for(site.council)[KEY]
    assert (new.pk, areas_of(new)) == (dataset.pk, 12)
    assert_chain_is_whole(site)
