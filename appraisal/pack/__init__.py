"""The appraisal pack: the PDF that a panel decides with."""

from appraisal.pack.pdf import draw, draw_file

__all__ = ["draw", "draw_file"]
