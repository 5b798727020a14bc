"""The English Indices of Deprivation, a line for each small area: the published file 7, and the first of file 1."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter

from appraisal.area.read.table import (
    BAD_BYTES,
    Asked,
    Block,
    Lines,
    Reject,
    Row,
    Whole,
    WrongFile,
    blocks_of,
    column,
    columns_of,
    head_of,
    plain,
)
from appraisal.engine.places import DEPRIVATION_AREAS

_CODE = re.compile(r"E01\d{6}", re.ASCII)
_CODE_LENGTH = 9
_WHOLE_NUMBER = re.compile(r"\d{1,6}(\.0)?", re.ASCII)  # a sheet may say 12.0
_LONGEST = 7  # of a rank without commas, one character more than it can have
_WANTED = (
    column("code", r"lsoacode20\d\d|lsoa\d\d(code|cd)", "LSOA code"),
    column("name", r"lsoaname20\d\d|lsoa\d\d(name|nm)", "LSOA name"),
    column("council", r"localauthoritydistrictcode20\d\d|(ltla|lad)\d\d(code|cd)",
           "Local Authority District code"),
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
    columns: Sequence[str] = ("code", "name", "council", "ward", "rank")

    def rows(self, lines: Lines, asked: Asked, reject: Reject) -> Iterator[Row]:
        """Yield a row for each small area, in the order of :attr:`columns`."""
        rest, headings = head_of(lines)
        at = columns_of(headings, _WANTED)
        _want_edition(headings[at["code"]], asked.edition)
        file = _File(at, DEPRIVATION_AREAS[asked.edition])
        lines.only(file.width)
        for block in blocks_of(lines, rest):
            found = file.all_right(block.lines)
            yield from file.one_by_one(block, reject) if found is None else found

    def lacking(self, read: Whole, asked: Asked) -> str:
        """Say how many areas are missing of an edition, where the file is meant to be all of it."""
        areas = DEPRIVATION_AREAS[asked.edition]
        if asked.part or read.rows == areas:
            return ""
        return (
            f"The {asked.edition} edition has {areas:,} areas, and {read.rows:,} could be read. The download may be "
            "cut off. If the file covers only a part of England on purpose, say so and send it again."
        )


class _File:
    """One reading of a file: where its columns stand, and the areas that were read so far."""

    def __init__(self, at: Mapping[str, int], areas: int) -> None:
        self._code, self._name, self._rank = at["code"], at["name"], at["rank"]
        self._council = at["council"]
        self._ward, self._decile = at.get("ward", -1), at.get("decile", -1)
        self.width = max(at.values()) + 1
        self._areas = areas
        self._seen: set[str] = set()

    def all_right(self, lines: Sequence[list[str]]) -> Iterable[Row] | None:
        """Return the rows of lines of which all are plainly right, looked at column by column; None otherwise.

        What is not plainly right may be so all the same: :meth:`one_by_one` says.
        """
        if min(map(len, lines)) < self.width:
            return None

        def column(at: int) -> list[str]:
            return list(map(itemgetter(at), lines))

        codes, ranked, names = column(self._code), column(self._rank), column(self._name)
        own = set(codes)
        if len(own) < len(codes) or not self._seen.isdisjoint(own):
            return None
        if not (_are_codes(codes) and _are_figures(ranked)):
            return None
        ranks, areas = list(map(int, ranked)), self._areas
        if not (min(ranks) >= 1 and max(ranks) <= areas):
            return None
        if self._decile >= 0:
            right = [str(-(-rank * 10 // areas)) for rank in ranks]
            if right != column(self._decile):
                return None
        if BAD_BYTES in "".join(names):
            return None
        self._seen |= own
        return zip(
            codes,
            _texts(names, 200),
            _texts(column(self._council), 20),
            _texts(column(self._ward), 20) if self._ward >= 0 else repeat("", len(codes)),
            ranks,
            strict=True,
        )

    def one_by_one(self, block: Block, reject: Reject) -> Iterator[Row]:
        """Yield the rows of lines, and reject each that cannot be taken under its number."""
        for fields, number in zip(block.lines, block.numbers, strict=True):
            if len(fields) < self.width:
                if any(fields):
                    reject(number, f"It has {len(fields)} fields where {self.width} are needed.")
                continue
            code, said = fields[self._code].strip(), fields[self._rank].strip()
            rank = _rank_in(said)
            decile = fields[self._decile].strip() if self._decile >= 0 else ""
            if wrong := _wrong(code, said, rank, decile, self._areas, self._seen):
                reject(number, wrong)
                continue
            name = fields[self._name].strip()
            if BAD_BYTES in name:
                reject(number, "The name holds bytes that are not UTF-8.")
                continue
            self._seen.add(code)
            ward = fields[self._ward].strip() if self._ward >= 0 else ""
            yield code, name[:200], fields[self._council].strip()[:20], ward[:20], rank


def _are_codes(texts: Sequence[str]) -> bool:
    """Say whether all texts are codes of small areas: what :data:`_CODE` says of one, of all of them at once."""
    every, many = "".join(texts), len(texts)
    return (
        set(map(len, texts)) == {_CODE_LENGTH}
        and all(every[at::_CODE_LENGTH] == sign * many for at, sign in enumerate("E01"))
        and _are_figures([text[3:] for text in texts])
    )


def _are_figures(texts: Sequence[str]) -> bool:
    """Say whether all texts are figures alone, one at least and fewer than are too many for a rank."""
    every, lengths = "".join(texts), set(map(len, texts))
    return every.isdecimal() and every.isascii() and min(lengths) > 0 and max(lengths) < _LONGEST


def _texts(column: Sequence[str], most: int) -> Sequence[str]:
    """Return texts without blanks at their ends, cut to the room that there is for them."""
    texts = list(map(str.strip, column))
    return texts if max(map(len, texts)) <= most else [text[:most] for text in texts]


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
