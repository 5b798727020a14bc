"""A date as people write it in three boxes: 27 3 2026, 27 March 2026."""

from datetime import date

from core.forms.widgets import TypedDate

MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)


class CannotReadDate(ValueError):
    """The message goes on where a sentence begins with the date's name; ``parts`` are the boxes."""

    def __init__(self, message: str, *parts: str) -> None:
        super().__init__(message)
        self.parts = parts


def read_date(typed: TypedDate) -> date:
    """Return the date that was typed.

    Raises:
        CannotReadDate: and which of the boxes are wrong.
    """
    missing = [part for part in typed._fields if not getattr(typed, part).strip()]
    if missing:
        raise CannotReadDate(f"must include a {' and a '.join(missing)}", *missing)
    day = _figures(typed.day, "day", 1, 31)
    month = _month(typed.month.strip().lower())
    if len(typed.year.strip()) != 4:
        raise CannotReadDate("must have a year of 4 figures, such as 2026", "year")
    year = _figures(typed.year, "year", 1000, 9999)
    try:
        return date(year, month, day)
    except ValueError:
        raise CannotReadDate("must be a real date: that month has fewer days", "day") from None


def _month(text: str) -> int:
    names = [name for name in MONTHS if len(text) >= 3 and name.startswith(text)]
    return MONTHS.index(names[0]) + 1 if names else _figures(text, "month", 1, 12)


def _figures(text: str, part: str, least: int, most: int) -> int:
    text = text.strip()
    if text.isascii() and text.isdigit() and len(text) <= 4 and least <= int(text) <= most:
        return int(text)
    raise CannotReadDate(f"must have a {part} between {least} and {most}", part)
