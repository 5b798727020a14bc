"""The agenda pack of a meeting: the packs of all its items in one document, with one contents, page after page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from appraisal.engine import words
from appraisal.pack.document import AppraisalDocument, png_address
from appraisal.pack.kite import COUNCIL_COLOUR, checked_colour
from appraisal.pack.length import TooLong, lines_of
from appraisal.pack.parts import Attached, Fact
from appraisal.pack.printable import shortened
from appraisal.pack.seal import PLACE, Stamp, moment_of

# Ten items of 16 pages have about 1,300 lines, and take 25 seconds of one core and half a gigabyte of memory. A few
# times that is what a worker is given to do at once.
MOST_LINES = 6_000
MOST_ITEMS = 20
CLOSED = (
    "This item is closed to whoever this copy was made for: they have an interest in it, or have not said whether "
    "they have. Its pages are left out."
)
NOT_SIGNED = "No assessment of this proposal was signed off yet, so no pages follow."
NO_RECOMMENDATION = "What officers recommend is not in this part of the pack."


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A proposal on an agenda, as it goes into the pack.

    ``pack`` is what its own pack shows; None where nobody signed an assessment off, and where it is ``closed`` to
    whom the copy is for.
    """

    number: int
    title: str
    group: str
    asset: str = ""
    ward: str = ""
    pack: AppraisalDocument | None = None
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An item with its divider; its pages come after it where there is a ``pack``."""

    number: int
    prefix: str  # of every id of its pages, and of the names of its files
    title: str
    running: str  # what stands at the head of its pages
    mark: str  # what warns there
    facts: tuple[Fact, ...]
    recommended: str
    nothing: str  # why no pages follow; empty where they do
    pack: AppraisalDocument | None

    @property
    def attached(self) -> tuple[Attached, ...]:
        """Return what the item’s pages were made from, under names that tell the items apart."""
        if self.pack is None:
            return ()
        return tuple(
            one._replace(name=f"{self.prefix}{one.name}", about=f"Item {self.number}: {one.about}")
            for one in self.pack.attached
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaStamp(Stamp):
    """How an agenda pack is looked up. ``items`` are the numbers of those whose figures are inside it, as files."""

    items: tuple[int, ...] = ()

    @property
    def keywords(self) -> str:
        """Say in the metadata which pack this is, and of which items files must be inside it."""
        part = "exempt" if self.exempt else "public"
        return " ".join(["Pack", self.code, part, "items", *map(str, self.items)])


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaDocument:
    """An agenda pack, as words and figures; the templates work nothing out."""

    council: str
    colour: str
    logo: str  # as an address that holds the picture itself; empty: none
    running_council: str
    title: str  # the meeting, and when
    facts: tuple[Fact, ...]  # of the cover
    records: tuple[Fact, ...]  # of each item with pages: its record and the hash of that
    entries: tuple[Entry, ...]
    seal: AgendaStamp
    dated_text: str  # the moment that it is of, as the properties of a PDF write it

    @property
    def attached(self) -> tuple[Attached, ...]:
        """Return the files of every item, to be embedded byte for byte."""
        return tuple(file for entry in self.entries for file in entry.attached)

    @property
    def closed(self) -> bool:
        """Say whether a section of any item is not for publication."""
        return any(one.pack.closed for one in self.entries if one.pack)

    @property
    def marked(self) -> bool:
        """Say whether the mark of something exempt stands in any item."""
        return any(one.pack.marked for one in self.entries if one.pack)

    @property
    def held_back(self) -> bool:
        """Say whether the council’s part of any item’s report is not public yet."""
        return any(one.pack.held_back for one in self.entries if one.pack)

    @property
    def all_attached(self) -> bool:
        """Say whether the figures of every item with pages are inside it."""
        return all(one.pack.figures_attached for one in self.entries if one.pack)


def agenda_of(
    items: tuple[Item, ...],
    *,
    council: str,
    title: str,
    held_at: datetime,
    place: str,
    quorum: int,
    members: tuple[str, ...],
    seal: Stamp,
    colour: str = COUNCIL_COLOUR,
    logo: bytes = b"",
) -> AgendaDocument:
    """Return the agenda pack of a meeting, its items in order. ``members`` are who sits, the chair first.

    ``logo`` is a PNG. Raises ``ValueError`` where no item has pages, and :class:`TooLong` for more than
    :data:`MOST_ITEMS` items or :data:`MOST_LINES` lines, more or less.
    """
    packed = [one for one in items if one.pack is not None and not one.closed]
    if not packed:
        raise ValueError("An agenda pack wants at least one item with pages.")
    refuse_too_much(items)
    stamp = AgendaStamp(
        issued=seal.issued,
        short_code=seal.short_code,
        verify_address=seal.verify_address,
        exempt=seal.exempt,
        items=tuple(one.number for one in packed if one.pack and one.pack.figures_attached),
    )
    return AgendaDocument(
        council=council,
        running_council=shortened(council),
        colour=checked_colour(colour),
        logo=png_address(logo),
        title=title,
        facts=tuple(_facts(items, len(packed), held_at, place, quorum, members, stamp)),
        records=tuple(_records(items)),
        entries=tuple(_entry(one, stamp.running_mark) for one in items),
        seal=stamp,
        dated_text=f"{stamp.issued:%Y-%m-%dT%H:%M:%SZ}",
    )


def refuse_too_much(items: tuple[Item, ...]) -> None:
    """Raise ``TooLong`` where the pack of an agenda would take minutes to draw."""
    if len(items) > MOST_ITEMS:
        raise TooLong(
            f"There are {len(items)} items on the agenda. At most {MOST_ITEMS} fit into one agenda pack."
        )
    lines = [(lines_of(one.pack), one) for one in items if one.pack is not None]
    total = sum(number for number, _ in lines)
    if total > MOST_LINES:
        most, longest = max(lines, key=lambda pair: pair[0])
        raise TooLong(
            f"This agenda pack would have about {total:,} lines. At most {MOST_LINES:,} can be drawn in one. The "
            f"longest item is number {longest.number}, “{shortened(longest.title)}”, with about {most:,} lines: hold "
            "it at another meeting, or issue its pack by itself."
        )


def _facts(
    items: tuple[Item, ...],
    packed: int,
    held_at: datetime,
    place: str,
    quorum: int,
    members: tuple[str, ...],
    stamp: AgendaStamp,
) -> Iterator[Fact]:
    yield Fact("Date and time", moment_of(held_at))
    yield Fact("Place", place)
    yield Fact("Members", ", ".join(members) or "Nobody has a seat yet")
    yield Fact("Quorum", f"{words.counted(quorum, 'member')} without an interest")
    without = len(items) - packed
    number = words.counted(len(items), "item")
    yield Fact("Agenda", f"{number}, {without} of them without pages" if without else number)
    yield Fact("Issued", moment_of(stamp.issued))
    yield Fact("Short code", stamp.code)


def _records(items: tuple[Item, ...]) -> Iterator[Fact]:
    for one in items:
        seal = one.pack.seal if one.pack is not None and not one.closed else None
        if seal is not None:
            yield Fact(f"Item {one.number}", f"{seal.frozen_text}\n{seal.record}")


def _entry(item: Item, mark: str) -> Entry:
    pack = None if item.closed else item.pack
    return Entry(
        number=item.number,
        prefix=f"item-{item.number}-",
        title=item.title,
        running=shortened(f"Item {item.number}: {item.title}"),
        mark=pack.running_mark if pack else mark,
        facts=tuple(one for one in _about(item, pack) if one.text),
        recommended=_recommended(pack),
        nothing=_nothing(item, pack),
        pack=pack,
    )


def _about(item: Item, pack: AppraisalDocument | None) -> Iterator[Fact]:
    yield Fact("Asset", item.asset)
    yield Fact(PLACE, item.ward)
    yield Fact("Group", item.group)
    if pack is not None and pack.seal is not None:
        reference = next((one.text for one in pack.facts if one.label == "Reference"), "")
        yield Fact("Reference", reference)
        yield Fact("Record", pack.seal.frozen_text)


def _recommended(pack: AppraisalDocument | None) -> str:
    if pack is None:
        return ""
    said = pack.report.headline.recommended if pack.report else ""
    return said or NO_RECOMMENDATION


def _nothing(item: Item, pack: AppraisalDocument | None) -> str:
    if item.closed:
        return CLOSED
    return "" if pack is not None else NOT_SIGNED
