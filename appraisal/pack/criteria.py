"""A criterion's own part of the pack: what was asked, what was said, and how the points arose."""

from collections.abc import Mapping

from appraisal.engine import words
from appraisal.engine.answers import Answer, Deprivation
from appraisal.engine.explain import Working, criterion_working
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.engine.said import Said, said
from appraisal.engine.scheme import Criterion
from appraisal.file import AppraisalFile
from appraisal.pack.grids import grid
from appraisal.pack.parts import CriterionPage, HeadingPages, Spoken

STATUS = {
    "scored": "",
    "not-applicable": "does not apply",
    "unanswered": "unanswered",
    "cannot-be-scored": "cannot be scored",
}
_MOST_STEPS_BESIDE = 4
_MOST_LETTERS_BESIDE = 420
_MOST_ROWS_IN_COLUMNS = 24
_MOST_LETTERS_IN_COLUMNS = 1800


def name_of(criterion: Criterion) -> str:
    """Return a criterion's letter and title."""
    return f"{criterion.letter} {criterion.title}"


def heading_pages(given: AppraisalFile, appraisal: Appraisal) -> tuple[HeadingPages, ...]:
    """Return every criterion, under its heading."""
    return tuple(
        HeadingPages(
            heading.heading.title,
            heading_result(heading),
            tuple(
                _page(given, appraisal, scored)
                for scored in appraisal.criteria
                if scored.criterion.heading == heading.heading.key
            ),
        )
        for heading in appraisal.headings
    )


def heading_result(heading: HeadingScore) -> str:
    """Say what a heading comes to."""
    if heading.percent is None:
        return "does not apply"
    return (
        f"{heading.points} of {heading.applicable_maximum} points, {words.percent(heading.percent)}"
    )


def _page(given: AppraisalFile, appraisal: Appraisal, scored: CriterionScore) -> CriterionPage:
    criterion, answer = scored.criterion, scored.answer
    wording = given.wording.get(criterion.letter, {})
    working = criterion_working(appraisal, scored, wording)
    if answer is not None and answer.not_applicable is not None:
        working = working._replace(steps=())  # the claim stands in full beside it
    spoken = _spoken(criterion, answer, wording, appraisal.answers.deprivation)
    columns = _fits_columns(spoken, answer, working)
    return CriterionPage(
        name=name_of(criterion),
        result=result_of(scored),
        status=STATUS[scored.status],
        why=criterion.why,
        spoken=spoken,
        claim=_claim(answer),
        value="" if scored.value is None else f"{words.pounds(scored.value)} a year",
        evidence=answer.evidence if answer else "",
        note=answer.note if answer else "",
        working=working,
        beside=columns and _fits_beside(working),
        columns=columns,
        basis=_basis(criterion),
    )


def result_of(scored: CriterionScore) -> str:
    """Say what a criterion comes to."""
    maximum = words.counted(scored.criterion.maximum, "point")
    if scored.status == "not-applicable":
        return "Does not apply"
    if scored.status == "cannot-be-scored":
        return f"Not scored yet, of {maximum}"
    return f"{scored.points} of {maximum}"


def _spoken(
    criterion: Criterion,
    answer: Answer | None,
    wording: Mapping[str, str],
    deprivation: Deprivation | None,
) -> tuple[Spoken, ...]:
    if answer is None or answer.not_applicable is not None:
        return ()
    return tuple(_one(one) for one in said(criterion, answer, wording, deprivation))


def _one(one: Said) -> Spoken:
    if not one.rows:
        return Spoken(one.question.label, one.text, None)
    return Spoken(
        one.question.label, "", grid(one.heads, one.rows, one.numeric, one.question.label)
    )


def _claim(answer: Answer | None) -> str:
    if answer is None or answer.not_applicable is None:
        return ""
    claim = answer.not_applicable
    agreed = (
        f"The council agrees: {claim.agreed_by}."
        if claim.agreed_by
        else "The council has not agreed."
    )
    return f"{claim.reason.rstrip().removesuffix('.')}. {agreed}"


def _fits_beside(working: Working) -> bool:
    letters = sum(len(step.text) + len(step.result) for step in working.steps)
    return len(working.steps) <= _MOST_STEPS_BESIDE and letters <= _MOST_LETTERS_BESIDE


def _fits_columns(spoken: tuple[Spoken, ...], answer: Answer | None, working: Working) -> bool:
    """Say whether a criterion is short: two columns that break over pages are hard to follow."""
    grids = [one.grid for one in spoken if one.grid]
    rows = sum(len(grid.rows) for grid in grids) + len(working.steps)
    letters = sum(len(cell.text) for grid in grids for row in grid.rows for cell in row)
    letters += sum(len(one.text) for one in spoken) + sum(len(step.text) for step in working.steps)
    if answer is not None:
        letters += len(answer.evidence) + len(answer.note) + len(_claim(answer))
    return rows <= _MOST_ROWS_IN_COLUMNS and letters <= _MOST_LETTERS_IN_COLUMNS


def _basis(criterion: Criterion) -> str:
    status = "Published figures" if criterion.status == "published" else "Default figures†"
    return f"{status}. {criterion.source}."
