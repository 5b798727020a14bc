"""``manage.py write_file_format``: make docs/file.md afresh from what reads the appraisal file."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from appraisal.exports.file_format import file_page
from appraisal.library import published_proxies, read_scheme, scheme_paths


class Command(BaseCommand):
    """Write the page that describes the appraisal file; needs no database."""

    help = "Write docs/file.md from the code that reads the appraisal file."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page."""
        page = settings.BASE_DIR / "docs" / "file.md"
        page.write_text(fresh_page(), encoding="utf-8")
        self.stdout.write(f"{page} is fresh.")


def fresh_page() -> str:
    """Return what docs/file.md must say."""
    return file_page(map(read_scheme, scheme_paths()), published_proxies())
