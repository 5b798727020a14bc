"""The table of scores: every criterion under its heading, and what the heading comes to."""

from appraisal.engine import words
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.pack import criteria
from appraisal.pack.parts import Earlier, ScoreGroup, ScoreRow


def score_groups(appraisal: Appraisal, earlier: Earlier | None = None) -> tuple[ScoreGroup, ...]:
    """Return the headings, each with its criteria; what is other than an ``earlier`` one's is marked."""
    return tuple(_score_group(heading, appraisal, earlier) for heading in appraisal.headings)


def _score_group(
    heading: HeadingScore, appraisal: Appraisal, earlier: Earlier | None
) -> ScoreGroup:
    own = [one for one in appraisal.criteria if one.criterion.heading == heading.heading.key]
    return ScoreGroup(
        heading.heading.title,
        tuple(_score_row(one, earlier) for one in own),
        str(heading.points) if heading.percent is not None else "–",
        str(heading.applicable_maximum) if heading.percent is not None else "–",
        "does not apply" if heading.percent is None else words.percent(heading.percent),
    )


def _score_row(one: CriterionScore, earlier: Earlier | None) -> ScoreRow:
    counts = one.status in ("scored", "unanswered")
    return ScoreRow(
        criteria.name_of(one.criterion),
        str(one.points) if counts else "–",
        str(one.criterion.maximum) if counts else "–",
        _status(one, earlier),
        "" if one.value is None else words.pounds(one.value),
    )


def _status(one: CriterionScore, earlier: Earlier | None) -> str:
    """Say whether a criterion is scored, whether its points were picked, and what they were before."""
    said = "picked" if one.picked else criteria.STATUS[one.status] or "scored"
    if earlier is None:
        return said
    letter = one.criterion.letter
    was = next(old for old in earlier.appraisal.criteria if old.criterion.letter == letter)
    if (was.status, was.points) == (one.status, one.points):
        return said
    before = criteria.STATUS[was.status] or str(was.points)
    return f"{said}, changed ({earlier.name.lower()}: {before})"
