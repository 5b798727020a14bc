"""One field of a file: what may stand there. A scheme's questions are fields too."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal[
    "amount", "number", "whole", "edition", "rank", "choice", "text", "date", "ratings", "rows"
]


MOST_TEXT = 10_000  # characters
MOST_ROWS = 200
MOST_RATINGS = 12  # of one criterion


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A key of an object, what it may hold and whether it may be left out."""

    key: str
    kind: Kind
    required: bool = False
    above: Decimal | None = None
    at_least: int = 0
    at_most: int | None = None
    instead: str = ""  # what to do where no figure above the limit can be given: a sentence
    choices: tuple[str, ...] = ()
    row: "Shape | None" = None  # what each of several rows holds


class Shape:
    """An object: its fields, and the keys that may stand in it ``beside`` the fields."""

    __slots__ = ("by_key", "fields", "keys", "required")

    def __init__(self, fields: Iterable[Field], beside: Iterable[str] = ()) -> None:
        self.fields = tuple(fields)
        self.by_key = {field.key: field for field in self.fields}
        self.keys = frozenset(self.by_key) | frozenset(beside)
        self.required = frozenset(field.key for field in self.fields if field.required)
