"""The pack of each worked example: whole, correct, readable by everyone, and the same each time."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pikepdf
import pytest

from appraisal.engine import words
from appraisal.file import AppraisalFile, read_file
from appraisal.pack.about import DRAFT
from appraisal.pack.document import document_of
from appraisal.pack.pdf import draw
from tests.pack.conftest import EXAMPLES, GOLDEN, Drawn, drawn_from, golden
from tests.pack.structure import failures, faults

ROOT = GOLDEN.parents[1]
Packs = Callable[[str], Drawn]


@pytest.fixture(params=EXAMPLES)
def pack(request: pytest.FixtureRequest, drawn: Packs) -> Drawn:
    return drawn(request.param)


def read(name: str) -> AppraisalFile:
    return read_file((GOLDEN / f"{name}.json").read_bytes())


def test_it_is_readable_by_assistive_technology_and_fit_for_an_archive(pack: Drawn) -> None:
    assert failures(pack.pdf) == []
    assert faults(pack.pdf) == []


def test_it_has_as_many_pages_as_a_panel_reads(pack: Drawn) -> None:
    assert 8 <= len(pack.pages) <= 15


def test_no_page_is_nearly_empty(pack: Drawn) -> None:
    words_on_pages = [len(printed.split()) for printed in pack.pages[1:]]
    assert min(words_on_pages) > 100


def test_every_page_says_that_it_is_a_draft(pack: Drawn) -> None:
    assert [DRAFT in printed for printed in pack.pages] == [True] * len(pack.pages)


def test_every_page_says_which_of_how_many_it_is(pack: Drawn) -> None:
    count = len(pack.pages)
    for number, printed in enumerate(pack.pages[1:], start=2):
        assert f"Page {number} of {count}" in printed


def test_it_says_what_language_and_what_document_it_is(pack: Drawn) -> None:
    with pikepdf.open(io.BytesIO(pack.pdf)) as pdf:
        assert str(pdf.Root.Lang) == "en-GB"
        assert str(pdf.docinfo["/Title"]) == f"{pack.given.title}: appraisal pack"
        with pdf.open_outline() as outline:
            titles = [str(item.title) for top in outline.root for item in [top, *top.children]]
        assert "The decision on a page" in titles
        assert "The legal ledger" in titles


def test_its_figures_are_the_engine_s(pack: Drawn) -> None:
    found = pack.words
    appraisal = pack.appraisal
    expected = [words.percent(appraisal.percent), words.pounds(appraisal.social_value)]
    expected += [words.percent(h.percent) for h in appraisal.headings if h.percent is not None]
    expected += [words.pounds(one.value) for one in appraisal.criteria if one.value is not None]
    if appraisal.discount and appraisal.discount.amount and appraisal.discount.payable:
        expected += [f"{appraisal.discount.percent}%"]
        expected += [
            words.pounds(appraisal.discount.amount),
            words.pounds(appraisal.discount.payable),
        ]
    if appraisal.undervalue:
        expected.append(words.pounds(appraisal.undervalue.amount))
    if appraisal.coefficiency.ratio is not None:
        expected.append(f"{appraisal.coefficiency.ratio}")
    assert [figure for figure in expected if figure not in found] == []
    assert f"{appraisal.points} of the {appraisal.applicable_maximum} points that apply" in found
    assert f"{appraisal.points} of {appraisal.scheme.maximum} in the whole scheme" in found


def test_it_says_every_question_and_how_each_criterion_was_worked_out(pack: Drawn) -> None:
    found = pack.words
    for one in pack.appraisal.criteria:
        assert f"{one.criterion.letter} {one.criterion.title}" in found
        if one.outcome is not None:
            for question in one.criterion.questions:
                assert question.label in found
    assert found.count("How this was worked out") >= len(pack.appraisal.criteria)


def test_every_band_of_every_criterion_is_shown(pack: Drawn) -> None:
    """A councillor can see what would have given more, not only what the answer gave."""
    scales = pack.words[pack.words.index("What gives how many points under the scheme") :]
    for one in pack.appraisal.criteria:
        criterion = one.criterion
        assert f"{criterion.letter} {criterion.title}: " in scales
        questions = {question.key: question for question in criterion.questions}
        for step in criterion.measure.rules(questions):
            assert step.text in scales
            assert step.result in scales or "×" in step.result or "Saved each year" in step.result
    assert "`" not in scales


def test_scales_that_are_alike_stand_together_with_what_each_got() -> None:
    scales = document_of(read("hall")).scales
    heads = [[head.label[0] for head in scale.heads] for scale in scales]
    assert heads == [[*"A"], [*"B"], [*"C"], [*"D"], [*"EF"], *([letter] for letter in "GHIJKLM")]
    assert [head.text for head in scales[4].heads] == ["10 of 10 points", "4 of 10 points"]
    assert (
        scales[7].sums[1] == "Jobs, £ a year = full-time jobs × median weekly pay × 52 weeks a year"
    )
    assert "Area × price for the use ÷ 25 years" in scales[9].sums[0]


@pytest.mark.parametrize(
    ("name", "last"),
    [("hall", "Rent payable a year £4,560.00"), ("freehold", "Price payable £2,136,000.00")],
)
def test_the_discount_ends_on_what_is_to_be_paid(name: str, last: str, drawn: Packs) -> None:
    discount = document_of(read(name)).discount
    assert discount is not None
    assert f"{discount.ends.text} {discount.ends.result}" == last
    assert last in drawn(name).words


def test_one_of_a_thing_is_singular() -> None:
    given = golden("hall")
    given["answers"]["I"] |= {"jobs_fte": 1, "new_enterprises": 1}
    pages = document_of(read_file(json.dumps(given).encode())).headings
    said = [spoken.text for heading in pages for one in heading.criteria for spoken in one.spoken]
    assert {"1 full-time job", "1 new business"} <= set(said)


def test_the_kite_and_the_tables_call_the_wider_heading_by_one_name(pack: Drawn) -> None:
    assert {heading.heading.title for heading in pack.appraisal.headings} >= {"Wider effects"}
    assert "Inter-relationships" not in pack.words


@pytest.mark.parametrize("claim", ["a most points", "anyone can look up", "due for decision"])
def test_what_read_badly_is_gone(pack: Drawn, claim: str) -> None:
    assert claim not in pack.words


def test_the_undervalue_is_never_netted(pack: Drawn) -> None:
    if pack.appraisal.undervalue is None:
        return
    value, under = pack.appraisal.social_value, pack.appraisal.undervalue.amount
    net = {words.pounds(value - under), words.pounds(under - value), words.pounds(value + under)}
    assert [figure for figure in net if figure in pack.words] == []
    ledger = next(one for one in pack.pages if "The legal ledger" in one and "Contents" not in one)
    assert "never netted" in " ".join(ledger.split())
    assert words.pounds(value) not in ledger


@pytest.mark.parametrize("name", EXAMPLES)
def test_only_a_provisional_result_says_so_on_each_page(name: str, drawn: Packs) -> None:
    marked = [f"{DRAFT} · Provisional" in printed for printed in drawn(name).pages[1:]]
    assert set(marked) == {name == "freehold"}


def test_a_provisional_result_is_marked_where_it_is_read() -> None:
    given = read("freehold")
    document = document_of(given)
    assert document.provisional
    assert [fact.label for fact in document.not_scored] == ["H Community participation"]


def test_coproduction_has_an_investment_and_neither_discount_nor_undervalue(drawn: Packs) -> None:
    found = drawn("coproduction").words
    assert "£24,000 a year" in found
    assert "Annual investment" in found
    assert "so there is no rent, no price and no discount" in found
    assert "there is no legal undervalue" in found
    for word in ("Rent payable", "Market rent", "Unrestricted value"):
        assert word not in found


def test_what_is_not_in_the_score_is_named_with_its_reason(drawn: Packs) -> None:
    found = drawn("edges").words
    assert "Nothing to fund. Agreed by Asset officer." in found
    assert "The group says that it does not apply: No land." in found
    for warning in drawn("edges").appraisal.warnings:
        assert warning.message in found
    assert "There are no warnings." in drawn("hall").words


def test_the_council_s_own_figures_are_told_apart() -> None:
    document = document_of(read("edges"))
    assert document.proxies is not None
    statuses = {row[0].text: row[4].text for row in document.proxies.rows}
    assert statuses["Paid hours a week"] == "the council’s own"
    assert document.unused_proxies is None


def test_a_pack_that_is_no_draft_does_not_say_so() -> None:
    document = document_of(read("garden"), draft=False)
    assert document.draft_mark == document.running_mark == ""


@pytest.mark.parametrize("colour", ["red", "#12", "#12345g", "#123456;}", "url(x)"])
def test_a_colour_is_a_colour(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        document_of(read("garden"), colour=colour)


def test_the_same_file_gives_the_same_bytes(tmp_path: Path, drawn: Packs) -> None:
    """In this process twice, and in another that hashes otherwise."""
    out = tmp_path / "pack.pdf"
    file = str(GOLDEN / "garden.json")
    environment = {**os.environ, "PYTHONHASHSEED": "1"}
    environment.pop("DJANGO_SETTINGS_MODULE", None)
    command = [sys.executable, "-m", "appraisal", file, "--pdf", str(out)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True, env=environment)
    assert out.read_bytes() == drawn("garden").pdf
    assert draw(document_of(read("garden"))) == drawn("garden").pdf


def test_the_command_draws_it_and_ends_quietly(tmp_path: Path) -> None:
    code = (
        "import sys\nfrom appraisal.cli import run\n"
        "status = run(sys.argv[1:])\nfrom appraisal.pack.editions import SHEET\n"
        "from appraisal.pack.press import press\n"
        "kept = press(SHEET)  # as a test run or a server keeps it to the end\nsys.exit(status)"
    )
    file, out = GOLDEN / "freehold.json", tmp_path / "pack.pdf"
    command = [sys.executable, "-c", code, str(file), "--format", "json", "--pdf", str(out)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert out.read_bytes().startswith(b"%PDF-1.7")


def test_importing_the_pack_is_cheap() -> None:
    asked = "import appraisal.pack, sys; print({'matplotlib', 'weasyprint', 'numpy', 'django'} & {*sys.modules})"
    done = subprocess.run(
        [sys.executable, "-c", asked], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "set()"


def test_fonts_that_are_not_built_are_named(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from appraisal.pack import fonts

    monkeypatch.setattr(fonts, "FOLDER", tmp_path)
    with pytest.raises(OSError, match="bin/setup"):
        fonts.face("Inter-Regular.ttf")


def test_figures_stand_in_line_on_the_decimal() -> None:
    from appraisal.pack.grids import grid

    made = grid(
        ("What", "£"), [("a", "37"), ("b", "1.5"), ("c", "12.25"), ("d", "")], (False, True)
    )
    assert [row[1].pad for row in made.rows] == ["pad-point-2", "pad-1", "", ""]


def test_a_minus_sign_stays_with_its_pounds() -> None:
    from appraisal.pack.printable import breakable

    said = '<p title="−£5">from −£63 to −£5, −3</p>'
    assert breakable(said) == '<p title="−£5">from −\u2060£63 to −\u2060£5, −3</p>'


def test_tables_add_up(drawn: Packs) -> None:
    for name in EXAMPLES:
        document = document_of(drawn(name).given)
        for group in document.scores:
            points = [int(row.points) for row in group.rows if row.points != "–"]
            most = [int(row.maximum) for row in group.rows if row.maximum != "–"]
            assert group.points == (str(sum(points)) if most else "–")
            assert group.maximum == (str(sum(most)) if most else "–")
        values = [Decimal(row.text.strip("£").replace(",", "")) for row in document.value_rows]
        assert document.social_value == words.pounds(sum(values, start=Decimal("0.00")))


def small_print_of_the_undervalue(name: str, **terms: object) -> str:
    given = golden(name)
    given["terms"] = {
        key: value for key, value in {**given["terms"], **terms}.items() if value is not None
    }
    document = document_of(read_file(json.dumps(given).encode()))
    (big,) = [big for big in document.big_figures if big.label == "Undervalue"]
    return big.small


@pytest.mark.parametrize(
    ("name", "consideration", "said"),
    [
        ("hall", 2500, "(consideration £2,500), not for the rent beside it."),
        ("hall", None, "(consideration not given, so £0), not for the rent beside it."),
        ("freehold", 1000, "(consideration £1,000), not for the price beside it."),
    ],
)
def test_the_undervalue_says_for_which_terms_it_is(
    name: str, consideration: int | None, said: str
) -> None:
    """The rent or price beside it follows from the score: those may be other terms."""
    small = small_print_of_the_undervalue(name, consideration_gbp=consideration)
    assert small.startswith(f"For the terms the valuer priced {said}")


def test_an_undervalue_of_the_derived_price_itself_says_so() -> None:
    payable = read("freehold").appraise().discount
    assert payable is not None
    assert payable.payable is not None
    small = small_print_of_the_undervalue("freehold", consideration_gbp=str(payable.payable))
    assert "which is the price beside it" in small


@pytest.mark.parametrize(("name", "count"), [("edges", "5 warnings"), ("garden", "")])
def test_the_decision_page_says_where_the_warnings_are(name: str, count: str, drawn: Packs) -> None:
    pages = [" ".join(page.split()) for page in drawn(name).pages]
    (decision,) = [page for page in pages[2:] if "The decision on a page" in page]
    said = re.findall(r"(\d+ warnings?): see page (\d+)\.", decision)
    if not count:
        assert said == []
        assert "warning" not in decision
        return
    ((found, number),) = said
    assert found == count
    first = drawn(name).appraisal.warnings[0].message
    assert " Warnings " in pages[int(number) - 1]
    assert first[:30] in pages[int(number) - 1]


def test_figures_to_check_stand_under_the_warnings() -> None:
    given = golden("hall")
    given["answers"]["H"]["volunteers"][0]["weeks_per_year"] = 60
    pack = drawn_from(json.dumps(given).encode())
    pages = [" ".join(page.split()) for page in pack.pages]
    found = re.search(r"1 figure to check: see page (\d+)\.", pages[2])
    assert found is not None
    there = pages[int(found[1]) - 1]
    assert there.index("There are no warnings.") < there.index("Please check")
    assert "H Community participation" in there[there.index("Please check") :]
    assert "60 weeks a year is unusually large. Up to 53 is usual." in pack.words


@pytest.mark.parametrize("name", ["hall", "freehold"])
def test_a_draft_recommends_nothing(name: str, drawn: Packs) -> None:
    said = drawn(name).words.lower()
    assert "recommend" in said
    assert set(re.findall(r"(\w+ )recommend\w*", said)) == {"no ", "a "}  # "nothing … is a …"
