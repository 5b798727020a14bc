"""What letters say, written beside the shapes that they are printed with.

In most scripts but Latin a letter is several shapes, a shape is part of several letters, or they stand in another
order than they are read. A PDF maps shapes to letters one by one, so what is copied or read out would be wrong. It
can also say of a piece of text as a whole what it says (ActualText, ISO 32000-1, 14.9.4); WeasyPrint does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from appraisal.pack.fonts import needed_for

# Marks that only break lines or turn them say nothing.
_SILENT = str.maketrans("", "", "\u200b\u2067\u2069")


@cache
def say_what_is_shaped() -> None:
    """Have WeasyPrint write beside each piece of text that our own fonts cannot write what it says, once a process.

    It offers no place to do so from outside, so the class that it writes pages with is replaced by one that does.
    """
    import pydyf  # type: ignore[import-untyped]
    from weasyprint import pdf

    class Spoken(pdf.Stream):  # type: ignore[misc]  # WeasyPrint carries no types
        @contextmanager
        def marked(self, box: Any, tag: str) -> Iterator[None]:
            with super().marked(box, tag):
                text = getattr(box, "text", "").translate(_SILENT)
                marks = self.stream[-2]
                if isinstance(marks, dict) and needed_for(text):
                    marks["ActualText"] = pydyf.String(text)
                yield

    pdf.Stream = Spoken
