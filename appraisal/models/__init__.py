"""The rows of the appraisal, one subject a file."""

from appraisal.models.aims import CouncilAim, ProposalAim
from appraisal.models.assessments import Answer, Assessment, CriterionEntry
from appraisal.models.checks import Check, ChecklistItem
from appraisal.models.enquiries import Disclosure, Eligibility
from appraisal.models.evidence import Evidence
from appraisal.models.findings import (
    Finding,
    Flag,
    Recommendation,
    RecommendedCondition,
    StandardCondition,
)
from appraisal.models.imports import PendingImport
from appraisal.models.messages import Message, ReadUpTo
from appraisal.models.notices import Notice, NoticeSetting
from appraisal.models.pages import PageState
from appraisal.models.proposals import Asset, Kind, Proposal, State, Terms
from appraisal.models.proxies import OwnProxy
from appraisal.models.records import Record
from appraisal.models.retention import RetentionPeriod
from appraisal.models.schemes import CriterionRow, HeadingRow, SchemeVersion

__all__ = [
    "Answer",
    "Assessment",
    "Asset",
    "Check",
    "ChecklistItem",
    "CouncilAim",
    "CriterionEntry",
    "CriterionRow",
    "Disclosure",
    "Eligibility",
    "Evidence",
    "Finding",
    "Flag",
    "HeadingRow",
    "Kind",
    "Message",
    "Notice",
    "NoticeSetting",
    "OwnProxy",
    "PageState",
    "PendingImport",
    "Proposal",
    "ProposalAim",
    "ReadUpTo",
    "Recommendation",
    "RecommendedCondition",
    "Record",
    "RetentionPeriod",
    "SchemeVersion",
    "StandardCondition",
    "State",
    "Terms",
]
