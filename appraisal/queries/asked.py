"""What a group asks for, beside what an officer found of it."""

from collections.abc import Iterator
from typing import NamedTuple

from appraisal.engine.answers import Terms
from appraisal.engine.faults import Faults
from appraisal.engine.reading import read_fields
from appraisal.facts import Fact, terms_facts
from appraisal.layout import GROUP_TERMS, TERMS
from appraisal.queries.mapping import filled_terms
from appraisal.queries.sheet import Sheet


class AskedFor(NamedTuple):
    """One of the terms: as the group asks for it, and as the officer finds it."""

    label: str
    group: str
    officer: str
    changed: bool


def asked_for_of(group: Sheet, officer: Sheet) -> tuple[AskedFor, ...]:
    """Return the terms that a group asks for, and what the officer says in their place.

    They are read as a file's are, without writing and reading the rest of one.
    """
    return tuple(
        AskedFor(theirs.label, theirs.text, own.text or "none", own.value != theirs.value)
        for theirs, own in zip(_terms(group), _terms(officer), strict=True)
        if theirs.place.removeprefix("terms.") in GROUP_TERMS and (theirs.text or own.text)
    )


def _terms(sheet: Sheet) -> Iterator[Fact]:
    faults = Faults()
    read = read_fields(TERMS, filled_terms(sheet), "terms", faults)
    faults.raise_if_any()
    return terms_facts(Terms(**read))  # type: ignore[arg-type]  # read_fields gives each key its type
