"""The question booklet: a scheme's questions on paper, blank, for groups that write by hand."""

from appraisal.booklet.contents import Booklet, booklet_of
from appraisal.booklet.pdf import draw_pdf
from appraisal.booklet.word import draw_docx

__all__ = ["Booklet", "booklet_of", "draw_docx", "draw_pdf"]
