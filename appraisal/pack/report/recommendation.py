"""The recommendation in committee wording: generated from the record, unless the officer wrote it anew."""

from collections.abc import Iterator

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Numbered, Section, Text, Under, section
from appraisal.pack.report.issue import Issue, day_said
from appraisal.pack.report.terms import (
    Granted,
    decided_percent,
    granted_of,
    recommended_of,
    recommends_refusal,
)
from appraisal.standard import DELEGATIONS

Paragraph = tuple[str, tuple[str, ...]]
OUTCOMES = {
    "approved": "Approved",
    "conditions": "Approved with conditions",
    "refused": "Refused",
    "deferred": "Deferred",
}
_MAKERS = {
    "panel": "The panel",
    "delegated": "An officer under delegation",
    "cabinet": "The cabinet, on the panel’s recommendation",
}


def recommendation(issue: Issue, appraisal: Appraisal) -> Section:
    """Return the section: what was decided, where it was, and what officers recommend."""
    given = issue.newest.file
    own = str(issue.assessment.get("wording") or "")
    blocks: list[Block] = []
    if issue.decision:
        blocks += [Under("What was decided"), Facts(tuple(_decided(issue, appraisal)))]
    if issue.assessment:
        said = str(issue.assessment.get("summary") or "")
        if issue.decision:
            blocks.append(Under("What officers recommended"))
        blocks.append(Text("The committee is recommended to resolve that it:"))
        blocks.append(_own(own) if own else Numbered(resolution(issue, given, appraisal)))
        if said:
            blocks += [Under("Why officers recommend it"), Text(said, typed=True)]
    return section(
        "recommendation",
        "Recommendation",
        blocks,
        "Officers have not recommended anything yet: this is the application as it was sent in.",
    )


def _own(wording: str) -> Numbered:
    lines = (line.strip() for line in wording.splitlines())
    return Numbered(tuple((line, ()) for line in lines if line))


def _decided(issue: Issue, appraisal: Appraisal) -> Iterator[Fact]:
    said = issue.decision
    yield Fact("Decision", OUTCOMES.get(str(said.get("outcome")), str(said.get("outcome"))))
    yield Fact("Decided by", _MAKERS.get(str(said.get("maker")), str(said.get("maker"))))
    yield Fact("On", day_said(said.get("decided_on")))
    yield Fact("Minute", str(said.get("minute_reference") or ""))
    if percent := decided_percent(issue):
        money = granted_of(issue, appraisal)
        why = f" ({money.reason.rstrip().removesuffix('.')})" if money and money.reason else ""
        yield Fact("Discount", f"{percent}{why}")
    yield Fact("Reasons", str(said.get("reasons") or ""))
    yield Fact("Conditions", str(said.get("conditions") or "") or "None")
    if ends := said.get("call_in_ends"):
        yield Fact("Can be called in until", day_said(ends))


def resolution(issue: Issue, given: AppraisalFile, appraisal: Appraisal) -> tuple[Paragraph, ...]:
    """Return the paragraphs of the resolution, each with its lettered parts."""
    return tuple(_paragraphs(issue, given, appraisal))


def _paragraphs(issue: Issue, given: AppraisalFile, appraisal: Appraisal) -> Iterator[Paragraph]:
    equality = issue.assessment.get("equality")
    if recommends_refusal(issue):
        yield f"{_refuses(given, appraisal)}{';' if equality else '.'}", ()
    else:
        yield from _agreed(issue, given, appraisal)
    if equality:
        yield (
            "has had due regard to the equality considerations in this report, as section 149 of the Equality Act "
            "2010 asks.",
            (),
        )


def _agreed(issue: Issue, given: AppraisalFile, appraisal: Appraisal) -> Iterator[Paragraph]:
    money = recommended_of(issue, appraisal)
    yield _grants(given, appraisal, money)
    if money is not None and money.amount is not None:
        yield _forgone(money)
    if appraisal.answers.kind != "coproduction":
        yield _consent(appraisal)
    conditions = tuple(
        f"{str(one['words']).rstrip().removesuffix('.')};"
        for one in issue.assessment.get("conditions") or ()
    )
    if conditions:
        yield (
            f"attaches {'this condition' if len(conditions) == 1 else 'these conditions'}:",
            conditions,
        )
    yield _delegation(issue, appraisal), ()


