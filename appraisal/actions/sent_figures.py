"""Publishers' files that are sent by a page: stored until a worker has read them, and what is left over swept up.

A file is stored before the row that names it, and removed after that row does not any more: wherever the
process is killed there are both, or no row. What then lies in the storage without one, the daily care takes away.
"""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import IO, cast

from django.core.files.storage import default_storage

from appraisal.actions.datasets import (
    Origin,
    Sent,
    begin_import,
    discard_import,
    fail_import,
    forget_rejections,
    read_import,
    throw_away,
)
from appraisal.actions.stored import store, sweep
from appraisal.area.read.table import Lines
from appraisal.imports.watched import Watched
from appraisal.models import Dataset, DatasetState
from appraisal.queries.datasets import (
    broken_off,
    imports_to_sweep,
    never_used,
    rejected_too_long,
)
from core.models import Authority, User
from core.uploads.names import clean_name

_FOLDER = "imports"
_SUFFIXES = (".csv", ".xlsx", ".txt")
LOST = "The file is not there any more. Send it again."
BROKEN_OFF = "Reading it was broken off. Give the command again."


def send_figures(
    *,
    by: User,
    authority: Authority,
    kind: str,
    edition: int = 0,
    name: str,
    content: IO[bytes],
    origin: Origin,
    part: bool = False,
    only_check: bool = False,
    at: datetime,
    then: Callable[[Dataset], object],
) -> Dataset:
    """Store a file that was sent by a page and begin its import; ``then`` asks a worker to read it.

    Raises :class:`~appraisal.actions.datasets.CannotImport`, and then nothing is stored.
    """
    stored = store(_FOLDER, content)
    sent = Sent(
        name=clean_name(name, _SUFFIXES), sha256=stored.sha256, size=stored.size, file=stored.name
    )
    try:
        return begin_import(
            by=by,
            authority=authority,
            kind=kind,
            edition=edition,
            sent=sent,
            origin=origin,
            part=part,
            only_check=only_check,
            at=at,
            then=then,
        )
    except BaseException:
        default_storage.delete(stored.name)
        raise


def read_sent(
    *, dataset: int, opened: Callable[[IO[bytes]], Lines], clock: Callable[[], datetime]
) -> Dataset | None:
    """Read a file that waits in the storage; ``opened`` takes its lines out of its bytes.

    Nothing, where nothing waits under this number any more.
    """
    found = Dataset.objects.exclude(file="").filter(pk=dataset).first()
    if found is None:
        return None
    try:
        file = default_storage.open(found.file)
    except FileNotFoundError:  # thrown away a moment ago, or lost
        fail_import(dataset=found, why=LOST, at=clock())
        return None
    with file:
        watched = Watched(cast(IO[bytes], file))
        return read_import(
            dataset=found,
            lines=partial(opened, watched),
            place=lambda: watched.place,
            clock=clock,
            watch=watched.watch,
        )


def sweep_imports(*, at: datetime) -> int:
    """Delete the rows of imports that are over; return how many imports that were.

    Those are what is thrown away or could not be read, and what was replaced some time ago: a page or a pack
    that is being made may still look at it. What waits too long to be put in force is thrown away, and what a
    command left behind is said to have failed. What an import was, who put it in force and when stays; what was
    said of the lines of a file that could not be read stays for a while.
    """
    for one in broken_off(at):
        fail_import(dataset=one, why=BROKEN_OFF, at=at)
    for one in never_used(at):
        discard_import(by=None, dataset=one, at=at)
    swept = 0
    for one in imports_to_sweep(at):
        throw_away(one, rejections=one.state == DatasetState.DISCARDED)
        Dataset.objects.filter(pk=one.pk).update(swept=True)
        swept += 1
    for one in rejected_too_long(at):
        forget_rejections(one)
    return swept


def sweep_sent_figures(*, at: datetime) -> int:
    """Remove what lies among the files that wait without a row that leads to it, and is old; return how many.

    Raises ``CannotSweep`` where that would be most of them.
    """
    known = Dataset.objects.exclude(file="")
    return sweep(_FOLDER, lambda: set(known.values_list("file", flat=True)), at=at)
