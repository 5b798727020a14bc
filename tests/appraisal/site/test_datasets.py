"""Imports of what others publish: the same twice, a part of a file, two at once, thrown away while it is read."""

from __future__ import annotations

import copy
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from threading import Event, Thread
from typing import IO
from unittest import mock

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from pytest_django import Settings

from appraisal import tasks
from appraisal.actions import reading
from appraisal.actions.bulk import delete_rows
from appraisal.actions.datasets import (
    GAVE_UP,
    CannotImport,
    discard_import,
    fail_import,
    put_in_force,
)
from appraisal.actions.sent_figures import BROKEN_OFF, LOST, sweep_imports, sweep_sent_figures
from appraisal.area.read.table import Lines
from appraisal.area.readers import READERS
from appraisal.care import files
from appraisal.imports.lines import CsvLines
from appraisal.models import AreaRank, Dataset, DatasetState, Notice, RejectedLine
from appraisal.queries.datasets import (
    CHECKED_KEPT,
    REJECTED_KEPT,
    REPLACED_KEPT,
    in_force_for,
    rejected_lines,
    rejected_too_long,
    said_of,
)
from core.models import AuditEntry
from tests.appraisal.site.browsing import words_of
from tests.appraisal.site.figures import (
    HEAD,
    LATER,
    ORIGIN,
    areas_of,
    deprivation,
    of_site,
    sent,
    sent_by,
    was_read,
    worked,
)
from tests.appraisal.site.people import NOW, Site, fingerprint, usual_site
from tests.appraisal.site.test_together import at_once

KEY = ("deprivation", 2019)


def put(site: Site, dataset: Dataset, **more: bool) -> Dataset:
    return put_in_force(by=site.people["manager"], dataset=dataset, at=NOW, **more)


def state_of(dataset: Dataset) -> str:
    return Dataset.objects.get(pk=dataset.pk).state


def events_of(dataset: Dataset) -> list[str]:
    found = AuditEntry.objects.filter(about=f"import:{dataset.pk}").order_by("sequence")
    return [one.event for one in found]


def waiting_files() -> list[str]:
    try:
        folders = default_storage.listdir("imports")[0]
    except FileNotFoundError:
        return []
    return [name for one in folders for name in default_storage.listdir(f"imports/{one}")[1]]


@pytest.fixture(autouse=True)
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_A_BATCH", 5)
    monkeypatch.setattr("appraisal.area.read.table._A_BLOCK", 1)
    monkeypatch.setattr("appraisal.imports.lines._A_BLOCK", 1)
    monkeypatch.setattr("appraisal.actions.bulk._AT_ONCE", 4)


@pytest.fixture(autouse=True)
def empty_folder(tmp_path: Path, settings: Settings) -> None:
    """Give each test a storage of its own: what one leaves there is not the next one's."""
    storages = copy.deepcopy(settings.STORAGES)
    storages["default"]["OPTIONS"]["location"] = str(tmp_path)
    settings.STORAGES = storages


# --- from the file to what is in force -------------------------------------------------------------


