"""A discount policy: the table that a TOML file holds → a checked policy, every complaint with its place."""

from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any, Literal, cast, get_args

from appraisal.engine.amounts import ONE, ZERO, Ratio, half_up
from appraisal.engine.faults import shown
from appraisal.engine.policies import (
    KINDS,
    AdditiveCap,
    CountStep,
    CountSteps,
    FlatConditional,
    RentOffset,
    ScorePercent,
    Test,
    Threshold,
)
from appraisal.engine.policy import HUNDRED, STATED_PLACES, Gate, Policy, said
from appraisal.engine.scheme import Heading, Status
from appraisal.engine.tables import Table

_MOST_YEARS = 25  # of a transition: no lease is phased in for longer


def parse_policy(table: Table, headings: tuple[Heading, ...], letters: tuple[str, ...]) -> Policy:
    """Read a policy; ``headings`` and ``letters`` are the scheme's, which gates and tests may name."""
    kind = table.one_of("policy", tuple(one.kind for one in KINDS))
    own = _OWN[kind](table, {one.key: one for one in headings}, letters)
    policy = _MADE[kind](**_carried(table, kind, headings), **own)
    _check(policy, table)
    table.close()
    return policy


def _carried(table: Table, kind: str, headings: tuple[Heading, ...]) -> dict[str, Any]:
    usual = ONE if kind in ("score-percent", "threshold") else None
    return {
        "title": table.text("title"),
        "source": table.text("source"),
        "status": cast(Status, table.one_of("status", get_args(Status), "published")),
        "name": table.text("name", required=False),
        "condition": table.text("condition", required=kind == "flat-conditional"),
        "floor": percent_at(table, "floor", ZERO),
        "cap": percent_at(table, "cap", None if kind == "additive-cap" else HUNDRED),
        "step": percent_at(table, "step") if table.has("step") else usual,
        "gates": _gates(table, {one.key: one for one in headings}),
        "below_gate": cast(
            Literal["none", "floor"], table.one_of("below_gate", ("none", "floor"), "none")
        ),
        "uplift": percent_at(table, "uplift") if table.has("uplift") else None,
        "transition": _transition(table),
    }


def percent_at(table: Table, key: str, default: Decimal | None = None) -> Decimal:
    """Return a percentage from 0 to 100 with at most two decimals."""
    percent = table.number(key, default)
    if percent > HUNDRED:
        table.wrong(key, "A percentage is at most 100.")
    elif not _has_places(percent):
        table.wrong(key, "A percentage has at most two decimals.")
    return percent


def _has_places(percent: Decimal) -> bool:
    return half_up(Ratio(percent), STATED_PLACES) == percent


def _check(policy: Policy, table: Table) -> None:
    if policy.cap < policy.floor:
        table.wrong(
            "cap", f"The cap of {said(policy.cap)} is below the floor of {said(policy.floor)}."
        )
    if policy.cap == 0:
        table.wrong("cap", "A cap of 0% leaves no discount at all.")
    if policy.step == 0:
        table.wrong("step", "A rounding step must be above 0.")
    if policy.uplift == 0:
        table.wrong("uplift", "An uplift must be above 0; leave it out where there is none.")
    if table.has("below_gate") and not policy.gates:
        table.wrong("below_gate", "There are no gates, so nothing can be below one.")
    if policy.below_gate == "floor" and policy.floor == 0:
        table.wrong("below_gate", "There is no floor to give. Set a floor above 0, or say none.")


def _gates(table: Table, headings: Mapping[str, Heading]) -> tuple[Gate, ...]:
    gates = []
    for one in table.tables("gates", required=False) if table.has("gates") else []:
        key = one.one_of("heading", tuple(headings) or ("",))
        at_least = percent_at(one, "at_least")
        if at_least == 0:
            one.wrong("at_least", "A gate of 0% holds nothing back. Set it above 0.")
        gates.append(Gate(key, headings[key].title if key in headings else "", at_least))
        one.close()
    for key, count in Counter(gate.heading for gate in gates).items():
        if count > 1:
            table.wrong("gates", f"The heading “{shown(key)}” has {count} gates; one is enough.")
    return tuple(gates)


def _transition(table: Table) -> tuple[Decimal, ...]:
    given = table.numbers("transition")
    for percent in given:
        if percent > HUNDRED or not _has_places(percent):
            table.wrong(
                "transition",
                "Each year is a percentage of the discount: at most 100, with at most two decimals.",
            )
    if len(given) > _MOST_YEARS:
        table.wrong("transition", f"A transition takes at most {_MOST_YEARS} years.")
    return given


