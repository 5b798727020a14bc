"""What a reader must know beside the figures: what is missing, doubtful, claimed or warned of."""

from collections.abc import Iterator
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.doubts import doubts
from appraisal.engine.results import Appraisal
from appraisal.engine.scheme import Criterion
from appraisal.readers import Reader

NOT_AGREED = "The council has not agreed. Until then it counts as not answered."
SAID_AT_THE_TOP = {"no-public-contribution"}
OF_THE_COUNCIL = {"over-general-consent", "negative-undervalue", "rent-without-consideration"}


class Claim(NamedTuple):
    """A claim that a criterion does not apply."""

    name: str
    reason: str
    agreed: str


def criterion_name(criterion: Criterion) -> str:
    """Return a criterion's letter and title."""
    return f"{criterion.letter} {criterion.title}"


def to_check(appraisal: Appraisal, letter: str = "") -> tuple[tuple[str, str], ...]:
    """Return the figures that people should check, of one criterion or of all: subject and message."""
    place = f"answers.{letter}"
    found = doubts(appraisal.scheme, appraisal.answers)
    return tuple(
        (_subject(appraisal, ".".join(one.place.split(".")[:2])), one.message)
        for one in found
        if not letter or one.place.startswith((f"{place}.", f"{place}["))
    )


def provisional(appraisal: Appraisal) -> str:
    """Say what a provisional result still lacks; empty where it lacks nothing."""
    if not appraisal.provisional:
        return ""
    names = [
        criterion_name(one.criterion)
        for one in appraisal.criteria
        if one.status == "cannot-be-scored"
    ]
    state = "not known yet" if appraisal.public_contribution is None else "£0"
    verbs = "is left out" if len(names) == 1 else "are left out"
    return (
        f"This result is provisional. The {appraisal.answers.contribution_is} is {state}, so "
        f"{words.listed(names)} cannot be scored and {verbs}."
    )


def unanswered(appraisal: Appraisal) -> str:
    """Say how many criteria are not answered; empty where all are."""
    count = sum(one.status == "unanswered" for one in appraisal.criteria)
    if not count:
        return ""
    verb, it = ("is", "It counts") if count == 1 else ("are", "They count")
    return (
        f"{count} of {words.counted(len(appraisal.criteria), 'criterion', 'criteria')} {verb} not "
        f"answered. {it} as 0 points until then."
    )


def warnings(appraisal: Appraisal, reader: Reader) -> tuple[tuple[str, str], ...]:
    """Return the warnings: to the group not those of the legal ledger, nor what stands at the top."""
    shown = list(appraisal.warnings)
    if reader is Reader.GROUP:
        shown = [one for one in shown if one.code not in OF_THE_COUNCIL | SAID_AT_THE_TOP]
    return tuple((_subject(appraisal, one.place), one.message) for one in shown)


def _subject(appraisal: Appraisal, place: str) -> str:
    room, _, key = place.partition(".")
    if room == "answers" and key in appraisal.scheme.by_letter:
        return criterion_name(appraisal.scheme.by_letter[key])
    if room == "proxies" and key in appraisal.known_proxies.kinds:
        title = appraisal.known_proxies.kinds[key].title
        return f"{title[:1].upper()}{title[1:]}"
    return "Terms" if room == "terms" else "The proposal"


def claims(appraisal: Appraisal) -> tuple[Claim, ...]:
    """Return what is said not to apply, and whether the council agrees."""
    return tuple(_claims(appraisal))


def _claims(appraisal: Appraisal) -> Iterator[Claim]:
    for one in appraisal.criteria:
        claim = one.answer.not_applicable if one.answer else None
        if claim is not None:
            agreed = claim.agreed_by and f"Agreed for the council by {claim.agreed_by}"
            yield Claim(criterion_name(one.criterion), claim.reason, agreed or NOT_AGREED)
