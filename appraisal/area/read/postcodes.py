"""The postcode look-ups of the Office for National Statistics: where each postcode lies. Some 2.7 million lines."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from string import ascii_uppercase

from appraisal.area.read.table import (
    Asked,
    Lines,
    Reject,
    Row,
    Whole,
    WrongFile,
    blocks_of,
    column,
    columns_of,
    head_of,
)

_POSTCODE = re.compile(r"([A-Z]{1,2}\d[A-Z\d]?|GIR) *(\d[A-Z]{2})", re.ASCII)
_CODE = re.compile(r"[A-Z]\d{8}", re.ASCII)
_MONTH = re.compile(r"\d{4}-?\d{2}(-?\d{2})?", re.ASCII)
_WANTED = (
    column("pcds", "pcds", "pcds", needed=False),
    column("pcd", "pcd|pcd7|pcd8", "pcd", needed=False),
    column("ended", "doterm", "doterm"),
    column("area21", "lsoa21(cd)?", "lsoa21", needed=False),
    column("area11", "lsoa11(cd)?", "lsoa11", needed=False),
    column("ward", r"osward|wd\d\dcd|ward\d\dcd", "osward", needed=False),
    column("council", r"oslaua|lad\d\dcd|laua", "oslaua", needed=False),
)  # fmt: skip
_ENGLAND = "E"
# Which postcodes stood there already is kept as a bit for each that an outward part can have: of millions of texts
# the memory would be as great as all else together.
_UNITS = [f"{one}{other}" for one in ascii_uppercase for other in ascii_uppercase]
_INWARDS = [f"{sector}{unit}" for sector in range(10) for unit in _UNITS]
_PLACE_OF = {inward: (at >> 3, 1 << (at & 7)) for at, inward in enumerate(_INWARDS)}
_BYTES = -(-len(_INWARDS) // 8)


class _Postcodes:
    """Reads a postcode a line: those of England, for the method is England's."""

    key = "postcodes"
    title = "Postcodes (ONS)"
    hint = "The ONS Postcode Directory or the National Statistics Postcode Lookup, whole or for your council."
    columns: Sequence[str] = ("postcode", "area21", "area11", "ward", "council", "ended")

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield a row for each postcode of England, in the order of :attr:`columns`."""
        rest, headings = head_of(lines)
        at = columns_of(headings, _WANTED)
        code_at = at.get("pcds", at.get("pcd", -1))
        area21_at, area11_at = at.get("area21", -1), at.get("area11", -1)
        if code_at < 0:
            raise WrongFile("There is no column “pcds”, “pcd”, “pcd7” or “pcd8”.")
        if area21_at < 0 and area11_at < 0:
            raise WrongFile("There is no column “lsoa21” or “lsoa11”.")
        ward_at, council_at, ended_at = at.get("ward", -1), at.get("council", -1), at["ended"]
        width = max(at.values()) + 1
        lines.only(width)
        taken: dict[str, bytearray] = {}
        checked: tuple[str, ...] = ()  # what the line before lay in: neighbours lie in the same
        numbered = (
            zip(some.lines, some.numbers, strict=True)
            for some in blocks_of(lines, rest, at.values(), len(headings))
        )
        for fields, number in chain.from_iterable(numbered):
            if len(fields) < width:
                if any(fields):
                    reject(number, f"It has {len(fields)} fields where {width} are needed.")
                continue
            area21 = fields[area21_at] if area21_at >= 0 else ""
            area11 = fields[area11_at] if area11_at >= 0 else ""
            if (area21 or area11)[:1] not in (_ENGLAND, ""):
                area21, area11 = area21.strip(), area11.strip()
            if (area21 or area11)[:1] not in (_ENGLAND, ""):
                continue  # Wales, Scotland, Northern Ireland and the islands
            postcode = fields[code_at]
            outward, _, inward = postcode.partition(" ")
            marks, place = taken.get(outward), _PLACE_OF.get(inward)
            if marks is None or place is None:
                found = _POSTCODE.fullmatch(postcode)
                if found is None:
                    reject(number, f"“{postcode[:40]}” is no postcode, such as B33 8TX.")
                    continue
                postcode = f"{found[1]} {found[2]}"
                marks, place = taken.setdefault(found[1], bytearray(_BYTES)), _PLACE_OF[found[2]]
            if not (area21 or area11):
                continue  # ended long ago: nobody knows where it was
            ward = fields[ward_at] if ward_at >= 0 else ""
            council = fields[council_at] if council_at >= 0 else ""
            within: tuple[str, ...] = (area21, area11, ward, council)
            if within != checked:
                if _no_code(within):
                    within = tuple(one.strip() for one in within)
                    area21, area11, ward, council = within
                if wrong := _no_code(within):
                    reject(number, wrong)
                    continue
                checked = within
            ended = fields[ended_at].strip()
            if ended and not _MONTH.fullmatch(ended):
                reject(
                    number, f"“{ended[:40]}” is no month in which a postcode ended, such as 201501."
                )
                continue
            byte, bit = place
            if marks[byte] & bit:
                reject(number, f"The postcode {postcode} stands there twice.")
                continue
            marks[byte] |= bit
            yield (postcode, area21, area11, ward, council, bool(ended))

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Say so where far fewer postcodes were read than are in force: the download may be cut off."""
        if asked.part or read.rows * 10 >= asked.in_force * 9:
            return ""
        return (
            f"{read.rows:,} postcodes could be read, and {asked.in_force:,} are in force. The download may be cut off. "
            "If the file covers only a part of England on purpose, say so and send it again."
        )


def _no_code(within: Sequence[str]) -> str:
    """Say which of some codes of areas is none; nothing where all are."""
    for code in within:
        if code and not _CODE.fullmatch(code):
            return f"“{code[:40]}” is no code of an area, such as E01008978."
    return ""


POSTCODES = _Postcodes()
