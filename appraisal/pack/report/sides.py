"""Group, officer and panel side by side: every criterion, what changed, by whom and why."""

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.pack.criteria import STATUS, name_of
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Section, Table, Text, section
from appraisal.pack.report.issue import Issue
from appraisal.recorded import part

_GRADES = {"claimed": "claimed", "documented": "documented", "verified": "verified"}


class Side(NamedTuple):
    """One of those who scored, and what it came to for them."""

    name: str
    appraisal: Appraisal


def sides_of(issue: Issue) -> tuple[Side, ...]:
    """Return who scored, the group first; the panel only where it decided."""
    found = [("Group", issue.submitted), ("Officer", issue.signed)]
    if part(issue.decision, "panel"):
        found.append(("Panel", issue.decided))
    return tuple(Side(name, one.file.appraise()) for name, one in found if one)


def side_by_side(issue: Issue, sides: tuple[Side, ...]) -> Section:
    """Return the table of all who scored, and a line for each change."""
    blocks: list[Block] = []
    if len(sides) > 1:
        heads = ("Criterion", *(one.name for one in sides), "Out of", "What changed, and why")
        numeric = (False, *(True for _ in sides), True, False)
        blocks.append(
            Table(grid(heads, list(_rows(issue, sides)), numeric, "Points side by side"), "sides")
        )
        blocks.append(
            Text(
                "Where nothing is said, those who scored later kept the points of those before them."
            )
        )
    if blocks and (said := _no_panel(issue)):
        blocks.append(Text(said))
    return section(
        "sides",
        "Group, officer and panel side by side",
        blocks,
        "Only the group has scored so far.",
    )


def _no_panel(issue: Issue) -> str:
    """Say why the panel is not shown; empty where it is."""
    if issue.decided is None:
        return "The panel is not shown: it had not scored when this was signed off."
    if not part(issue.decision, "panel"):
        return "The panel is not shown: this was decided outside the panel."
    return ""


def _rows(issue: Issue, sides: tuple[Side, ...]) -> Iterator[tuple[str, ...]]:
    for together in zip(*(one.appraisal.criteria for one in sides), strict=True):
        criterion = together[0].criterion
        yield (
            name_of(criterion),
            *(_points(one) for one in together),
            str(criterion.maximum),
            _changed(issue, sides, together),
        )
    totals = [one.appraisal for one in sides]
    most = [one.applicable_maximum for one in totals]
    yield (
        "All criteria that apply",
        *(str(one.points) for one in totals),
        str(most[-1]) if len(set(most)) == 1 else "",
        " → ".join(_share(one) for one in totals),
    )


def _share(one: Appraisal) -> str:
    """Say a score with the points that it is of: what applies for one may not apply for another."""
    if one.percent is None:
        return "nothing applies"
    return f"{one.percent}% of {words.counted(one.applicable_maximum, 'point')}"


def _points(one: CriterionScore) -> str:
    return str(one.points) if one.status in ("scored", "unanswered") else "–"


def _changed(issue: Issue, sides: tuple[Side, ...], scores: tuple[CriterionScore, ...]) -> str:
    """Say who changed a criterion, from what to what, and why."""
    letter = scores[0].criterion.letter
    said = []
    for (before, after), side in zip(pairwise(scores), sides[1:], strict=True):
        reason = _reason(issue, side.name, letter)
        if (before.status, before.points) != (after.status, after.points):
            change = f"{side.name}: {_state(before)} → {_state(after)}"
            said.append(f"{change}. {reason}" if reason else f"{change}.")
        elif reason:
            said.append(f"{side.name}: inputs corrected, same points. {reason}")
    return " ".join(said)


def _state(one: CriterionScore) -> str:
    return STATUS[one.status] or str(one.points)


def _reason(issue: Issue, who: str, letter: str) -> str:
    if who == "Panel":
        return str(part(part(part(issue.decision, "panel"), "agreed"), letter).get("reason") or "")
    found = part(part(issue.assessment, "findings"), letter)
    return "" if found.get("verdict") == "accept" else str(found.get("reason") or "")


def graded(issue: Issue) -> Section:
    """Return how well each criterion is evidenced, and what the officer says of it."""
    findings = part(issue.assessment, "findings")
    by_letter = issue.newest.file.scheme.by_letter
    rows = [
        (
            name_of(by_letter[letter]),
            _GRADES.get(str(found.get("evidence")), "not graded"),
            str(found.get("reason") or ""),
            issue.name(found.get("by")),
        )
        for letter, found in sorted(findings.items())
        if letter in by_letter
    ]
    blocks: list[Block] = []
    if rows:
        heads = ("Criterion", "Evidence", "What the officer says", "Officer")
        blocks = [
            Text(
                "Claimed: the group says so. Documented: there is a paper that says so. Verified: an officer has "
                "checked it with somebody else, or on the spot."
            ),
            Table(grid(heads, rows, (False,) * 4, "Evidence by criterion"), "evidence"),
        ]
    return section("evidence", "Evidence and reasons", blocks, "No officer has assessed it yet.")
