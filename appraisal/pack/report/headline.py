"""What the page of the decision says of a record: the recommendation, the worst risks, the law in two lines."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from appraisal.engine import words
from appraisal.engine.results import Appraisal
from appraisal.engine.said import said_to
from appraisal.file import AppraisalFile
from appraisal.pack.parts import Fact, Highlight
from appraisal.pack.report.chapters import NOT_EVIDENCED, chapter_of
from appraisal.pack.report.issue import Issue, day_said
from appraisal.pack.report.recommendation import OUTCOMES, resolution
from appraisal.pack.report.terms import decided_percent, recommends_refusal
from appraisal.pack.subsidy_said import subsidy_sentence

_MOST = 3
_WORST = 5  # of likelihood, and of effect


class Headline(NamedTuple):
    """What stands on the page of the decision in place of what a draft says there."""

    box: tuple[str, ...]
    recommended: str  # in one sentence; empty before officers recommend anything
    risks: tuple[Highlight, ...]  # the worst first; empty where there is no register of them
    law: tuple[Fact, ...]


def headline(issue: Issue, appraisal: Appraisal, given: AppraisalFile) -> Headline:
    """Return the headline of a record. ``given`` is its file as this reader may see it, with the ledgers in it."""
    return Headline(
        box=tuple(_box(issue, appraisal)),
        recommended=_recommended(issue, appraisal),
        risks=_risks(issue),
        law=tuple(_law(issue, appraisal, given)),
    )


def _recommended(issue: Issue, appraisal: Appraisal) -> str:
    if not issue.assessment:
        return ""
    own = str(issue.assessment.get("wording") or "").strip()
    first = own.splitlines()[0] if own else resolution(issue, issue.newest.file, appraisal)[0][0]
    verb = "recommended" if issue.decision else "recommend"
    return f"Officers {verb} that the committee {first.rstrip(' ;.')}."


def _box(issue: Issue, appraisal: Appraisal) -> Iterator[str]:
    if said := issue.decision:
        outcome = OUTCOMES.get(str(said.get("outcome")), str(said.get("outcome")))
        percent = decided_percent(issue)
        granted = f", at a discount of {percent}" if percent else ""
        yield f"Decided on {day_said(said.get('decided_on'))}: {outcome.lower()}{granted}."
    if not issue.assessment:
        yield "Sent in by the group. Officers have not recommended anything yet."
        return
    yield _recommended(issue, appraisal)
    conditions = issue.assessment.get("conditions")
    if conditions and not recommends_refusal(issue):
        yield f"With {words.counted(len(conditions), 'condition')}, which the recommendation lists."


def _risks(issue: Issue) -> tuple[Highlight, ...]:
    """Return the worst risks of the register: by likelihood times effect, then as they were given."""
    found = chapter_of(issue, "risks")
    keys = [one.key for one in found.chapter.questions if one.kind == "rows"] if found else []
    given = found.said.get(keys[0]) if found and keys else ()
    rows: list[Mapping[str, Any]] = list(given) if isinstance(given, list) else []
    rows.sort(key=lambda row: -_weight(row))
    return tuple(Highlight(str(row.get("risk") or ""), _reduced(row)) for row in rows[:_MOST])


def _weight(row: Mapping[str, Any]) -> int:
    return _number(row.get("likelihood")) * _number(row.get("effect"))


def _number(said: object) -> int:
    """Return how likely or how bad, from 1 to 5; what nobody has weighed counts as the worst."""
    text = str(said or "")
    return int(text) if text.isdecimal() else _WORST


def _reduced(row: Mapping[str, Any]) -> str:
    likelihood, effect = row.get("likelihood"), row.get("effect")
    said = (
        [f"Likelihood {likelihood}, effect {effect} of {_WORST}."] if likelihood and effect else []
    )
    if less := str(row.get("reduced_by") or "").strip():
        said.append(f"Reduced by: {less.rstrip('.')}.")
    return " ".join(said)


def _law(issue: Issue, appraisal: Appraisal, given: AppraisalFile) -> Iterator[Fact]:
    if appraisal.answers.kind != "coproduction":
        under = appraisal.undervalue
        if under is None:
            yield Fact(
                "Undervalue", f"Not known: no unrestricted value is given.{_unchecked(issue)}"
            )
        else:
            limit = words.short_pounds(under.consent.amount)
            side = "within" if under.within_general_consent else "above"
            yield Fact(
                "Undervalue",
                f"{words.short_pounds(under.amount)}, {side} the {limit} of the General Disposal Consent.",
            )
    summed = subsidy_sentence(given, appraisal)
    yield Fact("Subsidy", " ".join(filter(None, (_evidenced(issue), summed))))


def _unchecked(issue: Issue) -> str:
    """Say where an officer holds the consent to be evidenced though nobody can see that it is."""
    found = chapter_of(issue, "legal")
    if found and found.said.get("disposal_consent") == "evidenced":
        return " The General Disposal Consent is marked as evidenced: without that value nobody can check it here."
    return ""


def _evidenced(issue: Issue) -> str:
    """Return what the record says of subsidy control; that nothing is evidenced where it says nothing."""
    found = chapter_of(issue, "legal")
    for question in found.chapter.questions if found else ():
        if question.key.startswith("subsidy") and question.kind == "choice" and found:
            said = said_to(question, found.said.get(question.key), {}).text
            return f"{(said or NOT_EVIDENCED).rstrip('.')}."
    return f"{NOT_EVIDENCED}."
