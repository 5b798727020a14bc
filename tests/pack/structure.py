"""What no validator can see of a PDF: whether its structure says what its pages show."""

from __future__ import annotations

import io
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import page
import pikepdf

PROFILES = ("ua1", "3a")
_PAINTS = {"Tj", "TJ", "'", '"', "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "Do", "sh"}
_LEVELS = tuple(f"/H{level}" for level in range(1, 7))


def failures(pdf: bytes) -> list[str]:
    """Return where a PDF breaks a rule of PDF/UA-1 or of PDF/A-3a."""
    return [
        f"{profile} {failure.rule_id}: {failure.message}"
        for profile in PROFILES
        for failure in page.validate_pdf_bytes(pdf, profile=profile).failures
    ]


def elements(top: Any) -> Iterator[Any]:
    """Yield the structure elements under one, in reading order."""
    kids = top.get("/K", [])
    for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from elements(kid)


def pages_of(pdf: bytes, title: str) -> int:
    """Return how many pages the chapter with this title takes, before the next one begins."""
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        chapters = outline.root[0].children
        leads: list[Any] = [one.destination for one in chapters]
        begins = [opened.pages.index(pikepdf.Page(one[0])) for one in leads]
        place = [str(one.title) for one in chapters].index(title)
    return begins[place + 1] - begins[place]


class Held(NamedTuple):
    """A file inside a PDF, as its catalogue and its own entry tell of it."""

    content: bytes
    media_type: str
    relationship: str
    about: str
    dates: tuple[str, str]


def attached(pdf: bytes) -> dict[str, Held]:
    """Return the files inside a PDF, by name, in the order of the catalogue."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        named = set(opened.attachments)
        found = {str(one.UF): _held(one) for one in opened.Root.get("/AF", [])}
        assert set(found) == named
        assert len(opened.Root.get("/AF", [])) == len(found)
    return found


def _held(one: Any) -> Held:
    file = one.EF.F
    dates = (str(file.Params.CreationDate), str(file.Params.ModDate))
    kind = str(file.Subtype).removeprefix("/")
    return Held(file.read_bytes(), kind, str(one.AFRelationship), str(one.Desc), dates)


def faults(pdf: bytes) -> list[str]:
    """Return what is wrong with the structure of a PDF."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        top = opened.Root.StructTreeRoot
        return [
            *_of_headings(opened, top),
            *_of_tables(top),
            *_of_figures_and_links(opened, top),
            *_of_loose_content(opened),
        ]


def _of_headings(opened: Any, top: Any) -> Iterator[str]:
    levels = [_LEVELS.index(str(one.S)) + 1 for one in elements(top) if str(one.S) in _LEVELS]
    if levels[:1] != [1] or levels.count(1) != 1:
        yield f"It does not begin with its one title: {levels[:3]}."
    for before, after in pairwise(levels):
        if after > before + 1:
            yield f"A heading of level {after} follows one of level {before}."
    with opened.open_outline() as outline:
        if not outline.root:
            yield "It has no bookmarks."


def _of_tables(top: Any) -> Iterator[str]:
    for table in (one for one in elements(top) if str(one.S) == "/Table"):
        rows = [[*_cells(row)] for row in elements(table) if str(row.S) == "/TR"]
        heads = [cell for row in rows for cell in row if str(cell.S) == "/TH"]
        if not heads:
            yield "A table has no heads."
        for head in heads:
            if str(head.get("/A", {}).get("/Scope", "")) not in ("/Row", "/Column", "/Both"):
                yield f"The head of a table does not say of what: {head.get('/A')}."
        if len({len(row) for row in rows}) != 1:
            yield f"The rows of a table are not of one length: {[len(row) for row in rows]}."


def _cells(row: Any) -> Iterator[Any]:
    for kid in row.K:
        yield from [kid] * int(kid.get("/A", {}).get("/ColSpan", 1))


def _of_figures_and_links(opened: Any, top: Any) -> Iterator[str]:
    for one in elements(top):
        if str(one.S) == "/Figure" and not str(one.get("/Alt", "")).strip():
            yield "A picture has no words."
    for sheet in opened.pages:
        for note in sheet.get("/Annots", []):
            if note.Subtype == "/Link" and not str(note.get("/Contents", "")).strip():
                yield "A link does not say where it leads."


def _of_loose_content(opened: Any) -> Iterator[str]:
    """Find what is painted outside of the structure and is not marked as decoration either."""
    for number, sheet in enumerate(opened.pages, start=1):
        depth = 0
        for one in pikepdf.parse_content_stream(sheet):
            said = str(one.operator)
            if said in ("BDC", "BMC"):
                depth += 1
            elif said == "EMC":
                depth -= 1
            elif said in _PAINTS and depth == 0:
                yield f"Page {number} paints what is neither read out nor decoration: {said}."
                break
