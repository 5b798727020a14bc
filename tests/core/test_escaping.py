"""What people type is never HTML, in any part of a component that can hold it."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils.safestring import SafeString

from core.components import (
    Button,
    Checkboxes,
    Choice,
    Component,
    Label,
    Legend,
    Option,
    Radios,
    Row,
    Rows,
    Select,
    TextArea,
    TextInput,
)

EVIL = '<b onclick="x">\'&'
_LABEL, _LEGEND = Label(text=EVIL, classes=EVIL), Legend(text=EVIL, heading=True)
_NOTES: dict[str, Any] = {
    "hint": EVIL,
    "error": EVIL,
    "id": EVIL,
    "name": EVIL,
    "described_by": EVIL,
}
_BUTTON = Button(text=EVIL, name=EVIL, value=EVIL, id=EVIL, kind=EVIL)
_CHOICES = (
    Choice(text=EVIL, value=EVIL, hint=EVIL, conditional=EVIL),
    Choice(divider=EVIL),
    Choice(text=EVIL, value=EVIL, id=EVIL, name=EVIL, attributes={"data-x": EVIL}),
)
_ROW = Row(id=EVIL, singular=EVIL, position=1, cells=(), remove=_BUTTON, errors=(EVIL,))

COMPONENTS: dict[str, Component] = {
    "label": _LABEL,
    "heading": Label(text=EVIL, heading=True, for_id=EVIL),
    "legend": _LEGEND,
    "button": _BUTTON,
    "link": Button(text=EVIL, href=EVIL, start=True),
    "text": TextInput(label=_LABEL, value=EVIL, prefix=EVIL, suffix=EVIL, **_NOTES),
    "area": TextArea(label=_LABEL, value=EVIL, **_NOTES),
    "select": Select(label=_LABEL, options=(Option(text=EVIL, value=EVIL),), **_NOTES),
    "radios": Radios(legend=_LEGEND, choices=_CHOICES, **_NOTES),
    "checkboxes": Checkboxes(choices=_CHOICES, classes=EVIL, **_NOTES),
    "row": _ROW,
    "rows": Rows(title=EVIL, singular=EVIL, rows=(_ROW,), most=9, add=_BUTTON, **_NOTES),
}


@pytest.mark.parametrize("name", COMPONENTS)
def test_no_part_of_a_component_lets_html_through(name: str) -> None:
    drawn = COMPONENTS[name].render()
    assert isinstance(drawn, SafeString)
    assert "&lt;b onclick=&quot;x&quot;&gt;&#x27;&amp;" in drawn
    assert "<b" not in drawn.replace("<button", "")
    assert "'" not in drawn
    assert 'onclick="' not in drawn


def test_text_that_is_html_on_purpose_stays_so() -> None:
    text = SafeString("<em>Which</em> hall?")
    assert text in TextInput(id="a", name="a", label=Label(text=text), hint=text).render()
    assert text in Radios(id="a", name="a", choices=(Choice(text=text, value="1"),)).render()
