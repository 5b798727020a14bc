"""The rows of the appraisal, one subject a file."""

from appraisal.models.assessments import Answer, Assessment, CriterionEntry
from appraisal.models.proposals import Asset, Proposal, Terms
from appraisal.models.records import Record
from appraisal.models.schemes import CriterionRow, HeadingRow, SchemeVersion

__all__ = [
    "Answer",
    "Assessment",
    "Asset",
    "CriterionEntry",
    "CriterionRow",
    "HeadingRow",
    "Proposal",
    "Record",
    "SchemeVersion",
    "Terms",
]
