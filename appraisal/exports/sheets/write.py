"""A workbook as a file: the pages written with XlsxWriter, the same bytes for the same pages."""

from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from math import ceil
from typing import TYPE_CHECKING, Any

from appraisal.exports.cells import harmless
from appraisal.exports.sheets.book import Entry, Page, Row

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

_FONT = {"font_name": "Arial", "font_size": 10, "valign": "top"}
_LOOKS: dict[str, dict[str, Any]] = {
    "text": {"text_wrap": True, "indent": 1},
    "title": {"bold": True, "indent": 1, "font_size": 14},
    "head": {
        "bold": True,
        "text_wrap": True,
        "indent": 1,
        "bottom": 1,
        "top": 1,
        "valign": "bottom",
    },
    "figures": {
        "bold": True,
        "text_wrap": True,
        "bottom": 1,
        "top": 1,
        "align": "right",
        "valign": "bottom",
    },
    "block": {"bold": True, "indent": 1, "top": 1},
    "number": {"num_format": "General"},
    "price": {"num_format": "£#,##0.00####"},
    "pounds": {"num_format": "£#,##0.00;-£#,##0.00", "bold": True},
    "percent": {"num_format": '0.0"%"'},
    "whole": {"num_format": "0"},
    "sum": {"num_format": "#,##0.00", "bold": True},
    "date": {"num_format": "d mmmm yyyy", "align": "left"},
}
_PAPER_A4 = 9
_LINE_POINTS, _TITLE_POINTS, _MOST_POINTS = 13.5, 24.0, 409.0  # no program makes a row higher


def written(
    pages: Iterable[Page], title: str, subject: str, made: date, names: dict[str, str]
) -> bytes:
    """Return the file. ``made`` is the date it bears; ``names`` are figures that have a name of their own.

    Its properties hold the title, and as ``subject`` what it was made from.
    """
    from xlsxwriter import Workbook  # where it is needed: it takes a while to load

    out = BytesIO()
    book = Workbook(out, {"in_memory": True, "strings_to_formulas": False})
    book.set_properties(
        {"title": title, "subject": subject, "created": datetime.combine(made, time())}
    )
    formats = _Formats(book)
    for page in pages:
        _write(book, page, formats)
    for name, at in names.items():
        book.define_name(name, f"={at}")
    book.close()
    return out.getvalue()


class _Formats:
    """The formats of a workbook, each made once."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self._made: dict[tuple[str, bool], Format] = {}

    def of(self, look: str, *, quoted: bool = False) -> "Format":
        """Return the format of a look; ``quoted`` keeps a text a text when someone edits it."""
        key = (look, quoted)
        if key not in self._made:
            made = self._book.add_format({**_FONT, **_LOOKS[look]})
            if quoted:
                made.set_quote_prefix()
            self._made[key] = made
        return self._made[key]


def _write(book: "Workbook", page: Page, formats: _Formats) -> None:
    sheet = book.add_worksheet(page.name)
    for column, width in enumerate(page.widths):
        sheet.set_column(column, column, width)
    for number, row in enumerate(page.rows):
        looks = {entry.look for entry in row if entry is not None}
        ruled = next((look for look in ("head", "block") if look in looks), "")
        for column in range(len(page.widths)):
            entry = row[column] if column < len(row) else None
            if ruled:
                look = "figures" if ruled == "head" and chr(65 + column) in page.figures else ruled
                said = "" if entry is None else str(entry.value)
                sheet.write_string(number, column, said, formats.of(look))
            elif entry is not None:
                _cell(sheet, number, column, entry, formats)
        sheet.set_row(number, _height(row, page.widths))
    sheet.set_landscape()
    sheet.set_paper(_PAPER_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.set_footer("&L&A&RPage &P of &N")
    if page.head_row:
        sheet.freeze_panes(page.head_row, 1)
        sheet.repeat_rows(0, page.head_row - 1)
        # Screen readers take the row of a cell so named for the heads of its columns.
        book.define_name(f"'{page.name}'!ColumnTitle", f"='{page.name}'!$A${page.head_row}")


def _height(row: Row, widths: tuple[int, ...]) -> float:
    """Return the height of a row in points: no program is asked to find it out, and none cuts a text off."""
    if any(entry is not None and entry.look == "title" for entry in row):
        return _TITLE_POINTS
    lines = [
        sum(max(1, ceil(len(line) / (width * 1.1))) for line in entry.value.split("\n"))
        for entry, width in zip(row, widths, strict=False)
        if entry is not None and isinstance(entry.value, str) and not entry.formula
    ]
    return min(_LINE_POINTS * max([1, *lines]), _MOST_POINTS)


def _cell(sheet: "Worksheet", row: int, column: int, entry: Entry, formats: _Formats) -> None:
    value = entry.value
    if entry.formula:
        cached = value if isinstance(value, str) else float(_number(value))
        sheet.write_formula(row, column, entry.formula, formats.of(entry.look), cached)
    elif isinstance(value, str):
        # Never written as a formula; what looks like one is also marked as a text for when it is edited.
        typed = value.replace("\r\n", "\n").replace("\r", "\n")
        look = entry.look if entry.look in ("title",) else "text"
        if typed:
            sheet.write_string(
                row, column, typed, formats.of(look, quoted=harmless(typed) != typed)
            )
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, formats.of("date"))
    else:
        sheet.write_number(row, column, float(_number(value)), formats.of(entry.look))


def _number(value: object) -> Decimal | Fraction | int:
    if isinstance(value, Decimal | Fraction | int):
        return value
    raise TypeError(f"no figure: {value!r}")
