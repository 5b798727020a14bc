"""Imports of what others publish: begun, read row by row, put in force as a whole, or thrown away.

Rows are written in small transactions under a dataset that counts for nothing yet. Wherever reading is broken
off, what was in force before still is, and reading begins again from the first line. Only
:func:`put_in_force` changes what pages show, in one transaction.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice

from django.db import models, transaction
from django.db.models import F, Q

from appraisal.actions.bulk import write_rows
from appraisal.area.read import READERS
from appraisal.area.read.table import Asked, Lines, Row, Whole, WrongFile
from appraisal.models import AreaRank, Dataset, DatasetState, RejectedLine
from appraisal.queries.datasets import left_behind
from core.audit import on_record, record
from core.models import Authority, User

BEGUN, PUT, DISCARDED = "import begun", "import put in force", "import thrown away"
TABLES: Mapping[str, type[models.Model]] = {"deprivation": AreaRank}
MOST_TRIES = 3
MOST_REJECTED = 50_000
_A_BATCH = 20_000
GAVE_UP = (
    "Reading it was broken off three times. Ask who looks after this site to look into its log."
)


class CannotImport(ValueError):
    """The import cannot be begun, or not be put in force; the message says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A file as it was sent: its name, and what tells whether it is the same as another."""

    name: str
    sha256: str
    size: int
    file: str = ""  # where it waits in storage; nothing where it is read at once


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where the figures come from: who publishes them, under which licence, of which day."""

    source: str
    licence: str
    dated: date


def begin_import(
    *,
    by: User | None,
    authority: Authority | None,
    kind: str,
    edition: int = 0,
    sent: Sent,
    origin: Origin,
    part: bool = False,
    only_check: bool = False,
    at: datetime,
    then: Callable[[Dataset], object] | None = None,
) -> Dataset:
    """Begin an import of a file; ``then`` is called once that is committed: it asks a worker.

    Without an ``authority`` it is for the whole site. Raises :class:`CannotImport` for a kind that nobody
    knows, for a file that is in force already or being read, and without a source or a licence.
    """
    if kind not in READERS:
        raise CannotImport("Choose what kind of file it is.")
    if not origin.source.strip() or not origin.licence.strip():
        raise CannotImport("Say who publishes the figures, and under which licence.")
    with on_record():
        if authority is not None:
            Authority.objects.select_for_update(no_key=True).get(pk=authority.pk)
        same = Dataset.objects.filter(
            authority=authority, kind=kind, edition=edition, sha256=sent.sha256, only_check=False
        )
        if not only_check:
            _refuse_same(same)
        dataset = Dataset.objects.create(
            authority=authority,
            kind=kind,
            edition=edition,
            name=sent.name[:200],
            sha256=sent.sha256,
            size=sent.size,
            file=sent.file,
            source=" ".join(origin.source.split()),
            licence=" ".join(origin.licence.split()),
            dated=origin.dated,
            part=part,
            only_check=only_check,
            begun_by=by,
            begun_at=at,
        )
        _tell(BEGUN, dataset, by, at)
        if then is not None:
            transaction.on_commit(lambda: then(dataset))
    return dataset


def _refuse_same(same: models.QuerySet[Dataset]) -> None:
    if found := same.filter(state=DatasetState.IN_FORCE).first():
        raise CannotImport(
            f"This very file is in force already, since {found.in_force_from:%-d %B %Y}. Nothing was changed."
        )
    if same.filter(state=DatasetState.CHECKED).exists():
        raise CannotImport("This very file was read already. Put that one in force.")


def read_import(
    *,
    dataset: Dataset,
    lines: Callable[[], Lines],
    place: Callable[[], int],
    clock: Callable[[], datetime],
) -> Dataset:
    """Read a file from its first line to its last into the rows of a dataset, and say what came of it.

    ``lines`` opens the file, ``place`` says how many of its bytes were read. What was read of it before, by
    somebody who was broken off, is thrown away first. Nothing is in force by that.
    """
    if not _claim(dataset, clock()):
        return _again(dataset)
    _throw_away(dataset)
    rejected: list[tuple[int, str]] = []
    whole = Whole(rows=0, rejected=0)
    reader = READERS[dataset.kind]
    asked = Asked(today=clock().date(), edition=dataset.edition, part=dataset.part)

    def reject(line: int, words: str) -> None:
        rejected.append((line, words))

    try:
        found = reader.rows(lines(), asked, reject)
        while True:
            rows = list(islice(found, _A_BATCH))
            whole = Whole(rows=whole.rows + len(rows), rejected=whole.rejected + len(rejected))
            if not _keep(dataset, reader.columns, rows, rejected, whole, place(), clock()):
                return _again(dataset)  # thrown away meanwhile, or taken over
            rejected.clear()
            _stop_at(whole)
            if len(rows) < _A_BATCH:
                break
        why = reader.lacking(whole, asked) or ("" if whole.rows else "No line of it could be read.")
    except WrongFile as wrong:
        if rejected:
            _keep(dataset, reader.columns, [], rejected, whole, place(), clock())
        why = str(wrong)
    _finish(dataset, why, clock())
    return _again(dataset)


def _stop_at(whole: Whole) -> None:
    if whole.rejected > MOST_REJECTED:
        raise WrongFile(
            f"More than {MOST_REJECTED:,} of its lines cannot be taken, so this may be another file than you think."
        )


def _again(dataset: Dataset) -> Dataset:
    return Dataset.objects.get(pk=dataset.pk)


