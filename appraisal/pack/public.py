"""The public part of a report: each closed section gives way to a notice, and what it holds to a mark.

It is made of the whole document, so that no sentence turns untrue: a rent that is closed leaves a gap in a sentence,
never another sentence.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from appraisal.engine.discount import granted
from appraisal.engine.measures import Funding
from appraisal.exempt import Closed, Notice, notices_of
from appraisal.facts import facts_of
from appraisal.file import AppraisalFile
from appraisal.layout import LEGAL_TERMS
from appraisal.legal import silent_on_legal, source_without
from appraisal.pack import front
from appraisal.pack.attached import FILE, RESULT, attached_to
from appraisal.pack.criteria import name_of
from appraisal.pack.parts import Attached, Big, CriterionPage, Fact, HeadingPages, Spoken
from appraisal.pack.report import Issue, Report
from appraisal.pack.report.blocks import Facts, Numbered, Section, Table, Text
from appraisal.pack.report.headline import Headline
from appraisal.pack.seen import Seen
from appraisal.pack.withheld import EXEMPT, Withheld, mapped, texts_in, withheld
from appraisal.recorded import part

if TYPE_CHECKING:
    from appraisal.pack.document import AppraisalDocument

_CLOSED = "Not for publication."
# Of the big figures on the page of the decision, those that a section stands behind.
_BIG: Mapping[str, tuple[str, ...]] = {
    "discount": ("Discount", "Rent payable", "Price payable"),
    "ledger": ("Undervalue",),
    "terms": ("Annual investment", "Market rent", "Value per public pound"),
}
# What closes the answers closes the file that they stand in.
_ANSWERS = frozenset({"criteria", "plan", "terms"})


def public_part(
    whole: "AppraisalDocument",
    seen: Seen,
    issue: Issue,
    closed: tuple[Closed, ...],
    typed: tuple[str, ...] = (),
) -> "AppraisalDocument":
    """Return what the public may read of a document; ``seen`` and ``issue`` are what that was made of.

    ``typed`` is what officers typed into the legal ledger beside its sum: no document for the public holds it, and
    where the ledger is closed no other text may say it.
    """
    notices = notices_of(closed)
    out = _withheld(whole, seen, issue, frozenset(one.section for one in closed), notices, typed)
    report = whole.report
    assert report is not None  # noqa: S101 (it is made of the same issue)
    gone = notices.keys()
    shown = replace(
        whole,
        closed={key: _masked(one, out) for key, one in notices.items()},
        report=mapped(_report(report, notices), lambda text: out.out_of(text, percents=True)),
        derived=front.derived(seen._replace(with_discount=False))
        if "discount" in gone
        else out.out_of(whole.derived, percents=True),
        big_figures=mapped(tuple(_big(one, notices) for one in whole.big_figures), out.out_of),
        headings=_pages(whole.headings, seen, notices),
        scores=mapped(whole.scores, lambda text: out.out_of(text, plain=False)),
        attached=_attached(whole, seen, notices, out),
    )
    emptied: dict[str, Any] = {
        field: nothing
        for key, fields in _FIELDS.items()
        if key in gone
        for field, nothing in fields.items()
    }
    shown = replace(shown, **emptied)
    masked: dict[str, Any] = {key: mapped(getattr(shown, key), out.out_of) for key in _TEXTS}
    return replace(shown, **masked)


# What a document holds of each section of figures, and what it holds of it where that is closed.
_FIELDS: Mapping[str, Mapping[str, object]] = {
    "criteria": {"headings": ()},
    "gaps": {
        **dict.fromkeys(("does_not_apply", "unanswered", "not_scored", "warnings", "to_check"), ()),
        "alerts": "",
    },
    "pounds": {"value_rows": (), "proxies": None, "unused_proxies": None},
    "totals": {"totals": ()},
    "terms": {"terms": ()},
    "discount": {"discount": None, "departs": ""},
    "ledger": {"undervalue": None},
}
# What else people wrote, or figures come into.
_TEXTS = (
    *("title", "running_title", "summary", "asked", "kite_caption", "social_value", "facts"),
    *("strengths", "weaknesses", "headings", "totals", "value_rows", "proxies", "unused_proxies"),
    *("terms", "discount", "departs", "undervalue", "does_not_apply", "unanswered", "not_scored"),
    *("warnings", "to_check", "scales", "sources"),
)


# --- what is withheld ----------------------------------------------------------------------------


def _withheld(
    whole: "AppraisalDocument",
    seen: Seen,
    issue: Issue,
    chosen: frozenset[str],
    notices: Mapping[str, Notice],
    typed: tuple[str, ...],
) -> Withheld:
    """Return what the sections that were chosen hold; of those that go along only the discount is a secret."""
    said = [text for key in chosen for text in _texts_of(whole, seen, key)]
    said += typed if "ledger" in chosen else ()
    amounts, percents, why = _discount(seen, issue) if "discount" in notices else ([], [], [])
    if "evidence" in notices:
        why += _reasons(issue)
    return withheld(
        said, _public(whole, seen, chosen), amounts=amounts, percents=percents, phrases=why
    )


def _texts_of(whole: "AppraisalDocument", seen: Seen, key: str) -> Iterator[str]:
    """Yield what a section says."""
    for section in whole.report.all if whole.report else ():
        if section.key == key:
            yield from _bodies(section)
    if key == "criteria":
        yield from texts_in(
            tuple(page for one in whole.headings for page in map(_typed, one.criteria))
        )
    elif key == "plan":
        yield from texts_in(tuple(map(_typed, _funded(whole.headings, seen))))
    elif key == "terms":
        yield from texts_in(whole.terms)
    elif key == "ledger" and whole.undervalue:
        yield from texts_in((whole.undervalue.steps, whole.undervalue.ends))


def _bodies(section: Section) -> Iterator[str]:
    """Yield the texts of a section but for the heads of its tables and the labels of its facts."""
    for block in section.blocks:
        if isinstance(block, Table):
            yield from texts_in(block.grid.rows)
        elif isinstance(block, Facts):
            yield from (fact.text for fact in block.facts)
        elif isinstance(block, Numbered):
            yield from texts_in(block.paragraphs)
        elif isinstance(block, Text):
            yield block.text


def _typed(page: CriterionPage) -> tuple[object, ...]:
    spoken = tuple((one.text, one.grid.rows if one.grid else ()) for one in page.spoken)
    return (spoken, page.claim, page.evidence, page.note, page.value, page.working.steps)


def _discount(seen: Seen, issue: Issue) -> tuple[list[Decimal], list[Decimal], list[str]]:
    """Return the amounts and percentages of the discount, derived, recommended and decided, and the reasons."""
    derived = seen.appraisal.discount
    if derived is None:
        return [], [], []
    percents, why = [derived.percent], []
    for said in (part(issue.assessment, "discount"), part(issue.decision, "discount")):
        held = [said.get(f"{key}percent") for key in ("derived_", "recommended_", "")]
        percents += [Decimal(str(one)) for one in held if one is not None]
        why.append(str(said.get("reason") or ""))
    amounts = []
    for percent in percents:
        amount = granted(derived, percent)
        if derived.full is not None and amount is not None:
            years = seen.appraisal.answers.terms.years or 1
            amounts += [amount, derived.full - amount, amount * years]
    return amounts, percents, why


def _reasons(issue: Issue) -> list[str]:
    """Return why officers and the panel found what they found: it stands with levels that were picked as well."""
    agreed = part(part(issue.decision, "panel"), "agreed")
    found = part(issue.assessment, "findings")
    return [str(one.get("reason") or "") for one in (*found.values(), *agreed.values())]


def _public(whole: "AppraisalDocument", seen: Seen, chosen: frozenset[str]) -> Iterator[str]:
    """Yield what is public whatever is closed: whom and what it is about, and the words of the scheme."""
    yield from (whole.title, whole.applicant, whole.council)
    yield from (fact.text for fact in whole.facts)
    yield from (fact.text for fact in facts_of(seen.given) if fact.section == "asset")
    for one in seen.appraisal.scheme.criteria:
        yield from (name_of(one), one.why)
        yield from (question.label for question in one.questions)
    yield from (one.title for one in seen.appraisal.scheme.headings)
    if "terms" not in chosen:
        legal = {"Unrestricted value"} if "ledger" in chosen else set()
        yield from (fact.text for fact in whole.terms if fact.label not in legal)


# --- what is shown -------------------------------------------------------------------------------


def _masked(notice: Notice, out: Withheld) -> Notice:
    return notice._replace(why=out.out_of(notice.why, percents=True))


def _report(report: Report, notices: Mapping[str, Notice]) -> Report:
    def open_or_not(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(_section(one, notices) for one in sections)

    return Report(
        headline=_headline(report.headline, notices),
        opening=open_or_not(report.opening),
        evidence=open_or_not(report.evidence),
        sides=open_or_not(report.sides),
        legal=open_or_not(report.legal),
        closing=open_or_not(report.closing),
    )


def _section(section: Section, notices: Mapping[str, Notice]) -> Section:
    notice = notices.get(section.key)
    if notice is None:
        return section
    return Section(section.key, section.title, (), "", notice._replace(title=section.title))


def _headline(said: Headline, notices: Mapping[str, Notice]) -> Headline:
    box, recommended, law = said.box, said.recommended, said.law
    if "recommendation" in notices:
        recommended = ""
        decided = tuple(line for line in box if line.startswith("Decided on"))
        box = (*decided, "What officers recommend is not for publication.")
    if "legal" in notices:
        law = tuple(Fact(one.label, _CLOSED) if one.label == "Subsidy" else one for one in law)
    return Headline(box, recommended, () if "risks" in notices else said.risks, law)


def _big(big: Big, notices: Mapping[str, Notice]) -> Big:
    hidden = any(key in notices and big.label in labels for key, labels in _BIG.items())
    return Big(big.label, "Exempt", _CLOSED) if hidden else big


def _funded(headings: tuple[HeadingPages, ...], seen: Seen) -> tuple[CriterionPage, ...]:
    """Return the criteria that say who else gives money: the business plan shows what they say."""
    names = {
        name_of(one)
        for one in seen.appraisal.scheme.criteria
        if one.external_funds or isinstance(one.measure, Funding)
    }
    return tuple(page for one in headings for page in one.criteria if page.name in names)


def _pages(
    headings: tuple[HeadingPages, ...], seen: Seen, notices: Mapping[str, Notice]
) -> tuple[HeadingPages, ...]:
    """Return the criteria without what the business plan shows as well, nor why a level was picked."""
    funded = _funded(headings, seen) if "plan" in notices else ()

    def shown(page: CriterionPage) -> CriterionPage:
        if page in funded:
            page = _without_answers(page)
        rule, colon, _ = page.working.rule.partition(":")
        if "evidence" in notices and colon and rule.startswith("Picked "):
            page = page._replace(working=page.working._replace(rule=f"{rule}: {EXEMPT}"))
        return page

    return tuple(one._replace(criteria=tuple(map(shown, one.criteria))) for one in headings)


def _without_answers(page: CriterionPage) -> CriterionPage:
    instead = Spoken("What was answered", f"{_CLOSED} See “Business plan and funding”.", None)
    working = page.working._replace(steps=(), rule=_CLOSED)
    return page._replace(
        spoken=(instead,), claim="", value="", evidence="", note="", working=working
    )


# --- the files inside ----------------------------------------------------------------------------


def _attached(
    whole: "AppraisalDocument", seen: Seen, notices: Mapping[str, Notice], out: Withheld
) -> tuple[Attached, ...]:
    """Return the files that the public may have: the file and the result agree with one another, or go together."""
    given = _file(seen.given, notices)
    appraisal = given.appraise()
    if "discount" in notices:
        appraisal = replace(appraisal, discount=None)
    files = attached_to(seen._replace(given=given, appraisal=appraisal), whole.dated)
    figures = [one for one in files if one.name in (FILE, RESULT)]
    reasoned = "evidence" in notices and any(one.picked for one in appraisal.criteria)
    # From the answers and the scheme anybody works the discount out again.
    told = "discount" in notices and given.appraise().discount is not None
    if (
        told
        or reasoned
        or _ANSWERS & notices.keys()
        or any(out.is_in(one.content) for one in figures)
    ):
        return tuple(one for one in files if one not in figures)
    return files


def _file(given: AppraisalFile, notices: Mapping[str, Notice]) -> AppraisalFile:
    """Return a file as the public may have it: never with what nothing reads, nor with a closed ledger’s figures."""
    if "ledger" not in notices:
        return replace(given, source=source_without(given.source, ()))
    return replace(silent_on_legal(given), source=source_without(given.source, LEGAL_TERMS))


def mark_said(document: "AppraisalDocument") -> bool:
    """Say whether the mark of something exempt stands anywhere in what a document prints."""
    texts = (
        getattr(document, key) for key in (*_TEXTS, "report", "derived", "big_figures", "scores")
    )
    return any(EXEMPT in one for value in texts for one in texts_in(value))
