"""``manage.py write_scoring``: make docs/scoring.md afresh from the schemes and worked cases."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from appraisal.examples import examples
from appraisal.exports.scoring import scoring_page
from appraisal.library import FIXTURES, read_scheme, read_toml, scheme_paths


class Command(BaseCommand):
    """Write the page that says how the shipped schemes score; needs no database."""

    help = "Write docs/scoring.md from the schemes and the worked examples."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        page = settings.BASE_DIR / "docs" / "scoring.md"
        page.write_text(fresh_page(), encoding="utf-8")
        self.stdout.write(f"{page} is fresh.")


def fresh_page() -> str:
    """Return what docs/scoring.md must say."""
    edges = sorted((FIXTURES / "golden").glob("*.toml"))
    return scoring_page(map(read_scheme, scheme_paths()), examples(), map(read_toml, edges))
