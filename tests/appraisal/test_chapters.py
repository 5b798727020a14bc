"""Chapters are data: read and checked, and shaped for a record so that it reads alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from appraisal.chapters import chapter_for, chapters_for, for_record, read_chapters
from appraisal.engine.faults import CannotRead
from appraisal.models import ChapterAnswer, PageState
from appraisal.showing.history import chapter_words

ASSET = "asset-transfer"


def test_each_kind_has_its_chapters() -> None:
    keys = {kind: [one.key for one in chapters_for(kind)] for kind in (ASSET, "coproduction")}
    assert keys[ASSET] == [
        *("plan", "asset-today", "options", "legal", "money", "risks"),
        *("heads-of-terms", "monitoring", "likeliest"),
    ]
    assert keys["coproduction"] == [
        *("plan", "options", "legal", "money", "risks", "monitoring", "likeliest")
    ]
    assert [one.key for one in chapters_for(ASSET, "group")] == ["plan"]
    assert chapter_for("coproduction", "heads-of-terms") is None


def test_a_chapter_fits_the_columns_that_it_is_kept_in() -> None:
    page, chapter = PageState._meta.get_field("page"), ChapterAnswer._meta.get_field("chapter")
    for kind in (ASSET, "coproduction"):
        for one in chapters_for(kind):
            assert len(one.page) <= (page.max_length or 0)
            assert len(one.key) <= (chapter.max_length or 0)


def test_values_are_read_as_answers_are() -> None:
    asset = chapter_for(ASSET, "asset-today")
    assert asset
    given = {
        "backlog_gbp": "42000",
        "community_value": "yes",
        "community_value_until": "2029-09-30",
    }
    assert asset.read(given) == {
        "backlog_gbp": Decimal(42000),
        "community_value": "yes",
        "community_value_until": date(2029, 9, 30),
    }
    with pytest.raises(CannotRead, match="Enter the last day of the listing"):
        asset.read({"community_value": "yes"})
    with pytest.raises(CannotRead, match="backlog_gbp"):
        asset.read({"backlog_gbp": "much"})
    with pytest.raises(CannotRead, match="no such key"):
        asset.read({"roof": "leaks"})


BROKEN = """
[[chapters]]
key = "Plan"
title = "A plan"
asked_of = "group"
kinds = ["asset-transfer", "sale"]
lead = "Why"
totals = ["cost_gbp"]
typo = 1
[[chapters.questions]]
key = "cost_gbp"
kind = "money"
asked_of = "officer"
label = "What does it cost?"
[[chapters.wants]]
key = "reason"
when = "cost_gbp"
is = ["yes"]
message = "Say why"
[[chapters.differences]]
title = "Surplus"
add = "cost_gbp"
less = "cost_gbp"
"""


def test_every_complaint_names_its_place(tmp_path: Path) -> None:
    file = tmp_path / "chapters.toml"
    file.write_text(BROKEN, encoding="utf-8")
    with pytest.raises(CannotRead) as cannot:
        read_chapters(file)
    found = {fault.place for fault in cannot.value.faults}
    assert found >= {
        "chapters[0].key",
        "chapters[0].kinds",
        "chapters[0].typo",
        "chapters[0].questions",
        "chapters[0].questions[0].kind",
        "chapters[0].wants[0].key",
        "chapters[0].wants[0].when",
        "chapters[0].totals",
        "chapters[0].differences[0].add",
    }


def test_a_record_holds_the_words_beside_the_values() -> None:
    risk = {"risk": "Fire", "likelihood": 2, "effect": 5}
    held = {one["key"]: one for one in for_record(ASSET, {"risks": {"risks": [risk]}})}
    question = held["risks"]["questions"][0]
    assert question["value"] == [risk]
    assert [one["label"] for one in question["columns"]][:2] == ["Risk", "Likelihood, 1 to 5"]
    test = held["legal"]["questions"][0]
    assert test["value"] is None
    assert test["choice_labels"]["not-yet"] == "Not yet evidenced"
    assert [one["key"] for one in for_record(ASSET, {}, asked_of="group")] == ["plan"]


def test_a_change_is_told_in_words() -> None:
    money = chapter_for(ASSET, "money")
    assert money
    cost = {"what": "Legal work", "cost_gbp": "2500", "payer": "Property services"}
    said = chapter_words(
        money,
        {"saved_gbp_pa": "9400", "one_off": [cost]},
        {"saved_gbp_pa": "8000", "one_off": [{**cost, "cost_gbp": "3000"}]},
    )
    assert list(said) == [
        "Costs saved: £9,400 a year → £8,000 a year",
        "One off, Legal work, Cost: £2,500 → £3,000",
    ]