@pytest.mark.django_db
def test_a_file_is_read_in_batches_and_put_in_force_at_one_stroke(
    site: Site, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        dataset = was_read(site, deprivation(12))
    assert (dataset.state, dataset.rows, dataset.rejected) == (DatasetState.CHECKED, 12, 0)
    assert dataset.read_bytes == dataset.size == len(deprivation(12))
    assert dataset.file == ""
    assert waiting_files() == []
    assert in_force_for(site.council) == {}
    done = put(site, dataset)
    assert in_force_for(site.council) == {KEY: done}
    assert (done.in_force_by, done.in_force_from) == (site.people["manager"], NOW)
    assert events_of(dataset) == ["import begun", "import read", "import put in force"]
    notice = Notice.objects.get()
    assert (notice.user, notice.kind) == (site.people["manager"], "figures-read")
    with pytest.raises(CannotImport, match="in force already"):
        put(site, dataset)


@pytest.mark.django_db
def test_the_same_file_again_changes_nothing_and_says_so(site: Site) -> None:
    put(site, was_read(site, deprivation()))
    before, kept = fingerprint(), waiting_files()
    with pytest.raises(CannotImport, match=r"in force already, since 22 November 2026. Nothing"):
        sent(site, deprivation())
    assert (fingerprint(), waiting_files()) == (before, kept)
    corrected = replace(ORIGIN, dated=date(2019, 9, 27))
    again = sent_by(site.people["manager"], site.council, deprivation(), origin=corrected)
    assert again.state == DatasetState.WAITING, "what is said of it may be put right"


@pytest.mark.django_db
def test_what_is_being_read_or_was_read_is_not_read_twice(site: Site) -> None:
    first = sent(site, deprivation())
    with pytest.raises(CannotImport, match="being read already"):
        sent(site, deprivation())
    worked(first)
    with pytest.raises(CannotImport, match="was read already"):
        sent(site, deprivation())
    sent(site, deprivation(), only_check=True)
    discard_import(by=None, dataset=first, at=NOW)
    assert sent(site, deprivation()).pk != first.pk


@pytest.mark.django_db
def test_a_newer_file_takes_the_place_of_the_one_before(site: Site) -> None:
    old = put(site, was_read(site, deprivation()))
    new = was_read(site, deprivation(9, first=20))
    assert in_force_for(site.council)[KEY] == old
    put(site, new)
    assert in_force_for(site.council)[KEY] == new
    assert state_of(old) == DatasetState.REPLACED
    assert sweep_imports(at=NOW + REPLACED_KEPT) == 0, "a page may be looking at it"
    assert areas_of(old) == 12
    assert sweep_imports(at=NOW + REPLACED_KEPT + timedelta(seconds=1)) == 1
    assert (areas_of(old), areas_of(new)) == (0, 9)
    assert sweep_imports(at=NOW + timedelta(days=1)) == 0


@pytest.mark.django_db
def test_a_council_s_own_goes_before_the_whole_site_s(site: Site) -> None:
    theirs = put_in_force(by=None, dataset=of_site(deprivation(3)), at=NOW)
    assert in_force_for(site.council)[KEY] == theirs
    own = put(site, was_read(site, deprivation()))
    assert in_force_for(site.council)[KEY] == own
    assert in_force_for(site.other)[KEY] == theirs
    told = AuditEntry.objects.filter(about=f"import:{theirs.pk}", event="import put in force")
    assert {one.authority_id for one in told} == {site.council.pk, site.other.pk}


@pytest.mark.django_db
def test_only_to_check_a_file_keeps_no_row_and_cannot_be_put_in_force(site: Site) -> None:
    dataset = was_read(site, deprivation(12, wrong=2), only_check=True)
    assert (dataset.state, dataset.rows, dataset.rejected) == (DatasetState.CHECKED, 12, 2)
    assert not AreaRank.objects.exists()
    assert RejectedLine.objects.count() == 2
    with pytest.raises(CannotImport, match="read to its end, and kept"):
        put(site, dataset, without_rejected=True)


@pytest.mark.django_db
def test_lines_that_cannot_be_taken_are_named_and_must_be_done_without(site: Site) -> None:
    dataset = was_read(site, deprivation(12, wrong=3))
    assert [one.line for one in rejected_lines(dataset)] == [14, 15, 16]
    assert "“X0” is no code of a small area" in rejected_lines(dataset)[0].words
    with pytest.raises(CannotImport, match="3 of its lines cannot be taken"):
        put(site, dataset)
    assert state_of(dataset) == DatasetState.CHECKED
    put(site, dataset, without_rejected=True)
    assert in_force_for(site.council)[KEY] == dataset


# --- files that are not what they should be --------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("content", "part", "said"),
    [
        (deprivation(), False, "32,844 areas, and 12 could be read. The download may be cut off"),
        (deprivation()[:-30], False, "The download may be cut off"),
        (b"", True, "The file is empty."),
        (HEAD.encode(), True, "No line of it could be read."),
        (b"a,b\r\n1,2\r\n", True, "There is no column “LSOA code”"),
        (b"PK\x03\x04 and so on", True, "damaged"),
        (deprivation().replace(b"2011", b"2021"), True, "This is not the 2019 edition"),
    ],
    ids=["not all", "cut off", "empty", "only a head", "another", "zip", "edition"],
)
def test_a_file_that_is_not_whole_fails_and_what_is_in_force_stays(
    site: Site, content: bytes, part: bool, said: str
) -> None:
    old = put(site, was_read(site, deprivation(4, name="Old")))
    dataset = was_read(site, content, part=part)
    assert dataset.state == DatasetState.FAILED
    assert said in dataset.failed
    assert in_force_for(site.council)[KEY] == old
    with pytest.raises(CannotImport):
        put(site, dataset, without_rejected=True)
    sweep_imports(at=NOW)
    assert (areas_of(dataset), areas_of(old)) == (0, 4)
    assert events_of(dataset) == ["import begun", "import read"]


