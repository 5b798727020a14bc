"""Appraisal summary table in the manner of NATA: one page, five groups, and never a total (method §5)."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.amounts import pounds
from appraisal.engine.faults import Faults, shown
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.methods.base import Given, Method, rows_of
from appraisal.methods.cost_benefit_check import name_of, plain

GROUPS = ("economy", "environment", "community", "accessibility", "integration")
SCORES = {
    "large_adverse": -3,
    "moderate_adverse": -2,
    "slight_adverse": -1,
    "neutral": 0,
    "slight_beneficial": 1,
    "moderate_beneficial": 2,
    "large_beneficial": 3,
}
MOST_ROWS, MOST_NOTE = 12, 100  # what fits one page
# Where each criterion of a proposal belongs; what is not named here is of the community.
_GROUP_OF = {"I": "economy", "L": "economy", "K": "environment", "M": "environment"}
_RATED = "EFG"


class Effect(NamedTuple):
    """One row: a score from −3 to 3, or pounds a year, a cost below zero; never both."""

    group: str
    name: str
    note: str
    quantity: str
    score: int | None
    pounds: Decimal | None

    @property
    def side(self) -> int:
        """Say whether it is beneficial (1), neutral (0) or adverse (−1)."""
        figure = self.score if self.pounds is None else self.pounds
        return 0 if not figure else 1 if figure > 0 else -1


class Count(NamedTuple):
    """How many rows of a group are beneficial, neutral and adverse."""

    group: str
    beneficial: int
    neutral: int
    adverse: int


class Summary(NamedTuple):
    """The table in the order of its groups. There is no total: scores and pounds have no common measure."""

    effects: tuple[Effect, ...]
    counts: tuple[Count, ...]


def check(given: Given, faults: Faults) -> None:
    """Note what the shape cannot see: pounds without their kind, rows and notes that do not fit one page."""
    rows = rows_of(given, "rows")
    if not rows:
        faults.add("rows", "The table is empty. Add at least one effect.")
    if len(rows) > MOST_ROWS:
        faults.add("rows", f"There are {len(rows)} rows; at most {MOST_ROWS} fit one page.")
    seen: dict[tuple[str, str], int] = {}
    for number, row in enumerate(rows):
        place = f"rows[{number}]"
        first = seen.setdefault((row["group"], plain(name_of(row["name"]))), number)
        if first != number:
            faults.add(
                f"{place}.name",
                f"“{shown(name_of(row['name']))}” stands in this group in row {first + 1} already.",
            )
        if len(row.get("what") or "") > MOST_NOTE:
            faults.add(
                f"{place}.what", f"This is longer than {MOST_NOTE} letters. Say it more briefly."
            )
        amount = row.get("amount_gbp_pa")
        if row["score"] in SCORES and amount is not None:
            faults.add(
                f"{place}.amount_gbp_pa",
                "Give a score or pounds, not both: leave the pounds empty, or choose a benefit or cost in pounds.",
            )
        if row["score"] not in SCORES and amount is None:
            faults.add(f"{place}.amount_gbp_pa", "Enter how many pounds a year this is.")


def value(given: Given, appraisal: Appraisal) -> Summary:
    """Return the table, group by group. Nothing is added up."""
    rows = sorted(rows_of(given, "rows"), key=lambda row: GROUPS.index(row["group"]))
    effects = tuple(
        Effect(
            group=row["group"],
            name=name_of(row["name"]),
            note=name_of(row.get("what") or ""),
            quantity=name_of(row.get("quantity") or ""),
            score=SCORES.get(row["score"]),
            pounds=None
            if row["score"] in SCORES
            else Decimal(0) + row["amount_gbp_pa"] * (-1 if row["score"] == "cost" else 1),  # no −0
        )
        for row in rows
    )
    counts = []
    for group in GROUPS:
        sides = Counter(one.side for one in effects if one.group == group)
        counts.append(Count(group, sides[1], sides[0], sides[-1]))
    return Summary(effects, tuple(counts))


def written(found: Summary) -> dict[str, object]:
    """Return every row, pounds as texts to the penny, and the counts."""
    return {
        "rows": [
            {
                "group": one.group,
                "name": one.name,
                "note": one.note,
                "quantity": one.quantity,
                "score": one.score,
                "pounds_gbp_pa": None if one.pounds is None else f"{pounds(one.pounds):f}",
            }
            for one in found.effects
        ],
        "counts": [one._asdict() for one in found.counts],
        "total": None,
    }


def begun(appraisal: Appraisal) -> dict[str, object]:
    """Return the facts that a proposal’s own criteria give. A score is for an officer to give."""
    return {"rows": list(_facts(appraisal))}


def _facts(appraisal: Appraisal) -> Iterator[dict[str, object]]:
    if appraisal.public_contribution:
        is_transfer = appraisal.answers.kind == "asset-transfer"
        yield {
            "group": "economy",
            "name": "Public pounds",
            "what": "The market rent of the asset" if is_transfer else "What the council puts in",
            "score": "cost",
            "amount_gbp_pa": f"{appraisal.public_contribution:f}",
        }
    for one in appraisal.criteria:
        yield from _of_criterion(one)


def _of_criterion(one: CriterionScore) -> Iterator[dict[str, object]]:
    letter, given = one.criterion.letter, one.answer.given if one.answer else {}
    area = sum((row["area_m2"] for row in rows_of(given, "land")), Decimal(0))
    ratings = given.get("ratings")
    if one.value or area:
        row: dict[str, object] = {
            "group": _GROUP_OF.get(letter, "community"),
            "name": one.criterion.title,
        }
        if area:
            row["quantity"] = words.quantity(area, "m²")
        if one.value:
            row |= {"score": "benefit", "amount_gbp_pa": f"{one.value:f}"}
        yield row
    elif letter in _RATED and isinstance(ratings, dict) and ratings:
        rated = Counter(ratings.values())
        said = [f"{count} {words.from_key(key).lower()}" for key, count in rated.items()]
        row = {
            "group": "integration",
            "name": one.criterion.title,
            "quantity": f"Rated: {words.listed(said)}",
        }
        note = name_of(one.answer.note) if one.answer else ""
        yield {**row, "what": note} if 0 < len(note) <= MOST_NOTE else row


SUMMARY_TABLE = Method(key="summary-table", check=check, value=value, written=written, begun=begun)
