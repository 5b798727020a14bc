"""The public part of a pack: nothing that stands in a closed section can be found anywhere in the file."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from html import unescape
from io import BytesIO
from itertools import count
from typing import Any

import pikepdf
import pytest

from appraisal.chapters import chapters_for, for_record
from appraisal.engine.scheme import Question
from appraisal.exempt import PARAGRAPHS, SECTIONS, TO_CHOOSE, Closed, closed_in, notices_of
from appraisal.pack import Edition, document_of, draw
from appraisal.pack.attached import FILE, RESULT, SCHEME
from appraisal.pack.document import AppraisalDocument
from appraisal.pack.pdf import html_of
from appraisal.pack.report import Issue
from appraisal.pack.seal import Seal
from appraisal.pack.verify import mark_of, sums_of
from appraisal.pack.withheld import withheld
from appraisal.recorded import Frozen, read_record
from appraisal.result import result_of
from tests.pack.conftest import text_of
from tests.pack.recorded import record_text
from tests.pack.structure import failures, faults

WHY = "Talks about it still go on."
# What stands in each section and nowhere else but where the pack repeats it: a word, and figures in pounds.
WORDS = {key: f"Quorfle{key.replace('-', '')}" for key in TO_CHOOSE}
CHAPTERS = {
    "asset-today": "asset",
    "options": "options",
    "plan": "plan",
    "legal": "legal",
    "money": "implications",
    "risks": "risks",
    "heads-of-terms": "heads-of-terms",
    "monitoring": "monitoring",
    "likeliest": "likeliest",  # never closed: there is neither a figure nor a text in it
}
PEOPLE = {1: "Asha Khan", 7: "Olu Adeyemi", 8: "Margaret Skelly", 9: "Bo Lund"}
RENT, OFFERED, VALUE, PAID, FUNDED = "13579", "2468", "987654", "543210", "15432"
PERCENT = "41"
SECRETS: dict[str, set[str]] = {key: {word} for key, word in WORDS.items()}
SECRETS["terms"] = {"13579", "2468"}
SECRETS["ledger"] = {"987654", "543210", "444444"}
SECRETS["discount"] = {"5567.39", "8011.61", "139184.75", "41%", WORDS["discount"]}
SECRETS["plan"] |= {FUNDED, "187500", "62500", "Fund of Quorfle"}
for one in ("recommendation", "implications", "terms"):
    SECRETS[one] |= SECRETS["discount"]
SECRETS["criteria"] |= SECRETS["plan"]
SECRETS["terms"] |= {WORDS["implications"], WORDS["plan"], WORDS["criteria"]}
SECRETS["sides"] = {WORDS["evidence"]}


def _chapters() -> list[dict[str, Any]]:
    """Return every chapter as a record holds it, with a word and figures of its own in each answer."""
    said = {}
    for number, chapter in enumerate(chapters_for("asset-transfer"), 1):
        section = CHAPTERS[chapter.key]
        amounts = map(str, count(7_000_001 + number * 10_000, 11))

        def value(one: Question, section: str = section, amounts: Iterator[str] = amounts) -> str:
            if one.kind == "text":
                return f"{WORDS[section]} says so"
            if one.kind == "amount":
                SECRETS[section].add(amount := next(amounts))
                return amount
            if one.kind == "choice":
                return one.choices[0]
            return "2031-02-03" if one.kind == "date" else "2"

        said[chapter.key] = {
            one.key: [{column.key: value(column) for column in one.columns}]
            if one.kind == "rows"
            else value(one)
            for one in chapter.questions
        }
    return for_record("asset-transfer", said)


def _frozen(event: str, beside: dict[str, Any], by: int) -> Frozen:
    said = json.loads(record_text(event=event, beside=beside, made_by=by))
    given = said["file"]
    given["title"] = "Our hall"
    given["terms"] |= {
        "market_rent_gbp_pa": RENT,
        "rent_offered_gbp_pa": OFFERED,
        "unrestricted_value_gbp": VALUE,
        "consideration_gbp": PAID,
    }
    given["answers"]["B"]["external_revenue_gbp"] = FUNDED
    given["answers"]["A"]["note"] = "Fund of Quorfle"
    given["answers"]["B"]["note"] = WORDS["plan"]
    given["answers"]["H"]["evidence"] = WORDS["criteria"]
    given["x_note"] = "nobody reads this"
    if event != "submit":
        given["picked"] = {"A": {"points": 10, "reason": f"{WORDS['evidence']} was seen there"}}
    frozen = read_record(json.dumps(said))
    said["result"] = result_of(frozen.file.appraise())
    return read_record(json.dumps(said))


@cache
def decided() -> Issue:
    """Return records of a proposal that was sent in, signed off and decided: every section has something."""
    chapters = _chapters()
    assessment = {
        "findings": {
            "A": {
                "verdict": "pick",
                "points": 10,
                "reason": f"{WORDS['evidence']} was seen there",
                "evidence": "claimed",
                "by": 7,
            }
        },
        "summary": f"{WORDS['recommendation']} is why.\nA rent of £8,011.61, or 41% off, is right.",
        "discount": {
            "derived_percent": 59,
            "recommended_percent": PERCENT,
            "reason": WORDS["discount"],
        },
        "conditions": [{"key": "", "words": f"{WORDS['recommendation']} is kept"}],
        "equality": "Nobody loses by it.",
        "chapters": chapters,
    }
    gate = {
        "eligibility": [{"question": "Can it hold it?", "met": True, "reason": WORDS["applicant"]}],
        "disclosure": {"condition_known": "yes", "condition": f"{WORDS['asset']} leaks"},
        "checks": [
            {
                "title": "Rules",
                "outcome": "waived",
                "reason": WORDS["applicant"],
                "evidence": "",
                "by": 7,
            }
        ],
    }
    panel = {
        "decided": [7, 8],
        "withdrew": [9],
        "quorum": 2,
        "agreed": {},
        "held_at": "2026-11-02T18:00:00+00:00",
    }
    beside = {
        "outcome": "approved",
        "maker": "panel",
        "decided_on": "2026-11-02",
        "reasons": f"{WORDS['recommendation']} was heard",
        "discount": {"derived_percent": "59", "percent": PERCENT, "reason": WORDS["discount"]},
        "panel": panel,
        "assessment": assessment,
        "gate": gate,
    }
    return Issue(
        submitted=_frozen("submit", {"gate": gate}, 1),
        signed=_frozen("sign-off", {**assessment, "gate": gate}, 7),
        decided=_frozen("decide", beside, 8),
        people=PEOPLE,
    )


def seal(*, exempt: bool = False) -> Seal:
    return Seal(
        record_sha256="ab" * 32,
        version="Decision 1",
        frozen=datetime(2026, 11, 2, 19, tzinfo=UTC),
        issued=datetime(2026, 11, 3, 9, tzinfo=UTC),
        short_code="SC8KP3G5WC",
        verify_address="https://council.example/packs/SC8KP-3G5WC/",
        exempt=exempt,
    )


def public(*sections: str, why: str = WHY) -> AppraisalDocument:
    issue = decided()
    return document_of(
        issue.newest.file,
        draft=False,
        issue=issue,
        seal=seal(),
        closed=tuple(Closed(one, 3, why) for one in sections),
    )


def read_aloud(document: AppraisalDocument) -> str:
    """Return all that an edition says, shows in place of a picture, or carries along, of all editions together."""
    said = []
    for edition in Edition:
        html = html_of(document, edition)
        said += re.findall(r'(?:alt|content|data-[a-z]+|aria-label|title)="([^"]*)"', html)
        said.append(re.sub(r"<style.*?</style>|<[^>]+>", " ", html, flags=re.DOTALL))
    said += [one.content.decode() for one in document.attached if one.name != SCHEME]
    return unescape("\n".join(said)).replace("\u200b", "")


def plain(text: str) -> str:
    """Return a text with figures written one way: £12,500.00 is 12500."""
    text = re.sub(r"(?<=\d),(?=\d{3})", "", text)
    return re.sub(r"(\d+\.\d*?)0+(?!\d)", lambda found: found[1].rstrip("."), text)


def leaks(text: str, secrets: set[str]) -> set[str]:
    said = plain(text)
    return {
        one
        for one in secrets
        if (
            one in said
            if not one[0].isdigit()
            else re.search(rf"(?<![\d.]){re.escape(one)}(?![\d.]*\d)", said)
        )
    }


@cache
def whole() -> str:
    return read_aloud(public())


@pytest.mark.parametrize("section", TO_CHOOSE)
def test_nothing_of_a_closed_section_stands_in_any_edition(section: str) -> None:
    decided()
    secrets = SECRETS[section] - {
        WORDS["ledger"],
        WORDS["sides"],
        WORDS["interests"],
        WORDS["terms"],
    }
    if section == "interests":
        secrets = {"Bo Lund"}
    assert leaks(whole(), secrets) == secrets, "the section holds them while it is open"
    document = public(section)
    assert leaks(read_aloud(document), secrets) == set()
    assert document.closed[section].why == WHY
    assert f"{PARAGRAPHS[3]}." in read_aloud(document)


def everything(pdf: bytes) -> str:
    """Return all that a PDF says: its pages, every text in its objects, its metadata and the files inside it."""
    said = [text_of(pdf), text_of(pdf, "-raw")]
    with pikepdf.open(BytesIO(pdf)) as opened:
        said += [str(text) for one in opened.objects for text in _texts(one)]
        said.append(opened.Root.Metadata.read_bytes().decode())
        for name, one in opened.attachments.items():
            said += [name, str(one.description)]
            if one.filename != SCHEME:
                said.append(one.get_file().read_bytes().decode())
    return "\n".join(said)


def _texts(one: Any) -> Iterator[pikepdf.Object]:
    if isinstance(one, pikepdf.String):
        yield one
    elif isinstance(one, pikepdf.Array):
        for inner in one:
            if not getattr(inner, "is_indirect", False):
                yield from _texts(inner)
    elif isinstance(one, pikepdf.Dictionary | pikepdf.Stream):
        for inner in (
            one.values() if isinstance(one, pikepdf.Dictionary) else one.stream_dict.values()
        ):
            if not getattr(inner, "is_indirect", False):
                yield from _texts(inner)


ALL_SECRETS: Callable[[], set[str]] = lambda: (  # noqa: E731 (only known once the records are made)
    set().union(*SECRETS.values())
    - {WORDS[one] for one in ("ledger", "sides", "interests", "terms")}
    | {"Bo Lund"}
)


@pytest.mark.parametrize("edition", Edition)
def test_no_file_of_a_public_part_holds_what_is_closed(edition: Edition) -> None:
    pdf = draw(public(*TO_CHOOSE), edition=edition)
    said = everything(pdf)
    assert leaks(said, ALL_SECRETS()) == set()
    assert "Our hall" in said, "it was read"
    assert "SC8KP-3G5WC public" in said
    assert [one for one in failures(pdf) if "STREAM-LENGTH" not in one] == []
    assert faults(pdf) == []
    first = 0 if edition is Edition.SUMMARY else 1  # the cover has the mark in a box
    assert all("PUBLIC" in one[:_HEAD] for one in _pages(pdf)[first:])


_HEAD = 300  # letters of a page, blanks included, in which its running head stands


def _pages(pdf: bytes) -> list[str]:
    return [one for one in text_of(pdf).split("\f") if one.strip()]


def test_the_exempt_one_holds_all_of_it_and_says_so_on_every_page() -> None:
    issue = decided()
    document = document_of(issue.newest.file, draft=False, issue=issue, seal=seal(exempt=True))
    pdf = draw(document, edition=Edition.LARGE)
    said = everything(pdf)
    assert leaks(said, ALL_SECRETS()) == ALL_SECRETS(), (
        "so that nothing is missed where it is looked for"
    )
    assert all("EXEMPT – NOT FOR" in one[:_HEAD] for one in _pages(pdf)[1:])


def test_the_sums_in_a_public_part_agree_with_one_another() -> None:
    document = public("ledger", "risks", "heads-of-terms")
    files = {one.name: one.content for one in document.attached}
    assert files.keys() == {FILE, RESULT, SCHEME}
    assert b"unrestricted_value" not in files[FILE]
    assert b"nobody reads this" not in files[FILE]
    result = json.loads(files[RESULT])
    assert result["undervalue"] is None
    assert sums_of(files, mark_of(seal().keywords)).agree
    result["points"] += 1
    tampered = {**files, RESULT: json.dumps(result).encode()}
    assert sums_of(tampered, mark_of(seal().keywords)).agree is False


def test_no_file_is_inside_from_which_a_closed_discount_follows() -> None:
    assert {one.name for one in public("discount").attached} == {SCHEME}


def test_the_whole_report_is_public_where_nothing_is_closed() -> None:
    document = public()
    assert document.closed == {}
    assert leaks(read_aloud(document), {"[exempt]", "Exempt", "Not for publication"}) == set()
    assert sums_of(
        {one.name: one.content for one in document.attached}, mark_of(seal().keywords)
    ).agree


@pytest.mark.parametrize("section", ["criteria", "plan", "terms"])
def test_where_the_answers_are_closed_their_files_are_not_inside(section: str) -> None:
    document = public(section)
    assert [one.name for one in document.attached] == [SCHEME]
    assert "The files with the figures are not" in read_aloud(document)
    sums = sums_of({one.name: one.content for one in document.attached}, mark_of(seal().keywords))
    assert (sums.agree, sums.said.startswith("This says that it is the public part")) == (
        None,
        True,
    )


def test_a_closed_section_keeps_its_place_in_the_contents() -> None:
    titles = re.findall(r'<a href="#[^"]*">([^<]*)</a>', html_of(public()))
    assert re.findall(r'<a href="#[^"]*">([^<]*)</a>', html_of(public("risks", "ledger"))) == titles


def test_where_the_building_stands_is_no_secret_though_its_state_is() -> None:
    document = public("asset")
    assert [one.name for one in document.attached] == [FILE, RESULT, SCHEME]
    said = read_aloud(document)
    assert "1,462" in said, "its rank is an answer to a criterion"
    assert WORDS["asset"] not in said


def test_a_sentence_stays_true_with_a_gap_in_it() -> None:
    said = " ".join(read_aloud(public("discount", "ledger")).split())
    assert (
        "at a rent of [exempt] a year, which is a discount of [exempt] of the market rent of £13,579"
        in said
    )
    assert (
        "the undervalue of [exempt] is within the £2,000,000 of the General Disposal Consent"
        in said
    )
    assert "The scheme derives a score of 56.5%: 113 of the 200 points that apply." in said


def test_a_reason_that_tells_the_figure_loses_it() -> None:
    document = public("discount", why="A rent of 8011.61 would tell the other bidder.")
    assert document.closed["discount"].why == "A rent of [exempt] would tell the other bidder."


def test_what_goes_along_says_with_what() -> None:
    notices = notices_of([Closed("implications", 3, WHY), Closed("risks", 5, "Advice.")])
    assert list(notices) == ["discount", "implications", "risks"]
    assert notices["discount"].because == SECTIONS["implications"].title
    assert (notices["risks"].because, notices["risks"].paragraph) == ("", 5)
    both = notices_of([Closed("implications", 3, WHY), Closed("discount", 1, "Her own.")])
    assert (both["discount"].paragraph, both["discount"].because) == (1, "")


def test_nobody_chose_is_not_the_same_as_nothing_is_closed() -> None:
    assert closed_in({}) is None
    assert closed_in({"exempt": []}) == ()
    assert closed_in({"exempt": [{"section": "risks", "paragraph": 3, "why": WHY}]}) == (
        Closed("risks", 3, WHY),
    )


@pytest.mark.parametrize(("section", "paragraph"), [("cellar", 3), ("risks", 8)])
def test_what_nobody_knows_is_refused_and_not_left_open(section: str, paragraph: int) -> None:
    with pytest.raises(ValueError, match="Nothing is known"):
        closed_in({"exempt": [{"section": section, "paragraph": paragraph, "why": WHY}]})


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("£12,500", "[exempt]"),
        ("£12,500.00 a year", "[exempt] a year"),
        ("12500 or 12,500", "[exempt] or [exempt]"),
        ("about £12.5k", "about [exempt]"),
        ("£112,500 and £12,500,000", "£112,500 and £12,500,000"),
        ("£12,500.50", "£12,500.50"),
        ("In 2026, 25 people", "In 2026, 25 people"),
        ("£2,026 in 2026", "[exempt] in 2026"),
        ("£25", "[exempt]"),
        ("£12 500 a year", "[exempt] a year"),
        ("12\u00a0500, £12\u2009500.00", "[exempt], [exempt]"),
        ("In 2026 500 people, 5 mıllion", "In 2026 500 people, 5 mıllion"),
        ("section 123 and £2,000,000", "section 123 and £2,000,000"),
    ],
)
def test_a_figure_is_found_however_it_is_written(text: str, shown: str) -> None:
    out = withheld(["£12,500.00 and £2,026", "£25; £2,000,000 under section 123"], [])
    assert out.out_of(text) == shown


def test_a_reason_of_few_letters_is_no_phrase() -> None:
    assert withheld([], [], phrases=["yes....."]).out_of("Beyond yesterday") == "Beyond yesterday"


def test_a_percentage_is_withheld_only_where_discounts_are_spoken_of() -> None:
    out = withheld([], [], percents=[41])  # type: ignore[list-item]  # as good as a Decimal
    assert out.out_of("41% of 41.0 per cent, 41.5%", percents=True) == "[exempt] of [exempt], 41.5%"
    assert out.out_of("41 per  cent", percents=True) == "[exempt]"
    assert out.out_of("41%") == "41%"


def test_a_score_that_is_as_large_as_a_closed_discount_stays() -> None:
    closed = withheld([], [], percents=[Decimal(64)])
    said = closed.out_of(
        "59.3% of 140 points → 64.0% of 200 points; a discount of 64%", percents=True
    )
    assert said == "59.3% of 140 points → 64.0% of 200 points; a discount of [exempt]"
