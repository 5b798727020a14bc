"""What is not in the score, and what a reader must know before trusting it."""

from collections.abc import Iterator

from appraisal.engine import words
from appraisal.engine.doubts import doubts
from appraisal.engine.results import Appraisal, CriterionScore
from appraisal.pack.criteria import name_of
from appraisal.pack.parts import Fact
from appraisal.pack.seen import Seen


def does_not_apply(appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the criteria that left the score, each with the reason and who agreed."""
    return tuple(
        Fact(name_of(scored.criterion), f"{_stop(claim.reason)} Agreed by {_stop(claim.agreed_by)}")
        for scored in appraisal.criteria
        if scored.status == "not-applicable"
        and scored.answer is not None
        and (claim := scored.answer.not_applicable) is not None
    )


def unanswered(appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the criteria that count as unanswered, and why."""
    return tuple(
        Fact(name_of(scored.criterion), _why_unanswered(scored))
        for scored in appraisal.criteria
        if scored.status == "unanswered"
    )


def not_scored(appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the criteria that cannot be scored yet, and what is missing."""
    missing = {
        "asset-transfer": "The council has not given the market rent, or it is 0.",
        "coproduction": "The annual investment asked for is not given, or it is 0.",
    }[appraisal.answers.kind]
    return tuple(
        Fact(name_of(scored.criterion), missing)
        for scored in appraisal.criteria
        if scored.status == "cannot-be-scored"
    )


def warnings(appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the warnings, each with the subject it is about."""
    return tuple(Fact(_subject(appraisal, one.place), one.message) for one in appraisal.warnings)


def to_check(appraisal: Appraisal) -> tuple[Fact, ...]:
    """Return the figures that look mistyped, each with the criterion it is in."""
    return tuple(
        Fact(_subject(appraisal, one.place), one.message)
        for one in doubts(appraisal.scheme, appraisal.answers)
    )


def alerts(seen: Seen, unfinished: tuple[Fact, ...]) -> str:
    """Say how much there is to know before trusting the result; empty where there is nothing."""
    appraisal = seen.appraisal
    said = (
        (len(unfinished), "unfinished matter", "unfinished matters"),
        (len(unanswered(appraisal)), "unanswered criterion", "unanswered criteria"),
        (len(appraisal.warnings), "warning", "warnings"),
        (len(doubts(appraisal.scheme, appraisal.answers)), "figure to check", "figures to check"),
    )
    return words.listed([words.counted(*one) for one in said if one[0]])


def alerts_at(seen: Seen, unfinished: tuple[Fact, ...]) -> str:
    """Return where in the pack that stands: the id of the first list of it, which may be pages into its section."""
    if unfinished:
        return "unfinished"
    if unanswered(seen.appraisal):
        return "unanswered"
    return "warnings" if seen.appraisal.warnings else "to-check"


def _why_unanswered(scored: CriterionScore) -> str:
    if scored.answer is None:
        return "Nothing was answered. It counts as 0 points of its maximum."
    claim = scored.answer.not_applicable
    if claim is not None:
        return (
            f"The group says that it does not apply: {_stop(claim.reason)} The council has not agreed, so it counts as "
            "0 points of its maximum."
        )
    return "What it is scored from is missing. It counts as 0 points of its maximum."


def _stop(text: str) -> str:
    return text if text.rstrip().endswith((".", "!", "?")) else f"{text.rstrip()}."


def _subject(appraisal: Appraisal, place: str) -> str:
    return next(_subjects(appraisal, place), "The proposal")


def _subjects(appraisal: Appraisal, place: str) -> Iterator[str]:
    room, _, rest = place.partition(".")
    key = rest if room == "proxies" else rest.partition(".")[0]
    if room == "answers" and key in appraisal.scheme.by_letter:
        yield name_of(appraisal.scheme.by_letter[key])
    elif room == "proxies" and key in appraisal.known_proxies.kinds:
        title = appraisal.known_proxies.kinds[key].title
        yield title[:1].upper() + title[1:]
    elif room == "terms":
        yield "Terms"
