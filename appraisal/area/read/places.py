"""Places and what they are part of: a CSV of ours, for the wards and the neighbourhoods that a council draws."""

from collections.abc import Iterator, Sequence
from datetime import date

from appraisal.area.read.cells import SEVERAL_LINES, day_in, several_lines, text_in
from appraisal.area.read.table import (
    BAD_BYTES,
    Asked,
    Lines,
    Reject,
    Row,
    Whole,
    column,
    columns_of,
    head_of,
)

# Two councils may have a Northfield each; of the whole site's, nobody could tell which is meant.
OF_ONE_COUNCIL = (
    "A neighbourhood is one council’s own. Send it for that council (by command with --council)."
)
TYPES = ("authority", "ward", "neighbourhood", "small-area", "postcode-district")
_WANTED = (
    column("type", "placetype", "place_type"),
    column("code", "code", "code"),
    column("name", "name", "name"),
    column("part_of_type", "partoftype", "part_of_type", needed=False),
    column("part_of", "partof", "part_of", needed=False),
    column("from", "validfrom", "valid_from", needed=False),
    column("until", "validto|validuntil", "valid_to", needed=False),
)
_LONGEST_CODE, _LONGEST_NAME = 60, 200
# From when to when a place stands there as part of another: a ward may be named anew, an area come back.
_Seen = dict[tuple[str, str, str, str], list[tuple[date, date]]]


class _Places:
    """Reads a place a line; one that is part of two stands in two lines."""

    key = "places"
    title = "Wards and neighbourhoods"
    hint = "Our own table of places. A sample on this page shows its columns."
    columns: Sequence[str] = (
        *("kind", "code", "name", "part_of_kind", "part_of", "valid_from", "valid_until"),
    )

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield a row for each line, in the order of :attr:`columns`."""
        rest, headings = head_of(lines)
        at = columns_of(headings, _WANTED)
        seen: _Seen = {}
        for fields in rest:
            if not any(field.strip() for field in fields):
                continue
            if several_lines(fields):
                reject(lines.line_num, SEVERAL_LINES)
                continue
            said = {key: text_in(fields, place) for key, place in at.items()}
            wrong, days = _wrong(said, seen)
            if (
                not wrong
                and asked.whole_site
                and "neighbourhood" in (said["type"], said.get("part_of_type"))
            ):
                wrong = OF_ONE_COUNCIL
            if wrong:
                reject(lines.line_num, wrong)
                continue
            part_of_type, part_of = said.get("part_of_type", ""), said.get("part_of", "")
            key = (said["type"], said["code"], part_of_type, part_of)
            seen.setdefault(key, []).append(_span(*days))
            begins, ends = (day.isoformat() if day else None for day in days)
            yield (said["type"], said["code"], said["name"], part_of_type, part_of, begins, ends)

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Nobody knows how many places there are."""
        return ""


def _wrong(said: dict[str, str], seen: "_Seen") -> tuple[str, tuple[date | None, date | None]]:
    """Say what is wrong with a line, and return its days."""
    nothing = (None, None)
    kind, code, name = said["type"], said["code"], said["name"]
    part_of_type, part_of = said.get("part_of_type", ""), said.get("part_of", "")
    for one in (kind, *([part_of_type] if part_of_type else [])):
        if one not in TYPES:
            return f"“{one[:40]}” is no type of place. The types are: {', '.join(TYPES)}.", nothing
    if not code or len(code) > _LONGEST_CODE:
        return f"Every place needs a code of at most {_LONGEST_CODE} characters.", nothing
    if len(name) > _LONGEST_NAME or (not name and kind not in ("small-area", "postcode-district")):
        return f"“{code}” needs a name of at most {_LONGEST_NAME} characters.", nothing
    if BAD_BYTES in name + code + part_of:
        return "The line holds bytes that are not UTF-8.", nothing
    if bool(part_of_type) != bool(part_of) or len(part_of) > _LONGEST_CODE:
        return f"“{code}”: part_of_type and part_of belong together.", nothing
    begins, ends = day_in(said.get("from", "")), day_in(said.get("until", ""))
    for name_of, day in (("valid_from", begins), ("valid_to", ends)):
        if day is False:
            return f"“{code}”: {name_of} is no day such as 2026-04-01.", nothing
    if isinstance(begins, date) and isinstance(ends, date) and ends < begins:
        return f"“{code}” ends before it begins.", nothing
    days = (begins or None, ends or None)
    first, last = _span(*days)
    before = seen.get((kind, code, part_of_type, part_of), ())
    if any(first <= until and since <= last for since, until in before):
        return f"“{code}” stands there twice as part of the same, for the same days.", nothing
    return "", days


def _span(begins: date | None, ends: date | None) -> tuple[date, date]:
    return begins or date.min, ends or date.max


PLACES = _Places()
