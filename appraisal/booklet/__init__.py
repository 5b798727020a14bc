"""The question booklet: a scheme's questions on paper, blank, for groups that write by hand."""

from appraisal.booklet.contents import Booklet, booklet_of
from appraisal.booklet.pdf import draw_pdf


__all__ = ["Booklet", "booklet_of", "draw_pdf"]
