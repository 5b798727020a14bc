"""An outcomes matrix in words, tables and bars."""

from collections.abc import Sequence
from fractions import Fraction

from appraisal.engine import words
from appraisal.methods.outcomes_matrix import rounded
from appraisal.methods.outcomes_matrix_parts import Change, Matrix, Standing, SubCriterion
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Table, Text, Under

TITLE = "Outcomes matrix"
ABOUT = (
    "How well each option does, in marks from 0 to 10, under each thing that matters. Use it where what matters has "
    "no price."
)
_TITLES = {
    "three": {"economic": "Economic", "social": "Social", "environmental": "Environmental"},
    "two": {"economic": "Cash", "social": "Social benefit"},
}
_NO_MEAN = "not marked"


def blocks(found: Matrix) -> tuple[Block, ...]:
    """Return who comes first, the means, what decides, what weights would change, and every mark."""
    titles = _TITLES[found.variant]
    heads = [titles[one.key] for one in found.headings]
    reasons = (Under("Why these marks"), Text(found.reasons, typed=True)) if found.reasons else ()
    return (
        Text(f"{_lead(found)} {_steady(found)}"),
        Table(
            grid(
                ("Option", *heads, "Overall", "Rank"),
                [_standing(one) for one in found.options],
                (False, *(True for _ in heads), True, False),
                "Mean marks, from 0 to 10",
            )
        ),
        Text(_counted(found)),
        Under("What decides"),
        Text(_decides(found)),
        Table(
            grid(
                ("Heading", "If it counted twice as much", "If it counted half as much"),
                [_change(one, found.best, titles) for one in found.changes],
                (False, False, False),
                "Who would come first if a heading counted more or less",
            )
        ),
        Table(
            grid(
                ("Sub-criterion", "Counts, %", *(one.name for one in found.options)),
                [
                    (_named(one, titles), _percent(one.share), *(str(mark) for mark in one.marks))
                    for one in found.criteria
                ],
                (False, True, *(True for _ in found.options)),
                "Every mark, and its part of the overall mark",
            )
        ),
        *reasons,
    )


def chart(found: Matrix) -> Chart:
    """Draw the overall mark of each option and its mean under each heading."""
    titles = _TITLES[found.variant]
    figures: list[tuple[str, tuple[Fraction | None, ...]]] = [
        ("Overall", tuple(one.overall for one in found.options))
    ]
    figures += [
        (titles[heading.key], tuple(one.means[number] for one in found.options))
        for number, heading in enumerate(found.headings)
    ]
    shown = "; ".join(f"{one.name} {_mark(one.overall)}" for one in found.options)
    return Bars(
        title=f"Overall mark of each option, from 0 to 10, and its mean under each heading: {shown}.",
        about="Bars for each option, all on one scale: overall first, then each heading.",
        labels=tuple(one.name for one in found.options),
        series=tuple(
            Series(name, tuple(None if one is None else float(one) for one in means))
            for name, means in figures
        ),
        said=tuple(tuple(_mark(one) for one in means) for _, means in figures),
    )


def _lead(found: Matrix) -> str:
    best, next_best = found.two_best
    if len(found.best) > 1:
        together = "both" if len(found.best) == 2 else "all"
        return f"{_quoted(found.best)} come first together: {together} have {_mark(best.overall)} of 10."
    return (
        f"“{best.name}” comes first with {_mark(best.overall)} of 10, before “{next_best.name}” with "
        f"{_mark(next_best.overall)}."
    )


def _counted(found: Matrix) -> str:
    if len({one.weight for one in found.headings}) == 1:
        return "The headings count the same."
    parts = [
        f"{_TITLES[found.variant][one.key].lower()} {_percent(one.share)}%"
        for one in found.headings
    ]
    return f"The overall mark is made of the headings by their weights: {words.listed(parts)}."


def _standing(one: Standing) -> tuple[str, ...]:
    return (
        one.name,
        *(_mark(mean) for mean in one.means),
        _mark(one.overall),
        f"{one.rank}, tied" if one.tied else str(one.rank),
    )


def _decides(found: Matrix) -> str:
    first, second = found.two_best
    if not found.differences:
        return f"“{first.name}” and “{second.name}” have the same marks in everything that counts."
    parts = [
        f"{_quoted((one.criterion.name,))} ({_TITLES[found.variant][one.criterion.heading].lower()}), where "
        f"“{first.name}” has {one.first} and “{second.name}” has {one.second}: this makes {_mark(abs(one.counts))} "
        f"of the overall mark, in favour of “{(first if one.counts > 0 else second).name}”"
        for one in found.differences
    ]
    return f"With weights counted, “{first.name}” and “{second.name}” differ most in {'; and in '.join(parts)}."


def _steady(found: Matrix) -> str:
    best = set(found.best)
    moved = any(set(one) != best for each in found.changes for one in (each.doubled, each.halved))
    if moved:
        return "This depends on how much the headings count: the table below says when it changes."
    return (
        "It stays first if any one heading counts twice or half as much."
        if len(best) == 1
        else "They stay first together if any one heading counts twice or half as much."
    )


def _change(one: Change, best: Sequence[str], titles: dict[str, str]) -> tuple[str, ...]:
    def said(names: tuple[str, ...]) -> str:
        if set(names) == set(best):
            return f"No change: {words.listed(list(names))}"
        together = " together" if len(names) > 1 else ""
        return f"Changes: {words.listed(list(names))}{together}"

    return titles[one.heading], said(one.doubled), said(one.halved)


def _named(one: SubCriterion, titles: dict[str, str]) -> str:
    return f"{titles[one.heading]}: {one.name}"


def _quoted(names: Sequence[str]) -> str:
    return words.listed([f"“{one}”" for one in names])


def _mark(exact: Fraction | None) -> str:
    return _NO_MEAN if exact is None else f"{rounded(exact):f}"


def _percent(share: Fraction) -> str:
    return f"{rounded(share * 100, 1):f}"
