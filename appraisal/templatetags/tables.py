"""Tables of figures on a page of the site, put together here: they have many cells, and a template is slow."""

import re

from django import template
from django.utils.safestring import SafeString

from appraisal.pack.parts import Cell, Grid
from appraisal.showing.spoken import Cell as SpokenCell
from appraisal.showing.spoken import Spoken
from core.components.base import escaped

register = template.Library()
_BELOW_ZERO = re.compile(r"−£[\d,.]*\d")


@register.filter
def cells_of(grid: Grid) -> SafeString:
    """Return the head and the rows of a table, each cell with the head of its column for narrow screens."""
    heads = "".join(
        f'<th scope="col" class="govuk-table__header{_numeric(one, "header")}">{escaped(one.text)}</th>'
        for one in grid.heads
    )
    rows = "".join(f'<tr class="govuk-table__row">{_row(grid, row)}</tr>' for row in grid.rows)
    return SafeString(  # every text in it is escaped
        f'<thead class="govuk-table__head"><tr class="govuk-table__row">{heads}</tr></thead>'
        f'<tbody class="govuk-table__body">{rows}</tbody>'
    )


def _row(grid: Grid, row: tuple[Cell, ...]) -> str:
    first = f'<th scope="row" class="govuk-table__header">{escaped(row[0].text)}</th>'
    others = (
        f'<td class="govuk-table__cell{_numeric(cell, "cell")}" data-head="{escaped(head.text)}">'
        f"{_together(escaped(cell.text))}</td>"
        for head, cell in zip(grid.heads[1:], row[1:], strict=True)
    )
    return first + "".join(others)


def _together(text: str) -> str:
    """Keep each minus sign on the line of its pounds."""
    return _BELOW_ZERO.sub(r'<span class="app-below-zero">\g<0></span>', text)


def _numeric(cell: Cell | SpokenCell, part: str) -> str:
    return f" govuk-table__{part}--numeric" if cell.numeric else ""


@register.filter
def said(spoken: Spoken | None) -> SafeString:
    """Return an answer as people read it: a table of its rows, its lines, or its one text; without one, no words."""
    if spoken is None:
        return SafeString('<span class="app-typed"></span>')
    if spoken.rows:
        return _said_table(spoken)
    if spoken.lines:
        lines = (f'<p class="govuk-body">{escaped(line)}</p>' for line in spoken.lines)
        return SafeString("".join(lines))  # every text in it is escaped
    return SafeString(f'<span class="app-typed">{escaped(spoken.text)}</span>')


def _said_table(spoken: Spoken) -> SafeString:
    heads = "".join(
        f'<th scope="col" role="columnheader" class="govuk-table__header{_numeric(one, "header")}">'
        f"{escaped(one.text)}</th>"
        for one in spoken.heads
    )
    rows = "".join(
        f'<tr class="govuk-table__row" role="row">{"".join(map(_said_cell, cells))}</tr>'
        for cells in spoken.rows
    )
    return SafeString(  # every text in it is escaped
        '<table class="govuk-table app-said" role="table">'
        '<thead class="govuk-table__head" role="rowgroup">'
        f'<tr class="govuk-table__row" role="row">{heads}</tr></thead>'
        f'<tbody class="govuk-table__body" role="rowgroup">{rows}</tbody></table>'
    )


def _said_cell(cell: SpokenCell) -> str:
    return (
        f'<td role="cell" data-head="{escaped(cell.head)}" '
        f'class="govuk-table__cell{_numeric(cell, "cell")}">{escaped(cell.text)}</td>'
    )
