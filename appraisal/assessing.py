"""When an assessment is complete: a pure function, which says in sentences what is still to do."""

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from appraisal.chapters import chapters_for, methods_for
from appraisal.engine import words
from appraisal.engine.discount import Discount
from appraisal.engine.scheme import Criterion

if TYPE_CHECKING:
    from appraisal.queries.assessed import Assessed

# The officer's pages beside the criteria, and what they are called.
TERMS, PUBLIC = "terms", "public"
PAGES = {
    "summary": "Summary",
    "discount": "Recommended discount",
    "conditions": "Conditions",
    "equality": "Equality considerations",
    "wording": "Recommendation and its wording",
    TERMS: "Corrected terms",
    PUBLIC: "What the public may not read",
}
REWORD = "The figures or conditions have changed since you worded the recommendation. Read it again and save."
CONDITIONS_OF_A_REFUSAL = (
    "You recommend a refusal, which has no conditions. Take the conditions away."
)
PREFIX = "assess-"  # of the keys under which the saves of an officer's pages are counted


class Gap(NamedTuple):
    """Something that is still to do: the letter or the page where, and the sentence."""

    page: str
    said: str


def gaps(assessed: "Assessed") -> tuple[Gap, ...]:
    """Return what an officer has still to do; nothing where the assessment is complete."""
    return tuple(_gaps(assessed))


def _gaps(assessed: "Assessed") -> Iterator[Gap]:
    sheet = assessed.group
    for criterion in sheet.scheme.criteria:
        letter = criterion.letter
        name = f"“{letter} {criterion.title}”"
        if letter not in assessed.findings:
            yield Gap(letter, f"Say what you find of {name}.")
        elif assessed.is_stale(letter):
            yield Gap(letter, f"The answers to {name} have changed since. Look at them again.")
        elif sheet.unfinished(f"{PREFIX}{letter}"):
            yield Gap(letter, f"Your page on {name} is left unfinished.")
    said = assessed.recommendation
    if not said.summary.strip():
        yield Gap("summary", "Write the summary.")
    if needs_reason(assessed.derived_discount, said.discount_percent) and not said.discount_reason:
        yield Gap("discount", unreasoned(assessed.derived_discount, said.discount_percent))
    if above := too_much(assessed.derived, said.discount_percent):
        yield Gap("discount", above)
    if not said.conditions_settled:
        yield Gap("conditions", "Say which conditions you recommend, or that there are none.")
    if said.refusal and assessed.conditions:
        yield Gap("conditions", CONDITIONS_OF_A_REFUSAL)
    if not said.equality.strip():
        yield Gap("equality", "Write down the equality considerations.")
    if said.wording and said.wording_of != assessed.resolution:
        yield Gap("wording", REWORD)
    if assessed.are_terms_stale:
        yield Gap(
            TERMS, "The group has changed what it asks for since it was corrected. Look again."
        )
    for page, title in PAGES.items():
        if sheet.unfinished(f"{PREFIX}{page}"):
            yield Gap(page, f"The page “{title}” is left unfinished.")
    kind = sheet.proposal.kind
    for chapter in (*chapters_for(kind, "officer"), *methods_for(kind)):
        if sheet.unfinished(chapter.page):
            yield Gap(chapter.page, f"The page “{chapter.title}” is left unfinished.")


def needs_reason(derived: Decimal | None, own: int | None) -> bool:
    """Say whether a discount departs from what the scheme's policy derives."""
    return own is not None and own != derived


def too_much(derived: Discount | None, own: int | None) -> str:
    """Say that a discount is above the most that the policy lets anybody recommend; empty where it is not."""
    most = derived.most if derived is not None else None
    if most is None or own is None or own <= most:
        return ""
    return f"The scheme’s policy lets you recommend at most {words.plain(most)}%, and you recommend {own}%."


def unreasoned(derived: Decimal | None, own: int | None) -> str:
    """Say that a discount departs from the policy's without a reason."""
    policy = "derives none" if derived is None else f"derives {derived}%"
    return f"You recommend a discount of {own}% and the scheme’s policy {policy}. Say why."


def written(percent: Decimal | None) -> int | str | None:
    """Write a percentage for a record: a whole one as a number, any other exactly, as a text."""
    if percent is None:
        return None
    return int(percent) if percent == int(percent) else f"{percent:f}"


def correctable_keys(criterion: Criterion) -> frozenset[str]:
    """Return the keys of the questions whose answers an officer may correct: all that are the group's.

    The council's own figures are changed where they are filled in.
    """
    return frozenset(one.key for one in criterion.questions if one.asked_of != "officer")
