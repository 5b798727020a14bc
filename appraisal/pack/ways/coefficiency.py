"""Coefficiency and value per public pound in words and bars."""

from decimal import Decimal

from appraisal.engine import words
from appraisal.methods.coefficiency import BothRatios
from appraisal.pack.bars import Bars, Series
from appraisal.pack.charts import Chart
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text

TITLE = "Coefficiency and value per public pound"
ABOUT = (
    "What is gained for all that goes in, and for the council’s money alone. Made of the thirteen criteria: "
    "there is nothing to fill in."
)


def blocks(both: BothRatios) -> tuple[Block, ...]:
    """Return the two ratios, and the parts of each."""
    parts = both.parts
    rows = [
        ("Social value", _pounds(parts.social_value), "value"),
        ("Of it, volunteers’ time", _pounds(parts.volunteer_time), "counted as a resource below"),
        ("Value added", _pounds(parts.value_added), "social value − volunteers’ time"),
        ("The council", _pounds(both.public_contribution), "resource"),
        ("Other funders and free help", _pounds(parts.external_funds), "resource"),
        ("Volunteers’ time", _pounds(parts.volunteer_time), "resource"),
        ("Resources used", _pounds(parts.resources), "the three together"),
    ]
    return (
        Facts(
            (
                Fact(
                    "Coefficiency",
                    _ratio(parts.ratio, "Value added ÷ resources used"),
                ),
                Fact(
                    "Value per public pound",
                    _ratio(
                        both.per_public_pound, "Social value ÷ what the council gives or forgoes"
                    ),
                ),
            )
        ),
        Table(
            grid(
                ("Each year", "£", "What it is"),
                rows,
                (False, True, False),
                "The parts of both ratios",
            )
        ),
        Text(
            "Volunteers’ hours are a resource in the first ratio and a value in the second, so the two are not to be "
            "compared with each other."
        ),
    )


def chart(both: BothRatios) -> Chart:
    """Draw value added beside the resources it took."""
    parts = both.parts
    amounts = (
        ("Value added", parts.value_added),
        ("The council", parts.public_contribution),
        ("Other funders", parts.external_funds),
        ("Volunteers’ time", parts.volunteer_time),
    )
    said = tuple(words.short_pounds(one) for _, one in amounts)
    shown = ", ".join(f"{label} {one}" for (label, _), one in zip(amounts, said, strict=True))
    return Bars(
        title=f"Value added and the resources used, in pounds a year: {shown}.",
        about="A bar for each amount, all on one scale.",
        labels=tuple(label for label, _ in amounts),
        series=(Series("Pounds a year", tuple(float(one) for _, one in amounts)),),
        said=(said,),
    )


def _pounds(amount: Decimal | None) -> str:
    return "not given" if amount is None else words.pounds(amount)


def _ratio(ratio: Decimal | None, made: str) -> str:
    return (
        f"{made}: not known while the council’s part is not given"
        if ratio is None
        else f"{ratio:,f}. {made}."
    )
