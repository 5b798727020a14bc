"""The sheet of an impact map that says how far its ratio hangs on each assumption."""

from collections.abc import Iterator
from decimal import Decimal

from appraisal.exports.sheets.book import Entry, Look, Page, text
from appraisal.methods.sroi_parts import Returned, Switch

_STANDS = (
    "As the appraisal was when this file was made: unlike the other sheets, these figures do not change with what you "
    "type."
)
_FOR_1 = "What each must be, alone, for the ratio to be 1 (“none”: no value does it)"


def sensitivity(found: Returned) -> Iterator[Page]:
    """Yield the sheet; none where nothing is put in, for then there is no ratio.

    The figures are the method’s own, as the page of the method has them: what makes a ratio 1 is found by search,
    which no formula of a sheet does.
    """
    if found.ratio is None:
        return
    page = Page(
        "Sensitivity",
        ("Assumption, for every outcome", "Step", "Ratio if worse", "Ratio if better"),
        (40, 24, 18, 18, 18, 18, 18, 22),
        "The ratio where one assumption changes",
        figures="CDEFG",
    )
    for step in found.steps:
        page.add(text(step.assumption), text(step.by), _figure(step.worse), _figure(step.better))
    page.add(text("The ratio now"), None, _figure(found.ratio), _figure(found.ratio))
    page.add()
    page.add(Entry(_FOR_1, look="title"))
    heads = ("Outcome", "Years", "Quantity", "Proxy, £ a year", "Deadweight, %", "Displacement, %")
    page.add(*(Entry(head, look="head") for head in (*heads, "Attribution, %", "Drop-off, %")))
    for one in found.switches:
        page.add(*_for_1(one))
    page.add()
    page.add(text(_STANDS))
    yield page


def _for_1(one: Switch) -> Iterator[Entry]:
    most_or_least = "at least" if one.change.sign > 0 else "at most"
    yield text(one.change.outcome)
    yield text("none" if one.years is None else f"{most_or_least} {one.years}")
    yield _figure(one.quantity)
    yield _figure(one.proxy, "price")
    for percent in (one.deadweight, one.displacement, one.attribution, one.drop_off):
        yield _figure(percent)


def _figure(value: Decimal | None, look: Look = "sum") -> Entry:
    return text("none") if value is None else Entry(value, look=look)
