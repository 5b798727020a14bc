"""Eight people who save pages of one proposal at once, over HTTP: no error, and nothing lost.

Each saves a page of their own and one that all save. A save is lost if it was accepted and is not on
record, or if a later one did not start from it; to be shown both versions instead is right.
"""

import json
import sqlite3
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from typing import Any, NamedTuple

from bench.site import Site, site

SAVES = 25  # that each makes of either page
OWN, COMMON = "ABCEFGHI", "K"  # criteria
_CONFLICT = b"This page has changed"


class Outcome(NamedTuple):
    """What became of somebody's saves; ``accepted`` holds what they typed."""

    accepted: list[str]
    conflicts: int
    errors: list[str]


def savers() -> str:
    """Return a line on eight people saving at once."""
    with site() as served:
        began = time.perf_counter()
        with ProcessPoolExecutor(len(served.savers)) as pool:
            tasks = [pool.submit(_save, served, number) for number in range(len(served.savers))]
            outcomes = [task.result() for task in tasks]
        took = time.perf_counter() - began
        pages = _kept(served)
    accepted = [text for one in outcomes for text in one.accepted]
    errors = [error for one in outcomes for error in one.errors]
    recorded = {after for page in pages for _, after in page.changes}
    lost = len(set(accepted) - recorded) + sum(page.lost for page in pages)
    kept = "NOT KEPT" if errors or lost or not accepted else "kept"
    return (
        f"{'savers: 8 people at once on SQLite':<44} {len(accepted)} saves, "
        f"{sum(one.conflicts for one in outcomes)} conflicts shown, {len(errors)} errors, {lost} lost "
        f"(wanted: no error, none lost; {kept}; {len(accepted) / took:.0f} saves a second)"
        + "".join(f"\n  {error}" for error in sorted(set(errors)))
    )


def _save(site: Site, number: int) -> Outcome:
    """Save a page of one's own and the common one in turn."""
    outcome = Outcome([], 0, [])
    for save in range(SAVES):
        for letter in (OWN[number], COMMON):
            outcome = _save_once(site, number, letter, f"{letter} {number} {save}", outcome)
    return outcome


def _save_once(site: Site, number: int, letter: str, text: str, so_far: Outcome) -> Outcome:
    session, path = site.savers[number], site.page(f"criteria/{letter}/")
    page = site.ours.get(path, session)
    if page.status != 200:
        return so_far._replace(errors=[*so_far.errors, f"reading {letter}: {page.status}"])
    fields = {**page.form(), "evidence": text, "page-then": "stay"}
    sent = site.ours.post(path, session, fields)
    if sent.status == 302 and "saved=" in sent.header("Location"):
        return so_far._replace(accepted=[*so_far.accepted, text])
    if sent.status == 200 and _CONFLICT in sent.body:
        return so_far._replace(conflicts=so_far.conflicts + 1)
    return so_far._replace(errors=[*so_far.errors, f"saving {letter}: {sent.status}"])


class Kept(NamedTuple):
    """What the database holds of a page: its changes in order, before and after, and what stands there."""

    changes: list[tuple[str, str]]
    stands: str

    @property
    def lost(self) -> int:
        """Count the saves that did not start from the one before, or that nothing came of."""
        begins = [before for before, _ in self.changes[1:]]
        left = [after for _, after in self.changes]
        return sum(
            1 for one, other in zip(left, [*begins, self.stands], strict=True) if one != other
        )


def _kept(site: Site) -> list[Kept]:
    changes: dict[str, list[tuple[str, str]]] = {letter: [] for letter in (*OWN, COMMON)}
    about = f"proposal:{site.proposal}"
    for (detail,) in _rows(site, _CHANGES, about):
        change = json.loads(detail)
        if change["page"] in changes:
            before, after = (change[when]["beside"]["evidence"] for when in ("before", "after"))
            changes[change["page"]].append((before, after))
    stands = dict(_rows(site, _ENTRIES, site.proposal.replace("-", "")))
    return [Kept(changes[letter], stands[letter]) for letter in changes]


_CHANGES = (
    "SELECT told.text FROM core_auditentry AS entry JOIN core_auditdetail AS told ON told.entry_id = entry.id "
    "WHERE entry.event = 'page saved' AND entry.about = ? ORDER BY entry.id"
)
_ENTRIES = """
    SELECT entry.letter, entry.evidence FROM appraisal_criterionentry AS entry
    JOIN appraisal_assessment AS assessment ON assessment.id = entry.assessment_id
    WHERE assessment.proposal_id = ?
"""


def _rows(site: Site, sql: str, *given: str) -> list[Any]:
    with closing(sqlite3.connect(site.database)) as connection:
        return connection.execute(sql, given).fetchall()
