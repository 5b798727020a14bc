"""The last section: how it will be followed up, who has an interest, and what stands on record."""

from collections.abc import Iterator

from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Section, Text, Under, section
from appraisal.pack.report.chapters import chapter_blocks
from appraisal.pack.report.issue import Issue, day_said
from appraisal.recorded import Frozen, part

_EVENTS = {
    "submit": "Sent in",
    "resubmit": "Sent in again",
    "sign-off": "Signed off by a second officer",
}


def monitoring(issue: Issue) -> Section:
    """Return the plan for monitoring."""
    return section(
        "monitoring",
        "Monitoring plan",
        chapter_blocks(issue, "monitoring"),
        "No monitoring plan is on record yet.",
    )


def interests(issue: Issue) -> Section:
    """Return who withdrew because of an interest."""
    blocks: list[Block] = []
    if panel := part(issue.decision, "panel"):
        withdrew = [issue.name(one) for one in panel.get("withdrew") or ()]
        decided = [issue.name(one) for one in panel.get("decided") or ()]
        said = ", ".join(withdrew) if withdrew else "Nobody"
        facts = (
            Fact("Withdrew because of an interest", said),
            Fact("Decided, having declared that they have none", ", ".join(decided)),
            Fact("Quorum", str(panel.get("quorum"))),
        )
        blocks.append(Facts(tuple(one for one in facts if one.text)))
    nothing = "No interest is on record yet: members declare before they score."
    return section("interests", "Declarations of interest", blocks, nothing)


def on_record(issue: Issue) -> Section:
    """Return what stands on record of how the proposal came here."""
    blocks: list[Block] = [
        Facts(tuple(_steps(issue))),
        Under("How to check it"),
        Text(
            "Each step froze a record: all that was typed, the scheme and its figures, and the result. A record is "
            "never changed. It has a place in the council’s audit, in which every entry holds the hash of the one "
            "before, so that nothing can be taken out or put in without a trace."
        ),
    ]
    return section("record", "What stands on record", blocks, "")


def _steps(issue: Issue) -> Iterator[Fact]:
    for frozen in (issue.submitted, issue.signed, issue.decided):
        if frozen is not None:
            yield Fact(
                _event(frozen),
                f"{day_said(frozen.made_at)}, by {issue.name(frozen.said.get('made_by'))}",
            )


def _event(frozen: Frozen) -> str:
    return _EVENTS.get(frozen.event, "Decision recorded")
