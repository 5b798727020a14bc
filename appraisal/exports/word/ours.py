"""Pages of the pack that hold only words of ours: read from their template, so that they are written once."""

from collections.abc import Iterator
from typing import Any

from appraisal.pack.document import AppraisalDocument
from appraisal.pack.parts import Fact
from appraisal.pack.press import wake_django
from appraisal.pack.report.blocks import Block, Facts, Text, Under


def ours(template: str, pack: AppraisalDocument) -> Iterator[Block]:
    """Yield the headings, paragraphs, lists and facts of a page; tables of sums stand in blocks of their own."""
    wake_django()
    from django.template.loader import render_to_string
    from lxml import html

    page = html.fromstring(render_to_string(template, {"pack": pack}))
    for element in page:
        yield from _blocks(element)


def _blocks(element: Any) -> Iterator[Block]:
    if element.tag == "h3":
        yield Under(_said(element))
    elif element.tag == "p":
        yield Text(_said(element))
    elif element.tag == "ul":
        yield from (Text(_said(item)) for item in element)
    elif element.tag == "table" and element.get("class") == "facts":
        rows = [[_said(cell) for cell in row] for row in element.iter("tr")]
        yield Facts(tuple(Fact(*row) for row in rows))


def _said(element: Any) -> str:
    return " ".join(element.text_content().split())
