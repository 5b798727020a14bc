"""What other councils' discount policies would give, and the rent year by year: for officers only."""

from collections.abc import Iterator

from appraisal.engine import words
from appraisal.engine.discount import Discount
from appraisal.engine.explain import discount_working, why_no_discount
from appraisal.engine.others import Other, over_the_term, what_others_give
from appraisal.engine.results import Appraisal
from appraisal.library import example_policies
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text, Under

TITLE = "What would other policies give?"
CAPTION = "Six policies, the same answers"
ABOUT = (
    "The same answers under the discount policies of six councils. They are for comparison: only the "
    "scheme’s own policy derives the discount here."
)
_STATUS = {"published": "published", "default": "partly ours"}


def other_policies(appraisal: Appraisal) -> tuple[Other, ...]:
    """Return what the example policies give for an appraisal; nothing where none can apply."""
    return what_others_give(appraisal, example_policies(appraisal.scheme))


def other_blocks(appraisal: Appraisal) -> tuple[Block, ...]:
    """Return the table of other policies with where their figures come from; nothing where none can apply."""
    others = other_policies(appraisal)
    if not others:
        return ()
    rent = appraisal.answers.terms.tenure != "freehold"
    heads = ("Policy", "Discount", "Amount", "Payable", "Figures")
    per = (
        "The amount and what is payable are pounds a year." if rent else "Amounts are of the price."
    )
    facts = [Fact(one.policy.name, _about(one)) for one in others]
    return (
        Under(TITLE),
        Text(f"{ABOUT} {per}"),
        Table(
            grid(heads, [_row(one) for one in others], (False, True, True, True, False), CAPTION),
            "others",
        ),
        Facts(tuple(facts)),
    )


def _row(one: Other) -> tuple[str, ...]:
    return one.policy.name, *stated(one), _STATUS[one.policy.status]


def stated(one: Other) -> tuple[str, str, str]:
    """Return the percentage, the amount and what is payable under a policy, in words where not known."""
    found = one.discount
    if found is None:
        return "not known", "not known", "not known"
    if found.amount is None or found.payable is None:
        return f"{found.percent}%", "not known", "not known"
    return f"{found.percent}%", words.pounds(found.amount), words.pounds(found.payable)


def _about(one: Other) -> str:
    unknown = f"{one.policy.lacks} " if one.discount is None else ""
    condition = f"Condition: {one.policy.condition} " if one.policy.condition else ""
    return f"{one.policy.title} {unknown}{condition}Source: {one.policy.source}."


def derivation_blocks(appraisal: Appraisal) -> tuple[Block, ...]:
    """Return how the scheme's own policy derives the discount, line by line, or why it derives none."""
    if appraisal.answers.kind == "coproduction":
        return ()
    title = Under("How the discount is derived")
    if appraisal.discount is None:
        return (title, Text(why_no_discount(appraisal)))
    working = discount_working(appraisal, appraisal.discount)
    rows = [(step.text, step.result) for step in working.steps]
    most = appraisal.discount.most
    limit = (
        ()
        if most is None
        else (Text(f"The most that may be recommended is {words.plain(most)}%."),)
    )
    return (
        title,
        Table(grid(("Line", "Comes to"), rows, (False, True)), "lines"),
        Text(f"{working.rule} Source: {working.source}."),
        *limit,
    )


def year_blocks(appraisal: Appraisal) -> tuple[Block, ...]:
    """Return the rent payable year by year, where the policy phases the discount in or out; else nothing."""
    found = appraisal.discount
    if found is None or not found.policy.transition:
        return ()
    return tuple(_years(found, appraisal.answers.terms.years))


def _years(found: Discount, years: int | None) -> Iterator[Block]:
    term = over_the_term(found, years)
    if term is None:
        return
    yield Under("Rent payable year by year")
    rows = [
        (
            str(one.year),
            f"{one.percent:f}%",
            words.pounds(one.amount),
            words.pounds(one.payable),
        )
        for one in term.shown
    ]
    heads = ("Year of the lease", "Discount", "Amount", "Rent payable")
    yield Table(grid(heads, rows, (False, True, True, True), "Each year of the lease"))
    rest = term.years - len(term.shown)
    more = f" The {words.counted(rest, 'later year')} are as the last one shown." if rest else ""
    yield Text(
        f"Over the {words.counted(term.years, 'year')} of the lease {words.pounds(term.payable)} is payable and "
        f"{words.pounds(term.forgone)} is forgone, at today’s market rent: neither uprated nor discounted.{more}"
    )