@pytest.mark.django_db
def test_what_was_wrong_with_a_failed_file_stays_readable(site: Site) -> None:
    dataset = was_read(site, deprivation(7, wrong=2), part=False)
    assert dataset.state == DatasetState.FAILED
    assert sweep_imports(at=NOW) == 1
    assert (areas_of(dataset), rejected_lines(dataset).count()) == (0, 2)


@pytest.mark.django_db
def test_what_is_said_of_lines_goes_some_time_after_the_import_is_over(site: Site) -> None:
    failed = was_read(site, deprivation(7, wrong=2), part=False)
    replaced = put(site, was_read(site, deprivation(5, wrong=1)), without_rejected=True)
    newest = put(site, was_read(site, deprivation(6, wrong=3)), without_rejected=True)
    kept_until = NOW + REJECTED_KEPT
    sweep_imports(at=kept_until)
    kept = [rejected_lines(one).count() for one in (failed, replaced, newest)]
    assert kept == [2, 1, 3]
    assert rejected_too_long(kept_until + timedelta(hours=1)).count() == 2
    sweep_imports(at=kept_until + timedelta(hours=1))
    kept = [rejected_lines(one).count() for one in (failed, replaced, newest)]
    assert kept == [0, 0, 3]
    assert not rejected_too_long(kept_until + timedelta(hours=1)).exists()
    page = reverse("appraisal:figures_import", args=[site.council.slug, failed.pk])
    assert "What was wrong with its lines is not kept any more" in words_of(
        site.client("manager").get(page)
    )


@pytest.mark.django_db
def test_a_file_of_nothing_but_wrong_lines_is_given_up_early(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "MOST_REJECTED", 10)
    dataset = was_read(site, deprivation(0, wrong=30))
    assert "More than 10 of its lines cannot be taken" in dataset.failed
    assert dataset.rejected == rejected_lines(dataset).count() == 10


@pytest.mark.django_db
def test_what_the_database_cannot_keep_fails_with_a_sentence(site: Site) -> None:
    """A reader that lets through what it should not: a place that stands there twice."""

    def twice(lines: Lines, *more: object) -> Iterator[tuple[object, ...]]:
        for name in ("A", "B"):
            yield ("E01000001", name, "", "", 1)

    with mock.patch.object(READERS["deprivation"], "rows", twice):
        dataset = was_read(site, deprivation())
    assert dataset.failed.startswith("Among its rows 1 to 2 one holds what cannot be kept")
    assert areas_of(dataset) == 0


@pytest.mark.django_db
def test_a_day_to_come_no_source_and_no_such_edition_are_refused(site: Site) -> None:
    manager = site.people["manager"]
    tomorrow = replace(ORIGIN, dated=NOW.date() + timedelta(days=1))
    for origin in (tomorrow, replace(ORIGIN, source=" "), replace(ORIGIN, licence="")):
        with pytest.raises(CannotImport):
            sent_by(manager, site.council, deprivation(), origin=origin)
    assert waiting_files() == [], "what is refused is not stored"
    assert not Dataset.objects.exists()


# --- broken off, thrown away, lost -----------------------------------------------------------------


class OneByOne:
    """Lines of a CSV that nobody has many at a time, so that what happens between two of them is seen."""

    def __init__(self, file: IO[bytes]) -> None:
        self._lines = CsvLines(file)

    @property
    def line_num(self) -> int:
        return self._lines.line_num

    def only(self, fields: int) -> None:
        self._lines.only(fields)

    def __iter__(self) -> Iterator[list[str]]:
        yield from self._lines


