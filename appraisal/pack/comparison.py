"""The comparison sheet of a meeting: every proposal on its agenda in one ranked table, and their kites side by side."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.kite import kite_points
from appraisal.engine.results import Appraisal
from appraisal.pack.grids import grid
from appraisal.pack.kite import COUNCIL_COLOUR, checked_colour
from appraisal.pack.kite_plan import Assessment
from appraisal.pack.parts import Grid
from appraisal.pack.printable import shortened
from appraisal.pack.report.issue import Issue
from appraisal.pack.report.terms import granted_of, stands_of

_NONE = "–"
_UNDERVALUE = "Undervalue"


class Item(NamedTuple):
    """A proposal on an agenda: its number there, and the records that it comes with."""

    number: int
    issue: Issue


class Small(NamedTuple):
    """One of the kites: whose it is, and what it shows."""

    name: str
    assessment: Assessment
    caption: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDocument:
    """A comparison sheet, as words and figures; the template works nothing out."""

    title: str  # of the meeting: where and when
    council: str
    colour: str
    day: date
    table: Grid
    kites: tuple[Small, ...]
    headings: Grid
    left_out: int  # items of the agenda that its reader may not see, or that nobody has signed off
    no_undervalue: bool  # of none of them is an unrestricted value given
    alike: bool  # all are scored by one scheme; else percentages are of different wholes


def comparison_of(
    items: tuple[Item, ...],
    *,
    title: str,
    council: str,
    day: date,
    colour: str = COUNCIL_COLOUR,
    left_out: int = 0,
) -> ComparisonDocument:
    """Return the sheet of a meeting's items, the highest score first; equal ones as on the agenda.

    Raises ``ValueError`` where there is none.
    """
    if not items:
        raise ValueError("A comparison sheet wants at least one proposal.")
    appraised = [(one, one.issue.newest.file.appraise()) for one in items]
    ranked = sorted(appraised, key=lambda pair: (-_share(pair[1]), pair[0].number))
    return ComparisonDocument(
        title=title,
        council=council,
        colour=checked_colour(colour),
        day=day,
        table=_table(ranked),
        kites=tuple(_small(item, appraisal) for item, appraisal in ranked),
        headings=_headings(ranked),
        left_out=left_out,
        no_undervalue=not _any_undervalue(ranked),
        alike=len({appraisal.scheme.name for _, appraisal in ranked}) == 1,
    )


def _share(appraisal: Appraisal) -> Decimal:
    """Return what ranks an appraisal: its percentage; below all others where none applies."""
    return Decimal(-1) if appraisal.percent is None else appraisal.percent


_HEADS = (
    "Rank", "Proposal", "Group", "Score", "Points", "Out of",
    "Discount", "Forgone", "Social value a year", _UNDERVALUE,
)  # fmt: skip
_NUMERIC = (True, False, False, True, True, True, True, False, True, True)


def _table(ranked: list[tuple[Item, Appraisal]]) -> Grid:
    """Return the ranked table; without the undervalue where none of them has one."""
    rows = [
        _row(rank, item, appraisal)
        for rank, (item, appraisal) in zip(_ranks(ranked), ranked, strict=True)
    ]
    shown = len(_HEADS) - (not _any_undervalue(ranked))
    return grid(
        _HEADS[:shown], [row[:shown] for row in rows], _NUMERIC[:shown], "Proposals by score"
    )


def _any_undervalue(ranked: list[tuple[Item, Appraisal]]) -> bool:
    return any(appraisal.undervalue is not None for _, appraisal in ranked)


def _ranks(ranked: list[tuple[Item, Appraisal]]) -> list[str]:
    """Return the places: those of the same score share one, marked with “=”."""
    shares = [_share(appraisal) for _, appraisal in ranked]
    return [f"{shares.index(own) + 1}{'=' if shares.count(own) > 1 else ''}" for own in shares]


def _row(rank: str, item: Item, appraisal: Appraisal) -> tuple[str, ...]:
    given, money = item.issue.newest.file, granted_of(item.issue, appraisal)
    if stands_of(item.issue) in ("refused", "against"):
        money = None
    forgone = _NONE
    if money is not None and money.amount is not None:
        forgone = f"{words.pounds(money.amount)}{' a year' if money.basis == 'rent' else ''}"
    under = appraisal.undervalue
    return (
        rank,
        _name(item),
        shortened(given.applicant),
        f"{words.percent(appraisal.percent)}{', provisional' if appraisal.provisional else ''}",
        str(appraisal.points),
        str(appraisal.applicable_maximum),
        _NONE if money is None else f"{words.plain(money.percent)}%",
        forgone,
        words.pounds(appraisal.social_value),
        _NONE if under is None else words.pounds(under.amount),
    )


def _headings(ranked: list[tuple[Item, Appraisal]]) -> Grid:
    """Return the percentage of each heading, for who cannot see the kites."""
    titles = list(dict.fromkeys(one.heading.title for _, each in ranked for one in each.headings))
    rows = []
    for item, appraisal in ranked:
        own = {one.heading.title: one.percent for one in appraisal.headings}
        rows.append((_name(item), *(words.percent(own.get(title)) for title in titles)))
    return grid(("Proposal", *titles), rows, (False, *(True for _ in titles)), "Scores by heading")


def _small(item: Item, appraisal: Appraisal) -> Small:
    name = _name(item)
    return Small(name, Assessment(name, kite_points(appraisal)), words.percent(appraisal.percent))


def _name(item: Item) -> str:
    """Say which proposal it is; its number on the agenda must not be taken for its rank."""
    return f"Item {item.number}: {shortened(item.issue.newest.file.title)}"
