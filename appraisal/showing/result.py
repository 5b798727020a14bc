"""The result page: score and kite first, then every figure with how it was worked out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.discount import Discount, Undervalue
from appraisal.engine.explain import (
    Working,
    coefficiency_working,
    contribution_working,
    criterion_working,
    discount_working,
    pound_working,
    score_working,
    social_value_working,
    undervalue_working,
    why_no_discount,
)
from appraisal.engine.proxies import Proxy
from appraisal.engine.results import Appraisal, CriterionScore, HeadingScore
from appraisal.file import AppraisalFile
from appraisal.pack.kite import COUNCIL_COLOUR
from appraisal.readers import Reader
from appraisal.showing import notes
from appraisal.showing.compared import Named, points_of
from appraisal.showing.glance import kite_text, parties, score
from appraisal.showing.kite_address import kite_address
from appraisal.showing.notes import Claim, criterion_name

STATUS: Mapping[str, str] = {
    "scored": "",
    "not-applicable": "Does not apply",
    "unanswered": "Not answered",
    "cannot-be-scored": "Not scored yet",
}
PROXY_STATUS: Mapping[str, str] = {
    "published": "Published figure",
    "default": "Default figure",
    "local": "The council’s own figure",
}
DEFAULT_POINTS = "Default figures: ours, until the council sets its own"
BESIDE = 20  # letters of a result that have room beside its text on a phone


class ProxyLine(NamedTuple):
    """A figure that a sum used: what it is, how much, since when, and who says so."""

    title: str
    value: str
    applies_from: str
    status: str
    source: str


class Line(NamedTuple):
    """One line of a working. ``below`` where the result is too long to stand beside the text."""

    text: str
    result: str
    below: bool


class Worked(NamedTuple):
    """A figure and how it was worked out."""

    id: str
    title: str
    figure: str
    small: str  # what stands beside the figure
    lines: tuple[Line, ...]
    result: str
    rule: str
    source: str
    proxies: tuple[ProxyLine, ...] = ()
    basis: str = ""  # said where the rule's own figures are defaults


class HeadingRow(NamedTuple):
    """A heading in the table that stands beside the kite."""

    title: str
    points: str
    maximum: str
    percent: str


class CriterionLine(NamedTuple):
    """A criterion: its points with their working, and its £ a year. A status that counts 0 is said."""

    worked: Worked
    status: str
    value: str
    later: tuple[str, ...] = ()  # what others found instead: “Officer: 10 of 20”


class CriterionGroup(NamedTuple):
    """The criteria under one heading."""

    title: str
    result: str
    criteria: tuple[CriterionLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPage:
    """All that a result page shows. What a reader may not see is not in it."""

    reader: Reader
    title: str
    parties: str
    provisional: str  # what is missing, in a sentence; empty where nothing is
    unanswered: str  # how many criteria are not answered, in a sentence
    score: Worked
    applicable: str
    whole: str
    points: str
    applicable_maximum: str
    maximum: str
    kite_address: str
    kite_text: str  # for those who cannot see it
    headings: tuple[HeadingRow, ...]
    groups: tuple[CriterionGroup, ...]
    amounts: tuple[Worked, ...]  # social value, public contribution, value per pound, coefficiency
    discount: Worked | None
    no_discount: str  # why, where none is derived
    undervalue: Worked | None
    coproduction: bool
    warnings: tuple[tuple[str, str], ...]  # subject and message
    claims: tuple[Claim, ...]
    to_check: tuple[tuple[str, str], ...]  # figures that look as if a finger had slipped

    @property
    def officer(self) -> bool:
        """Say whether it is an officer who reads."""
        return self.reader is Reader.OFFICER


def result_page(
    given: AppraisalFile,
    appraisal: Appraisal,
    *,
    reader: Reader,
    show_discount: bool = False,
    colour: str = COUNCIL_COLOUR,
    later: Sequence[Named] = (),
) -> ResultPage:
    """Make the result page for a reader. An officer always sees the discount.

    Where a ``later`` appraisal of the same proposal, the officer's or the panel's, gives a criterion something
    else, that is said beside it.
    """
    officer = reader is Reader.OFFICER
    discount = appraisal.discount if officer or show_discount else None
    undervalue = appraisal.undervalue if officer else None
    return ResultPage(
        reader=reader,
        title=given.title,
        parties=parties(given),
        provisional=notes.provisional(appraisal),
        unanswered=notes.unanswered(appraisal),
        score=_score(appraisal),
        applicable=words.out_of(appraisal.points, appraisal.applicable_maximum),
        whole=words.out_of(appraisal.points, appraisal.scheme.maximum),
        points=f"{appraisal.points:,}",
        applicable_maximum=f"{appraisal.applicable_maximum:,}",
        maximum=f"{appraisal.scheme.maximum:,}",
        kite_address=kite_address(appraisal, colour),
        kite_text=kite_text(appraisal),
        headings=tuple(_heading_row(one) for one in appraisal.headings),
        groups=tuple(_group(one, given, appraisal, later) for one in appraisal.headings),
        amounts=_amounts(appraisal),
        discount=discount and _discount(appraisal, discount),
        no_discount=why_no_discount(appraisal),
        undervalue=undervalue and _undervalue(undervalue),
        coproduction=appraisal.answers.kind == "coproduction",
        warnings=notes.warnings(appraisal, reader),
        claims=notes.claims(appraisal),
        to_check=notes.to_check(appraisal),
    )


# --- figures with their workings -----------------------------------------------------------------


def _score(appraisal: Appraisal) -> Worked:
    return _worked("score", score_working(appraisal), "", figure=score(appraisal))


def _amounts(appraisal: Appraisal) -> tuple[Worked, ...]:
    together = appraisal.answers.kind == "coproduction"
    council = "What the council is asked to put in" if together else "What the council gives up"
    return (
        _worked(
            "social-value", social_value_working(appraisal), "All the £ values above, added up"
        ),
        _worked("contribution", contribution_working(appraisal), f"{council} each year"),
        _worked("per-pound", pound_working(appraisal), "Volunteers’ hours count as value here"),
        _worked(
            "coefficiency",
            coefficiency_working(appraisal),
            "Value added ÷ resources used. Volunteers’ hours count as a resource here",
        ),
    )


def _worked(
    ident: str, working: Working, small: str, *, title: str = "", figure: str = ""
) -> Worked:
    return Worked(
        id=ident,
        title=title or working.title,
        figure=figure or working.result,
        small=small,
        lines=tuple([Line(s.text, s.result, len(s.result) > BESIDE) for s in working.steps]),
        result=working.result,
        rule=working.rule,
        source=working.source,
    )


def _discount(appraisal: Appraisal, discount: Discount) -> Worked:
    working = discount_working(appraisal, discount)
    if discount.amount is None or discount.payable is None:
        small = "No amount follows yet"
    else:
        rent = discount.basis == "rent"
        what = "market rent" if rent else "unrestricted value"
        per = " a year" if rent else ""
        small = (
            f"{words.pounds(discount.amount)}{per} off the {what}, which leaves "
            f"{words.pounds(discount.payable)}{per} to pay"
        )
    if discount.policy.condition:
        small = f"{small}. Condition: {discount.policy.condition.rstrip('.')}"
    figure = f"{discount.percent}%"
    return _worked("discount", working, small, title="Discount derived", figure=figure)


def _undervalue(undervalue: Undervalue) -> Worked:
    working = undervalue_working(undervalue)
    limit = words.short_pounds(undervalue.consent.amount)
    side = "Within" if undervalue.within_general_consent else "Above"
    small = (
        f"{side} the {limit} of the General Disposal Consent. It is for the terms that the valuer priced, not for "
        "the rent or price derived above"
    )
    return _worked("undervalue", working, small)


# --- headings and criteria -----------------------------------------------------------------------


def _heading_row(one: HeadingScore) -> HeadingRow:
    if one.percent is None:
        return HeadingRow(one.heading.title, "", "", "does not apply")
    points, maximum = f"{one.points:,}", f"{one.applicable_maximum:,}"
    return HeadingRow(one.heading.title, points, maximum, words.percent(one.percent))


def _group(
    heading: HeadingScore, given: AppraisalFile, appraisal: Appraisal, later: Sequence[Named]
) -> CriterionGroup:
    result = "Does not apply"
    if heading.percent is not None:
        points = words.out_of(heading.points, heading.applicable_maximum)
        result = f"{points}, {words.percent(heading.percent)}"
    own = (one for one in appraisal.criteria if one.criterion.heading == heading.heading.key)
    lines = tuple(
        _line(one, given, appraisal)._replace(later=_otherwise(one, later)) for one in own
    )
    return CriterionGroup(heading.heading.title, result, lines)


def _otherwise(one: CriterionScore, later: Sequence[Named]) -> tuple[str, ...]:
    """Return what others give a criterion, each with whose it is; nothing where all give it the same."""
    letter = one.criterion.letter
    theirs = [
        (name, points_of(next(of for of in other.criteria if of.criterion.letter == letter)))
        for name, other in later
    ]
    if all(points == points_of(one) for _, points in theirs):
        return ()
    return tuple(f"{name}: {points}" for name, points in theirs)


def _line(one: CriterionScore, given: AppraisalFile, appraisal: Appraisal) -> CriterionLine:
    working = criterion_working(appraisal, one, given.wording.get(one.criterion.letter, {}))
    counts = one.status in ("scored", "unanswered")
    figure = words.out_of(one.points, one.criterion.maximum) if counts else STATUS[one.status]
    value = "" if one.value is None else f"{words.pounds(one.value)} a year"
    proxies = tuple(_proxy_line(proxy, appraisal) for proxy in working.proxies)
    basis = "" if one.criterion.status == "published" else DEFAULT_POINTS
    letter = one.criterion.letter
    worked = _worked(letter, working, "", title=criterion_name(one.criterion), figure=figure)
    worked = worked._replace(proxies=proxies, basis=basis)
    return CriterionLine(worked, STATUS[one.status] if counts else "", value)


def _proxy_line(proxy: Proxy, appraisal: Appraisal) -> ProxyLine:
    kind = appraisal.known_proxies.kinds[proxy.key]
    title = f"{kind.title[:1].upper()}{kind.title[1:]}"
    return ProxyLine(
        f"{title}, {proxy.area}" if proxy.area else title,
        words.exact_pounds(proxy.value) if kind.money else words.plain(proxy.value),
        words.day(proxy.applies_from),
        PROXY_STATUS[proxy.status],
        f"{proxy.source[:1].upper()}{proxy.source[1:]}",
    )
