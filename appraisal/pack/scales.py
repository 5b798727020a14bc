"""The scales of a pack: every band of each criterion, so that all see what would give more."""

import re

from appraisal.engine.measures import Step, Valued
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.engine.scheme import Criterion
from appraisal.pack.criteria import name_of, result_of
from appraisal.pack.parts import Fact, Scale

_PROXY = re.compile("`([^`]+)`")


def scales(appraisal: Appraisal) -> tuple[Scale, ...]:
    """Return the scale of each criterion; neighbours that share one stand together."""
    found: list[Scale] = []
    for scored in appraisal.criteria:
        scale = _scale(appraisal, scored)
        if found and found[-1][1:] == scale[1:]:
            found[-1] = found[-1]._replace(heads=found[-1].heads + scale.heads)
        else:
            found.append(scale)
    return tuple(found)


def _scale(appraisal: Appraisal, scored: CriterionScore) -> Scale:
    criterion = scored.criterion
    questions = {question.key: question for question in criterion.questions}
    steps = criterion.measure.rules(questions)
    sums = _count_of_sums(criterion)
    return Scale(
        (Fact(name_of(criterion), result_of(scored)),),
        tuple(_sum(appraisal, step) for step in steps[:sums]),
        tuple(Fact(step.text, step.result) for step in steps[sums:]),
    )


def _count_of_sums(criterion: Criterion) -> int:
    """Return how many of a measure's rules say how a value is worked out: they come first."""
    return len(criterion.measure.parts) if isinstance(criterion.measure, Valued) else 0


def _sum(appraisal: Appraisal, step: Step) -> str:
    kinds = appraisal.known_proxies.kinds

    def in_words(found: re.Match[str]) -> str:
        return kinds[found[1]].title if found[1] in kinds else "price"

    return f"{step.text} = {_PROXY.sub(in_words, step.result)}"
