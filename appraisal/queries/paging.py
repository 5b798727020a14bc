"""Pages of long lists by key: the last page costs what the first does, for nothing is counted or skipped."""

from collections.abc import Iterator, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from django.db.models import BooleanField, Field, Func, Model, QuerySet, Value
from django.db.models.expressions import F

_M = TypeVar("_M", bound=Model)


class RowComparison(Func):
    """Compare columns with values as one row: ``(a, b) < (1, 2)``, which an index over both answers."""

    output_field: Any = BooleanField()
    conditional = True

    def __init__(self, sign: str, columns: Sequence[str], values: Sequence[Value]) -> None:
        if sign not in ("<", ">"):
            raise ValueError(f"{sign!r} compares no rows.")
        super().__init__(*(F(one) for one in columns), *values)
        self.sign = sign

    def as_sql(self, compiler: Any, connection: Any, *more: Any, **beside: Any) -> Any:
        """Return the comparison in SQL."""
        parts, params = [], []
        for one in self.source_expressions:
            sql, own = compiler.compile(one)
            parts.append(sql)
            params.extend(own)
        half = len(parts) // 2
        left, right = ", ".join(parts[:half]), ", ".join(parts[half:])
        return f"({left}) {self.sign} ({right})", params


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
        return RowComparison("<" if self.down != backwards else ">", self.columns, values)


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
    """Return a page of a list in one query: the first, or that behind or before a place in it."""
    if before is not None:
        back = found.filter(key.past(before, backwards=True)).order_by(*key.order(backwards=True))
        rows = list(back[: size + 1])
        return Slice(rows[:size][::-1], len(rows) > size, True)
    if after is not None:
        found = found.filter(key.past(after))
    rows = list(found.order_by(*key.order())[: size + 1])
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
