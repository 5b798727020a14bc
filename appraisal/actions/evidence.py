"""Adding evidence to a proposal, checking it for viruses, and removing it.

A file is stored before the row that names it, and removed after that row: wherever the process is killed there
are both, or no row. What then lies in the storage without a row, :func:`sweep_files` takes away.
"""

from collections.abc import Callable
from datetime import datetime
from typing import IO, NamedTuple

from django.conf import settings
from django.core.files.storage import default_storage

from appraisal.actions.notices import tell
from appraisal.actions.pages import hold
from appraisal.actions.stored import Stored, store, sweep
from appraisal.models import Evidence, Proposal, Record
from appraisal.models.evidence import MOST_FILES
from appraisal.notices import Audience
from appraisal.queries.audience import people_for
from core.audit import on_record, record
from core.models import User
from core.uploads.clamd import CannotScan, scan
from core.uploads.kinds import KINDS, NotTaken, kind_of
from core.uploads.limits import MOST_BYTES
from core.uploads.names import clean_name

_FOLDER = "evidence"


class CannotAdd(ValueError):
    """The file cannot be added; the message says why, to the person who sent it."""


class CannotRemove(ValueError):
    """The file cannot be removed; the message says why."""


def add_evidence(
    *,
    by: User,
    proposal: Proposal,
    letter: str,
    name: str,
    content: IO[bytes],
    words: str = "",
    councils: bool,
    at: datetime,
    then: Callable[[Evidence], object] | None = None,
) -> Evidence:
    """Add a file to a criterion of a proposal, or with no ``letter`` for the checklist.

    ``name`` is what the sender calls it. With a virus scanner the file is held until :func:`check_file`
    has passed it; ``then`` is called with it inside the transaction, to ask for that. Raises
    :class:`CannotAdd` where it is too large, of no kind that is taken, or one too many, or where the
    proposal has moved on meanwhile.
    """
    kind = _checked(content)
    stored, size, digest = _store(content)
    try:
        with on_record():
            held = hold(proposal)
            _refuse_late_or_many(held, proposal)
            evidence = Evidence.objects.create(
                proposal=held,
                letter=letter,
                name=clean_name(name, KINDS[kind].suffixes),
                words=" ".join(words.split())[:200],
                kind=kind,
                size=size,
                sha256=digest,
                stored=stored,
                state=Evidence.State.HELD if settings.CLAMD else Evidence.State.OPEN,
                councils=councils,
                added_by=by,
                added_at=at,
            )
            _touch(held, at)
            _record(evidence, by, "evidence added", at)
            if then is not None and evidence.state == Evidence.State.HELD:
                then(evidence)
    except BaseException:
        default_storage.delete(stored)
        raise
    return evidence


def _checked(content: IO[bytes]) -> str:
    size = content.seek(0, 2)
    if size > MOST_BYTES:
        raise CannotAdd("This file is larger than 20 MB. Choose a smaller one.")
    try:
        return kind_of(content)
    except NotTaken as error:
        raise CannotAdd(str(error)) from error


def _store(content: IO[bytes]) -> Stored:
    return store(_FOLDER, content)


def _refuse_late_or_many(held: Proposal, opened: Proposal) -> None:
    if held.state != opened.state:
        raise CannotAdd("The proposal has moved on since you opened this page. Open it again.")
    if Evidence.objects.filter(proposal=held).count() >= MOST_FILES:
        raise CannotAdd(
            f"This proposal has {MOST_FILES} files, which is the most there can be. Remove one first."
        )


def is_kept(evidence: Evidence) -> bool:
    """Say whether a file is part of a record, such as what the group has sent in: it then stays for good."""
    return Record.objects.filter(
        proposal=evidence.proposal, made_at__gte=evidence.added_at
    ).exists()


