"""Imports of what others publish: begun, read row by row, put in force as a whole, or thrown away.

Rows are written in small transactions under a dataset that counts for nothing yet. Wherever reading is broken
off, what was in force before still is, and reading begins again from the first line. Only
:func:`put_in_force` changes what pages show, in one transaction.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models import Q

from appraisal.actions.bulk import delete_rows
from appraisal.actions.import_records import record_import
from appraisal.actions.notices import tell
from appraisal.actions.reading import Reading, TakenAway
from appraisal.area.attributions import with_attribution
from appraisal.area.read.table import Lines, WrongFile, editions_of
from appraisal.area.readers import READERS
from appraisal.models import (
    AreaRank,
    Dataset,
    DatasetState,
    DistrictPrice,
    DistrictSales,
    IndicatorValue,
    Place,
    Postcode,
    RejectedLine,
)
from appraisal.queries.datasets import left_behind
from core.audit import on_record
from core.models import Authority, User

BEGUN, PUT, DISCARDED = "import begun", "import put in force", "import thrown away"
READ, TOLD = "import read", "figures-read"
TABLES: Mapping[str, type[models.Model]] = {
    "deprivation": AreaRank,
    "postcodes": Postcode,
    "places": Place,
    "indicators": IndicatorValue,
    "district-prices": DistrictPrice,
    "prices": DistrictSales,
}
MOST_TRIES = 3
GAVE_UP = (
    "Reading it was broken off three times. Ask who looks after this site to look into its log."
)


class CannotImport(ValueError):
    """The import cannot be begun, or not be put in force; the message says why."""


class InForceAlready(CannotImport):
    """The very same is in force: there is nothing to do."""


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

    Without an ``authority`` it is for the whole site. Raises :class:`CannotImport` for a kind or an edition that
    nobody knows, without a source or a licence, for a day to come, and where the very same is in force already,
    read, or being read: nothing is changed then.
    """
    _refuse_unknown(kind, edition, origin, at)
    with on_record():
        hold_council(authority)
        dataset = Dataset(
            authority=authority,
            kind=kind,
            edition=edition,
            name=sent.name[:200],
            sha256=sent.sha256,
            size=sent.size,
            file=sent.file,
            source=" ".join(origin.source.split()),
            licence=with_attribution(kind, " ".join(origin.licence.split()), origin.dated),
            dated=origin.dated,
            part=part,
            only_check=only_check,
            begun_by=by,
            begun_at=at,
        )
        if not only_check:
            _refuse_same(dataset)
        dataset.save()
        record_import(BEGUN, dataset, by, at)
        if then is not None:
            transaction.on_commit(partial(then, dataset))
    return dataset


def _refuse_unknown(kind: str, edition: int, origin: Origin, at: datetime) -> None:
    if kind not in READERS:
        raise CannotImport("Choose what kind of file it is.")
    known = editions_of(READERS[kind])
    if known and edition not in known:
        said = " or ".join(str(one) for one in known)
        raise CannotImport(f"Say which edition it is: {said}.")
    if edition and not known:
        raise CannotImport("There are no editions of these figures: leave the edition out.")
    if not origin.source.strip() or not origin.licence.strip():
        raise CannotImport("Say who publishes the figures, and under which licence.")
    if origin.dated > at.date():
        raise CannotImport("The day on which they were published cannot be in the future.")


def hold_council(authority: Authority | None) -> None:
    """Let one import at a time of a council be begun or put in force; of the whole site, one of all."""
    held = Authority.objects.select_for_update(no_key=True).order_by("pk")
    list(held.filter(pk=authority.pk) if authority is not None else held)


def _refuse_same(new: Dataset) -> None:
    """Refuse a file that was sent before with the same said of it: nothing would change."""
    same = ("authority", "kind", "edition", "sha256", "source", "licence", "dated", "part")
    found = Dataset.objects.filter(only_check=False, **{name: getattr(new, name) for name in same})
    if before := found.filter(state=DatasetState.IN_FORCE).first():
        raise InForceAlready(
            f"This very file is in force already, since {before.in_force_from:%-d %B %Y}. Nothing was changed."
        )
    # What is the whole site's has no page where it could be put in force.
    if new.authority is not None and found.filter(state=DatasetState.CHECKED).exists():
        raise CannotImport("This very file was read already. Put that one in force.")
    # What a command was reading when it was killed, nobody goes on with.
    going_on = found.filter(state__in=(DatasetState.WAITING, DatasetState.READING))
    if going_on.exclude(file="").exists():
        raise CannotImport("This very file is being read already. Wait until that is done.")


def read_import(
    *,
    dataset: Dataset,
    lines: Callable[[], Lines],
    place: Callable[[], int],
    clock: Callable[[], datetime],
    watch: Callable[[Callable[[], object]], object] = lambda live: None,
) -> Dataset:
    """Read a file from its first line to its last into the rows of a dataset, and say what came of it.

    ``lines`` opens the file, ``place`` says how many of its bytes were read. ``watch`` is given what must be
    called every now and then while bytes are read, for there may be no row for a long time: it says that this
    reader lives. What was read of the file before, by somebody who was broken off, is thrown away first.
    Nothing is in force by that.
    """
    if not _claim(dataset, clock()):
        return again(dataset)
    throw_away(dataset)
    reading = Reading(dataset, TABLES[dataset.kind], place=place, clock=clock)
    watch(reading.live)
    try:
        why = _through(reading, lines)
        reading.live()
    except TakenAway:
        return again(dataset)
    _finish(dataset, why, clock())
    return again(dataset)


