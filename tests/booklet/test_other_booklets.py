"""Booklets of schemes that nobody has seen, with whatever people type, and what the command refuses."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest

from appraisal.booklet import booklet_of, draw_docx
from appraisal.booklet.rooms import Sheet
from appraisal.engine.scheme import Criterion, Question, Scheme
from appraisal.library import scheme_named
from tests.appraisal.test_commands import run
from tests.booklet.conftest import Drawn, close, drawn_from
from tests.pack.structure import failures, faults

BAD = "<script>alert(1)</script> & {{ 7 }} \x00\x07\u202eevil\u202c\ufffe \U0001f600 Tŷ Ŵyn ŷ ŵ end"
BLANK = "#ffffff"


def column(key: str, kind: str = "number", **more: object) -> Question:
    return replace(Question(key=key, kind="number", label=key.title()), kind=kind, **more)  # type: ignore[arg-type]


def made_up() -> Scheme:
    """Return a scheme with other letters and other questions than any that ships."""
    scheme = scheme_named("valuing-worth-am")
    many = column(
        "many",
        "rows",
        label="Many columns?",
        columns=tuple(column(f"figure {n}", hint=f"Hint {n}.") for n in range(8)),
    )
    shared = column(
        "shared",
        "rows",
        label="Shared rows?",
        columns=(column("ours", "text"), column("theirs", "amount", asked_of="officer", unit="£")),
    )
    theirs = column("theirs", "rows", label="Theirs?", columns=(column("x", asked_of="officer"),))
    rank = column("rank", "rank", label="Which rank?")
    rated = column(
        "rated",
        "ratings",
        label="How much?",
        choices=tuple("abcdefgh"),
        choice_labels={key: f"As much as {key}" for key in "abcdefgh"},
    )
    long = column("long", "text", label="Why " + "so " * 300 + "long?")
    first = replace(
        scheme.criteria[0],
        letter="Z",
        title="Zeal <b>",
        maximum=1,
        questions=(many, shared, theirs, rank, rated, long),
    )
    return with_criteria(scheme, first, *scheme.criteria[1:])


def with_criteria(scheme: Scheme, *criteria: Criterion) -> Scheme:
    return replace(scheme, criteria=criteria, by_letter={one.letter: one for one in criteria})


@pytest.fixture(scope="module")
def other() -> Drawn:
    scheme = replace(made_up(), title=BAD, published=None)
    aims = {"Z": [(f"aim-{n}", f"Aim {n} {BAD}") for n in range(60)]}
    return drawn_from(booklet_of(scheme, council=BAD, colour=BLANK, aims=aims), scheme)


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_another_scheme_needs_no_change(other: Drawn, form: str) -> None:
    text = other.texts[form]
    for wanted in (
        "Z Zeal <b>",
        "Up to 1 point",
        "Figure 7",
        "Hint 7.",
        "Which rank?",
        "As much as h",
    ):
        assert close(wanted) in text
    assert close("A Financial resources") not in text
    assert close("The council fills this in: Shared rows? Theirs (£)") in text
    assert close("The council fills this in: Theirs?") in text


def test_a_column_that_is_the_council_s_has_no_room(other: Drawn) -> None:
    asked = {one.label: one.room for one in other.booklet.parts[0].criteria[0].asked}
    shared = asked["Shared rows?"]
    assert isinstance(shared, Sheet)
    assert [one.head for one in shared.columns] == ["Ours"]
    assert "Theirs?" not in asked


def test_a_table_of_many_columns_has_fewer_rows_and_keeps_to_the_page(other: Drawn) -> None:
    many = other.booklet.parts[0].criteria[0].asked[0].room
    assert isinstance(many, Sheet)
    assert len(many.rows) == 4
    for asked in other.booklet.parts[0].criteria[0].asked:
        if isinstance(asked.room, Sheet):
            assert 90 <= sum(one.share for one in asked.room.columns) <= 100


def test_a_council_s_own_aims_are_the_rows_of_the_criterion_that_rates_them() -> None:
    scheme = scheme_named("valuing-worth-am")
    aims = {"F": [("a", "Warm homes"), ("b", "Safe streets")]}
    booklet = booklet_of(scheme, council="C", colour=BLANK, aims=aims)
    rooms = {
        page.name[0]: one
        for part in booklet.parts
        for page in part.criteria
        for one in page.asked
        if one.label.startswith("How much will your plan help")
    }
    own, blank = rooms["F"].room, rooms["G"].room
    assert isinstance(own, Sheet)
    assert isinstance(blank, Sheet)
    assert (own.rows, blank.rows) == (("Warm homes", "Safe streets"), ("",) * 6)
    assert "The council’s own list goes here" not in rooms["F"].told
    assert "The council’s own list goes here" in rooms["G"].told


def test_whatever_was_typed_the_pdf_is_readable_by_everyone(other: Drawn) -> None:
    assert failures(other.pdf) == []
    assert faults(other.pdf) == []


def test_what_was_typed_stands_there_as_text(other: Drawn) -> None:
    pdf, word = other.texts["pdf"], other.texts["docx"]
    plain = close("<script>alert(1)</script> & {{ 7 }} evil")
    assert f"{plain}\U0001f600TŷŴynŷŵend" in pdf.replace("[U+FFFE]", "")
    assert f"{plain}\U0001f600TŷŴynŷŵend" in word
    for row in range(60):
        assert close(f"Aim {row} <script>") in word
    assert "\u202e" not in word


def test_a_council_without_a_name_that_prints_still_has_a_booklet() -> None:
    booklet = booklet_of(scheme_named("valuing-worth-am"), council="\x00", colour=BLANK)
    assert docx.Document(io.BytesIO(draw_docx(booklet))).core_properties.author == ""


@pytest.mark.parametrize("colour", ["red", "#12345", "url(x)", "#123456;}"])
def test_a_colour_is_a_colour(colour: str) -> None:
    with pytest.raises(ValueError, match="is not a colour"):
        booklet_of(scheme_named("valuing-worth-am"), council="C", colour=colour)


@pytest.mark.parametrize(
    ("colour", "ink"),
    [
        ("#1d4e79", "#ffffff"),
        ("#ffdd00", "#1a1a1a"),
        ("#ffffff", "#1a1a1a"),
        ("#000000", "#ffffff"),
    ],
)
def test_the_cover_can_be_read_on_any_colour(colour: str, ink: str) -> None:
    assert booklet_of(scheme_named("valuing-worth-am"), council="C", colour=colour).ink == ink


# --- the command; no test here may open the database ---------------------------------------------


def test_the_command_writes_what_it_is_asked_for(tmp_path: Path) -> None:
    word = tmp_path / "booklet.docx"
    status, out, err = run("booklet", "coproduction", "--docx", str(word), "--council", "Tŷ")
    assert (status, out, err) == (0, f"The booklet is in {word}.\n", "")
    assert [path.name for path in tmp_path.iterdir()] == ["booklet.docx"]
    assert "coproduction" in docx.Document(str(word)).core_properties.title


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("coproduction",), "Say where the booklet goes"),
        (("no-such-scheme", "--docx", "OUT"), "Known schemes: valuing-worth-am"),
        (("valuing-worth-am@1", "--docx", "OUT"), "There is no scheme “"),
        (("asset-transfer", "--docx", "OUT", "--colour", "blue"), "is not a colour"),
        (("asset-transfer", "--docx", "OUT/no/such/folder"), "cannot be written: No such file"),
    ],
)
def test_the_command_says_what_it_cannot_do(
    tmp_path: Path, arguments: tuple[str, ...], reason: str
) -> None:
    given = [one.replace("OUT", str(tmp_path / "out.docx")) for one in arguments]
    status, out, err = run("booklet", *given, "--council", "C")
    assert (status, out) == (2, "")
    assert reason in err
    assert list(tmp_path.iterdir()) == []