def breaks(after: int) -> object:
    """Return what opens a file that ends in an error of the machine’s after so many lines."""

    def opened(file: IO[bytes]) -> Lines:
        class Broken(OneByOne):
            def __iter__(self) -> Iterator[list[str]]:
                for number, line in enumerate(super().__iter__()):
                    if number == after:
                        raise MemoryError
                    yield line

        return Broken(file)

    return opened


@pytest.mark.django_db
def test_an_import_that_breaks_off_three_times_is_given_up(site: Site) -> None:
    old = put(site, was_read(site, deprivation(4, name="Old")))
    dataset = sent(site, deprivation())
    for number in range(3):
        at = NOW + timedelta(minutes=11 * number)
        with pytest.raises(MemoryError):
            worked(dataset, at, opened=breaks(8))  # type: ignore[arg-type]
        assert (state_of(dataset), areas_of(dataset)) == (DatasetState.READING, 5)
        assert worked(dataset, at).state == DatasetState.READING, "not before its time is over"
    done = worked(dataset, NOW + timedelta(minutes=40))
    assert (done.state, done.failed) == (DatasetState.FAILED, GAVE_UP)
    assert Notice.objects.filter(kind="figures-read").count() == 2
    sweep_imports(at=NOW)
    assert (areas_of(dataset), areas_of(old)) == (0, 4)
    assert in_force_for(site.council)[KEY] == old


@pytest.mark.django_db
def test_the_next_worker_begins_with_the_first_line(site: Site) -> None:
    dataset = sent(site, deprivation(12, wrong=2))
    with pytest.raises(MemoryError):
        worked(dataset, opened=breaks(14))  # type: ignore[arg-type]
    done = worked(dataset, LATER)
    assert (done.state, done.tries) == (DatasetState.CHECKED, 2)
    assert (areas_of(done), rejected_lines(done).count()) == (12, 2)
    assert (done.rows, done.rejected) == (12, 2)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [True, False], ids=["between two batches", "while no row comes"])
def test_an_import_that_is_thrown_away_while_it_is_read_stops(
    site: Site, monkeypatch: pytest.MonkeyPatch, rows: bool
) -> None:
    monkeypatch.setattr("appraisal.imports.watched._EVERY", 100)
    monkeypatch.setattr("appraisal.imports.watched._BUFFER", 64)
    content = deprivation(12) if rows else deprivation(0, wrong=900)
    dataset = sent(site, content)
    read_lines = 0

    def opened(file: IO[bytes]) -> Lines:
        class Slow(OneByOne):
            def __iter__(self) -> Iterator[list[str]]:
                nonlocal read_lines
                for line in super().__iter__():
                    read_lines += 1
                    if read_lines == (7 if rows else 3):  # of rows: the first of the second batch
                        assert discard_import(by=None, dataset=dataset, at=NOW)
                    yield line

        return Slow(file)

    done = worked(dataset, opened=opened)
    assert done.state == DatasetState.DISCARDED
    assert read_lines < (13 if rows else 900)
    assert events_of(dataset) == ["import begun", "import thrown away"]
    assert not discard_import(by=None, dataset=dataset, at=NOW), "once"
    sweep_imports(at=NOW)
    assert areas_of(dataset) == 0
    assert not RejectedLine.objects.exists()
    assert Dataset.objects.get(pk=dataset.pk).swept


@pytest.mark.django_db
def test_a_file_that_is_lost_is_said_to_be(site: Site) -> None:
    dataset = sent(site, deprivation())
    default_storage.delete(dataset.file)
    assert worked(dataset).failed == LOST
    fail_import(dataset=dataset, why="Other", at=NOW)
    assert worked(dataset).failed == LOST, "what is over stays as it is"


@pytest.mark.django_db
def test_what_a_command_left_behind_and_what_nobody_wants_goes(site: Site) -> None:
    left = of_site(deprivation())
    Dataset.objects.filter(pk=left.pk).update(state=DatasetState.READING, claimed_at=NOW)
    unused = was_read(site, deprivation(3))
    assert sweep_imports(at=NOW) == 0
    assert sweep_imports(at=LATER) == 1
    assert (state_of(left), areas_of(left)) == (DatasetState.FAILED, 0)
    assert Dataset.objects.get(pk=left.pk).failed == BROKEN_OFF
    assert sweep_imports(at=NOW + CHECKED_KEPT + timedelta(days=1)) == 1
    assert (state_of(unused), areas_of(unused)) == (DatasetState.DISCARDED, 0)


