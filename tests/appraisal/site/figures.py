"""Small made-up files in the form of the published Indices of Deprivation, and imports of them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from typing import IO

from appraisal.actions.datasets import Origin, Sent, begin_import, read_import
from appraisal.actions.sent_figures import read_sent, send_figures
from appraisal.area.read.table import Lines
from appraisal.imports.lines import CsvLines
from appraisal.imports.lines import opened as opened_lines
from appraisal.models import AreaRank, Dataset
from core.models import Authority, User
from tests.appraisal.site.people import NOW, Site

AREAS = 32_844  # of the edition of 2019
HEAD = (
    "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),"
    "Local Authority District name (2019),Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),"
    "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)"
)
ORIGIN = Origin(source="A ministry", licence="Open", dated=date(2019, 9, 26))
Opened = Callable[[IO[bytes]], Lines]


def deprivation(areas: int = 12, *, first: int = 1, wrong: int = 0, name: str = "Area") -> bytes:
    """Return a file of so many small areas, the first of this rank; ``wrong``: and lines that cannot be taken."""
    lines = [HEAD]
    for rank in range(first, first + areas):
        decile = -(-rank * 10 // AREAS)
        lines.append(f"E01{rank:06},{name} {rank},E08000025,Birmingham,{rank},{decile}")
    lines += [f"X{number},Nowhere,E08000025,Birmingham,{number},1" for number in range(wrong)]
    return ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")


def sent_by(
    by: User,
    council: Authority,
    content: bytes,
    *,
    part: bool = True,
    only_check: bool = False,
    origin: Origin = ORIGIN,
    at: datetime = NOW,
) -> Dataset:
    """Send a file by a page, which then waits for a worker."""
    return send_figures(
        by=by,
        authority=council,
        kind="deprivation",
        edition=2019,
        name="File_7.csv",
        content=BytesIO(content),
        origin=origin,
        part=part,
        only_check=only_check,
        at=at,
        then=lambda dataset: None,
    )


def sent(site: Site, content: bytes, *, part: bool = True, only_check: bool = False) -> Dataset:
    """Send a file as the scheme manager."""
    manager = site.people["manager"]
    return sent_by(manager, site.council, content, part=part, only_check=only_check)


def worked(dataset: Dataset, at: datetime = NOW, opened: Opened = opened_lines) -> Dataset:
    """Read a file as a worker does."""
    read_sent(dataset=dataset.pk, opened=opened, clock=lambda: at)
    return Dataset.objects.get(pk=dataset.pk)


def was_read(site: Site, content: bytes, *, part: bool = True, only_check: bool = False) -> Dataset:
    """Send a file, and read it."""
    return worked(sent(site, content, part=part, only_check=only_check))


def of_site(content: bytes, *, kind: str = "deprivation") -> Dataset:
    """Read a file for the whole site, as the command does."""
    dataset = begin_import(
        by=None,
        authority=None,
        kind=kind,
        edition=2019,
        sent=Sent(name="File_7.csv", sha256=hashlib.sha256(content).hexdigest(), size=len(content)),
        origin=ORIGIN,
        part=True,
        at=NOW,
    )
    file = BytesIO(content)
    return read_import(
        dataset=dataset, lines=lambda: CsvLines(file), place=file.tell, clock=lambda: NOW
    )


def areas_of(dataset: Dataset) -> int:
    """Count the small areas that are kept of an import."""
    return AreaRank.objects.filter(dataset=dataset).count()


LATER = NOW + timedelta(minutes=11)  # than a worker that was killed is waited for
