"""What is recommended or decided of the money: the percentage, what is forgone and what is payable."""

from decimal import Decimal
from typing import NamedTuple

from appraisal.engine import words
from appraisal.engine.discount import Discount, granted
from appraisal.engine.results import Appraisal
from appraisal.pack.report.issue import Issue
from appraisal.recorded import part


class Granted(NamedTuple):
    """A discount that was recommended or decided; amounts in pounds, None where the basis is not known."""

    percent: Decimal
    derived: Decimal | None
    reason: str  # where it is not the one that the score gives
    basis: str  # rent or price
    full: Decimal | None
    amount: Decimal | None
    payable: Decimal | None
    years: int | None

    @property
    def over_term(self) -> Decimal | None:
        """What is forgone over the term at today's rent: neither uprated nor discounted."""
        if self.basis != "rent" or self.amount is None or not self.years:
            return None
        return self.amount * self.years


def granted_of(issue: Issue, appraisal: Appraisal) -> Granted | None:
    """Return the discount that stands: decided, else recommended, else derived; None where there is none.

    A decision that grants nothing, a refusal or a deferral, says none: what was recommended stands.
    """
    derived = appraisal.discount
    if derived is None:
        return None
    said = part(issue.decision, "discount")
    given = said.get("percent")
    if given is None:
        said = part(issue.assessment, "discount")
        given = said.get("recommended_percent")
    percent = derived.percent if given is None else Decimal(str(given))
    return _granted(derived, percent, str(said.get("reason") or ""), appraisal.answers.terms.years)


def recommended_of(issue: Issue, appraisal: Appraisal) -> Granted | None:
    """Return the discount that officers recommended, whatever was decided later; None where there is none.

    Where the panel changed points, that is not what the score of the decided record gives.
    """
    derived = appraisal.discount
    if derived is None:
        return None
    said = part(issue.assessment, "discount")
    given = said.get("recommended_percent")
    reason = "" if given is None else str(said.get("reason") or "")
    if given is None and issue.decision:
        given = said.get("derived_percent")
    percent = derived.percent if given is None else Decimal(str(given))
    return _granted(derived, percent, reason, appraisal.answers.terms.years)


def stands_of(issue: Issue) -> str:
    """Return what the discount of :func:`granted_of` is.

    ``decided``, ``recommended`` or ``derived``; ``refused``, or ``against`` where officers recommend a refusal:
    nothing is granted, and the discount is only what might have been. A deferral leaves what was recommended
    as it was.
    """
    if part(issue.decision, "discount").get("percent") is not None:
        return "decided"
    if issue.decision.get("outcome") == "refused":
        return "refused"
    if recommends_refusal(issue):
        return "against"
    if part(issue.assessment, "discount").get("recommended_percent") is not None:
        return "recommended"
    return "derived"


def recommends_refusal(issue: Issue) -> bool:
    """Say whether officers recommend that the committee does not agree."""
    return issue.assessment.get("refusal") is True


def departure(issue: Issue, appraisal: Appraisal) -> str:
    """Say what stands in place of the discount that the score derives, and why; nothing where that one stands."""
    money, stands = granted_of(issue, appraisal), stands_of(issue)
    if money is None:
        return ""
    if stands == "refused":
        return "The proposal was refused, so no discount is granted."
    if stands == "against":
        return "Officers recommend a refusal, so no discount is recommended."
    if money.percent == money.derived:
        return ""
    who = "What was decided is" if stands == "decided" else "Officers recommend"
    said = f"{who} {words.plain(money.percent)}% instead"
    if money.amount is not None and money.payable is not None:
        per = " a year" if money.basis == "rent" else ""
        said += (
            f": {words.short_pounds(money.amount)}{per} less, which leaves {words.short_pounds(money.payable)}"
            f"{per} to pay"
        )
    reason = money.reason.strip().rstrip(".")
    return f"{said}. Why: {reason}." if reason else f"{said}."


def decided_percent(issue: Issue) -> str:
    """Return the discount that was decided, in words; empty where none was granted."""
    given = part(issue.decision, "discount").get("percent")
    return "" if given is None else f"{words.plain(Decimal(str(given)))}%"


def _granted(derived: Discount, percent: Decimal, reason: str, years: int | None) -> Granted:
    amount = granted(derived, percent)
    full = derived.full
    payable = None if full is None or amount is None else full - amount
    return Granted(
        percent,
        derived.percent,
        reason if percent != derived.percent else "",
        derived.basis,
        full,
        amount,
        payable,
        years,
    )
