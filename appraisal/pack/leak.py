"""A leak of WeasyPrint's, stopped: for each piece of text with font features it left memory behind for good.

Whoever draws a pack after a pack, as the workers do, would need a megabyte more for each. WeasyPrint makes a list
of attributes for each piece and never lets go of it; and because it shares one attribute among all lists, none
could be. Here each list has an attribute of its own, and belongs to its layout alone, which ends it. This leans
on WeasyPrint's inside; its version is pinned, and a test counts what is left.
"""

from functools import cache
from typing import Any


class Own(dict[bytes, Any]):
    """In place of WeasyPrint's cache of attributes: each list gets the one that was made for it."""

    def setdefault(self, features: bytes, made: Any = None) -> Any:
        """Return what was made, and keep nothing."""
        return made


@cache
def stop_leak() -> None:
    """Have each layout let go of its attributes, once a process; its fonts must have :class:`Own` features."""
    from weasyprint.text.ffi import ffi, pango
    from weasyprint.text.line_break import Layout

    set_up = Layout.setup

    def setup(self: Any, style: Any) -> None:
        set_up(self, style)
        attributes = pango.pango_layout_get_attributes(self.layout)
        if attributes != ffi.NULL and isinstance(style.font_config.font_features, Own):
            pango.pango_attr_list_unref(attributes)

    Layout.setup = setup
