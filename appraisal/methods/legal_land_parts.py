"""What the ledger of land is made of."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Literal, NamedTuple

from appraisal.engine.discount import Undervalue
from appraisal.engine.law import Key, Limit

Of = Literal["unrestricted", "consideration", "voluntary", "restricted"]
Section123 = Literal["applies", "short", "licence", "not-known"]
Answer = Literal["yes", "no", "not-known", ""]

# The order in which the values stand, and what each is called.
VALUES: Mapping[Of, str] = {
    "unrestricted": "Unrestricted value",
    "consideration": "Consideration",
    "voluntary": "Voluntary conditions",
    "restricted": "Restricted value",
}


class Valuation(NamedTuple):
    """One value: its pounds, None where nobody gave them, and who valued it, when and on what basis."""

    of: Of
    amount: Decimal | None
    named: bool  # a row says something of it
    valuer: str
    qualification: str
    valued_on: date | None
    basis: str
    works_for: str

    @property
    def title(self) -> str:
        """What the value is called."""
        return VALUES[self.of]

    @property
    def counts(self) -> bool:
        """Say whether a valuer must stand behind it: the unrestricted value always, another if it is not £0."""
        return bool(self.amount) or (self.of == "unrestricted" and self.amount is not None)


class Term(NamedTuple):
    """How long the land is let, as section 123 looks at it; ``years`` and ``days`` with any right to renew."""

    tenure: str
    years: int | None
    days: int
    renewal: int
    falls: Section123


class Consent(NamedTuple):
    """The Secretary of State’s consent to an undervalue above the general consent."""

    stands: str  # "" while nobody said
    reference: str
    given_on: date | None


class OpenSpace(NamedTuple):
    """Whether land is open space, and how that was advertised."""

    answer: Answer
    newspaper: str
    first: date | None
    second: date | None
    objections: int | None
    weighed_on: date | None


class Checks(NamedTuple):
    """The equality duty and charity law: when, and who looked."""

    equality_on: date | None
    equality_by: str
    trust: Answer
    adviser: str
    adviser_on: date | None


class Warn(NamedTuple):
    """What is still to be put right, at the question that it is about; ``terms`` are the proposal’s own."""

    place: str
    code: str
    message: str


class Ledger(NamedTuple):
    """The ledger of land. ``undervalue`` is the engine’s own: no sum of it is made here, and none of anything else."""

    undervalue: Undervalue | None
    valuations: tuple[Valuation, ...]
    priced: Decimal | None  # the rent a year, or the price, behind the consideration
    payable: Decimal | None  # what the derived discount leaves to pay
    decided_on: date | None
    term: Term
    consent: Consent
    open_space: OpenSpace
    checks: Checks
    limits: Mapping[Key, Limit]
    warnings: tuple[Warn, ...] = ()

    @property
    def by_value(self) -> Mapping[Of, Valuation]:
        """The valuations by what they are of."""
        return {one.of: one for one in self.valuations}
