"""What somebody does in a browser: read a page, fill its boxes in, press a button."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.test import Client
from lxml import html

Boxes = dict[str, Any]


def page_of(response: Any) -> html.HtmlElement:
    """Return a page as elements."""
    return html.document_fromstring(response.content.decode().replace("\0", "\ufffd"))


def words_of(response: Any) -> str:
    """Return the words of a page's body, with single spaces."""
    return " ".join(page_of(response).xpath("//main")[0].text_content().split())


def title_of(response: Any) -> str:
    """Return the title of a page."""
    return " ".join(page_of(response).findtext(".//title").split())


def boxes(response: Any) -> Boxes:
    """Return what stands in the boxes of a page's form: what a browser would send, without a button."""
    form = _form(page_of(response))
    found: Boxes = {}
    for name, value in _controls(form):
        found[name] = value
    found.pop("csrfmiddlewaretoken", None)
    return found


def _form(page: html.HtmlElement) -> html.HtmlElement:
    filled_in = page.xpath("//main//form[.//button[@name='page-then']]")
    forms = filled_in or page.xpath("//main//form[@method='post']")
    assert forms, "there is no form on this page"
    return forms[0]


def _controls(form: html.HtmlElement) -> Iterator[tuple[str, str]]:
    for one in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, kind = one.get("name"), one.get("type", "text")
        if one.xpath("ancestor::template"):
            continue
        if one.tag == "textarea":
            yield name, one.text_content().removeprefix("\n")
        elif one.tag == "select":
            chosen = one.xpath(".//option[@selected]") or one.xpath(".//option")[:1]
            yield name, chosen[0].get("value", "") if chosen else ""
        elif kind in ("radio", "checkbox"):
            if one.get("checked") is not None:
                yield name, one.get("value", "on")
        elif kind not in ("submit", "button", "file"):
            yield name, one.get("value", "")


def fill_in(
    client: Client, address: str, typed: Mapping[str, Any], then: str = "continue", **more: Any
) -> Any:
    """Open a page, type into its boxes, and press a button. A box typed as None is left out."""
    opened = client.get(address)
    assert opened.status_code == 200, (address, opened.status_code)
    return send(client, address, {**boxes(opened), **typed}, then, **more)


def send(
    client: Client, address: str, typed: Mapping[str, Any], then: str = "continue", **more: Any
) -> Any:
    """Send boxes as they are, with a button."""
    sent = {name: value for name, value in typed.items() if value is not None}
    return client.post(address, {**sent, "page-then": then}, **more)


def assert_well_formed(response: Any) -> html.HtmlElement:
    """See that no id is there twice, and that every description and label leads somewhere."""
    page = page_of(response)
    ids = page.xpath("//*[not(ancestor::template)]/@id")
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for attribute in ("aria-describedby", "aria-labelledby"):
        for value in page.xpath(f"//*[not(ancestor::template)]/@{attribute}"):
            assert set(value.split()) <= set(ids), f"{attribute} {value} leads nowhere"
    for target in page.xpath("//label[not(ancestor::template)]/@for"):
        assert target in ids, f"a label is for {target}, which is not there"
    return page


def complaints(response: Any) -> dict[str, str]:
    """Return what a page says is wrong, by the name of the box; every way to the box is tried.

    Each line of the summary must lead to a box, whose own description must hold the same words.
    """
    assert response.status_code == 200, response.status_code
    page = assert_well_formed(response)
    assert title_of(response).startswith("Error: "), title_of(response)
    found: dict[str, str] = {}
    links = page.xpath("//*[contains(@class,'govuk-error-summary__list')]//a")
    assert links, "the summary has no line"
    for link in links:
        target = link.get("href").removeprefix("#")
        (box,) = page.xpath("//*[@id=$id]", id=target)
        assert box.tag in ("input", "select", "textarea"), f"#{target} is a {box.tag}, no box"
        said = _beside(page, box)
        line = " ".join(link.text_content().split())
        assert any(one and one in line for one in said), (line, said)
        found[box.get("name")] = line
    return found


def _beside(page: html.HtmlElement, box: html.HtmlElement) -> list[str]:
    """Return the messages that a box is described by, itself or through the group it stands in."""
    describing = [box, *box.xpath("ancestor::fieldset | ancestor::*[@role='group']")]
    ids = " ".join(one.get("aria-describedby", "") for one in describing).split()
    messages = [
        one
        for key in ids
        for one in page.xpath("//*[@id=$id][contains(@class,'govuk-error-message')]", id=key)
    ]
    return [
        " ".join(one.text_content().split()).removeprefix("Error: ").strip() for one in messages
    ]
