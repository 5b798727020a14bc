"""Looking through everything that must hold: a council's chain, and each record’s place in it."""

import hashlib
import json
from collections.abc import Iterator
from datetime import UTC

from django.core.files.storage import default_storage
from django.db.models import Exists, OuterRef, Subquery

from appraisal.models import IssuedPack, Record
from appraisal.queries.agenda_packs import ISSUED as AGENDA_PACK_ISSUED
from appraisal.queries.agenda_packs import of_council
from appraisal.queries.packs import ISSUED
from core.models import AuditDetail, AuditEntry, Authority
from core.verify import Broken, first_broken


def first_broken_link(authority: Authority) -> Broken | None:
    """Return the first thing that does not hold at a council; None where all does."""
    return (
        first_broken(authority)
        or next(_broken_records(authority), None)
        or next(_lost_records(authority), None)
        or next(_broken_packs(authority), None)
        or next(_broken_agenda_packs(authority), None)
    )


def _broken_records(authority: Authority) -> Iterator[Broken]:
    here = AuditEntry.objects.filter(authority=authority, sequence=OuterRef("audit_sequence"))
    told = AuditDetail.objects.filter(
        entry__authority=authority, entry__sequence=OuterRef("audit_sequence")
    )
    records = (
        Record.objects.filter(proposal__authority=authority)
        .annotate(in_chain=Subquery(here.values("hash")), detail=Subquery(told.values("text")))
        .order_by("audit_sequence", "pk")
    )
    for record in records.iterator(chunk_size=50):  # a record is long
        if what := _wrong_with(record, record.in_chain, record.detail):
            yield Broken(authority, record.audit_sequence, what)


def _wrong_with(record: Record, in_chain: str | None, detail: str | None) -> str:
    name = f"the record of {record.made_at:%d.%m.%Y} ({record.event}, number {record.pk})"
    if in_chain is None:
        return f"it is missing: {name} was made with it, so the end of the chain was cut off."
    if in_chain != record.audit_hash:
        return f"it is another one than that which {name} was made with."
    if hashlib.sha256(record.text.encode()).hexdigest() != record.sha256:
        return f"{name} was changed: its hash does not fit its text."
    said = json.loads(detail or "{}").get("record")
    if said is not None and said != record.sha256:
        return f"{name} was changed: the chain holds another hash of it."
    if not _row_fits(record):
        return f"{name} was changed: its row says something else than its text."
    return ""


def _row_fits(record: Record) -> bool:
    """Say whether what stands beside the text of a record is what the text says."""
    said = json.loads(record.text)
    row = {
        "event": record.event,
        "proposal": str(record.proposal_id),
        "made_by": record.made_by_id,
        "made_at": record.made_at.astimezone(UTC).isoformat(timespec="microseconds"),
    }
    return all(said.get(key) == value for key, value in row.items())


def _lost_records(authority: Authority) -> Iterator[Broken]:
    """Yield the entries that tell of a record which is not there."""
    theirs = Record.objects.filter(
        proposal__authority=authority, audit_sequence=OuterRef("entry__sequence")
    )
    telling = (
        AuditDetail.objects.filter(~Exists(theirs), entry__authority=authority)
        .filter(text__contains='"record": "')
        .select_related("entry")
        .order_by("entry__sequence")
    )
    for told in telling.iterator(chunk_size=500):
        said = json.loads(told.text).get("record")
        kept = Record.objects.filter(proposal__authority=authority, sha256=said)
        if isinstance(said, str) and not kept.exists():  # another event may speak of one, too
            what = "it tells of a record that is not there any more."
            yield Broken(authority, told.entry.sequence, what)


def _broken_packs(authority: Authority) -> Iterator[Broken]:
    """Yield the issued packs whose row or file is not what the chain tells of them."""
    told = {
        said["pack"]: (one.entry.sequence, said)
        for one in AuditDetail.objects.filter(entry__authority=authority, entry__event=ISSUED)
        .select_related("entry")
        .order_by("entry__sequence")
        .iterator(chunk_size=500)
        if (said := json.loads(one.text))
    }
    packs = IssuedPack.objects.filter(record__proposal__authority=authority)
    found = packs.select_related("record").defer("record__text").order_by("pk")
    for pack in found.iterator(chunk_size=500):
        sequence, said = told.pop(pack.code, (pack.record.audit_sequence, {}))
        row = {"edition": pack.edition, "exempt": pack.exempt, "of_record": pack.record.sha256}
        row |= {"sha256": pack.sha256, "size": pack.size}
        if any(said.get(key) != value for key, value in row.items()):
            yield Broken(
                authority, sequence, f"the chain does not tell of the pack {pack.code} so."
            )
        elif _hash_of(pack.stored) != pack.sha256:
            yield Broken(
                authority, sequence, f"the file of the pack {pack.code} was changed, or is gone."
            )
    for code, (sequence, _) in told.items():
        yield Broken(authority, sequence, f"it tells of the pack {code}, which is not there.")


def _broken_agenda_packs(authority: Authority) -> Iterator[Broken]:
    """Yield the agenda packs whose row or file is not what the chain tells of them."""
    told = {
        said["pack"]: (one.entry.sequence, said)
        for one in AuditDetail.objects.filter(
            entry__authority=authority, entry__event=AGENDA_PACK_ISSUED
        )
        .select_related("entry")
        .order_by("entry__sequence")
        .iterator(chunk_size=500)
        if (said := json.loads(one.text))
    }
    last = max((sequence for sequence, _ in told.values()), default=0)
    for pack in of_council(authority):
        sequence, said = told.pop(pack.code, (last, {}))
        row = {"exempt": pack.exempt, "sha256": pack.sha256, "size": pack.size}
        row["of_records"] = [one.record.sha256 if one.record else None for one in pack.items.all()]
        row["closed"] = [one.number for one in pack.items.all() if one.closed]
        if any(said.get(key) != value for key, value in row.items()):
            yield Broken(
                authority, sequence, f"the chain does not tell of the agenda pack {pack.code} so."
            )
        elif _hash_of(pack.stored) != pack.sha256:
            yield Broken(
                authority,
                sequence,
                f"the file of the agenda pack {pack.code} was changed, or is gone.",
            )
    for code, (sequence, _) in told.items():
        yield Broken(
            authority, sequence, f"it tells of the agenda pack {code}, which is not there."
        )


def _hash_of(stored: str) -> str:
    try:
        with default_storage.open(stored) as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return ""
