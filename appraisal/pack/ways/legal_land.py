"""The ledger of land in words and tables. Nothing in it is made of social value."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from appraisal.engine import words
from appraisal.engine.law import Limit
from appraisal.methods.legal_land_parts import Ledger, Valuation
from appraisal.methods.legal_land_written import OF_LAND
from appraisal.pack.grids import grid
from appraisal.pack.parts import Fact
from appraisal.pack.report.blocks import Block, Facts, Table, Text

TITLE = "Values and undervalue"
ABOUT = "Who valued the land and when, and what the law asks before it is let or sold."
RESTRICTED = (
    "The restricted value is what the land is worth with the council’s conditions on it. It shows what those "
    "conditions cost. It is no part of the undervalue, which starts from the unrestricted value."
)
_WORKS_FOR = {
    "council": "the council",
    "both": "both, jointly",
    "applicant": "the applicant",
    "self": "is the applicant",
}
_ANSWERS = {"yes": "Yes", "no": "No", "not-known": "Not known", "": "Not said"}
_CONSENT = {
    "": "Not said",
    "not-asked": "Not asked",
    "asked": "Asked, no answer yet",
    "given": "Given",
    "refused": "Refused",
}
_STATUS = {"statute": "", "consent": "", "ours": " Ours: no statute says it."}


def blocks(ledger: Ledger) -> tuple[Block, ...]:
    """Return what it comes to, what is still to be put right, the values, the tests and the limits."""
    return (
        Text(_lead(ledger)),
        *_to_put_right(ledger),
        Table(
            grid(
                ("Value", "£", "Valuer", "Valued on", "Basis"),
                [_value(one) for one in ledger.valuations],
                (False, True, False, False, False),
                "The values, and who stands behind them",
            ),
            "valued",
        ),
        Text(RESTRICTED),
        Facts(tuple(_facts(ledger))),
        Table(
            grid(
                ("Limit", "It is", "From", "Where it stands"),
                [_limit(ledger.limits[key]) for key in OF_LAND],
                (False, False, False, False),
                "Limits that held on the proposal’s valuation date",
            ),
            "limits",
        ),
    )


def no_chart(ledger: Ledger) -> None:
    """Draw nothing: the ledger is words and days."""


def _lead(ledger: Ledger) -> str:
    found, open_ = ledger.undervalue, len(ledger.warnings)
    left = (
        "Nothing is left to put right."
        if not open_
        else f"{words.counted(open_, 'matter')} {'is' if open_ == 1 else 'are'} to be put right."
    )
    if found is None:
        return f"The undervalue is not known, because the terms hold no unrestricted value. {left}"
    if found.amount < 0:
        return f"The undervalue is below £0: {words.pounds(found.amount)}. {left}"
    side = "within" if found.within_general_consent else "above"
    return (
        f"The undervalue of the terms that were valued is {words.pounds(found.amount)}, {side} the "
        f"{words.short_pounds(found.consent.amount)} of the general consent. {left}"
    )


def _to_put_right(ledger: Ledger) -> Iterator[Block]:
    if ledger.warnings:
        rows = [(str(number), one.message) for number, one in enumerate(ledger.warnings, 1)]
        yield Table(
            grid(("No.", "What to put right"), rows, (False, False), "To put right"), "matters"
        )


def _value(one: Valuation) -> tuple[str, ...]:
    who = ", ".join(text for text in (one.valuer, one.qualification) if text) or "not named"
    if one.works_for:
        who += f"; works for {_WORKS_FOR[one.works_for]}".replace("works for is", "is")
    if not one.counts and not one.named:
        who = "none needed" if one.of != "restricted" else "not valued"
    amount = "not given" if one.amount is None else words.pounds(one.amount)
    return (one.title, amount, who, _day(one.valued_on), one.basis or "–")


def _facts(ledger: Ledger) -> Iterator[Fact]:
    consent = ledger.consent
    yield Fact("Decided on", _day(ledger.decided_on, "not said"))
    what = "price" if ledger.term.tenure == "freehold" else "rent a year"
    yield Fact(f"The {what} that was valued", _pounds(ledger.priced))
    yield Fact("Section 123", _term(ledger))
    yield Fact("General Disposal Consent", _general(ledger))
    if consent.stands:
        given = f", {_day(consent.given_on)}, {consent.reference}"
        yield Fact(
            "Secretary of State’s consent",
            f"{_CONSENT[consent.stands]}{given if consent.stands == 'given' else ''}",
        )
    yield Fact("Open space", _open_space(ledger))
    checks = ledger.checks
    equality = _day(checks.equality_on, "no date")
    seen = f"; looked at by: {checks.equality_by}" if checks.equality_by else ""
    yield Fact("Equality analysis", f"{equality}{seen}")
    trust = _ANSWERS[checks.trust]
    if checks.trust == "yes":
        trust += f". Adviser: {checks.adviser or 'not named'}, {_day(checks.adviser_on, 'no date')}"
    yield Fact("Held on charitable trust", trust)


def _term(ledger: Ledger) -> str:
    term, short = ledger.term, ledger.limits["short_lease"]
    limit = f"{short.whole} years"
    if term.falls == "licence":
        return "A licence lets no land and is outside section 123, if it is a licence in law too."
    if term.falls == "not-known":
        return "Not known: the terms do not say how long."
    if term.tenure == "freehold":
        return "A freehold: it applies."
    long = words.counted(term.years or 0, "year")
    if term.days:
        long += f" and {words.counted(term.days, 'day')}"
    if term.renewal:
        long += f", of them {words.counted(term.renewal, 'year')} by renewal"
    if term.falls == "short":
        return (
            f"A lease of {long} is not longer than {limit}: outside section 123(2). Open space must be advertised "
            "all the same."
        )
    return f"A lease of {long} is longer than {limit}: it applies."


def _general(ledger: Ledger) -> str:
    found = ledger.undervalue
    if found is None:
        return "Not known: there is no unrestricted value."
    limit = words.short_pounds(found.consent.amount)
    if found.within_general_consent:
        return f"The undervalue is not above {limit}. The purpose must be the area’s well-being."
    return f"The undervalue is above {limit}, so it does not hold."


def _open_space(ledger: Ledger) -> str:
    land = ledger.open_space
    if land.answer != "yes":
        return _ANSWERS[land.answer]
    days = " and ".join(words.day(one) for one in (land.first, land.second) if one)
    said = f"Yes. Notices: {days or 'none'}"
    said += f", {land.newspaper}." if land.newspaper else "."
    if land.objections is not None:
        said += f" Objections: {land.objections}"
        said += f", weighed on {words.day(land.weighed_on)}." if land.weighed_on else "."
    return said


def _limit(one: Limit) -> tuple[str, ...]:
    amount = (
        f"{words.short_pounds(one.amount)} {one.unit.removeprefix('£ ')}"
        if one.unit.startswith("£")
        else words.quantity(one.amount, one.unit)
    )
    return (one.title, amount, words.day(one.applies_from), f"{one.where}.{_STATUS[one.status]}")


def _day(day: date | None, none: str = "–") -> str:
    return none if day is None else words.day(day)


def _pounds(amount: Decimal | None) -> str:
    return "not said" if amount is None else words.pounds(amount)
