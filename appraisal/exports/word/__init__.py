"""The committee report as a Word document, for committees that edit there."""

from appraisal.exports.word.write import draw_report

__all__ = ["draw_report"]
