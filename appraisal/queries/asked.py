"""What a group asks for, beside what an officer found of it."""

from typing import NamedTuple

from appraisal.facts import facts_of
from appraisal.file import AppraisalFile
from appraisal.layout import GROUP_TERMS


class AskedFor(NamedTuple):
    """One of the terms: as the group asks for it, and as the officer finds it."""

    label: str
    group: str
    officer: str
    changed: bool


def asked_for_of(group: AppraisalFile, officer: AppraisalFile) -> tuple[AskedFor, ...]:
    """Return the terms that a group asks for, and what the officer says in their place."""
    return tuple(
        AskedFor(theirs.label, theirs.text, own.text or "none", own.value != theirs.value)
        for theirs, own in zip(facts_of(group), facts_of(officer), strict=True)
        if theirs.place.removeprefix("terms.") in GROUP_TERMS and (theirs.text or own.text)
    )
