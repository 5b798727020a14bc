"""What a pack shows: everything it prints, frozen, before a page is drawn."""

from dataclasses import dataclass
from datetime import date

from appraisal.engine import words
from appraisal.engine.kite import kite_points
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.file import AppraisalFile
from appraisal.pack import criteria, front, gaps, money, scales
from appraisal.pack.kite import COUNCIL_COLOUR, checked_colour
from appraisal.pack.kite_plan import Assessment
from appraisal.pack.parts import (
    Big,
    Fact,
    Grid,
    HeadingPages,
    Highlight,
    Scale,
    ScoreGroup,
    ScoreRow,
    Total,
)
from appraisal.pack.printable import shortened

DRAFT = "Draft: not agreed by the council"
WHAT_IF = "What if: not a published scheme"


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalDocument:
    """A pack, as words and figures. The templates print it and work nothing out."""

    draft: bool
    draft_mark: str
    provisional: bool
    what_if: str  # where the scheme is only tried out: which file it is
    colour: str
    coproduction: bool
    freehold: bool
    title: str
    running_title: str
    running_mark: str
    running_council: str
    summary: str
    facts: tuple[Fact, ...]  # of the cover
    council: str
    applicant: str
    asked: str
    derived: str
    big_figures: tuple[Big, ...]
    strengths: tuple[Highlight, ...]
    weaknesses: tuple[Highlight, ...]
    assessments: tuple[Assessment, ...]  # the kite's
    kite_caption: str
    scores: tuple[ScoreGroup, ...]
    points: str
    applicable_maximum: str
    whole_maximum: str
    percent: str
    social_value: str
    headings: tuple[HeadingPages, ...]
    value_rows: tuple[Fact, ...]
    proxies: Grid | None
    default_proxies: bool
    unused_proxies: Grid | None
    default_rules: bool
    totals: tuple[Total, ...]
    terms: tuple[Fact, ...]
    discount: Total | None
    undervalue: Total | None
    short_lease: bool
    does_not_apply: tuple[Fact, ...]
    unanswered: tuple[Fact, ...]
    not_scored: tuple[Fact, ...]
    warnings: tuple[Fact, ...]
    to_check: tuple[Fact, ...]
    alerts: str  # how many warnings and figures to check; empty where there are none
    scales: tuple[Scale, ...]
    sources: tuple[Fact, ...]
    valued_on: date
    source: bytes  # the appraisal file, to be embedded byte for byte


def document_of(
    given: AppraisalFile, *, draft: bool = True, colour: str = COUNCIL_COLOUR
) -> AppraisalDocument:
    """Make what a pack shows of a file: appraised now, and a draft unless said otherwise."""
    appraisal = given.appraise()
    unused = money.unused_proxies(given, appraisal)
    undervalue = appraisal.undervalue
    return AppraisalDocument(
        draft=draft,
        draft_mark=DRAFT if draft else "",
        provisional=appraisal.provisional,
        what_if=appraisal.scheme.caveat,
        colour=checked_colour(colour),
        coproduction=appraisal.answers.kind == "coproduction",
        freehold=appraisal.answers.terms.tenure == "freehold",
        title=given.title,
        running_title=shortened(given.title),
        running_mark=_mark(draft, appraisal),
        running_council=shortened(given.authority),
        summary=given.summary,
        facts=_facts(given, appraisal),
        council=given.authority,
        applicant=given.applicant,
        asked=front.asked_in_a_sentence(given),
        derived=front.derived(appraisal),
        big_figures=front.big_figures(appraisal),
        strengths=front.strengths(appraisal),
        weaknesses=front.weaknesses(appraisal),
        assessments=(Assessment("This appraisal", kite_points(appraisal)),),
        kite_caption=front.kite_caption(appraisal),
        scores=tuple(_score_group(heading, appraisal) for heading in appraisal.headings),
        points=str(appraisal.points),
        applicable_maximum=str(appraisal.applicable_maximum),
        whole_maximum=str(appraisal.scheme.maximum),
        percent=words.percent(appraisal.percent),
        social_value=words.pounds(appraisal.social_value),
        headings=criteria.heading_pages(given, appraisal),
        value_rows=money.value_rows(appraisal),
        proxies=money.proxy_grid(appraisal, appraisal.proxies, "The figures that were used"),
        default_proxies=money.has_defaults(appraisal.proxies),
        unused_proxies=money.proxy_grid(appraisal, unused, "Figures that were not used"),
        default_rules=any(one.status == "default" for one in appraisal.scheme.criteria),
        totals=money.totals(appraisal),
        terms=money.terms(appraisal),
        discount=money.discount(appraisal),
        undervalue=money.undervalue(appraisal),
        short_lease=undervalue is not None and undervalue.short_lease,
        does_not_apply=gaps.does_not_apply(appraisal),
        unanswered=gaps.unanswered(appraisal),
        not_scored=gaps.not_scored(appraisal),
        warnings=gaps.warnings(appraisal),
        to_check=gaps.to_check(appraisal),
        alerts=gaps.alerts(appraisal),
        scales=scales.scales(appraisal),
        sources=_sources(appraisal),
        valued_on=appraisal.answers.valuation_date,
        source=given.source,
    )


