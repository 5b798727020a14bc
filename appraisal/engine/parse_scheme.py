"""A scheme: the mapping that a TOML file holds → a checked scheme, every complaint with its place."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Literal, cast, get_args

from appraisal.engine.faults import Faults, shown, within
from appraisal.engine.fields import Kind, Shape
from appraisal.engine.measures import Valued
from appraisal.engine.parse_answers import BESIDE, CLAIM_LIKE, RESERVED
from appraisal.engine.parse_measures import parse_measure
from appraisal.engine.parse_policies import parse_policy
from appraisal.engine.policy import Policy
from appraisal.engine.proxies import ProxyKind
from appraisal.engine.scheme import (
    EXTERNAL_FUNDS,
    SOCIAL_VALUE,
    TAGS,
    Criterion,
    Direction,
    Heading,
    ProposalKind,
    Question,
    Scheme,
    Status,
)
from appraisal.engine.tables import Table

# Keys are printed in places of faults, compared with what files hold, and stored.
_SCHEME_KEY = re.compile(r"[a-z][a-z0-9-]{0,59}", re.ASCII)
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", re.ASCII)
_KEY = re.compile(r"[a-z][a-z0-9_-]{0,59}", re.ASCII)
_SIMPLE_KINDS = ("amount", "number", "whole", "choice", "text")
_DATED = (*_SIMPLE_KINDS, "date")
_DIRECTIONS = get_args(Direction)


def parse_scheme(given: Mapping[str, object], proxies: Mapping[str, ProxyKind]) -> Scheme:
    """Check a scheme and return it, or raise ``CannotRead`` naming everything that is wrong."""
    faults = Faults()
    table = Table(dict(given), "", faults)
    headings = tuple(_heading(one) for one in table.tables("headings"))
    criteria = tuple(
        criterion
        for one in table.tables("criteria")
        if (criterion := _criterion(one, headings, proxies)) is not None
    )
    scheme = Scheme(
        key=table.key("key", _SCHEME_KEY, "valuing-worth-am"),
        version=table.key("version", _VERSION, "2026.1"),
        title=table.text("title"),
        summary=table.text("summary"),
        kind=cast(ProposalKind, table.one_of("kind", get_args(ProposalKind))),
        published=table.day("published"),
        source=table.text("source"),
        rule=cast(Literal["points", "weighted"], table.one_of("rule", ("points", "weighted"))),
        discount=_discount(table, headings, criteria),
        headings=headings,
        criteria=criteria,
        by_letter={criterion.letter: criterion for criterion in criteria},
        maximum=sum(criterion.maximum for criterion in criteria),
    )
    declared = table.whole("maximum")
    table.close()
    _check_whole(scheme, declared, table)
    faults.raise_if_any()
    return scheme


def _check_whole(scheme: Scheme, declared: int, table: Table) -> None:
    if declared != scheme.maximum and scheme.criteria:
        table.wrong("maximum", f"The criteria add up to {scheme.maximum}, not to {declared}.")
    if scheme.kind == "coproduction" and scheme.discount is not None:
        table.wrong("discount", "A coproduction scheme has no discount: nothing is let or sold.")
    if scheme.kind == "asset-transfer" and scheme.discount is None:
        table.wrong("discount", "This is missing: an asset transfer needs a discount policy.")
    for key, count in Counter(heading.key for heading in scheme.headings).items():
        if count > 1:
            table.wrong("headings", f"The heading “{shown(key)}” stands {count} times.")
    if scheme.headings and Counter(h.kite for h in scheme.headings) != Counter(_DIRECTIONS):
        table.wrong(
            "headings", "The kite needs four headings, one each for: up, right, down, left."
        )
    for heading in scheme.headings:
        if not scheme.under(heading):
            table.wrong("headings", f"No criterion stands under the heading “{heading.key}”.")
        if scheme.rule == "weighted" and not heading.weight:
            table.wrong("headings", f"The heading “{heading.key}” needs a weight above 0.")
    if scheme.rule == "points" and (
        any(h.weight != 1 for h in scheme.headings) or any(c.weight != 1 for c in scheme.criteria)
    ):
        table.wrong("rule", "There are weights, and they count only under the rule “weighted”.")
    for letter, count in Counter(criterion.letter for criterion in scheme.criteria).items():
        if count > 1:
            table.wrong(
                "criteria", f"The letter {letter} stands {count} times; letters must be unique."
            )


def _heading(table: Table) -> Heading:
    heading = Heading(
        key=table.key("key", _KEY, "financial"),
        title=table.text("title"),
        short=table.text("short"),
        kite=cast(Direction, table.one_of("kite", _DIRECTIONS)),
        weight=table.number("weight", Decimal(1)),
    )
    table.close()
    return heading


def _discount(
    table: Table, headings: tuple[Heading, ...], criteria: tuple[Criterion, ...]
) -> Policy | None:
    if not table.has("discount"):
        return None
    letters = tuple(criterion.letter for criterion in criteria)
    return parse_policy(table.table("discount"), headings, letters)


def _criterion(
    table: Table, headings: tuple[Heading, ...], proxies: Mapping[str, ProxyKind]
) -> Criterion | None:
    letter = table.text("letter")
    if len(letter) != 1 or not letter.isascii() or not letter.isupper():
        table.wrong("letter", "A letter is one capital letter from A to Z.")
    questions = tuple(_question(one) for one in table.tables("questions"))
    maximum = table.whole("maximum")
    rule = table.table("measure")
    measure = parse_measure(rule, maximum)
    if measure is None:
        return None
    criterion = Criterion(
        letter=letter,
        title=table.text("title"),
        heading=table.one_of("heading", tuple(heading.key for heading in headings) or ("",)),
        why=table.text("why"),
        maximum=maximum,
        questions=questions,
        measure=measure,
        source=table.text("source"),
        status=cast(Status, table.one_of("status", get_args(Status))),
        weight=table.number("weight", Decimal(1)),
        tags=_tags(table, (SOCIAL_VALUE,)),
        external_funds=tuple(one.key for one in questions if EXTERNAL_FUNDS in one.tags),
        shape=Shape((*questions, *BESIDE)),
    )
    table.close()
    _check_criterion(criterion, table, rule, proxies)
    return criterion


def _check_criterion(
    criterion: Criterion, table: Table, rule: Table, proxies: Mapping[str, ProxyKind]
) -> None:
    if not criterion.weight:
        table.wrong("weight", "A weight must be above 0.")
    if criterion.maximum == 0:
        table.wrong("maximum", "A maximum must be above 0.")
    if criterion.measure.highest != criterion.maximum:
        table.wrong(
            "maximum",
            f"The most that the measure gives is {criterion.measure.highest}, and the maximum is {criterion.maximum}.",
        )
    if isinstance(criterion.measure, Valued) != (SOCIAL_VALUE in criterion.tags):
        table.wrong(
            "tags",
            f"A criterion has the tag {SOCIAL_VALUE} when its measure is valued, and only then.",
        )
    check_keys(criterion.questions, table)
    for place, reason in criterion.measure.complaints(
        {question.key: question for question in criterion.questions}, proxies
    ):
        rule.faults.add(
            within(rule.place, place) if "[" not in place else f"{rule.place}.{place}", reason
        )


def check_keys(questions: tuple[Question, ...], table: Table) -> None:
    """Note a fault for each key that stands twice, or that every answer may carry already."""
    for key, count in Counter(question.key for question in questions).items():
        if count > 1:
            table.wrong("questions", f"The key “{shown(key)}” stands {count} times.")
        if key in RESERVED or key.startswith("x_"):
            table.wrong(
                "questions", f"The key “{shown(key)}” is taken: every answer may carry it already."
            )


def _tags(table: Table, allowed: tuple[str, ...]) -> tuple[str, ...]:
    tags = table.texts("tags")
    for tag in tags:
        if tag not in allowed:
            known = "does not belong here" if tag in TAGS else "is not known"
            table.wrong(
                "tags", f"The tag “{shown(tag)}” {known}. Here it may be: {', '.join(allowed)}."
            )
    return tags


def parse_question(table: Table) -> Question:
    """Read a question that stands in no criterion: what scores nothing may ask for a date as well."""
    question = _simple_question(table, (*_SIMPLE_KINDS, "date", "rows"), _DATED)
    table.close()
    return question


def _question(table: Table) -> Question:
    question = _simple_question(table, (*_SIMPLE_KINDS, "edition", "rank", "ratings", "rows"))
    table.close()
    return replace(question, instead=_instead(question)) if question.above is not None else question


def _instead(question: Question) -> str:
    figure = question.name if question.name != question.label else "figure"
    return (
        f"Give the {figure}, or say that the criterion does not apply: "
        f'{{"not_applicable": {CLAIM_LIKE}}}.'
    )


def _simple_question(
    table: Table, kinds: tuple[str, ...], in_rows: tuple[str, ...] = _SIMPLE_KINDS
) -> Question:
    kind = cast(Kind, table.one_of("kind", kinds))
    labels = table.labels("choices") if kind in ("choice", "ratings") else {}
    if kind in ("choice", "ratings") and len(labels) < 2:
        table.wrong("choices", "Give at least two choices.")
    columns = [_column(one, in_rows) for one in table.tables("columns")] if kind == "rows" else []
    if columns:
        check_keys(tuple(columns), table)
    for name in labels:
        if not _KEY.fullmatch(name):
            table.wrong("choices", f"“{shown(name)}” is no key: write it like significant.")
    above = table.number("above") if table.has("above") else None
    at_least, at_most = _limits(table, kind)
    question = Question(
        key=table.key("key", _KEY, "market_rent_gbp_pa"),
        kind=kind,
        label=table.text("label"),
        name=table.text("name", required=False) or table.text("label"),
        hint=table.text("hint", required=False),
        unit=table.text("unit", required=False),
        unit_one=table.text("unit_one", required=False),
        asked_of=cast(
            Literal["group", "officer", "either"],
            table.one_of("asked_of", ("group", "officer", "either"), "group"),
        ),
        usual_most=_usual_most(table, kind),
        required=table.flag("required"),
        above=above,
        at_least=at_least,
        at_most=at_most,
        choices=tuple(labels),
        choice_labels=labels,
        row=Shape(columns) if columns else None,
        columns=tuple(columns),
        row_name=table.text("row_name") if kind == "rows" else "",
        tags=_tags(table, (EXTERNAL_FUNDS,)),
    )
    if question.tags and kind != "amount":
        table.wrong("tags", f"Only an amount of money can be tagged {EXTERNAL_FUNDS}.")
    return question


def _limits(table: Table, kind: str) -> tuple[int, int | None]:
    lowest = 1 if kind == "rank" else 0
    for key in ("at_least", "at_most"):
        if table.has(key) and kind not in ("whole", "rank"):
            table.wrong(key, "Only a whole number has this limit.")
    at_least, at_most = table.whole("at_least", lowest), table.whole_or_none("at_most")
    if at_least < lowest or (at_most is not None and at_most < at_least):
        table.wrong("at_least", "This limit leaves nothing that could be entered.")
    return at_least, at_most


def _usual_most(table: Table, kind: str) -> Decimal | None:
    if not table.has("usual_most"):
        return None
    most = table.number("usual_most")
    if kind not in ("amount", "number", "whole"):
        table.wrong("usual_most", "Only an amount or a number can be larger than is usual.")
    elif most <= 0:
        table.wrong("usual_most", "This must be above 0, or every figure would be unusual.")
    return most


def _column(table: Table, kinds: tuple[str, ...]) -> Question:
    column = _simple_question(table, kinds)
    if column.tags:
        table.wrong("tags", "A column has no tags; tag the question or the part of the value.")
    table.close()
    return column
