"""What appraisals need once a day: files that wait for their check, and what was kept long enough."""

from datetime import datetime
from functools import partial

from django.utils import timezone

from appraisal.actions.agenda_packs import sweep_agenda_packs
from appraisal.actions.evidence import check_held, sweep_files
from appraisal.actions.packs import sweep_packs
from appraisal.actions.placing import place_waiting
from appraisal.actions.retention import let_go
from appraisal.actions.sent_figures import sweep_sent_figures
from appraisal.engine import words
from appraisal.queries.retention import over_at
from core.care import each_alone
from core.models import Authority
from core.uploads.clamd import CannotScan

# What each kind of file that is kept needs, so that none is left over.
SWEEPS = (sweep_files, sweep_packs, sweep_agenda_packs, sweep_sent_figures)


def files(*, at: datetime) -> str:
    """Have files looked at that are held still, and remove what a crash has left in the storage.

    Raises ``CannotScan`` at the end where the scanner gave no verdict on one.
    """
    swept = sum(sweep(at=at) for sweep in SWEEPS)
    looked = check_held(at=at)
    if looked.problems:
        raise CannotScan(" ".join(dict.fromkeys(looked.problems)))
    return f"{words.counted(looked.settled, 'file')} checked, {swept} left over gone."


def places(*, at: datetime) -> str:
    """Look up postcodes that were typed in before the figures came that find them.

    A worker does so at once where figures are put in force; here nobody is left out who was missed then.
    """
    found = sum(place_waiting(authority=one, at=at) for one in Authority.objects.order_by("pk"))
    return f"of {words.counted(found, 'proposal')} found."


def retention(*, at: datetime) -> str:
    """Erase at each council what it has kept long enough, and tell people of what will be erased soon.

    Raises an ExceptionGroup at the end where something could not be erased.
    """
    councils = list(Authority.objects.order_by("slug"))
    each_alone("retention", [partial(_at, one, at) for one in councils])
    return f"kept to at {words.counted(len(councils), 'council')}."


def _at(council: Authority, at: datetime) -> None:
    let_go(authority=council, over=over_at(council, timezone.localdate(at)), at=at)
