"""A group's own pack: its estimate, and nothing in it that only the council may see."""

from __future__ import annotations

import io
import json
import re
from decimal import Decimal
from functools import cache
from typing import Any

import pikepdf
import pytest

from appraisal.engine import words
from appraisal.file import AppraisalFile, read_file
from appraisal.layout import LEGAL_TERMS
from appraisal.legal import source_without_legal
from appraisal.pack import document_of, draw
from appraisal.pack.about import DRAFT, ESTIMATE
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.parts import Fact
from appraisal.readers import Reader
from tests.pack.conftest import EXAMPLES, Drawn, golden, text_of
from tests.pack.structure import attached, failures
from tests.pack.test_nasty import nasty
from tests.pack.test_pack import read

LEDGER = ("undervalue", "ledger", "unrestricted", "consideration", "consent", "secretary of state")
EACH = pytest.mark.parametrize("name", EXAMPLES)
# An example holds no voluntary conditions: here stand figures that no other sum comes near.
VALUED = {
    "unrestricted_value_gbp": 7654321,
    "consideration_gbp": "4321987.65",
    "voluntary_conditions_gbp": 123459,
}


def seen(given: AppraisalFile, *, show_discount: bool = False, **more: Any) -> AppraisalDocument:
    return document_of(given, reader=Reader.GROUP, show_discount=show_discount, **more)


def pack_of(given: AppraisalFile, *, show_discount: bool = False) -> Drawn:
    pdf = draw(seen(given, show_discount=show_discount))
    return Drawn(given, given.appraise(), pdf, text_of(pdf))


@cache
def own(name: str) -> Drawn:
    """Return an example's pack as its group may print it."""
    return pack_of(read(name))


def valued(name: str, **terms: object) -> AppraisalFile:
    """Return an example with a valuer's figures, those of an x_ key too."""
    given = golden(name)
    given["terms"] = {**given["terms"], **VALUED, **terms, "x_valuer": "7,654,321"}
    return read_file(json.dumps(given).encode())


def bookmarks(pdf: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(pdf)) as opened, opened.open_outline() as outline:
        return [str(item.title) for top in outline.root for item in [top, *top.children]]


def amounts_in(text: str) -> set[Decimal]:
    """Return every amount of pounds, and every figure of a file, that stands in a text."""
    found = re.findall(r"\d[\d,]*(?:\.\d+)?", text)
    return {Decimal(one.replace(",", "")) for one in found}


# --- what a group may not see -----------------------------------------------------------------------


@EACH
def test_neither_ledger_nor_discount_is_in_its_pages(name: str) -> None:
    said = own(name).words.lower()
    assert [word for word in ("discount", *LEDGER) if word in said] == []
    titles = " ".join(bookmarks(own(name).pdf)).lower()
    assert [word for word in ("discount", *LEDGER) if word in titles] == []


@EACH
def test_no_figure_of_the_discount_is_in_its_pages(name: str) -> None:
    discount = own(name).appraisal.discount
    if discount is None:
        assert name == "coproduction"
        return
    said = own(name).words
    for amount in (discount.amount, discount.payable):
        assert amount is None or words.pounds(amount) not in said
    if name not in ("edges", "garden"):  # theirs is the score itself, to a whole percent
        assert f"{discount.percent}%" not in said


@pytest.mark.parametrize("show_discount", [False, True])
@pytest.mark.parametrize("name", [one for one in EXAMPLES if one != "coproduction"])
def test_no_legal_figure_is_in_its_document_or_the_file_inside_it(
    name: str, show_discount: bool
) -> None:
    given = valued(name)
    undervalue = given.appraise().undervalue
    assert undervalue is not None
    figures = {Decimal(str(figure)) for figure in VALUED.values()} | {undervalue.amount}
    document = seen(given, show_discount=show_discount)
    assert document.undervalue is None
    held = repr(document)  # all that a template could print, the attached file included
    assert amounts_in(held) & figures == set()
    assert [key for key in (*LEGAL_TERMS, "x_valuer") if key in document.source.decode()] == []
    assert amounts_in(repr(document_of(given))) >= figures, "an officer's has them all"


