"""Looking through everything that must hold: a council's chain, and each record’s place in it."""

import hashlib
import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery

from appraisal.models import Record
from core.models import AuditDetail, AuditEntry, Authority
from core.verify import Broken, first_broken


def first_broken_link(authority: Authority) -> Broken | None:
    """Return the first thing that does not hold at a council; None where all does."""
    return (
        first_broken(authority)
        or next(_broken_records(authority), None)
        or next(_lost_records(authority), None)
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
    return ""


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
