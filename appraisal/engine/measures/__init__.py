"""The closed list of measures that a criterion may name. A new one is a new file here."""

from appraisal.engine.measures.base import Figures, Measure, Outcome, Part, Shown, Step, Sums
from appraisal.engine.measures.deprivation import DeprivationBand, DeprivationRank
from appraisal.engine.measures.funding import Funding, FundingBand
from appraisal.engine.measures.level import Level
from appraisal.engine.measures.parts import ValuedPart
from appraisal.engine.measures.ratings import Ratings
from appraisal.engine.measures.share import Share, ShareBand
from appraisal.engine.measures.valued import ValueBand, Valued

__all__ = [
    "DeprivationBand",
    "DeprivationRank",
    "Figures",
    "Funding",
    "FundingBand",
    "Level",
    "Measure",
    "Outcome",
    "Part",
    "Ratings",
    "Share",
    "ShareBand",
    "Shown",
    "Step",
    "Sums",
    "ValueBand",
    "Valued",
    "ValuedPart",
]
