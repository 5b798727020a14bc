"""``docs/scoring.md``: how the shipped schemes score, and worked cases, made from the data itself."""

from collections.abc import Iterable, Iterator, Mapping
from typing import cast

from appraisal.engine import words
from appraisal.engine.explain import criterion_working, total_workings
from appraisal.engine.policy import limits
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Criterion, Question, Scheme
from appraisal.examples import Example

_ASKED = {"group": "the group", "officer": "the council", "either": "the group or the council"}
_STATUS = {"published": "published figures", "default": "default figures, for a council to replace"}


def scoring_page(
    schemes: Iterable[Scheme], examples: Iterable[Example], edges: Iterable[Mapping[str, object]]
) -> str:
    """Return the page as Markdown. Nothing in it is typed by hand, so no figure can go stale.

    ``edges`` are the files of short cases, laid out as ``fixtures/golden/README.md`` says.
    """
    return "\n".join(_page(schemes, examples, edges)) + "\n"


def _page(
    schemes: Iterable[Scheme], examples: Iterable[Example], edges: Iterable[Mapping[str, object]]
) -> Iterator[str]:
    yield "# How it scores"
    yield ""
    yield "Made by `manage.py write_scoring` from `fixtures/`; a test fails when it is stale. Do not edit."
    yield ""
    yield "A figure above what is usual counts as it stands; people are only asked to check it."
    for scheme in schemes:
        yield from _scheme(scheme)
    yield "## Worked examples"
    yield ""
    yield "Made-up cases, each from the file of its name in `fixtures/golden/`."
    for example in examples:
        yield from _example(example)
    yield ""
    yield "## Cases at the edges"
    yield ""
    yield "Each starts from one of the worked examples and changes what is named. The tests run every one."
    for file in edges:
        yield from _edges(file)


def _scheme(scheme: Scheme) -> Iterator[str]:
    yield ""
    yield f"## {scheme.title}"
    yield ""
    yield f"`{scheme.name}`, {scheme.maximum} points. {scheme.summary}"
    yield ""
    yield f"Source: {scheme.source}."
    if scheme.discount:
        yield ""
        said = " ".join((scheme.discount.title, *limits(scheme.discount)))
        yield f"{said} Source: {scheme.discount.source}."
    for heading in scheme.headings:
        own = scheme.under(heading)
        yield ""
        yield f"### {heading.title}: {sum(criterion.maximum for criterion in own)} points"
        for criterion in own:
            yield from _criterion(criterion)
    yield ""


def _criterion(criterion: Criterion) -> Iterator[str]:
    yield ""
    yield f"#### {criterion.letter} {criterion.title}: {words.counted(criterion.maximum, 'point')}"
    yield ""
    yield criterion.why
    yield ""
    for question in criterion.questions:
        asked = f"asked of {_ASKED[question.asked_of]}{_usual(question)}"
        yield f"- {question.label} (`{question.key}`, {asked}){_columns(question)}"
    yield ""
    yield "| Rule | Gives |"
    yield "|---|---|"
    for step in criterion.measure.rules(
        {question.key: question for question in criterion.questions}
    ):
        yield f"| {step.text} | {step.result} |"
    yield ""
    yield f"*{_STATUS[criterion.status].capitalize()}. {criterion.source}.*"


def _columns(question: Question) -> str:
    names = [
        f"{column.label.lower()} (`{column.key}`{_usual(column)})" for column in question.columns
    ]
    return f": for each row {words.listed(names)}" if names else ""


def _usual(question: Question) -> str:
    most = question.usual_most
    return "" if most is None else f", up to {words.plain(most)} is usual"


def _example(example: Example) -> Iterator[str]:
    appraisal = example.appraisal
    yield ""
    yield f"### {example.file.title} (`{example.name}.json`)"
    yield ""
    yield (
        f"Valued on {words.day(appraisal.answers.valuation_date)} under `{appraisal.scheme.name}`: "
        f"{appraisal.points} of the {appraisal.applicable_maximum} points that apply, "
        f"{words.percent(appraisal.percent)}{', provisional' if appraisal.provisional else ''}."
    )
    yield ""
    yield "| Criterion | How it was worked out | Comes to |"
    yield "|---|---|---|"
    for scored in appraisal.criteria:
        working = criterion_working(
            appraisal, scored, example.file.wording.get(scored.criterion.letter, {})
        )
        lines = [str(step) for step in working.steps]
        yield f"| {working.title} | {'<br>'.join([*lines, working.rule])} | {working.result} |"
    yield from _totals(appraisal)


def _totals(appraisal: Appraisal) -> Iterator[str]:
    yield ""
    yield "| Figure | How it was worked out | Comes to |"
    yield "|---|---|---|"
    for working in total_workings(appraisal):
        lines = [str(step) for step in working.steps]
        yield f"| {working.title} | {'<br>'.join([*lines, working.rule])} | {working.result} |"
    for warning in appraisal.warnings:
        yield ""
        yield f"Warning at `{warning.place}`, `{warning.code}`: {warning.message}"


def _edges(file: Mapping[str, object]) -> Iterator[str]:
    yield ""
    yield f"### {file['about']} (from `{file['base']}.json`)"
    yield ""
    changed_always = _changes(file)
    if changed_always:
        yield f"In every case: {'; '.join(changed_always)}."
        yield ""
    yield "| Case | Changed | Must come out |"
    yield "|---|---|---|"
    for case in cast(list[Mapping[str, object]], file["cases"]):
        changed = _changes(case)
        expected = [
            *_paths(case.get("points"), "points"),
            *_paths(case.get("status"), "is"),
            *_paths(case.get("value"), "£"),
            *_paths(case.get("result"), "="),
            *(f"no {path}" for path in _texts(case, "nothing")),
            *(f"warns {warning}" for warning in _texts(case, "warnings")),
            *(["no warnings"] if case.get("warnings") == [] else []),
        ]
        yield f"| {case['title']} | {'<br>'.join(changed)} | {'<br>'.join(expected)} |"


def _changes(case: Mapping[str, object]) -> list[str]:
    return _paths(case.get("set"), "=") + [f"{path} left out" for path in _texts(case, "drop")]


def _texts(case: Mapping[str, object], key: str) -> list[str]:
    return cast(list[str], case.get(key, []))


def _paths(given: object, sign: str) -> list[str]:
    if not isinstance(given, Mapping):
        return []
    return [f"{path} {sign} {_value(value)}" for path, value in given.items()]


def _value(value: object) -> str:
    if isinstance(value, list) and len(value) > 3:
        return words.counted(len(value), "entry", "entries")
    if isinstance(value, Mapping):
        return words.listed([f"{key} {_value(one)}" for key, one in value.items()]) or "nothing"
    if isinstance(value, list):
        return "; ".join(_value(one) for one in value) or "none"
    return str(value)
