"""The table of scores: every criterion under its heading, and what the heading comes to."""

from appraisal.engine import words
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.pack import criteria
from appraisal.pack.parts import ScoreGroup, ScoreRow


def score_groups(appraisal: Appraisal) -> tuple[ScoreGroup, ...]:
    """Return the headings, each with its criteria."""
    return tuple(_score_group(heading, appraisal) for heading in appraisal.headings)


def _score_group(heading: HeadingScore, appraisal: Appraisal) -> ScoreGroup:
    own = [one for one in appraisal.criteria if one.criterion.heading == heading.heading.key]
    return ScoreGroup(
        heading.heading.title,
        tuple(_score_row(one) for one in own),
        str(heading.points) if heading.percent is not None else "–",
        str(heading.applicable_maximum) if heading.percent is not None else "–",
        "does not apply" if heading.percent is None else words.percent(heading.percent),
    )


def _score_row(one: CriterionScore) -> ScoreRow:
    counts = one.status in ("scored", "unanswered")
    return ScoreRow(
        criteria.name_of(one.criterion),
        str(one.points) if counts else "–",
        str(one.criterion.maximum) if counts else "–",
        criteria.STATUS[one.status] or "scored",
        "" if one.value is None else words.pounds(one.value),
    )
