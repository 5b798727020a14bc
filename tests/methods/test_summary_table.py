"""Appraisal summary table: rows, counts, no total, bad input, what it begins with."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from appraisal.chapters import methods_for
from appraisal.engine.faults import CannotRead
from appraisal.file import read_file
from appraisal.methods.summary_table import Summary, begun, value, written
from appraisal.pack.bars import Bars
from appraisal.pack.charts import chart_svg
from appraisal.pack.document import document_of
from appraisal.pack.pdf import draw, html_of
from appraisal.pack.ways.summary_table import NO_TOTAL, blocks, chart
from tests.engine.golden import text_of, whole
from tests.pack.conftest import text_of as text_in

Json = dict[str, Any]
KEY = "summary-table"


def row(group: str, name: str, score: str, **more: object) -> Json:
    return {"group": group, "name": name, "score": score, **more}


ROWS = (
    row("accessibility", "Getting in", "moderate_beneficial", quantity="2 of 3 floors"),
    row("economy", "Rent", "cost", amount_gbp_pa="12000"),
    row("economy", "Jobs", "benefit", amount_gbp_pa="800.5", what="Two posts"),
    row("environment", "Noise", "slight_adverse"),
    row("community", "Safety", "neutral"),
)


def file_with(*rows: Json) -> Json:
    return {**whole("hall"), "methods": {KEY: {"rows": list(rows)}}}


def worked(*rows: Json) -> Summary:
    file = read_file(json.dumps(file_with(*rows)).encode())
    return value(file.methods[KEY], file.appraise())


def faults(*rows: Json) -> dict[str, str]:
    with pytest.raises(CannotRead) as cannot:
        worked(*rows)
    return {
        fault.place.removeprefix(f"methods.{KEY}."): fault.message for fault in cannot.value.faults
    }


def test_rows_stand_by_group_and_are_counted_but_never_added() -> None:
    found = worked(*ROWS)
    assert [one.name for one in found.effects] == ["Rent", "Jobs", "Noise", "Safety", "Getting in"]
    assert [tuple(one)[1:] for one in found.counts] == [
        (1, 0, 1),
        (0, 0, 1),
        (0, 1, 0),
        (1, 0, 0),
        (0, 0, 0),
    ]
    said: Json = json.loads(json.dumps(written(found)))
    assert [one["pounds_gbp_pa"] for one in said["rows"][:3]] == ["-12000.00", "800.50", None]
    assert said["total"] is None
    shown = str(blocks(found))
    assert NO_TOTAL in shown
    assert "−£12,000.00" in shown
    assert "11,199.50" not in shown  # the sum of the two amounts
    assert "Of 5 effects, 2 beneficial, 1 neutral and 2 adverse." in shown


@pytest.mark.parametrize(
    ("bad", "place", "part"),
    [
        ({"amount_gbp_pa": 5}, "amount_gbp_pa", "not both"),
        ({"score": "cost"}, "amount_gbp_pa", "how many pounds"),
        ({"score": "huge"}, "score", "huge"),
        ({"group": "art"}, "group", "art"),
        ({"what": "x" * 101}, "what", "100 letters"),
        ({"group": "economy", "name": "rent "}, "name", "in row 2 already"),
    ],
)
def test_what_is_wrong_is_said_at_its_row(bad: Json, place: str, part: str) -> None:
    found = faults(*ROWS, {**row("integration", "Plan", "neutral"), **bad})
    assert list(found) == [f"rows[5].{place}"]
    assert part in found[f"rows[5].{place}"]


def test_limits() -> None:
    many = [row("economy", f"E{number}", "neutral", what="x" * 100) for number in range(13)]
    assert len(worked(*many[:12]).effects) == 12
    assert "at most 12" in faults(*many)["rows"]
    assert "empty" in faults()["rows"]
    assert worked(row("economy", "Rent", "cost", amount_gbp_pa=0)).counts[0].neutral == 1


def test_it_begins_with_facts_and_no_score_that_nobody_gave() -> None:
    appraisal = read_file(text_of("hall.json").encode()).appraise()
    rows: list[Json] = begun(appraisal)["rows"]  # type: ignore[assignment]
    by_name = {one["name"]: one for one in rows}
    assert by_name["Public pounds"]["amount_gbp_pa"] == f"{appraisal.public_contribution:f}"
    assert by_name["Open land"]["quantity"] == "750 m²"
    assert by_name["Neighbourhood priorities"]["quantity"].startswith("Rated: 2 major")
    assert all(one.get("score") in (None, "benefit", "cost") for one in rows)
    asked = next(one for one in methods_for("asset-transfer") if one.key == KEY)
    scored = [{"score": "neutral", **one} for one in rows]
    assert len(value(asked.read({"rows": scored}), appraisal).effects) == len(rows)


def test_the_chart_draws_scores_alone() -> None:
    drawn = chart(worked(*ROWS))
    assert isinstance(drawn, Bars)
    assert drawn.labels == ("Noise", "Safety", "Getting in")
    assert drawn.title in chart_svg(drawn, text="paths")
    assert chart(worked(ROWS[1])) is None


def test_it_stands_on_one_page_of_a_pack() -> None:
    groups = ("economy", "environment", "community", "accessibility", "integration")
    note = "What happens is said in a sentence of a hundred letters: as officers do it, with commas, and more."
    rows = [
        row(
            groups[at % 5],
            f"Effect number {at}",
            "slight_beneficial",
            what=note,
            quantity="120 hours a week",
        )
        for at in range(12)
    ]
    pdf = draw(document_of(read_file(json.dumps(file_with(*rows)).encode())))
    texts = text_in(pdf).split("\f")
    holding = [at for at, text in enumerate(texts) if "What happens is" in text]
    assert len(holding) == 1
    assert "There is no total." in texts[holding[0]]


def test_a_pack_holds_the_table() -> None:
    drawn = html_of(document_of(read_file(json.dumps(file_with(*ROWS)).encode())))
    assert "There is no total." in drawn
    assert "Moderate beneficial" in drawn


def test_the_command_writes_the_table_and_no_pound_has_the_sign_of_nothing(tmp_path: Path) -> None:
    file = tmp_path / "hall.json"
    nothing = row("economy", "Keys", "cost", amount_gbp_pa=0)
    file.write_text(json.dumps(file_with(*ROWS, nothing)))
    out = StringIO()
    call_command("value", KEY, str(file), "--format", "json", stdout=out)
    said = json.loads(out.getvalue())
    pounds = {one["name"]: one["pounds_gbp_pa"] for one in said["rows"]}
    assert (pounds["Rent"], pounds["Jobs"], pounds["Noise"]) == ("-12000.00", "800.50", None)
    assert pounds["Keys"] == "0.00"
    assert said["total"] is None
    in_words = StringIO()
    call_command("value", KEY, str(file), stdout=in_words)
    assert NO_TOTAL in in_words.getvalue()
