"""``manage.py equity``: three formats, and one line for each fault, whatever is given."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from pathlib import Path

import pytest
from django.core.management import call_command

from appraisal.equity_cli import main

PRICES = "birmingham_terraced_house_prices_2000_2010.csv"


def run(path: str | Path, form: str = "csv") -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(Namespace(file=str(path), format=form), out, err)
    return status, out.getvalue(), err.getvalue()


def test_it_prints_the_four_columns_in_the_order_of_the_file(area: Path) -> None:
    status, out, err = run(area / PRICES)
    assert (status, err) == (0, "")
    expected = (area / "equity_expected_inner_city.csv").read_text(encoding="utf-8")
    assert out.startswith(expected)
    lines = out.splitlines()
    given = (area / PRICES).read_text(encoding="utf-8").splitlines()
    assert [one.split(",")[0] for one in lines] == [one.split(",")[0] for one in given]


def test_json_says_how_each_figure_came_and_text_says_it_in_words(area: Path) -> None:
    found = json.loads(run(area / PRICES, "json")[1])
    assert found["classes"][0] == {
        "class": "inner city",
        "districts": 11,
        "median_percent": "169",
    }
    castle_vale = next(one for one in found["districts"] if one["postcode_district"] == "B35")
    assert castle_vale["total_premium_gbp"] == "93622500"
    text = run(area / PRICES, "text")[1]
    assert "B12 Balsall Heath: up 262%, expected £109,104, actual £147,000" in text
    assert "premium £37,896 a house, £360,012,000 in all" in text
    assert "It does not show why." in text


def test_what_cannot_be_read_leaves_with_2_and_says_why(tmp_path: Path) -> None:
    binary = tmp_path / "binary.csv"
    binary.write_bytes(bytes(range(256)))
    for path in (
        tmp_path,
        tmp_path / "none.csv",
        binary,
        "a\0b",
        "/dev/zero",
        tmp_path / ("x" * 300),
    ):
        status, out, err = run(path)
        assert (status, out) == (2, "")
        assert err.count("\n") == 1


@pytest.mark.parametrize("form", ["csv", "text", "json"])
def test_a_fault_is_a_line(tmp_path: Path, form: str) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("postcode_district,area,classification,price_1_gbp\nB1,A,,1", encoding="utf-8")
    status, out, err = run(path, form)
    assert (status, out) == (2, "")
    assert err.startswith("price_YYYY_gbp: There must be two columns of prices")


def test_it_needs_no_database(area: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Nothing lets this test at the database: to ask it anything would fail.
    call_command("equity", str(area / PRICES), "--format", "csv")
    assert "B12,262,109104,37896\n" in capsys.readouterr().out
    with pytest.raises(SystemExit) as left:
        call_command("equity", str(area))
    assert left.value.code == 2
    assert "cannot be read (Is a directory)" in capsys.readouterr().err