@pytest.mark.django_db
def test_files_that_no_row_leads_to_are_swept_once_they_are_old(site: Site) -> None:
    kept = sent(site, deprivation())
    default_storage.save("imports/ab/abcdef", ContentFile(b"lost"))
    assert sweep_sent_figures(at=NOW) == 0
    assert "left over gone" in files(at=NOW + timedelta(days=20_000))
    assert default_storage.exists(kept.file)
    assert not default_storage.exists("imports/ab/abcdef")


@pytest.mark.django_db
def test_rows_are_deleted_some_at_a_time(site: Site) -> None:
    one, other = was_read(site, deprivation(11)), was_read(site, deprivation(3, name="Other"))
    assert delete_rows(AreaRank.objects.filter(dataset=one)) == 11
    assert (areas_of(one), areas_of(other)) == (0, 3)


# --- the worker ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_the_worker_goes_on_with_what_was_left_behind(site: Site) -> None:
    waits, killed = sent(site, deprivation()), sent(site, deprivation(3))
    of_site(deprivation(2))
    Dataset.objects.filter(pk=killed.pk).update(state=DatasetState.READING, claimed_at=NOW)
    with (
        mock.patch.object(tasks, "_waiting", return_value=set()),
        mock.patch.object(tasks.read_figures.__class__, "enqueue") as enqueue,
    ):
        tasks.go_on_with_imports(at=NOW)
        assert [call.args for call in enqueue.call_args_list] == [(waits.pk,)]
        enqueue.reset_mock()
        tasks.go_on_with_imports(at=LATER)
        assert [call.args for call in enqueue.call_args_list] == [(waits.pk,), (killed.pk,)]
    discard_import(by=None, dataset=waits, at=NOW)
    tasks.go_on_with_imports(at=NOW)
    assert Dataset.objects.get(pk=waits.pk).swept


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("English Indices of Deprivation 2025, File 7", "English Indices of Deprivation 2025, File 7, "),
        ("A ministry", "A ministry 2025, "),
    ],
)  # fmt: skip
def test_a_source_that_names_its_edition_is_not_followed_by_it(source: str, said: str) -> None:
    dataset = Dataset(edition=2025, source=source, licence="Open", dated=date(2025, 10, 30))
    assert said_of(dataset) == f"{said}30 October 2025 (Open)"


# --- by command ------------------------------------------------------------------------------------


def command(file: Path, *more: str) -> tuple[int, str]:
    """Give the command, and return its exit status and what it says."""
    said, status = StringIO(), 0
    given = ("--source", "A ministry", "--licence", "Open", "--dated", "2019-09-26", "--part")
    try:
        call_command(
            *("import_figures", "deprivation", str(file), "--edition", "2019", *given, *more),
            stdout=said,
            stderr=said,
        )
    except SystemExit as end:
        status = int(str(end.code))
    return status, said.getvalue()


@pytest.mark.django_db
def test_the_command_puts_in_force_what_is_whole_and_does_nothing_twice(
    site: Site, tmp_path: Path
) -> None:
    file = tmp_path / "File_7.csv"
    file.write_bytes(deprivation(12))
    dry = "This was a dry run: nothing was kept, and nothing is in force by it."
    said = f"12 rows read, 0 lines that cannot be taken.\n{dry}\n"
    assert command(file, "--dry-run") == (0, said)
    assert in_force_for(site.council) == {}
    status, said = command(file, "--council", "brum")
    assert (status, said.splitlines()[-1]) == (0, "It is in force.")
    assert in_force_for(site.other) == {}
    before = fingerprint()
    status, said = command(file, "--council", "brum")
    assert (status, "Nothing was changed" in said) == (0, True)
    assert fingerprint() == before
    file.write_bytes(deprivation(12, wrong=1))
    status, said = command(file, "--council", "brum")
    assert status == 2
    assert "line 14: “X0” is no code" in said
    assert "By command, --without-rejected says that you do without them." in said
    assert in_force_for(site.council)[KEY].rejected == 0
    assert command(file, "--council", "brum", "--without-rejected")[0] == 0
    assert in_force_for(site.council)[KEY].rejected == 1
    assert command(file, "--council", "nowhere") == (2, "There is no council “nowhere”.\n")
    assert command(tmp_path / "none.csv")[0] == 2


