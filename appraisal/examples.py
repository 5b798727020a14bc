"""The worked examples that ship with the product, appraised afresh from their files."""

from dataclasses import dataclass
from functools import cache

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.file import AppraisalFile, read_file
from appraisal.library import FIXTURES

NAMES = ("hall", "garden", "freehold", "edges", "coproduction")


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A worked example: its file and what it comes to."""

    name: str
    file: AppraisalFile
    appraisal: Appraisal

    @property
    def alerts(self) -> str:
        """Say in few words what to know before trusting the result; empty where nothing is."""
        said = ["Provisional"] * self.appraisal.provisional
        if self.appraisal.warnings:
            said.append(words.counted(len(self.appraisal.warnings), "warning"))
        return ", ".join(said)

    @property
    def missing(self) -> str:
        """Say what is missing where the result is provisional."""
        return next(
            (
                one.message
                for one in self.appraisal.warnings
                if one.code == "no-public-contribution"
            ),
            "",
        )


@cache
def example(name: str) -> Example:
    """Return one example; ``KeyError`` where there is none of that name."""
    if name not in NAMES:
        raise KeyError(name)
    file = read_file((FIXTURES / "golden" / f"{name}.json").read_bytes())
    return Example(name=name, file=file, appraisal=file.appraise())


def examples() -> list[Example]:
    """Return all examples, in the order in which they are shown."""
    return [example(name) for name in NAMES]
