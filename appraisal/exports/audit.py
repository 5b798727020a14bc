"""A council's audit as a table for its auditors."""

from collections.abc import Iterable, Iterator
from datetime import UTC

from appraisal.exports.cells import csv_lines
from core.models import AuditEntry

HEAD = (
    "sequence",
    "at (UTC)",
    "person number",
    "person",
    "event",
    "about",
    "detail (JSON)",
    "detail sha256",
    "previous hash",
    "hash",
)


def audit_csv(entries: Iterable[AuditEntry]) -> Iterator[str]:
    """Yield the lines of the table, one for each entry in their order."""
    return csv_lines(HEAD, (_row(entry) for entry in entries))


def _row(entry: AuditEntry) -> tuple[object, ...]:
    return (
        entry.sequence,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.by_id,
        entry.by,
        entry.event,
        entry.about,
        entry.detail,
        entry.detail_sha256,
        entry.previous,
        entry.hash,
    )