def _through(reading: Reading, lines: Callable[[], Lines]) -> str:
    """Read all lines; return why they are not the file that is meant, or not all of it."""
    try:
        return reading.through(lines())
    except WrongFile as wrong:
        return str(wrong)


def again(dataset: Dataset) -> Dataset:
    """Return a dataset as it stands now."""
    return Dataset.objects.get(pk=dataset.pk)


def held_import(found: models.QuerySet[Dataset]) -> models.QuerySet[Dataset]:
    """Return imports so that whoever reads one holds it until the transaction ends."""
    return found.select_for_update(of=("self",)).select_related("authority", "begun_by")


def _claim(dataset: Dataset, at: datetime) -> bool:
    """Take an import that waits, or was left behind by a worker that was killed; say whether it is ours."""
    with on_record():
        found = Dataset.objects.filter(
            Q(state=DatasetState.WAITING) | left_behind(at), pk=dataset.pk
        )
        held = held_import(found).first()
        if held is None:
            return False
        if held.tries >= MOST_TRIES:
            _end(held, GAVE_UP, at)
            return False
        held.state, held.claimed_at, held.tries = DatasetState.READING, at, held.tries + 1
        held.read_bytes = 0
        held.save(update_fields=["state", "claimed_at", "tries", "read_bytes"])
        dataset.tries = held.tries
    return True


def _finish(dataset: Dataset, why: str, at: datetime) -> None:
    """Say what came of reading an import, unless it is not this reader’s any more."""
    with on_record():
        own = Dataset.objects.filter(pk=dataset.pk, state=DatasetState.READING, tries=dataset.tries)
        if held := held_import(own).first():
            _end(held, why, at)


def fail_import(*, dataset: Dataset, why: str, at: datetime) -> None:
    """Say of an import that waits, or is being read, that it cannot be: ``why``, for who sent it."""
    with on_record():
        going_on = (DatasetState.WAITING, DatasetState.READING)
        if held := held_import(Dataset.objects.filter(pk=dataset.pk, state__in=going_on)).first():
            _end(held, why, at)


def _end(held: Dataset, why: str, at: datetime) -> None:
    """End the reading of an import that is held, tell who began it, and let go of its file."""
    held.state = DatasetState.FAILED if why else DatasetState.CHECKED
    held.failed, held.read_at = why, at
    if not why:
        held.read_bytes = held.size
    _forget_file(held)
    held.save(update_fields=["state", "failed", "read_at", "read_bytes", "file"])
    record_import(READ, held, None, at, rows=held.rows, rejected=held.rejected, failed=why)
    if held.authority is not None and held.begun_by is not None:
        tell(TOLD, authority=held.authority, to=[held.begun_by], by=None, at=at)


def _forget_file(held: Dataset) -> None:
    """Delete the file of an import once the row is committed that does not lead to it any more."""
    if held.file:
        transaction.on_commit(partial(default_storage.delete, held.file))
        held.file = ""


def throw_away(dataset: Dataset, *, rejections: bool = True) -> None:
    """Delete the rows of a dataset that is not in force; ``rejections``: and what was said of its lines.

    Not in one transaction: there may be millions.
    """
    delete_rows(TABLES[dataset.kind]._default_manager.filter(dataset=dataset.pk))
    if rejections:
        forget_rejections(dataset)


def forget_rejections(dataset: Dataset) -> None:
    """Delete what was said of the lines of a dataset that could not be taken; how many there were stays."""
    delete_rows(RejectedLine.objects.filter(dataset=dataset.pk))


def put_in_force(
    *, by: User | None, dataset: Dataset, without_rejected: bool = False, at: datetime
) -> Dataset:
    """Put an import in force in place of the one before, at one stroke.

    ``without_rejected``: who asks knows that lines of it were refused. Raises :class:`CannotImport`.
    """
    with on_record():
        hold_council(dataset.authority)
        held = held_import(Dataset.objects.filter(pk=dataset.pk)).get()
        _want_ready(held, without_rejected)
        before = take_place(held, by, at)
        record_import(PUT, held, by, at, before=before, rejected=held.rejected)
    return held


def take_place(held: Dataset, by: User | None, at: datetime) -> int | None:
    """Let a held import stand in the place of the one in force; return that one's number, if there was one."""
    same = Dataset.objects.filter(authority=held.authority, kind=held.kind, edition=held.edition)
    before = same.filter(state=DatasetState.IN_FORCE).first()
    if before is not None:
        before.state, before.in_force_until = DatasetState.REPLACED, at
        before.save(update_fields=["state", "in_force_until"])
    held.state, held.in_force_from, held.in_force_by = DatasetState.IN_FORCE, at, by
    held.in_force_until, held.withdrawn_by, held.withdrawn_why = None, None, ""
    held.save()
    return before.pk if before else None


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
    """Throw an import away that is not in force; say whether there was one. Its rows go with the next sweep."""
    with on_record():
        held = held_import(Dataset.objects.filter(pk=dataset.pk)).get()
        if held.state not in (DatasetState.WAITING, DatasetState.READING, DatasetState.CHECKED):
            return False
        held.state = DatasetState.DISCARDED
        _forget_file(held)
        held.save(update_fields=["state", "file"])
        record_import(DISCARDED, held, by, at)
    return True
