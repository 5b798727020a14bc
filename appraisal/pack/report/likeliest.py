"""Where coefficiency is likeliest, as the record's answers have it: three tables, and no point for any of them."""

from collections.abc import Iterator, Mapping

from appraisal.area.likeliest import (
    AMOUNTS,
    CHANGE,
    CHAPTER,
    DELIVERED,
    INSIDE,
    INVOLVED,
    OUTSIDE,
    PEOPLE,
    PLANNED,
    SIX,
    reading_of_change,
    reading_of_people,
)
from appraisal.chapters import Recorded
from appraisal.engine.said import said_to
from appraisal.pack.grids import grid
from appraisal.pack.report.blocks import Block, Section, Table, Text, Under, section
from appraisal.pack.report.chapters import chapter_of
from appraisal.pack.report.issue import Issue

TITLE = "Where savings are likeliest"
CONTEXT = "This is context: it gives no points and changes no discount."
NOT_SAID = "Not said"
_HALF = "Only one of the two was said, so no cell is marked as this proposal’s."


def likeliest(issue: Issue) -> tuple[Section, ...]:
    """Return the section of what was said; none where nothing was, or the record is older than the questions."""
    found = chapter_of(issue, CHAPTER)
    blocks = list(likeliest_blocks(found)) if found else []
    return (section(CHAPTER, TITLE, [Text(CONTEXT), *blocks], ""),) if blocks else ()


def likeliest_blocks(held: Recorded) -> Iterator[Block]:
    """Yield the tables in which the proposal has a place by what was said; nothing where nothing was."""
    said = {
        key: str(value) for key, value in held.chapter.value(held.said).items() if value is not None
    }
    if said.keys() & set(SIX):
        yield Under("What kind of proposal it is")
        yield _six(held, said)
    if said.keys() & {INSIDE, OUTSIDE}:
        yield Under("Where its change comes from")
        own = (said.get(INSIDE), said.get(OUTSIDE))
        if not reading_of_change(*own):
            yield Text(_HALF)
        yield _matrix(
            "Change from inside the service",
            {key: f"{name} from inside" for key, name in AMOUNTS.items()},
            {key: f"{name} from outside" for key, name in AMOUNTS.items()},
            CHANGE,
            own,
            "Change from inside and from outside the service",
        )
    if said.keys() & {PLANNED, DELIVERED}:
        yield Under("Who plans it and who delivers it")
        own = (said.get(PLANNED), said.get(DELIVERED))
        if not reading_of_people(*own):
            yield Text(_HALF)
        yield _matrix(
            "Who plans",
            {key: f"Planned by {name.lower()}" for key, name in PEOPLE.items()},
            {key: f"Delivered by {name.lower()}" for key, name in PEOPLE.items()},
            INVOLVED,
            own,
            "Who plans and who delivers",
        )


def _six(held: Recorded, said: Mapping[str, str]) -> Table:
    rows = [
        (one.label, said_to(one, said.get(one.key), {}).text or NOT_SAID)
        for one in held.chapter.questions
        if one.key in SIX
    ]
    return Table(
        grid(
            ("Savings are likeliest where the answer is yes", "This proposal"),
            rows,
            (False, False),
            "Kind of proposal",
        )
    )


def _matrix(
    corner: str,
    down: Mapping[str, str],
    across: Mapping[str, str],
    cells: Mapping[tuple[str, str], str],
    own: tuple[str | None, str | None],
    caption: str,
) -> Table:
    """Return every cell, the proposal's own marked in words: who cannot see a colour reads it as well."""
    rows = [
        (name, *(_cell(cells[row, column], is_own=own == (row, column)) for column in across))
        for row, name in down.items()
    ]
    heads = (corner, *across.values())
    return Table(grid(heads, rows, (False,) * len(heads), caption))


def _cell(text: str, *, is_own: bool) -> str:
    return f"This proposal: {text[:1].lower()}{text[1:]}" if is_own else text
