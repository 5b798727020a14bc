"""What a pack shows: everything it prints, frozen, before a page is drawn."""

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time

from appraisal.engine import words
from appraisal.engine.explain import why_no_discount
from appraisal.engine.kite import kite_points
from appraisal.engine.law import Key, Limit, limits_on
from appraisal.exempt import Closed, Notice
from appraisal.file import AppraisalFile
from appraisal.pack import about, criteria, figures, front, gaps, money, scales
from appraisal.pack.attached import FILE, SCHEME, attached_to
from appraisal.pack.kite import COUNCIL_COLOUR, checked_colour
from appraisal.pack.kite_plan import Assessment
from appraisal.pack.others import other_blocks, year_blocks
from appraisal.pack.parts import (
    Attached,
    Big,
    Earlier,
    Fact,
    Grid,
    HeadingPages,
    Highlight,
    Scale,
    ScoreGroup,
    Total,
)
from appraisal.pack.printable import shortened
from appraisal.pack.public import mark_said, public_part
from appraisal.pack.report import Issue, Report, Section, report_of
from appraisal.pack.report.blocks import Block
from appraisal.pack.report.terms import departure
from appraisal.pack.scores import score_groups
from appraisal.pack.seal import Seal
from appraisal.pack.seen import seen_by
from appraisal.pack.ways import method_sections, typed_in_ledger
from appraisal.readers import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class AppraisalDocument:
    """A pack, as words and figures. The templates print it and work nothing out.

    What its reader may not see is not in it.
    """

    for_group: bool
    with_discount: bool
    draft: bool
    draft_mark: str
    provisional: bool
    what_if: str  # where the scheme is only tried out: which file it is
    colour: str
    logo: str  # as an address that holds the picture itself; empty: none
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
    terms_title: str
    terms: tuple[Fact, ...]
    discount: Total | None
    no_discount: str  # why, where none is derived
    departs: str  # what stands in place of the derived discount, and why; empty where nothing does
    years: tuple[Block, ...]  # the rent year by year, where it is phased
    others: tuple[Block, ...]  # what other policies would give: for officers only
    undervalue: Total | None
    short_lease: bool
    limits: Mapping[Key, Limit]  # of the law, on the valuation date
    does_not_apply: tuple[Fact, ...]
    unanswered: tuple[Fact, ...]
    not_scored: tuple[Fact, ...]
    warnings: tuple[Fact, ...]
    to_check: tuple[Fact, ...]
    unfinished: tuple[Fact, ...]
    alerts: str  # how many warnings, figures to check and the like; empty where there are none
    alerts_at: str
    scales: tuple[Scale, ...]
    sources: tuple[Fact, ...]
    methods: tuple[Section, ...]  # other ways to value that were used
    ledger: tuple[Section, ...]  # what was filled in of the legal ledger: for officers only
    report: Report | None  # what a record holds beside the figures; a draft has none
    dated: datetime  # UTC: the moment that its record was frozen, or the start of a draft's valuation date
    attached: tuple[Attached, ...]  # to be embedded byte for byte, the appraisal file first
    seal: Seal | None = None  # of an issued pack only
    closed: Mapping[str, Notice] = field(default_factory=dict)  # to the public, by section

    @property
    def held_back(self) -> bool:
        """Say whether it is public and shows nothing of the council’s part, for nobody chose what of it may be."""
        return self.seal is not None and not self.seal.exempt and self.report is None

    @property
    def marked(self) -> bool:
        """Say whether the mark of something exempt stands in it, which must be explained then."""
        return bool(self.closed) and mark_said(self)

    @property
    def figures_attached(self) -> bool:
        """Say whether the file and the result are inside it."""
        return any(one.name == FILE for one in self.attached)

    @property
    def source(self) -> bytes:
        """The appraisal file that it was made from, where it is inside."""
        return next((one.content for one in self.attached if one.name == FILE), b"")

    @property
    def scheme_attached(self) -> bool:
        """Say whether the rules of the scheme are inside it too."""
        return any(one.name == SCHEME for one in self.attached)

    @property
    def dated_text(self) -> str:
        """The moment that it is of, as the properties of a PDF write it."""
        return f"{self.dated:%Y-%m-%dT%H:%M:%SZ}"


