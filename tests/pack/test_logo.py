"""A council's logo stands on the cover of its packs, which stay readable by assistive technology."""

from __future__ import annotations

import io

import pikepdf

from appraisal.examples import example
from appraisal.pack import document_of, draw
from tests.core.sent_files import png


def pictures(pdf: bytes) -> int:
    """Return how many pictures of points the first page has."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return len(opened.pages[0].get_images())


def test_the_cover_has_the_logo_with_words_for_it() -> None:
    file = example("garden").file
    plain, with_logo = (draw(document_of(file, logo=logo)) for logo in (b"", png()))
    assert pictures(with_logo) == pictures(plain) + 1
    with pikepdf.open(io.BytesIO(with_logo)) as opened:
        said = [
            str(one.get("/Alt"))
            for one in opened.objects
            if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
    assert any("Logo of" in one for one in said), said
