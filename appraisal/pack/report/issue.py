"""What an issued pack is made of: one record, those before it, and who the numbers in them stand for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from appraisal.engine import words
from appraisal.recorded import Frozen, part


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Records of a proposal up to the one that is printed, each frozen; nothing else is read.

    ``people`` are names by the numbers under which records hold people, ``meeting`` is where and when the
    panel meets, in words, and ``version`` which record it is: “sign-off 2”.
    """

    submitted: Frozen | None = None
    signed: Frozen | None = None
    decided: Frozen | None = None
    people: Mapping[int, str] = field(default_factory=dict)
    meeting: str = ""
    version: str = ""

    @property
    def newest(self) -> Frozen:
        """The record that is printed."""
        found = self.decided or self.signed or self.submitted
        if found is None:
            raise ValueError("An issued pack is made of a record, and there is none.")
        return found

    @property
    def assessment(self) -> Mapping[str, Any]:
        """What officers found and recommend; nothing before they signed it off."""
        if self.decided is None and self.signed is None:
            return {}
        return self.newest.assessment

    @property
    def decision(self) -> Mapping[str, Any]:
        """What was decided; nothing before."""
        return self.decided.beside if self.decided else {}

    @property
    def gate(self) -> Mapping[str, Any]:
        """What was found before the assessment: eligibility, what the council told, the checklist."""
        return part(self.newest.beside, "gate")

    def name(self, number: object) -> str:
        """Return who a number in a record is; the number itself where nobody knows."""
        if not isinstance(number, int):
            return "nobody"
        return self.people.get(number, f"person {number}")


def day_said(said: object) -> str:
    """Return a day or a moment that a record holds in words; empty where it says none."""
    return words.day(datetime.fromisoformat(str(said)).date()) if said else ""