def _mark(draft: bool, appraisal: Appraisal) -> str:
    marks = [DRAFT] * draft + ["Provisional"] * appraisal.provisional
    marks += [WHAT_IF] * bool(appraisal.scheme.what_if)
    return " · ".join(marks)


def _facts(given: AppraisalFile, appraisal: Appraisal) -> tuple[Fact, ...]:
    asset = given.asset
    legal = f" ({given.legal_form})" if given.legal_form else ""
    facts = [
        Fact("Asset", asset.name if asset else ""),
        Fact(
            "Address",
            ", ".join(part for part in (asset.address, asset.postcode) if part) if asset else "",
        ),
        Fact("UPRN", asset.uprn if asset else ""),
        Fact("Size", _size(given)),
        Fact("Applicant", f"{given.applicant}{legal}"),
        Fact("Council", given.authority),
        Fact("Reference", given.reference),
        Fact("Valuation date", words.day(appraisal.answers.valuation_date)),
        Fact("Scheme", f"{appraisal.scheme.title}, version {appraisal.scheme.version}"),
        Fact("What if", _sentence(appraisal.scheme.caveat)),
    ]
    return tuple(fact for fact in facts if fact.text)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _size(given: AppraisalFile) -> str:
    if given.asset is None:
        return ""
    sizes = (("Floor", given.asset.floor_area_m2), ("site", given.asset.site_area_m2))
    return ", ".join(f"{name} {words.plain(area)} m²" for name, area in sizes if area is not None)


def _score_group(heading: HeadingScore, appraisal: Appraisal) -> ScoreGroup:
    own = [one for one in appraisal.criteria if one.criterion.heading == heading.heading.key]
    return ScoreGroup(
        heading.heading.title,
        tuple(_score_row(one) for one in own),
        str(heading.points) if heading.percent is not None else "–",
        str(heading.applicable_maximum) if heading.percent is not None else "–",
        "does not apply" if heading.percent is None else words.percent(heading.percent),
    )


def _score_row(one: CriterionScore) -> ScoreRow:
    counts = one.status in ("scored", "unanswered")
    return ScoreRow(
        criteria.name_of(one.criterion),
        str(one.points) if counts else "–",
        str(one.criterion.maximum) if counts else "–",
        criteria.STATUS[one.status] or "scored",
        "" if one.value is None else words.pounds(one.value),
    )


def _sources(appraisal: Appraisal) -> tuple[Fact, ...]:
    scheme = appraisal.scheme
    facts = [Fact("Scheme", f"{scheme.title}, {scheme.name}. {scheme.source}.")]
    if scheme.what_if:
        facts.append(Fact("What if", f"{_sentence(scheme.caveat)}."))
    if scheme.discount and appraisal.answers.kind == "asset-transfer":
        facts.append(Fact("Discount", f"{scheme.discount.source}."))
        facts.append(
            Fact(
                "Law",
                "Local Government Act 1972, section 123; General Disposal Consent (England) 2003; Subsidy Control "
                "Act 2022; Equality Act 2010, section 149; R (Lemon Land) v Hackney [2001] EWHC Admin 336.",
            )
        )
    return tuple(facts)
