"""The table of scores: every criterion under its heading, and what the heading comes to."""

from collections.abc import Sequence

from appraisal.engine import words
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.pack import criteria
from appraisal.pack.parts import Earlier, ScoreGroup, ScoreRow


def score_groups(appraisal: Appraisal, earlier: Sequence[Earlier] = ()) -> tuple[ScoreGroup, ...]:
    """Return the headings, each with its criteria; what is other than in any ``earlier`` one is marked."""
    return tuple(_score_group(heading, appraisal, earlier) for heading in appraisal.headings)


def _score_group(
    heading: HeadingScore, appraisal: Appraisal, earlier: Sequence[Earlier]
) -> ScoreGroup:
    own = [one for one in appraisal.criteria if one.criterion.heading == heading.heading.key]
    return ScoreGroup(
        heading.heading.title,
        tuple(_score_row(one, earlier) for one in own),
        str(heading.points) if heading.percent is not None else "–",
        str(heading.applicable_maximum) if heading.percent is not None else "–",
        "does not apply" if heading.percent is None else words.percent(heading.percent),
    )


def _score_row(one: CriterionScore, earlier: Sequence[Earlier]) -> ScoreRow:
    counts = one.status in ("scored", "unanswered")
    return ScoreRow(
        criteria.name_of(one.criterion),
        str(one.points) if counts else "–",
        str(one.criterion.maximum) if counts else "–",
        _status(one, earlier),
        "" if one.value is None else words.pounds(one.value),
    )


def _status(one: CriterionScore, earlier: Sequence[Earlier]) -> str:
    """Say whether a criterion is scored, whether its points were picked, and what they were before."""
    said = "picked" if one.picked else criteria.STATUS[one.status] or "scored"
    was = (_before(one, each) for each in earlier)
    others = ", ".join(words for words in was if words)
    return f"{said}, changed ({others})" if others else said


def _before(one: CriterionScore, earlier: Earlier) -> str:
    """Say whose other points a criterion had; nothing where they were the same."""
    letter = one.criterion.letter
    was = next(old for old in earlier.appraisal.criteria if old.criterion.letter == letter)
    if (was.status, was.points) == (one.status, one.points):
        return ""
    return f"{earlier.name.lower()}: {criteria.STATUS[was.status] or was.points}"
