"""docs/scoring.md says what the schemes and the cases say today."""

from pathlib import Path

from appraisal.management.commands.write_scoring import fresh_page

PAGE = Path(__file__).resolve().parents[2] / "docs" / "scoring.md"


def test_scoring_page_is_fresh() -> None:
    assert PAGE.read_text(encoding="utf-8") == fresh_page(), "Run manage.py write_scoring."
