"""Scores and values as a spreadsheet whose formulas work every figure out again."""

from appraisal.exports.sheets.make import Kept, pages_of, spreadsheet_of

__all__ = ["Kept", "pages_of", "spreadsheet_of"]
