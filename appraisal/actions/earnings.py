"""Regional pay from a table into the figures of a council's own: looked at first, then all of it or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from appraisal.actions.figures import add_figure
from appraisal.area.read.cells import day_in, number_in, text_in
from appraisal.area.read.table import BAD_BYTES, Lines, WrongFile, column, columns_of, head_of
from appraisal.models import CouncilProxy
from core.audit import on_record
from core.models import Authority, User

KEY = "regional_pay_week"
REASON = "Imported from a table of regional pay"
_FIRST_YEAR, _LAST_YEAR = 1997, 2099  # the survey that is meant began in 1997
_MOST_PAY, _LONGEST_SOURCE = 100_000, 300
MOST_WRONG = 1_000  # lines; a table of pay has a few dozen
_WANTED = (
    column("region", "region", "region"),
    column("from", "appliesfrom", "applies_from"),
    column("value", "value", "value"),
    column("source", "source", "source"),
)


class Pay(NamedTuple):
    """Median weekly pay in pounds from a day on, as a line of the table has it."""

    line: int
    applies_from: date
    value: Decimal
    source: str


class WrongLine(NamedTuple):
    """A line that cannot be taken, and why."""

    line: int
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a table comes to for a council: what is new, what it has already, and what cannot be taken."""

    new: Sequence[Pay]
    there: Sequence[Pay]
    wrong: Sequence[WrongLine]
    others: int  # lines of other regions


def look_at_earnings(lines: Lines, authority: Authority) -> Report:
    """Read the lines of a council's region; other regions are passed over. Nothing is changed.

    Raises :class:`WrongFile` for a file without these columns, or without a line of the region.
    """
    rest, headings = head_of(lines)
    at = columns_of(headings, _WANTED)
    held = {one.applies_from: one for one in _own(authority)}
    found: dict[date, Pay] = {}
    wrong: list[WrongLine] = []
    others = 0
    for fields in rest:
        said = {key: text_in(fields, place) for key, place in at.items()}
        if not any(said.values()):
            continue
        if said["region"].casefold() != authority.region.casefold():
            others += 1
            continue
        day, value = day_in(said["from"]), number_in(said["value"])
        if why := _wrong(said, day, value, found, held):
            wrong.append(WrongLine(lines.line_num, why))
            if len(wrong) > MOST_WRONG:
                raise WrongFile(
                    f"More than {MOST_WRONG:,} of its lines cannot be taken, so this may be another file than you "
                    "think."
                )
        elif isinstance(day, date) and isinstance(value, Decimal):
            found[day] = Pay(lines.line_num, day, value, said["source"])
    if not found and not wrong:
        raise WrongFile(f"No line of it is for {authority.region}, the region of {authority}.")
    ordered = sorted(found.values())
    return Report(
        new=tuple(one for one in ordered if one.applies_from not in held),
        there=tuple(one for one in ordered if one.applies_from in held),
        wrong=tuple(wrong),
        others=others,
    )


def add_earnings(
    *, by: User | None, authority: Authority, pay: Sequence[Pay], reason: str, at: datetime
) -> None:
    """Add pay to the council's own figures, all of it or none; each is a version of its own on the record.

    Raises ``CannotSet``, and then nothing was added: for instance where somebody has added one meanwhile.
    """
    with on_record():
        for one in pay:
            add_figure(
                by=by,
                authority=authority,
                key=KEY,
                applies_from=one.applies_from,
                value=one.value,
                source=one.source,
                reason=reason,
                at=at,
            )


def _own(authority: Authority) -> Sequence[CouncilProxy]:
    """Return the pay that a council has of its own."""
    own = CouncilProxy.objects.filter(authority=authority, key=KEY, area=authority.region)
    return list(own.filter(withdrawn_at__isnull=True))


def _wrong(
    said: dict[str, str],
    day: date | bool | None,
    value: Decimal | bool | None,
    found: dict[date, Pay],
    held: dict[date, CouncilProxy],
) -> str:
    """Say what is wrong with a line; nothing where it is right."""
    if not isinstance(day, date):
        return f"applies_from: “{said['from'][:40]}” is no day such as 2025-04-01."
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        return f"applies_from: {day.isoformat()} is not between {_FIRST_YEAR} and {_LAST_YEAR}."
    if not isinstance(value, Decimal) or not 0 < value < _MOST_PAY:
        return (
            f"value: “{said['value'][:40]}” is no weekly pay in pounds, such as 619.70: it must be above 0 and below "
            f"{_MOST_PAY:,}."
        )
    if not said["source"] or BAD_BYTES in said["source"]:
        return "source is missing, or not in UTF-8."
    if len(said["source"]) > _LONGEST_SOURCE:
        return f"source is longer than {_LONGEST_SOURCE} characters."
    if day in found:
        return f"The day {day.isoformat()} stands there twice."
    if day in held and held[day].value != value:
        other = f"£{held[day].value.normalize():f}"
        return (
            f"The council has another figure from {day.isoformat()}: {other}. Withdraw that first."
        )
    return ""
