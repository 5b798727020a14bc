"""A scheme that is only tried out leaves its mark wherever its figures go."""

from __future__ import annotations

import json
import subprocess
from argparse import ArgumentParser
from io import StringIO
from pathlib import Path

import pytest

from appraisal import cli
from appraisal.library import FIXTURES

HALL = FIXTURES / "golden" / "hall.json"
AM = FIXTURES / "schemes" / "valuing-worth-am.toml"
SAID = "scheme file kinder.toml, not a published scheme"


@pytest.fixture
def kinder(tmp_path: Path) -> Path:
    """Return a draft with another rule under the published key and version."""
    text = AM.read_text(encoding="utf-8").replace(
        "{ percent = 10, points = 5 }", "{ percent = 10, points = 10 }"
    )
    assert text != AM.read_text(encoding="utf-8")
    path = tmp_path / "kinder.toml"
    path.write_text(text, encoding="utf-8")
    return path


def appraise(*arguments: object) -> str:
    parser = ArgumentParser()
    cli.add_arguments(parser)
    out, err = StringIO(), StringIO()
    assert cli.main(parser.parse_args([str(one) for one in arguments]), out, err) == 0
    assert err.getvalue() == ""
    return out.getvalue()


def test_the_summary_says_what_if_beside_the_scheme(kinder: Path) -> None:
    lines = appraise(HALL, "--scheme", kinder).splitlines()
    (scheme,) = [number for number, line in enumerate(lines) if line.startswith("Scheme ")]
    assert lines[scheme + 1] == f"What if: {SAID}"


def test_the_result_says_what_if(kinder: Path) -> None:
    for form in ("json", "jsonl"):
        file = kinder.with_name(f"hall.{form}")
        file.write_text(json.dumps(json.loads(HALL.read_text(encoding="utf-8"))), encoding="utf-8")
        result = json.loads(appraise(file, "--scheme", kinder, "--format", form))
        assert result["scheme"] == {
            "key": "valuing-worth-am",
            "version": "2026.1",
            "what_if": True,
        }


def test_a_published_scheme_is_no_what_if() -> None:
    assert "What if" not in appraise(HALL)
    assert "What if" not in appraise(HALL, "--scheme", AM)
    result = json.loads(appraise(HALL, "--scheme", AM, "--format", "json"))
    assert "what_if" not in result["scheme"]


def test_every_page_of_the_pack_says_what_if(kinder: Path, tmp_path: Path) -> None:
    out = tmp_path / "pack.pdf"
    appraise(HALL, "--scheme", kinder, "--pdf", out)
    done = subprocess.run(
        ["pdftotext", "-layout", str(out), "-"], check=True, capture_output=True, text=True
    )
    pages = [" ".join(page.split()) for page in done.stdout.removesuffix("\f").split("\f")]
    assert [number for number, page in enumerate(pages, start=1) if "What if" not in page] == []
    assert f"What if: {SAID}" in pages[0]
    assert f"What if S{SAID[1:]}" in pages[0], "among the facts of the cover"
    assert "the rules of the scheme (scheme.toml)" in pages[1], (
        "they are attached, tried out or not"
    )
    assert f"These figures come from the {SAID}." in pages[2]
    assert f"What if S{SAID[1:]}" in pages[-2], "among the sources"


def test_a_name_of_any_characters_stays_on_one_line(kinder: Path) -> None:
    odd = kinder.rename(kinder.with_name("a\nb\u2028\x1b[31m.toml"))
    summary = appraise(HALL, "--scheme", odd)
    assert "\x1b" not in summary
    assert "\u2028" not in summary
    assert "What if: scheme file a\\u000ab" in summary


def test_a_draft_that_is_wrong_is_told_with_its_name_and_letter(kinder: Path) -> None:
    text = kinder.read_text(encoding="utf-8").replace('letter = "H"\n', 'letter = "H"\nhue = 1\n')
    kinder.write_text(text, encoding="utf-8")
    parser = ArgumentParser()
    cli.add_arguments(parser)
    out, err = StringIO(), StringIO()
    given = parser.parse_args([str(HALL), "--scheme", str(kinder)])
    assert cli.main(given, out, err) == 2
    assert err.getvalue() == f"{kinder}: criteria[7] (H).hue: There is no such key here.\n"
    assert out.getvalue() == ""
