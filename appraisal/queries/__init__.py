"""Every read that joins: returns plain values that pages and packs are made from."""

from appraisal.queries.councils import councils, neighbourhoods
from appraisal.queries.schemes import council_aims, newest_scheme, newest_version
from appraisal.queries.sheet import Entry, Sheet, sheet_of, state_of

__all__ = [
    "Entry",
    "Sheet",
    "council_aims",
    "councils",
    "neighbourhoods",
    "newest_scheme",
    "newest_version",
    "sheet_of",
    "state_of",
]
