"""Check your answers: every question with what was said, by heading and criterion."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from appraisal.engine.answers import Answer, NotApplicable
from appraisal.engine.scheme import Criterion
from appraisal.facts import Fact, facts_of
from appraisal.file import AppraisalFile
from appraisal.readers import Reader
from appraisal.showing.spoken import Spoken, spoken_answers

NOT_ANSWERED = "Not answered yet"
NOTHING = "Nothing entered"
NOT_GIVEN = "Not given"
NOT_AGREED = "Not agreed yet. Until then it counts as not answered."
COUNCILS = "The council fills this in"

MAY_FILL_IN: Mapping[Reader, Collection[str]] = {
    Reader.GROUP: ("group", "either"),
    Reader.OFFICER: ("officer", "either"),
}

# What no page changes: whose proposal it is, where, under which rules, and what comes in a file alone.
_FIXED = {
    *("applicant.name", "authority.name", "authority.region", "scheme"),
    *("asset.imd.edition", "asset.imd.rank"),
}

# From a criterion's letter, or from a section of the facts, to where it is changed; None: not here.
Change = Callable[[str], str | None]


class CheckRow(NamedTuple):
    """A question and what was said to it. ``missing`` says in words that nothing was."""

    key: str
    spoken: Spoken | None = None  # of an answer
    text: str = ""  # of anything else
    missing: str = ""
    change: str = ""  # where it is changed
    wide: bool = False  # a table that needs the whole width


class CheckCard(NamedTuple):
    """The rows of one criterion, or of the facts."""

    id: str
    title: str
    rows: tuple[CheckRow, ...]

    @property
    def has_links(self) -> bool:
        """Say whether any row can be changed: the others then keep the links' space free."""
        return any(row.change for row in self.rows)

    @property
    def has_wide(self) -> bool:
        """Say whether any answer needs the whole width."""
        return any(row.wide for row in self.rows)


