"""Freezing a record: what was submitted, signed off or decided at a moment, as canonical JSON and its hash."""

import hashlib
import json
from collections.abc import Callable, Mapping
from datetime import datetime

from appraisal.area.profile import mapping_of
from appraisal.models import Proposal, Record
from appraisal.queries import Sheet
from appraisal.queries.profiles import profile_for
from appraisal.result import whole_result
from core.models import AuditEntry, User

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
    place = profile_for(sheet.proposal, at.date())
    said = {
        "format": FORMAT,
        "event": event,
        "made_at": at.isoformat(timespec="microseconds"),
        "made_by": by.pk,
        "proposal": str(sheet.proposal.pk),
        "authority": sheet.proposal.authority.slug,
        "about": _about(sheet.proposal),
        "place": mapping_of(place) if place else {},
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
