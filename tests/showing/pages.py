"""The pages about the worked examples, as a browser would read them."""

from __future__ import annotations

from typing import Any, TypeAlias

from django.template.loader import render_to_string
from lxml import html

from appraisal.examples import example
from appraisal.file import AppraisalFile
from appraisal.readers import Reader
from appraisal.showing.result import result_page

Page: TypeAlias = Any  # an element of lxml's, which says nothing of its types


def result_of(given: AppraisalFile, reader: Reader, *, show_discount: bool = False) -> Page:
    """Return the part of a page that shows a result."""
    shown = result_page(given, given.appraise(), reader=reader, show_discount=show_discount)
    return parsed(render_to_string("appraisal/result/result.html", {"result": shown}))


def result_for(name: str, reader: Reader, *, show_discount: bool = False) -> Page:
    return result_of(example(name).file, reader, show_discount=show_discount)


def parsed(source: str) -> Page:
    return html.fragment_fromstring(source, create_parent="main")


def text_of(element: Page) -> str:
    return " ".join(element.text_content().split())


def in_class(element: Page, name: str) -> list[Page]:
    return list(element.find_class(name))