@pytest.mark.django_db
def test_the_command_takes_a_file_whose_name_no_database_keeps(site: Site, tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"File\xff\xfe 7\n.csv")
    odd.write_bytes(deprivation(12))
    assert command(odd, "--council", "brum")[0] == 0
    assert in_force_for(site.council)[KEY].name == "File?? 7 .csv"
    status, said = command(odd, "--council", "brum", "--source", os.fsdecode(b"caf\xe9"))
    assert (status, said.startswith("Write the source and the licence in UTF-8")) == (2, True)


@pytest.mark.django_db
def test_the_command_says_how_it_is_told_that_a_part_is_meant(tmp_path: Path) -> None:
    file, said = tmp_path / "File_7.csv", StringIO()
    file.write_bytes(deprivation(12))
    given = ("--source", "A ministry", "--licence", "Open", "--edition", "2019")
    with pytest.raises(SystemExit, match="2"):
        call_command("import_figures", "deprivation", str(file), *given, "--dated", "2019-09-26",
                     stdout=said, stderr=said)  # fmt: skip
    assert "By command, --part says that it covers only a part." in said.getvalue()
    with pytest.raises(CommandError, match=r"“26\.9\.2019” is no day such as 2025-10-30"):
        call_command("import_figures", "deprivation", str(file), *given, "--dated", "26.9.2019")


# --- several at once -------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_put_theirs_in_force_at_once_one_is_last(
    transactional_db: None,
) -> None:
    site = usual_site()
    put(site, was_read(site, deprivation(2, name="Old")))
    ready = [was_read(site, deprivation(3 + number)) for number in range(4)]

    def attempt(dataset: Dataset) -> str:
        try:
            return put(site, dataset).state
        except CannotImport as cannot:
            return str(cannot)

    said = at_once([partial(attempt, one) for one in (*ready, ready[0])])
    assert sorted(said).count("in-force") == 4
    states = [state_of(one) for one in ready]
    assert sorted(states) == ["in-force", *["replaced"] * 3]
    in_force = in_force_for(site.council)[KEY]
    assert areas_of(in_force) == in_force.rows
    entries = AuditEntry.objects.filter(authority=site.council, event="import put in force")
    assert entries.count() == 5


@pytest.mark.django_db(transaction=True)
def test_the_same_file_twice_at_once_is_begun_once(transactional_db: None) -> None:
    site = usual_site()

    def attempt() -> str:
        try:
            return sent(site, deprivation()).state
        except CannotImport as cannot:
            return str(cannot)

    said = at_once([attempt] * 4)
    assert said.count("waiting") == 1
    assert Dataset.objects.count() == 1
    assert len(waiting_files()) == 1


@pytest.mark.django_db(transaction=True)
def test_who_reads_meanwhile_sees_the_old_or_the_new_and_nothing_between(
    transactional_db: None,
) -> None:
    site = usual_site()
    put(site, was_read(site, deprivation(7, name="Old")))
    seen: set[int] = set()
    wrong: list[str] = []
    begun, over = Event(), Event()

    def look() -> None:
        try:
            while not over.is_set():
                found = in_force_for(site.council)
                if list(found) != [KEY]:
                    wrong.append(f"in force: {found}")
                one = found[KEY]
                many = areas_of(one)
                if many != one.rows:
                    wrong.append(f"{many} of {one.rows}")
                seen.add(many)
                begun.set()
        except Exception as error:
            wrong.append(repr(error))
            begun.set()
        finally:
            connection.close()

    reader = Thread(target=look)
    reader.start()
    begun.wait(20)
    for areas in range(8, 14):
        put(site, was_read(site, deprivation(areas)))
        sweep_imports(at=NOW)
    over.set()
    reader.join(20)
    assert wrong == []
    assert seen >= {7}
    assert seen <= set(range(7, 14))
