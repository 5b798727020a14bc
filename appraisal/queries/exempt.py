"""What the public may not read of a proposal’s report: as an officer chose it, and as records hold it."""

import json
from collections.abc import Iterable, Mapping, Sequence

from appraisal.engine import words
from appraisal.exempt import Closed, Notice, closed_in, notices_of
from appraisal.models import ExemptSection, IssuedPack, Proposal, Publication, Record
from appraisal.pack.codes import in_groups
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

    What the public words of the decision leave out stays closed too, in the pack of a sign-off as well: a pack tells
    no more than the register. That can only close more, and nothing where nobody had chosen: then all is closed.
    """
    written = Publication.objects.filter(decision__proposal=record.proposal_id)
    return _with_published(closed, written.order_by("pk").last())


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
    """Say in a sentence what a public pack of each record leaves out, by its number, in three queries.

    One that is issued already stays as it is, whatever the register leaves out since.
    """
    texts = Record.objects.filter(pk__in=[one.pk for one in records])
    found = {one.pk: one for one in texts}
    proposals = {one.proposal_id for one in found.values()}
    publications = Publication.objects.filter(decision__proposal__in=proposals)
    written = {
        one.decision.proposal_id: one
        for one in publications.select_related("decision").order_by("pk")
    }
    issued = dict(
        IssuedPack.objects.filter(record__in=found, exempt=False)
        .order_by("-pk")
        .values_list("record_id", "code")
    )
    return {
        pk: _issued(issued[pk])
        if pk in issued
        else _left_out(_with_published(_closed_in(one), written.get(one.proposal_id)))
        for pk, one in found.items()
    }


def _issued(code: str) -> str:
    return (
        f"A public pack was issued as {in_groups(code)}. In each edition it stays as it was issued."
    )


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
    left = f"A public pack leaves out {words.listed(titles)}, and their figures everywhere else."
    if any(one.section == "discount" for one in closed):
        left += (
            " The score stays public: who knows the scheme’s policy can work out what that derives."
        )
    return left
