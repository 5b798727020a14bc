"""The readable summary that the command line prints."""

import textwrap
from collections.abc import Iterator, Sequence

from appraisal.engine import words
from appraisal.engine.doubts import Doubt, doubts
from appraisal.engine.explain import picked_in_words, total_workings
from appraisal.engine.results import Appraisal, Caution
from appraisal.file import AppraisalFile

_WIDTH = 100


def summary_of(given: AppraisalFile, appraisal: Appraisal) -> str:
    """Return the appraisal as plain text, the score first."""
    return "\n".join(_lines(given, appraisal)) + "\n"


def _lines(given: AppraisalFile, appraisal: Appraisal) -> Iterator[str]:
    yield _one_line(given.title)
    day = words.day(appraisal.answers.valuation_date)
    yield f"{_one_line(given.applicant)} to {_one_line(given.authority)}, valued on {day}"
    yield f"Scheme {appraisal.scheme.name}: {appraisal.scheme.title}"
    if appraisal.scheme.what_if:
        yield f"What if: {appraisal.scheme.caveat}"
    yield ""
    if appraisal.provisional:
        yield "PROVISIONAL: some criteria cannot be scored yet (see the warnings)."
    yield (
        f"Score  {words.percent(appraisal.percent)}: {appraisal.points} of the {appraisal.applicable_maximum} points "
        f"that apply, {appraisal.points} of {appraisal.scheme.maximum} of the whole scheme"
    )
    for heading in appraisal.headings:
        share = "does not apply" if heading.percent is None else words.percent(heading.percent)
        yield f"  {heading.heading.title:<34}{heading.points:>4} of {heading.applicable_maximum:>3}  {share:>8}"
    yield ""
    for scored in appraisal.criteria:
        value = f"{words.pounds(scored.value)} a year" if scored.value is not None else ""
        status = "" if scored.status == "scored" else scored.status.replace("-", " ")
        status = "picked" if scored.picked else status
        criterion = scored.criterion
        points = f"{scored.points:>3} of {criterion.maximum:>3}"
        yield f"  {criterion.letter}  {criterion.title:<36}{points}  {status:<18}{value:>22}".rstrip()
    yield ""
    picked = [(one, one.picked) for one in appraisal.criteria if one.picked]
    for scored, pick in picked:
        said = _one_line(f"{scored.criterion.letter}: {picked_in_words(scored, pick)}")
        yield from textwrap.wrap(said, _WIDTH, initial_indent="  ", subsequent_indent="    ")
    if picked:
        yield ""
    for working in total_workings(appraisal)[1:]:
        yield f"{working.title}: {working.result}"
        for step in working.steps:
            yield f"    {step}"
    yield from _listed("Warnings", appraisal.warnings)
    yield from _listed("Please check", doubts(appraisal.scheme, appraisal.answers))


def _listed(title: str, found: Sequence[Caution | Doubt]) -> Iterator[str]:
    if not found:
        return
    yield ""
    yield title
    for one in found:
        yield from textwrap.wrap(
            f"{one.place}: {one.message}", _WIDTH, initial_indent="  ", subsequent_indent="    "
        )


def _one_line(text: str) -> str:
    return "".join(c if c.isprintable() else " " for c in text)
