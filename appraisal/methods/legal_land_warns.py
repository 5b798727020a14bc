"""What is still to be put right in the ledger of land: each with the question that it is about."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.methods.legal_land_parts import Ledger, Valuation, Warn

# The engine’s own warnings of the terms, said here in its very words.
_ENGINES = ("over-general-consent", "negative-undervalue", "rent-without-consideration")
_PEPPERCORN = Decimal(1)


def warnings_of(ledger: Ledger, appraisal: Appraisal) -> Iterator[Warn]:
    """Yield every warning that holds, in the order in which the ledger stands."""
    yield from _undervalue(ledger, appraisal)
    if ledger.decided_on is None:
        yield Warn(
            "decided_on",
            "no-decision-day",
            "It is not said when the terms are decided, so no valuation can be checked for its age.",
        )
    for one in ledger.valuations:
        yield from _valuation(one, ledger)
    yield from _priced(ledger, appraisal)
    yield from _term(ledger)
    yield from _open_space(ledger)
    yield from _equality(ledger)
    yield from _trust(ledger)


def is_stale(valued_on: date, on: date, months: int) -> bool:
    """Say whether a day is more than some months after a valuation; the very day of the month is not."""
    month = on.year * 12 + on.month - months
    return (month, on.day) > (valued_on.year * 12 + valued_on.month, valued_on.day)


def in_consecutive_weeks(first: date, second: date) -> bool:
    """Say whether the second day falls in the week after the first one’s; weeks run from Monday to Sunday."""
    return _monday(second) - _monday(first) == timedelta(weeks=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _undervalue(ledger: Ledger, appraisal: Appraisal) -> Iterator[Warn]:
    if ledger.undervalue is None:
        yield Warn(
            "terms",
            "no-undervalue",
            "The terms hold no unrestricted value, so the undervalue is not known.",
        )
    given = ledger.consent.stands == "given"
    for one in appraisal.warnings:
        if one.code in _ENGINES and not (given and one.code == "over-general-consent"):
            yield Warn("terms", one.code, one.message)
    needed = ledger.undervalue is None or not ledger.undervalue.within_general_consent
    if ledger.consent.stands == "refused" and needed:
        yield Warn(
            "consent",
            "consent-refused",
            "The Secretary of State refused consent: terms above the limit cannot go ahead.",
        )
    given_on, decided_on = ledger.consent.given_on, ledger.decided_on
    if given and given_on and decided_on and given_on > decided_on:
        yield Warn(
            "consent_on",
            "consent-late",
            "The Secretary of State’s consent is of a day after the decision: it must be there before.",
        )


def _valuation(one: Valuation, ledger: Ledger) -> Iterator[Warn]:
    name = one.title.lower()
    if one.named and one.amount is None and one.of != "unrestricted":  # that is said above
        yield Warn("valuations", "nothing-valued", f"No amount of the {name} is given.")
    if not one.counts:
        return
    if not one.valuer:
        yield Warn("valuations", "no-valuer", f"No valuer is named for the {name}.")
    elif not one.qualification:
        yield Warn(
            "valuations", "no-qualification", f"The valuer of the {name} has no qualification here."
        )
    if one.works_for in ("applicant", "self"):
        who = "works for the applicant" if one.works_for == "applicant" else "is the applicant"
        yield Warn(
            "valuations",
            "valuer-of-applicant",
            f"The valuer of the {name} {who}. Ask a valuer of the council’s own.",
        )
    yield from _dated(one, ledger)
    whole = ledger.by_value["unrestricted"].amount
    if one.of == "restricted" and one.amount and whole is not None and one.amount > whole:
        yield Warn(
            "restricted_value_gbp",
            "restricted-above",
            "The restricted value is above the unrestricted value. Check the valuer’s figures.",
        )


def _dated(one: Valuation, ledger: Ledger) -> Iterator[Warn]:
    name, decided = one.title.lower(), ledger.decided_on
    if one.valued_on is None:
        yield Warn("valuations", "no-date", f"The valuation of the {name} has no date.")
    elif decided is not None and one.valued_on > decided:
        yield Warn(
            "valuations",
            "valued-later",
            f"The {name} is of {words.day(one.valued_on)}, after the decision on {words.day(decided)}.",
        )
    elif decided is not None and is_stale(one.valued_on, decided, ledger.limits["stale"].whole):
        yield Warn(
            "valuations",
            "stale",
            f"The {name} is of {words.day(one.valued_on)}, more than {ledger.limits['stale'].whole} months before "
            f"the decision on {words.day(decided)}. Ask the valuer whether it still holds.",
        )


def _priced(ledger: Ledger, appraisal: Appraisal) -> Iterator[Warn]:
    consideration = ledger.by_value["consideration"]
    if ledger.priced is None:
        if consideration.counts:
            yield Warn(
                "priced_gbp",
                "nothing-priced",
                "It is not said which rent or price the consideration is the value of.",
            )
        return
    of_price = ledger.term.tenure == "freehold"
    what, each = ("price", "") if of_price else ("rent", " a year")
    left, whose = ledger.payable, "the derived discount leaves"
    if left is None and not of_price:
        left, whose = appraisal.answers.terms.rent_offered_gbp_pa, "the group offers"
    if left is not None and abs(left - ledger.priced) > _PEPPERCORN:
        yield Warn(
            "priced_gbp",
            "other-terms",
            f"The valuer valued a {what} of {words.short_pounds(ledger.priced)}{each}, and {whose} "
            f"{words.short_pounds(left)}. The consideration must be of the {what} that you recommend.",
        )


def _term(ledger: Ledger) -> Iterator[Warn]:
    term, short = ledger.term, ledger.limits["short_lease"].whole
    if term.falls == "not-known":
        yield Warn(
            "terms",
            "no-term",
            "The terms do not say how long the land is let, so it is not known whether section 123 applies.",
        )
    if term.falls == "applies" and ledger.undervalue is not None and ledger.undervalue.short_lease:
        yield Warn(
            "days_more" if term.days else "renewal_years",
            "longer-than-terms",
            f"With the days or the renewal the lease is longer than {short} years. The rest of the report reads "
            "the years in the terms: change those, or say there why the lease counts as longer.",
        )


def _open_space(ledger: Ledger) -> Iterator[Warn]:
    land, decided = ledger.open_space, ledger.decided_on
    if land.answer in ("", "not-known"):
        yield Warn(
            "open_space", "open-space-not-known", "It is not known whether it is open space."
        )
    if land.answer != "yes":
        return
    if not land.newspaper:
        yield Warn("newspaper", "no-newspaper", "No newspaper is named for the notices.")
    weeks = ledger.limits["notices"].whole
    if land.first is None or land.second is None:
        yield Warn(
            "first_notice_on" if land.first is None else "second_notice_on",
            "notice-missing",
            f"Notices in {weeks} weeks running are needed, and the days of both are not here.",
        )
    elif not in_consecutive_weeks(land.first, land.second):
        yield Warn(
            "second_notice_on",
            "not-consecutive",
            f"The notices of {words.day(land.first)} and {words.day(land.second)} do not stand in {weeks} weeks "
            "running.",
        )
    last = land.second or land.first
    if last is not None and decided is not None and last >= decided:
        yield Warn(
            "second_notice_on" if land.second else "first_notice_on",
            "notice-late",
            f"A notice of {words.day(last)} is not before the decision on {words.day(decided)}.",
        )
    yield from _objections(ledger, last)


def _objections(ledger: Ledger, last: date | None) -> Iterator[Warn]:
    land, decided = ledger.open_space, ledger.decided_on
    if land.objections is None:
        yield Warn("objections", "objections-not-known", "It is not said how many objections came.")
    elif land.objections and land.weighed_on is None:
        yield Warn(
            "objections_on", "not-weighed", "It is not said when the objections were weighed."
        )
    elif land.objections and land.weighed_on is not None:
        early = last is not None and land.weighed_on <= last
        if early or (decided is not None and land.weighed_on > decided):
            yield Warn(
                "objections_on",
                "weighed-wrong-day",
                "Objections are weighed after the last notice, and on the day of the decision at the latest.",
            )


def _equality(ledger: Ledger) -> Iterator[Warn]:
    checks, decided = ledger.checks, ledger.decided_on
    if checks.equality_on is None:
        yield Warn("equality_on", "no-equality-day", "The equality analysis has no date.")
    elif decided is not None and checks.equality_on > decided:
        yield Warn(
            "equality_on",
            "equality-late",
            "The equality analysis is of a day after the decision. It must be there before.",
        )
    if not checks.equality_by:
        yield Warn(
            "equality_by",
            "equality-unseen",
            "It is not said who looked at the equality analysis.",
        )


def _trust(ledger: Ledger) -> Iterator[Warn]:
    checks, decided = ledger.checks, ledger.decided_on
    if checks.trust in ("", "not-known"):
        yield Warn("trust", "trust-not-known", "It is not known whether the land is held on trust.")
    if checks.trust != "yes":
        return
    if not checks.adviser or checks.adviser_on is None:
        yield Warn(
            "adviser" if not checks.adviser else "adviser_on",
            "no-adviser",
            "Land on charitable trust needs the report of an adviser, with its day, before it is let or sold.",
        )
    elif decided is not None and checks.adviser_on > decided:
        yield Warn(
            "adviser_on", "adviser-late", "The adviser’s report is of a day after the decision."
        )
