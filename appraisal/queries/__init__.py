"""Every read that joins: returns plain values that pages and packs are made from."""

from appraisal.queries.sheet import Entry, Sheet, sheet_of

__all__ = ["Entry", "Sheet", "sheet_of"]
