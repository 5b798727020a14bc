"""A pack as an archive keeps it: one file by two standards, with what it was made from inside."""

from __future__ import annotations

import hashlib
import io
import json
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pikepdf
import pytest

from appraisal.cli import run
from appraisal.library import FIXTURES
from appraisal.pack import document_of, draw
from appraisal.pack.parts import Attached
from appraisal.pack.press import press, printed
from appraisal.pack.seal import Seal
from appraisal.readers import Reader
from appraisal.result import result_of
from tests.pack.conftest import EXAMPLES, GOLDEN, Drawn
from tests.pack.structure import attached, elements, failures, faults
from tests.pack.test_pack import read

Packs = Callable[[str], Drawn]
_NAMES = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
}
PAGE = """<!DOCTYPE html><html lang="en-GB"><head><title>T</title></head><body><h1>T</h1>{}</body></html>"""


@pytest.mark.parametrize("name", EXAMPLES)
def test_what_it_was_made_from_is_inside_to_the_byte(name: str, drawn: Packs) -> None:
    pack = drawn(name)
    held = attached(pack.pdf)
    assert list(held) == ["appraisal.json", "result.json", "scheme.toml"]
    assert held["appraisal.json"].content == pack.given.source
    assert json.loads(held["result.json"].content) == result_of(pack.appraisal)
    scheme = FIXTURES / "schemes" / f"{pack.appraisal.scheme.key}.toml"
    assert held["scheme.toml"].content == scheme.read_bytes()
    assert {one.relationship for one in held.values()} == {"/Source"}
    kinds = ["application/json", "application/json", "application/toml"]
    assert [one.media_type for one in held.values()] == kinds
    assert all(one.about for one in held.values())
    assert "(scheme.toml)" in pack.pages[1]


def test_the_result_inside_is_written_in_one_way(drawn: Packs) -> None:
    content = attached(drawn("garden").pdf)["result.json"].content
    said = json.loads(content)
    again = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert content == again.encode()


def test_all_in_a_draft_is_of_its_valuation_date(drawn: Packs) -> None:
    pack = drawn("hall")
    day = f"D:{pack.appraisal.answers.valuation_date:%Y%m%d}000000Z"
    assert {one.dates for one in attached(pack.pdf).values()} == {(day, day)}


def test_all_in_an_issued_pack_is_of_the_moment_its_record_was_frozen() -> None:
    frozen = datetime(2026, 7, 1, 0, 30, 15, tzinfo=timezone(timedelta(hours=1)))
    seal = Seal(
        record_sha256=hashlib.sha256(b"record").hexdigest(),
        version="Decision 1",
        frozen=frozen,
        issued=datetime(2026, 7, 2, 9, tzinfo=UTC),
        short_code="7K3M9QX2PA",
        verify_address="https://council.example/packs/7K3M9QX2PA",
        exempt=True,
    )
    pdf = draw(document_of(read("garden"), draft=False, seal=seal))
    said = "D:20260630233015Z"
    assert {one.dates for one in attached(pdf).values()} == {(said, said)}
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        assert str(opened.docinfo["/CreationDate"]) == str(opened.docinfo["/ModDate"]) == said
    assert failures(pdf) == []
    assert faults(pdf) == []


def test_a_group_s_holds_no_more_of_the_result_than_it_may_read() -> None:
    document = document_of(read("hall"), reader=Reader.GROUP)
    (result,) = [one for one in document.attached if one.name == "result.json"]
    said = json.loads(result.content)
    assert said["discount"] is None
    assert said["undervalue"] is None
    assert said["points"] == read("hall").appraise().points


def test_a_scheme_that_is_only_tried_out_is_inside_too(tmp_path: Path) -> None:
    tried, out = tmp_path / "tried.toml", tmp_path / "pack.pdf"
    published = (FIXTURES / "schemes" / "valuing-worth-am.toml").read_text(encoding="utf-8")
    tried.write_text(f"# Tried out\n{published}", encoding="utf-8")
    asked = [str(GOLDEN / "garden.json"), "--scheme", str(tried), "--pdf", str(out)]
    assert run(asked) == 0
    held = attached(out.read_bytes())
    assert held["scheme.toml"].content == tried.read_bytes()
    assert json.loads(held["result.json"].content)["scheme"]["what_if"] is True


def test_a_scheme_without_a_text_is_not_said_to_be_inside() -> None:
    given = read("garden")
    document = document_of(replace(given, scheme=replace(given.scheme, text="")))
    assert [one.name for one in document.attached] == ["appraisal.json", "result.json"]
    assert not document.scheme_attached


