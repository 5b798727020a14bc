"""What the public may not read of a proposal’s report: as an officer chose it, and as records hold it."""

import json
from collections.abc import Iterable, Mapping, Sequence

from appraisal.engine import words
from appraisal.exempt import Closed, Notice, closed_in, notices_of
from appraisal.models import ExemptSection, Proposal, Publication, Record
from appraisal.recorded import part

# Written out, as those of an assessment are.
_EXEMPT = """
    SELECT own.* FROM appraisal_exemptsection AS own
    JOIN appraisal_assessment AS assessment ON assessment.id = own.assessment_id
    WHERE assessment.proposal_id = %s AND assessment."of" = 'officer'
    ORDER BY own.id
"""


def exempt_of(proposal: Proposal) -> tuple[ExemptSection, ...]:
    """Return the sections that are closed, in the order in which they were chosen, in one query."""
    return tuple(ExemptSection.objects.raw(_EXEMPT, [proposal.pk.hex]))


def exempt_for_record(sections: Sequence[ExemptSection]) -> dict[str, object]:
    """Return the choice as a record holds it beside the file."""
    said = [
        {"section": one.section, "paragraph": one.paragraph, "why": one.why} for one in sections
    ]
    return {"exempt": said}


def exempt_notices(sections: Sequence[ExemptSection]) -> tuple[Notice, ...]:
    """Return what the public would read in the place of each, what goes along included."""
    closed = (Closed(one.section, one.paragraph, one.why) for one in sections)
    return tuple(notices_of(closed).values())


_PUBLISHED = "The council left it out when it wrote what the public reads of its decision."


def closed_of(record: Record, closed: tuple[Closed, ...] | None) -> tuple[Closed, ...] | None:
    """Return what stays closed in the public part of a record, of which ``closed`` was frozen into it.

    What the public words of its decision leave out stays closed too: a pack tells no more than the register. That
    can only close more, and nothing where nobody had chosen: then all of it is closed.
    """
    written = Publication.objects.filter(decision__record_sha256=record.sha256)
    found = written.filter(decision__proposal=record.proposal_id).first()
    return _with_published(closed, found)


def _with_published(
    closed: tuple[Closed, ...] | None, written: Publication | None
) -> tuple[Closed, ...] | None:
    if closed is None or written is None or not written.exempt_under:
        return closed
    hides = {"discount": written.hides_discount, "recommendation": written.hides_conditions}
    known = {one.section for one in closed}
    more = [key for key, hidden in hides.items() if hidden and key not in known]
    return (*closed, *(Closed(key, int(written.exempt_under), _PUBLISHED) for key in more))


def left_out(records: Iterable[Record]) -> Mapping[int, str]:
    """Say in a sentence what a public pack of each record leaves out, by its number, in two queries."""
    texts = Record.objects.filter(pk__in=[one.pk for one in records])
    found = {one.pk: one for one in texts}
    hashes = [one.sha256 for one in found.values()]
    written = {
        one.decision.record_sha256: one
        for one in Publication.objects.filter(decision__record_sha256__in=hashes).select_related(
            "decision"
        )
    }
    return {
        pk: _left_out(_with_published(_closed_in(one), written.get(one.sha256)))
        for pk, one in found.items()
    }


def _closed_in(record: Record) -> tuple[Closed, ...] | None:
    beside = part(json.loads(record.text), "beside")
    return closed_in(part(beside, "assessment") or beside)


def _left_out(closed: tuple[Closed, ...] | None) -> str:
    if closed is None:
        return (
            "A public pack leaves out the council’s part: nobody had chosen what of it may be read."
        )
    titles = [f"“{one.title}”" for one in notices_of(closed).values()]
    if not titles:
        return "A public pack leaves nothing out."
    return f"A public pack leaves out {words.listed(titles)}, and their figures everywhere else."