@EACH
def test_no_legal_figure_of_an_example_is_in_its_pages_or_the_file_inside_them(name: str) -> None:
    terms = golden(name)["terms"]
    figures = {Decimal(terms[key]) for key in LEGAL_TERMS if key in terms} - {Decimal(0)}
    undervalue = own(name).appraisal.undervalue
    figures |= {undervalue.amount} if undervalue else set()
    assert amounts_in(own(name).words) & figures == set()
    for held in attached(own(name).pdf).values():
        assert amounts_in(held.content.decode()) & figures == set()


def test_no_warning_of_the_ledger_is_in_it() -> None:
    given = valued("hall", rent_offered_gbp_pa=500, consideration_gbp=0)
    codes = {one.code for one in given.appraise().warnings}
    assert codes == {"over-general-consent", "rent-without-consideration"}
    assert seen(given).warnings == ()
    assert seen(given).alerts == ""
    paid = valued("hall", consideration_gbp=9999999)
    assert {one.code for one in paid.appraise().warnings} == {"negative-undervalue"}
    assert seen(paid).warnings == ()


def test_other_warnings_stay() -> None:
    assert [fact.label for fact in seen(read("freehold")).warnings] == ["Terms"]
    assert len(seen(read("edges")).warnings) == len(document_of(read("edges")).warnings) - 1


# --- the file inside it -----------------------------------------------------------------------------


@EACH
def test_the_file_inside_it_comes_to_the_same_score(name: str) -> None:
    inside = read_file(attached(own(name).pdf)["appraisal.json"].content)
    again, whole = inside.appraise(), own(name).appraisal
    assert (again.points, again.percent, again.social_value) == (
        whole.points,
        whole.percent,
        whole.social_value,
    )
    assert again.undervalue is None
    assert inside.wording == own(name).given.wording
    assert inside.answers.letters == own(name).given.answers.letters


def test_figures_of_the_file_keep_their_very_digits() -> None:
    given = golden("hall")
    given["terms"]["market_rent_gbp_pa"] = "PLACE"
    source = json.dumps(given).replace('"PLACE"', "12000.10").encode()
    assert b'"market_rent_gbp_pa": "12000.10"' in source_without_legal(b"\xef\xbb\xbf" + source)
    odd = source.replace(b'"title"', b'"x_odd": [' + b"9" * 5000 + b', NaN], "title"')
    assert source_without_legal(odd) == source_without_legal(source)


# --- what a group does see --------------------------------------------------------------------------


@EACH
def test_every_page_says_whose_estimate_it_is(name: str) -> None:
    pages = [" ".join(page.split()) for page in own(name).pages]
    assert [ESTIMATE in page for page in pages] == [True] * len(pages)
    assert DRAFT not in own(name).words


@EACH
def test_its_figures_are_the_engine_s(name: str) -> None:
    found, appraisal = own(name).words, own(name).appraisal
    expected = [words.percent(appraisal.percent), words.pounds(appraisal.social_value)]
    expected += [words.percent(h.percent) for h in appraisal.headings if h.percent is not None]
    expected += [words.pounds(one.value) for one in appraisal.criteria if one.value is not None]
    assert [figure for figure in expected if figure not in found] == []
    assert f"{appraisal.points} of the {appraisal.applicable_maximum} points that apply." in found


@pytest.mark.parametrize(
    ("name", "shown", "labels"),
    [
        ("hall", False, ["Score", "Market rent", "Social value", "Value per public pound"]),
        ("hall", True, ["Score", "Discount", "Rent payable", "Social value"]),
        ("freehold", False, ["Score", "Market rent", "Social value", "Value per public pound"]),
        ("freehold", True, ["Score", "Discount", "Social value", "Value per public pound"]),
        *(
            (
                "coproduction",
                shown,
                ["Score", "Annual investment", "Social value", "Value per public pound"],
            )
            for shown in (False, True)
        ),
    ],
)
def test_four_figures_stand_on_the_decision_page(name: str, shown: bool, labels: list[str]) -> None:
    big = seen(read(name), show_discount=shown).big_figures
    assert [one.label for one in big] == labels


