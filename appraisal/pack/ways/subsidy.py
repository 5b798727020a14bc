"""The subsidy ledger in words, tables and bars."""

from collections.abc import Iterator
from datetime import date

from appraisal.engine import words
from appraisal.methods.subsidy_parts import (
    ACT,
    DATABASE,
    DATABASE_MONTHS,
    Award,
    Found,
    Ledger,
    NoSubsidy,
)
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text, Under
from appraisal.pack.subsidy_said import in_a_sentence, recipient_of, span_of

TITLE = "Subsidy: minimal financial assistance"
ABOUT = (
    "What the recipient gets over the whole term, with what it had in this financial year and the two before, "
    "against the legal limit."
)
_NOT_YET = "not yet"


def blocks(found: Found) -> tuple[Block, ...]:
    """Return the sentence, the sums, what follows and what the Act still wants done."""
    if isinstance(found, NoSubsidy):
        return tuple(_no_subsidy(found))
    return (
        Text(in_a_sentence(found)),
        *_follows(found),
        *_warnings(found),
        Facts(tuple(_facts(found))),
        _award(found),
        *_earlier(found),
        _years(found),
        _steps(found),
        Text(
            f"For larger assistance, or where this route is not open, the {ACT} has others. Whether an award is a "
            "subsidy at all is a legal question: this ledger takes it to be one wherever an enterprise receives it."
        ),
    )


def chart(found: Found) -> Chart | None:
    """Draw each financial year, this award and the total beside the limit."""
    if isinstance(found, NoSubsidy):
        return None
    amounts = (
        *((f"Had in {one.name}", found.in_year(one)) for one in found.years),
        ("This award", found.worth),
        ("Total", found.total),
        ("Limit", found.limit.amount),
    )
    said = tuple(words.short_pounds(one) for _, one in amounts)
    shown = ", ".join(f"{label} {one}" for (label, _), one in zip(amounts, said, strict=True))
    return Bars(
        title=f"Assistance against the limit, in pounds: {shown}.",
        about="A bar for each amount, all on one scale. The last is the limit.",
        labels=tuple(label for label, _ in amounts),
        series=(Series("Pounds", tuple(float(one) for _, one in amounts)),),
        said=(said,),
    )


def _no_subsidy(found: NoSubsidy) -> Iterator[Block]:
    yield Text(in_a_sentence(found))
    yield Facts(
        (
            Fact("Who receives it", recipient_of(found.recipient)),
            Fact("Why it is not an enterprise", found.why),
        )
    )
    yield Text(
        "So no limit is counted and no letters are needed. Look again if the recipient begins to offer goods or "
        f"services on a market ({ACT} s7)."
    )


def _follows(found: Ledger) -> Iterator[Block]:
    if not found.within:
        yield Text(
            "It must not be given as minimal financial assistance. Another route is needed: a streamlined subsidy "
            "scheme that fits, or an assessment of this award against the subsidy control principles "
            f"({ACT} s12 and Schedule 1). It must not be split into smaller awards to come under the limit: all that "
            "the recipient and bodies under the same control get counts together. A smaller award is a new decision."
        )
    elif not found.known:
        yield Text(
            "Ask the recipient and the bodies under the same control what they have had. The notification asks for "
            "their written confirmation, and nothing may be given before it comes."
        )


def _warnings(found: Ledger) -> Iterator[Block]:
    if found.warnings:
        yield Under("Please check")
        yield from (Text(one) for one in found.warnings)


def _facts(found: Ledger) -> Iterator[Fact]:
    limit = found.limit
    yield Fact("Who receives it", recipient_of(found.recipient))
    yield Fact("Bodies under the same control", found.linked or "none are named")
    yield Fact("To be given on", words.day(found.given_on))
    yield Fact(
        "Limit",
        f"{words.short_pounds(limit.amount)} for one enterprise, from {words.day(limit.applies_from)} "
        f"({limit.where}).",
    )
    yield Fact(
        "Years that count",
        f"{span_of(found.years)}, of which the last only up to the day it is given.",
    )
    yield Fact("Later years", _later(found))