def _claim(dataset: Dataset, at: datetime) -> bool:
    """Take an import that waits, or was left behind by a worker that was killed; say whether it is ours."""
    with transaction.atomic():
        free = Dataset.objects.filter(
            Q(state=DatasetState.WAITING) | left_behind(at), pk=dataset.pk
        )
        held = free.select_for_update(skip_locked=True).first()
        if held is None:
            return False
        if held.tries >= MOST_TRIES:
            held.state, held.failed, held.read_at = DatasetState.FAILED, GAVE_UP, at
            held.save(update_fields=["state", "failed", "read_at"])
            return False
        held.state, held.claimed_at, held.tries = DatasetState.READING, at, held.tries + 1
        held.save(update_fields=["state", "claimed_at", "tries"])
        dataset.tries = held.tries
    return True


def _keep(
    dataset: Dataset,
    columns: Iterable[str],
    rows: list[Row],
    rejected: list[tuple[int, str]],
    whole: Whole,
    read_bytes: int,
    at: datetime,
) -> bool:
    """Write a batch; say whether the dataset is still this reader's."""
    with transaction.atomic():
        own = Dataset.objects.filter(
            pk=dataset.pk, state=DatasetState.READING, tries=dataset.tries
        ).update(rows=whole.rows, rejected=whole.rejected, read_bytes=read_bytes, claimed_at=at)
        if not own:
            return False
        key = dataset.pk
        if rows and not dataset.only_check:
            write_rows(TABLES[dataset.kind], ("dataset", *columns), ((key, *row) for row in rows))
        if rejected:
            write_rows(
                RejectedLine,
                ("dataset", "line", "words"),
                ((key, line, words) for line, words in rejected),
            )
    return True


def _finish(dataset: Dataset, why: str, at: datetime) -> None:
    with transaction.atomic():
        own = Dataset.objects.filter(pk=dataset.pk, state=DatasetState.READING, tries=dataset.tries)
        state = DatasetState.FAILED if why else DatasetState.CHECKED
        if own.update(state=state, failed=why, read_at=at, read_bytes=F("size")) and why:
            _throw_away(dataset, rejections=False)


def _throw_away(dataset: Dataset, *, rejections: bool = True) -> None:
    """Delete the rows of a dataset; ``rejections``: and what was said of its lines."""
    TABLES[dataset.kind].objects.filter(dataset=dataset).delete()  # type: ignore[attr-defined]
    if rejections:
        RejectedLine.objects.filter(dataset=dataset).delete()


def put_in_force(
    *, by: User | None, dataset: Dataset, without_rejected: bool = False, at: datetime
) -> Dataset:
    """Put an import in force in place of the one before, at one stroke.

    ``without_rejected``: who asks knows that lines of it were refused. Raises :class:`CannotImport`.
    """
    with on_record():
        held = Dataset.objects.select_for_update(of=("self",)).get(pk=dataset.pk)
        _want_ready(held, without_rejected)
        before = Dataset.objects.filter(
            authority=held.authority,
            kind=held.kind,
            edition=held.edition,
            state=DatasetState.IN_FORCE,
        ).first()
        if before is not None:
            before.state, before.in_force_until = DatasetState.REPLACED, at
            before.save(update_fields=["state", "in_force_until"])
        held.state, held.in_force_from = DatasetState.IN_FORCE, at
        held.save(update_fields=["state", "in_force_from"])
        _tell(PUT, held, by, at, before=before.pk if before else None, rejected=held.rejected)
    return held


def _want_ready(held: Dataset, without_rejected: bool) -> None:
    if held.state == DatasetState.IN_FORCE:
        raise CannotImport("It is in force already.")
    if held.state != DatasetState.CHECKED or held.only_check:
        raise CannotImport("Only a file that was read to its end, and kept, can be put in force.")
    if held.rejected and not without_rejected:
        raise CannotImport(
            f"{held.rejected:,} of its lines cannot be taken. Look at them, and say that you do without them."
        )


def discard_import(*, by: User | None, dataset: Dataset, at: datetime) -> bool:
    """Throw an import away that is not in force; say whether there was one. Its lines go with the next sweep."""
    with on_record():
        held = Dataset.objects.select_for_update(of=("self",)).get(pk=dataset.pk)
        if held.state not in (DatasetState.WAITING, DatasetState.READING, DatasetState.CHECKED):
            return False
        held.state = DatasetState.DISCARDED
        held.save(update_fields=["state"])
        _tell(DISCARDED, held, by, at)
    return True


def sweep_imports() -> int:
    """Delete the rows of imports that are replaced, thrown away or failed; return how many imports that were.

    What an import was, who put it in force and when stays.
    """
    over = (DatasetState.REPLACED, DatasetState.DISCARDED, DatasetState.FAILED)
    swept = 0
    for dataset in Dataset.objects.filter(state__in=over, swept=False):
        with transaction.atomic():
            _throw_away(dataset, rejections=dataset.state == DatasetState.DISCARDED)
            Dataset.objects.filter(pk=dataset.pk).update(swept=True)
        swept += 1
    return swept


def _tell(event: str, dataset: Dataset, by: User | None, at: datetime, **more: object) -> None:
    """Put it on the record of its council; what is the whole site's on that of every council."""
    for authority in _told_to(dataset):
        record(
            event=event,
            by=by,
            authority=authority,
            about=f"import:{dataset.pk}",
            at=at,
            detail={
                "kind": dataset.kind,
                "edition": dataset.edition,
                "file": dataset.name,
                "sha256": dataset.sha256,
                "whole_site": dataset.authority_id is None,
                **more,
            },
        )


def _told_to(dataset: Dataset) -> Iterator[Authority]:
    if dataset.authority is not None:
        yield dataset.authority
    else:
        yield from Authority.objects.order_by("pk")
