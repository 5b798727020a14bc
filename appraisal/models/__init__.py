"""The rows of the appraisal, one subject a file."""

from appraisal.models.agenda_packs import AgendaPack, AgendaPackItem
from appraisal.models.aims import CouncilAim, Importance, ProposalAim
from appraisal.models.areas import (
    AreaRank,
    DistrictPrice,
    DistrictSales,
    IndicatorValue,
    Place,
    PlaceKind,
    Postcode,
)
from appraisal.models.assessments import Answer, Assessment, CriterionEntry
from appraisal.models.chapters import ChapterAnswer
from appraisal.models.checks import Check, ChecklistItem
from appraisal.models.datasets import Dataset, DatasetState, RejectedLine
from appraisal.models.decisions import Decision, Maker, Outcome, Publication, Reconsideration
from appraisal.models.enquiries import Disclosure, Eligibility
from appraisal.models.evidence import Evidence
from appraisal.models.findings import (
    ExemptSection,
    Finding,
    Flag,
    Recommendation,
    RecommendedCondition,
    StandardCondition,
)
from appraisal.models.imports import PendingImport
from appraisal.models.messages import Message, ReadUpTo
from appraisal.models.notices import Notice, NoticeSetting
from appraisal.models.orders import PackOrder, PackOrderItem
from appraisal.models.packs import IssuedPack
from appraisal.models.pages import PageState
from appraisal.models.panel import AgendaItem, Agreed, Interest, Mark, MarkSheet, Meeting, Seat
from appraisal.models.proposals import Asset, Kind, Proposal, Stage, State, Terms
from appraisal.models.proxies import OwnProxy
from appraisal.models.records import Record
from appraisal.models.retention import RetentionPeriod
from appraisal.models.schemes import CriterionRow, HeadingRow, SchemeVersion
from appraisal.models.settings import (
    CouncilProxy,
    Delegation,
    Neighbourhood,
    PriceChoices,
    SchemeDraft,
    SettingsVersion,
)
from appraisal.models.terms import CorrectedTerms

__all__ = [
    "AgendaItem",
    "AgendaPack",
    "AgendaPackItem",
    "Agreed",
    "Answer",
    "AreaRank",
    "Assessment",
    "Asset",
    "ChapterAnswer",
    "Check",
    "ChecklistItem",
    "CorrectedTerms",
    "CouncilAim",
    "CouncilProxy",
    "CriterionEntry",
    "CriterionRow",
    "Dataset",
    "DatasetState",
    "Decision",
    "Delegation",
    "Disclosure",
    "DistrictPrice",
    "DistrictSales",
    "Eligibility",
    "Evidence",
    "ExemptSection",
    "Finding",
    "Flag",
    "HeadingRow",
    "Importance",
    "IndicatorValue",
    "Interest",
    "IssuedPack",
    "Kind",
    "Maker",
    "Mark",
    "MarkSheet",
    "Meeting",
    "Message",
    "Neighbourhood",
    "Notice",
    "NoticeSetting",
    "Outcome",
    "OwnProxy",
    "PackOrder",
    "PackOrderItem",
    "PageState",
    "PendingImport",
    "Place",
    "PlaceKind",
    "Postcode",
    "PriceChoices",
    "Proposal",
    "ProposalAim",
    "Publication",
    "ReadUpTo",
    "Recommendation",
    "RecommendedCondition",
    "Reconsideration",
    "Record",
    "RejectedLine",
    "RetentionPeriod",
    "SchemeDraft",
    "SchemeVersion",
    "Seat",
    "SettingsVersion",
    "Stage",
    "StandardCondition",
    "State",
    "Terms",
]
