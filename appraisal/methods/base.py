"""What every method has: a key, how its answers are checked, what they come to, and how that is written down."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

from appraisal.engine.faults import Faults
from appraisal.engine.results import Appraisal

# Question → value, read by the shape of the method's questions.
Given = Mapping[str, Any]


class Method(NamedTuple):
    """One way to value.

    ``check`` notes what its questions alone cannot see, at places such as ``flows[0].chance``. ``value`` gives what
    answers without a fault come to; it never divides by nothing. ``written`` gives that as JSON holds it, every
    amount a text. ``begun`` gives what a proposal's own appraisal answers already, as a file writes it. A method
    that asks nothing has no questions: it is made of the appraisal alone.
    """

    key: str
    check: Callable[[Given, Faults], None]
    value: Callable[[Given, Appraisal], Any]
    written: Callable[[Any], dict[str, object]]
    begun: Callable[[Appraisal], dict[str, object]]
    asks: bool = True


def nothing_to_check(given: Given, faults: Faults) -> None:
    """Check nothing: the shape of the questions says it all."""


def nothing_begun(appraisal: Appraisal) -> dict[str, object]:
    """Begin with empty questions: no answer of a proposal says what this method asks."""
    return {}


_FIRST, _LAST = 1900, 2999  # years in which a day can be meant


def are_meant(days: Iterable[tuple[str, date]], faults: Faults) -> bool:
    """Note days of a year that nobody can mean, such as one of too few figures; say whether there is none.

    ``days``: each with its place among the answers.
    """
    wrong = [place for place, day in days if not _FIRST <= day.year <= _LAST]
    for place in wrong:
        faults.add(place, f"The year must be between {_FIRST} and {_LAST}.")
    return not wrong


def rows_of(given: Given, key: str) -> tuple[Mapping[str, Any], ...]:
    """Return the rows of a question; none where it is not answered."""
    rows: tuple[Mapping[str, Any], ...] = given.get(key) or ()
    return rows
