"""Price Paid Data of HM Land Registry: a sale a line, kept as the prices of terraced houses by district and year."""

from collections.abc import Iterator, Sequence

from appraisal.area.prices import Wanted, read_sales
from appraisal.area.read.table import Asked, Lines, Reject, Row, Whole


class _PricePaid:
    """Reads every sale, in memory for terraced houses alone: a later line may correct an earlier one."""

    key = "prices"
    title = "Price Paid Data"
    hint = "Sales from HM Land Registry, as it publishes them: 16 columns without headings. Your county is enough."
    columns: Sequence[str] = ("district", "year", "sales", "prices")

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield a row for each district and year, once the file is read to its end."""
        sales = read_sales(lines, wanted=Wanted(asked.today), reject=reject)
        for (district, year), prices in sorted(sales.prices.items()):
            yield (district, year, len(prices), " ".join(map(str, prices)))

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Say so where far fewer districts and years were read than are in force: a month’s file has changes alone."""
        if asked.part or read.rows * 10 >= asked.in_force * 9:
            return ""
        return (
            f"The file has sales of {read.rows:,} districts and years, and {asked.in_force:,} are in force: they would "
            "be lost. A monthly file holds only what has changed, and cannot be added. Send the complete file, or the "
            "years that you need in one. If fewer are meant, say that the file covers only a part and send it again."
        )


PRICE_PAID = _PricePaid()
