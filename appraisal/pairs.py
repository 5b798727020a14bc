"""Which row of one list became which row of another."""

from collections.abc import Hashable, Mapping, Sequence
from typing import NamedTuple


class Cell(NamedTuple):
    """One value of an item: its label, the value as data, and in words."""

    label: str
    value: object
    text: str


class Item(NamedTuple):
    """A row, or an own proxy: what tells it apart from others, and its cells by key."""

    name: str  # empty: it has none and is told by its number
    identity: Hashable
    cells: Mapping[str, Cell]
    named_by: str = ""  # the key of the cell that is its name

    def gist(self) -> str:
        """Say all of it in a line, but for its name."""
        said = [
            f"{cell.label} {cell.text}"
            for key, cell in self.cells.items()
            if key != self.named_by and cell.text
        ]
        return ", ".join(said) or self.name


Pair = tuple[int | None, int | None]


def pairs_of(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Return which old item became which new one, in the new order; what is gone comes last."""
    old, new = [one.identity for one in before], [one.identity for one in after]
    distinct = len(set(old)) == len(old) and len(set(new)) == len(new)
    if not (distinct and all(old) and all(new)):
        return _by_position(before, after)
    at = {identity: number for number, identity in enumerate(old)}
    found = {number: at[identity] for number, identity in enumerate(new) if identity in at}
    gone = [number for number in range(len(old)) if number not in found.values()]
    for number, item in enumerate(after):
        if number not in found:
            renamed = next((was for was in gone if _differ_once(before[was], item)), None)
            if renamed is not None:
                found[number] = renamed
                gone.remove(renamed)
    return [*((found.get(n), n) for n in range(len(new))), *((was, None) for was in gone)]


def _by_position(before: Sequence[Item], after: Sequence[Item]) -> list[Pair]:
    """Pair by position, from the end where the ends are the same: one row may have come or gone."""
    shorter, tail = min(len(before), len(after)), 0
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    while tail < shorter - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    was, now = len(before) - tail, len(after) - tail
    middle = max(was, now)
    return [
        *((n, n) for n in range(head)),
        *((n if n < was else None, n if n < now else None) for n in range(head, middle)),
        *((was + n, now + n) for n in range(tail)),
    ]


def _differ_once(old: Item, new: Item) -> bool:
    was, now = ({key: cell.value for key, cell in one.cells.items()} for one in (old, new))
    return sum(was.get(key) != now.get(key) for key in {*was, *now}) == 1