class CheckHeading(NamedTuple):
    """The criteria under one heading."""

    title: str
    cards: tuple[CheckCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckPage:
    """All that a page of answers to check shows."""

    facts: CheckCard
    headings: tuple[CheckHeading, ...]


def check_page(
    given: AppraisalFile,
    *,
    reader: Reader,
    change: Change | None = None,
    change_fact: Change | None = None,
    may_fill_in: Collection[str] | None = None,
) -> CheckPage:
    """Make the page of answers to check.

    ``change`` gives the address where a letter's answers are changed, ``change_fact`` that of a
    section of the facts (``title``, ``summary``, ``reference``, ``group``, ``asset``, ``terms``,
    ``council``). ``may_fill_in`` says whose questions the reader may change: of ``group``,
    ``officer`` and ``either``; without it what the reader's own part is.
    """
    hand = _Hand(reader, may_fill_in or MAY_FILL_IN[reader], change or _nowhere)
    headings = tuple(
        CheckHeading(
            heading.title,
            tuple(_card(given, one, hand) for one in given.scheme.under(heading)),
        )
        for heading in given.scheme.headings
    )
    return CheckPage(
        facts=_facts_card(given, hand._replace(change=change_fact or _nowhere)),
        headings=headings,
    )


def criterion_card(given: AppraisalFile, criterion: Criterion, *, reader: Reader) -> CheckCard:
    """Make the card of one criterion, to read beside something else: nothing on it is changed."""
    return _card(given, criterion, _Hand(reader, (), _nowhere))


class _Hand(NamedTuple):
    """Who reads, whose questions they may fill in, and where things are changed."""

    reader: Reader
    may_fill_in: Collection[str]
    change: Change

    def link(self, letter: str, asked_of: str = "either") -> str:
        """Return where the reader changes what is asked of somebody; empty where they may not."""
        return (self.change(letter) or "") if asked_of in self.may_fill_in else ""

    def missing(self, asked_of: str) -> str:
        """Say that nothing was said, and whose part it would be."""
        theirs = asked_of == "officer" and self.reader is Reader.GROUP
        return COUNCILS if theirs else NOT_ANSWERED


def _nowhere(_: str) -> None:
    return None


def _facts_card(given: AppraisalFile, hand: _Hand) -> CheckCard:
    rows = tuple(_fact_row(fact, hand) for fact in facts_of(given) if _is_shown(fact, given, hand))
    return CheckCard("facts", "About the proposal", rows)


# What each kind of proposal is asked of its terms; the rest is shown only where it was given.
_COPRODUCTION = {"terms.years", "terms.annual_investment_gbp"}
_FREEHOLD = {"terms.tenure", "terms.unrestricted_value_gbp", "terms.consideration_gbp"}


def _is_shown(fact: Fact, given: AppraisalFile, hand: _Hand) -> bool:
    if fact.legal and hand.reader is Reader.GROUP:
        return False
    if fact.text:
        return True
    if fact.section == "asset":
        return given.asset is not None or fact.place == "asset.name"
    if not fact.place.startswith("terms."):
        return True
    if given.answers.kind == "coproduction":
        return fact.place in _COPRODUCTION
    if given.answers.terms.tenure == "freehold":
        return fact.place in _FREEHOLD
    return fact.place != "terms.annual_investment_gbp"


# What a proposal can do without.
_OPTIONAL = {
    *("reference", "applicant.legal_form", "terms.rent_offered_gbp_pa"),
    *("asset.uprn", "asset.floor_area_m2", "asset.site_area_m2", "terms.voluntary_conditions_gbp"),
}


def _fact_row(fact: Fact, hand: _Hand) -> CheckRow:
    asked_of = "officer" if fact.councils else "group"
    missing = ""
    if not fact.text:
        missing = NOT_GIVEN if fact.place in _OPTIONAL else hand.missing(asked_of)
    link = hand.link(fact.section, asked_of)
    change = "" if fact.place in _FIXED else link
    return CheckRow(fact.label, text=fact.text, missing=missing, change=change)


def _card(given: AppraisalFile, criterion: Criterion, hand: _Hand) -> CheckCard:
    answer = given.answers.letters.get(criterion.letter)
    claim = answer.not_applicable if answer else None
    if claim is not None:
        rows = list(_claim_rows(criterion, claim, hand))
    else:
        wording = given.wording.get(criterion.letter, {})
        spoken = spoken_answers(criterion, answer, wording, given.answers.deprivation)
        rows = [_row(criterion, one, answer, hand) for one in spoken]
    if answer is not None:
        rows.extend(_beside(criterion, answer, hand))
    return CheckCard(criterion.letter, f"{criterion.letter} {criterion.title}", tuple(rows))


def _row(criterion: Criterion, one: Spoken, answer: Answer | None, hand: _Hand) -> CheckRow:
    asked_of = one.question.asked_of
    # An answered criterion may leave out what need not be filled in: nothing is then an answer.
    left_out = answer is not None and not one.question.required and asked_of != "officer"
    missing = "" if one.answered else (NOTHING if left_out else hand.missing(asked_of))
    link = hand.link(criterion.letter, asked_of)
    return CheckRow(one.label, one, missing=missing, change=link)


def _claim_rows(criterion: Criterion, claim: NotApplicable, hand: _Hand) -> Iterator[CheckRow]:
    link = hand.link(criterion.letter, "group")
    yield CheckRow("Does not apply, because", text=claim.reason, change=link)
    if claim.agreed_by:
        yield CheckRow("Agreed for the council by", text=claim.agreed_by)
    else:
        agree = hand.link(criterion.letter, "officer")
        yield CheckRow("Agreed by the council", missing=NOT_AGREED, change=agree)


def _beside(criterion: Criterion, answer: Answer, hand: _Hand) -> Iterator[CheckRow]:
    for label, text in (("Evidence", answer.evidence), ("Note", answer.note)):
        if text:
            yield CheckRow(label, text=text, change=hand.link(criterion.letter))
