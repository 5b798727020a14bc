"""What the sections of a committee's report are made of: blocks that a page, or a text for Word, can print."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from appraisal.exempt import Notice
from appraisal.pack.charts import Chart
from appraisal.pack.parts import Fact, Grid


class Text(NamedTuple):
    """A paragraph. ``typed``: people wrote it, so its line breaks stay."""

    text: str
    typed: bool = False
    kind: str = "text"


class Numbered(NamedTuple):
    """Paragraphs of a resolution, numbered from 1; each with parts lettered (a), (b) …"""

    paragraphs: tuple[tuple[str, tuple[str, ...]], ...]
    kind: str = "numbered"


class Facts(NamedTuple):
    """Labels with what stands beside them."""

    facts: tuple[Fact, ...]
    kind: str = "facts"


class Table(NamedTuple):
    """A table with its heads; ``look`` is the style that gives its columns their widths."""

    grid: Grid
    look: str = ""
    kind: str = "table"


class Under(NamedTuple):
    """A heading under the section's own."""

    title: str
    kind: str = "under"


class Drawing(NamedTuple):
    """A chart of figures that stand in a table beside it; ``key`` tells it from others in the same document."""

    key: str
    chart: Chart
    colour: str
    kind: str = "drawing"


Block = Text | Numbered | Facts | Table | Under | Drawing


class Section(NamedTuple):
    """A section of the report. One without blocks says ``nothing`` in its place, in one line.

    One that the public may not read has a ``notice`` and holds nothing else.
    """

    key: str
    title: str
    blocks: tuple[Block, ...]
    nothing: str
    notice: Notice | None = None


def section(key: str, title: str, blocks: Iterable[Block], nothing: str) -> Section:
    """Return a section; blocks that hold nothing are left out, and headings that nothing follows."""
    kept: list[Block] = []
    for block in blocks:
        if isinstance(block, Under) and kept and isinstance(kept[-1], Under):
            kept.pop()
        if not isinstance(block, Facts) or block.facts:
            kept.append(block)
    if kept and isinstance(kept[-1], Under):
        kept.pop()
    return Section(key, title, tuple(kept), nothing)


def titled(blocks: Iterable[Block]) -> Iterator[Block]:
    """Yield blocks with the name of each table over it, as the site has it: a pack prints no other."""
    before: Block | None = None
    for block in blocks:
        if isinstance(block, Table) and block.grid.caption and not isinstance(before, Under):
            yield Under(block.grid.caption)
        yield block
        before = block
