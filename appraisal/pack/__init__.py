"""The appraisal pack: the PDF that a panel decides with."""

from appraisal.pack.length import MOST_LINES, TooLong
from appraisal.pack.pdf import draw, draw_file

__all__ = ["MOST_LINES", "TooLong", "draw", "draw_file"]
