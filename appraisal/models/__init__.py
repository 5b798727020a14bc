"""The rows of the appraisal, one subject a file."""

from appraisal.models.aims import CouncilAim, ProposalAim
from appraisal.models.assessments import Answer, Assessment, CriterionEntry
from appraisal.models.evidence import Evidence
from appraisal.models.imports import PendingImport
from appraisal.models.pages import PageState
from appraisal.models.proposals import Asset, Kind, Proposal, State, Terms
from appraisal.models.proxies import OwnProxy
from appraisal.models.records import Record
from appraisal.models.schemes import CriterionRow, HeadingRow, SchemeVersion
from appraisal.models.settings import CouncilProxy, Neighbourhood, SchemeDraft, SettingsVersion

__all__ = [
    "Answer",
    "Assessment",
    "Asset",
    "CouncilAim",
    "CouncilProxy",
    "CriterionEntry",
    "CriterionRow",
    "Evidence",
    "HeadingRow",
    "Kind",
    "Neighbourhood",
    "OwnProxy",
    "PageState",
    "PendingImport",
    "Proposal",
    "ProposalAim",
    "Record",
    "SchemeDraft",
    "SchemeVersion",
    "SettingsVersion",
    "State",
    "Terms",
]
