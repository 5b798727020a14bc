"""Freezing a record: what was submitted, signed off or decided at a moment, as canonical JSON and its hash."""

import hashlib
import json
import logging
from collections.abc import Callable, Mapping
from datetime import date, datetime

from django.db import transaction

from appraisal.area.profile import mapping_of
from appraisal.models import Proposal, Record
from appraisal.queries import Sheet
from appraisal.queries.profiles import profile_for
from appraisal.result import whole_result
from core.models import AuditEntry, User

log = logging.getLogger("records")

FORMAT = "valuing-worth-record/1"


def record_of(
    sheet: Sheet, *, event: str, by: User, at: datetime, beside: Mapping[str, object] | None = None
) -> str:
    """Return the text of a record: the same for the same proposal, person and moment.

    It holds the appraisal file with every input, the scheme's own text, the result with the proxies that
    it used, in ``about`` whose priorities an asset is rated by and which officer leads on it, in ``place`` what
    is known of where it stands, and in ``beside`` what the event adds, such as an officer's findings. People
    stand in it by number only. Raises ``CannotRead`` where the proposal cannot be appraised.
    """
    said = {
        "format": FORMAT,
        "event": event,
        "made_at": at.isoformat(timespec="microseconds"),
        "made_by": by.pk,
        "proposal": str(sheet.proposal.pk),
        "authority": sheet.proposal.authority.slug,
        "about": _about(sheet.proposal),
        "place": _place(sheet.proposal, at.date()),
        "file": json.loads(sheet.file.source),
        "scheme": {
            "name": sheet.scheme.name,
            "sha256": sheet.proposal.scheme.sha256,
            "text": sheet.proposal.scheme.text,
        },
        "result": whole_result(sheet.appraisal, sheet.file.methods),
        "beside": dict(beside or {}),
    }
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _place(proposal: Proposal, on: date) -> Mapping[str, object]:
    """Return what is known of the place; nothing, and a line in the log, where that cannot be put together.

    It is context and gives no points, so figures of a place that are not as they should be stop no decision.
    """
    try:
        with transaction.atomic():  # what failed in the database is undone, and no more than that
            found = profile_for(proposal, on)
    except Exception:
        log.exception(
            "what is known of the place of proposal %s cannot be put together", proposal.pk
        )
        return {}
    return mapping_of(found) if found else {}


def _about(proposal: Proposal) -> dict[str, object]:
    asset = getattr(proposal, "asset", None)
    return {
        "neighbourhood": asset.neighbourhood if asset else "",
        "officer": proposal.officer_id,
    }


def keep(
    text: str, *, proposal: Proposal, event: str, by: User, at: datetime
) -> tuple[str, Callable[[AuditEntry], object]]:
    """Return the hash of a record's text, and what keeps it once its event stands in the chain.

    To be handed on as the ``then`` of that event, so that the record carries its place there.
    """
    digest = hashlib.sha256(text.encode()).hexdigest()

    def then(entry: AuditEntry) -> object:
        return Record.objects.create(
            proposal=proposal,
            made_at=at,
            made_by=by,
            event=event,
            text=text,
            sha256=digest,
            audit_sequence=entry.sequence,
            audit_hash=entry.hash,
        )

    return digest, then