def _refuses(given: AppraisalFile, appraisal: Appraisal) -> str:
    """Say that nothing is granted: a refusal has no terms, no conditions and nothing to settle."""
    if appraisal.answers.kind == "coproduction":
        return f"does not agree to invest in “{given.title}” with {given.applicant}"
    how = "sell the freehold of" if appraisal.answers.terms.tenure == "freehold" else "let"
    return f"does not agree to {how} {_asset(given)} to {given.applicant} on the terms that are asked for"


def _asset(given: AppraisalFile) -> str:
    return given.asset.name if given.asset and given.asset.name else given.title


def _grants(given: AppraisalFile, appraisal: Appraisal, money: Granted | None) -> Paragraph:
    terms = appraisal.answers.terms
    what = _asset(given)
    if appraisal.answers.kind == "coproduction":
        asked = terms.annual_investment_gbp
        sum_ = "a sum still to be given" if asked is None else f"{words.short_pounds(asked)} a year"
        for_ = "" if terms.years is None else f" for {words.counted(terms.years, 'year')}"
        return f"agrees to invest {sum_}{for_} in “{given.title}” with {given.applicant};", ()
    if terms.tenure == "freehold":
        how = f"agrees to sell the freehold of {what} to {given.applicant}"
        at = (
            ""
            if money is None or money.payable is None
            else f" for {words.short_pounds(money.payable)}"
        )
        basis = "unrestricted value"
    else:
        length = "" if terms.years is None else f" of {words.counted(terms.years, 'year')}"
        deed = "licence" if terms.tenure == "licence" else "lease"
        how = f"agrees to let {what} to {given.applicant} on a {deed}{length}"
        at = (
            ""
            if money is None or money.payable is None
            else f" at a rent of {words.short_pounds(money.payable)} a year"
        )
        basis = "market rent"
    if money is None:
        return f"{how}, at a price that the score does not give;", ()
    full = "" if money.full is None else f" of {words.short_pounds(money.full)}"
    percent = f"{words.plain(money.percent)}%"
    why = f" ({money.reason.rstrip().removesuffix('.')})" if money.reason else ""
    return f"{how}{at}, which is a discount of {percent} of the {basis}{full}{why};", ()


def _forgone(money: Granted) -> Paragraph:
    amount = words.short_pounds(money.amount) if money.amount is not None else ""
    if money.basis != "rent":
        return f"notes that the council forgoes {amount} of the price;", ()
    over = money.over_term
    term = (
        f", {words.short_pounds(over)} over the {words.counted(money.years or 0, 'year')} at today’s rent"
        if over is not None
        else ""
    )
    return f"notes that the council forgoes {amount} of rent a year{term};", ()


def _consent(appraisal: Appraisal) -> Paragraph:
    under = appraisal.undervalue
    if under is None:
        return (
            "asks for a valuation by a qualified valuer before terms are settled, for the undervalue is not known;",
            (),
        )
    amount, limit = words.short_pounds(under.amount), words.short_pounds(under.consent.amount)
    if under.within_general_consent:
        return (
            f"is satisfied that the transfer is likely to help the economic, social or environmental well-being of "
            f"the area, and notes that the undervalue of {amount} is within the {limit} of the General Disposal "
            "Consent (England) 2003;",
            (),
        )
    return (
        f"asks the Secretary of State for consent, for the undervalue of {amount} is above the {limit} of the General "
        "Disposal Consent (England) 2003, and completes nothing before it is given;",
        (),
    )


def _delegation(issue: Issue, appraisal: Appraisal) -> str:
    """Return who settles the documents: in the words that the record holds, or ours where it holds none."""
    own = str(issue.assessment.get("delegation") or "")
    return own or DELEGATIONS[appraisal.answers.kind]
