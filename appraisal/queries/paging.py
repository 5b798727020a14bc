"""Pages of long lists by key: the last page costs what the first does, for nothing is counted or skipped."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, Field, Func, Model, QuerySet, Value
from django.db.models.expressions import F
from django.db.models.sql.compiler import SQLCompiler

_M = TypeVar("_M", bound=Model)


class RowComparison(Func):
    """``(a, b) > (x, y)``: PostgreSQL and SQLite both take it, and both answer it by an index.

    Django's own ``TupleGreaterThan`` writes that on PostgreSQL only; what it writes elsewhere reads the
    whole index.
    """

    output_field = BooleanField()
    conditional = True

    def __init__(self, names: Sequence[str], sign: str, values: Sequence[Value]) -> None:
        super().__init__(*(F(name) for name in names), *values)
        self.half = len(names)
        self.sign = sign

    def as_sql(  # type: ignore[override]
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **more: Any
    ) -> tuple[str, list[Any]]:
        """Return the SQL of the comparison and its parameters."""
        parts = [compiler.compile(one) for one in self.source_expressions]
        texts = [text for text, _ in parts]
        left, right = ", ".join(texts[: self.half]), ", ".join(texts[self.half :])
        return f"({left}) {self.sign} ({right})", [one for _, given in parts for one in given]


class Key(NamedTuple):
    """By which columns a list is ordered, the last of them unique; all go up, or all go down."""

    columns: tuple[str, ...]
    fields: tuple[Field[Any, Any], ...]
    down: bool = True

    def of(self, row: Model) -> tuple[object, ...]:
        """Return where a row stands in the list."""
        return tuple(getattr(row, column) for column in self.columns)

    def order(self, *, backwards: bool = False) -> tuple[str, ...]:
        """Return the columns for ``order_by``."""
        sign = "-" if self.down != backwards else ""
        return tuple(f"{sign}{column}" for column in self.columns)

    def past(self, at: Sequence[object], *, backwards: bool = False) -> RowComparison:
        """Return the condition that a row stands behind a place in the list, or before it."""
        values = [
            Value(one, output_field=type(field)())
            for one, field in zip(at, self.fields, strict=True)
        ]
        return RowComparison(self.columns, "<" if self.down != backwards else ">", values)


class Slice(NamedTuple, Generic[_M]):
    """Some rows in the list's order, and whether there are more before and behind them."""

    rows: list[_M]
    before: bool
    after: bool


def slice_of(
    found: QuerySet[_M],
    key: Key,
    size: int,
    *,
    after: Sequence[object] | None = None,
    before: Sequence[object] | None = None,
) -> Slice[_M]:
    """Return a page of a list in one query: the first, or that behind or before a place in it.

    The rows are found by their keys alone, which may all stand in an index, and only then read.
    """
    place = before if before is not None else after
    backwards = before is not None
    if place is not None:
        found = found.filter(key.past(place, backwards=backwards))
    order = key.order(backwards=backwards)
    keys = found.order_by(*order).values("pk")[: size + 1]
    rows = list(found.model._default_manager.filter(pk__in=keys).order_by(*order))
    if backwards:
        return Slice(rows[:size][::-1], len(rows) > size, True)
    return Slice(rows[:size], after is not None, len(rows) > size)


def every(found: QuerySet[_M], key: Key, size: int = 1_000) -> Iterator[_M]:
    """Yield all rows in the list's order, ``size`` a query, without holding a query open."""
    at: Sequence[object] | None = None
    while True:
        page = slice_of(found, key, size, after=at)
        yield from page.rows
        if not page.after:
            return
        at = key.of(page.rows[-1])
