"""Who did what, when and why: entries that are only ever added, in one chain for each council.

A change and its entries stand in one transaction, so that neither can be without the other. The chain's
head is locked last, just before that transaction ends: two people of a council wait for each other only
while the entries are written, not while they work.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, NamedTuple

from django.db import transaction

from core.models import AuditDetail, AuditEntry, AuditHead, Authority, User

# The event of an entry whose detail says which details were erased, as ``sequences``: pairs of first and last.
ERASED = "details erased"


class _Told(NamedTuple):
    authority_id: int
    at: datetime
    by_id: int | None
    event: str
    about: str
    detail: str
    then: Callable[[AuditEntry], object] | None


_told: ContextVar[list[_Told] | None] = ContextVar(
    "what the open transaction has told", default=None
)


@contextmanager
def on_record() -> Iterator[None]:
    """A transaction that puts on record what :func:`record` was told inside, all of it at its end.

    Inside another one it is a part of that: it can fail alone, and then nothing of it is on record.
    """
    outer = _told.get()
    with transaction.atomic():
        if outer is not None:
            yield from _part_of(outer)
            return
        told: list[_Told] = []
        token = _told.set(told)
        try:
            yield
        finally:
            _told.reset(token)
        _write(told)


def _part_of(outer: list[_Told]) -> Iterator[None]:
    before = len(outer)
    try:
        yield
    except BaseException:
        del outer[before:]
        raise


def record(
    *,
    event: str,
    by: User | None,
    authority: Authority,
    about: str,
    at: datetime,
    detail: dict[str, Any] | None = None,
    then: Callable[[AuditEntry], object] | None = None,
) -> None:
    """Tell of an event inside :func:`on_record`: ``event`` in words such as “proposal started”.

    ``about`` says what it concerns, ``by`` who did it (None: the software itself or its operator), and
    ``detail`` what was before and after, and why. People stand in it by number only, never by name or
    address, so that somebody can be made anonymous without touching the chain. ``then`` is called with
    the entry once that is written, still inside the transaction.
    """
    told = must_be_on_record(event)
    text = json.dumps(detail or {}, sort_keys=True, ensure_ascii=False)
    told.append(_Told(authority.pk, at, by.pk if by else None, event, about, text, then))


def must_be_on_record(what: str) -> list[_Told]:
    """Raise RuntimeError outside :func:`on_record`; for what may only be written beside an event."""
    told = _told.get()
    if told is None:
        raise RuntimeError(f"“{what}” was told outside on_record().")
    return told


def _write(told: list[_Told]) -> None:
    """Add entries to their chains, council by council in one order, so that no two wait crosswise."""
    written: list[tuple[_Told, AuditEntry]] = []
    for authority in sorted({one.authority_id for one in told}):
        own = [one for one in told if one.authority_id == authority]
        written += zip(own, _chained(authority, own), strict=True)
    for one, entry in written:
        if one.then is not None:
            one.then(entry)


def _chained(authority: int, told: list[_Told]) -> list[AuditEntry]:
    head = _held_head(authority)
    entries, details = [], []
    for one in told:
        salt = secrets.token_hex(16)
        entry = AuditEntry(
            authority_id=authority,
            sequence=head.sequence + 1,
            at=one.at,
            by_id=one.by_id,
            event=one.event,
            about=one.about,
            detail_sha256=detail_hash(salt, one.detail),
            previous=head.hash,
        )
        entry.hash = entry_hash(entry)
        head.sequence, head.hash = entry.sequence, entry.hash
        entries.append(entry)
        details.append(AuditDetail(entry=entry, salt=salt, text=one.detail))
    AuditEntry.objects.bulk_create(entries)
    for detail in details:
        detail.entry_id = detail.entry.pk
    AuditDetail.objects.bulk_create(details)
    head.save(update_fields=["sequence", "hash"])
    return entries


def _held_head(authority: int) -> AuditHead:
    """Lock the head of a council's chain; only a council's first entry has to make it."""
    heads = AuditHead.objects.select_for_update()
    if head := heads.filter(authority_id=authority).first():
        return head
    AuditHead.objects.get_or_create(authority_id=authority)
    return heads.get(authority_id=authority)


def detail_hash(salt: str, text: str) -> str:
    """Return the hash that stands in the chain for a detail."""
    return hashlib.sha256(f"{salt}\n{text}".encode()).hexdigest()


def entry_hash(entry: AuditEntry) -> str:
    """Return the hash that an entry must carry for what it says and for the one before it."""
    said = [
        entry.authority_id,
        entry.sequence,
        entry.previous,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by_id,
        entry.event,
        entry.about,
        entry.detail_sha256,
    ]
    line = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(line.encode()).hexdigest()
