"""What differs between two appraisal files, in words a person understands: nothing left out."""

from typing import NamedTuple

from appraisal.file import AppraisalFile


class Change(NamedTuple):
    """One difference: its place in the file, whose it is, and both values in words.

    ``letter`` is empty where it is no answer. ``before`` is empty where nothing stood there, and
    ``after`` where nothing stands there any more.
    """

    place: str
    letter: str
    what: str
    before: str
    after: str

    def __str__(self) -> str:
        if not self.before:
            return f"{self.what}: added {self.after}"
        if not self.after:
            return f"{self.what}: removed {self.before}"
        return f"{self.what}: {self.before} → {self.after}"


def changes(before: AppraisalFile, after: AppraisalFile) -> tuple[Change, ...]:
    """Return every change from one file to another: facts and terms, answers, own proxies."""
    raise NotImplementedError
