"""A record, read again: what was submitted, signed off or decided, under the scheme that it holds itself."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from appraisal.engine.scheme import Scheme
from appraisal.exempt import Closed, closed_in
from appraisal.file import AppraisalFile, read_file
from appraisal.legal import written
from appraisal.library import frozen_scheme


@dataclass(frozen=True, slots=True)
class Frozen:
    """A record, read: its file under its own scheme, and all else that it says."""

    said: Mapping[str, Any]
    file: AppraisalFile

    @property
    def event(self) -> str:
        """What it is of: “submit”, “sign-off” or a decision."""
        return str(self.said["event"])

    @property
    def made_at(self) -> datetime:
        """When it was frozen."""
        return datetime.fromisoformat(self.said["made_at"])

    @property
    def about(self) -> Mapping[str, Any]:
        """Its neighbourhood, and the number of the officer who led on it; empty of the oldest records."""
        return part(self.said, "about")

    @property
    def place(self) -> Mapping[str, Any]:
        """What was known of the place when it was frozen; empty where nobody knew anything, and of older ones."""
        return part(self.said, "place")

    @property
    def scheme_text(self) -> str:
        """The text of the scheme that it was scored under."""
        return str(self.said["scheme"]["text"])

    @property
    def beside(self) -> Mapping[str, Any]:
        """What stands beside the file."""
        return part(self.said, "beside")

    @property
    def assessment(self) -> Mapping[str, Any]:
        """What officers found and recommend; a decision holds it in a part of its own."""
        return part(self.beside, "assessment") or self.beside

    @property
    def closed(self) -> tuple[Closed, ...] | None:
        """What the public may not read of it; None where nobody had chosen."""
        return closed_in(self.assessment)

    @property
    def result(self) -> Mapping[str, Any]:
        """What it came to."""
        return part(self.said, "result")

    def why(self, letter: str) -> str:
        """Return why a criterion stands as it does: the panel’s reason, or else the officer’s."""
        agreed = part(part(part(self.beside, "panel"), "agreed"), letter)
        found = part(part(self.assessment, "findings"), letter)
        accepted = found.get("verdict") == "accept"
        return str(agreed.get("reason") or (not accepted and found.get("reason")) or "")


def read_record(text: str) -> Frozen:
    """Read a record's text under the scheme that it holds itself; its file is laid out, as it is given away."""
    said = json.loads(text)
    scheme: Scheme = frozen_scheme(said["scheme"]["text"])
    source = written(said["file"])
    found = read_file(source, lambda name: scheme, draft=True)
    return Frozen(said, replace(found, source=source))


def part(given: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    """Return a part of what a record says; an empty one where it says nothing of it."""
    found = given.get(key)
    return found if isinstance(found, dict) else {}
