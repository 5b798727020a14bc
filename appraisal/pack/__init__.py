"""The appraisal pack: the PDF that a panel decides with, or that a group prints of its own draft."""

from appraisal.pack.document import document_of
from appraisal.pack.editions import Edition
from appraisal.pack.length import MOST_LINES, TooLong, refuse_too_long
from appraisal.pack.pdf import draw, draw_file

__all__ = [
    "MOST_LINES",
    "Edition",
    "TooLong",
    "document_of",
    "draw",
    "draw_file",
    "refuse_too_long",
]
