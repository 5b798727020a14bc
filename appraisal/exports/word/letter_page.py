"""A letter in Word as the council writes it: its logo and name, who writes to whom, tables, and who signs."""

import io
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from appraisal.booklet.word_file import typeable
from appraisal.booklet.word_tables import Tables
from appraisal.engine import words
from appraisal.methods.subsidy_parts import ACT, Ledger
from appraisal.pack.subsidy_said import recipient_of

if TYPE_CHECKING:
    from docx.document import Document

_LOGO_MM = 16  # high at most, and four times that wide
_WIDE = 4
_ROW_MM = 6


class Sender(NamedTuple):
    """Who writes to whom about what. ``logo`` is a PNG, empty without one; ``today`` dates the file, not the letter."""

    council: str
    group: str
    title: str  # of the proposal
    reference: str
    colour: str
    logo: bytes
    today: date


class Page:
    """Writes a letter, from the top down."""

    def __init__(self, document: "Document", sender: Sender) -> None:
        self.document, self.sender = document, sender
        self._tables = Tables(document)

    def head(self, title: str, *address: str) -> None:
        """Begin with the council’s logo and name, what this is about, and from whom to whom it goes."""
        sender = self.sender
        if sender.logo:
            self._logo(sender.logo)
        self.say(sender.council, "Council")
        self.say(title, "Heading 1")
        self.say(f"{ACT}, sections 36 and 37", "Hint")
        self.lines(
            f"Proposal: {sender.title}", f"Reference: {sender.reference or '[reference]'}", *address
        )

    def _logo(self, picture: bytes) -> None:
        from docx.shared import Emu, Mm

        paragraph = self.document.add_paragraph()
        shape = paragraph.add_run().add_picture(io.BytesIO(picture), height=Mm(_LOGO_MM))
        if shape.width > Mm(_WIDE * _LOGO_MM):
            shape.height = Emu(shape.height * Mm(_WIDE * _LOGO_MM) // shape.width)
            shape.width = Mm(_WIDE * _LOGO_MM)
        told: Any = shape._inline.docPr
        told.set("descr", typeable(f"Logo of {self.sender.council}"))

    def to(self, title: str, found: Ledger) -> None:
        """Begin a letter to the recipient."""
        self.head(
            title,
            f"To: {self.recipient(found)}",
            "[address of the recipient]",
            "[date of this letter]",
        )

    def recipient(self, found: Ledger) -> str:
        """Return the recipient’s name."""
        return recipient_of(found.recipient, self.sender.group)

    def say(self, text: str, style: str = "Normal", *, keep: bool = False) -> None:
        """Add a paragraph; ``keep`` it on the page of what follows."""
        paragraph = self.document.add_paragraph(typeable(text), style)
        paragraph.paragraph_format.keep_with_next = keep or None

    def lines(self, *texts: str) -> None:
        """Add lines that stand close to each other and on one page."""
        from docx.shared import Pt

        for number, text in enumerate(texts, start=1):
            shape = self.document.add_paragraph(typeable(text)).paragraph_format
            if number < len(texts):
                shape.space_after, shape.keep_with_next = Pt(0), True

    def under(self, title: str) -> None:
        """Add a heading."""
        self.say(title, "Heading 2")

    def table(
        self,
        title: str,
        heads: Sequence[str],
        shares: Sequence[int],
        rows: Sequence[Sequence[str]],
        *,
        figures: bool = True,
        high_mm: int = _ROW_MM,
    ) -> None:
        """Add a table; its last column holds ``figures``."""
        numeric = [False] * (len(heads) - 1) + [figures]
        heights = [high_mm] * len(rows)
        self._tables.add(heads, shares, rows, title=title, heights=heights, numeric=numeric)
        self._space()

    def _space(self) -> None:
        """Keep a table from touching what follows it: two in a row would become one."""
        from docx.shared import Pt

        shape = self.document.add_paragraph(style="Table text").paragraph_format
        shape.space_before = shape.space_after = Pt(0)
        shape.line_spacing = Pt(6)

    def award(self, found: Ledger) -> None:
        """Add what is given and its gross value amount."""
        rows = (
            [(one.what, one.how, words.pounds(one.amount)) for one in found.lines]
            if found.own is None
            else [("The award as a whole", "as the council has put it", words.pounds(found.own))]
        )
        rows.append(("Gross value amount", "", words.pounds(found.worth)))
        heads = ("What it is", "How it is worked out", "£")
        self.table("The assistance and its gross value amount", heads, (38, 40, 22), rows)
        if found.rate and found.own is None:
            self.say(
                f"Later years are in today’s value, at {words.plain(found.rate.percent)}% a year "
                f"({found.rate.source})."
            )

    def signed(self) -> None:
        """End with who signs for the council."""
        self.lines(
            "[signature]",
            "[name and job title of the officer]",
            f"For {self.sender.council}",
            "[telephone and email]",
        )
