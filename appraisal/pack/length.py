"""How long a pack would come out, told from its words before a page is drawn.

A thousand lines take 2 to 3 seconds to draw. A valid file can hold enough for hundreds of pages and
many minutes: whoever serves other people meanwhile sets a bound.
"""

from collections.abc import Iterator
from typing import NamedTuple

from appraisal.pack.document import AppraisalDocument
from appraisal.pack.parts import CriterionPage, Fact, Grid
from appraisal.pack.printable import printable

# What a site draws while people wait: 90 to 200 pages, in 9 to 14 seconds of one core. The hall example
# has 184 lines; 2,000 characters of evidence and of notes and 30 rows for every criterion make 1,730.
MOST_LINES = 4_000

# Characters that a line has room for: of running text, and of a cell in a table.
_TEXT, _CELL = 75, 30


class TooLong(ValueError):
    """A pack would be too long to draw; the message is a sentence that says what to shorten."""


class Part(NamedTuple):
    """A part of a pack that is as long as people make it, and about how many lines it takes."""

    name: str
    lines: int


def refuse_too_long(document: AppraisalDocument, most_lines: int) -> None:
    """Raise ``TooLong`` where a pack would come out at more than so many lines, more or less."""
    parts = tuple(parts_of(document))
    total = sum(part.lines for part in parts)
    if total <= most_lines:
        return
    longest = max(parts, key=lambda part: part.lines)
    raise TooLong(
        f"This pack would have about {total:,} lines. At most {most_lines:,} can be drawn here. The longest part is "
        f"“{longest.name}”, with about {longest.lines:,} lines: use fewer rows there, or shorter texts."
    )


def lines_of(document: AppraisalDocument) -> int:
    """Return about how many lines the parts of a pack take that may be long."""
    return sum(part.lines for part in parts_of(document))


def parts_of(document: AppraisalDocument) -> Iterator[Part]:
    """Return the parts of a pack that may be long."""
    yield Part("About the proposal", _about(document))
    for heading in document.headings:
        yield from (Part(page.name, _page(page)) for page in heading.criteria)
    grids = (document.proxies, document.unused_proxies)
    yield Part("The council’s own figures", sum(_grid(one) for one in grids if one))
    yield Part("Does not apply", _facts(document.does_not_apply + document.unanswered))
    yield Part("Please check", _facts(document.warnings + document.to_check))


def _about(document: AppraisalDocument) -> int:
    said = (document.title, document.summary, document.asked, document.council, document.applicant)
    return _facts(document.facts) + sum(_lines(text, _TEXT) for text in said)


def _page(page: CriterionPage) -> int:
    texts = (page.claim, page.evidence, page.note, *(one.text for one in page.spoken))
    grids = sum(_grid(one.grid) for one in page.spoken if one.grid)
    steps = sum(_lines(f"{step.text} {step.result}", _CELL * 2) for step in page.working.steps)
    return sum(_lines(text, _TEXT) for text in texts) + grids + steps


def _grid(grid: Grid) -> int:
    return sum(max(_lines(cell.text, _CELL) for cell in row) for row in grid.rows)


def _facts(facts: tuple[Fact, ...]) -> int:
    return sum(_lines(fact.text, _TEXT) for fact in facts)


def _lines(text: str, width: int) -> int:
    """Return how many lines a text takes, as it will be printed: a lacking letter by its name."""
    return sum(len(line) // width + 1 for line in printable(text).split("\n"))
