"""The big figures of an issued pack: those that stand, never the score's beside another decision."""

from typing import Any

from appraisal.pack.figures import big_figures
from appraisal.pack.parts import Big
from appraisal.pack.report import Issue, report_of
from appraisal.pack.report.blocks import Text
from appraisal.pack.report.terms import departure
from appraisal.pack.seen import seen_by
from appraisal.readers import Reader
from tests.pack.recorded import record
from tests.pack.test_report import ASSESSED, named, signed


def figures(issue: Issue) -> dict[str, Big]:
    seen = seen_by(issue.newest.file, Reader.OFFICER, show_discount=True)
    return {one.label: one for one in big_figures(seen, issue)}


def decided(outcome: str, percent: str | None, **assessed: Any) -> Issue:
    beside = {
        "outcome": outcome,
        "discount": {"percent": percent, "reason": "Less."},
        "assessment": {**ASSESSED, **assessed},
    }
    return Issue(decided=record(event="decide", beside=beside))


def test_what_officers_recommend_stands_at_sign_off_and_the_score_in_small_print() -> None:
    said = figures(signed())
    assert said["Discount"].figure == "60%"
    assert said["Discount"].small == (
        "As recommended: £7,200 a year off the market rent of £12,000. The score gives 59%."
    )
    assert said["Rent payable"].figure == "£4,800"
    assert said["Rent payable"].small.startswith("A year, if the council agrees.")


def test_what_was_decided_stands_once_it_is() -> None:
    said = figures(decided("approved", "33.33"))
    assert said["Discount"].figure == "33.33%"
    assert said["Discount"].small == (
        "As decided: £3,999.60 a year off the market rent of £12,000. The score gives 62%."
    )
    assert (said["Rent payable"].figure, said["Rent payable"].small.split(".")[0]) == (
        "£8,000.40",
        "A year, as decided",
    )
    assert "not for the rent beside it" in said["Undervalue"].small


def test_the_score_s_own_discount_is_not_said_twice() -> None:
    assert "The score gives" not in figures(decided("approved", "62"))["Discount"].small


def test_a_refusal_has_no_discount_and_nothing_to_pay() -> None:
    issue = decided("refused", None)
    said = figures(issue)
    assert (said["Discount"].figure, said["Discount"].small) == (
        "none",
        "Refused. The score gives 62%.",
    )
    assert said["Rent payable"].figure == "none"
    assert said["Rent payable"].small.startswith("Nothing is let.")
    assert "beside it" not in said["Undervalue"].small
    file = issue.newest.file
    (first, *_) = named(report_of(issue, file.appraise(), file), "implications").blocks
    assert first == Text(
        "It was refused, so nothing is forgone. This is what it would have come to:"
    )


def test_the_terms_say_what_stands_instead_of_the_score_s_discount() -> None:
    def said(issue: Issue) -> str:
        return departure(issue, issue.newest.file.appraise())

    assert said(signed()) == (
        "Officers recommend 60% instead: £7,200 a year less, which leaves £4,800 a year to pay. "
        "Why: The roof is new."
    )
    assert said(decided("approved", "75")) == (
        "What was decided is 75% instead: £9,000 a year less, which leaves £3,000 a year to pay. Why: Less."
    )
    assert said(decided("approved", "62")) == ""
    assert said(decided("refused", None)) == "The proposal was refused, so no discount is granted."
    assert said(Issue(submitted=record())) == ""


def test_a_deferral_leaves_what_was_recommended() -> None:
    assert figures(decided("deferred", None))["Discount"].figure == "60%"


def test_before_anybody_recommends_anything_the_score_s_stand() -> None:
    issue = Issue(submitted=record())
    seen = seen_by(issue.newest.file, Reader.OFFICER, show_discount=True)
    assert big_figures(seen, issue) == big_figures(seen)
    assert figures(issue)["Discount"].figure == "62%"


def test_a_recommended_refusal_has_no_discount_and_nothing_to_pay() -> None:
    issue = signed(refusal=True)
    said = figures(issue)
    assert (said["Discount"].figure, said["Discount"].small) == (
        "none",
        "Officers recommend a refusal. The score gives 59%.",
    )
    assert said["Rent payable"].figure == "none"
    assert said["Rent payable"].small.startswith("Nothing would be let.")
    assert "beside it" not in said["Undervalue"].small
    file = issue.newest.file
    (first, *_) = named(report_of(issue, file.appraise(), file), "implications").blocks
    assert first == Text(
        "Officers recommend a refusal, which forgoes nothing. This is what agreeing would come to:"
    )
    assert departure(issue, file.appraise()) == (
        "Officers recommend a refusal, so no discount is recommended."
    )


def test_an_approval_against_advice_has_its_discount() -> None:
    said = figures(decided("approved", "75", refusal=True))
    assert (said["Discount"].figure, said["Discount"].small[:11]) == ("75%", "As decided:")


def test_a_deferral_leaves_a_recommended_refusal_as_it_was() -> None:
    assert figures(decided("deferred", None, refusal=True))["Discount"].figure == "none"
