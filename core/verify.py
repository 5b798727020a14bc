"""Looking through a council's chain: does every entry follow from the one before it, and is none missing?

Entries are read one after another, so that a chain of any length needs no more memory than a short one; what
is kept meanwhile is only which details were erased, as ranges.
"""

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from core.audit import ERASED, detail_hash, entry_hash
from core.models import AuditDetail, AuditEntry, AuditHead, Authority

_AT_ONCE = 500  # rows


class Broken(NamedTuple):
    """A place where a chain does not hold; ``what`` is a sentence."""

    authority: Authority
    sequence: int
    what: str

    def __str__(self) -> str:
        return f"{self.authority}, entry {self.sequence}: {self.what}"


class Erased(NamedTuple):
    """Details that an entry says were erased: the first, the last, and the entry that says so."""

    first: int
    last: int
    said_by: int


def first_broken(authority: Authority) -> Broken | None:
    """Return the first place where a council's chain does not hold; None where it is whole."""
    return next(_breaks(authority), None)


def _breaks(authority: Authority) -> Iterator[Broken]:
    erased = _erased(authority)
    before: AuditEntry | None = None
    for entry in _entries(authority):
        for what in (_order(before, entry), _content(entry), _detail(entry, erased)):
            if what:
                yield Broken(authority, entry.sequence, what)
        before = entry
    yield from _end(authority, before)


def _entries(authority: Authority) -> Iterator[AuditEntry]:
    found = AuditEntry.objects.filter(authority=authority).select_related("told")
    return found.order_by("sequence").iterator(chunk_size=_AT_ONCE)


def _order(before: AuditEntry | None, entry: AuditEntry) -> str:
    expected = before.sequence + 1 if before else 1
    if entry.sequence != expected:
        return f"entry {expected} is missing before it."
    if entry.previous != (before.hash if before else ""):
        return "it does not follow from the entry before it, whose hash is another one."
    return ""


def _content(entry: AuditEntry) -> str:
    if entry.hash != entry_hash(entry):
        return "it was changed: its hash does not fit what it says."
    return ""


def _detail(entry: AuditEntry, erased: Sequence[Erased]) -> str:
    try:
        told = entry.told
    except AuditDetail.DoesNotExist:
        if _was_erased(entry.sequence, erased):
            return ""
        return "its detail is missing, and no entry says that it was erased."
    if detail_hash(told.salt, told.text) != entry.detail_sha256:
        return "its detail was changed: the hash does not fit."
    return ""


def _was_erased(sequence: int, erased: Sequence[Erased]) -> bool:
    place = bisect_right(erased, sequence, key=lambda one: one.first) - 1
    return place >= 0 and sequence <= erased[place].last and sequence < erased[place].said_by


def _erased(authority: Authority) -> list[Erased]:
    """Return what entries say was erased, in order; what overlaps is joined."""
    saying = AuditEntry.objects.filter(authority=authority, event=ERASED).select_related("told")
    found = sorted(one for entry in saying.iterator(chunk_size=_AT_ONCE) for one in _named(entry))
    joined: list[Erased] = []
    for one in found:
        last = joined[-1] if joined else None
        if last and one.first <= last.last + 1 and one.said_by == last.said_by:
            joined[-1] = Erased(last.first, max(last.last, one.last), one.said_by)
        else:
            joined.append(one)
    return joined


def _named(entry: AuditEntry) -> Iterator[Erased]:
    try:
        told = entry.told
    except AuditDetail.DoesNotExist:
        return
    if detail_hash(told.salt, told.text) == entry.detail_sha256:
        for first, last in json.loads(told.text)["sequences"]:
            yield Erased(first, last, entry.sequence)


def _end(authority: Authority, last: AuditEntry | None) -> Iterator[Broken]:
    """Compare the end of the chain with its head, which is read last: others go on writing meanwhile."""
    sequence, at = (last.sequence, last.hash) if last else (0, "")
    head = AuditHead.objects.filter(authority=authority).first()
    if head is None:
        if last is not None:
            yield Broken(authority, sequence, "the chain has lost its head.")
        return
    if head.sequence > sequence:
        new = AuditEntry.objects.filter(authority=authority, sequence__gt=sequence).order_by(
            "sequence"
        )
        found = new.first()
        if found is None or found.sequence != sequence + 1 or found.previous != at:
            yield Broken(
                authority,
                sequence + 1,
                f"it is missing: the chain ends before it, but went on to entry {head.sequence}.",
            )
    elif head.sequence < sequence:
        yield Broken(authority, head.sequence + 1, "it was added past the chain’s head.")
    elif head.hash != at:
        yield Broken(authority, sequence, "the chain’s head carries another hash.")