def test_the_market_rent_is_the_council_s_to_give() -> None:
    rents = [seen(read(name)).big_figures[1] for name in ("hall", "freehold")]
    assert [rent.figure for rent in rents] == ["£12,000", "not given"]
    assert rents[1].small == "The council has not given it yet."


def test_it_has_the_discount_where_the_council_shows_it() -> None:
    pack = pack_of(read("hall"), show_discount=True)
    assert "a discount of 62% of the market rent, which leaves a rent of £4,560" in pack.words
    assert "Rent payable a year £4,560.00" in pack.words
    assert [word for word in LEDGER if word in pack.words.lower()] == []
    assert "Terms and discount" in bookmarks(pack.pdf)


def test_the_discount_of_a_freehold_says_why_it_has_no_amount() -> None:
    document = seen(read("freehold"), show_discount=True)
    why = "What the council’s valuer says is not in this pack, so no amount is shown."
    assert document.derived.endswith(f"a discount of 11% of the unrestricted value. {why}")
    assert document.discount is not None
    assert [step.text for step in document.discount.steps[1:]] == [why]


def test_an_officer_sees_all_of_it_whether_groups_may_or_not() -> None:
    given = read("hall")
    assert document_of(given, reader=Reader.OFFICER) == document_of(given)
    assert document_of(given, show_discount=True) == document_of(given)
    assert document_of(given).source == given.source


def test_every_reader_is_told_alike_how_much_is_not_answered() -> None:
    document = seen(read("freehold"))
    assert document.alerts == "10 unanswered criteria and 1 warning"
    assert document.alerts_at == "unanswered"
    assert document_of(read("freehold")).alerts == document.alerts


def test_what_is_unfinished_is_said_on_the_decision_page_and_among_the_gaps() -> None:
    left = (Fact("H Community participation", "Half typed."),)
    for reader in Reader:
        document = document_of(read("hall"), reader=reader, unfinished=left)
        assert document.alerts == "1 unfinished matter"
        pages = [" ".join(page.split()) for page in text_of(draw(document)).split("\f")]
        found = re.search(r"1 unfinished matter: see page (\d+)\.", pages[2])
        assert found is not None
        said = pages[int(found[1]) - 1]
        assert "What is unfinished H Community participation Half typed." in said


# --- how it is laid out -----------------------------------------------------------------------------


@EACH
def test_it_is_readable_by_assistive_technology(name: str) -> None:
    assert failures(own(name).pdf) == []


def test_hostile_texts_leave_it_readable() -> None:
    file = nasty()
    file["answers"]["H"]["activities"] = file["answers"]["H"]["activities"][:3]
    file["answers"]["H"]["volunteers"][0]["role"] = "Kitchen"
    file["answers"]["G"]["note"] = ""
    pack = pack_of(read_file(json.dumps(file).encode()))
    assert failures(pack.pdf) == []
    assert 'src="file:///etc/passwd">' in "".join(pack.words.split()).replace("\u200b", "")


@EACH
def test_no_page_of_it_is_nearly_empty(name: str) -> None:
    counted = [len(page.split()) for page in own(name).pages[1:]]
    assert min(counted) > 80
    assert len(counted) <= 14


@EACH
def test_its_contents_lead_to_what_is_there(name: str) -> None:
    pages = [" ".join(page.split()) for page in own(name).pages]
    lines = re.findall(r"(?m)^ *(\S.*?) {2,}(\d+)$", own(name).pages[1])
    listed = {title.partition(":")[0]: int(number) for title, number in lines}
    assert len(listed) == 15
    assert ("Annual investment" if name == "coproduction" else "Terms") in listed
    assert [title for title, number in listed.items() if title not in pages[number - 1]] == []