def test_it_says_of_itself_which_standards_it_keeps_to(drawn: Packs) -> None:
    with pikepdf.open(io.BytesIO(drawn("garden").pdf)) as opened:
        metadata = opened.Root.Metadata
        assert "/Filter" not in metadata, "whoever scans the bytes finds it"
        said = ET.fromstring(bytes(metadata.read_bytes()))  # noqa: S314  # we wrote it
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.OutputIntents[0].S) == "/GTS_PDFA1"
        assert opened.Root.OutputIntents[0].DestOutputProfile.N == 3
    described = said.findall(".//rdf:Description", _NAMES)
    (archive,) = [one.attrib for one in described if f"{{{_NAMES['pdfaid']}}}part" in one.attrib]
    assert archive[f"{{{_NAMES['pdfaid']}}}part"] == "3"
    assert archive[f"{{{_NAMES['pdfaid']}}}conformance"] == "A"
    assert [one.text for one in said.findall(".//pdfuaid:part", _NAMES)] == ["1"]
    explained = [one.text for one in said.findall(".//pdfaSchema:namespaceURI", _NAMES)]
    assert explained == [_NAMES["pdfuaid"]]


def test_a_link_says_where_it_leads_and_a_head_has_its_place_among_the_names(drawn: Packs) -> None:
    with pikepdf.open(io.BytesIO(drawn("edges").pdf)) as opened:
        links = {str(note.Contents) for sheet in opened.pages for note in sheet.get("/Annots", [])}
        assert {
            "The decision on a page",
            "The legal ledger",
            "2 unanswered criteria and 5 warnings: see",
        } <= links
        root = opened.Root.StructTreeRoot
        heads = {str(one.ID) for one in elements(root) if "/ID" in one}
        listed = [*root.IDTree.Kids[0].Names]
        assert [str(name) for name in listed[::2]] == sorted(heads)
        assert all(str(one.ID) == str(name) for name, one in zip(*[iter(listed)] * 2, strict=True))


def test_every_chapter_has_its_bookmark(drawn: Packs) -> None:
    with pikepdf.open(io.BytesIO(drawn("hall").pdf)) as opened, opened.open_outline() as outline:
        (whole,) = outline.root
        chapters = [str(one.title) for one in whole.children]
        under = [str(one.title) for one in whole.children[4].children]
    listed = document_of(read("hall")).headings
    assert chapters[:5] == [
        "Contents",
        "The decision on a page",
        "Scores",
        "The Outcomes Kite",
        "Criterion by criterion",
    ]
    assert under == [one.title for one in listed]


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h3>Too deep</h3>", "A heading of level 3 follows one of level 1."),
        ("<h1>Again</h1>", "It does not begin with its one title"),
        ("<table><tr><td>1</td></tr></table>", "A table has no heads."),
        (
            "<table><tr><th>1</th><td>2</td></tr><tr><td>3</td></tr></table>",
            "The rows of a table are not of one length: [2, 1].",
        ),
    ],
)
def test_our_own_checks_find_what_the_validators_let_pass(body: str, fault: str) -> None:
    pdf = printed(PAGE.format(body), press("pack.css"))
    assert any(one.startswith(fault) for one in faults(pdf))


def test_our_own_checks_find_heads_links_pictures_and_content_without_words() -> None:
    from weasyprint import HTML

    body = (
        '<img alt="" src="data:image/svg+xml,<svg xmlns=\'http://www.w3.org/2000/svg\'/>">'
        '<a href="#a" id="a">Here</a><table><tr><th>1</th></tr></table>'
    )
    raw = HTML(string=PAGE.format(body)).write_pdf(pdf_tags=True)
    with pikepdf.open(io.BytesIO(raw)) as opened:
        opened.pages[0].Annots[0].Contents = " "
        opened.pages[0].contents_add(b"0 0 9 9 re f")
        changed = io.BytesIO()
        opened.save(changed)
    found = faults(changed.getvalue())
    assert [one.split(":")[0] for one in found] == [
        "The head of a table does not say of what",
        "A picture has no words.",
        "A link does not say where it leads.",
        "Page 1 paints what is neither read out nor decoration",
    ]
    assert failures(changed.getvalue()) != []


def test_no_stream_ends_on_what_looks_like_half_a_line_end() -> None:
    """One in 256 compressed streams would, and a validator would then find it a byte too short."""
    ends_badly = next(
        text
        for text in (f"{n}\n".encode() for n in range(100_000))
        if zlib.adler32(text) & 0xFF == 13
    )
    held = Attached("a.txt", ends_badly, "A file", "text/plain", datetime(2026, 1, 1, tzinfo=UTC))
    pdf = printed(PAGE.format(""), press("pack.css"), [held])
    assert b"\r\r\nendstream" in pdf
    assert attached(pdf)["a.txt"].content == ends_badly
    assert failures(pdf) == []
