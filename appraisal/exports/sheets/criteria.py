"""The sheets of criteria: from the inputs to the points of each, by formulas alone."""

from typing import NamedTuple

from appraisal.engine.measures import DeprivationRank, Funding, Level, Ratings, Share, Valued
from appraisal.engine.results import CriterionScore
from appraisal.exports.sheets import scored as by_points
from appraisal.exports.sheets.book import Page
from appraisal.exports.sheets.inputs import ANSWERED
from appraisal.exports.sheets.lines import (
    NOT_APPLICABLE,
    SCORED,
    STATUSES,
    UNANSWERED,
    Lines,
    Rule,
    Sources,
)
from appraisal.exports.sheets.valued import valued


class Scored(NamedTuple):
    """Where the figures of a criterion stand, for the totals to add."""

    status: str
    points: str
    maximum: str
    value: str
    time: tuple[str, ...]


class Criteria:
    """The sheets of criteria, as the engine's own results and formulas that come to the same."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self.pages: list[Page] = []
        self.scored: dict[str, Scored] = {}
        criteria = sources.seen.appraisal.criteria
        first_valued = next(
            (n for n, one in enumerate(criteria) if isinstance(one.criterion.measure, Valued)),
            len(criteria),
        )
        if criteria[:first_valued]:
            self._page("Scores", criteria[:first_valued], _SCORES)
        if criteria[first_valued:]:
            self._page("Values", criteria[first_valued:], _VALUES)

    def _page(self, what: str, criteria: tuple[CriterionScore, ...], layout: "_Layout") -> None:
        first, last = criteria[0].criterion.letter, criteria[-1].criterion.letter
        letters = first if first == last else f"{first}–{last}"
        title = f"{what} {letters}: how each criterion comes to its points."
        page = Page(f"{what} {letters}", layout.heads, layout.widths, title, figures=layout.figures)
        self.pages.append(page)
        for scored in criteria:
            lines = Lines(self.sources, page, layout.result, scored)
            self.scored[lines.letter] = _ends(lines, _rule(lines))


class _Layout(NamedTuple):
    heads: tuple[str, ...]
    widths: tuple[int, ...]
    result: str  # the column that figures stand in
    figures: str


_SCORES = _Layout(
    ("Criterion", "What", "Figure", "How it is worked out"), (30, 58, 18, 52), "C", "C"
)
_VALUES = _Layout(
    (
        *("Criterion", "What", "Quantity", "Unit", "Price", "Divided by", "Times"),
        *("Spread over years", "Figure", "How it is worked out"),
    ),
    (30, 46, 12, 14, 13, 9, 8, 9, 17, 44),
    "I",
    "CEFGHI",
)


def _rule(lines: Lines) -> Rule:
    """Write the lines of a criterion's own measure."""
    measure = lines.criterion.measure
    match measure:
        case Funding():
            return by_points.funding(lines, measure)
        case Share():
            return by_points.share(lines, measure)
        case Level():
            return by_points.level(lines, measure)
        case Ratings():
            return by_points.ratings(lines, measure)
        case DeprivationRank():
            return by_points.deprivation(lines, measure)
        case Valued():
            return valued(lines, measure)
        case _:
            raise NotImplementedError(f"no sheet knows the measure {type(measure).__name__}")


def _ends(lines: Lines, rule: Rule) -> Scored:
    scored, ruled = lines.scored, lines.scored.by_rule
    state = lines.state()
    status = lines.line(
        "Status by the rule",
        f'IF({state}="{ANSWERED}",{rule.status},{_unless_answered(lines)})',
        STATUSES[ruled.status],
        "text",
    )
    points = lines.line(
        "Points by the rule",
        f'IF({status}="{SCORED}",{rule.points},0)',
        ruled.points,
        "whole",
    )
    if scored.picked is not None:
        picked = lines.sources.inputs.at(f"{lines.letter}.picked")
        stands = f'{status}="{NOT_APPLICABLE}"'
        how = "Somebody of the council picked other points; the inputs say why."
        points = lines.line(
            "Points picked", f"IF({stands},{points},{picked})", scored.points, "whole", how
        )
        status = lines.line(
            "Status",
            f'IF({stands},{status},"{SCORED}")',
            STATUSES[scored.status],
            "text",
        )
    counts = f'OR({status}="{SCORED}",{status}="{UNANSWERED}")'
    maximum = lines.line(
        "Most points that count",
        f"IF({counts},{lines.sources.scales.at(f'maximum.{lines.letter}')},0)",
        scored.applicable_maximum,
        "whole",
        "None where the criterion does not apply or cannot be scored.",
    )
    return Scored(status, points, maximum, rule.value, rule.time)


def _unless_answered(lines: Lines) -> str:
    agreed = f"{lines.letter}.not_applicable.agreed_by"
    if not lines.sources.inputs.has(agreed):
        return f'"{UNANSWERED}"'
    return f'IF({lines.sources.inputs.at(agreed)}="","{UNANSWERED}","{NOT_APPLICABLE}")'
