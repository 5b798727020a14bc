"""The English Indices of Deprivation, a line for each small area: the published file 7, and the first of file 1."""

import re
from collections.abc import Iterator, Sequence

from appraisal.area.read.table import (
    BAD_BYTES,
    Asked,
    Lines,
    Reject,
    Row,
    Whole,
    WrongFile,
    column,
    columns_of,
    head_of,
    plain,
)
from appraisal.engine.places import DEPRIVATION_AREAS

_CODE = re.compile(r"E01\d{6}", re.ASCII)
_WHOLE_NUMBER = re.compile(r"\d{1,6}(\.0)?", re.ASCII)  # a sheet may say 12.0
_LONGEST = 7  # of a rank without commas, one character more than it can have
_WANTED = (
    column("code", r"lsoacode20\d\d|lsoa\d\d(code|cd)", "LSOA code"),
    column("name", r"lsoaname20\d\d|lsoa\d\d(name|nm)", "LSOA name"),
    column("council", r"localauthoritydistrictcode20\d\d|(ltla|lad)\d\d(code|cd)",
           "Local Authority District code"),
    column("council_name", r"localauthoritydistrictname20\d\d|(ltla|lad)\d\d(name|nm)",
           "Local Authority District name"),
    column("ward", r"ward\d\d(code|cd)|wd\d\dcd", "Ward code", needed=False),
    column("rank", r"(indexofmultipledeprivation)?imdrank(where1ismostdeprived)?",
           "Index of Multiple Deprivation (IMD) Rank"),
    column("decile", r"(indexofmultipledeprivation)?imddecile.*",
           "Index of Multiple Deprivation (IMD) Decile", needed=False),
)  # fmt: skip
# The small areas of each edition are those of a census: the heading of their code says which.
_CENSUS = {"11": 2019, "21": 2025}


class _Deprivation:
    """Reads the ranks of small areas."""

    key = "deprivation"
    title = "English Indices of Deprivation"
    hint = "Ranks of small areas: file 7 or file 1 of the published edition, whole or for your council."
    editions = tuple(DEPRIVATION_AREAS)
    columns: Sequence[str] = ("code", "name", "council", "council_name", "ward", "rank")

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield a row for each small area, in the order of :attr:`columns`."""
        rest, headings = head_of(lines)
        at = columns_of(headings, _WANTED)
        _want_edition(headings[at["code"]], asked.edition)
        areas = DEPRIVATION_AREAS[asked.edition]
        code_at, name_at, rank_at = at["code"], at["name"], at["rank"]
        council_at, council_name_at = at["council"], at["council_name"]
        ward_at, decile_at = at.get("ward", -1), at.get("decile", -1)
        width = max(at.values()) + 1
        lines.only(width)
        seen: set[str] = set()
        for fields in rest:
            if len(fields) < width:
                if any(fields):
                    reject(lines.line_num, f"It has {len(fields)} fields where {width} are needed.")
                continue
            code, said = fields[code_at].strip(), fields[rank_at].strip()
            rank = _rank_in(said)
            decile = fields[decile_at].strip() if decile_at >= 0 else ""
            if wrong := _wrong(code, said, rank, decile, areas, seen):
                reject(lines.line_num, wrong)
                continue
            name = fields[name_at].strip()
            if BAD_BYTES in name:
                reject(lines.line_num, "The name holds bytes that are not UTF-8.")
                continue
            seen.add(code)
            ward = fields[ward_at].strip() if ward_at >= 0 else ""
            yield (
                code,
                name[:200],
                fields[council_at].strip()[:20],
                fields[council_name_at].strip()[:200],
                ward[:20],
                rank,
            )

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Say how many areas are missing of an edition, where the file is meant to be all of it."""
        areas = DEPRIVATION_AREAS[asked.edition]
        if asked.part or read.rows == areas:
            return ""
        return (
            f"The {asked.edition} edition has {areas:,} areas, and {read.rows:,} could be read. The download may be "
            "cut off. If the file covers only a part of England on purpose, say so and send it again."
        )


def _want_edition(heading: str, edition: int) -> None:
    """Refuse a file whose small areas are not those of the edition."""
    if edition not in DEPRIVATION_AREAS:
        known = " or ".join(str(one) for one in DEPRIVATION_AREAS)
        raise WrongFile(f"Say which edition it is: {known}.")
    figures = re.findall(r"\d+", plain(heading))
    found = _CENSUS.get(figures[-1][-2:]) if figures else None
    if found != edition:
        other = f"those of the {found} edition" if found else "of no edition that we know"
        raise WrongFile(
            f"This is not the {edition} edition: the heading “{heading.strip()}” says that its small areas are {other}."
        )


def _rank_in(said: str) -> int:
    """Return a rank, 0 for what is none."""
    if said.isdecimal() and said.isascii() and len(said) < _LONGEST:
        return int(said)
    said = said.replace(",", "")
    return int(said.partition(".")[0]) if _WHOLE_NUMBER.fullmatch(said) else 0


def _wrong(
    code: str,
    said: str,
    rank: int,
    decile: str,
    areas: int,
    seen: set[str],
) -> str:
    """Say what is wrong with an area; nothing where it is right."""
    if not _CODE.fullmatch(code):
        return f"“{code[:40]}” is no code of a small area in England, such as E01008978."
    if code in seen:
        return f"The area {code} stands there twice."
    if not 1 <= rank <= areas:
        return f"“{said[:40]}” is no rank from 1 to {areas:,}."
    right = -(-rank * 10 // areas)
    if decile and decile.removesuffix(".0") != str(right):
        return f"The rank {rank:,} is in decile {right}, and the file says {decile[:40]}."
    return ""


DEPRIVATION: _Deprivation = _Deprivation()
