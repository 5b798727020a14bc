"""Rows by the thousand arrive as they were given, on either database, whatever stands in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, transaction

from appraisal.actions.bulk import AsksMeanwhile, read_while_written, write_rows
from appraisal.models import AreaRank
from tests.appraisal.site.area_data import in_force

pytestmark = pytest.mark.django_db

COLUMNS = ("code", "name", "council", "ward", "rank")
# What would end a row early, or be taken for nothing, if it were sent as it is.
AWKWARD = (
    "a\\b",
    "a\\N",
    "\\N",
    "\\.",
    "a\tb",
    "a\nb",
    "a\r\nb",
    "None",
    "a None",
    "%s",
    "'",
    "",
    "“é”",
)
Row = tuple[str, str, str, str, int]


def rows_of(*names: str) -> list[Row]:
    return [
        (f"E{number:08}", name, "E08000025", "", number + 1) for number, name in enumerate(names)
    ]


def kept(dataset: int) -> list[Row]:
    found = AreaRank.objects.filter(dataset=dataset).order_by("rank")
    return list(found.values_list(*COLUMNS))


@pytest.mark.parametrize("many", [0, 1, 99, 100, 101, 250])
def test_every_row_of_every_block_is_written(many: int) -> None:
    dataset = in_force("deprivation", [], edition=2025)
    rows = rows_of(*(f"Area {number}" for number in range(many)))
    blocks = [rows[at : at + 120] for at in range(0, many, 120)]
    write_rows(AreaRank, COLUMNS, iter(blocks), dataset.pk)
    assert kept(dataset.pk) == rows


@pytest.mark.parametrize("names", [AWKWARD, *((name,) for name in AWKWARD)])
def test_awkward_texts_arrive_as_they_are(names: tuple[str, ...]) -> None:
    dataset = in_force("deprivation", [], edition=2025)
    rows = rows_of(*names)
    write_rows(AreaRank, COLUMNS, [rows], dataset.pk)
    assert kept(dataset.pk) == rows


def test_nothing_may_ask_while_rows_are_sent() -> None:
    """It would wait for itself on PostgreSQL; SQLite is only given rows that were read before."""
    if not read_while_written():
        pytest.skip("rows are read before they are written")
    dataset = in_force("deprivation", [], edition=2025)

    def asking() -> Iterator[list[Row]]:
        yield rows_of("One")
        AreaRank.objects.count()

    with pytest.raises(AsksMeanwhile), transaction.atomic():
        write_rows(AreaRank, COLUMNS, asking(), dataset.pk)
    assert kept(dataset.pk) == []


def test_what_the_database_refuses_is_an_error_and_nothing_is_kept() -> None:
    dataset = in_force("deprivation", [], edition=2025)
    rows = [*rows_of("One", "Two"), ("E00000000", "Again", "E08000025", "", 9)]
    with pytest.raises(IntegrityError), transaction.atomic():
        write_rows(AreaRank, COLUMNS, [rows], dataset.pk)
    assert kept(dataset.pk) == []
