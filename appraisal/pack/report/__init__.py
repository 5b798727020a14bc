"""The committee's report: the sections of an issued pack that a record holds, in the order committees expect.

Pure: records go in, words and tables come out. What a draft shows of the figures (the decision on a page, scores,
values, totals, ledger) is made by the pack itself, between these sections.
"""

from typing import NamedTuple

from appraisal.area.profile import profile_from
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.pack.criteria import heading_pages
from appraisal.pack.kite import COUNCIL_COLOUR
from appraisal.pack.neighbourhood import place_section
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Section, Table, Under, section
from appraisal.pack.report.chapters import chapter_blocks, chapter_section, tests_section
from appraisal.pack.report.closing import interests, monitoring, on_record
from appraisal.pack.report.cost import implications
from appraisal.pack.report.headline import Headline, headline
from appraisal.pack.report.issue import Issue
from appraisal.pack.report.place import applicant, asset_today
from appraisal.pack.report.recommendation import recommendation
from appraisal.pack.report.sides import graded, side_by_side, sides_of
from appraisal.pack.report.sums import funding

__all__ = ["Issue", "Report", "Section", "report_of"]


class Report(NamedTuple):
    """The sections, by where they stand among the pages of figures, and what the page of the decision says."""

    headline: Headline
    opening: tuple[Section, ...]  # after the decision on a page, before the scores
    evidence: tuple[Section, ...]  # after the criteria
    sides: tuple[Section, ...]  # after the values, before the terms
    legal: tuple[Section, ...]  # after the legal ledger
    closing: tuple[Section, ...]  # after that, before the glossary

    @property
    def all(self) -> tuple[Section, ...]:
        """Every section in order."""
        return (*self.opening, *self.evidence, *self.sides, *self.legal, *self.closing)


def report_of(
    issue: Issue, appraisal: Appraisal, given: AppraisalFile, colour: str = COUNCIL_COLOUR
) -> Report:
    """Return the sections of a pack.

    ``given`` is the newest record's file as this reader may see it, and ``appraisal`` what it comes to.
    """
    transfer = appraisal.answers.kind == "asset-transfer"
    terms = (
        chapter_section(
            issue, "heads-of-terms", "Heads of terms", "No heads of terms are on record yet."
        ),
    )
    return Report(
        headline=headline(issue, appraisal, given),
        opening=(
            recommendation(issue, appraisal),
            *((asset_today(issue),) if transfer else ()),
            *_place(issue, colour),
            chapter_section(issue, "options", "The options", "No other options are on record."),
            applicant(issue),
            _plan(issue, appraisal),
        ),
        evidence=(graded(issue),),
        sides=(side_by_side(issue, sides_of(issue)),),
        legal=(
            tests_section(
                issue,
                "legal",
                "Evidence for each legal test",
                "Not yet evidenced: no legal test has evidence on this record.",
            ),
        ),
        closing=(
            implications(issue, appraisal),
            chapter_section(issue, "risks", "Risk register", "No risks are on record yet."),
            *(terms if transfer else ()),
            monitoring(issue),
            interests(issue),
            on_record(issue),
        ),
    )


def _place(issue: Issue, colour: str) -> tuple[Section, ...]:
    """Return the profile of the place, where its record holds one: older ones hold none."""
    found = issue.newest.place
    return (place_section(profile_from(found), colour),) if found else ()


def _plan(issue: Issue, appraisal: Appraisal) -> Section:
    """Return the business plan, and what was said of other funders: where the scheme tags their money."""
    blocks: list[Block] = [*chapter_blocks(issue, "plan"), *funding(appraisal)]
    funded = {
        f"{one.letter} {one.title}" for one in appraisal.scheme.criteria if one.external_funds
    }
    pages = (
        page for heading in heading_pages(issue.newest.file, appraisal) for page in heading.criteria
    )
    for page in pages:
        if page.name in funded and page.spoken:
            blocks.append(Under(f"Funding: {page.name}"))
            said = (Fact(one.question, one.text) for one in page.spoken if one.text)
            blocks.append(Facts(tuple(said)))
            blocks += [Table(one.grid) for one in page.spoken if one.grid]
    return section("plan", "Business plan and funding", blocks, "No three-year plan was given.")