def document_of(
    given: AppraisalFile,
    *,
    draft: bool = True,
    colour: str = COUNCIL_COLOUR,
    logo: bytes = b"",
    reader: Reader = Reader.OFFICER,
    show_discount: bool = False,
    unfinished: tuple[Fact, ...] = (),
    name: str = "This appraisal",
    earlier: tuple[Earlier, ...] = (),
    issue: Issue | None = None,
    seal: Seal | None = None,
    closed: tuple[Closed, ...] | None = None,
) -> AppraisalDocument:
    """Make what a pack shows of a file: appraised now, and a draft unless said otherwise.

    ``closed`` is what the public may not read of an issued pack: given, the document is its public part, of which
    nothing that stands in a closed section can be read.

    ``unfinished`` is what the file does not know of: matters that are still open, each with a sentence;
    ``logo`` is a PNG for the cover. A group's pack holds no figure of the legal ledger, not even in the
    file inside it, and the discount only where ``show_discount``. An officer always sees both. ``earlier``
    holds the appraisals that this one, called ``name``, changes, the oldest first: their kites lie under its
    own, and where its points are other than in one of them the table of scores says so. ``issue`` holds the
    records that the sections of the report are made of, the newest of which holds this very file; ``seal`` says how
    anybody can look the issued pack up.
    """
    typed = typed_in_ledger(given)
    if closed is not None:  # nobody chooses of a method what of it is public, so none of it is
        given = replace(given, methods={})
    seen = seen_by(given, reader, show_discount=show_discount)
    given, appraisal = seen.given, seen.appraisal
    unused = money.unused_proxies(given, appraisal)
    undervalue = appraisal.undervalue
    dated = _dated(appraisal.answers.valuation_date, seal)
    whole = AppraisalDocument(
        for_group=seen.for_group,
        with_discount=seen.with_discount,
        draft=draft,
        draft_mark=about.draft_mark(seen) if draft else "",
        provisional=appraisal.provisional,
        what_if=appraisal.scheme.caveat,
        colour=checked_colour(colour),
        logo=png_address(logo),
        coproduction=appraisal.answers.kind == "coproduction",
        freehold=appraisal.answers.terms.tenure == "freehold",
        title=given.title,
        running_title=shortened(given.title),
        running_mark=about.running_mark(draft, seen, seal),
        running_council=shortened(given.authority),
        summary=given.summary,
        facts=about.cover_facts(given, appraisal),
        council=given.authority,
        applicant=given.applicant,
        asked=front.asked_in_a_sentence(given),
        derived=front.derived(seen),
        big_figures=figures.big_figures(seen, issue),
        strengths=front.strengths(appraisal),
        weaknesses=front.weaknesses(appraisal),
        assessments=(
            Assessment(name, kite_points(appraisal)),
            *(Assessment(one.name, kite_points(one.appraisal)) for one in reversed(earlier)),
        ),
        kite_caption=front.kite_caption(appraisal),
        scores=score_groups(appraisal, earlier),
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
        terms_title=money.terms_title(seen),
        terms=money.terms(seen),
        discount=money.discount(seen),
        no_discount=why_no_discount(appraisal),
        departs=departure(issue, appraisal) if issue else "",
        years=year_blocks(appraisal) if seen.with_discount and closed is None else (),
        others=other_blocks(appraisal) if not seen.for_group and closed is None else (),
        undervalue=money.undervalue(appraisal),
        short_lease=undervalue is not None and undervalue.short_lease,
        limits=limits_on(appraisal.answers.valuation_date),
        does_not_apply=gaps.does_not_apply(appraisal),
        unanswered=gaps.unanswered(appraisal),
        not_scored=gaps.not_scored(appraisal),
        warnings=gaps.warnings(appraisal),
        to_check=gaps.to_check(appraisal),
        unfinished=unfinished,
        alerts=gaps.alerts(seen, unfinished),
        alerts_at=gaps.alerts_at(seen, unfinished),
        scales=scales.scales(appraisal),
        sources=about.sources(seen),
        methods=method_sections(given, appraisal, colour),
        ledger=method_sections(given, appraisal, colour, "ledger"),
        report=report_of(issue, appraisal, given, colour) if issue else None,
        dated=dated,
        attached=attached_to(seen, dated),
        seal=seal,
    )
    if closed is None or issue is None:
        return whole
    return public_part(whole, seen, issue, closed, typed)


def png_address(picture: bytes) -> str:
    """Return a PNG as an address that holds it; empty where there is none."""
    return f"data:image/png;base64,{b64encode(picture).decode()}" if picture else ""


def _dated(valued_on: date, seal: Seal | None) -> datetime:
    if seal:
        return seal.frozen.astimezone(UTC)
    return datetime.combine(valued_on, time(), UTC)
