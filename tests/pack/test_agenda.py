"""The agenda pack: one contents, one run of pages, every item's files inside it, and both verdicts on it."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pikepdf
import pytest

from appraisal.exempt import Closed
from appraisal.pack import TooLong, agenda, document_of
from appraisal.pack.agenda import CLOSED, NO_RECOMMENDATION, NOT_SIGNED, AgendaDocument, Item
from appraisal.pack.agenda_pdf import draw_agenda, html_of
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.inside import look_inside
from appraisal.pack.report import Issue
from appraisal.pack.seal import Seal, Stamp
from appraisal.pack.verify import FILE, RESULT, SCHEME, Mark, mark_of, named, sums_in
from appraisal.readers import Reader
from tests.pack.conftest import text_of
from tests.pack.packed import kept, with_files
from tests.pack.recorded import record
from tests.pack.structure import attached, elements, failures, faults
from tests.pack.test_report import ASSESSED, PEOPLE

AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
CODE = "SC8KP3G5WC"
WHERE = "https://council.example/packs/SC8KP-3G5WC/"


def pack_of(name: str, *, exempt: bool = True, closed: str = "") -> AppraisalDocument:
    found = record(name, "sign-off", beside=ASSESSED, made_by=7)
    seal = Seal(
        record_sha256="a1b2c3d4" * 8,
        version="Sign-off 1",
        frozen=AT,
        issued=AT,
        short_code=CODE,
        verify_address=WHERE,
        exempt=exempt,
    )
    return document_of(
        found.file,
        draft=False,
        reader=Reader.OFFICER if exempt or closed else Reader.GROUP,
        issue=Issue(signed=found, people=PEOPLE) if exempt or closed else None,
        seal=seal,
        closed=tuple(Closed(one, 3, "Talks go on.") for one in closed.split()) if closed else None,
    )


def item(number: int, name: str, *, exempt: bool = True, hidden: str = "", **more: Any) -> Item:
    """Return an item; one without a name has nothing signed off, and ``hidden`` are sections closed to the public."""
    pack = pack_of(name, exempt=exempt, closed=hidden) if name else None
    title = pack.title if pack else "The old library"
    usual = {"title": title, "group": "The Friends", "asset": "Broad Street", "pack": pack}
    return Item(number=number, **{**usual, **more})


def agenda_of(*items: Item, exempt: bool = True) -> AgendaDocument:
    return agenda.agenda_of(
        items,
        council="Borsetshire",
        title="Panel meeting, 3 December 2026",
        held_at=datetime(2026, 12, 3, 14, tzinfo=UTC),
        place="Room 2",
        quorum=3,
        members=("Asha Khan (chair)", "Olu Adeyemi"),
        seal=Stamp(issued=AT, short_code=CODE, verify_address=WHERE, exempt=exempt),
    )


@pytest.fixture(scope="module")
def given() -> AgendaDocument:
    """Return an agenda of two items with pages and one without, between them."""
    return agenda_of(item(1, "garden"), item(2, ""), item(3, "edges", ward="Norton"))


@pytest.fixture(scope="module")
def exempt(given: AgendaDocument) -> bytes:
    return draw_agenda(given)


@pytest.fixture(scope="module")
def public() -> bytes:
    return draw_agenda(
        agenda_of(item(1, "garden", exempt=False), item(2, "edges", exempt=False), exempt=False)
    )


def pages(pdf: bytes) -> list[str]:
    return text_of(pdf).removesuffix("\f").split("\f")


# --- the document --------------------------------------------------------------------------------


def test_every_id_is_unique_and_every_link_leads_to_one(given: AgendaDocument) -> None:
    html = html_of(given)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    links = set(re.findall(r'href="#([^"]+)"', html))
    assert links <= set(ids)
    assert {"item-1-divider", "item-2-divider", "item-3-divider", "item-3-glossary"} <= links


def test_both_parts_keep_to_both_standards_and_their_structure_is_sound(
    exempt: bytes, public: bytes
) -> None:
    for pdf in (exempt, public):
        assert failures(pdf) == []
        assert faults(pdf) == []


def test_the_pages_are_numbered_through_and_name_their_item(exempt: bytes) -> None:
    found = pages(exempt)
    for number, page in enumerate(found[1:], start=2):
        assert f"Page {number} of {len(found)}" in page
    heads = [re.findall(r"^ *(Item \d): ", page, re.MULTILINE)[:1] for page in found]
    run = [one[0] for one in heads if one]
    assert run == sorted(run)
    assert set(run) == {"Item 1", "Item 3"}
    assert sum("EXEMPT – NOT FOR PUBLICATION" in page for page in found) == len(found) - 1


def test_the_contents_say_on_which_page_each_item_and_section_begins(
    given: AgendaDocument, exempt: bytes
) -> None:
    found = pages(exempt)
    contents = "\n".join(found[1:3])
    for entry in given.entries:
        said = re.search(rf"{entry.number}\. {re.escape(entry.title)} +(\d+)", contents)
        assert said
        divider = found[int(said[1]) - 1]
        assert f"Item {entry.number} of 3" in divider
    said = re.search(r"The decision on a page +(\d+)", contents)
    assert said
    assert "The decision on a page" in found[int(said[1]) - 1]


def test_bookmarks_and_headings_nest_the_sections_under_their_items(exempt: bytes) -> None:
    with pikepdf.open(io.BytesIO(exempt)) as opened:
        with opened.open_outline() as outline:
            tops = [str(one.title) for one in outline.root]
            below = {str(one.title): len(one.children) for one in outline.root}
            inside = [str(one.title) for one in outline.root[-1].children]
        levels = [str(one.S) for one in elements(opened.Root.StructTreeRoot)]
    assert tops[:2] == ["Panel meeting, 3 December 2026", "Contents"]
    assert len(tops) == 5
    assert below["The old library"] == 0
    assert "The decision on a page" in inside
    assert levels.count("/H1") == 1
    assert levels.count("/H2") == 4, "the contents and three items"
    assert "/H5" in levels, "a criterion: under a heading, a section and an item"


def test_a_divider_says_what_is_recommended_or_why_nothing_follows(given: AgendaDocument) -> None:
    first, second, third = given.entries
    assert first.recommended.startswith("Officers recommend that the committee ")
    assert (second.nothing, second.recommended, second.pack) == (NOT_SIGNED, "", None)
    assert ("Ward or neighbourhood", "Norton") in third.facts
    assert ("Group", "The Friends") in third.facts


def test_a_public_one_recommends_nothing_and_holds_no_discount(public: bytes) -> None:
    said = " ".join(text_of(public, "-raw").split())
    assert NO_RECOMMENDATION in said
    assert "The legal ledger" not in said
    for name, file in attached(public).items():
        if name.endswith(RESULT):
            assert json.loads(file.content)["discount"] is None


def test_a_public_one_shows_each_item_as_its_public_pack_does() -> None:
    hidden = item(1, "garden", exempt=False, hidden="recommendation criteria")
    shown = item(2, "edges", exempt=False, hidden="risks")
    given = agenda_of(hidden, shown, exempt=False)
    first, second = given.entries
    assert first.recommended == NO_RECOMMENDATION
    assert second.recommended.startswith("Officers recommend")
    html = html_of(given)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids)
    for place in ("item-1-report-recommendation", "item-1-criteria", "item-2-report-risks"):
        assert re.search(rf'class="[^"]*withheld" id="{place}"', html), place
    names = [one.name for one in given.attached]
    assert names == ["item-1-scheme.toml", *(f"item-2-{one}" for one in (FILE, RESULT, SCHEME))]
    assert given.seal.items == (2,)
    held = {one.name: one.content for one in given.attached}
    assert sums_in(held, mark_of(given.seal.keywords)).agree is True
    none = sums_in({"item-1-scheme.toml": held["item-1-scheme.toml"]}, Mark(CODE, "public"))
    assert (none.agree, "of no item" in none.said) == (None, True)


def test_what_is_closed_to_its_reader_is_nowhere_in_a_copy() -> None:
    copy = agenda_of(item(1, "garden"), item(2, "hall", closed=True))
    html = html_of(copy)
    assert CLOSED in html
    assert "item-2-decision" not in html
    assert [one.name for one in copy.attached] == [
        f"item-1-{name}" for name in (FILE, RESULT, SCHEME)
    ]
    assert copy.seal.items == (1,)
    assert [one.label for one in copy.records] == ["Item 1"]


def test_its_cover_names_the_meeting_and_every_record(given: AgendaDocument) -> None:
    facts = dict(given.facts)
    assert facts["Members"] == "Asha Khan (chair), Olu Adeyemi"
    assert facts["Quorum"] == "3 members without an interest"
    assert facts["Agenda"] == "3 items, 1 of them without pages"
    assert [one.label for one in given.records] == ["Item 1", "Item 3"]
    assert "a1b2c3d4 a1b2c3d4" in given.records[0].text


def test_an_agenda_without_pages_or_with_too_much_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with pytest.raises(ValueError, match="at least one"):
        agenda_of(item(1, ""))
    with pytest.raises(ValueError, match="at least one"):
        agenda_of(item(1, "garden", closed=True))
    one = item(1, "garden")
    with pytest.raises(TooLong, match="21 items"):
        agenda_of(one, *(item(number, "") for number in range(2, 22)))
    monkeypatch.setattr(agenda, "MOST_LINES", 10)
    with pytest.raises(TooLong, match="longest item is number 1"):
        agenda_of(one)


# --- the first verdict ---------------------------------------------------------------------------


def test_names_of_files_tell_their_item() -> None:
    assert named("item-12-result.json") == (12, RESULT)
    assert named(FILE) == (0, FILE)
    for strange in ("item-0-result.json", "item-01-result.json", "item-1-x.json", "a/result.json"):
        assert named(strange) is None


def test_the_mark_of_an_agenda_pack_names_its_items(given: AgendaDocument) -> None:
    assert mark_of(given.seal.keywords) == (CODE, "exempt", (1, 3))


def test_the_sums_of_every_item_are_checked(exempt: bytes, public: bytes, tmp_path: Path) -> None:
    for pdf in (exempt, public):
        found = look_inside(kept(tmp_path / "a.pdf", pdf))
        assert (found.agree, found.code) == (True, CODE)
        assert "all 2 items" in found.said


def tampered(pdf: bytes) -> Iterator[tuple[dict[str, bytes | None], bool | None, str]]:
    """Yield files that are changed, the verdict on that, and what it says."""
    held = {name: one.content for name, one in attached(pdf).items()}
    result = json.loads(held["item-3-result.json"])
    result["points"] = str(int(result["points"]) + 1)
    yield {"item-3-result.json": json.dumps(result).encode()}, False, "sums of item 3 do not"
    gone = dict.fromkeys(f"item-3-{name}" for name in (FILE, RESULT, SCHEME))
    yield dict(gone), None, "Item 3: This PDF does not hold"
    yield {"item-1-scheme.toml": None}, None, "Item 1: This PDF does not hold"
    yield {"item-2-result.json": held["item-1-result.json"]}, None, "Item 2: "
    yield {RESULT: held["item-1-result.json"]}, None, "cannot be told which"


def test_one_altered_missing_or_added_file_is_told(exempt: bytes, tmp_path: Path) -> None:
    for files, agree, said in tampered(exempt):
        found = look_inside(kept(tmp_path / "a.pdf", with_files(exempt, files)))
        assert found.agree is agree, said
        assert said in found.said
    (first, *_) = tampered(exempt)
    found = look_inside(kept(tmp_path / "a.pdf", with_files(exempt, first[0])))
    assert [one.name for one in found.differences] == ["Item 3: All points"]
