"""The worked examples that ship with the product, appraised afresh from their files."""

from dataclasses import dataclass
from functools import cache

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
