"""What all publishers' files have in common: lines of fields, columns found by what their headings say."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple, Protocol, runtime_checkable

_AREA_OF = re.compile(r"lsoa(11|21)(cd|code)", re.ASCII)
_NOT_SAID = re.compile(r"[^a-z0-9]+")

Row = tuple[object, ...]
Reject = Callable[[int, str], None]  # the number of the line, and what is wrong with it
BAD_BYTES = "\ufffd"  # stands in a text for bytes that were no UTF-8


class WrongFile(ValueError):
    """This is not the file that is meant, or not all of it; the message says why, for who sent it."""


class Lines(Protocol):
    """The lines of a file as ``csv.reader`` gives them."""

    @property
    def line_num(self) -> int:
        """The number of the line that was read last."""
        ...

    def only(self, fields: int) -> None:
        """Say that no more than the first so many fields are asked for: what follows may come as one piece."""
        ...

    def __iter__(self) -> Iterator[list[str]]:
        """Return the lines, each as its fields."""
        ...


class Block(NamedTuple):
    """Lines that were read at one go, each as its fields, and their numbers."""

    lines: Sequence[list[str]]
    numbers: Sequence[int]


@runtime_checkable
class InBlocks(Protocol):
    """Lines that can be had many at a time, which is faster than one by one."""

    def blocks(self, wanted: Collection[int], of: int) -> Iterator[Block]:
        """Return the lines that nobody has asked for yet.

        Only the fields at the places that are ``wanted`` are asked for, of so many: others may come blank.
        """
        ...


_A_BLOCK = 1_000


def blocks_of(
    lines: Lines, rest: Iterator[list[str]], wanted: Collection[int] = (), of: int = 0
) -> Iterator[Block]:
    """Return the lines that are left, many at a time. ``rest`` is what :func:`head_of` has left of ``lines``.

    ``wanted``: the places of the fields that are asked for, of so many; with none all of them are.
    """
    if isinstance(lines, InBlocks):
        yield from lines.blocks(wanted, of)
        return
    yield from in_blocks((fields, lines.line_num) for fields in rest)


def in_blocks(numbered: Iterator[tuple[list[str], int]]) -> Iterator[Block]:
    """Put lines that come one by one, each with its number, together."""
    while some := list(islice(numbered, _A_BLOCK)):
        yield Block(*zip(*some, strict=True))


class Asked(NamedTuple):
    """What who imports says of a file. ``part``: it covers only a part of the country, and that is meant.

    ``in_force``: how many rows the import has that it would replace. ``whole_site``: it is for all councils, not
    for one of them.
    """

    today: date
    edition: int = 0
    part: bool = False
    in_force: int = 0
    whole_site: bool = False


class Column(NamedTuple):
    """A column that a reader needs: ``named`` fits its heading in small letters and figures alone."""

    key: str
    named: re.Pattern[str]
    said: str  # as the publisher calls it
    needed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """How much was read of a file, to say whether that can be all of it."""

    rows: int
    rejected: int


class Reader(Protocol):
    """Reads one kind of file into the rows of one table."""

    @property
    def key(self) -> str:
        """What the kind is called in addresses and commands."""

    @property
    def title(self) -> str:
        """What the kind is called for people."""

    @property
    def columns(self) -> Sequence[str]:
        """The columns of the table that its rows fill, in order."""

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield the rows of a file; raises :class:`WrongFile` where it is none of this kind."""

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Say in a sentence what keeps a file that was read to its end from being whole; nothing where it is."""


def editions_of(reader: Reader) -> tuple[int, ...]:
    """Return the editions that a kind has, as its reader says in ``editions``; most kinds have none."""
    return tuple(getattr(reader, "editions", ()))


def hint_of(reader: Reader) -> str:
    """Return what helps people to know the file of a kind, as its reader says in ``hint``."""
    return str(getattr(reader, "hint", ""))


def plain(heading: str) -> str:
    """Return a heading in small letters and figures alone: publishers change their spaces and brackets."""
    return _NOT_SAID.sub("", heading.casefold())


def column(key: str, named: str, said: str, *, needed: bool = True) -> Column:
    """Return a column whose heading fits a pattern, once it is plain."""
    return Column(key, re.compile(named, re.ASCII), said, needed)


def columns_of(headings: Sequence[str], wanted: Sequence[Column]) -> Mapping[str, int]:
    """Return where each wanted column stands; raises :class:`WrongFile` for one that is not there, or twice.

    Of several patterns in one column the first that fits any heading counts, so that aliases have an order.
    """
    found: dict[str, int] = {}
    plains = [plain(one) for one in headings]
    for want in wanted:
        places = [place for place, name in enumerate(plains) if want.named.fullmatch(name)]
        if len(places) > 1:
            raise WrongFile(_twice(want, [headings[place] for place in places[:2]]))
        if places:
            found[want.key] = places[0]
        elif want.needed:
            raise WrongFile(
                f"There is no column “{want.said}”. The first line of the file must hold the headings."
            )
    return found


def _twice(want: Column, found: Sequence[str]) -> str:
    if plain(found[0]) == plain(found[1]):
        return f"The heading “{found[0]}” stands there twice."
    return (
        f"Both “{found[0]}” and “{found[1]}” may be the column “{want.said}”. Take out the one that is not meant, or "
        "choose another file."
    )


def _refuse_look_up(plains: Sequence[str]) -> None:
    """Refuse the look-up from one census’s small areas to the next one’s: it looks like several kinds."""
    areas = {found[1] for name in plains if (found := _AREA_OF.fullmatch(name))}
    if len(areas) > 1 and not any(name.startswith("pcd") or "rank" in name for name in plains):
        raise WrongFile(
            "This is a look-up from the small areas of one census to those of another. No import needs it, for each "
            "edition of the indices has areas of its own. Choose the file with the figures."
        )


def head_of(lines: Lines) -> tuple[Iterator[list[str]], list[str]]:
    """Return the lines that follow and the headings; raises :class:`WrongFile` for a file without any."""
    rest = iter(lines)
    for headings in rest:
        if any(one.strip() for one in headings):
            _refuse_look_up([plain(one) for one in headings])
            return rest, headings
    raise WrongFile("The file is empty.")
