"""Issuing a pack: it is drawn from a record once, kept with its hash, and never drawn again.

It is drawn outside of any transaction, for that takes seconds. Its file is stored before the row that names
it: wherever the process is killed there are both, or no row, and :func:`sweep_packs` takes away what then lies there.
"""

from collections.abc import Callable
from datetime import datetime
from io import BytesIO

from django.core.files.storage import default_storage

from appraisal.actions.pages import hold
from appraisal.actions.stored import Stored, store, sweep
from appraisal.models import IssuedPack, Record
from appraisal.pack import MOST_LINES, draw, refuse_too_long
from appraisal.pack.codes import new_code
from appraisal.pack.editions import LOOKS, Edition
from appraisal.queries.packs import ISSUED, issued_document, kept_pack
from core.audit import on_record, record
from core.models import User

_FOLDER = "packs"


def issue_pack(
    *,
    by: User,
    of: Record,
    exempt: bool,
    edition: Edition = Edition.FULL,
    address: Callable[[str], str],
    at: datetime,
) -> IssuedPack:
    """Issue the pack of a record; where that was done already, return the one that is kept and draw nothing.

    ``exempt``: with what is exempt from publication. ``address``: a code → the address of the page on which
    anybody can ask of it, to be printed on the cover. Raises ``CannotRead`` where the record cannot be
    appraised, and ``TooLong`` where its pack would take minutes to draw.
    """
    if kept := kept_pack(of, edition, exempt=exempt):
        return kept
    code = new_code()
    document = issued_document(of, exempt=exempt, code=code, issued=at, address=address)
    refuse_too_long(document, MOST_LINES // LOOKS[edition].times_as_long)
    stored = _store(draw(document, edition=edition))
    # What breaks here may have been written all the same: the file stays, and is swept up where no row names it.
    issued = _kept(stored, code, by=by, of=of, exempt=exempt, edition=edition, at=at)
    if issued.stored != stored.name:  # somebody else was faster
        default_storage.delete(stored.name)
    return issued


def _store(pdf: bytes) -> Stored:
    return store(_FOLDER, BytesIO(pdf))


def _kept(
    stored: Stored,
    code: str,
    *,
    by: User,
    of: Record,
    exempt: bool,
    edition: Edition,
    at: datetime,
) -> IssuedPack:
    """Write the row of a pack that is stored; return another's where one is kept meanwhile."""
    with on_record():
        held = hold(of.proposal)
        if kept := kept_pack(of, edition, exempt=exempt):
            return kept
        issued = IssuedPack.objects.create(
            record=of,
            edition=edition,
            exempt=exempt,
            code=code,
            sha256=stored.sha256,
            size=stored.size,
            stored=stored.name,
            issued_at=at,
            issued_by=by,
        )
        record(
            event=ISSUED,
            by=by,
            authority=held.authority,
            about=f"proposal:{held.pk}",
            at=at,
            detail={
                "pack": code,
                "edition": edition,
                "exempt": exempt,
                "of_record": of.sha256,
                "sha256": stored.sha256,
                "size": stored.size,
            },
        )
    return issued


def sweep_packs(*, at: datetime) -> int:
    """Remove what lies among the packs without a row that leads to it, and is old; return how many files.

    Raises ``CannotSweep`` where that would be most of them.
    """
    return sweep(_FOLDER, lambda: set(IssuedPack.objects.values_list("stored", flat=True)), at=at)
