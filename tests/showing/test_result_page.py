"""The result page: the engine's figures, each with its working, and no more than its reader may see."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

import pytest
from django.template.loader import render_to_string

from appraisal.engine.explain import criterion_working, total_workings
from appraisal.examples import NAMES, example
from appraisal.file import AppraisalFile, read_file
from appraisal.library import FIXTURES
from appraisal.readers import Reader
from appraisal.showing.result import result_page
from tests.pack.test_nasty import BAD, nasty
from tests.showing.pages import Page, in_class, result_for, result_of, text_of

Json = dict[str, Any]
BOTH = pytest.mark.parametrize("reader", list(Reader))
EACH = pytest.mark.parametrize("name", NAMES)
LETTERS = "ABCDEFGHIJKLM"
LEGAL = ("undervalue", "ledger", "unrestricted", "consideration", "consent", "secretary of state")


def contract(name: str) -> Json:
    """Return what the contract says that an example comes to."""
    found: Json = json.loads((FIXTURES / "golden" / f"{name}.result.json").read_text())
    return found


def pounds(amount: str) -> str:
    return f"{'−' if amount.startswith('-') else ''}£{abs(Decimal(amount)):,.2f}"


def read(given: Json) -> AppraisalFile:
    return read_file(json.dumps(given).encode())


def figure(page: Page, ident: str) -> str:
    (points,) = in_class(page.get_element_by_id(ident), "app-figure__points")
    return text_of(points)


# --- the figures ---------------------------------------------------------------------------------


@BOTH
@EACH
def test_the_score_and_both_maxima_are_the_engine_s(name: str, reader: Reader) -> None:
    page, result = result_for(name, reader), contract(name)
    said = text_of(page)
    assert text_of(in_class(page, "app-score")[0]) == f"{result['percent']}%"
    assert f"{result['points']} of {result['applicable_max_points']} points that apply." in said
    assert f"{result['points']} of {result['max_points']} points of the whole scheme." in said


@BOTH
@EACH
def test_every_heading_is_the_engine_s(name: str, reader: Reader) -> None:
    table = result_for(name, reader).find(".//table")
    rows = [[text_of(cell) for cell in row] for row in table.iter("tr")][1:]
    result = contract(name)
    expected = [
        ["does not apply"]
        if one["percent"] is None
        else [str(one["points"]), str(one["applicable_max_points"]), f"{one['percent']}%"]
        for one in result["headings"]
    ]
    points = str(result["points"])
    expected.append([points, str(result["applicable_max_points"]), f"{result['percent']}%"])
    expected.append([points, str(result["max_points"]), "–"])
    assert [row[1:] for row in rows] == expected


@BOTH
@EACH
def test_every_criterion_is_the_engine_s(name: str, reader: Reader) -> None:
    page = result_for(name, reader)
    for one in contract(name)["criteria"]:
        points = f"{one['points']} of {one['max_points']} points"
        counted = {"not-applicable": "Does not apply", "cannot-be-scored": "Not scored yet"}
        assert figure(page, one["letter"]) == counted.get(one["status"], points)
        (beside,) = in_class(page.get_element_by_id(one["letter"]), "app-figure__value")
        value = f"{pounds(one['value_gbp_pa'])} a year" if one["value_gbp_pa"] else ""
        status = "Not answered" if one["status"] == "unanswered" else ""
        assert text_of(beside) == status + value


@BOTH
@EACH
def test_every_amount_is_the_engine_s(name: str, reader: Reader) -> None:
    page, result = result_for(name, reader), contract(name)
    needs = "needs the annual investment" if name == "coproduction" else "needs the market rent"
    council, each = result["annual_public_contribution_gbp"], result["value_per_public_pound"]
    ratio = result["coefficiency"]["ratio"]
    assert figure(page, "social-value") == pounds(result["social_value_gbp_pa"])
    assert figure(page, "contribution") == (pounds(council) if council else "not given")
    assert figure(page, "per-pound") == (f"£{each}" if each else needs)
    assert figure(page, "coefficiency") == (ratio or needs)


@EACH
def test_an_officer_sees_the_discount_and_the_undervalue(name: str) -> None:
    page, result = result_for(name, Reader.OFFICER), contract(name)
    said = text_of(page)
    discount, undervalue = result["discount"], result["undervalue"]
    if discount is None:
        assert "there is no discount" in said
    else:
        assert figure(page, "discount") == f"{discount['percent']}%"
        assert pounds(discount["amount_gbp"]) in text_of(page.get_element_by_id("discount"))
        assert pounds(discount["payable_gbp"]) in text_of(page.get_element_by_id("discount"))
    if undervalue is None:
        assert "undervalue" not in [one.get("id") for one in page.iter()]
    else:
        assert figure(page, "undervalue") == pounds(undervalue["amount_gbp"])
        limit = "Within" if undervalue["within_general_consent"] else "Above"
        assert f"{limit} the £2,000,000" in text_of(page.get_element_by_id("undervalue"))


# --- every figure has its working ----------------------------------------------------------------


@BOTH
@EACH
def test_every_figure_has_its_working(name: str, reader: Reader) -> None:
    page = result_for(name, reader, show_discount=True)
    figures = [one.get("id") for one in in_class(page, "app-figure")]
    assert figures[-17:] == [*LETTERS, "social-value", "contribution", "per-pound", "coefficiency"]
    workings = page.findall(".//details")
    assert len(workings) == len(figures) + 1, "one under each figure, and one under the score"
    for ident in figures:
        (working,) = page.get_element_by_id(ident).findall("details")
        assert "How this was worked out" in text_of(working.find("summary"))
        assert "The rule." in text_of(working)
        assert "Source." in text_of(working)


@EACH
def test_no_line_of_a_working_is_left_out(name: str) -> None:
    file = example(name).file
    page, appraisal = result_for(name, Reader.OFFICER), file.appraise()
    workings = [
        criterion_working(appraisal, one, file.wording.get(one.criterion.letter, {}))
        for one in appraisal.criteria
    ]
    for working in (*workings, *total_workings(appraisal)):
        said = [text_of(one) for one in in_class(page, "app-sum")]
        lines = [" ".join(f"{step.text}{step.result}".split()) for step in working.steps]
        assert any(all(line in one for line in lines) for one in said), working.title
        assert " ".join(working.rule.split()) in text_of(page)
        assert working.source in text_of(page)


def test_a_working_goes_line_by_line_to_its_figure_with_rule_source_and_figures_used() -> None:
    page = result_for("hall", Reader.GROUP)
    working = text_of(page.get_element_by_id("H").find("details"))
    assert "Lunch club: 18 people × 2 hours × 12 times a year432 hours a year" in working
    assert "The rule. At least 100%: 20 of 20 points." in working
    assert (
        "Minimum wage an hour: £12.71, applies from 1 April 2026. Published figure. SI 2026/357"
        in working
    )
    assert "Paid hours a week: 37, applies from 1 April 2008. Default figure." in working
    assert "Source. What is measured: Birmingham social value tool" in working


@EACH
def test_the_last_line_of_a_working_is_its_result(name: str) -> None:
    page = result_for(name, Reader.OFFICER)
    for ident in ("social-value", "contribution", "per-pound", "coefficiency"):
        last = in_class(page.get_element_by_id(ident), "app-sum__result")[0]
        assert text_of(last.find("dd")) == figure(page, ident)


# --- what a reader may see -----------------------------------------------------------------------


@EACH
def test_the_group_sees_an_estimate_and_neither_discount_nor_legal_ledger(name: str) -> None:
    file = example(name).file
    held = result_page(file, file.appraise(), reader=Reader.GROUP)
    assert held.discount is held.undervalue is None
    page, result = result_for(name, Reader.GROUP), contract(name)
    said = text_of(page)
    assert said.startswith("Your own estimate. The council has not agreed it.")
    assert [word for word in ("discount", *LEGAL) if word in said.lower()] == []
    if result["discount"]:
        for key in ("amount_gbp", "payable_gbp"):
            assert pounds(result["discount"][key]) not in said
        assert f"{result['discount']['percent']}%" not in said
    if result["undervalue"]:
        assert pounds(result["undervalue"]["amount_gbp"]) not in said


@EACH
def test_the_group_sees_the_discount_once_it_is_allowed_and_still_no_ledger(name: str) -> None:
    page = result_for(name, Reader.GROUP, show_discount=True)
    discount = contract(name)["discount"]
    if discount is None:
        assert "discount" not in text_of(page).lower()
        return
    assert figure(page, "discount") == f"{discount['percent']}%"
    page.get_element_by_id("discount").drop_tree()  # a freehold's is of the unrestricted value
    assert [word for word in LEGAL if word in text_of(page).lower()] == []


def test_an_officer_sees_warnings_in_full_and_each_claim_with_who_agreed() -> None:
    said = text_of(result_for("edges", Reader.OFFICER))
    for warning in example("edges").appraisal.warnings:
        assert warning.message in said
    assert "Your own estimate" not in said
    assert "What the group says does not apply" in said
    assert "Nothing to fundAgreed for the council by Asset officer" in said
    assert "No landThe council has not agreed." in said


def test_a_provisional_result_says_so_first_and_names_what_is_missing() -> None:
    page = result_for("freehold", Reader.OFFICER)
    (warning,) = in_class(page, "govuk-warning-text")
    assert page[0] is warning
    assert "This result is provisional. The market rent is not known yet" in text_of(warning)
    assert "H Community participation" in text_of(warning)
    assert in_class(result_for("hall", Reader.OFFICER), "govuk-warning-text") == []


# --- two ledgers, never netted -------------------------------------------------------------------


def amounts_in(element: Page) -> set[Decimal]:
    found = re.findall(r"(−?)£([\d,]+(?:\.\d+)?)", text_of(element))
    return {Decimal(f"{'-' if sign else ''}{digits.replace(',', '')}") for sign, digits in found}


@pytest.mark.parametrize("name", ["hall", "freehold", "edges"])
def test_neither_ledger_holds_a_figure_of_the_other(name: str) -> None:
    page, result = result_for(name, Reader.OFFICER), contract(name)
    legal, wellbeing = page.get_element_by_id("ledger-1"), page.get_element_by_id("ledger-2")
    values = {Decimal(one["value_gbp_pa"]) for one in result["criteria"] if one["value_gbp_pa"]} - {
        Decimal(0)
    }
    social = Decimal(result["social_value_gbp_pa"])
    undervalue = Decimal(result["undervalue"]["amount_gbp"])
    assert undervalue in amounts_in(legal)
    assert amounts_in(legal) & {social, *values} == set()
    assert social in amounts_in(wellbeing)
    assert undervalue not in amounts_in(wellbeing)
    netted = {undervalue - social, social - undervalue, undervalue + social}
    assert amounts_in(page) & netted == set()


def test_there_is_no_legal_undervalue_without_a_valuation() -> None:
    file = example("garden").file
    assert file.answers.terms.unrestricted_value_gbp is None
    legal = result_for("garden", Reader.OFFICER).get_element_by_id("ledger-1")
    assert "A qualified valuer gives it." in text_of(legal)
    together = result_for("coproduction", Reader.OFFICER).get_element_by_id("ledger-1")
    assert "Nothing is let or sold" in text_of(together)


# --- hostile texts, odd files --------------------------------------------------------------------


@BOTH
def test_hostile_texts_stay_texts(reader: Reader) -> None:
    given = nasty()
    given["answers"]["M"] = {"not_applicable": {"reason": BAD}}
    page = result_of(read(given), reader, show_discount=True)
    tags = {one.tag for one in page.iter() if isinstance(one.tag, str)}
    assert tags & {"script", "style", "link", "b"} == set()
    assert [one.get("class") for one in page.iter("img")] == ["kite app-kite"]
    assert text_of(page).count('<img src="file:///etc/passwd">') > 3
    assert '{{ 7 }}{% now "Y" %}' in text_of(page)


@BOTH
def test_a_file_with_nothing_in_it_has_a_page(reader: Reader) -> None:
    given = json.loads((FIXTURES / "golden" / "hall.json").read_bytes())
    given["answers"] = {}
    given["terms"] = {"tenure": "licence"}
    said = text_of(result_of(read(given), reader))
    assert "13 of 13 criteria are not answered." in said
    claim = {"not_applicable": {"reason": "x", "agreed_by": "y"}}
    given["answers"] = dict.fromkeys(LETTERS, claim)
    page = result_of(read(given), reader)
    assert text_of(in_class(page, "app-score")[0]) == "none"


def test_the_template_asks_for_nothing_that_is_not_there() -> None:
    """A name that a template cannot find prints as nothing: here it prints as itself."""
    from django.template import engines

    engine = engines["django"].engine  # type: ignore[attr-defined]
    was, engine.string_if_invalid = engine.string_if_invalid, "MISSING %s"
    try:
        for name in NAMES:
            for reader in Reader:
                page = result_for(name, reader, show_discount=True)
                assert "MISSING" not in text_of(page)
    finally:
        engine.string_if_invalid = was


def test_it_needs_no_script_and_no_style() -> None:
    file = example("edges").file
    result = result_page(file, file.appraise(), reader=Reader.OFFICER)
    shown = render_to_string("appraisal/result/result.html", {"result": result})
    assert "<details" in shown
    assert "<script" not in shown
    assert "style=" not in shown
