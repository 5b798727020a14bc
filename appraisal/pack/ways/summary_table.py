"""An appraisal summary table in words and bars."""

from appraisal.engine import words
from appraisal.methods.summary_table import Count, Effect, Summary
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Table, Text

TITLE = "Appraisal summary table"
ABOUT = "All that the proposal does, good and bad, in one table on one page. Use it where no single figure can say it."
NO_TOTAL = "There is no total. Scores and pounds have no common measure, so a sum would hide what was weighed."
_GROUPS = {
    "economy": "Economy",
    "environment": "Environment",
    "community": "Community and safety",
    "accessibility": "Accessibility",
    "integration": "Integration with strategy",
}
_SCORES = {
    -3: "Large adverse",
    -2: "Moderate adverse",
    -1: "Slight adverse",
    0: "Neutral",
    1: "Slight beneficial",
    2: "Moderate beneficial",
    3: "Large beneficial",
}


def blocks(found: Summary) -> tuple[Block, ...]:
    """Return the counts in a sentence, the table, and the counts of each group: short enough for one page."""
    good, none, bad = (
        sum(getattr(one, part) for one in found.counts)
        for part in ("beneficial", "neutral", "adverse")
    )
    return (
        Text(
            f"Of {words.counted(len(found.effects), 'effect')}, {good} beneficial, {none} neutral and {bad} adverse. "
            f"{NO_TOTAL}"
        ),
        Text(" ".join(_counted(one) for one in found.counts)),
        Table(
            grid(
                ("Group", "About", "What happens", "How much", "Score, or £ a year"),
                [
                    (_GROUPS[one.group], one.name, one.note or "–", one.quantity or "–", _said(one))
                    for one in found.effects
                ],
                (False,) * 5,
                "Effects of the proposal",
            ),
            "effects",
        ),
    )


def chart(found: Summary) -> Chart | None:
    """Draw the scores on their seven points; None where all is in pounds."""
    scored = [one for one in found.effects if one.score is not None]
    if not scored:
        return None
    said = tuple(_said(one) for one in scored)
    shown = "; ".join(f"{one.name}: {text.lower()}" for one, text in zip(scored, said, strict=True))
    return Bars(
        title=f"Score of each effect that is not in pounds: {shown}.",
        about="A bar to the right is beneficial and one to the left adverse; neutral has none.",
        labels=tuple(one.name for one in scored),
        series=(Series("Score", tuple(float(one.score or 0) for one in scored)),),
        said=(tuple(_points(one) for one in scored),),
    )


def _counted(one: Count) -> str:
    said = (
        (one.beneficial, "beneficial"),
        (one.neutral, "neutral"),
        (one.adverse, "adverse"),
    )
    counts = ", ".join(f"{count} {name}" for count, name in said if count) or "nothing"
    return f"{_GROUPS[one.group]}: {counts}."


def _said(one: Effect) -> str:
    if one.pounds is not None:
        return words.pounds(one.pounds)
    return f"{_SCORES[one.score or 0]}, {_points(one)}"


def _points(one: Effect) -> str:
    """Return the score as a figure with its sign: the room beside a bar is small."""
    score = one.score or 0
    return f"{'+' if score > 0 else '−' if score else ''}{abs(score)}"
