"""Booklets that several tests look at: each is drawn once a session."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import docx
import pytest
from docx.document import Document
from docx.table import Table

from appraisal.booklet import Booklet, booklet_of, draw_docx, draw_pdf
from appraisal.engine.scheme import Scheme
from appraisal.library import scheme_named
from tests.pack.conftest import text_of

SCHEMES = ("valuing-worth-am", "valuing-worth-coproduction")
COUNCIL = "Borsetshire Council"


class Drawn(NamedTuple):
    scheme: Scheme
    booklet: Booklet
    pdf: bytes
    docx: bytes

    @property
    def document(self) -> Document:
        return docx.Document(io.BytesIO(self.docx))

    @property
    def pages(self) -> list[str]:
        """The text of each page of the PDF, without its spaces."""
        return [close(page) for page in text_of(self.pdf, "-raw").removesuffix("\f").split("\f")]

    @property
    def texts(self) -> dict[str, str]:
        """All the text of each format, without its spaces."""
        return {"pdf": "".join(self.pages), "docx": close(" ".join(said(self.document)))}


def close(text: str) -> str:
    """Return a text without spaces and places to break at, which a layout may put anywhere."""
    return "".join(text.split()).replace("\u200b", "")


def said(document: Document) -> Iterator[str]:
    """Yield what a document says, from the top down."""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            yield from (cell.text for row in block.rows for cell in row.cells)
        else:
            yield block.text


def drawn_from(booklet: Booklet, scheme: Scheme) -> Drawn:
    return Drawn(scheme, booklet, draw_pdf(booklet), draw_docx(booklet))


@cache
def _shipped(name: str) -> Drawn:
    scheme = scheme_named(name)
    return drawn_from(booklet_of(scheme, council=COUNCIL, colour="#1d4e79"), scheme)


@pytest.fixture(params=SCHEMES)
def drawn(request: pytest.FixtureRequest) -> Drawn:
    """Return a shipped scheme's booklet, one after the other."""
    return _shipped(request.param)


@pytest.fixture
def transfer() -> Drawn:
    """Return the booklet for an asset transfer."""
    return _shipped("valuing-worth-am")