# --- what each kind has of its own ---------------------------------------------------------------

_Own = dict[str, Any]
_Headings = Mapping[str, Heading]


def _nothing(table: Table, headings: _Headings, letters: tuple[str, ...]) -> _Own:
    return {}


def _count_steps(table: Table, headings: _Headings, letters: tuple[str, ...]) -> _Own:
    count = table.one_of("count", ("criteria", "headings"))
    most = len(headings if count == "headings" else letters)
    pass_mark = percent_at(table, "pass_mark")
    if pass_mark == 0 and table.has("pass_mark"):
        table.wrong("pass_mark", "Everything is at or above 0%. Set a pass mark above 0.")
    steps: list[CountStep] = []
    for one in table.tables("steps"):
        at_least, percent = one.whole("at_least"), percent_at(one, "percent")
        one.close()
        _check_step(one, CountStep(at_least, percent), steps[-1] if steps else None, count, most)
        steps.append(CountStep(at_least, percent))
    return {"count": count, "pass_mark": pass_mark, "steps": tuple(steps)}


def _check_step(
    table: Table, step: CountStep, before: CountStep | None, count: str, most: int
) -> None:
    if step.at_least == 0:
        table.wrong("at_least", "A step starts at 1 or more; below the first there is 0%.")
    elif step.at_least > most:
        table.wrong("at_least", f"The scheme has only {most} {count}, so this is never reached.")
    if before is None:
        return
    if step.at_least <= before.at_least:
        table.wrong(
            "at_least",
            f"The steps overlap: one starts at {before.at_least}, the next must start above it.",
        )
    if step.percent < before.percent:
        table.wrong(
            "percent", f"The steps go down: {said(step.percent)} follows {said(before.percent)}."
        )


def _additive_cap(table: Table, headings: _Headings, letters: tuple[str, ...]) -> _Own:
    tests = tuple(_test(one, headings, letters) for one in table.tables("tests"))
    for title, times in Counter(test.title for test in tests).items():
        if times > 1:
            table.wrong("tests", f"The test “{shown(title)}” stands {times} times.")
    return {"tests": tests}


def _test(table: Table, headings: _Headings, letters: tuple[str, ...]) -> Test:
    asked = [key for key in ("criterion", "heading", "legal_forms") if table.has(key)]
    if len(asked) != 1:
        table.wrong("", "A test asks for one thing: a criterion, a heading or legal_forms.")
    percent = percent_at(table, "percent")
    if percent == 0 and table.has("percent"):
        table.wrong("percent", "A test that gives 0% tests nothing. Set it above 0.")
    letter = table.one_of("criterion", letters or ("",), "")
    heading = table.one_of("heading", tuple(headings) or ("",), "")
    forms = table.texts("legal_forms")
    if table.has("legal_forms") and not (forms and all(form.strip() for form in forms)):
        table.wrong("legal_forms", "Name at least one legal form, none of them blank.")
    at_least = ZERO if forms else percent_at(table, "at_least")
    if not forms and at_least == 0 and table.has("at_least"):
        table.wrong("at_least", "Everybody meets 0%. Set it above 0.")
    test = Test(table.text("title"), percent, letter, heading, at_least, forms)
    table.close()
    return test


def _threshold(table: Table, headings: _Headings, letters: tuple[str, ...]) -> _Own:
    mark, of = table.number("mark"), table.number("mark_of", HUNDRED)
    full, part = percent_at(table, "full", HUNDRED), percent_at(table, "part_most")
    if mark == 0 and table.has("mark"):
        table.wrong("mark", "Every score is at or above 0. Set a mark above 0.")
    if mark > of:
        table.wrong("mark", "The mark is above the most there is, so it is never reached.")
    if part > full:
        table.wrong("part_most", f"The part below the mark is above the full {said(full)}.")
    if of == 0:
        of = HUNDRED
        table.wrong("mark_of", "This must be above 0.")
    return {"mark": mark, "mark_of": of, "full": full, "part_most": part}


def _flat(table: Table, headings: _Headings, letters: tuple[str, ...]) -> _Own:
    return {"percent": percent_at(table, "percent")}


_OWN: Mapping[str, Callable[[Table, _Headings, tuple[str, ...]], _Own]] = {
    "score-percent": _nothing,
    "rent-offset": _nothing,
    "count-steps": _count_steps,
    "additive-cap": _additive_cap,
    "threshold": _threshold,
    "flat-conditional": _flat,
}
_MADE: Mapping[str, Callable[..., Policy]] = {
    one.kind: one
    for one in (ScorePercent, RentOffset, CountSteps, AdditiveCap, Threshold, FlatConditional)
}
