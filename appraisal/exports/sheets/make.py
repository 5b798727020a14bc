"""The whole spreadsheet of an appraisal: what each sheet is, and how to read it."""

from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.exports.sheets.book import Entry, Page, text
from appraisal.exports.sheets.criteria import Criteria
from appraisal.exports.sheets.inputs import Inputs
from appraisal.exports.sheets.lines import Sources
from appraisal.exports.sheets.proxies import Prices
from appraisal.exports.sheets.scales import Scales
from appraisal.exports.sheets.totals import Totals
from appraisal.exports.sheets.write import written
from appraisal.pack.seen import Seen

_VALUE = 2  # the column of values on the sheet of inputs
_FIGURES = 15  # what a spreadsheet keeps of a number


class Kept(NamedTuple):
    """The record that a spreadsheet is made from."""

    sha256: str
    frozen_at: datetime
    version: str  # which of the proposal’s: “Sign-off 2”
    mark: str  # who may read it


class _Workbook(NamedTuple):
    pages: tuple[Page, ...]
    names: dict[str, str]


def spreadsheet_of(seen: Seen, kept: Kept | None = None) -> bytes:
    """Return the .xlsx of an appraisal as its reader may see it; a draft unless there is a record of it.

    The same appraisal gives the same bytes.
    """
    made = _workbook(seen, kept)
    valued_on = seen.appraisal.answers.valuation_date
    return written(made.pages, seen.given.title, _standing(kept), valued_on, made.names)


def pages_of(seen: Seen, kept: Kept | None = None) -> tuple[Page, ...]:
    """Return the sheets, each formula with what the engine says that it comes to."""
    return _workbook(seen, kept).pages


def _workbook(seen: Seen, kept: Kept | None) -> _Workbook:
    made = seen.appraisal
    legal_on = None if seen.for_group else made.answers.valuation_date
    sources = Sources(seen, Inputs(seen), Prices(made), Scales(made.scheme, legal_on=legal_on))
    criteria = Criteria(sources)
    totals = Totals(criteria)
    names = {"Score": totals.score}
    if totals.discount:
        names["Discount"] = totals.discount
    others = (
        *(totals.page, sources.inputs.page, *criteria.pages),
        *(sources.prices.page, sources.scales.page),
    )
    return _Workbook((_read_me(seen, kept, sources.inputs.page), *others), names)


def _read_me(seen: Seen, kept: Kept | None, inputs: Page) -> Page:
    given, appraisal = seen.given, seen.appraisal
    page = Page("Read me", (), (26, 110), given.title)
    said = [
        ("Council", given.authority),
        ("Applicant", given.applicant),
        ("Reference", given.reference),
        ("Scheme", f"{appraisal.scheme.title}, {appraisal.scheme.name}"),
        ("", f"{appraisal.scheme.caveat[:1].upper()}{appraisal.scheme.caveat[1:]}"),
        ("Valued on", words.day(appraisal.answers.valuation_date)),
        ("Standing", _standing(kept)),
        ("For", kept.mark if kept else ""),
        ("", _PROVISIONAL if appraisal.provisional else ""),
        ("What this is", _WHAT),
        ("Rounding", _ROUNDING),
        ("Exactness", _EXACT),
        ("", _too_fine(inputs)),
        *((warning.place, warning.message) for warning in appraisal.warnings),
    ]
    for label, words_of in said:
        if words_of:
            page.add(text(label), text(words_of))
    return page


_WHAT = (
    "Every score and value of the appraisal, worked out by formulas from the sheet “Inputs”, the prices on “Proxies” "
    "and the rules on “Scales”. Change an input, and all that follows from it changes here; the appraisal itself does "
    "not."
)
_ROUNDING = (
    "A value is rounded once, half up to the penny; a score half up to one decimal; a discount half up to a whole per "
    "cent. A spreadsheet’s ROUND rounds a half away from zero, which for figures above zero is the same."
)
_EXACT = (
    "Points are decided by exact figures. A spreadsheet counts in binary, so before a figure is compared or rounded it "
    "is cut to 11 decimals of a per cent, or to 13 figures: that takes away only what counting in binary adds."
)
_PROVISIONAL = "Provisional: some criterion cannot be scored yet."


def _standing(kept: Kept | None) -> str:
    if kept is None:
        return "Draft: not an issued document, and it may change."
    frozen = words.day(kept.frozen_at.date())
    return f"Made from {kept.version}, frozen on {frozen}. SHA-256 of the record: {kept.sha256}."


def _too_fine(inputs: Page) -> str:
    """Say which inputs have more figures than a spreadsheet keeps; empty where none has."""
    fine = [
        row[0].value
        for row in inputs.rows
        if len(row) > _VALUE and row[0] is not None and _is_cut(row[_VALUE])
    ]
    if not fine:
        return ""
    keys = words.listed([str(key) for key in fine])
    return f"A spreadsheet keeps {_FIGURES} figures of a number. These have more, so sums may differ: {keys}."


def _is_cut(entry: Entry | None) -> bool:
    return (
        entry is not None
        and isinstance(entry.value, Decimal)
        and len(entry.value.normalize().as_tuple().digits) > _FIGURES
    )
