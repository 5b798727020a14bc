"""The asset as it is, and who applies: what the council told, what was checked, and what was found."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from appraisal.engine import words
from appraisal.facts import facts_of
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Section, Table, Text, Under, section
from appraisal.pack.report.chapters import chapter_blocks
from appraisal.pack.report.issue import Issue, day_said
from appraisal.recorded import part

_TITLES = {"freehold": "Freehold", "leasehold": "Leasehold", "not-known": "Not known"}
_ANSWERS = {"yes": "Yes", "no": "No", "not-known": "Not known"}
_OUTCOMES = {"open": "Not checked yet", "passed": "Passed", "failed": "Failed", "waived": "Waived"}


def asset_today(issue: Issue) -> Section:
    """Return what is known of the building or land as it stands."""
    told = part(issue.gate, "disclosure") or part(
        issue.submitted.beside if issue.submitted else {}, "disclosure"
    )
    blocks: list[Block] = [Facts(tuple(_asset(issue)))]
    if told:
        blocks += [Under("What the council told the group"), Facts(tuple(_told(told)))]
    blocks += chapter_blocks(issue, "asset-today")
    nothing = (
        "No building or land is involved." if _is_service(issue) else "Nothing is known of it."
    )
    return section("asset", "The asset today", blocks, nothing)


def _is_service(issue: Issue) -> bool:
    return issue.newest.file.answers.kind == "coproduction"


def _asset(issue: Issue) -> Iterator[Fact]:
    for fact in facts_of(issue.newest.file):
        if fact.section == "asset" and fact.text:
            yield Fact(fact.label, fact.text)


def _told(told: Mapping[str, Any]) -> Iterator[Fact]:
    condition = (
        str(told.get("condition") or "") if told.get("condition_known") == "yes" else "Not known"
    )
    surveyed = day_said(told.get("surveyed_on"))
    yield Fact("Condition", f"{condition} Surveyed on {surveyed}." if surveyed else condition)
    costs = told.get("running_costs_gbp_pa")
    if told.get("costs_known") == "yes" and costs is not None:
        made_of = str(told.get("costs_made_of") or "")
        cost = f"{words.short_pounds(Decimal(str(costs)))} a year"
        yield Fact("Running costs", f"{cost}: {made_of}" if made_of else cost)
    else:
        yield Fact("Running costs", "Not known")
    yield Fact("The council’s title", _TITLES.get(str(told.get("title")), "Not known"))
    restricted = _ANSWERS.get(str(told.get("restricted")), "Not known")
    said = str(told.get("restrictions") or "")
    yield Fact("Restrictions", f"{restricted}. {said}" if said else restricted)
    yield Fact("Open space", _ANSWERS.get(str(told.get("open_space")), "Not known"))


def applicant(issue: Issue) -> Section:
    """Return who applies, and what the checks before the assessment came to."""
    given = issue.newest.file
    facts = [Fact("Group", given.applicant), Fact("Legal form", given.legal_form)]
    blocks: list[Block] = [Facts(tuple(one for one in facts if one.text))]
    eligibility = list(issue.gate.get("eligibility") or ())
    if eligibility:
        rows = [
            (one["question"], "Yes" if one["met"] else "No", one["reason"]) for one in eligibility
        ]
        blocks += [
            Under("Whether it can apply"),
            Table(
                grid(("Condition", "Met", "Why"), rows, (False, False, False), "Conditions"),
                "checks",
            ),
        ]
    checks = list(issue.gate.get("checks") or ())
    blocks.append(Under("Capability and legal checks"))
    if checks:
        rows = [
            (
                one["title"],
                _OUTCOMES.get(one["outcome"], one["outcome"]),
                " ".join(text for text in (one.get("reason"), one.get("evidence")) if text),
            )
            for one in checks
        ]
        blocks.append(
            Table(
                grid(("Check", "Outcome", "Why, and what was seen"), rows, (False,) * 3, "Checks"),
                "checks",
            )
        )
    else:
        blocks.append(Text("No check is on record yet."))
    return section(
        "applicant", "The applicant and the checks", blocks, "Nothing is known of the applicant."
    )