def _later(found: Ledger) -> str:
    if found.rate is None:
        return "They count in full: nothing is discounted, which gives the larger figure."
    return (
        f"In today’s value at {words.plain(found.rate.percent)}% a year. The first year is not discounted. "
        f"Source of the rate: {found.rate.source}"
    )


def _award(found: Ledger) -> Block:
    rows = [(one.what, one.how, words.pounds(one.amount)) for one in found.lines]
    rows.append(("The sum", "", words.pounds(found.summed)))
    if found.own is not None:
        rows.append(
            ("The council’s own figure, which counts", found.own_why, words.pounds(found.own))
        )
    heads = ("This award", "How it is summed", "£")
    return Table(
        grid(heads, rows, (False, False, True), "What this award is worth over its whole term")
    )


def _earlier(found: Ledger) -> Iterator[Block]:
    if not found.awards:
        yield Text(
            "The recipient says that it has had no such assistance in these years."
            if found.known
            else "No earlier assistance is listed."
        )
        return
    rows = [
        (one.whom, one.what, words.day(one.day), _counted(one, found), words.pounds(one.amount))
        for one in found.awards
    ]
    heads = ("From whom", "What it was", "Given on", "Counts", "£")
    caption = "Assistance that the recipient had before"
    yield Table(grid(heads, rows, (False, False, False, False, True), caption))


def _counted(one: Award, found: Ledger) -> str:
    if one.counts:
        return f"in {one.year.name}"
    return f"no: before {words.day(found.years[0].begins)}"


def _years(found: Ledger) -> Block:
    limit = words.pounds(found.limit.amount)
    *earlier, this = found.years
    rows = [
        (f"{one.name}, 1 April to 31 March", words.pounds(found.in_year(one))) for one in earlier
    ]
    rows += [
        (f"{this.name}, up to {words.day(found.given_on)}", words.pounds(found.in_year(this))),
        ("This award", words.pounds(found.worth)),
        ("Total with this award", words.pounds(found.total)),
        (f"Limit ({found.limit.where})", limit),
        (
            "Left of the limit" if found.within else "Over the limit by",
            words.pounds(abs(found.left)),
        ),
    ]
    heads = ("Financial year", "£")
    return Table(grid(heads, rows, (False, True), "What counts towards the limit"))


def _steps(found: Ledger) -> Block:
    steps = found.steps
    on = words.day(found.given_on)
    rows = [
        (
            "Notification to the recipient, with the amount, which asks it to confirm that the limit is not exceeded",
            f"before {on} (s37(1) and (2))",
            _done(steps.notified),
        ),
        (
            "The recipient’s written confirmation",
            "before anything is given (s37(3))",
            _done(steps.confirmed),
        ),
        (
            "The council’s own confirmation of what it gave, when, and its amount",
            f"on {on}, when it is given (s37(4) and (5))",
            _done(steps.stated),
        ),
        _database(found),
        (
            "The recipient keeps a record of it",
            "for at least three years from the day it is given (s37(7))",
            "the recipient’s to do",
        ),
    ]
    heads = (f"What the {ACT} wants", "When", "Done")
    return Table(grid(heads, rows, (False, False, False), "Notification, confirmation and entry"))


def _database(found: Ledger) -> tuple[str, str, str]:
    above = words.short_pounds(DATABASE.amount)
    what = "Entry in the subsidy database"
    if not found.in_database:
        return what, f"not needed: this award is not above {above} (s36(4))", "does not apply"
    months = f"{DATABASE_MONTHS.whole} months of the day on which the decision was confirmed"
    by = found.upload_by
    due = f"by {words.day(by)}, within {months}" if by else f"within {months}"
    return what, f"{due}: this award is above {above} (s33(3), s36(4))", _done(found.steps.uploaded)


def _done(day: date | None) -> str:
    return words.day(day) if day else _NOT_YET
