"""The public register as files: CSV for spreadsheets, JSON for programs; both written as they are read."""

import json
from collections.abc import Callable, Iterable, Iterator

from appraisal.exports.cells import csv_lines, harmless
from appraisal.models import Publication

COLUMNS = (
    *("number", "title", "asset", "group", "kind", "outcome", "decided_by", "decided_on"),
    *("minute_reference", "discount_percent", "discount_gbp", "discount_of", "reasons"),
    *("conditions", "exempt", "exempt_under", "published_at", "address"),
)
Address = Callable[[Publication], str]


def entry(one: Publication, address: Address) -> dict[str, object]:
    """Return a published decision as a file holds it. Amounts are texts: no float on the way."""
    percent, amount = one.discount_percent, one.discount_gbp
    out = {"discount": one.hides_discount, "conditions": one.hides_conditions}
    published_at = one.published_at.isoformat() if one.published_at else ""
    return {
        "number": one.pk,
        "title": one.title,
        "asset": one.asset,
        "group": one.group,
        "kind": one.kind,
        "outcome": one.outcome,
        "decided_by": one.maker,
        "decided_on": one.decided_on.isoformat(),
        "minute_reference": one.minute_reference,
        "discount_percent": None if percent is None else f"{percent.normalize():f}",
        "discount_gbp": None if amount is None else f"{amount:.2f}",
        "discount_of": one.discount_of,
        "reasons": one.reasons,
        "conditions": one.conditions,
        "exempt": [part for part, hidden in out.items() if hidden],
        "exempt_under": one.exempt_under,
        "published_at": published_at,
        "address": address(one),
    }


def register_csv(found: Iterable[Publication], address: Address) -> Iterator[str]:
    """Yield the register as CSV, line by line."""
    return csv_lines(COLUMNS, (entry(one, address).values() for one in found))


def register_json(council: str, found: Iterable[Publication], address: Address) -> Iterator[str]:
    """Yield the register as one JSON object, decision by decision.

    Its texts are made harmless as those of the CSV are: spreadsheets read JSON too.
    """
    yield f'{{"council": {json.dumps(council, ensure_ascii=False)}, "decisions": ['
    for number, one in enumerate(found):
        told = entry(one, address).items()
        safe = {key: harmless(said) if isinstance(said, str) else said for key, said in told}
        text = json.dumps(safe, ensure_ascii=False)
        yield f"{',' if number else ''}\n{text}"
    yield "\n]}\n"
