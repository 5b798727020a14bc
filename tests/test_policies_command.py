"""``manage.py policies``, and the table of other policies in packs: whose it is."""

from __future__ import annotations

import io
import json
from argparse import Namespace
from pathlib import Path

from appraisal.file import read_file
from appraisal.pack.document import document_of
from appraisal.policies_cli import main
from appraisal.readers import Reader
from tests.engine.golden import GOLDEN, whole


def run(path: Path, form: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    status = main(Namespace(file=str(path), format=form), out, err)
    return status, out.getvalue(), err.getvalue()


def test_it_prints_what_each_policy_gives_as_json_and_in_words() -> None:
    status, out, err = run(GOLDEN / "hall.json", "json")
    assert (status, err) == (0, "")
    policies = json.loads(out)["policies"]
    assert [(one["policy"], one["percent"], one["payable_gbp"]) for one in policies] == [
        ("score-percent", "62", "4560.00"),
        ("rent-offset", "100", "0.00"),
        ("count-steps", "75", "3000.00"),
        ("additive-cap", "100", "0.00"),
        ("threshold", "69", "3720.00"),
        ("flat-conditional", "100", "0.00"),
    ]
    status, out, _ = run(GOLDEN / "hall.json", "text")
    assert status == 0
    assert "Hartlepool: 75%, amount £9,000.00, payable £3,000.00" in out
    assert "Condition: The group sends the council a return each year." in out


def test_what_is_not_known_is_said_and_nothing_is_nan(tmp_path: Path) -> None:
    given = whole("hall")
    del given["terms"]["market_rent_gbp_pa"]
    path = tmp_path / "no-rent.json"
    path.write_text(json.dumps(given), encoding="utf-8")
    status, out, _ = run(path, "text")
    assert status == 0
    assert "Birmingham: not known, amount not known, payable not known" in out
    assert "Devon: " in out
    assert "nan" not in out.casefold().replace("finan", "")


def test_a_bad_file_leaves_with_2(tmp_path: Path) -> None:
    path = tmp_path / "bad.json"
    path.write_text("{}", encoding="utf-8")
    status, out, err = run(path, "text")
    assert (status, out) == (2, "")
    assert "title: This is missing." in err
    assert run(tmp_path / "none.json", "json")[0] == 2


def test_only_an_officers_pack_says_what_others_would_give() -> None:
    given = read_file(json.dumps(whole("hall")).encode())
    assert document_of(given).others
    group = document_of(given, reader=Reader.GROUP, show_discount=True)
    assert group.discount is not None
    assert group.others == ()
