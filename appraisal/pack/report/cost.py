"""What it costs the council: rent forgone by the year and over the term, beside the costs that it saves."""

from collections.abc import Iterator

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Section, Text, Under, section
from appraisal.pack.report.chapters import chapter_blocks
from appraisal.pack.report.issue import Issue
from appraisal.pack.report.terms import Granted, granted_of, stands_of

_NOTHING = {
    "refused": "It was refused, so nothing is forgone. This is what it would have come to:",
    "against": "Officers recommend a refusal, which forgoes nothing. This is what agreeing would come to:",
}


def implications(issue: Issue, appraisal: Appraisal) -> Section:
    """Return the financial implications. What is forgone and what is saved stand beside each other, never netted."""
    money = granted_of(issue, appraisal)
    blocks: list[Block] = []
    if appraisal.answers.kind == "coproduction":
        blocks.append(Facts(tuple(_investment(appraisal))))
    elif money is not None:
        if nothing := _NOTHING.get(stands_of(issue)):
            blocks.append(Text(nothing))
        blocks.append(Facts(tuple(_forgone(money))))
        if money.over_term is not None:
            blocks.append(
                Text(
                    "Over the term: today’s rent times the years. Rent reviews and inflation are left out, and later "
                    "years count as much as this one."
                )
            )
    saved = chapter_blocks(issue, "money")
    if saved:
        blocks += [Under("What the council saves and spends"), *saved]
    return section(
        "implications",
        "Financial implications",
        blocks,
        "No rent or price is given, so none follow.",
    )


def _forgone(money: Granted) -> Iterator[Fact]:
    basis = "Market rent a year" if money.basis == "rent" else "Unrestricted value"
    yield Fact(basis, "not given" if money.full is None else words.short_pounds(money.full))
    derived = (
        ""
        if money.derived in (None, money.percent)
        else f"; the score gives {words.plain(money.derived or 0)}%"
    )
    yield Fact("Discount", f"{words.plain(money.percent)}%{derived}")
    if money.reason:
        yield Fact("Why it is not what the score gives", money.reason)
    if money.amount is not None and money.payable is not None:
        per = " a year" if money.basis == "rent" else ""
        yield Fact(f"Forgone{per}", words.short_pounds(money.amount))
        yield Fact(f"Payable{per}", words.short_pounds(money.payable))
    if money.over_term is not None:
        yield Fact(
            f"Forgone over {words.counted(money.years or 0, 'year')}",
            words.short_pounds(money.over_term),
        )


def _investment(appraisal: Appraisal) -> Iterator[Fact]:
    terms = appraisal.answers.terms
    asked = terms.annual_investment_gbp
    yield Fact("Investment a year", "not given" if asked is None else words.short_pounds(asked))
    if asked is not None and terms.years:
        yield Fact(
            f"Over {words.counted(terms.years, 'year')}", words.short_pounds(asked * terms.years)
        )