def remove_evidence(*, by: User, evidence: Evidence, councils: bool, at: datetime) -> None:
    """Remove a file of one's own side: the group's, or the council's.

    Raises :class:`CannotRemove` where it is the other side's, part of a record, or gone already.
    """
    with on_record():
        held = hold(evidence.proposal)
        found = Evidence.objects.filter(pk=evidence.pk, proposal=held).first()
        if found is None:
            raise CannotRemove("This file was removed already.")
        if held.state != evidence.proposal.state:
            raise CannotRemove(
                "The proposal has moved on since you opened this page. Open it again."
            )
        if found.councils != councils:
            whose = "council" if found.councils else "group"
            raise CannotRemove(f"The {whose} added this file, so only the {whose} can remove it.")
        if is_kept(found):
            raise CannotRemove(
                "This file is part of what was sent in, so it stays. You can add a newer one."
            )
        found.delete()
        _touch(held, at)
        _record(found, by, "evidence removed", at)
    default_storage.delete(found.stored)


def check_file(*, evidence: Evidence, at: datetime) -> Evidence:
    """Have the virus scanner look at a file that is held: it opens, or is taken away.

    Raises ``CannotScan`` where the scanner gives no verdict; the file then stays held.
    """
    if evidence.state != Evidence.State.HELD or settings.CLAMD is None:
        return evidence
    try:
        with default_storage.open(evidence.stored) as content:
            found = scan(content, settings.CLAMD)
    except (
        FileNotFoundError
    ):  # removed a moment ago; else it stays held, for a file that is lost cannot pass
        raise CannotScan(f"{evidence.stored} is not there.") from None
    return _settle(evidence, found, at)


class Looked(NamedTuple):
    """How many files that were held are settled now, and what the scanner said instead of a verdict."""

    settled: int
    problems: tuple[str, ...]


def check_held(*, at: datetime) -> Looked:
    """Have the virus scanner look at every file that is held; one that gets no verdict keeps no other waiting."""
    held = Evidence.objects.filter(state=Evidence.State.HELD).select_related("proposal__authority")
    settled, problems = 0, []
    for one in held.order_by("added_at"):
        try:
            settled += check_file(evidence=one, at=at).state != Evidence.State.HELD
        except CannotScan as error:
            problems.append(str(error))
    return Looked(settled, tuple(problems))


def _settle(evidence: Evidence, found: str, at: datetime) -> Evidence:
    with on_record():
        row = (
            Evidence.objects.select_for_update(of=("self",))
            .select_related("proposal__authority")
            .filter(pk=evidence.pk)
            .first()
        )
        if row is None or row.state != Evidence.State.HELD:
            return row or evidence
        row.state = Evidence.State.INFECTED if found else Evidence.State.OPEN
        row.found = found
        row.save(update_fields=["state", "found"])
        event = "evidence infected" if found else "evidence passed the virus check"
        _record(row, None, event, at)
        if found:
            _tell_all(row, at)
    if found:
        default_storage.delete(row.stored)
    return row


def _tell_all(evidence: Evidence, at: datetime) -> None:
    """Tell whoever sent the file, the group and the officer that it did not pass."""
    proposal = evidence.proposal
    both = people_for(proposal, (Audience.GROUP, Audience.OFFICER))
    people = [evidence.added_by, *(one for side in both.values() for one in side)]
    tell(
        "file-refused",
        proposal=proposal,
        authority=proposal.authority,
        to=people,
        by=None,
        at=at,
    )


def sweep_files(*, at: datetime) -> int:
    """Remove what lies in the storage without a row that leads to it, and is old; return how many files.

    Raises ``CannotSweep`` where that would be most of them.
    """

    def known() -> set[str]:
        wanted = Evidence.objects.exclude(state=Evidence.State.INFECTED)
        return set(wanted.values_list("stored", flat=True))

    return sweep(_FOLDER, known, at=at)


def _touch(held: Proposal, at: datetime) -> None:
    held.changed_at = at
    held.save(update_fields=["changed_at"])


def _record(evidence: Evidence, by: User | None, event: str, at: datetime) -> None:
    """Put on record what happened to a file; its hash says for ever which one it was."""
    record(
        event=event,
        by=by,
        authority=evidence.proposal.authority,
        about=f"proposal:{evidence.proposal_id}",
        at=at,
        detail={
            "file": str(evidence.pk),
            "letter": evidence.letter,
            "name": evidence.name,
            "size": evidence.size,
            "sha256": evidence.sha256,
            **({"found": evidence.found} if evidence.found else {}),
        },
    )
